"""Starts and stops servers under test, and makes circles on them."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
START_S = 20


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
    process: subprocess.Popen[bytes] | None = None
    stepped_ms: int = 0
    _pipe: int = -1

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

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
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.module, str(reading)],
                cwd=ROOT, env=self.settings, pass_fds=[reading], stdout=log, stderr=log,
            )  # fmt: skip
        os.close(reading)
        if self.stepped_ms:
            os.write(self._pipe, f"{self.stepped_ms}\n".encode())
        self.until_it_serves()
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
        """A circle by the command line, as operators make them."""
        return self.create_many(form, 1, *options)[0]

    def create_many(self, form: str, count: int, *options: str) -> list[dict[str, Any]]:
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", "circles", "create", "--format", form,
             "--count", str(count), *options],
            cwd=ROOT, env=self.settings, capture_output=True, check=True, timeout=60,
        )  # fmt: skip
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
                continue
        raise AssertionError(f"The server did not serve within {START_S} s:\n{self.log.read_text()}")

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
