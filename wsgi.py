"""The server. `python wsgi.py` serves; `flask --app wsgi …` runs the commands.

The async mode is chosen here, before anything else is imported, and nothing else in the project
names eventlet or gevent. Importing this module patches nothing and starts nothing.
"""

import gc
import os
import resource
import signal
import sys
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket

    from flask import Flask

    from app.clock import Clock
    from app.config import Config

    Announce = Callable[[Flask, Config], None]

#: Where the listening socket's queue is shorter, phones that come back after a restart are turned away.
BACKLOG = 2048
#: Above eventlet's own silent limit of 1,024 connections, beyond which newcomers hang without a word.
MOST_CONNECTIONS = 20_000
#: While a document is made on another thread, each of the dozen steps of saving a move waits so long for its turn.
#: At Python's own 5 ms a phone would wait ten times as long for its answer (bench/records.py).
SWITCH_S = 0.0005
#: How many things are made before Python looks for unused ones among the new, how often among the newer, and among all.
TIDY_AFTER = (20_000, 20, 50)


def create_app() -> "Flask":
    """The app with the settings of the environment: what `flask --app wsgi` looks for."""
    from app import config, factory

    try:
        return factory.create_app(config.read())
    except config.UnsafeSetting as refused:
        sys.exit(f"Circlekeeper does not start. {refused}")


def serve(clock: "Clock | None" = None, announce: "Announce | None" = None) -> None:
    """Serve until stopped. `clock` is handed in by tests that move time; `announce` says something else at the start."""
    _patch(os.environ.get("ASYNC_MODE", "eventlet"))
    sys.setswitchinterval(SWITCH_S)
    _take_handles()
    from app import config, factory
    from app.store import migrate

    try:
        settings = config.read()
        migrate.prepare(settings.database_url)
        claim = migrate.claim(settings.database_url, settings.several, settings.secret_key)
    except (config.UnsafeSetting, migrate.NotReady) as refused:
        sys.exit(f"Circlekeeper does not start. {refused}")
    app = factory.create_app(settings, clock)
    factory.keep_house(app)
    app.extensions["claim"] = claim
    _tidy_less_often()
    (announce or factory.announce)(app, settings)
    SERVERS[settings.async_mode](app, settings.host, settings.port)


def _take_handles() -> None:
    """As many file handles as the system lets this process have: each device takes one, and the usual 1,024 are for
    programs that hold few."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + 1_000
    most = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _tidy_less_often() -> None:
    """What is there now stays, so Python need not go through it again and again for what nobody uses any more; nor as
    often through what thousands of connections hold, which stopped everybody for a sixth of a second at a time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*TIDY_AFTER)


def _patch(mode: str) -> None:
    """Let the mode replace what it replaces, then say how long work leaves its one thread."""
    if mode == "eventlet":
        # Its makers' advice against new use is known (docs/decisions.md); the operator need not read it each time.
        warnings.filterwarnings("ignore", r"\s*Eventlet is deprecated")
        import eventlet

        eventlet.monkey_patch()
        # By itself the driver for PostgreSQL would wait in a way that holds up everybody (tests/workers).
        os.environ.update(PSYCOPG_WAIT_FUNC="wait_select")
        from eventlet import tpool

        from app import blocking

        blocking.set_runner(tpool.execute)
    elif mode == "gevent":
        from gevent import get_hub, monkey

        monkey.patch_all()
        from app import blocking

        blocking.set_runner(lambda work, *args, **kwargs: get_hub().threadpool.apply(work, args, kwargs))


def _serve_eventlet(app: "Flask", host: str, port: int) -> None:
    import socket

    import eventlet
    from eventlet import wsgi

    family = socket.AF_INET6 if ":" in host else socket.AF_INET

    class Quiet(wsgi.HttpProtocol):
        def log_message(self, format: str, *args: object) -> None:
            """What cannot be read as a request is not repeated: it may hold anything."""

    listener = eventlet.listen((host, port), family=family, backlog=BACKLOG)
    _send_at_once(listener)
    wsgi.server(listener, app, log_output=False, protocol=Quiet, max_size=MOST_CONNECTIONS)


def _serve_gevent(app: "Flask", host: str, port: int) -> None:
    from gevent import pywsgi

    # Its log of errors repeats what cannot be read as a request. What fails in the app is logged by the app.
    server = pywsgi.WSGIServer((host, port), app, log=None, error_log=None, backlog=BACKLOG)
    server.start()
    _send_at_once(server.socket)
    server.serve_forever()


def _serve_threading(app: "Flask", host: str, port: int) -> None:
    from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

    class Quiet(WSGIRequestHandler):
        def log(self, type: str, message: str, *args: object) -> None:
            """No access log: an address names a circle."""

    class Server(ThreadedWSGIServer):
        request_queue_size = BACKLOG

    server = Server(host, port, app, handler=Quiet)
    _send_at_once(server.socket)
    server.serve_forever()


def _send_at_once(listener: "socket.socket") -> None:
    """Otherwise the system keeps “Saved” back for 40 ms whenever something else went to the same phone just before.
    What is accepted from a listener behaves like it."""
    from socket import IPPROTO_TCP, TCP_NODELAY

    listener.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)


SERVERS = {"eventlet": _serve_eventlet, "gevent": _serve_gevent, "threading": _serve_threading}

if __name__ == "__main__":
    # Ctrl-C ends it at once, like SIGTERM: what was acknowledged is on disk, and an exception could be caught by whatever
    # it interrupts.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    serve()
