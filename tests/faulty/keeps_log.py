"""A server with a fault built in: what is deleted stays in the database's write-ahead log. The test of forgetting must
find it out."""

import sys

from app.store.engine import Transactions
from tests.serve import PipedClock

if __name__ == "__main__":
    import wsgi

    Transactions.wipe_log = lambda _self, forgot: None  # type: ignore[method-assign]
    wsgi.serve(PipedClock(int(sys.argv[1])))
