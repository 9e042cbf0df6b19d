"""A server with a fault built in: what is deleted is not overwritten. The test of forgetting must find it out."""

import sys

from app.store import engine
from tests.serve import PipedClock

if __name__ == "__main__":
    import wsgi

    engine.PRAGMAS = tuple(
        "secure_delete=OFF" if "secure_delete" in each else each for each in engine.PRAGMAS
    )
    wsgi.serve(PipedClock(int(sys.argv[1])))
