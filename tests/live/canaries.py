"""Words that can be found again wherever they went, and where to look for them."""

import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, select, text

from app import config
from app.store import engine
from app.store.tables import moves, wordings
from tests.server import Server


@dataclass
class Canaries:
    """Words unlike any other, so that they can be found again wherever they went."""

    marker: str
    secrets: set[str]

    def word(self, place: str) -> str:
        return f"{self.marker}-{place}"

    def found_in(self, text: str) -> set[str]:
        found = {each for each in self.secrets if each.lower() in text.lower()}
        return found | set(re.findall(rf"{self.marker}[\w-]*", text, re.IGNORECASE))


def canaries_for(circle: dict[str, Any]) -> Canaries:
    """The marker is of letters and digits only, so that nothing on the way has to write it otherwise."""
    fragments = {urlsplit(circle[name]).fragment for name in ("join_url", "facilitator_url", "screen_url")}
    return Canaries(f"kanarie{secrets.token_hex(4)}", {circle["join_code"], *fragments})


def log_of(server: Server) -> str:
    return server.log.read_text(errors="replace")


def moves_of(server: Server, circle: str) -> str:
    """Everything in the table of moves: all columns of all rows."""
    with database(server) as db:
        rows = db.execute(select(moves).where(moves.c.circle_id == circle)).all()
    assert rows, "the search looks in the wrong place"
    return json.dumps([list(row) for row in rows])


def written_words(server: Server, circle: str) -> str:
    with database(server) as db:
        rows = db.scalars(select(wordings.c.text).where(wordings.c.circle_id == circle)).all()
    return json.dumps(list(rows))


@contextmanager
def database(server: Server) -> Iterator[Connection]:
    """The server's own, whichever it has."""
    connected = engine.connect(config.read(server.settings).database_url)
    try:
        with connected.connect().execution_options(writes=True) as db, db.begin():
            yield db
    finally:
        connected.dispose()


@contextmanager
def without_the_words(server: Server) -> Iterator[None]:
    """The table of words is away for a moment: whatever would be written fails inside the database."""
    with database(server) as db:
        db.execute(text("ALTER TABLE wordings RENAME TO elsewhere"))
    try:
        yield
    finally:
        with database(server) as db:
            db.execute(text("ALTER TABLE elsewhere RENAME TO wordings"))
