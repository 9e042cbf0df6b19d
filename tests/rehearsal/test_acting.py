"""What made-up people do in each stage, and what they leave alone. No test waits: time is handed in."""

import pytest

from app.circle.catalogue import catalogue
from app.rehearsal.acting import ARRIVALS_S, Play, _check_in_on
from app.rehearsal.script import script_for
from tests.rehearsal.conftest import Stagehand

SOLUTION = script_for(catalogue().formats["solution"])
SUCCESS = script_for(catalogue().formats["success"])
PARKED = "Have you thought of asking the school nurse to see him?"


def lines(stage: str, late: bool = False) -> list[str]:
    return [
        line.text for line in (*SOLUTION.lines, *SUCCESS.lines) if line.stage == stage and line.late == late
    ]


def seated(hand: Stagehand, form: str = "solution") -> Stagehand:
    hand.begins(form)
    hand.waits(45)
    return hand


def test_six_people_join_one_after_the_other(hand: Stagehand) -> None:
    hand.begins()
    seen = []
    for _ in range(30):
        hand.waits(1)
        seen.append(len(hand.names()))
    assert seen[0] == 0
    assert set(seen) == {0, 1, 2, 3, 4, 5, 6}, "never two in a second"
    assert sorted(hand.names()) == sorted(SOLUTION.people)


def test_one_is_made_the_scribe_and_one_the_presenter_where_nobody_was_chosen(hand: Stagehand) -> None:
    hand.begins()
    hand.waits(26)
    assert [hand.circle.name(seat.id) for seat in hand.circle.present() if seat.scribe] == ["Mei"]
    assert hand.circle.presenter is None, "the facilitator has time to choose"
    hand.waits(20)
    assert hand.circle.name(hand.circle.presenter) == "Grace"


def test_whom_the_facilitator_chose_stays_the_presenter_and_presents(hand: Stagehand) -> None:
    hand.begins()
    hand.waits(25)
    hand.presses("presenter", seat=hand.seat("Amina"))
    hand.waits(30)
    assert hand.circle.name(hand.circle.presenter) == "Amina"
    hand.goes_to("solutions")
    hand.waits(235)
    assert all(each.author != hand.circle.presenter for each in hand.found(kind="suggestion"))
    hand.goes_to("selection")
    hand.waits(100)
    assert len(hand.found(chosen=True)) == 2


def test_a_role_that_the_facilitator_took_back_is_not_given_again(hand: Stagehand) -> None:
    seated(hand)
    hand.presses("scribe", seat=hand.seat("Mei"), on=False)
    hand.waits(60)
    assert not any(seat.scribe for seat in hand.circle.present())


def test_the_door_stays_shut_for_them_too(hand: Stagehand) -> None:
    hand.begins()
    hand.presses("door", on=False)
    hand.waits(60)
    assert hand.names() == []
    hand.presses("door", on=True)
    hand.waits(30)
    assert len(hand.names()) == 6


def test_nobody_does_anything_before_the_start_but_join(hand: Stagehand) -> None:
    seated(hand)
    before = hand.moves()
    hand.waits(600)
    assert hand.moves() == before
    assert hand.circle.stage is None, "they never move the stages"


