"""The register keeps in step with each circle, and its lists are those that the pages are made from."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from app.store import register
from app.store import tables as t
from app.store.register import Document, Line
from tests.store.conftest import Kept


def line(kept: Kept) -> Line | None:
    with kept.store.reading() as db:
        return register.line(db, kept.id)


def listed(kept: Kept, of: Any, *arguments: Any) -> list[str]:
    """The ids that one of the register's lists gives for the team."""
    with kept.store.reading() as db:
        return [each.circle_id for each in of(db, [1], *arguments)]


@pytest.fixture
def closed(kept: Kept) -> Kept:
    """A circle with something chosen, held in ten minutes and closed."""
    kept.play("start")
    kept.clock.at += 600_000
    kept.goes_to("solutions")
    assert kept.play("contribute", op="a" * 32, kind="suggestion", text="a canary")["ok"]
    kept.goes_to("selection")
    assert kept.play("choose", id="a" * 32, on=True)["ok"]
    assert kept.play("check_in", on="2026-12-01")["ok"]
    kept.goes_to("review")
    assert kept.play("close")["ok"]
    return kept


def test_a_circle_under_way_has_no_line(kept: Kept) -> None:
    kept.goes_to("solutions")
    assert line(kept) is None


def test_the_line_holds_numbers_and_no_words(closed: Kept) -> None:
    kept = line(closed)
    assert kept is not None
    assert (kept.planned_ms, kept.actual_ms, kept.people) == (600_000, 600_000, 0)
    assert kept.counts == {"suggestion": 1}
    assert kept.documents == (
        Document("form", "form", "open", "", None),
        Document("learning", "learning", "open", "", None),
    )
    with closed.store.reading() as db:
        assert "canary" not in repr(db.execute(select(t.register)).all())


def test_the_line_follows_what_is_done_after_the_close(closed: Kept) -> None:
    for document in ("form", "learning"):
        assert closed.play("filing", document=document, state="filed", place="LCS", on="2026-11-22")["ok"]
    assert closed.play("checked", id="a" * 32, outcome="done")["ok"]
    kept = line(closed)
    assert kept is not None
    assert (kept.open_documents, kept.open_actions, kept.settled_at) == (0, 0, closed.clock.at)
    assert closed.play("filing", document="form", state="open")["ok"]
    again = line(closed)
    assert again is not None
    assert (again.open_documents, again.settled_at) == (1, None)


def test_lists_hold_what_still_wants_something_and_nothing_else(closed: Kept) -> None:
    here = [closed.id]
    assert listed(closed, register.to_file, 10) == here
    assert listed(closed, register.to_settle, 10) == []
    assert listed(closed, register.to_check, "2026-11-30") == []
    assert listed(closed, register.to_check, "2026-12-01") == here
    for document in ("form", "learning"):
        closed.play("filing", document=document, state="discarded")
    closed.play("respond", agrees=False, text="It was Tuesday", who="Priya")
    closed.play("checked", id="a" * 32, outcome="done")
    assert listed(closed, register.to_file, 10) == []
    assert listed(closed, register.to_settle, 10) == here
    assert listed(closed, register.to_check, "2027-12-01") == []


def test_what_is_forgotten_waits_for_no_filing(closed: Kept) -> None:
    with closed.store.writing() as tx:
        tx.db.execute(update(t.register).values(forgotten_at=1, open_disagreements=1))
    assert listed(closed, register.to_file, 10) == []
    assert listed(closed, register.to_settle, 10) == []
    assert listed(closed, register.to_check, "2026-12-01") == [closed.id], "but its actions do"


def test_the_oldest_waits_first_and_the_newest_is_listed_first(closed: Kept) -> None:
    copies = [("b" * 32, 1), ("c" * 32, 2)]
    with closed.store.writing() as tx:
        (first,) = [dict(row) for row in tx.db.execute(select(t.register)).mappings()]
        for circle_id, later in copies:
            changed = {
                "circle_id": circle_id,
                "closed_at": first["closed_at"] + later,
                "created_at": first["created_at"] + later,
            }
            tx.db.execute(insert(t.register).values(**{**first, **changed}))
    everything = [closed.id, "b" * 32, "c" * 32]
    assert listed(closed, register.to_file, 10) == everything
    assert listed(closed, register.to_file, 2) == everything[:2]
    assert listed(closed, register.lines) == everything[::-1]
    with closed.store.reading() as db:
        assert register.count(db, [1]) == 3
        assert [each.circle_id for each in register.lines(db, [1], limit=1, offset=1)] == ["b" * 32]
        assert register.lines(db, [2]) == []
        assert register.lines(db, []) == []


def test_the_days_of_an_announcement_are_known(closed: Kept) -> None:
    with closed.store.writing() as tx:
        for day in ("2026-12-18", "2026-12-17"):
            tx.db.execute(insert(t.warnings).values(circle_id=closed.id, on=day))
    with closed.store.reading() as db:
        assert register.warned(db, [closed.id, "b" * 32]) == {
            closed.id: [date(2026, 12, 17), date(2026, 12, 18)]
        }
