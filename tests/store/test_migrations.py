"""The database's shape: made by migrations only, and the same as the tables in the code."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from app.store import engine, migrate
from app.store.tables import metadata
from tests.store.conftest import Kept


def down(url: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    config.attributes["url"] = url
    command.downgrade(config, "base")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.live)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database in which there is nothing yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new.sqlite3'}"
    return str(request.getfixturevalue("postgres").empty())


def test_the_migrations_make_exactly_the_tables_of_the_code(url: str) -> None:
    migrate.upgrade(url)
    connected = engine.connect(url)
    with connected.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    connected.dispose()


def test_down_and_up_again(url: str) -> None:
    migrate.upgrade(url)
    down(url)
    connected = engine.connect(url)
    assert inspect(connected).get_table_names() == ["alembic_version"]
    connected.dispose()
    migrate.upgrade(url)
    migrate.prepare(url)


def test_a_file_is_brought_up_to_date_at_the_start_and_a_shared_database_is_not(url: str) -> None:
    if url.startswith("sqlite"):
        migrate.prepare(url)
    else:
        with pytest.raises(migrate.NotReady, match="flask --app wsgi migrate"):
            migrate.prepare(url)
        migrate.upgrade(url)
    migrate.prepare(url)


def test_a_database_that_cannot_be_opened_is_refused_with_a_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "broken.sqlite3"
    broken.write_bytes(b"This is not a database. " * 100)
    with pytest.raises(migrate.NotReady, match="cannot be opened"):
        migrate.prepare(f"sqlite:///{broken}")


def test_what_is_kept_survives_being_prepared_again(kept: Kept) -> None:
    kept.goes_to("focus")
    before = kept.circle
    migrate.prepare(kept.url)
    assert kept.from_disk() == before