def test_a_solution_circle_from_the_focus_to_the_review(hand: Stagehand) -> None:
    seated(hand)
    hand.goes_to("focus")
    hand.waits(60)
    assert hand.circle.text("circle", "focus") == ""
    hand.waits(55)
    assert hand.circle.text("circle", "focus").startswith("How can I help Dad and Gran")

    hand.goes_to("questions")
    hand.waits(235)
    assert hand.said(kind="question") == [text for text in lines("questions") if text in hand.said()]
    assert len(hand.said(kind="question")) == 7
    assert PARKED in hand.said(kind="question")

    hand.goes_to("solutions")
    hand.waits(30)
    assert 1 <= len(hand.said(kind="suggestion")) <= 2, "at a human pace"
    hand.waits(205)
    assert hand.said(kind="suggestion") == lines("solutions")
    assert all(each.source == "group" for each in hand.found(kind="suggestion"))

    hand.waits(30)
    (handed_in,) = hand.found(state="handed_in")
    assert hand.circle.text(handed_in.id, "text") == lines("solutions", late=True)[0]
    assert hand.circle.name(handed_in.author) == "Yusuf"

    hand.goes_to("selection")
    hand.waits(20)
    assert len(hand.found(tried=True)) == 2
    assert hand.found(chosen=True) == []
    hand.waits(80)
    chosen = hand.found(chosen=True)
    assert [hand.circle.text(each.id, "text") for each in chosen] == [
        "Meet Dad before his night shift, not after it",
        "Ask him to draw a good morning and a bad morning",
    ]
    assert [hand.circle.text(each.id, "by_whom") for each in chosen] == ["Grace", "Grace"]
    assert hand.circle.check_in_on == _check_in_on(hand.kept.clock.at)

    hand.goes_to("review")
    hand.waits(80)
    assert {each.kind for each in hand.found(stage="review")} == set(hand.circle.format.review.shows)
    before = hand.moves()
    hand.presses("close")
    hand.waits(120)
    assert hand.moves() == before + 1


def test_a_success_circle_with_reflections_outcomes_and_a_round(hand: Stagehand) -> None:
    seated(hand, "success")
    hand.goes_to("questions")
    hand.waits(300)
    assert len(hand.said(kind="question")) == 5
    hand.goes_to("reflections")
    hand.waits(375)
    assert len(hand.found(kind="reflection", state="shown")) == 8
    assert len(hand.found(state="handed_in")) == 1
    hand.goes_to("outcomes")
    hand.waits(50)
    assert [each.source for each in hand.found(kind="outcome")] == ["presenter"] * 3

    hand.goes_to("learning")
    hand.waits(120)
    assert hand.said(kind="learning_use") == [], "nobody speaks before their turn"
    for name in ("Amina", "Callum", "Grace", "Yusuf", "Mei"):
        hand.presses("speaker", seat=hand.seat(name))
        hand.waits(4)
        count = len(hand.said(kind="learning_use"))
        hand.waits(12)
        new = hand.found(kind="learning_use")[count:]
        assert [hand.circle.name(each.author) for each in new] == [name]


def test_a_question_for_shut_phones_is_typed_by_the_scribe_for_who_asked(hand: Stagehand) -> None:
    seated(hand)
    hand.goes_to("questions")
    hand.waits(25)
    (question,) = hand.found(kind="question")
    assert (hand.circle.name(question.author), hand.circle.name(question.typist)) == ("Callum", "Mei")
    hand.presses("phones", on=True)
    hand.waits(30)
    newest = hand.found(kind="question")[-1]
    assert (hand.circle.name(newest.author), hand.circle.name(newest.typist)) == ("Amina", "Amina")


def test_without_a_scribe_nothing_is_sent_while_phones_are_shut_and_it_waits(hand: Stagehand) -> None:
    seated(hand)
    hand.presses("scribe", seat=hand.seat("Mei"), on=False)
    hand.goes_to("questions")
    hand.waits(100)
    assert hand.said() == []
    hand.presses("phones", on=True)
    hand.waits(2)
    assert len(hand.said()) == 1
    hand.waits(30)
    assert len(hand.said()) >= 3, "one after the other, not all at once"


@pytest.mark.parametrize("press", ["pause", "stop"])
def test_in_a_pause_and_while_stopped_nobody_does_anything(hand: Stagehand, press: str) -> None:
    seated(hand)
    hand.goes_to("solutions")
    hand.waits(60)
    hand.presses(press)
    before, said = hand.moves(), len(hand.said())
    hand.waits(300)
    assert hand.moves() == before
    hand.presses("resume")
    hand.waits(3)
    assert len(hand.said()) <= said + 1, "the pause does not count"
    hand.waits(60)
    assert len(hand.said()) > said


