"""The way through the stages, the visit that guards it, Back, pausing, extending, the silence, the phones."""

from app.circle import views
from app.circle.clock import MOST_LEFT_MS
from tests.circle.helpers import FACILITATOR, MINUTE, SAM, SCREEN, SECOND, Playing, left, state


def test_a_solution_circle_goes_from_the_lobby_through_its_stages_to_the_review_and_closes() -> None:
    playing = Playing("solution")
    way = [(playing.circle.stage, state(playing))]
    playing.play("start")
    way.append((playing.circle.stage.key, state(playing)))
    for _ in range(4):
        playing.play("next")
        way.append((playing.circle.stage.key, state(playing)))
    playing.play("close")
    assert way == [(None, "lobby"), ("focus", "running"), ("questions", "running"), ("solutions", "running"),
                   ("selection", "untimed"), ("review", "review")]  # fmt: skip
    assert state(playing) == "closed"


def test_each_entry_into_a_stage_has_a_visit_of_its_own() -> None:
    playing = Playing().go_to(0)
    seen = [playing.circle.visit]
    for act in ("next", "back", "next", "next"):
        playing.play(act)
        seen.append(playing.circle.visit)
    assert seen == [1, 2, 3, 4, 5]
    assert [visit.stage for visit in playing.circle.visits.values()] == [0, 1, 0, 1, 2]


def test_a_double_press_on_next_moves_one_stage_only() -> None:
    playing = Playing().go_to(0)
    visit = playing.circle.visit
    playing.play("next", visit=visit)
    assert playing.refused("next", visit=visit).code == "stage_moved"
    assert playing.circle.stage_index == 1


def test_a_double_press_on_start_and_a_second_control_window_are_told_that_the_circle_moved() -> None:
    playing = Playing()
    playing.play("start", visit=0)
    for act in ("start", "next", "back", "pause", "cut", "close"):
        assert playing.refused(act, visit=0).code == "stage_moved", act
    assert playing.refused("extend", visit=0, seconds=60).code == "stage_moved"
    assert playing.refused("phones", visit=0, on=True).code == "stage_moved"


def test_words_meant_for_an_earlier_visit_are_not_put_into_this_one() -> None:
    # Given Sam's phone shows Solutions, and the circle goes back and forth meanwhile
    playing = Playing().go_to(2)
    visit = playing.circle.visit
    playing.play("back")
    playing.play("next")
    # When Sam sends, Then the words are refused though the stage is the same again
    answer = playing.refused("contribute", SAM, kind="suggestion", text="Breakfast first", visit=visit)
    assert answer.code == "stage_closed"


def test_next_leaves_a_stage_that_runs_is_paused_or_is_over() -> None:
    for prepare in (lambda p: p, lambda p: p.play("pause"), lambda p: p.until_the_bell()):
        playing = Playing().go_to(0)
        prepare(playing)
        playing.play("next")
        assert playing.circle.stage_index == 1
        assert state(playing) == "running"
        assert left(playing) == 4 * MINUTE


def test_back_enters_the_earlier_stage_paused_with_no_time_left() -> None:
    playing = Playing().go_to(1)
    playing.play("back")
    assert (playing.circle.stage_index, state(playing), left(playing)) == (0, "paused", 0)

    # When the facilitator gives it a minute and resumes, Then that minute runs
    playing.play("extend", seconds=60)
    assert (state(playing), left(playing)) == ("paused", MINUTE)
    playing.play("resume")
    assert (state(playing), left(playing)) == ("running", MINUTE)


def test_back_into_an_untimed_stage_has_no_clock_to_pause() -> None:
    playing = Playing().go_to(4)
    playing.play("back")
    assert (playing.circle.stage.key, state(playing), left(playing)) == ("selection", "untimed", None)


def test_resuming_with_nothing_left_is_over_at_once_and_not_a_fault() -> None:
    playing = Playing().go_to(1)
    playing.play("back")
    playing.play("resume")
    assert state(playing) == "over"


def test_what_was_said_stays_with_its_stage_when_the_circle_goes_back() -> None:
    playing = Playing().go_to(2)
    said = playing.says(SAM, "suggestion", "Breakfast first")
    playing.play("back")
    assert playing.circle.contributions[said].stage == "solutions"
    assert playing.text(said) == "Breakfast first"


def test_extending_a_running_stage_adds_to_what_is_left() -> None:
    playing = Playing().go_to(0).wait(30)
    playing.play("extend", seconds=60)
    assert left(playing) == 150 * SECOND
    assert state(playing) == "running"


def test_extending_a_stage_that_is_over_counts_from_now() -> None:
    playing = Playing().go_to(0).wait(minutes=10)
    playing.play("extend", seconds=60)
    assert playing.circle.clockwork.ends_at == playing.now + MINUTE


def test_a_clock_never_holds_more_than_two_hours() -> None:
    playing = Playing().go_to(0)
    playing.play("extend", seconds=3600)
    assert playing.refused("extend", seconds=3600).code == "invalid"
    playing.play("extend", seconds=(MOST_LEFT_MS - 62 * MINUTE) // SECOND)
    assert left(playing) == MOST_LEFT_MS


def test_pausing_and_resuming_never_change_what_is_left() -> None:
    playing = Playing().go_to(0).wait(12.345)
    for pause in (0.001, 7, 3600):
        before = left(playing)
        playing.play("pause")
        assert left(playing) == before
        playing.wait(pause)
        assert left(playing) == before
        playing.play("resume")
        assert left(playing) == before
    assert before == 2 * MINUTE - 12_345


def test_cut_ends_the_time_now_from_a_running_or_a_paused_clock() -> None:
    for prepare in (lambda p: None, lambda p: p.play("pause")):
        playing = Playing().go_to(2)
        prepare(playing)
        playing.play("cut")
        assert (state(playing), left(playing)) == ("over", 0)
        refusal = playing.refused("contribute", SAM, kind="suggestion", text="Breakfast first")
        assert refusal.code == "stage_closed"


def test_holding_the_silence_lets_the_clock_run_and_ends_with_the_stage() -> None:
    playing = Playing().go_to(0)
    playing.play("silence", on=True)
    assert views.seen_by(playing.circle, SCREEN, playing.now)["stage"]["silence"] is True
    assert state(playing) == "running"
    playing.play("next")
    assert playing.circle.clockwork.silence is False


def test_phones_are_opened_and_shut_for_the_present_visit_only() -> None:
    playing = Playing().go_to(1)
    assert playing.refused("contribute", SAM, kind="question", text="How often?").code == "not_your_turn"
    playing.play("phones", on=True)
    playing.says(SAM, "question", "How often?")
    playing.play("phones", on=False)
    assert playing.refused("contribute", SAM, kind="question", text="When?").code == "not_your_turn"
    playing.play("phones", on=True)
    playing.play("back")
    playing.play("next")
    assert playing.circle.clockwork.phones_open is False


def test_a_team_without_phones_never_opens_them() -> None:
    playing = Playing(seated=False, phones_allowed=False).go_to(2)
    assert playing.circle.clockwork.phones_open is False
    assert playing.refused("phones", on=True).code == "not_allowed"
    assert playing.refused("door", on=True).code == "not_allowed"
    playing.says(FACILITATOR, "suggestion", "Breakfast first")


def test_a_new_code_makes_the_earlier_ones_invalid() -> None:
    playing = Playing()
    before = playing.circle.code_generation
    playing.play("new_code")
    assert playing.circle.code_generation == before + 1
