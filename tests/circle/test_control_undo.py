"""Taking back a slip: within ten seconds, if no other control came between."""

import pytest

from app.circle.clock import actual_ms, remaining_ms, stage_state
from tests.circle.helpers import FACILITATOR, MINUTE, SAM, SECOND, Playing


def clock(playing: Playing) -> tuple[int, str, int | None]:
    """The stage, its state and what is left of it."""
    circle = playing.circle
    return circle.stage_index, stage_state(circle, playing.now), remaining_ms(circle.clockwork, playing.now)


def ready_for(act: str) -> Playing:
    """A circle in which `act` can be played, with time already used."""
    playing = Playing()
    if act != "start":
        playing.go_to(1).wait(30)
    return playing


FIELDS = {"extend": {"seconds": 60}}
UNDOABLE = ("start", "next", "back", "cut", "extend")


@pytest.mark.parametrize("act", UNDOABLE)
def test_a_slip_is_taken_back_within_ten_seconds_and_the_deadline_is_as_it_was(act: str) -> None:
    playing = ready_for(act)
    before = playing.circle.clockwork
    op = playing.play(act, **FIELDS.get(act, {}))
    assert playing.circle.clockwork != before
    playing.wait(10)
    playing.play("undo", undoes=op)
    after = playing.circle.clockwork
    assert (after.stage_index, after.ends_at, after.remaining_ms) == (
        before.stage_index,
        before.ends_at,
        before.remaining_ms,
    )
    assert after.phones_open == before.phones_open


@pytest.mark.parametrize("act", UNDOABLE)
def test_after_ten_seconds_it_stays(act: str) -> None:
    playing = ready_for(act)
    op = playing.play(act, **FIELDS.get(act, {}))
    playing.wait(10, ms=1)
    assert playing.refused("undo", undoes=op).code == "not_allowed"


@pytest.mark.parametrize("act", UNDOABLE)
@pytest.mark.parametrize(
    "between", [("silence", {"on": True}), ("blank", {"on": True}), ("door", {"on": False})]
)
def test_another_control_in_between_makes_it_final(act: str, between: tuple[str, dict[str, object]]) -> None:
    playing = ready_for(act)
    op = playing.play(act, **FIELDS.get(act, {}))
    name, fields = between
    playing.play(name, **fields)
    assert playing.refused("undo", undoes=op).code == "not_allowed"


@pytest.mark.parametrize("act", UNDOABLE)
def test_a_stop_in_between_makes_it_final_too(act: str) -> None:
    playing = ready_for(act)
    op = playing.play(act, **FIELDS.get(act, {}))
    playing.play("stop")
    assert playing.refused("undo", undoes=op).code == "paused"
    playing.play("resume")
    assert playing.refused("undo", undoes=op).code == "not_allowed"


def test_of_two_controls_only_the_last_can_be_taken_back() -> None:
    playing = Playing()
    first = playing.play("start")
    second = playing.play("next")
    assert playing.refused("undo", undoes=first).code == "not_allowed"
    playing.play("undo", undoes=second)
    assert playing.refused("undo", undoes=second).code == "not_allowed"
    assert playing.refused("undo", undoes=first).code == "not_allowed"
    assert playing.circle.stage_index == 0


@pytest.mark.parametrize("act", ["pause", "silence", "blank", "phones", "door"])
def test_what_is_no_slip_of_the_way_through_cannot_be_undone(act: str) -> None:
    playing = Playing().go_to(1)
    op = playing.play(act, **({} if act == "pause" else {"on": True}))
    assert playing.refused("undo", undoes=op).code == "not_allowed"


def test_words_that_arrive_meanwhile_do_not_stand_in_the_way_of_an_undo() -> None:
    playing = Playing().go_to(1)
    op = playing.play("next")
    said = playing.says(FACILITATOR, "suggestion", "Breakfast first")
    playing.play("undo", undoes=op)
    assert playing.circle.stage.key == "questions"
    assert playing.circle.contributions[said].stage == "solutions"


