"""The bell to the millisecond, planned and actual times, and the door."""

import pytest

from app.circle import people, views
from app.circle.catalogue import catalogue
from app.circle.clock import actual_ms, door_closes_at, door_open, remaining_ms, stage_state
from app.circle.edit import Done
from app.circle.state import Refused
from tests.circle.helpers import ASHA, FACILITATOR, MINUTE, PRIYA, SAM, SCREEN, SECOND, Playing


def test_one_millisecond_before_the_bell_words_count_and_at_the_bell_they_do_not() -> None:
    playing = Playing().go_to(2).until_the_bell().wait(ms=-1)
    assert stage_state(playing.circle, playing.now) == "running"
    playing.says(SAM, "suggestion", "Breakfast first")

    playing.wait(ms=1)
    assert stage_state(playing.circle, playing.now) == "over"
    assert playing.refused("contribute", SAM, kind="suggestion", text="A rota").code == "stage_closed"
    assert len(playing.circle.contributions) == 1


def test_after_the_bell_facilitator_presenter_and_scribe_may_still_note_what_was_said() -> None:
    playing = Playing()
    playing.play("scribe", seat=ASHA.seat, on=True)
    playing.go_to(2).until_the_bell().wait(minutes=3)
    for actor in (FACILITATOR, PRIYA, ASHA):
        said = playing.says(actor, "suggestion", "Breakfast first")
        assert playing.circle.contributions[said].state == "shown"
        assert playing.circle.contributions[said].late is False


def test_after_the_bell_the_focus_may_still_be_set_until_the_facilitator_goes_on() -> None:
    playing = Playing().go_to(0).until_the_bell()
    playing.play("focus", PRIYA, text="Mornings before school", revision=0)
    playing.play("next")
    playing.play("next")
    refusal = playing.refused("focus", PRIYA, text="Evenings", revision=1)
    assert refusal.code == "stage_closed"


def test_what_is_left_is_never_negative() -> None:
    playing = Playing().go_to(0).wait(minutes=60)
    assert remaining_ms(playing.circle.clockwork, playing.now) == 0


def test_every_view_has_either_an_end_or_a_remainder_and_never_both() -> None:
    playing = Playing().go_to(0)
    running = views.seen_by(playing.circle, SCREEN, playing.now)["stage"]
    playing.play("pause")
    paused = views.seen_by(playing.circle, SCREEN, playing.now)["stage"]
    assert running["ends_at"] == playing.now + 2 * MINUTE
    assert "remaining_ms" not in running
    assert paused["remaining_ms"] == 2 * MINUTE
    assert "ends_at" not in paused


def test_actual_time_is_the_sum_over_visits_without_pauses() -> None:
    playing = Playing().go_to(0).wait(50)
    playing.play("pause")
    playing.wait(minutes=7)
    playing.play("resume")
    playing.wait(20)
    playing.play("next")  # 70 seconds in stage 1
    playing.wait(15)
    playing.play("back")  # 15 seconds in stage 2
    playing.play("extend", seconds=60)
    playing.wait(minutes=1)  # still paused
    playing.play("resume")
    playing.wait(30)  # 30 more in stage 1
    assert actual_ms(playing.circle, 0, playing.now) == 100 * SECOND
    assert actual_ms(playing.circle, 1, playing.now) == 15 * SECOND
    assert actual_ms(playing.circle, 2, playing.now) == 0


def test_actual_time_goes_on_while_the_facilitator_lets_a_stage_run_over() -> None:
    playing = Playing().go_to(0).wait(minutes=3)
    playing.play("next")
    assert actual_ms(playing.circle, 0, playing.now) == 3 * MINUTE


def test_a_pause_that_ends_with_a_cut_is_not_counted_but_what_follows_is() -> None:
    playing = Playing().go_to(0).wait(30)
    playing.play("pause")
    playing.wait(minutes=5)
    playing.play("cut")
    playing.wait(20)
    assert actual_ms(playing.circle, 0, playing.now) == 50 * SECOND


def test_time_lost_by_a_slip_is_counted_where_it_was_meant() -> None:
    playing = Playing().go_to(0).wait(60)
    op = playing.play("next")
    playing.wait(8)
    playing.play("undo", undoes=op)
    playing.wait(2)
    playing.play("next")
    assert actual_ms(playing.circle, 0, playing.now) == 70 * SECOND
    assert actual_ms(playing.circle, 1, playing.now) == 0


