"""PostgreSQL as the store of several processes.

Moves of one circle follow each other because each locks the circle's row with its first statement; moves of
different circles go side by side. All other writing transactions (accounts, teams, new circles, forgetting) follow
each other through one advisory lock, as they do on SQLite, where there is one writer at all times. So what one of
them looked at still holds when it commits.

Writing runs at READ COMMITTED: every statement sees what was committed before it began, so whatever is read after
the lock was had includes the work of whoever had it before. Reading runs at REPEATABLE READ: a circle is read in
several statements, which must all see the same moment.
"""

import hashlib
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, ExceptionContext, NullPool, create_engine, event, text

#: Of a process, at most so many talk to the database at the same time.
MOST_CONNECTIONS = 16
#: A connection on which nothing comes back is given up after about so long, so that nobody waits on a dead line.
_DEAD_AFTER_S = 9
#: A process that stops in the middle of a transaction keeps others from its circle no longer than this.
_STOPPED_S = 10
_MIGRATING_WAITS_S = 60
_HOUSE, _MIGRATING, _SERVING = 7_203_001, 7_203_002, 7_203_003
#: How long a process that begins waits until the database has noticed that the one before it has gone.
_GONE_S = 10
_LOOK_AGAIN_S = 0.1

_LINE = {
    "application_name": "circlekeeper",
    "client_encoding": "UTF8",
    "connect_timeout": 3,
    "keepalives_idle": 3,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": _DEAD_AFTER_S * 1000,
}
#: Those connections on which answers are not waited for, each with what waits for them.
_stretches: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
_BEGIN = {True: "BEGIN", False: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}


class Unsafe(Exception):
    """The database must not be served from as things are; `str()` says what to change."""


def connect(url: str, patience_s: float, migrating: bool) -> Engine:
    """An engine whose waits are bounded by `patience_s`. Migrations may take long, and wait longer for others."""
    waits = _MIGRATING_WAITS_S if migrating else patience_s
    session = {
        "synchronous_commit": "on",
        "lock_timeout": f"{waits * 1000:.0f}",
        "statement_timeout": "0" if migrating else f"{patience_s * 1000:.0f}",
        "idle_in_transaction_session_timeout": "0" if migrating else f"{_STOPPED_S * 1000}",
    }
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=MOST_CONNECTIONS // 2,
        max_overflow=MOST_CONNECTIONS // 2,
        pool_timeout=patience_s,
        connect_args=_LINE,
    )
    event.listen(engine, "connect", lambda connection, _record: _prepare(connection, session))
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _without_words)
    event.listen(engine, "do_execute", _and_wait)
    event.listen(engine, "do_executemany", _and_wait_for_all)
    return engine


def _prepare(connection: Any, session: dict[str, str]) -> None:
    # The driver must not begin transactions by itself: _begin says how.
    connection.autocommit = True
    for name, value in session.items():
        connection.execute(f"SET {name} = '{value}'")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql(_BEGIN[writes])


@contextmanager
def at_a_stretch(db: Connection) -> Iterator[None]:
    """What finds nothing is sent without waiting for its answer. What comes of it is known when something is next
    looked for, and at the end, which waits for all answers, that of the commit too."""
    line: Any = db.connection.driver_connection
    try:
        with line.pipeline() as _stretches[line]:
            yield
    except db.dialect.loaded_dbapi.Error as error:
        _say_code_only(error)
        raise
    finally:
        _stretches.pop(line, None)


def run(db: Connection, sql: str, values: dict[str, Any], looks: bool) -> Sequence[Any]:
    """Run a statement by the driver; the rows that it finds, if it `looks` for any."""
    try:
        with db.connection.driver_connection.cursor() as cursor:  # type: ignore[union-attr]
            cursor.execute(sql, values)
            found: Sequence[Any] = cursor.fetchall() if looks else ()
            return found
    except db.dialect.loaded_dbapi.Error as error:
        _say_code_only(error)
        raise


def _without_words(context: ExceptionContext) -> None:
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None:
            _say_code_only(error, context.original_exception)


def _say_code_only(error: BaseException, original: BaseException | None = None) -> None:
    """What the server says of a failure may quote the whole row; its code says enough."""
    error.args = (getattr(original or error, "sqlstate", None) or "",)


def _and_wait(cursor: Any, statement: str, values: Any, _context: object) -> bool:
    """SQLAlchemy looks at the answer of each of its statements at once."""
    cursor.execute(statement, values)
    _wait(cursor)
    return True


def _and_wait_for_all(cursor: Any, statement: str, values: Any, _context: object) -> bool:
    cursor.executemany(statement, values)
    _wait(cursor)
    return True


def _wait(cursor: Any) -> None:
    if stretch := _stretches.get(cursor.connection):
        stretch.sync()


def in_turn(connection: Connection) -> None:
    """Wait for all other transactions that called this, and hold up those that will, until this one ends."""
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_HOUSE})")


def alone_in_migrating(connection: Connection) -> None:
    """Whoever migrates the same database waits until this connection is closed."""
    connection.exec_driver_sql(f"SELECT pg_advisory_lock({_MIGRATING})")


def refuse_unsafe(connection: Connection) -> None:
    """Raises Unsafe where a commit could be lost, or where words could not be kept as they were written."""
    wanted = {
        "fsync": ("on", "PostgreSQL runs with fsync off: what was saved could be lost. Set fsync = on."),
        "full_page_writes": (
            "on",
            "PostgreSQL runs with full_page_writes off: what was saved could be lost. Set full_page_writes = on.",
        ),
        "synchronous_commit": (
            "on",
            "PostgreSQL does not take synchronous_commit = on for this connection, so what was saved could be lost."
            " Connect to it directly, or through a pool that keeps a session's settings.",
        ),
        "server_encoding": (
            "UTF8",
            "The database cannot keep every letter. Make it with: createdb --encoding=UTF8 --template=template0",
        ),
    }
    for name, (value, sentence) in wanted.items():
        if connection.exec_driver_sql(f"SHOW {name}").scalar() != value:
            raise Unsafe(sentence)


def claim(url: str, several: bool, secret_key: bytes) -> Connection:
    """Say that this process serves, for as long as the answer is kept: alone, or as one of several with one key.
    Raises Unsafe where another process serves that does not fit; people on it would not hear of each other."""
    kind = int.from_bytes(hashlib.sha256(secret_key + bytes([several])).digest()[:3])
    line = create_engine(
        url, hide_parameters=True, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=_LINE
    ).connect()
    # First say it, then look: of two that begin at the same moment both see the other.
    line.exec_driver_sql(f"SELECT pg_advisory_lock_shared({_SERVING}, {kind})")
    give_up = time.monotonic() + _GONE_S
    while _others(line, kind if several else None):
        if time.monotonic() > give_up:
            line.close()
            raise Unsafe(
                "Another process serves from this database, and does not know of this one. Stop it; or give all"
                " of them the same SECRET_KEY, REDIS_URL and WORKERS (docs/deploy.md)."
            )
        time.sleep(_LOOK_AGAIN_S)
    return line


def _others(line: Connection, fitting: int | None) -> int:
    """How many other processes serve, those that fit not counted."""
    found = line.execute(
        text(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
            " WHERE datname = current_database() AND locktype = 'advisory' AND classid = :serving"
            " AND pid <> pg_backend_pid() AND objid <> :fitting"
        ),
        {"serving": _SERVING, "fitting": -1 if fitting is None else fitting},
    )
    return int(found.scalar_one())
