"""The Solution Circle form as the circle goes on: drafts, times, and words that were taken back."""

from dataclasses import replace

import pytest

from app.records.content import solution_form
from app.records.plain import to_text
from tests.records import circles
from tests.records.circles import MINUTE, PRIYA, SAM, SECOND, TOM, Played
from tests.records.reading import MAKERS, facts, form, section, word_text


@pytest.mark.parametrize("detail", ["short", "full"])
def test_hidden_withdrawn_erased_and_parked_words_do_not_enter(detail):
    played = Played("solution")
    played.goes_to("questions")
    parked = played.says("question", "GONE parked")
    played.act("park", id=parked)
    played.goes_to("solutions")
    kept = played.says("suggestion", "Stays here", SAM)
    hidden = played.says("suggestion", "GONE hidden", SAM)
    withdrawn = played.says("suggestion", "GONE withdrawn", SAM)
    erased = played.says("suggestion", "GONE erased", SAM)
    under_hidden = played.says("suggestion", "GONE with the hidden one", TOM)
    played.act("withdraw", SAM, id=withdrawn)
    played.act("erase", SAM, id=erased)
    played.goes_to("selection")
    played.act("merge", id=under_hidden, into=hidden)
    played.act("choose", id=hidden, on=True)
    played.act("action", id=hidden, by_whom="GONE by whom")
    played.act("hide", id=hidden)
    played.act("choose", id=kept, on=True)
    whole = to_text(form(played, detail))
    assert "GONE" not in whole
    assert "Stays here" in whole


def test_words_merged_into_words_that_were_erased_stand_on_their_own():
    played = Played("solution").goes_to("solutions")
    first = played.says("suggestion", "First wording", SAM)
    second = played.says("suggestion", "Second wording", TOM)
    third = played.says("suggestion", "Third wording", TOM)
    played.goes_to("selection")
    played.act("merge", id=third, into=second)
    played.act("merge", id=second, into=first)
    assert [item.text for item in section(form(played, "full"), "suggestion").items[0].under] == [
        "Second wording",
        "Third wording",
    ]
    played.act("erase", id=first)
    alone = section(form(played, "full"), "suggestion").items
    assert [(item.text, [double.text for double in item.under]) for item in alone] == [
        ("Second wording", []),
        ("Third wording", []),
    ]


def test_what_was_only_chosen_for_a_while_leaves_no_action():
    played = Played("solution").goes_to("solutions")
    found = played.says("suggestion", "Ask again", SAM)
    played.goes_to("selection")
    played.act("choose", PRIYA, id=found, on=True)
    played.act("action", PRIYA, id=found, by_whom="Somebody")
    played.act("choose", PRIYA, id=found, on=False)
    whole = to_text(form(played, "full"))
    assert whole.count("Ask again") == 1
    assert "Somebody" not in whole


def test_planned_and_actual_minutes_are_the_sum_over_visits_without_pauses():
    played = Played("solution").goes_to("focus")
    played.now += 95 * SECOND
    played.act("pause")
    played.now += 10 * MINUTE
    played.act("resume")
    played.now += 10 * SECOND
    played.act("next")
    played.now += 4 * MINUTE
    played.act("back")
    played.act("extend", seconds=60)
    played.act("resume")
    played.now += 17 * SECOND + 400
    minutes = next(each for each in form(played, "full").sections if each.key == "minutes")
    assert minutes.columns == ("Stage", "Planned", "Actual")
    assert minutes.rows == (
        ("Set the focus", "2 min", "2 min 2 s"),
        ("Clarification questions", "4 min", "4 min"),
        ("Solutions", "4 min", "not held"),
        ("Selection", "without a set time", "not held"),
    )


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("detail", ["short", "full"])
def test_a_draft_is_there_at_every_stage(name, detail):
    played = Played(name)
    for stage in (None, *(step.key for step in played.circle.format.steps)):
        if stage:
            played.goes_to(stage)
        document = form(played, detail)
        assert document.draft
        assert document.standing.startswith("Draft as of 22 November 2026 at 14:")
        assert "Not filled in yet" in word_text(document)
        assert document.standing in to_text(document)
    assert not form(played.closes(), detail).draft


def test_before_the_start_there_is_no_date_and_people_are_named_as_they_joined():
    played = Played()
    assert facts(form(played))["date"] == ()
    assert facts(form(played))["present"] == ("Priya", "Sam", "Tom", "Asha")


def test_a_stop_and_who_was_told_is_in_the_short_form_too():
    played = circles.solution(close=False)
    played.act("stop", told="The duty manager, Olga Reed")
    assert facts(form(played))["told"] == ("The duty manager, Olga Reed",)


def test_a_stop_stays_in_the_form_when_nobody_wrote_down_who_was_told():
    played = circles.solution(close=False)
    assert "told" not in facts(form(played))
    played.act("stop")
    assert facts(form(played))["told"] == ()
    played.act("details", told="The duty manager")
    played.act("resume")
    assert facts(form(played))["told"] == ("The duty manager",)
    played.act("details", told="")
    assert facts(form(played))["told"] == ()
    calm = circles.solution().circle
    assert facts(solution_form(calm, calm.closed_at or 0, "T", stopped=True))["told"] == ()


def test_days_are_london_days():
    played = Played()
    late_evening = 1_782_858_600_000  # 30 June 2026, 22:30 UTC; it is 23:30 in London
    for moment, day in ((late_evening, "30 June 2026"), (late_evening + 30 * MINUTE, "1 July 2026")):
        started = replace(played.circle, started_at=moment)
        assert facts(solution_form(started, moment, "T"))["date"] == (day,)
