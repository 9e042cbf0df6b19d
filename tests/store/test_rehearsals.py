"""A rehearsal is a circle that leaves nothing: no line in the register, and in the end no row and no byte."""

from typing import Any

import pytest
from sqlalchemy import select

from app.circle.catalogue import catalogue
from app.forgetting import forget_due, plans
from app.forgetting.housekeeping import Housekeeping
from app.records.wording import at
from app.store import circles, follow_up, lookup, register, rehearsals
from app.store import tables as t
from tests.store.conftest import Kept

WORDS = b"A made-up sentence about a made-up bus"
DAY_MS = 86_400_000


def rows(kept: Kept) -> dict[str, list[Any]]:
    """All that the database holds, table by table."""
    with kept.store.reading() as db:
        return {
            name: sorted(map(str, db.execute(select(table)))) for name, table in t.metadata.tables.items()
        }


def rehearse(kept: Kept, form: str = "success") -> str:
    """A rehearsal beside the real circle, with words in it."""
    with kept.store.writing() as tx:
        team = lookup.team_named(tx.db, "North")
    made = kept.conduct.create(catalogue().formats[form], team, rehearsal=True)
    kept.id, kept.facilitator = made.id, kept.bearer(kept.conduct.give(made.id, "facilitator"))
    kept.joins("Mei")
    kept.goes_to("reflections")
    assert kept.play("contribute", kind="reflection", text=WORDS.decode())["ok"]
    kept.goes_to("review")
    assert kept.play("contribute", kind="next_step", text="Made-up next step")["ok"]
    assert kept.play("details", next_date="2026-12-24")["ok"]
    return made.id


@pytest.fixture
def real(kept: Kept) -> str:
    """The real circle that stands beside."""
    return kept.id


def test_a_rehearsal_is_known_as_one_after_a_restart(kept: Kept, real: str) -> None:
    rehearse(kept)
    assert kept.from_disk().rehearsal
    kept.id = real
    assert not kept.from_disk().rehearsal


def test_a_closed_rehearsal_has_no_line_in_the_register_and_nothing_waits(kept: Kept, real: str) -> None:
    circle_id = rehearse(kept)
    assert kept.play("close")["ok"]
    forget_due(kept.store, kept.clock.at)
    with kept.store.reading() as db:
        assert register.line(db, circle_id) is None
        assert register.to_file(db, [1], 10) == []
        assert follow_up.next_dates(db, [1], "2026-01-01", 0, 10) == []
    assert follow_up.open_actions(kept.store, [1]) == []


def test_control_a_real_circle_has_its_line_and_its_next_date(kept: Kept, real: str) -> None:
    circle_id = rehearse(kept)
    with kept.store.writing() as tx:
        tx.db.execute(t.circles.update().values(rehearsal=False))
    kept.store.forget_all()
    assert kept.play("close")["ok"]
    with kept.store.reading() as db:
        assert register.line(db, circle_id) is not None
        assert [found[0] for found in follow_up.next_dates(db, [1], "2026-01-01", 0, 10)] == [circle_id]
    assert len(follow_up.open_actions(kept.store, [1])) == 1


def test_a_rehearsal_that_was_left_open_is_never_announced_nor_entered_in_the_register(
    kept: Kept, real: str
) -> None:
    """By the command, too, which throws no rehearsal away."""
    circle_id = rehearse(kept)
    later = kept.clock.at + 400 * DAY_MS
    with kept.store.reading() as db:
        standing = [each.line.circle_id for each in plans.standing(db, at(later).date())]
    assert standing == [real]
    forget_due(kept.store, later)
    with kept.store.reading() as db:
        assert register.line(db, circle_id) is None


@pytest.mark.parametrize("closed", [False, True])
def test_thrown_away_it_leaves_the_database_as_it_was(kept: Kept, real: str, closed: bool) -> None:
    before = rows(kept)
    circle_id = rehearse(kept)
    if closed:
        assert kept.play("close")["ok"]
    assert WORDS in kept.bytes_on_disk(), "the search itself"

    assert rehearsals.throw_away(kept.store, circle_id)

    assert WORDS not in kept.bytes_on_disk()
    assert rows(kept) == before
    assert kept.store.circle(circle_id) is None


def test_a_real_circle_is_never_thrown_away_as_a_rehearsal(kept: Kept, real: str) -> None:
    assert not rehearsals.throw_away(kept.store, real)
    assert not rehearsals.throw_away(kept.store, "0" * 16)
    assert kept.from_disk().id == real


def test_a_format_that_another_circle_uses_stays(kept: Kept, real: str) -> None:
    made = kept.conduct.create(catalogue().formats["solution"], 1, rehearsal=True)
    assert rehearsals.throw_away(kept.store, made.id)
    with kept.store.reading() as db:
        assert circles.load(db, real) is not None


def test_housekeeping_throws_away_after_two_hours_and_what_stood_there_before_the_start(
    kept: Kept, real: str
) -> None:
    sent_off: list[str | None] = []
    left_by_a_killed_server = rehearse(kept)
    kept.clock.at += 1000
    house = Housekeeping(kept.store, kept.clock, sent_off.append)
    new = rehearse(kept)

    house.at_the_start()
    assert sent_off == [left_by_a_killed_server]
    assert kept.store.circle(new) is not None

    kept.clock.at += rehearsals.KEPT_MS
    house.end_rehearsals(kept.clock.at - rehearsals.KEPT_MS)
    assert kept.store.circle(new) is not None, "two hours are not quite over"
    kept.clock.at += 1
    house.end_rehearsals(kept.clock.at - rehearsals.KEPT_MS)
    assert kept.store.circle(new) is None
    assert WORDS not in kept.bytes_on_disk()
    assert kept.store.circle(real) is not None


def test_a_worker_that_starts_leaves_the_rehearsals_of_others_alone(kept: Kept, real: str) -> None:
    going_on_elsewhere = rehearse(kept)
    kept.clock.at += 1000
    Housekeeping(kept.store, kept.clock, lambda _circle_id: None, alone=False).at_the_start()
    assert kept.store.circle(going_on_elsewhere) is not None
    Housekeeping(kept.store, kept.clock, lambda _circle_id: None, alone=True).at_the_start()
    assert kept.store.circle(going_on_elsewhere) is None, "the control"


def test_what_fails_while_rehearsals_are_thrown_away_is_logged_without_words(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_given: object) -> None:
        raise RuntimeError(WORDS.decode())

    monkeypatch.setattr(rehearsals, "made_before", fails)
    Housekeeping(kept.store, kept.clock, lambda _circle: None).end_rehearsals(0)
    assert "throwing a rehearsal away failed: RuntimeError" in caplog.text
    assert WORDS.decode() not in caplog.text


def test_made_up_people_have_phones_in_a_team_without(kept: Kept) -> None:
    with kept.store.writing() as tx:
        tx.db.execute(t.teams.update().values(phones_allowed=False))
    team = catalogue().formats["solution"]
    assert kept.conduct.create(team, 1, rehearsal=True).phones_allowed
    assert not kept.conduct.create(team, 1).phones_allowed
