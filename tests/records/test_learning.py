"""The Record of Learning: the six fields of Appendix 9, and nothing of the case."""

from dataclasses import replace
from itertools import chain

import pytest

from app.circle.catalogue import catalogue
from app.circle.format_file import parse
from app.records.content import (
    Box,
    Document,
    Fact,
    Table,
    missing_learning,
    record_of_learning,
    solution_form,
)
from app.records.plain import to_text
from tests.records import circles
from tests.records.circles import SAM, TOM, Played
from tests.records.reading import MAKERS, about_the_case, leaks, word_text


def record(played: Played) -> Document:
    return record_of_learning(played.circle, played.now, "North team")


def table(document: Document) -> Table:
    return next(each for each in document.sections if isinstance(each, Table))


def test_the_six_fields_of_appendix_9_in_its_order_and_wording():
    document = record(circles.solution())
    lines = to_text(document).splitlines()
    fields = ["Date of Group Supervision: 22 November 2026", "Name of facilitator: Dana Field",
              "Name of Advisor: Ewa Stone", "Describe Group Supervision Activity", "What Worked Well",
              "Key Learning", "Next Steps", "Date of Next group Supervision"]  # fmt: skip
    places = [lines.index(field) for field in fields]
    assert places == sorted(places)
    assert [fact.label for fact in document.facts] == [
        "Date of Group Supervision",
        "Name of facilitator",
        "Name of Advisor",
    ]
    assert [each.key for each in document.sections] == ["activity", "learning", "next_date", "issues"]


def test_the_columns_hold_the_review_one_contribution_a_cell():
    document = record(circles.success())
    assert table(document).columns == ("What Worked Well", "Key Learning", "Next Steps")
    assert table(document).rows == (
        ("Nobody interrupted.", "Silence helps thinking.", "Print the stage cards."),
        ("We kept to time.", "", ""),
    )
    whole = word_text(document)
    assert {text: whole.count(text) for text in chain(*table(document).rows) if text} == dict.fromkeys(
        filter(None, chain(*table(document).rows)), 1
    )


def test_issues_follow_the_form_and_only_where_there_are_any():
    issues = record(circles.solution()).sections[-1]
    assert isinstance(issues, Box)
    assert [item.text for item in issues.items] == ["The room was cold."]
    assert "Issues" not in to_text(record(Played().closes()))


@pytest.mark.parametrize("ended", [True, False])
@pytest.mark.parametrize("name", MAKERS)
def test_nothing_of_the_case_is_in_it(name, ended):
    played = MAKERS[name](close=ended)
    assert len(about_the_case(played.circle)) >= 20
    assert leaks(record(played), played.circle) == []


def test_nothing_of_a_stop_is_in_it():
    played = circles.solution(close=False)
    played.act("stop", told="The duty manager, Olga Reed")
    assert leaks(record(played), played.circle) == []


@pytest.mark.parametrize("name", MAKERS)
def test_the_search_for_leaks_would_find_each_one(name):
    played = MAKERS[name]()
    document = record(played)
    for text in about_the_case(played.circle).values():
        leaking = replace(document, facts=(*document.facts, Fact("x", "X", (text,), "")))
        assert text in leaks(leaking, played.circle)
    found = leaks(solution_form(played.circle, played.now, "T", "full"), played.circle)
    assert {"Mornings at the new house", "8675309", "Feels left out and says so."} <= set(found)


def test_the_activity_is_the_format_unless_the_advisor_says_otherwise():
    played = circles.solution()
    assert record(played).sections[0].paragraphs == ("Solution Circle",)
    played.act("details", activity="Words and pictures")
    assert record(played).sections[0].paragraphs == ("Words and pictures",)


def line(column: str, *sources: str, text: str = "") -> dict[str, object]:
    return {"column": column, "sources": list(sources), "text": text}


def test_use_of_learning_enters_only_where_the_advisor_puts_it():
    played = circles.success()
    of_kind = {c.kind: c.id for c in played.circle.contributions.values()}
    assert "ring on Fridays" not in to_text(record(played))
    played.act("compose", lines=[line("next_step", of_kind["learning_use"])])
    assert "I will ring on Fridays" in [row[2] for row in table(record(played)).rows]
    assert "I will begin with what works" not in to_text(record(played))


def test_the_record_is_what_the_advisor_composed():
    played = circles.solution()
    said = {played.circle.text(c.id, "text"): c.id for c in played.circle.contributions.values()}
    played.act(
        "compose",
        lines=[
            line("next_step", said["Print the stage cards."], said["We kept to time."]),
            line("key_learning", text="Begin on time."),
            line("key_learning", said["Silence helps thinking."], text="Silence is not empty."),
            line("issue", said["Nobody interrupted."]),
            line("out", said["The room was cold."]),
        ],
    )
    document = record(played)
    assert table(document).rows == (
        ("", "Begin on time.", "Print the stage cards.\nWe kept to time."),
        ("", "Silence is not empty.", ""),
    )
    assert [item.text for item in document.sections[-1].items] == ["Nobody interrupted."]
    assert "cold" not in to_text(document)
    assert "helps thinking" not in word_text(document)
    played.act("erase", id=said["Silence helps thinking."])
    assert "Silence" not in to_text(record(played)), "with the words goes what was made of them"


def test_what_is_still_empty_is_named():
    assert missing_learning(circles.solution().circle) == []
    assert missing_learning(Played().circle) == ["date", "facilitator", "advisor", "learning", "next_date"]


def test_words_of_a_stage_do_not_enter_by_their_kind():
    source = catalogue().formats["success"].source.replace('"reflection"', '"worked_well"')
    played = Played(parse(source)).goes_to("reflections")
    played.says("worked_well", "Grandmother is close by", SAM)
    circles.reviewed(played)
    assert "Grandmother" not in to_text(record(played))
    assert "Nobody interrupted." in to_text(record(played))


def test_hidden_withdrawn_and_handed_in_words_do_not_enter():
    played = Played().goes_to("review")
    hidden = played.says("worked_well", "GONE hidden", SAM)
    withdrawn = played.says("key_learning", "GONE withdrawn", TOM)
    erased = played.says("next_step", "GONE erased", TOM)
    played.act("hide", id=hidden)
    played.act("withdraw", TOM, id=withdrawn)
    played.act("erase", id=erased)
    played.act("phones", on=False)
    played.act("hand_in", SAM, refused="f" * 32, kind="issue", text="GONE handed in")
    assert "GONE" not in to_text(record(played.closes()))


@pytest.mark.parametrize("name", MAKERS)
def test_a_draft_is_there_at_every_stage(name):
    played = Played(name)
    for stage in (None, *(step.key for step in played.circle.format.steps)):
        if stage:
            played.goes_to(stage)
        assert record(played).draft
        assert "Not filled in yet" in word_text(record(played))
    assert "Not recorded" in word_text(record(played.closes()))


@pytest.mark.parametrize("number", [0, 1, 40])
def test_any_number_of_contributions(number):
    played = Played().goes_to("review")
    for each in range(number):
        played.says(("worked_well", "key_learning", "next_step")[each % 3], f"Learning number {each:02}")
    document = record(played.closes())
    assert to_text(document).count("Learning number") == number
    assert word_text(document).count("Learning number") == number
    assert len(table(document).rows) == -(-number // 3)
