"""Words that can be found again wherever they went, and where to look for them."""

import json
import re
import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.devices import PATIENCE_S
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
        rows = db.execute("SELECT * FROM moves WHERE circle_id = ?", (circle,)).fetchall()
    assert rows, "the search looks in the wrong place"
    return json.dumps(rows)


def written_words(server: Server, circle: str) -> str:
    with database(server) as db:
        rows: Iterable[Any] = db.execute(
            "SELECT text FROM wordings WHERE circle_id = ?", (circle,)
        ).fetchall()
    return json.dumps(list(rows))


@contextmanager
def database(server: Server) -> Iterator[sqlite3.Connection]:
    db = sqlite3.connect(server.instance / "circlekeeper.sqlite3", timeout=PATIENCE_S)
    try:
        yield db
        db.commit()
    finally:
        db.close()


@contextmanager
def without_the_words(server: Server) -> Iterator[None]:
    """The table of words is away for a moment: whatever would be written fails inside the database."""
    with database(server) as db:
        db.execute("ALTER TABLE wordings RENAME TO elsewhere")
    try:
        yield
    finally:
        with database(server) as db:
            db.execute("ALTER TABLE elsewhere RENAME TO wordings")
