"""Blank forms: the headings of the records, nothing filled in, and room to write."""

from datetime import UTC, datetime

import pytest

from app.circle.catalogue import catalogue
from app.records.blank import blank_form, blank_learning
from app.records.content import Box, Document, Table
from app.records.stage_card import stage_card
from tests.records.circles import Played
from tests.records.reading import form

NOW = datetime(2026, 11, 22, tzinfo=UTC)
FORMATS = catalogue().formats


def headings(document: Document) -> list[str]:
    facts = [fact.label for fact in document.facts]
    return [*facts, *(section.heading for section in document.sections)]


@pytest.mark.parametrize("name", FORMATS)
def test_a_blank_form_asks_what_the_form_of_a_circle_says(name: str) -> None:
    blank = blank_form(FORMATS[name], NOW)
    assert headings(blank) == headings(form(Played(name)))
    assert not blank.draft
    assert blank.standing == blank.day == ""


@pytest.mark.parametrize("name", FORMATS)
def test_everything_on_it_is_empty_and_has_room(name: str) -> None:
    blank = blank_form(FORMATS[name], NOW)
    for fact in blank.facts:
        assert fact.values == ((FORMATS[name].title,) if fact.key == "format" else ())
        assert fact.key == "format" or (fact.lines and not fact.blank)
    for section in blank.sections:
        assert isinstance(section, Box)
        assert section.paragraphs == ()
        assert section.lines or section.items


def test_there_is_room_for_two_solutions_with_who_why_and_by_when() -> None:
    chosen = next(each for each in blank_form(FORMATS["solution"], NOW).sections if each.key == "chosen")
    assert isinstance(chosen, Box)
    asked = [[fact.key for fact in item.details] for item in chosen.items]
    assert asked == [["by_whom", "why", "by_when"]] * 2


def test_appendix_9_has_its_six_fields_and_sixteen_rows() -> None:
    blank = blank_learning(FORMATS["solution"], NOW)
    activity, table, date = blank.sections
    assert [fact.label for fact in blank.facts] == [
        "Date of Group Supervision",
        "Name of facilitator",
        "Name of Advisor",
    ]
    assert isinstance(activity, Box)
    assert activity.paragraphs == ()
    assert isinstance(table, Table)
    assert table.rows == (("", "", ""),) * 16
    assert table.columns == ("What Worked Well", "Key Learning", "Next Steps")
    assert date.heading == "Date of Next group Supervision"


def test_a_stage_card_says_who_speaks_for_how_long_and_what_to_say() -> None:
    card = stage_card(FORMATS["solution"])
    assert [(step.number, step.title, step.minutes) for step in card.steps] == [
        (1, "Set the focus", "2 min"),
        (2, "Clarification questions", "4 min"),
        (3, "Solutions", "4 min"),
        (4, "Selection", "no clock"),
        (0, "Review", "no clock"),
    ]
    solutions = card.steps[2]
    assert solutions.speaking == "The group speaks."
    assert solutions.rule.startswith("The presenter listens and notes.")
    assert "[Name] will only listen and note" in solutions.say
