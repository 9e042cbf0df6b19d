"""Connections and transactions.

A writing transaction holds its lock from its first statement and never emits or renders: lock, never
compare. Beginning one is retried in short, yielding steps; the commit is on disk before it returns
(SQLite: WAL with synchronous=FULL; PostgreSQL: synchronous_commit=on, postgres.py).
"""

import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree

from app.log import failure
from app.store import postgres

#: How long a writer waits for its turn before the person is asked to try again (protocol, `try_again`).
PATIENCE_S = 3.0
_STEP_S = 0.02

#: Set on every SQLite connection. `secure_delete` overwrites what is deleted with zeros; with `temp_store` neither
#: sorting nor the undoing of half a statement puts words into a temporary file.
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "temp_store=MEMORY",
           "busy_timeout=20")  # fmt: skip


class Unavailable(Exception):
    """The database did not answer in time, or could not write. Nothing was changed."""


def connect(url: str, migrating: bool = False) -> Engine:
    """An engine whose errors never quote what was written (`hide_parameters`)."""
    if not url.startswith("sqlite"):
        return postgres.connect(url, PATIENCE_S, migrating)
    engine = create_engine(url, hide_parameters=True, pool_size=8, max_overflow=64)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: _begin_sqlite says how.
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    """With the driver itself: every act begins so, and all that SQLAlchemy does for a statement is not needed here."""
    writes = connection.get_execution_options().get("writes", False)
    connection.connection.driver_connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN").close()  # type: ignore[union-attr]


class Transactions:
    """Reading and writing transactions on one engine. Raises Unavailable where the database fails."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._sqlite = engine.dialect.name == "sqlite"
        # What the database raises, by SQLAlchemy and by the driver itself (statements.py).
        self._fails = (DBAPIError, engine.dialect.loaded_dbapi.Error)
        # Writers of this process queue here instead of polling SQLite's lock against one another.
        self._turn = threading.Lock()
        # Whether words that were removed may still stand in the write-ahead log; perhaps since before a crash.
        self._to_wipe = True

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        try:
            with self._begun(False, 0) as connection:
                yield connection
        except (*self._fails, NoneFree) as error:
            raise Unavailable from error

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """For a single question, which on SQLite needs no transaction around it."""
        if not self._sqlite:
            with self.reading() as connection:
                yield connection
            return
        try:
            with self.engine.connect() as connection:
                yield connection
        except (*self._fails, NoneFree) as error:
            raise Unavailable from error

    @contextmanager
    def writing(self, one_circle: bool = False) -> Iterator[Connection]:
        """`one_circle` is for a transaction that changes nothing but a circle whose row it locks, or adds what no
        other transaction looks at: where the database can, it need not wait for other circles."""
        if self._sqlite and not self._turn.acquire(timeout=PATIENCE_S):
            raise Unavailable
        try:
            with self._begun(True, PATIENCE_S) as connection, self._at_a_stretch(connection):
                if not self._sqlite and not one_circle:
                    postgres.in_turn(connection)
                yield connection
                connection.commit()
        except (*self._fails, NoneFree) as error:
            raise Unavailable from error
        finally:
            if self._sqlite:
                self._turn.release()

    def _at_a_stretch(self, connection: Connection) -> AbstractContextManager[None]:
        return nullcontext() if self._sqlite else postgres.at_a_stretch(connection)

    @contextmanager
    def _begun(self, writes: bool, patience_s: float) -> Iterator[Connection]:
        """A connection in a transaction. Beginning is tried at least twice, since nothing can have happened yet: after
        the database was started anew, the first try only finds that the old line is dead."""
        give_up = time.monotonic() + patience_s
        with self.engine.connect().execution_options(writes=writes) as connection:
            tries = 0
            while not connection.in_transaction():
                try:
                    connection.begin()
                except self._fails:
                    connection.rollback()
                    tries += 1
                    if tries > 1 and time.monotonic() > give_up:
                        raise
                    time.sleep(_STEP_S)
            yield connection

    def wipe_log(self, forgot: bool) -> None:
        """Bring what was deleted out of SQLite's write-ahead log as well. To be called after each writing, with
        whether it `forgot` anything: while somebody reads it cannot be done, and is tried again the next time."""
        self._to_wipe |= forgot
        if self._sqlite and self._to_wipe:
            # Lowered first: what is removed meanwhile raises it again.
            self._to_wipe = False
            self._to_wipe |= not self._wiped()

    def _wiped(self) -> bool:
        try:
            with self.engine.connect() as connection:
                busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar()
        except DBAPIError as error:
            failure("wiping the write-ahead log", error)
            return False
        return not busy
