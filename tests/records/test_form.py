"""The Solution Circle form: what enters, in short and in full, for both formats."""

import pytest

from app.circle.catalogue import catalogue
from app.circle.format_file import parse
from app.circle.state import CIRCLE
from app.records.content import HEADINGS, missing
from app.records.plain import to_text
from tests.records import circles
from tests.records.circles import DANA, PRIYA, SAM, SECOND, Played
from tests.records.reading import MAKERS, facts, form, section, texts, word_text, words_of


@pytest.mark.parametrize("read", [to_text, word_text])
@pytest.mark.parametrize("name", MAKERS)
def test_in_full_every_text_of_the_circle_stands_exactly_once(name, read):
    circle = (played := MAKERS[name]()).circle
    not_for_the_form = {c.id for c in circle.contributions.values() if c.stage == "review"}
    not_for_the_form |= {c.id for c in circle.contributions.values() if c.state == "handed_in"}
    not_for_the_form |= set(circle.seats)  # attendance names them in full
    whole = read(form(played, "full"))
    expected = [text for (subject, _), text in words_of(circle).items() if subject not in not_for_the_form]
    assert len(expected) > 15
    assert {text: whole.count(text) for text in expected} == dict.fromkeys(expected, 1)


@pytest.mark.parametrize("read", [to_text, word_text])
@pytest.mark.parametrize("detail", ["short", "full"])
@pytest.mark.parametrize("name", MAKERS)
def test_nothing_of_the_review_and_nothing_left_outside_enters(name, detail, read):
    played = MAKERS[name]()
    outside = [
        played.circle.text(c.id, "text")
        for c in played.circle.contributions.values()
        if c.stage == "review" or c.state == "handed_in"
    ]
    assert len(outside) >= 5
    assert [text for text in outside if text in read(form(played, detail))] == []


def test_short_solution_form_has_these_boxes_in_this_order():
    document = form(circles.solution())
    assert [each.key for each in document.sections] == [
        "focus", "happened", "understood", "impact", "tried", "chosen", "measure", "decision", "check_in",
    ]  # fmt: skip
    assert list(facts(document)) == [
        "date",
        "format",
        "team",
        "present",
        "facilitator",
        "advisor",
        "concerns",
    ]
    assert facts(document)["present"] == (
        "Priya Nair, Social worker",
        "Samuel Okoro, Family support worker",
    )
    assert facts(document)["concerns"] == ("Child KQ, system number 8675309",)


def test_short_solution_form_leaves_out_what_only_full_has():
    whole = to_text(form(circles.solution()))
    for text in ("Mornings at the new house", "Since when is it like this?", "Try the club before school",
                 "Draw a picture plan", "Walk with a friend", "noted by the presenter", "Planned", "bell"):  # fmt: skip
        assert text not in whole


def test_chosen_solutions_stand_with_their_actions():
    chosen = section(form(circles.solution()), "chosen").items
    assert [item.text for item in chosen] == [
        "Ask the breakfast club for a place",
        "Lay out clothes at night",
    ]
    assert [fact.values for fact in chosen[0].details] == [(text,) for text in circles.ACTION.values()]
    second = {fact.key: fact.shown for fact in chosen[1].details}
    assert second == {
        "by_whom": ("The grandmother",),
        "why": ("Not recorded",),
        "by_when": ("Not recorded",),
    }


def test_short_success_form_is_the_work_reflections_and_outcomes():
    played = Played("success")
    circles.details(played, boxes={})
    played.goes_to("reflections").says("reflection", "School is a safe place now", SAM)
    played.goes_to("outcomes").says("outcome", "In class every day", PRIYA)
    played.goes_to("learning").says("learning_use", "I will begin with what works", SAM)
    document = form(played.closes())
    assert [each.key for each in document.sections] == ["work", "reflection", "outcome"]
    assert section(document, "work").paragraphs == ("Mornings at the new house",)
    assert "I will begin with what works" not in to_text(document)


def test_a_summary_that_somebody_wrote_for_a_success_circle_is_not_lost():
    assert section(form(circles.success()), "impact").paragraphs == ("Feels left out and says so.",)


def test_full_form_adds_marks_sum_and_what_came_after_the_bell():
    document = form(circles.solution(), "full")
    assert [(item.text, item.notes) for item in section(document, "question").items] == [
        ("Since when is it like this?", ("answered",)),
        ("Who else lives there?", ()),
    ]
    first, second = section(document, "chosen").items
    assert [item.text for item in first.under] == ["Try the club before school"]
    assert second.notes == ("noted by the presenter",)
    offered = section(document, "suggestion")
    assert offered.paragraphs == ("5 offered − 1 already tried = 4 left. 2 chosen.",)
    assert [(item.text, item.notes) for item in offered.items] == [
        ("Draw a picture plan", ()),
        ("Walk with a friend", ("after the bell",)),
    ]
    assert section(document, "after_bell").paragraphs == (
        "1 contribution let in, marked “after the bell” here.",
        "1 contribution handed in and not let in. The words are not in this form.",
    )


