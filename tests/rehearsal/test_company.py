"""The company as a server has it: several rehearsals, what fails, and the end, after which nothing is left."""

import pytest

from app.circle.state import Circle
from app.rehearsal import company
from tests.rehearsal.conftest import Stagehand


def test_two_rehearsals_go_on_beside_each_other(hand: Stagehand) -> None:
    hand.begins()
    first = hand.kept.id
    hand.begins("success")
    hand.waits(45)
    assert len(hand.names()) == 6
    hand.kept.id = first
    assert len(hand.names()) == 6


def test_a_real_circle_is_left_alone(hand: Stagehand) -> None:
    hand.begins()
    rehearsal = hand.kept.id
    hand.kept.id = hand.real
    before = hand.moves()
    hand.waits(60)
    assert hand.moves() == before
    assert hand.names() == []
    assert not hand.company.end(hand.real)
    assert hand.kept.from_disk().id == hand.real
    assert hand.company.end(rehearsal)


def test_what_fails_in_one_rehearsal_ends_no_other_and_is_logged_without_words(
    hand: Stagehand, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    hand.begins()
    broken = hand.kept.id
    hand.begins()
    acts = company.next_act

    def fails(play: company.Play, circle: Circle, progress: company.Progress, now: int) -> company.Act | None:
        if circle.id == broken:
            raise RuntimeError("Keep the first ten minutes")
        return acts(play, circle, progress, now)

    monkeypatch.setattr(company, "next_act", fails)
    hand.waits(45)
    assert len(hand.names()) == 6
    assert "rehearsing failed: RuntimeError" in caplog.text
    assert "Keep the first ten minutes" not in caplog.text


def test_once_ended_nobody_acts_and_nothing_comes_back(hand: Stagehand) -> None:
    hand.begins()
    hand.waits(8)
    assert hand.names()
    assert hand.company.end(hand.kept.id)
    hand.waits(60)
    assert hand.kept.store.circle(hand.kept.id) is None
    assert hand.company._rehearsals == {}


def test_thrown_away_by_housekeeping_it_is_dropped_from_memory(hand: Stagehand) -> None:
    hand.begins()
    company.rehearsals.throw_away(hand.kept.store, hand.kept.id)
    hand.waits(1)
    assert hand.company._rehearsals == {}


def test_every_word_is_found_on_the_disk_during_a_rehearsal_and_none_after_its_end(hand: Stagehand) -> None:
    hand.begins()
    words = company.script_for(hand.circle.format).words
    hand.waits(45)
    for stage in ("focus", "questions", "solutions", "selection", "review"):
        hand.goes_to(stage)
        hand.waits(250)
    hand.presses("close")
    missing = [text for text in words if text.encode() not in hand.kept.bytes_on_disk()]
    assert missing == [], "the search itself"

    assert hand.company.end(hand.kept.id)

    left = hand.kept.bytes_on_disk()
    assert [text for text in words if text.encode() in left] == []
    assert b"Amina" not in left
