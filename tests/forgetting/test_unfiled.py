"""Circles whose records nobody filed, and circles that nobody closed: announced first, then forgotten."""

from app.forgetting import announced, forget_due, note_warnings, plan_of
from app.records.wording import at
from app.store import tokens
from tests.forgetting.full_circle import DAY_MS, Full
from tests.forgetting.rows import days, filed, line, rows_of


def told_on(full: Full, *numbers: int) -> None:
    for number in numbers:
        note_warnings(full.store, [full.id, "no such circle"], at(days(full, number)).date())


def test_what_nobody_filed_goes_after_three_warnings(full: Full) -> None:
    full.success_circle()
    told_on(full, 24, 24, 25)
    assert forget_due(full.store, days(full, 60)) == 0
    told_on(full, 31)
    assert forget_due(full.store, days(full, 31)) == 0
    assert forget_due(full.store, days(full, 32)) == 1


def test_whoever_works_on_it_has_three_more_days(full: Full) -> None:
    full.success_circle()
    told_on(full, 25, 26, 27)
    full.act("hold", on=True)
    full.act("hold", on=False)
    assert forget_due(full.store, days(full, 40)) == 0
    told_on(full, 40, 41, 42)
    assert forget_due(full.store, days(full, 43)) == 1


def test_the_home_page_is_told_of_what_will_go_unfiled_in_its_own_teams(full: Full) -> None:
    full.success_circle()
    closed = full.id
    full.begin("solution")
    left = full.id
    filed(full)
    with full.store.reading() as db:
        assert announced(db, [1], at(days(full, 23)).date()) == []
        assert {each.line.circle_id for each in announced(db, [1], at(days(full, 24)).date())} == {
            closed,
            left,
        }
        assert announced(db, [2], at(days(full, 24)).date()) == []


def test_a_circle_that_nobody_closed_goes_too_and_gets_a_line(full: Full) -> None:
    full.begin("solution")
    full.act("title", text=full.word("title"))
    full.goes_to("solutions")
    full.says("suggestion", "left in the middle")
    told_on(full, 24, 25, 26)
    assert forget_due(full.store, days(full, 31)) == 0
    assert forget_due(full.store, days(full, 32)) == 1
    stands = line(full, full.id)
    assert (stands.closed_at, stands.counts, stands.forgotten_at) == (None, {"suggestion": 1}, days(full, 32))
    assert rows_of(full, full.id) == {}
    assert full.word.found_in([full.path.parent]) == set()


def test_actions_of_a_circle_that_nobody_closed_stay_and_can_be_checked_in(full: Full) -> None:
    full.begin("solution")
    full.goes_to("solutions")
    action = full.says("suggestion", "suggestion")
    full.goes_to("selection")
    full.act("choose", id=action, on=True)
    told_on(full, 24, 25, 26)
    assert forget_due(full.store, days(full, 32)) == 1
    assert line(full, full.id).open_actions == 1
    with full.store.writing() as tx:
        tokens.add(tx.db, full.facilitator, full.clock.at)
    full.act("checked", id=action, outcome="done")
    assert rows_of(full, full.id) == {}


def test_a_move_begins_the_days_of_an_open_circle_anew(full: Full) -> None:
    full.begin("solution")
    told_on(full, 24, 25, 26)
    full.clock.at += 27 * DAY_MS
    full.act("title", text="Still wanted")
    assert forget_due(full.store, days(full, 5)) == 0
    with full.store.reading() as db:
        assert plan_of(db, full.id, at(days(full, 5)).date()) is None