def test_after_the_bell_phones_stay_silent_but_for_what_is_handed_in(hand: Stagehand) -> None:
    seated(hand)
    hand.goes_to("solutions")
    hand.waits(30)
    hand.presses("cut")
    said = len(hand.found(state="shown"))
    hand.waits(300)
    assert len(hand.found(state="shown")) == said
    assert len(hand.found(state="handed_in")) == 1


def test_somebody_who_was_sent_out_says_nothing_more(hand: Stagehand) -> None:
    seated(hand)
    gone = hand.seat("Amina")
    hand.presses("remove", seat=gone)
    hand.goes_to("solutions")
    hand.waits(235)
    assert hand.said()
    assert all(each.author != gone for each in hand.circle.contributions.values())


def test_what_the_facilitator_does_first_is_left_alone(hand: Stagehand) -> None:
    seated(hand)
    hand.goes_to("focus")
    hand.presses("focus", text="My own sentence", revision=0)
    hand.waits(120)
    assert hand.circle.text("circle", "focus") == "My own sentence"
    hand.goes_to("solutions")
    hand.waits(235)
    hand.goes_to("selection")
    first, second, third = hand.found(kind="suggestion")[2:5]
    hand.presses("tried", id=first.id, on=True)
    for each in (second, third):
        hand.presses("choose", id=each.id, on=True)
    hand.presses("check_in", on="2027-01-04")
    hand.waits(100)
    assert {each.id for each in hand.found(chosen=True)} == {second.id, third.id}
    assert len(hand.found(tried=True)) == 2
    assert hand.circle.check_in_on == "2027-01-04"


def test_where_names_are_never_stored_nothing_says_who_suggested_what(hand: Stagehand) -> None:
    seated(hand)
    hand.presses("details", names="never")
    hand.goes_to("questions")
    hand.waits(60)
    hand.goes_to("solutions")
    hand.waits(250)
    assert len(hand.said(kind="suggestion")) == 10
    assert all(each.author is None and each.typist is None for each in hand.circle.contributions.values())


def test_the_same_seed_plays_alike_and_another_does_not(hand: Stagehand) -> None:
    def times(seed: str) -> list[int]:
        hand.begins(seed=seed)
        began = hand.circle.created_at
        hand.waits(45)
        start = hand.kept.clock.at - began
        hand.goes_to("solutions")
        hand.waits(235)
        return [start, *(each.at - began for each in hand.circle.contributions.values())]

    assert times("one") == times("one") != times("two")


def test_quick_has_a_quarter_of_the_minutes_and_all_that_is_said(hand: Stagehand) -> None:
    hand.begins(quick=True)
    assert [stage.planned_ms for stage in hand.circle.format.stages] == [30_000, 60_000, 60_000, None]
    hand.waits(11)
    assert len(hand.names()) == 6
    assert hand.circle.presenter
    hand.goes_to("solutions")
    hand.waits(59)
    assert hand.said(kind="suggestion") == lines("solutions")


@pytest.mark.parametrize("seed", [str(number) for number in range(40)])
def test_everybody_who_is_not_late_is_done_before_the_bell(seed: str) -> None:
    for form, script in (("solution", SOLUTION), ("success", SUCCESS)):
        stages = {stage.key: stage.planned_ms for stage in catalogue().formats[form].stages}
        play = Play(script, seed)
        for line in script.lines:
            if (planned := stages.get(line.stage)) and not line.late:
                assert play.due_ms(line.after, line.key) < planned - 2000, line.key
    assert len(ARRIVALS_S) == len(SOLUTION.people) == len(SUCCESS.people)


@pytest.mark.parametrize(
    ("today", "on"),
    [(1_795_305_600_000, "2026-12-07"), (1_795_219_200_000, "2026-12-07"), (1_795_392_000_000, "2026-12-07")],
)
def test_the_check_in_is_on_a_working_day(today: int, on: str) -> None:
    """22 November 2026 is a Sunday: two weeks on is one, too."""
    assert _check_in_on(today) == on
