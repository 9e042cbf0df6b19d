"""Servers under measurement: each a process of its own, on loopback, on one core by itself. The load runs on the others."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.sockets import Device, Plain
from tests.server import free_port

ROOT = Path(__file__).parent.parent
SERVER_CORE = 0
START_S = 60
MODE = os.environ.get("ASYNC_MODE", "eventlet")


def leave_the_core_to_the_server() -> None:
    """Keep this process, which makes the load, off the server's core where the machine has another."""
    others = os.sched_getaffinity(0) - {SERVER_CORE}
    if others:
        os.sched_setaffinity(0, others)


def cpu_of(pid: int, with_children: bool = False) -> float:
    """The seconds of processor time that a process has used, or it and those that it started."""
    pids = [pid]
    if with_children:
        pids += [
            int(each)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for each in (task / "children").read_text().split()
        ]
    used = 0
    for each in pids:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
            fields = Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()
            used += sum(int(field) for field in fields[11:15])
    return used / os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """One server. `line` is how a device speaks to it; `name` is what the tables call it."""

    name: str
    folder: Path
    command: Callable[["Server"], list[str]]
    line: type[Device] = Device
    gives_view: bool = False
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "Server":
        """Start it and wait until it serves."""
        environ = {"PATH": os.environ["PATH"], "INSTANCE": str(self.folder), "PORT": str(self.port),
                   "ASYNC_MODE": MODE, "PYTHONPATH": str(ROOT)}  # fmt: skip
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                ["taskset", "-c", str(SERVER_CORE), *self.command(self)],
                cwd=ROOT, env=environ, stdout=log, stderr=log,
            )  # fmt: skip
        give_up = time.monotonic() + START_S
        while time.monotonic() < give_up:
            try:
                with urllib.request.urlopen(f"{self.base}/healthz", timeout=1):  # noqa: S310, on loopback
                    return self
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.01)
        raise RuntimeError(f"{self.name} did not start: {(self.folder / 'server.log').read_text()[-2000:]}")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(timeout=20)
            self.process = None

    def cpu_s(self) -> float:
        """The processor time the server has used so far."""
        assert self.process is not None
        return cpu_of(self.process.pid)

    def memory_kb(self) -> int:
        """What it holds in memory for itself."""
        rollup = self._proc("smaps_rollup")
        return sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Private_"))

    def _proc(self, name: str) -> str:
        assert self.process is not None
        return Path(f"/proc/{self.process.pid}/{name}").read_text()


def app(folder: Path, prepared: Path) -> Server:
    """The app, on its own copy of a prepared instance folder."""
    instance = folder / "app"
    shutil.rmtree(instance, ignore_errors=True)
    shutil.copytree(prepared, instance)
    return Server("Circlekeeper", instance, lambda _: [sys.executable, "wsgi.py"], gives_view=True)


def floor(folder: Path) -> Server:
    """The bare floor: Flask-SocketIO that commits a row and tells a room."""
    return Server("bare floor", _empty(folder, "floor"), lambda server: [
        sys.executable, "-m", "bench.floor.socketio_server", MODE, str(server.port), str(server.folder / "rows")
    ])  # fmt: skip


def limit(folder: Path) -> Server:
    """The limit: a raw websocket server that commits a row and writes to a room."""
    return Server("raw websocket", _empty(folder, "limit"), lambda server: [
        sys.executable, "-m", "bench.floor.websocket_server", str(server.port), str(server.folder / "rows")
    ], line=Plain)  # fmt: skip


def _empty(folder: Path, name: str) -> Path:
    made = folder / name
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    return made
