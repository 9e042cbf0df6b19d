"""What earlier circles left: the right actions, of the right team, with nothing of whose file they belong to."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from app.store import circles, follow_up
from app.store.follow_up import Action
from tests.store.conftest import Kept

DAY_MS = 86_400_000
TODAY = "2026-11-22"


class Team(Kept):
    """A team with several circles; the moves are those of the newest."""

    def holds(self, *texts: str, check_in: str | None = None, next_step: str = "") -> list[str]:
        """A Solution Circle in which these are chosen, from the lobby to the close; the ids of what was chosen."""
        self.clock.at += 1000
        self.begin()
        self.goes_to("solutions")
        ids = [f"{self.clock.at:024x}{number:08x}" for number, _ in enumerate(texts)]
        for id_, text in zip(ids, texts, strict=True):
            assert self.play("contribute", op=id_, kind="suggestion", text=text)["ok"]
        self.goes_to("selection")
        for id_ in ids:
            assert self.play("choose", id=id_, on=True)["ok"]
        if check_in:
            assert self.play("check_in", on=check_in)["ok"]
        self.goes_to("review")
        if next_step:
            assert self.play("contribute", kind="next_step", text=next_step)["ok"]
        assert self.play("close")["ok"]
        return ids

    def still_open(self) -> list[str]:
        return [each.what for each in follow_up.open_actions(self.store, [1])]

    def opens(self) -> None:
        """The team's next circle, which stays in the lobby."""
        self.clock.at += 1000
        self.begin()

    def from_earlier(self, today: str = TODAY) -> list[Action]:
        return follow_up.from_earlier(self.store, self.circle, today)


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    team = Team(tmp_path / "test.sqlite3")
    yield team
    team.store.transactions.engine.dispose()


def test_those_looked_at_first_stand_first_and_those_without_a_day_last(team: Team) -> None:
    team.holds("Whenever")
    team.holds("In December", check_in="2026-12-01")
    team.holds("Tomorrow", "Tomorrow too", check_in="2026-11-23")
    assert team.still_open() == ["Tomorrow", "Tomorrow too", "In December", "Whenever"]


def test_what_is_done_or_changed_is_no_longer_open(team: Team) -> None:
    done, changed, not_yet = team.holds("Done", "Changed", "Not yet")
    team.play("checked", id=done, outcome="done")
    team.play("checked", id=changed, outcome="changed", text="He moved")
    team.play("checked", id=not_yet, outcome="not_yet", on="2026-12-05")
    assert team.still_open() == ["Not yet"]
    assert {each.what for each in follow_up.checked_actions(team.store, [1], 0)} == {"Done", "Changed"}
    assert follow_up.checked_actions(team.store, [1], team.clock.at + 1) == []


def test_a_next_step_that_the_advisor_reworded_stands_as_in_the_record(team: Team) -> None:
    team.holds(next_step="succes each month")
    (step,) = team.circle.contributions
    line = {"column": "next_step", "sources": [step], "text": "Bring one success each month"}
    assert team.play("compose", lines=[line])["ok"]
    assert team.still_open() == ["Bring one success each month"]
    assert team.play("compose", lines=[{**line, "column": "out", "text": ""}])["ok"]
    assert team.still_open() == []


def test_the_next_circle_gets_what_is_due_and_nothing_else(team: Team) -> None:
    team.holds("Due", check_in=TODAY)
    team.holds("Later", check_in="2026-12-01")
    team.holds("No day")
    team.opens()
    assert [each.what for each in team.from_earlier()] == ["Due", "No day"]
    assert [each.what for each in team.from_earlier("2026-12-01")] == ["Due", "Later", "No day"]


def test_what_is_found_in_a_circle_stays_with_it_and_not_with_the_next(team: Team) -> None:
    (action,) = team.holds("Ask Mum")
    before = team.facilitator
    team.opens()
    assert team.play("checked", before, id=action, outcome="done", text="She came")["ok"]
    (found,) = team.from_earlier()
    assert (found.outcome, found.comment) == ("done", "She came")
    assert found.checked_since(team.circle.created_at)
    team.opens()
    assert team.from_earlier() == []


def test_an_action_carries_nothing_that_says_whose_it_is(team: Team) -> None:
    team.holds("Ask Mum")
    child = {"id": "", "kind": "child", "initials": "KBX", "number": "7654321", "worker": ""}
    assert team.play("details", destinations=[child])["ok"]
    assert team.play("title", text="The Brooks family")["ok"]
    kept = repr(team.circle.words)
    assert "KBX" in kept
    assert "Brooks" in kept
    told = repr([asdict(each) for each in follow_up.open_actions(team.store, [1])])
    assert "Ask Mum" in told
    assert "KBX" not in told
    assert "7654321" not in told
    assert "Brooks" not in told


def test_other_teams_see_nothing(team: Team) -> None:
    team.holds("Ask Mum")
    assert follow_up.open_actions(team.store, [2]) == []
    assert follow_up.checked_actions(team.store, [2], 0) == []


def test_only_circles_whose_screens_show_earlier_ones_are_told(team: Team) -> None:
    team.holds("Ask Mum")
    team.opens()
    with team.store.reading() as db:
        assert follow_up.showing_earlier(db, 1) == []
    assert team.play("earlier", on=True)["ok"]
    with team.store.reading() as db:
        assert follow_up.showing_earlier(db, 1) == [team.id]
        assert follow_up.showing_earlier(db, 2) == []


def test_each_date_to_come_stands_once(team: Team) -> None:
    for day in ("2026-12-08", "2026-12-08", "2026-12-01", "2026-11-21"):
        team.holds()
        assert team.play("details", next_date=day)["ok"]
    with team.store.reading() as db:
        found = follow_up.next_dates(db, [1], TODAY, 0, limit=9)
        assert [day for _, _, day in found] == ["2026-12-01", "2026-12-08"]
        assert len(follow_up.next_dates(db, [1], TODAY, 0, limit=1)) == 1
        assert follow_up.next_dates(db, [1], TODAY, team.clock.at + DAY_MS, limit=9) == []
        assert follow_up.next_dates(db, [2], TODAY, 0, limit=9) == []


def test_a_circle_that_is_gone_is_left_out(team: Team) -> None:
    team.holds("Ask Mum")
    assert team.still_open() == ["Ask Mum"]
    with team.store.writing() as tx:
        circles.discard(tx.db, team.id)
    team.store.forget_all()
    assert team.still_open() == []
