"""The server under test: the real one, as a process of its own, with a clock that the test moves.

Run as `python -m tests.serve FD`: the test writes numbers of milliseconds to the pipe, a line each, and
from then on the server's clock is that much further. The product itself has no such switch.
"""

import os
import sys
from os import read  # the system's own, before an async mode replaces it with one that yields

import wsgi
from app.clock import SystemClock


class PipedClock:
    """The system's clock, plus all steps that have come over the pipe so far."""

    def __init__(self, pipe: int) -> None:
        os.set_blocking(pipe, False)
        self._pipe = pipe
        self._rest = b""
        self._stepped = 0
        self._clock: SystemClock | None = None

    def now_ms(self) -> int:
        # Made late: the async mode has by then replaced what it wants to replace.
        self._clock = self._clock or SystemClock()
        self._take_steps()
        return self._clock.now_ms() + self._stepped

    def _take_steps(self) -> None:
        try:
            self._rest += read(self._pipe, 4096)
        except BlockingIOError:
            return
        *lines, self._rest = self._rest.split(b"\n")
        self._stepped += sum(int(line) for line in lines)


if __name__ == "__main__":
    wsgi.serve(PipedClock(int(sys.argv[1])))
