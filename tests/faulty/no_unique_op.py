"""A server with a fault built in: it gives each act a number of its own, so that a resend is a new act.
The test of restarts must find it out."""

import secrets
import sys

from app import conduct
from tests.serve import PipedClock

_parse = conduct.parse


def _renumbered(payload: object) -> object:
    if isinstance(payload, dict) and "op" in payload:
        payload = {**payload, "op": secrets.token_hex(16)}
    return _parse(payload)


if __name__ == "__main__":
    import wsgi

    conduct.parse = _renumbered  # type: ignore[assignment]
    wsgi.serve(PipedClock(int(sys.argv[1])))
