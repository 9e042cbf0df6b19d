"""What PostgreSQL adds: processes side by side. Each test that says that something is kept apart has a control in
which it is not."""

import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from sqlalchemy import create_engine, select

from app.circle.catalogue import catalogue
from app.circle.format import Format
from app.conduct import Answer
from app.forgetting.housekeeping import Housekeeping
from app.store import lookup, migrate, postgres, rehearsals, staff
from app.store import tables as t
from app.store.engine import Unavailable
from tests.store.conftest import Kept
from tests.workers.machines import Postgres

pytestmark = pytest.mark.live

IN_FORCE = {"synchronous_commit": "on", "lock_timeout": "3s", "statement_timeout": "3s",
            "idle_in_transaction_session_timeout": "10s"}  # fmt: skip


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each came to, all begun at the same moment."""
    gate, answers = threading.Barrier(len(works)), [None] * len(works)

    def work(number: int) -> None:
        gate.wait(timeout=10)
        try:
            answers[number] = works[number]()
        except Unavailable as error:
            answers[number] = error  # type: ignore[call-overload]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
        assert not thread.is_alive()
    return answers


def test_every_connection_waits_for_the_disk_and_for_nobody_for_long(here: Kept) -> None:
    connections = [here.store.transactions.engine.connect() for _ in range(12)]
    for connection in connections:
        found = {name: connection.exec_driver_sql(f"SHOW {name}").scalar() for name in IN_FORCE}
        assert found == IN_FORCE
    for connection in connections:
        connection.close()


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit", "server_encoding"])
def test_a_server_that_could_lose_what_was_saved_is_refused(setting: str) -> None:
    class Says:
        def exec_driver_sql(self, command: str) -> "Says":
            self.asked = command.removeprefix("SHOW ")
            return self

        def scalar(self) -> str:
            return "off" if self.asked == setting else "UTF8" if self.asked == "server_encoding" else "on"

    with pytest.raises(postgres.Unsafe):
        postgres.refuse_unsafe(Says())  # type: ignore[arg-type]


def test_the_refusal_reaches_the_operator_and_a_sound_server_is_taken(
    postgres: Postgres,
) -> None:
    url = postgres.migrated()
    migrate.prepare(url)
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as operator:
        operator.execute(
            "CREATE DATABASE narrow ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
        )
    with pytest.raises(migrate.NotReady, match="cannot keep every letter"):
        migrate.prepare(postgres.url("narrow"))


def test_moves_of_one_circle_wait_and_those_of_another_do_not(here: Kept, there: Kept) -> None:
    other = there.conduct.create(catalogue().formats["success"], here.team())
    right = there.bearer(there.conduct.give(other.id, "facilitator"))
    start = {"op": "0" * 32, "type": "start", "visit": other.visit}
    with here.store.writing(one_circle=True) as tx:
        assert tx.circle(here.id)
        began = time.monotonic()
        assert there.conduct.play(right, start)["ok"]
        assert time.monotonic() - began < 2
        assert there.play("start")["code"] == "try_again"
        assert 2 < time.monotonic() - began < 6, "three seconds, and no longer"
    assert there.play("start")["ok"]


def test_of_two_presses_of_next_at_the_same_time_one_wins(here: Kept, there: Kept) -> None:
    assert here.play("start")["ok"]
    for _ in range(3):
        visit = here.circle.visit
        press = {"visit": visit}
        answers: list[Answer] = at_once(
            lambda press=press: here.play("next", **press), lambda press=press: there.play("next", **press)
        )
        assert sorted(answer["ok"] for answer in answers) == [False, True]
        assert [answer["code"] for answer in answers if not answer["ok"]] == ["stage_moved"]


def test_what_was_read_before_the_lock_is_read_again(here: Kept, there: Kept) -> None:
    """Somebody joins with the old code while a new one is being made."""
    code = here.keyring.long_key("join-key", here.id, here.circle.code_generation)
    joined: list[Any] = []
    with here.store.writing(one_circle=True) as tx:
        circle = tx.circle(here.id)
        waiting = threading.Thread(target=lambda: joined.append(there.conduct.join("Sam", key=code)))
        waiting.start()
        until_somebody_waits(here)
        tx.db.execute(
            t.circles.update().where(t.circles.c.id == here.id).values(
                join_key_hash="another", code_generation=2, version=circle.version + 1)  # type: ignore[union-attr]
        )  # fmt: skip
    waiting.join(timeout=10)
    assert joined[0].code == "code_unknown"


def until_somebody_waits(kept: Kept) -> None:
    give_up = time.monotonic() + 10
    with psycopg.connect(kept.url, autocommit=True) as watcher:
        query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        while time.monotonic() < give_up:
            if watcher.execute(query).fetchone() != (0,):
                return
    raise AssertionError("nobody waits")


@pytest.mark.parametrize("careful", [True, False])
def test_a_circle_is_read_as_it_was_at_one_moment(here: Kept, there: Kept, careful: bool) -> None:
    """The control reads without a transaction: it sees half of the other's work."""
    transactions = here.store.transactions
    plain = create_engine(
        here.url.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
    )
    with transactions.reading() if careful else plain.connect() as db:
        before = db.scalar(select(t.circles.c.version).where(t.circles.c.id == here.id))
        assert there.play("start")["ok"]
        visits = db.execute(select(t.visits).where(t.visits.c.circle_id == here.id)).all()
        after = db.scalar(select(t.circles.c.version).where(t.circles.c.id == here.id))
        assert (visits == [] and before == after) is careful
    plain.dispose()


