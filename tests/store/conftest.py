"""A migrated database of one's own, with the conduct on top and a clock that the test sets."""

import random
import secrets
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import select

from app.circle.catalogue import catalogue
from app.circle.state import Circle
from app.conduct import Answer, Conduct
from app.keys import Keyring
from app.store import engine, lookup, migrate
from app.store.store import Store
from app.store.tables import metadata
from app.store.tokens import Bearer
from tests.workers.machines import Postgres


class SetClock:
    def __init__(self) -> None:
        self.at = 1_795_341_600_000

    def now_ms(self) -> int:
        return self.at


@cache
def empty_database() -> bytes:
    """A database after all migrations, which are run once: each test begins with a copy."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.sqlite3"
        migrate.upgrade(f"sqlite:///{path}")
        return path.read_bytes()


class Kept:
    """A store with one circle in it, played through the one door. On SQLite if nothing else is said."""

    def __init__(self, path: Path, url: str | None = None) -> None:
        self.path = path
        self.url = url or f"sqlite:///{path}"
        if url is None and not path.exists():
            path.write_bytes(empty_database())
        self.clock = SetClock()
        self.keyring = Keyring(b"a key for tests, of forty characters ...")
        self.store = Store(engine.Transactions(engine.connect(self.url)), self.keyring)
        self.conduct = Conduct(self.store, self.clock)

    def begin(self, form: str = "solution") -> None:
        self.id = self.conduct.create(catalogue().formats[form], self.team()).id
        self.facilitator = self.bearer(self.conduct.give(self.id, "facilitator"))

    def team(self) -> int:
        with self.store.writing() as tx:
            return lookup.team_named(tx.db, "North")

    def bearer(self, token: str) -> Bearer:
        bearer = self.conduct.bearer(token)
        assert bearer is not None
        return bearer

    def joins(self, name: str) -> Bearer:
        keyring, circle = self.keyring, self.circle
        joined = self.conduct.join(name, key=keyring.long_key("join-key", self.id, circle.code_generation))
        return self.bearer(joined.token)  # type: ignore[union-attr]

    def play(self, type: str, by: Bearer | None = None, op: str | None = None, **fields: Any) -> Answer:
        fields.setdefault("visit", self.circle.visit)
        return self.conduct.play(
            by or self.facilitator, {"op": op or secrets.token_hex(16), "type": type, **fields}
        )

    def goes_to(self, stage: str) -> None:
        while self.circle.stage is None or self.circle.stage.key != stage:
            assert self.play("start" if self.circle.stage is None else "next")["ok"]

    @property
    def circle(self) -> Circle:
        circle = self.store.circle(self.id)
        assert circle is not None
        return circle

    def from_disk(self) -> Circle:
        """The circle as a server that has just started reads it."""
        self.store.forget_all()
        return self.circle

    def bytes_on_disk(self) -> bytes:
        """All that is in SQLite's files. The files of PostgreSQL are its server's: there, what is in any row."""
        if self.store.transactions.engine.dialect.name != "sqlite":
            with self.store.reading() as db:
                return b"".join(
                    str(row).encode() for table in metadata.sorted_tables for row in db.execute(select(table))
                )
        return b"".join(file.read_bytes() for file in self.path.parent.glob(f"{self.path.name}*"))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.live)])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kept]:
    """On each kind of database, since the promises are the same."""
    url = request.getfixturevalue("postgres").migrated() if request.param == "postgres" else None
    yield from _begun(Kept(tmp_path / "test.sqlite3", url))


@pytest.fixture
def on_disk(tmp_path: Path) -> Iterator[Kept]:
    """On SQLite, whose files are looked into."""
    yield from _begun(Kept(tmp_path / "test.sqlite3"))


def _begun(kept: Kept) -> Iterator[Kept]:
    kept.begin()
    yield kept
    kept.store.transactions.engine.dispose()


@pytest.fixture
def here(postgres: Postgres, tmp_path: Path) -> Iterator[Kept]:
    """One process."""
    kept = Kept(tmp_path / "none", postgres.migrated())
    kept.begin()
    yield kept
    kept.store.transactions.engine.dispose()


@pytest.fixture
def there(here: Kept) -> Iterator[Kept]:
    """Another process on the same database, in the same circle."""
    kept = Kept(here.path, here.url)
    kept.id, kept.facilitator = here.id, here.facilitator
    yield kept
    kept.store.transactions.engine.dispose()


@pytest.fixture
def dice() -> random.Random:
    return random.Random(7)
