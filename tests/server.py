"""Starts and stops servers under test, and makes circles on them."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app import config, factory
from tests.nursery import Born, Nursery

ROOT = Path(__file__).parent.parent
#: On a busy machine a start takes long.
START_S = 60
LOOK_AGAIN_S = 0.02


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """One server process on loopback, with its own instance folder. `module` is what is run, so that a
    control can put a faulty server in its place."""

    instance: Path
    mode: str = "threading"
    module: str = "tests.serve"
    environ: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    nursery: Nursery | None = None
    process: subprocess.Popen[bytes] | Born | None = None
    stepped_ms: int = 0
    _pipe: int = -1

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def next_url(self) -> str:
        """Where the next device connects; several workers (tests/workers/fleet.py) take turns."""
        return self.url

    @property
    def line_url(self) -> str:
        """The same for a device's line; through a proxy it names the circle (tests/workers/proxies.py)."""
        return self.next_url

    @property
    def settings(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {**kept, "INSTANCE": str(self.instance), "PORT": str(self.port), "ASYNC_MODE": self.mode,
                "PYTHONPATH": str(ROOT), **self.environ}  # fmt: skip

    def start(self) -> "Server":
        """Start, with the clock stepped as far as it was before a restart, and wait until it serves."""
        reading, self._pipe = os.pipe()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            if self.nursery:
                self.process = self.nursery.bears(self.settings, log.fileno(), reading)
            else:
                self.process = subprocess.Popen(
                    [sys.executable, "-m", self.module, str(reading)],
                    cwd=ROOT, env=self.settings, pass_fds=[reading], stdout=log, stderr=log,
                )  # fmt: skip
        os.close(reading)
        if self.stepped_ms:
            os.write(self._pipe, f"{self.stepped_ms}\n".encode())
        try:
            self.until_it_serves()
        except AssertionError:
            self.kill()
            raise
        return self

    def step(self, milliseconds: int) -> None:
        """Move the server's clock on. The next time it looks, it is that much later."""
        self.stepped_ms += milliseconds
        os.write(self._pipe, f"{milliseconds}\n".encode())

    def kill(self) -> None:
        """kill -9: no goodbye, nothing flushed."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def create(self, form: str, *options: str) -> dict[str, Any]:
        """A circle by the command, as operators make them."""
        return self.create_many(form, 1, *options)[0]

    def create_many(self, form: str, count: int, *options: str) -> list[dict[str, Any]]:
        """The command runs in here, beside the server and not inside it, on the same database: in a process of its
        own it would load the whole app first, which takes a second each time (tests/pages/test_commands.py does)."""
        app = factory.create_app(config.read({**self.settings, "ASYNC_MODE": "threading"}))
        try:
            done = app.test_cli_runner().invoke(
                args=["circles", "create", "--format", form, "--count", str(count), *options],
                catch_exceptions=False,
            )
        finally:
            app.extensions["circlekeeper"].store.transactions.engine.dispose()
        assert done.exit_code == 0, done.output
        return [json.loads(line) for line in done.stdout.splitlines()]

    @property
    def log(self) -> Path:
        return self.instance / "server.log"

    def until_it_serves(self) -> None:
        give_up = time.monotonic() + START_S
        while time.monotonic() < give_up:
            if self.process is None or self.process.poll() is not None:
                raise AssertionError(f"The server did not start:\n{self.log.read_text()}")
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=1):
                    return
            except OSError:
                self._give_way()
        raise AssertionError(f"The server did not serve within {START_S} s:\n{self.log.read_text()}")

    def _give_way(self) -> None:
        """Leave the processor to the server for a moment, or for less where it ends at once."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=LOOK_AGAIN_S)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(timeout=10)
        os.close(self._pipe)
        self.process = None
