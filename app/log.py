"""Logging without content. No contribution, name, code or token may reach a log, so messages of
exceptions, which may quote any of these, are left out: what failed and where is enough."""

import logging
import sys
import traceback

logger = logging.getLogger("circlekeeper")


def set_up(level: str = "INFO") -> None:
    """Send our own records to standard error, and keep the libraries' access logs quiet: an address
    line would name circles."""
    logging.basicConfig(
        level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr
    )
    for noisy in ("werkzeug", "geventwebsocket.handler", "alembic", "eventlet.wsgi"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    for quoting in ("engineio.server", "socketio.server", "psycopg"):  # their errors quote what people sent
        logging.getLogger(quoting).setLevel(logging.CRITICAL)


def failure(doing: str, error: BaseException) -> None:
    """Record that something failed: the kind of error and the places it passed through, never its message."""
    places = " < ".join(
        f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}"
        for frame in reversed(traceback.extract_tb(error.__traceback__)[-8:])
    )
    logger.error("%s failed: %s at %s", doing, type(error).__name__, places)