def test_an_earlier_deadline_returns_even_if_it_is_past_by_now() -> None:
    # Given two seconds are left of stage 1
    playing = Playing().go_to(0).wait(118)
    ends_at = playing.circle.clockwork.ends_at
    op = playing.play("next")
    # When Next is taken back five seconds later
    playing.wait(5)
    playing.play("undo", undoes=op)
    # Then the stage is over: the slip has given nobody more time
    assert playing.circle.clockwork.ends_at == ends_at
    assert clock(playing) == (0, "over", 0)


def test_undoing_an_extension_that_revived_a_stage_leaves_it_over() -> None:
    playing = Playing().go_to(0).until_the_bell().wait(3)
    op = playing.play("extend", seconds=60)
    assert clock(playing) == (0, "running", MINUTE)
    playing.play("undo", undoes=op)
    assert clock(playing) == (0, "over", 0)


def test_undoing_a_cut_of_a_paused_stage_leaves_it_paused() -> None:
    playing = Playing().go_to(0).wait(30)
    playing.play("pause")
    playing.wait(5)
    op = playing.play("cut")
    playing.play("undo", undoes=op)
    assert clock(playing) == (0, "paused", 90 * SECOND)
    # And the pause goes on: none of it counts as time spent.
    playing.wait(60)
    assert actual_ms(playing.circle, 0, playing.now) == 30 * SECOND


@pytest.mark.parametrize("act", ["cut", "extend"])
def test_taking_back_a_cut_or_an_extension_begins_no_new_visit(act: str) -> None:
    # Given Sam is typing when the facilitator's finger slips
    playing = Playing().go_to(2)
    visit = playing.circle.visit
    op = playing.play(act, **FIELDS.get(act, {}))
    # When it is taken back, Then Sam's words are not refused for it
    playing.play("undo", undoes=op)
    playing.says(SAM, "suggestion", "A rota", visit=visit)


def test_undoing_back_from_a_running_stage_lets_it_run_on() -> None:
    playing = Playing().go_to(1).wait(60)
    op = playing.play("back")
    playing.wait(4)
    playing.play("undo", undoes=op)
    assert clock(playing) == (1, "running", 176 * SECOND)


def test_undoing_next_in_a_round_gives_the_turn_back() -> None:
    playing = Playing("success").go_to(4)
    playing.play("speaker", seat="0000aaa2")
    op = playing.play("next")
    assert playing.circle.clockwork.speaker is None
    playing.play("undo", undoes=op)
    assert playing.circle.clockwork.speaker == "0000aaa2"


@pytest.mark.parametrize("act", ["remove", "presenter"])
def test_undoing_next_in_a_round_gives_no_turn_to_somebody_who_left_or_presents_by_now(act: str) -> None:
    playing = Playing("success").go_to(4)
    playing.play("speaker", seat=SAM.seat)
    op = playing.play("next")
    playing.play(act, seat=SAM.seat)
    playing.play("undo", undoes=op)
    assert playing.circle.stage.key == "learning"
    assert playing.circle.clockwork.speaker is None


@pytest.mark.parametrize("act", ["next", "back", "pause", "cut", "close"])
def test_a_late_press_that_meant_the_stage_before_the_undo_is_refused(act: str) -> None:
    # Given a press that was made on the visit which Next had begun
    playing = Playing().go_to(1)
    op = playing.play("next")
    meant = playing.circle.visit
    # When it arrives after that Next was taken back
    playing.play("undo", undoes=op)
    # Then it never skips a stage; nor does one made before the Next
    assert playing.refused(act, visit=meant).code == "stage_moved"
    assert playing.refused(act, visit=meant - 1).code == "stage_moved"
    assert playing.circle.stage_index == 1


def test_an_undo_that_names_another_visit_is_refused() -> None:
    playing = Playing()
    op = playing.play("start")
    assert playing.refused("undo", undoes=op, visit=0).code == "stage_moved"


def test_after_a_start_was_taken_back_the_circle_can_start_again_and_counts_afresh() -> None:
    playing = Playing()
    op = playing.play("start")
    playing.wait(5)
    playing.play("undo", undoes=op)
    assert clock(playing)[:2] == (-1, "lobby")
    assert playing.circle.started_at is None
    playing.wait(minutes=2)
    playing.play("start")
    assert playing.circle.started_at == playing.now
    assert clock(playing) == (0, "running", 2 * MINUTE)
