"""Forgetting in the database: what goes, what stays, and that it is all or nothing."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest

from app.forgetting import forget, forget_due
from app.forgetting.plans import DISAGREEMENT, HELD
from app.forgetting.purge import NOT_CLOSED, NOT_SETTLED
from app.store import forget as rows
from app.store import register, tokens
from app.store import tables as t
from tests.forgetting.full_circle import Full
from tests.forgetting.rows import PARTS, days, filed, line, rows_of
from tests.server import ROOT


def test_everything_goes_but_the_line_and_other_circles_are_untouched(full: Full) -> None:
    full.after_the_close(full.solution_circle())
    full.checks_in()
    full.files_all()
    gone = full.id
    full.after_the_close(full.solution_circle())
    other = full.id
    with full.store.writing() as tx:  # as where several workers serve
        tx.db.execute(
            t.presence.insert(),
            [
                {"worker": "w", "circle_id": each, "at": datetime.now(UTC), "told": {}}
                for each in (gone, other)
            ],
        )
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

    def then_somebody_holds_it(db: Any) -> list[register.Line]:
        found = looked(db)
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


def test_what_changed_since_it_was_filed_is_to_be_filed_again_before_it_is_forgotten(full: Full) -> None:
    """A disagreement is to stand in the record; the copy in LCS does not hold it yet."""
    circle_id = filed(full)
    full.clock.at += 60_000
    said = full.act("respond", agrees=False, text="It was Tuesday", who="Priya")
    full.act("settle", id=said, text="Noted")

    assert forget_due(full.store, days(full, 10)) == 0

    assert full.store.circle(circle_id) is not None
    assert line(full, circle_id).open_documents >= 1, "the home page lists it as to be filed"
    full.files_all()
    assert forget_due(full.store, days(full, 20)) == 1