@pytest.mark.parametrize("in_turn", [True, False])
def test_two_administrators_who_end_each_others_part_leave_one(
    here: Kept, there: Kept, in_turn: bool
) -> None:
    """The control does the same without waiting for each other's turn."""
    with here.store.writing() as tx:
        ids = [staff.add(tx.db, name, "x", administrator=True, team_ids=[], now=1) for name in ("Ada", "Bea")]
    looked = threading.Barrier(2)

    def end(kept: Kept, staff_id: int) -> None:
        with kept.store.transactions.writing(one_circle=not in_turn) as db:
            others = staff.other_administrators(db, staff_id)
            if not in_turn:
                looked.wait(timeout=10)
            if others:
                staff.set_administrator(db, staff_id, False)

    at_once(lambda: end(here, ids[0]), lambda: end(there, ids[1]))
    with here.store.reading() as db:
        left = sum(person.administrator for person in staff.everybody(db))
    assert left == (1 if in_turn else 0)


def test_new_circles_and_teams_made_at_the_same_time_are_all_made(here: Kept, there: Kept) -> None:
    forms: list[Format] = [catalogue().formats["success"]]

    def make(kept: Kept) -> list[str]:
        made = []
        for number in range(5):
            with kept.store.writing() as tx:
                team = lookup.team_named(tx.db, f"Team {number}")
            made.append(kept.conduct.create(forms[0], team, rehearsal=number == 4).id)
        return made

    first, second = at_once(lambda: make(here), lambda: make(there))
    with here.store.reading() as db:
        assert len(staff.teams(db)) == 1 + 5
    assert all(here.store.circle(each) for each in [*first, *second])
    # And rehearsals are thrown away by two at once
    answers = at_once(*(lambda k=k, i=i: rehearsals.throw_away(k.store, i) for k in (here, there)
                        for i in (first[4], second[4])))  # fmt: skip
    assert sorted(answers) == [False, False, True, True]


def test_two_housekeepings_at_once_forget_each_circle_once_and_fail_in_nothing(
    here: Kept, there: Kept, caplog: pytest.LogCaptureFixture
) -> None:
    team = here.team()
    for _ in range(4):
        circle = here.conduct.create(catalogue().formats["success"], team)
        right = here.bearer(here.conduct.give(circle.id, "facilitator"))
        assert here.conduct.play(right, {"op": "1" * 32, "type": "title", "text": "A canary"})["ok"]
    with here.store.writing() as tx:
        # Never closed, long quiet, and announced on enough days.
        days = [f"2027-01-{day:02}" for day in range(1, 29)]
        ids = tx.db.scalars(select(t.circles.c.id)).all()
        tx.db.execute(t.warnings.insert(), [{"circle_id": i, "on": day} for i in ids for day in days])
    for kept in (here, there):
        kept.clock.at += 400 * 24 * 60 * 60_000
        assert all(kept.store.circle(each) for each in ids)
    sent_off: list[str | None] = []
    houses = [Housekeeping(kept.store, kept.clock, sent_off.append) for kept in (here, there)]

    at_once(*(house.once for house in houses))

    assert [record.message for record in caplog.records] == []
    with here.store.reading() as db:
        lines = db.execute(select(t.register.c.circle_id, t.register.c.forgotten_at)).all()
        assert sorted(line.circle_id for line in lines) == sorted(ids)
        assert all(line.forgotten_at for line in lines)
        assert db.execute(select(t.wordings)).all() == []
