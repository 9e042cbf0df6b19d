"""`make rehearse`: a server of its own on this machine with one rehearsal, in a folder that goes with it.

SPEED=normal in the environment for the minutes of a real circle; FORMAT=success for a Success Circle.
"""

import os
import shutil
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent))
import wsgi

if TYPE_CHECKING:
    from flask import Flask

    from app.config import Config


def begin(app: "Flask", config: "Config") -> None:
    """Begin the rehearsal and say where its pages are."""
    from app.circle.catalogue import catalogue
    from app.store import lookup

    known, company = app.extensions["circlekeeper"], app.extensions["rehearsals"]
    formats = catalogue().formats
    form = formats.get(os.environ.get("FORMAT", "solution"), formats["solution"])
    with known.store.writing() as tx:
        team_id = lookup.team_named(tx.db, "Rehearsal")
    circle = company.begin(form, team_id, quick=os.environ.get("SPEED") != "normal")
    control, screen = known.conduct.give(circle.id, "facilitator"), known.conduct.give(circle.id, "screen")
    print(
        f"A {form.title} with made-up people. Open these two in a browser on this machine:\n"
        f"  control page   {config.base_url}/enter#{control}\n"
        f"  shared screen  {config.base_url}/screen/{circle.id}#{screen}\n"
        "Ctrl-C ends the rehearsal; nothing of it is kept.",
        flush=True,
    )


def main() -> None:
    folder = tempfile.mkdtemp(prefix="rehearsal-")

    def end(*_: object) -> None:
        """At once, wherever the server is: an exception could be caught by whatever it interrupts."""
        shutil.rmtree(folder, ignore_errors=True)
        print("The rehearsal is over. Nothing is kept.", flush=True)
        os._exit(0)

    # Also where the shell that started it has its programs overlook Ctrl-C.
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, end)
    try:
        for name in ("DATABASE_URL", "BASE_URL", "SECRET_KEY"):
            os.environ.pop(name, None)
        os.environ.update(INSTANCE=folder, HOST="127.0.0.1", PORT=os.environ.get("PORT") or _free_port())
        wsgi.serve(announce=begin)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


if __name__ == "__main__":
    main()
