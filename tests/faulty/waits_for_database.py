"""A server whose driver for PostgreSQL waits as it would by itself, which holds up everybody under eventlet."""

import os
import sys

import wsgi
from tests.serve import PipedClock

_patch = wsgi._patch


def _patched(mode: str) -> None:
    _patch(mode)
    os.environ.pop("PSYCOPG_WAIT_FUNC", None)


if __name__ == "__main__":
    wsgi._patch = _patched
    wsgi.serve(PipedClock(int(sys.argv[1])))
