"""Where servers under test come from at once: a process that has loaded the app, and does nothing but split.

A server takes a second to load its libraries, and a tenth of one for all the rest: its settings, its database, its
port. A server from here is a process of its own like any other, with its own folder, settings, log and clock, and is
killed like any other. Nothing of a server has happened before the split: no app was made, no database opened, no
thread started. That servers start from nothing, and again after a kill, is what the live and the fault tests see.

Run as `python -m tests.nursery MODE FD`: over the Unix socket come the settings of servers, one message each, with
what the server writes its log to and what it reads its clock's steps from; back goes a handle on the process.
"""

import json
import os
import select
import signal
import subprocess
import sys
from _socket import socket as system_socket
from os import WNOHANG, fork, waitpid  # the system's own, before an async mode replaces them
from pathlib import Path
from socket import AF_UNIX, SOCK_SEQPACKET, recv_fds, send_fds, socketpair

import wsgi
from tests.serve import PipedClock

ROOT = Path(__file__).parent.parent
MOST = 65_536


class Born:
    """A server from the nursery, with what is used of `subprocess.Popen`."""

    def __init__(self, handle: int) -> None:
        self._handle = handle  # means this process for good, whoever gets its number after it

    def poll(self) -> int | None:
        return 0 if self._ended(0) else None

    def wait(self, timeout: float) -> None:
        if not self._ended(timeout):
            raise subprocess.TimeoutExpired("a server from the nursery", timeout)

    def send_signal(self, which: int) -> None:
        if not self._ended(0):
            signal.pidfd_send_signal(self._handle, which)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def __del__(self) -> None:
        os.close(self._handle)

    def _ended(self, timeout: float) -> bool:
        end = select.poll()
        end.register(self._handle, select.POLLIN)
        return bool(end.poll(timeout * 1000))


class Nursery:
    """Gives servers of one async mode."""

    def __init__(self, mode: str) -> None:
        self._line, theirs = socketpair(AF_UNIX, SOCK_SEQPACKET)
        environ = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.nursery", mode, str(theirs.fileno())],
                cwd=ROOT, env=environ, pass_fds=[theirs.fileno()], stdout=subprocess.DEVNULL,
            )  # fmt: skip

    def bears(self, settings: dict[str, str], log: int, steps: int) -> Born:
        send_fds(self._line, [json.dumps(settings).encode()], [log, steps])
        _, handles, _, _ = recv_fds(self._line, 1, 1)
        assert handles, "the nursery has ended"
        return Born(handles[0])

    def close(self) -> None:
        self._line.close()
        self._process.wait(timeout=10)


def bear(mode: str, line: int) -> None:
    """Split for each message that comes, until the other side hangs up."""
    asked = system_socket(fileno=line)
    wsgi._patch(mode)
    import app.factory
    import app.store.migrate  # noqa: F401

    while True:
        settings, given, _, _ = recv_fds(asked, MOST, 2)
        if not settings:
            return
        child = fork()
        if not child:
            asked.close()
            _become_a_server(json.loads(settings), *given)
            return
        handle = os.pidfd_open(child)
        send_fds(asked, [b"."], [handle])
        for each in (handle, *given):
            os.close(each)
        _bury_the_dead()


def _become_a_server(settings: dict[str, str], log: int, steps: int) -> None:
    for stream in (1, 2):
        os.dup2(log, stream)
    os.close(log)
    os.environ.clear()
    os.environ.update(settings)
    if hubs := sys.modules.get("eventlet.hubs"):
        hubs.use_hub()  # eventlet's own loop, which would otherwise be one and the same for all who split off
    wsgi.serve(PipedClock(steps))


def _bury_the_dead() -> None:
    try:
        while waitpid(-1, WNOHANG)[0]:
            pass
    except ChildProcessError:
        return


if __name__ == "__main__":
    bear(sys.argv[1], int(sys.argv[2]))
