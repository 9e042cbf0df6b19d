"""What a server does by itself, and what it makes good."""

import pytest
from sqlalchemy import select

from app.forgetting import forget_due
from app.forgetting.housekeeping import Housekeeping
from app.store import engine
from app.store import tables as t
from tests.forgetting.full_circle import Full
from tests.forgetting.rows import days, filed, line


def test_while_somebody_reads_the_log_is_emptied_later_by_housekeeping(full: Full) -> None:
    full.after_the_close(full.solution_circle())
    full.checks_in()
    full.files_all()
    other = engine.connect(full.url)
    with other.connect() as reader, reader.begin():
        reader.execute(select(t.wordings)).first()
        assert forget_due(full.store, days(full, 10)) == 1
        assert full.word.found_in([full.path.parent])
    other.dispose()
    assert full.word.found_in([full.path.parent])

    full.store.transactions.wipe_log(forgot=False)

    assert full.word.found_in([full.path.parent]) == set()


def test_what_a_killed_server_had_forgotten_leaves_the_log_at_the_next_start(
    full: Full, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the commit and the emptying of the log."""
    filed(full)
    with monkeypatch.context() as killed:
        killed.setattr(full.store.transactions, "wipe_log", lambda forgot: None)
        assert forget_due(full.store, days(full, 10)) == 1
    assert full.word.found_in([full.path.parent])

    started = Full(full.path)
    Housekeeping(started.store, full.clock, lambda _circle: None).once()

    assert full.word.found_in([full.path.parent]) == set()
    started.store.transactions.engine.dispose()


def test_nothing_is_sorted_or_undone_in_temporary_files(full: Full) -> None:
    with full.store.reading() as db:
        assert db.exec_driver_sql("PRAGMA temp_store").scalar() == 2


def test_a_closed_circle_that_the_register_does_not_know_is_entered(full: Full) -> None:
    full.success_circle()
    stands = line(full, full.id)
    with full.store.writing() as tx:
        tx.db.execute(t.register.delete())
    forget_due(full.store, full.clock.at)
    assert line(full, full.id) == stands


def test_housekeeping_drops_what_another_process_forgot_from_memory(full: Full) -> None:
    circle_id = filed(full)
    looked: list[str | None] = []
    assert full.store._kept[circle_id]
    other = Full(full.path)
    assert forget_due(other.store, days(full, 10)) == 1

    Housekeeping(full.store, full.clock, looked.append).once()

    assert circle_id not in full.store._kept
    assert looked == [None]
    other.store.transactions.engine.dispose()


def test_a_failure_in_housekeeping_is_logged_without_content(
    full: Full, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_given: object) -> None:
        raise RuntimeError("words of people")

    monkeypatch.setattr("app.forgetting.housekeeping.forget_due", fails)
    Housekeeping(full.store, full.clock, lambda _circle: None).once()
    assert "housekeeping failed: RuntimeError" in caplog.text
    assert "words of people" not in caplog.text


def test_nothing_that_fails_ends_the_thread_that_forgets(
    full: Full, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever the pool of connections raises while the log is emptied, the next hour comes."""

    class Enough(BaseException):
        pass

    def no_connection(forgot: bool) -> None:
        raise TimeoutError("QueuePool limit")

    def hour(house: Housekeeping) -> None:
        hours.append(1)
        if len(hours) == 3:
            raise Enough

    hours: list[int] = []
    monkeypatch.setattr(full.store.transactions, "wipe_log", no_connection)
    monkeypatch.setattr("threading.Event.wait", lambda _event, _seconds: True)
    monkeypatch.setattr(Housekeeping, "once", hour)
    with pytest.raises(Enough):
        Housekeeping(full.store, full.clock, lambda _circle: None)._for_good()
    assert "emptying the database's own log failed: TimeoutError" in caplog.text


def test_a_circle_that_cannot_be_read_keeps_no_other_from_being_forgotten(full: Full) -> None:
    broken = filed(full)
    good = filed(full)
    with full.store.writing() as tx:
        tx.db.execute(t.register.delete().where(t.register.c.circle_id == broken))
        tx.db.execute(
            t.wordings.update()
            .where(t.wordings.c.circle_id == broken, t.wordings.c.field == "text")
            .values(text="x")
        )
        tx.db.execute(t.circles.update().where(t.circles.c.id == broken).values(learning="{broken"))
    full.store.forget_all()
    assert forget_due(full.store, days(full, 10)) >= 1
    assert full.store.circle(good) is None
