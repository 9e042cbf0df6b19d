"""A server with a fault built in: it says "Saved" first and commits a moment later. The test of restarts
must find it out."""

import sys
import threading

from app.conduct import Answer, Conduct
from app.store.tokens import Bearer
from tests.serve import PipedClock

LATER_S = 0.25
_play = Conduct.play


def _say_yes_first(self: Conduct, bearer: Bearer, payload: object) -> Answer:
    if not isinstance(payload, dict) or payload.get("type") != "contribute":
        return _play(self, bearer, payload)
    threading.Timer(LATER_S, _play, (self, bearer, payload)).start()
    return {"ok": True, "version": 0}


if __name__ == "__main__":
    import wsgi

    Conduct.play = _say_yes_first  # type: ignore[method-assign]
    wsgi.serve(PipedClock(int(sys.argv[1])))
