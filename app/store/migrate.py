"""Bringing the database to the present shape."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError

from app.store import engine, postgres

MIGRATIONS = Path(__file__).parent.parent.parent / "migrations"
CLOSED = "The database cannot be opened or brought up to date. Check DATABASE_URL and the disk."


class NotReady(Exception):
    """The database cannot be used as it is; `str()` says what to do."""


def upgrade(url: str) -> None:
    """Run all migrations that are missing."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    command.upgrade(config, "head")


def prepare(url: str) -> None:
    """Make the database ready to serve. SQLite belongs to this process, so missing migrations are run;
    another database may have several servers on it, so they are asked for. Raises NotReady."""
    try:
        at = _revision(url)
        if at == _head():
            return
        if not url.startswith("sqlite"):
            raise NotReady("The database is not up to date. Run: flask --app wsgi migrate")
        upgrade(url)
    except postgres.Unsafe as unsafe:
        raise NotReady(str(unsafe)) from unsafe
    except DBAPIError as error:
        raise NotReady(CLOSED) from error


def claim(url: str, several: bool, secret_key: bytes) -> object:
    """Let no process serve beside this one that it does not know of, for as long as the answer is kept. Raises
    NotReady. Nothing tells us who else has a SQLite file open."""
    if url.startswith("sqlite"):
        return None
    try:
        return postgres.claim(url, several, secret_key)
    except postgres.Unsafe as unsafe:
        raise NotReady(str(unsafe)) from unsafe
    except DBAPIError as error:
        raise NotReady(CLOSED) from error


def _revision(url: str) -> str | None:
    """Where the database stands. Raises postgres.Unsafe."""
    connected = engine.connect(url)
    try:
        with connected.connect() as connection:
            if connected.dialect.name != "sqlite":
                postgres.refuse_unsafe(connection)
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        connected.dispose()


def _head() -> str | None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config).get_current_head()
