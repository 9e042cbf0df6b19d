"""The minutes of the stages: set before they begin, and shared out anew so that the circle ends when it was to end."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.circle.catalogue import catalogue
from app.circle.format_file import FormatFault, parse
from app.circle.parse import parse as read_move
from app.circle.state import Circle, Refused
from app.circle.views import seen_by
from tests.circle.helpers import FACILITATOR, MINUTE, SAM, SCREEN, SECOND, Playing

SOLUTION, SUCCESS = ("focus", "questions", "solutions"), ("outline", "questions", "reflections")


def minutes(circle: Circle) -> list[float]:
    """The planned minutes of the stages with a clock."""
    return [stage.planned_ms / MINUTE for stage in circle.format.stages if stage.planned_ms is not None]


def planned(playing: Playing, key: str) -> float:
    return next((s.planned_ms or 0) / MINUTE for s in playing.circle.format.stages if s.key == key)


def test_before_the_start_any_stage_with_a_clock_can_have_other_minutes() -> None:
    playing = Playing()
    playing.play("minutes", seconds={"focus": 150, "questions": 360})
    assert minutes(playing.circle) == [2.5, 6, 4]
    # and the clock of the stage runs for them
    playing.play("start")
    assert playing.circle.clockwork.ends_at == playing.now + 150 * SECOND


def test_the_finish_time_is_kept_by_the_stages_that_were_not_named() -> None:
    # Given ten minutes in all, 2, 4 and 4
    playing = Playing()
    # When clarification questions get five of them
    playing.play("minutes", seconds={"questions": 300}, keep=True)
    # Then focus and solutions share the rest, and solutions still have twice as much
    assert sum(minutes(playing.circle)) == 10
    assert planned(playing, "questions") == 5
    assert planned(playing, "solutions") >= 2 * planned(playing, "focus")
    # And what is taken back is given back
    playing.play("minutes", seconds={"questions": 240}, keep=True)
    assert sum(minutes(playing.circle)) == 10
    assert minutes(playing.circle) == pytest.approx([2, 4, 4], abs=0.1)


def test_more_focus_is_paid_by_the_questions_never_by_the_solutions() -> None:
    playing = Playing()
    playing.play("minutes", seconds={"focus": 180}, keep=True)
    assert minutes(playing.circle) == [3, 1, 6]


def test_where_the_finish_cannot_be_kept_the_facilitator_is_told_why() -> None:
    playing = Playing()
    refused = playing.refused("minutes", seconds={"focus": 240}, keep=True)
    assert (refused.code, refused.message) == (
        "not_allowed",
        "The finish time cannot be kept: Solutions needs at least twice the time of Set the focus.",
    )


def test_without_keeping_the_finish_the_facilitator_decides() -> None:
    playing = Playing()
    playing.play("minutes", seconds={"solutions": 120})
    assert minutes(playing.circle) == [2, 4, 2]


def test_a_circle_that_is_late_ends_in_time_all_the_same() -> None:
    # Given a focus that took one minute more
    playing = Playing()
    playing.play("start")
    finish = playing.circle.finish_at
    playing.play("extend", seconds=60)
    # When the facilitator keeps the finish time
    playing.play("minutes", seconds={}, keep=True)
    # Then the questions give the minute, since solutions have twice the focus and no more
    assert minutes(playing.circle) == [2, 3, 4]
    assert playing.circle.finish_at == finish == playing.now + 10 * MINUTE


def test_lateness_is_shared_where_no_stage_needs_twice_another() -> None:
    playing = Playing("success")
    playing.play("start")
    playing.play("extend", seconds=120)
    playing.play("minutes", seconds={}, keep=True)
    assert minutes(playing.circle) == [4, 5, 5]


def test_a_pause_makes_a_circle_late_too() -> None:
    playing = Playing("success")
    playing.play("start")
    playing.play("pause")
    playing.wait(minutes=1)
    playing.play("resume")
    playing.play("minutes", seconds={}, keep=True)
    assert sum(minutes(playing.circle)[1:]) == 11


def test_what_can_be_gained_is_gained_even_if_it_is_not_all() -> None:
    # Given a circle that is ten minutes late
    playing = Playing()
    playing.play("start")
    playing.play("extend", seconds=600)
    # When the facilitator keeps the finish time
    playing.play("minutes", seconds={}, keep=True)
    # Then the questions give all they can, and the solutions nothing
    assert minutes(playing.circle) == [2, 0.5, 4]
    # And pressing again gains nothing, which is said
    assert "twice the time" in playing.refused("minutes", seconds={}, keep=True).message


def test_late_in_the_questions_nothing_is_taken_from_the_solutions() -> None:
    playing = Playing().go_to(1)
    playing.wait(minutes=2)  # the focus took no time: the circle is early, so make it late again
    playing.play("extend", seconds=300)
    assert playing.refused("minutes", seconds={}, keep=True).code == "not_allowed"
    assert planned(playing, "solutions") == 4


def test_a_stage_that_has_begun_keeps_its_minutes() -> None:
    playing = Playing().go_to(1)
    for key in ("focus", "questions"):
        assert playing.refused("minutes", seconds={key: 300}).code == "not_allowed"
    playing.play("minutes", seconds={"solutions": 300})
    assert minutes(playing.circle) == [2, 4, 5]
    # and in the last stage with a clock nothing is left to set
    playing.go_on_to(2)
    assert playing.refused("minutes", seconds={}, keep=True).code == "not_allowed"


@pytest.mark.parametrize("key", ["selection", "review", "nothing"])
def test_a_stage_without_a_clock_gets_none(key: str) -> None:
    assert Playing().refused("minutes", seconds={key: 300}).code == "not_allowed"


def test_minutes_set_on_purpose_under_way_move_the_finish() -> None:
    playing = Playing().go_to(0)
    finish = playing.circle.finish_at
    assert finish is not None
    playing.play("minutes", seconds={"solutions": 300})
    assert playing.circle.finish_at == finish + MINUTE


def test_a_start_that_is_taken_back_leaves_no_finish_time() -> None:
    playing = Playing()
    start = playing.play("start")
    playing.play("undo", undoes=start)
    assert playing.circle.finish_at is None
    playing.wait(minutes=5).play("start")
    assert playing.circle.finish_at == playing.now + 10 * MINUTE


@given(
    st.sampled_from(["solution", "success"]),
    st.data(),
    st.integers(0, 2),
    st.integers(-600, 1200),
)
@settings(max_examples=200, deadline=None)
def test_shared_out_time_keeps_its_rules(form: str, data: st.DataObject, stage: int, late: int) -> None:
    # Given a circle that stands anywhere, early or late
    playing = Playing(form)
    keys = SOLUTION if form == "solution" else SUCCESS
    if stage:
        playing.go_to(stage - 1)
        assert playing.circle.finish_at is not None
        playing.circle = replace(playing.circle, finish_at=playing.circle.finish_at - late * SECOND)
    ahead = keys[stage:]
    named = data.draw(st.dictionaries(st.sampled_from(ahead), st.integers(30, 3600), max_size=len(ahead) - 1))
    before = playing.circle
    # When the finish is kept
    answer = playing.answer(playing.move("minutes", seconds=named, keep=True), FACILITATOR)
    if not hasattr(answer, "circle"):
        return
    # Then what was named is as it was named, and nothing else has begun, is too short or breaks the rule
    times = {s.key: s.planned_ms or 0 for s in answer.circle.format.stages}
    assert all(times[key] == seconds * SECOND for key, seconds in named.items())
    assert all(times[key] >= 30 * SECOND for key in keys)
    assert all(times[s.key] == s.planned_ms for s in before.format.stages if s.timed and s.key not in ahead)
    if form == "solution" and "solutions" not in named:
        assert times["solutions"] >= 2 * times["focus"]


def test_who_sees_the_plan() -> None:
    playing = Playing()
    playing.play("minutes", seconds={"questions": 330})
    playing.play("start")
    staff, phone, screen = (seen_by(playing.circle, each, playing.now) for each in (FACILITATOR, SAM, SCREEN))
    # Everybody sees how long the stages are; when it was to end is the facilitator's business
    assert {view["stages"][1]["planned_ms"] for view in (staff, phone, screen)} == {330_000}
    assert staff["circle"]["finish_at"] == playing.circle.finish_at
    assert "finish_at" not in phone["circle"] | screen["circle"]
    assert staff["stages"][2]["at_least_twice"] == "focus"


def test_a_hidden_clock_is_the_screens_and_the_control_pages() -> None:
    playing = Playing().go_to(0)
    playing.play("hide_clock", on=True)
    for actor in (FACILITATOR, SCREEN):
        assert seen_by(playing.circle, actor, playing.now)["circle"]["clock_hidden"] is True
    assert "clock_hidden" not in seen_by(playing.circle, SAM, playing.now)["circle"]
    playing.play("hide_clock", on=False)
    assert seen_by(playing.circle, SCREEN, playing.now)["circle"]["clock_hidden"] is False


@pytest.mark.parametrize(
    ("twice", "words"),
    [
        ('"solutions"', "is not the key of an earlier stage"),
        ('"nobody"', "is not the key of an earlier stage"),
        ('"questions"', "less than twice the minutes"),
        ("2", "needs some words"),
    ],
)
def test_a_format_that_asks_for_twice_the_impossible_is_faulty(twice: str, words: str) -> None:
    source = catalogue().formats["solution"].source
    faulty = source.replace('at_least_twice = "focus"', f"at_least_twice = {twice}")
    line = 1 + faulty[: faulty.index("at_least_twice")].count("\n")
    with pytest.raises(FormatFault, match=words) as fault:
        parse(faulty)
    assert fault.value.line == line


def test_a_stage_without_a_clock_cannot_have_twice_the_time() -> None:
    source = catalogue().formats["solution"].source
    faulty = source.replace('short = "Selection"', 'short = "Selection"\nat_least_twice = "focus"')
    with pytest.raises(FormatFault, match="both stages need"):
        parse(faulty)


@pytest.mark.parametrize(
    "seconds",
    [None, [], "ten", 60, {"focus": 29}, {"focus": 3601}, {"focus": "60"}, {"focus": 60.5}, {"focus": True},
     {"x" * 100: 60}, {f"stage{n}": 60 for n in range(21)}],
    ids=repr,
)  # fmt: skip
def test_minutes_of_another_make_are_refused_with_a_sentence(seconds: object) -> None:
    answer = read_move({"op": "a" * 32, "type": "minutes", "visit": 0, "seconds": seconds})
    assert isinstance(answer, Refused)
    assert answer.code == "invalid"
    assert answer.message
