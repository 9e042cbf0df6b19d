"""The focus, adding up and choosing, what becomes of it, and the round."""

from typing import Any

import pytest

from app.circle import views
from tests.circle.helpers import ADVISOR, ASHA, FACILITATOR, JOE, PRIYA, SAM, SCREEN, TOM, Playing


@pytest.fixture
def selecting() -> tuple[Playing, list[str]]:
    """Selection in a Solution Circle, with three suggestions offered."""
    playing = Playing().go_to(2)
    offered = [playing.says(SAM, "suggestion", text) for text in ("Breakfast first", "A rota", "Rota")]
    playing.play("next")
    return playing, offered


def sums(playing: Playing) -> dict[str, Any]:
    return views.seen_by(playing.circle, SCREEN, playing.now)["sums"]  # type: ignore[no-any-return]


def test_the_presenter_sets_the_focus_and_everybody_sees_it() -> None:
    playing = Playing().go_to(0)
    playing.play("focus", PRIYA, text="Mornings before school", revision=0)
    for actor in (FACILITATOR, ADVISOR, SCREEN, PRIYA, SAM):
        focus = views.seen_by(playing.circle, actor, playing.now)["circle"]["focus"]
        assert focus == {"text": "Mornings before school", "revision": 1}


def test_a_focus_made_from_an_old_wording_is_refused_with_both_wordings() -> None:
    playing = Playing().go_to(0)
    playing.play("focus", PRIYA, text="Mornings", revision=0)
    playing.play("focus", FACILITATOR, text="Mornings before school", revision=1)
    refusal = playing.refused("focus", PRIYA, text="Getting up", revision=1)
    assert refusal.code == "stale"
    assert refusal.detail == {"text": "Mornings before school", "revision": 2}


def test_the_number_in_the_log_is_the_revision_that_then_stands() -> None:
    playing = Playing().go_to(0)
    for text, number in (("Mornings", 1), ("Mornings", 1), ("Evenings", 2)):
        playing.play("focus", PRIYA, text=text, revision=playing.circle.revision("circle", "focus"))
        assert playing.done is not None
        assert playing.done.number == number


def test_the_group_cannot_set_the_focus() -> None:
    assert Playing().go_to(0).refused("focus", SAM, text="Mornings", revision=0).code == "not_allowed"


def test_offered_less_tried_is_what_is_left(selecting: tuple[Playing, list[str]]) -> None:
    playing, offered = selecting
    playing.play("tried", PRIYA, id=offered[0], on=True)
    assert [sums(playing)[name] for name in ("offered", "tried", "left", "chosen")] == [3, 1, 2, 0]
    playing.play("tried", PRIYA, id=offered[0], on=False)
    playing.play("choose", PRIYA, id=offered[1], on=True)
    assert [sums(playing)[name] for name in ("offered", "tried", "left", "chosen")] == [3, 0, 3, 1]


def test_what_was_tried_is_not_chosen_and_what_is_chosen_was_not_tried(
    selecting: tuple[Playing, list[str]],
) -> None:
    playing, offered = selecting
    playing.play("tried", PRIYA, id=offered[0], on=True)
    assert playing.refused("choose", PRIYA, id=offered[0], on=True).code == "not_allowed"
    playing.play("choose", PRIYA, id=offered[1], on=True)
    assert playing.refused("tried", PRIYA, id=offered[1], on=True).code == "not_allowed"
    playing.play("choose", PRIYA, id=offered[1], on=False)
    playing.play("tried", PRIYA, id=offered[1], on=True)


def test_the_group_does_not_choose(selecting: tuple[Playing, list[str]]) -> None:
    playing, offered = selecting
    for act in ("tried", "choose"):
        assert playing.refused(act, SAM, id=offered[0], on=True).code == "not_allowed"


def test_doubles_are_merged_and_counted_once_until_they_are_parted_again(
    selecting: tuple[Playing, list[str]],
) -> None:
    playing, (_, rota, double) = selecting
    playing.play("merge", id=double, into=rota)
    assert sums(playing)["offered"] == 2
    assert playing.circle.contributions[double].merged_into == rota
    assert playing.refused("choose", PRIYA, id=double, on=True).code == "not_found"
    assert playing.refused("merge", id=rota, into=double).code == "not_found"
    playing.play("merge", id=double, into="")
    assert sums(playing)["offered"] == 3
    assert playing.circle.contributions[double].merged_into is None
    assert playing.refused("merge", id=double, into="").code == "not_allowed"