def test_an_outcome_is_the_presenters_own_and_not_noted_from_others():
    document = form(circles.success(), "full")
    assert section(document, "outcome").items[0].notes == ()
    notes = {item.text: item.notes for item in section(document, "reflection").items}
    assert notes["Sleeps through again"] == ("noted by the presenter",)


def test_empty_boxes_are_named_and_stay_in_a_closed_form():
    played = Played().closes()
    assert missing(played.circle) == ["facilitator", "advisor", "concerns", "focus", "happened", "understood",
                                      "impact", "tried", "chosen", "measure", "decision", "check_in"]  # fmt: skip
    assert all(HEADINGS[key] for key in missing(played.circle))
    assert to_text(form(played)).count("Not recorded") == 12
    assert missing(circles.success().circle) == []


def test_what_was_said_with_each_solution_is_not_missing_from_the_box():
    played = Played().goes_to("solutions")
    found = played.says("suggestion", "Ask again", SAM)
    played.goes_to("selection")
    played.act("choose", id=found, on=True)
    played.act("action", id=found, by_whom="Priya", why="It helps", by_when="May", measure="A smile")
    assert "measure" not in missing(played.circle)
    assert {"chosen", "why"}.isdisjoint(missing(played.circle))
    played.act("action", id=found, by_whom="Priya", why="")
    assert "why" in missing(played.circle)


@pytest.mark.parametrize(
    ("row", "title", "line"),
    [
        (
            {"kind": "young person", "initials": "AB", "number": "77"},
            "Solution Circle form",
            "Young person AB, system number 77",
        ),
        ({"kind": "carer", "initials": "CD"}, "Solution Circle form", "Carer CD"),
        (
            {"kind": "worker", "worker": "Samuel Okoro", "number": "77"},
            "Development supervision: Solution Circle",
            "Development supervision of Samuel Okoro",
        ),
        (
            {"worker": "Samuel Okoro"},
            "Development supervision: Solution Circle",
            "Development supervision of Samuel Okoro",
        ),
        (
            {"kind": "child", "initials": "AB", "number": "7", "worker": "Sam"},
            "Solution Circle form",
            "Child AB, system number 7, worker Sam",
        ),
    ],
)
def test_whom_it_concerns(row, title, line):
    played = Played()
    played.act("details", destinations=[row])
    assert facts(form(played))["concerns"] == (line,)
    assert form(played).title == title


def test_nobody_is_named_beside_a_contribution():
    played = Played("success", names="shown")
    circles.details(played, attendance=[])
    played.goes_to("reflections").says("reflection", "School is safe", SAM)
    boxes = to_text(form(played.closes(), "full")).split("The work\n")[1]
    assert [name for name in circles.NAMES if name in boxes] == []


@pytest.mark.parametrize("number", [0, 1, 40])
def test_any_number_of_contributions(number):
    played = Played().goes_to("solutions")
    sent = [f"Suggestion number {each:02}" for each in range(number)]
    for text in sent:
        played.now += 3 * SECOND
        played.says("suggestion", text, DANA)
    played.closes()
    assert texts(section(form(played, "full"), "suggestion")) == sent
    assert word_text(form(played, "full")).count("Suggestion number") == number
    if not number:
        assert section(form(played, "full"), "suggestion").blank == "None written down"


def test_a_council_can_name_the_boxes_its_own_way():
    document = form(circles.solution(), headings={**HEADINGS, "focus": "Reason for the circle"})
    assert section(document, "focus").heading == "Reason for the circle"


def test_a_format_of_a_councils_own_has_a_form_and_its_stages_are_not_taken_for_the_review():
    source = catalogue().formats["success"].source.replace('key = "success"', 'key = "mapping"')
    source = source.replace('title = "Success Circle"', 'title = "Mapping"').replace(
        '"reflection"', '"worked_well"'
    )
    played = Played(parse(source)).goes_to("reflections")
    played.says("worked_well", "Grandmother is close by", SAM)
    circles.reviewed(played)
    document = form(played)
    assert document.title == "Solution Circle form: Mapping"
    assert texts(section(document, "worked_well")) == ["Grandmother is close by"]


def test_the_title_belongs_to_the_full_solution_form():
    played = circles.solution()
    assert facts(form(played, "full"))["title"] == (played.circle.text(CIRCLE, "title"),)
    assert "title" not in facts(form(circles.success(), "full"))
