"""Forgetting in the database: what goes, what stays, and that it is all or nothing."""

import os
import subprocess
import sys
from typing import Any

import pytest
from sqlalchemy import select

from app.circle.filing import open_actions
from app.forgetting import announced, forget, forget_due, note_warnings, plan_of
from app.forgetting.housekeeping import Housekeeping
from app.forgetting.plans import DISAGREEMENT, HELD
from app.forgetting.purge import NOT_CLOSED, NOT_SETTLED
from app.records.wording import at
from app.store import engine, register, tokens
from app.store import forget as rows
from app.store import tables as t
from tests.forgetting.full_circle import DAY_MS, Full
from tests.server import ROOT

PARTS = [table for table in t.metadata.sorted_tables if "circle_id" in table.c and table is not t.register]


def rows_of(full: Full, circle_id: str) -> dict[str, list[Any]]:
    """Every row of every table that is about a circle, its line in the register left aside."""
    with full.store.reading() as db:
        found = {
            table.name: db.execute(select(table).where(table.c.circle_id == circle_id)).all()
            for table in PARTS
        }
        found["circles"] = db.execute(select(t.circles).where(t.circles.c.id == circle_id)).all()
    return {name: sorted(map(tuple, rows), key=repr) for name, rows in found.items() if rows}


def line(full: Full, circle_id: str) -> register.Line:
    with full.store.reading() as db:
        found = register.line(db, circle_id)
    assert found is not None
    return found


def filed(full: Full) -> str:
    """A Success Circle that is closed, checked in and filed."""
    full.success_circle()
    full.checks_in()
    full.files_all()
    return full.id


def days(full: Full, number: int) -> int:
    return full.clock.at + number * DAY_MS


def test_everything_goes_but_the_line_and_other_circles_are_untouched(full: Full) -> None:
    full.after_the_close(full.solution_circle())
    full.checks_in()
    full.files_all()
    gone = full.id
    full.after_the_close(full.solution_circle())
    other = full.id
    before, line_before = rows_of(full, other), line(full, gone)
    assert set(before) == {*(table.name for table in PARTS), "circles"} - {"warnings", "filings"}

    assert forget_due(full.store, days(full, 10)) == 1

    assert rows_of(full, gone) == {}
    assert rows_of(full, other) == before
    stands = line(full, gone)
    assert stands.forgotten_at == days(full, 10)
    assert (stands.people, stands.counts, stands.documents) == (
        line_before.people, line_before.counts, line_before.documents,
    )  # fmt: skip
    assert full.store.circle(gone) is None
    assert forget_due(full.store, days(full, 11)) == 0


def test_nothing_goes_before_its_day(full: Full) -> None:
    circle_id = filed(full)
    assert forget_due(full.store, days(full, 6)) == 0
    assert full.store.circle(circle_id) is not None
    assert forget_due(full.store, days(full, 7)) == 1


