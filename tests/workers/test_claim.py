"""Processes that would not hear of each other must not serve from one database."""

import pytest

from app.store import migrate
from tests.workers.machines import Postgres

pytestmark = pytest.mark.live
KEY, OTHER = b"k" * 40, b"o" * 40


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.store.postgres._GONE_S", 0.3)


@pytest.mark.parametrize(
    ("first", "second", "fits"),
    [
        ((True, KEY), (True, KEY), True),
        ((False, KEY), (False, KEY), False),
        ((False, KEY), (True, KEY), False),
        ((True, KEY), (False, KEY), False),
        ((True, KEY), (True, OTHER), False),
    ],
)
def test_who_may_serve_beside_whom(
    postgres: Postgres, first: tuple[bool, bytes], second: tuple[bool, bytes], fits: bool
) -> None:
    url = postgres.empty()
    serving = migrate.claim(url, *first)
    if fits:
        migrate.claim(url, *second).close()  # type: ignore[attr-defined]
    else:
        with pytest.raises(migrate.NotReady, match="Another process serves from this database"):
            migrate.claim(url, *second)
    serving.close()  # type: ignore[attr-defined]
    migrate.claim(url, *second).close()  # type: ignore[attr-defined]


def test_another_database_of_the_same_server_is_no_matter(postgres: Postgres) -> None:
    first = migrate.claim(postgres.empty(), False, KEY)
    migrate.claim(postgres.empty(), False, KEY).close()  # type: ignore[attr-defined]
    first.close()  # type: ignore[attr-defined]


def test_on_sqlite_there_is_nothing_to_claim() -> None:
    assert migrate.claim("sqlite:///nowhere.sqlite3", False, KEY) is None


def test_what_is_said_holds_no_key(postgres: Postgres) -> None:
    url = postgres.empty()
    serving = migrate.claim(url, False, KEY)
    with pytest.raises(migrate.NotReady) as refused:
        migrate.claim(url, False, KEY)
    assert KEY.decode() not in str(refused.value)
    assert url not in str(refused.value)
    serving.close()  # type: ignore[attr-defined]