def test_a_start_that_was_taken_back_leaves_no_actual_time() -> None:
    playing = Playing()
    op = playing.play("start")
    playing.wait(9)
    playing.play("undo", undoes=op)
    playing.wait(minutes=5)
    assert actual_ms(playing.circle, 0, playing.now) == 0
    playing.play("start")
    playing.wait(30)
    assert actual_ms(playing.circle, 0, playing.now) == 30 * SECOND


def test_time_stands_still_when_the_circle_is_closed() -> None:
    playing = Playing().go_to(3).wait(90)
    playing.play("close")
    playing.wait(minutes=30)
    assert actual_ms(playing.circle, 3, playing.now) == 90 * SECOND


def test_a_stop_does_not_count_as_time_spent() -> None:
    playing = Playing().go_to(2).wait(60)
    playing.play("stop")
    playing.wait(minutes=40)
    playing.play("resume")
    playing.wait(10)
    assert actual_ms(playing.circle, 2, playing.now) == 70 * SECOND


def test_a_stop_in_an_untimed_stage_does_not_count_as_time_spent_either() -> None:
    playing = Playing().go_to(3).wait(60)
    playing.play("stop")
    playing.wait(minutes=20)
    playing.play("stop", told="The duty manager")
    playing.wait(minutes=20)
    playing.play("resume")
    playing.wait(10)
    assert actual_ms(playing.circle, 3, playing.now) == 70 * SECOND


def test_a_stop_after_the_bell_does_not_count_as_time_spent_either() -> None:
    playing = Playing().go_to(0).until_the_bell().wait(30)
    playing.play("stop")
    playing.wait(minutes=40)
    playing.play("resume")
    playing.wait(10)
    assert actual_ms(playing.circle, 0, playing.now) == 160 * SECOND


def test_a_stop_that_ends_with_the_close_does_not_count_as_time_spent() -> None:
    playing = Playing().go_to(3).wait(60)
    playing.play("stop")
    playing.wait(minutes=40)
    playing.play("close")
    assert actual_ms(playing.circle, 3, playing.now) == MINUTE


@pytest.mark.parametrize(("form", "last"), [("solution", 2), ("success", 2)])
def test_the_door_is_open_from_the_lobby_until_the_last_timed_stage_ends(form: str, last: int) -> None:
    assert catalogue().formats[form].last_timed == last
    playing = Playing(form)
    assert door_open(playing.circle, playing.now)
    playing.go_to(0).until_the_bell()
    assert door_open(playing.circle, playing.now), "stage 1 is over, and not the last timed one"
    playing.play("next")
    playing.play("next")
    ends_at = playing.circle.clockwork.ends_at
    assert door_closes_at(playing.circle) == ends_at
    playing.until_the_bell().wait(ms=-1)
    assert door_open(playing.circle, playing.now)
    playing.wait(ms=1)
    assert not door_open(playing.circle, playing.now)
    playing.play("next")
    assert not door_open(playing.circle, playing.now)


def test_going_back_opens_the_door_again_by_itself() -> None:
    playing = Playing().go_to(3)
    assert not door_open(playing.circle, playing.now)
    playing.play("back")
    playing.play("extend", seconds=60)
    assert door_open(playing.circle, playing.now)


def test_the_facilitator_opens_and_shuts_the_door_at_any_time() -> None:
    playing = Playing()
    playing.play("door", on=False)
    assert not door_open(playing.circle, playing.now)
    playing.go_to(3)
    playing.play("door", on=True)
    assert door_open(playing.circle, playing.now)
    assert door_closes_at(playing.circle) is None


def test_the_door_dies_at_the_close_however_it_stood() -> None:
    playing = Playing().go_to(4)
    playing.play("door", on=True)
    playing.play("close")
    assert not door_open(playing.circle, playing.now)
    answer = people.join(playing.circle, "0000bbb1", "Ann", playing.now)
    assert isinstance(answer, Refused)
    assert answer.code == "door_closed"


def test_the_last_guest_comes_in_one_millisecond_before_the_door_shuts() -> None:
    playing = Playing().go_to(2).until_the_bell()
    late = people.join(playing.circle, "0000bbb1", "Ann", playing.now)
    in_time = people.join(playing.circle, "0000bbb1", "Ann", playing.now - 1)
    assert isinstance(late, Refused)
    assert late.code == "door_closed"
    assert "Ask the facilitator" in late.message
    assert isinstance(in_time, Done)