def test_a_hold_that_is_set_meanwhile_keeps_the_words(full: Full, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between looking what is due and forgetting it somebody presses "keep"."""
    filed(full)
    looked = rows.closed

    def then_somebody_holds_it(db: Any, team_ids: Any = None) -> list[register.Line]:
        found = looked(db, team_ids)
        full.act("hold", on=True)
        return found

    monkeypatch.setattr(rows, "closed", then_somebody_holds_it)
    assert forget_due(full.store, days(full, 20)) == 0
    assert full.circle.held


def test_tokens_and_links_end_with_the_words(full: Full) -> None:
    circle_id = filed(full)
    link = full.conduct.give_link(circle_id, "reader", days(full, 31))
    forget_due(full.store, days(full, 10))
    assert full.conduct.bearer(link) is None
    with full.store.reading() as db:
        assert tokens.find(db, full.facilitator.hash, full.clock.at) is None


IDENTIFYING = {
    "what": "Ring Amy Brooks on 07700 900123 about KQ and K.Q., number 8675309, NHS 943 476 5919",
    "how": "Through the school",
    "why": "Because nobody has asked",
    "by_when": "KQ’s review, born 3.4.2012",
    "by_whom": "Samuel Okoro, 07700 900123, for KQ",
    "measure": "She sleeps",
    "decision_by": "Ewa",
}


@pytest.fixture
def open_actions_left(full: Full) -> tuple[str, str]:
    """A forgotten circle with two open actions, the ids of which these are."""
    actions = full.solution_circle()
    child = {"kind": "child", "initials": "KQ", "number": "8675309"}
    full.act("details", destinations=[child])
    full.act("action", id=actions[0], **IDENTIFYING)
    text = full.circle.revision(actions[0], "text")
    full.act("correct", id=actions[0], text="Visit KQ at ZE3 9JW", revision=text)
    full.act("checked", id=actions[1], outcome="not_yet", on="2027-01-08", text="KQ was away")
    for step in open_actions(full.circle):
        if step.id not in actions:
            full.act("checked", id=step.id, outcome="done")
    full.files_all()
    assert forget_due(full.store, days(full, 10)) == 1
    full.store.forget_all()
    return actions[0], actions[1]


def test_open_actions_stay_without_identifiers(full: Full, open_actions_left: tuple[str, str]) -> None:
    first, second = open_actions_left
    circle = full.circle
    assert circle.forgotten_at == days(full, 10)
    assert list(circle.contributions) == [first, second]
    words = {name: circle.text(first, name) for name in IDENTIFYING}
    assert words == {
        "what": "Ring [removed] on [removed] about [removed] and [removed], number [removed], NHS [removed]",
        "by_whom": "Samuel Okoro, [removed], for [removed]",
        "by_when": "[removed]’s review, [removed]",
        "how": "", "why": "", "measure": "", "decision_by": "",
    }  # fmt: skip
    assert circle.text(first, "text") == "Visit [removed] at [removed]"
    assert circle.text(second, "comment") == ""


def test_of_open_actions_nothing_else_stays(full: Full, open_actions_left: tuple[str, str]) -> None:
    left = rows_of(full, full.id)
    assert set(left) == {"circles", "contributions", "wordings"}
    subjects = {row[1] for row in left["wordings"]}
    assert subjects == set(open_actions_left)
    row = dict(zip(t.circles.c.keys(), left["circles"][0], strict=True))
    assert (row["facilitator_id"], row["advisor_id"], row["presenter"], row["next_date"]) == (None,) * 4
    masked = {"second action", "action 1: what", "action 1: by_whom", "action 1: by_when"}
    assert full.word.found_in([full.path.parent]) <= masked
    for phrase in ("KQ", "8675309", "Amy", "07700 900123", "943 476 5919", "ZE3 9JW"):
        assert phrase.encode() not in full.bytes_on_disk(), phrase


def test_each_open_action_keeps_the_day_on_which_it_is_looked_at(
    full: Full, open_actions_left: tuple[str, str]
) -> None:
    assert [each.check_on for each in full.circle.contributions.values()] == ["2026-12-20", "2027-01-08"]
    assert full.circle.check_in_on is None
    stands = line(full, full.id)
    assert (stands.open_actions, stands.check_on) == (2, "2026-12-20")


def test_when_the_last_open_action_is_checked_in_the_rest_goes(
    full: Full, open_actions_left: tuple[str, str]
) -> None:
    first, second = open_actions_left
    with full.store.writing() as tx:
        tokens.add(
            tx.db, full.facilitator, full.clock.at
        )  # staff act by their session, which outlasts the circle
    full.act("checked", id=first, outcome="not_yet", on="2027-02-01", text="Later")
    full.act("checked", id=first, outcome="done", text=full.word("last comment but one"))
    assert line(full, full.id).open_actions == 1
    full.act("checked", id=second, outcome="changed", text=full.word("last comment"))

    assert rows_of(full, full.id) == {}
    assert full.store.circle(full.id) is None
    stands = line(full, full.id)
    assert (stands.open_actions, stands.forgotten_at is None) == (0, False)
    assert full.word.found_in([full.path.parent]) == set()


def test_a_forgotten_circle_takes_nothing_but_check_ins(
    full: Full, open_actions_left: tuple[str, str]
) -> None:
    with full.store.writing() as tx:
        tokens.add(tx.db, full.facilitator, full.clock.at)
    assert full.play("title", text="About KQ")["code"] == "circle_closed"
    assert full.play("correct", id=open_actions_left[0], text="KQ", revision=2)["code"] == "circle_closed"


KILLED = """
import os, sys
from app.forgetting import forget_due
from app.store import forget, register
from pathlib import Path
from tests.forgetting.full_circle import Full

def killed(*_given):
    os.kill(os.getpid(), 9)

module, name = sys.argv[2].split(".")
setattr({"forget": forget, "circles": forget.circles}[module], name, killed)
full = Full(Path(sys.argv[1]))
forget_due(full.store, int(sys.argv[3]))
"""


@pytest.mark.parametrize("at_call", ["circles.save", "circles.discard"])
def test_a_process_that_is_killed_in_the_middle_leaves_everything(full: Full, at_call: str) -> None:
    """Half of the rows were deleted by then. With open actions (`save`) or without (`discard`)."""
    full.solution_circle()
    if at_call == "circles.discard":
        full.checks_in()
    full.files_all()
    before, day = rows_of(full, full.id), days(full, 10)
    full.store.transactions.engine.dispose()

    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(full.path), at_call, str(day)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=60,
    )  # fmt: skip

    assert run.returncode == -9
    assert rows_of(full, full.id) == before
    assert line(full, full.id).forgotten_at is None
    assert forget_due(full.store, day) == 1


def test_one_circle_that_cannot_be_forgotten_keeps_no_other(
    full: Full, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck, free = filed(full), filed(full)
    keep = register.keep

    def fails_for_one(db: Any, circle: Any) -> None:
        if circle.id == stuck:
            raise RuntimeError
        keep(db, circle)

    monkeypatch.setattr(register, "keep", fails_for_one)
    assert forget_due(full.store, days(full, 10)) == 1
    assert full.store.circle(free) is None
    assert full.store.circle(stuck) is not None


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


# On request


def test_on_request_the_words_go_at_once(full: Full) -> None:
    circle_id = filed(full)
    assert forget(full.store, circle_id, full.clock.at) == ""
    assert rows_of(full, circle_id) == {}
    assert line(full, circle_id).forgotten_at == full.clock.at


def test_a_request_is_refused_while_something_keeps_the_words(full: Full) -> None:
    full.begin("success")
    assert forget(full.store, full.id, full.clock.at) == NOT_CLOSED
    full.goes_to("review")
    full.act("close")
    assert forget(full.store, full.id, full.clock.at) == NOT_SETTLED
    full.files_all()
    wrong = full.act("respond", agrees=False, text="It was Tuesday", who="Priya")
    assert forget(full.store, full.id, full.clock.at) == DISAGREEMENT
    full.act("settle", id=wrong, text="Put right")
    full.act("hold", on=True)
    assert forget(full.store, full.id, full.clock.at) == HELD
    assert full.from_disk().held


# What nobody filed


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


# The register, and the server's own rounds


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