def test_nothing_is_merged_with_itself_nor_swallowed_when_it_is_chosen(
    selecting: tuple[Playing, list[str]],
) -> None:
    playing, (breakfast, rota, _) = selecting
    assert playing.refused("merge", id=rota, into=rota).code == "not_allowed"
    playing.play("choose", PRIYA, id=rota, on=True)
    assert playing.refused("merge", id=rota, into=breakfast).code == "not_allowed"
    playing.play("merge", id=breakfast, into=rota)


@pytest.fixture
def merged(selecting: tuple[Playing, list[str]]) -> tuple[Playing, str, str, str]:
    """Two doubles merged into the first suggestion, one of them by way of the other."""
    playing, (first, second, third) = selecting
    playing.play("merge", id=third, into=second)
    playing.play("merge", id=second, into=first)
    return playing, first, second, third


def test_what_was_merged_goes_along_when_that_is_merged_in_its_turn(
    merged: tuple[Playing, str, str, str],
) -> None:
    playing, first, second, third = merged
    assert {playing.circle.contributions[each].merged_into for each in (second, third)} == {first}
    assert playing.touched.contributions == {second, third}
    playing.play("merge", id=second, into="")
    assert playing.circle.contributions[third].merged_into == first
    assert sums(playing)["offered"] == 2


def test_what_was_merged_stands_again_when_what_it_was_merged_into_is_removed_for_good(
    merged: tuple[Playing, str, str, str],
) -> None:
    playing, first, second, third = merged
    playing.play("erase", id=first)
    for each in (second, third):
        assert playing.circle.contributions[each].state == "shown"
        assert playing.circle.contributions[each].merged_into is None
    assert playing.touched.contributions == {first, second, third}
    assert sums(playing)["offered"] == 2


def test_what_was_merged_stands_again_when_what_it_was_merged_into_is_withdrawn(
    merged: tuple[Playing, str, str, str],
) -> None:
    playing, first, *others = merged
    playing.play("back")
    playing.play("extend", seconds=60)
    playing.play("resume")
    playing.play("withdraw", SAM, id=first)
    assert [playing.circle.contributions[each].state for each in others] == ["shown", "shown"]


def test_what_was_merged_into_something_hidden_is_hidden_with_it_and_comes_back_with_it(
    merged: tuple[Playing, str, str, str],
) -> None:
    playing, first, second, third = merged
    playing.play("hide", id=first)
    assert (sums(playing)["offered"], sums(playing)["counts"]["suggestion"]) == (0, 0)
    playing.play("hide", id=first, on=False)
    assert sums(playing)["offered"] == 1
    assert {playing.circle.contributions[each].merged_into for each in (second, third)} == {first}


def test_a_double_that_is_removed_for_good_is_merged_with_nothing_any_more(
    merged: tuple[Playing, str, str, str],
) -> None:
    playing, first, second, third = merged
    playing.play("erase", id=second)
    assert playing.circle.contributions[second].merged_into is None
    assert playing.circle.contributions[third].merged_into == first


def test_a_question_merged_into_one_that_is_parked_stands_again() -> None:
    playing = Playing().go_to(1)
    first, second = (playing.says(FACILITATOR, "question", text) for text in ("A rota?", "Rota?"))
    playing.play("next")
    playing.play("next")
    playing.play("merge", id=second, into=first)
    playing.play("back")
    playing.play("back")
    playing.play("resume")
    playing.play("park", id=first)
    assert playing.circle.contributions[second].state == "shown"


def test_what_is_hidden_or_of_another_kind_cannot_be_chosen() -> None:
    playing = Playing().go_to(1)
    asked = playing.says(FACILITATOR, "question", "How often?")
    playing.play("next")
    offered = playing.says(SAM, "suggestion", "A rota")
    playing.play("next")
    assert playing.refused("choose", PRIYA, id=asked, on=True).code == "not_allowed"
    playing.play("hide", id=offered)
    assert playing.refused("choose", PRIYA, id=offered, on=True).code == "not_found"


def test_a_chosen_solution_gets_a_person_and_the_rest_can_follow_field_by_field(
    selecting: tuple[Playing, list[str]],
) -> None:
    playing, (breakfast, *_) = selecting
    assert playing.refused("action", PRIYA, id=breakfast, by_whom="Priya").code == "not_allowed"
    playing.play("choose", PRIYA, id=breakfast, on=True)
    playing.play("action", PRIYA, id=breakfast, by_whom="Priya", how="With a chart")
    playing.play("action", PRIYA, id=breakfast, by_whom="Sam", why="It has worked for others")
    assert playing.text(breakfast, "by_whom") == "Sam"
    assert playing.text(breakfast, "how") == "With a chart", "what is left out stays as it was"
    assert playing.text(breakfast, "why") == "It has worked for others"


