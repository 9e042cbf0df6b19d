"""Stopping a circle at any moment, what waits meanwhile, and the close."""

import pytest

from app.circle import views
from tests.circle.helpers import (
    ADVISOR,
    FACILITATOR,
    MINUTE,
    PRIYA,
    SAM,
    SCREEN,
    SECOND,
    Playing,
    left,
    state,
)


def test_stop_holds_the_clock_and_the_words_until_it_is_resumed() -> None:
    # Given Solutions has run for a minute
    playing = Playing().go_to(2).wait(minutes=1)
    # When the facilitator stops
    playing.play("stop", told="The duty manager, 10:20")
    # Then nothing runs, nothing is taken in, the screen is told, and it is kept who was told
    playing.wait(minutes=20)
    assert (state(playing), left(playing)) == ("paused", 3 * MINUTE)
    for actor in (SAM, PRIYA, FACILITATOR):
        assert playing.refused("contribute", actor, kind="suggestion", text="x").code == "paused"
    assert views.seen_by(playing.circle, SCREEN, playing.now)["circle"]["stopped"] is True
    assert playing.text("circle", "told") == "The duty manager, 10:20"
    # And when it goes on, it goes on where it stood
    playing.play("resume")
    assert (state(playing), left(playing), playing.circle.stopped) == ("running", 3 * MINUTE, False)
    playing.says(SAM, "suggestion", "Breakfast first")


WAITING = {
    "start": {},
    "next": {},
    "back": {},
    "pause": {},
    "cut": {},
    "extend": {"seconds": 60},
    "silence": {"on": True},
    "phones": {"on": True},
    "undo": {"undoes": "f" * 32},
}


@pytest.mark.parametrize("act", WAITING)
@pytest.mark.parametrize("index", [None, 0, 1, 3, 4])
def test_while_the_circle_is_stopped_it_goes_nowhere_and_no_clock_is_touched(
    act: str, index: int | None
) -> None:
    playing = Playing()
    if index is not None:
        playing.go_to(index)
    playing.play("stop")
    answer = playing.refused(act, **WAITING[act])
    assert (answer.code, answer.message) == ("paused", "The circle is stopped. Go on with it first.")


def test_no_clock_runs_while_the_circle_is_stopped_after_the_bell() -> None:
    playing = Playing().go_to(0).until_the_bell()
    playing.play("stop")
    assert playing.refused("extend", seconds=60).code == "paused"
    playing.play("resume")
    assert state(playing) == "over"
    playing.play("extend", seconds=60)
    assert state(playing) == "running"


def test_while_the_circle_is_stopped_the_screen_the_door_and_the_codes_can_be_seen_to() -> None:
    playing = Playing().go_to(1)
    playing.play("stop")
    playing.play("blank", on=True)
    playing.play("door", on=False)
    playing.play("new_code")
    playing.play("stop", told="The duty manager")
    playing.play("resume")
    assert (playing.circle.blank, playing.circle.door, playing.circle.stopped) == (True, False, False)


def test_the_advisor_who_leads_the_review_can_stop_it_and_let_it_go_on() -> None:
    playing = Playing().go_to(3)
    assert playing.refused("stop", ADVISOR).code == "not_allowed"
    playing.play("next")
    playing.play("stop", ADVISOR)
    assert playing.circle.stopped
    playing.play("resume", ADVISOR)
    assert not playing.circle.stopped


@pytest.mark.parametrize("index", [None, 0, 3, 4])
def test_stop_is_possible_at_any_moment_and_then_so_is_close(index: int | None) -> None:
    playing = Playing()
    if index is not None:
        playing.go_to(index)
    playing.play("stop")
    assert playing.circle.stopped
    playing.play("close")
    assert (state(playing), playing.circle.stopped) == ("closed", False)


def test_the_close_ends_a_blank_screen_too() -> None:
    playing = Playing().go_to(4)
    playing.play("blank", on=True)
    assert playing.circle.blank
    playing.play("close")
    assert not playing.circle.blank


def test_who_was_told_can_follow_later_and_is_not_lost_by_a_second_press() -> None:
    playing = Playing().go_to(0)
    playing.play("stop")
    playing.play("stop", told="The duty manager")
    playing.play("stop")
    assert playing.text("circle", "told") == "The duty manager"


def test_a_paused_circle_that_is_stopped_and_resumed_has_what_it_had() -> None:
    playing = Playing().go_to(0).wait(30)
    playing.play("pause")
    playing.play("stop")
    playing.wait(minutes=5)
    playing.play("resume")
    assert left(playing) == 90 * SECOND


def test_nothing_but_the_records_can_be_changed_after_the_close() -> None:
    playing = Playing().go_to(4)
    playing.play("close")
    assert playing.circle.closed_at == playing.now
    assert playing.refused("back").code == "circle_closed"
    assert playing.refused("contribute", SAM, kind="issue", text="Too warm").code == "circle_closed"
    playing.play("details", boxes={"impact": "Mornings are calmer"})
    playing.play("title", text="Mornings")
    playing.play("check_in", on="2026-03-16")
    assert playing.text("circle", "box:impact") == "Mornings are calmer"
