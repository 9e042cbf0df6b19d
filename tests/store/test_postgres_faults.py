"""What fails on PostgreSQL: nothing is lost that somebody was told is saved, and no word gets into a log."""

import psycopg
import pytest
from sqlalchemy import select

from app.store import engine
from app.store import tables as t
from app.store.engine import Transactions, Unavailable
from app.store.statements import inserting, run
from app.store.store import Store
from tests.store.conftest import Kept
from tests.workers.machines import Postgres

pytestmark = pytest.mark.live


def test_after_the_database_was_started_anew_the_next_act_is_saved(here: Kept) -> None:
    assert here.play("start")["ok"]
    with psycopg.connect(here.url, autocommit=True) as operator:
        operator.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'circlekeeper' AND datname = current_database()"
        )
    assert here.play("next")["ok"]
    assert here.from_disk().stage_index == 1


def test_a_database_that_has_gone_is_unavailable_at_once_for_reading(here: Kept) -> None:
    gone = Store(Transactions(engine.connect(here.url.replace("tests:", "nobody:"))), here.keyring)
    with pytest.raises(Unavailable):
        gone.circle(here.id)
    with pytest.raises(Unavailable), gone.writing():
        pass
    gone.transactions.engine.dispose()


@pytest.mark.parametrize("driver", ["ours", "a driver that writes words into its commands"])
def test_the_servers_own_log_holds_no_word_of_what_fails(here: Kept, postgres: Postgres, driver: str) -> None:
    """What fails is logged by PostgreSQL, command and all. The control puts the words into the command."""
    canary, ours = f"canary of {here.id}", driver == "ours"
    doubled = {
        "circle_id": here.id,
        "subject": "circle",
        "field": "title",
        "revision": 1,
        "text": canary,
        "at": 1,
    }

    def write_twice() -> None:
        with here.store.writing() as tx:
            for _ in range(2):
                if ours:
                    tx.db.execute(t.wordings.insert().values(**doubled))
                else:
                    names, values = ", ".join(f'"{name}"' for name in doubled), tuple(doubled.values())
                    tx.db.exec_driver_sql(f"INSERT INTO wordings ({names}) VALUES {values}")

    with pytest.raises(Unavailable):
        write_twice()
    log = postgres.log.read_text()
    assert "duplicate key value" in log
    assert (canary in log) is not ours


@pytest.mark.parametrize("fault", ["a write that fails", "a line that is cut before the commit"])
def test_what_is_sent_without_waiting_is_known_to_be_kept_before_anybody_is_told(
    here: Kept, fault: str
) -> None:
    """With a control: without the fault it is kept."""
    said = {
        "circle_id": here.id,
        "subject": "circle",
        "field": "title",
        "revision": 1,
        "text": "Lost",
        "at": 1,
    }

    def write(with_fault: bool) -> None:
        with here.store.writing() as tx:
            run(tx.db, inserting(t.wordings), said)
            if with_fault and fault == "a write that fails":
                run(tx.db, inserting(t.wordings), said)
            elif with_fault:
                pid = tx.db.exec_driver_sql("SELECT pg_backend_pid()").scalar()
                with psycopg.connect(here.url, autocommit=True) as operator:
                    operator.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))

    with pytest.raises(Unavailable) as refused:
        write(with_fault=True)
    assert "Lost" not in f"{refused.value.__cause__}"
    assert here.from_disk().text("circle", "title") == ""
    write(with_fault=False)
    with here.store.reading() as db:
        assert db.scalars(select(t.wordings.c.text)).all() == ["Lost"]