def test_the_facilitator_completes_actions_in_the_review_and_after_the_close(
    selecting: tuple[Playing, list[str]],
) -> None:
    playing, (breakfast, *_) = selecting
    playing.play("choose", PRIYA, id=breakfast, on=True)
    playing.play("next")
    assert playing.refused("action", PRIYA, id=breakfast, by_whom="Priya").code == "stage_closed"
    playing.play("action", id=breakfast, by_whom="Priya")
    playing.play("close")
    playing.play("action", id=breakfast, by_whom="Priya", measure="Five calm mornings")
    assert playing.text(breakfast, "measure") == "Five calm mornings"


def test_after_the_close_staff_complete_what_was_chosen_wherever_the_circle_ended(
    selecting: tuple[Playing, list[str]],
) -> None:
    # Given a circle that chose, went back, and was stopped and closed there
    playing, (breakfast, *_) = selecting
    playing.play("choose", PRIYA, id=breakfast, on=True)
    playing.play("back")
    assert playing.refused("action", id=breakfast, by_whom="Priya").code == "stage_closed"
    playing.play("stop")
    playing.play("close")
    # Then facilitator and advisor complete it, and no phone does
    playing.play("action", id=breakfast, by_whom="Priya")
    playing.play("action", ADVISOR, id=breakfast, by_whom="Priya", why="It has worked for others")
    playing.play("check_in", on="2026-03-16")
    playing.play("check_in", ADVISOR, on="2026-03-23")
    assert playing.refused("action", PRIYA, id=breakfast, by_whom="Sam").code == "circle_closed"


def test_a_format_without_a_check_in_has_none_after_the_close_either() -> None:
    playing = Playing("success").go_to(5)
    playing.play("close")
    for actor in (FACILITATOR, ADVISOR):
        assert playing.refused("check_in", actor, on="2026-03-16").code == "not_allowed"


def test_the_group_agrees_a_date_for_its_check_in_and_who_asks(selecting: tuple[Playing, list[str]]) -> None:
    playing, _ = selecting
    playing.play("check_in", PRIYA, on="2026-03-16", by="Tom")
    assert playing.circle.check_in_on == "2026-03-16"
    assert playing.text("circle", "check_in_by") == "Tom"
    playing.play("check_in", on="2026-03-23")
    assert playing.circle.check_in_on == "2026-03-23"
    assert playing.text("circle", "check_in_by") == "Tom"
    assert playing.refused("check_in", SAM, on="2026-03-30").code == "not_allowed"


def test_in_a_round_each_has_a_turn_and_the_screen_says_who_is_still_to_come() -> None:
    playing = Playing("success").go_to(4)

    def seen() -> dict[str, Any]:
        return views.seen_by(playing.circle, SCREEN, playing.now)["round"]  # type: ignore[no-any-return]

    assert seen() == {"speaker": "", "to_come": ["Sam", "Tom", "Asha", "Joe"], "spoken": []}
    playing.play("speaker", seat=SAM.seat)
    assert seen() == {"speaker": "Sam", "to_come": ["Tom", "Asha", "Joe"], "spoken": []}
    playing.play("speaker", seat=ASHA.seat)
    assert seen() == {"speaker": "Asha", "to_come": ["Tom", "Joe"], "spoken": ["Sam"]}
    playing.play("speaker", seat="")
    assert seen() == {"speaker": "", "to_come": ["Tom", "Joe"], "spoken": ["Sam", "Asha"]}
    playing.play("speaker", seat=SAM.seat)  # Sam has thought of something else
    assert seen() == {"speaker": "Sam", "to_come": ["Tom", "Joe"], "spoken": ["Asha"]}


def test_in_a_round_a_phone_learns_only_whether_it_is_its_turn() -> None:
    playing = Playing("success").go_to(4)
    playing.play("speaker", seat=SAM.seat)
    assert views.seen_by(playing.circle, SAM, playing.now)["round"] == {"your_turn": True}
    assert views.seen_by(playing.circle, TOM, playing.now)["round"] == {"your_turn": False}


def test_the_presenter_has_no_turn_in_the_round_and_neither_has_somebody_who_left() -> None:
    playing = Playing("success").go_to(4)
    assert playing.refused("speaker", seat=PRIYA.seat).code == "not_allowed"
    playing.play("speaker", seat=JOE.seat)
    playing.play("remove", seat=JOE.seat)
    assert playing.circle.clockwork.speaker is None
    assert playing.refused("speaker", seat=JOE.seat).code == "not_found"
    assert playing.refused("speaker", ASHA, seat=SAM.seat).code == "not_allowed"
