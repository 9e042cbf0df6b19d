"""A council's template filled: each word where its control stands, and none lost."""

import io
from dataclasses import replace

import docx
import pytest

from app.records.content import Box, Document, Item, Table, record_of_learning, solution_form
from app.records.council import fill
from app.records.council_fill import NOT_PART
from app.records.council_names import NAMES, REQUIRED, name_of
from app.records.document import RECORD_OF_LEARNING, SOLUTION_FORM
from app.records.wording import HEADINGS
from tests.records import circles
from tests.records.circles import Played
from tests.records.council_filling import after, lines, solution
from tests.records.council_templates import (
    BARE_FORM,
    FACTS,
    FULL_FORM,
    HINT,
    SECTIONS,
    around_cell,
    body_text,
    cell,
    control,
    edge_text,
    facts_table,
    field,
    form,
    headed,
    inline,
    made,
    paragraph,
    parts_of,
    properties,
    row,
    run,
    table,
)


def test_each_control_gives_way_to_what_it_stands_for():
    text = made(FULL_FORM, solution())
    assert lines(text)[:2] == ["Solution Circle form", "Made on 22 November 2026 at 14:11."]
    assert after(text, "Date") == "22 November 2026"
    assert after(text, "Our focus") == "How do we make mornings calmer?"
    assert after(text, "Our check_in") == "15 December 2026"
    assert HINT not in text


def said(document: Document) -> list[str]:
    """Every text of a record, in its order."""
    found = [value for fact in document.facts for value in fact.values]
    for box in document.sections:
        assert isinstance(box, Box | Table)
        if isinstance(box, Box):
            found += [*box.paragraphs, *(text for item in box.items for text in _of(item))]
    return found


def _of(item: Item) -> list[str]:
    details = [value for fact in item.details for value in fact.values]
    return [item.text, *(text for double in item.under for text in _of(double)), *details]


@pytest.mark.parametrize("make", [circles.solution, circles.success])
@pytest.mark.parametrize(
    "body",
    [
        facts_table() + headed("circle_title", *SECTIONS),
        BARE_FORM,
        facts_table() + headed("chosen", "outcome"),
    ],
)
def test_no_word_of_the_record_is_lost_whatever_the_template_has_places_for(make, body):
    played = make()
    document = solution_form(played.circle, played.now, "North team", "full")
    text = made(body, document)
    assert len(said(document)) > 15
    for words in said(document):
        assert text.count(words) == said(document).count(words), words


def test_what_is_added_stands_in_the_order_of_the_record():
    document = solution("full")
    text, place = made(BARE_FORM, document), 0
    for words in said(replace(document, facts=())):
        place = text.index(words, place) + len(words)


def test_what_has_no_control_follows_at_the_end_under_our_heading():
    text = lines(made(facts_table() + headed("chosen"), solution()))
    end = text.index(HEADINGS["focus"])
    assert end > text.index("Our chosen")
    assert text[end + 1] == "How do we make mornings calmer?"
    assert HEADINGS["chosen"] not in text
    assert text.index(HEADINGS["tried"]) < text.index(HEADINGS["check_in"])


def test_an_empty_box_without_a_control_is_not_added():
    bare = solution_form(Played().closes().circle, circles.FIVE_PAST_TWO, "T")
    assert made(BARE_FORM, bare).count("Not recorded") == 3, "the three short answers that have a control"


def test_that_a_circle_was_stopped_is_never_left_out():
    played = Played()
    document = solution_form(played.closes().circle, played.now, "T", stopped=True)
    assert after(made(BARE_FORM, document), HEADINGS["told"]) == "Not recorded"


def test_a_control_for_what_this_record_has_not_says_so():
    text = made(facts_table() + headed("focus", "work"), solution())
    assert after(text, "Our work") == NOT_PART
    assert after(text, "Our focus") == "How do we make mornings calmer?"


def test_short_answers_may_stand_in_the_header_too():
    document = solution()
    header = paragraph(run("Team: ") + inline("team") + run(", page ") + field("PAGE"))
    raw = fill(form(BARE_FORM, header=header, footer=paragraph(inline("date"))), document)
    assert "Team: North team, page 1" in edge_text(raw)
    assert "22 November 2026" in edge_text(raw)
    assert "North team" in body_text(raw)


def test_a_title_serves_where_there_is_no_tag_and_capitals_do_not_matter():
    body = facts_table() + control("Check in", title=True) + control("FOCUS")
    assert "\nHow do we make mornings calmer?" in made(body, solution())
    assert lines(made(body, solution())).count("15 December 2026") == 1


def test_controls_around_a_cell_a_row_or_a_word():
    around_row = f"<w:sdt>{properties('impact')}<w:sdtContent>{row(cell(paragraph(run('Impact'))), cell(paragraph('')))}</w:sdtContent></w:sdt>"
    body = facts_table() + table(
        row(cell(paragraph(run("Focus"))), around_cell("focus")),
        around_row,
        row(cell(paragraph(run("Tried: ") + inline("tried") + run(" (end)")))),
    )
    text = made(body, solution())
    assert after(text, "Focus") == "How do we make mornings calmer?"
    assert after(text, "Impact") == "Feels left out and says so."
    assert "Tried: A letter home was tried first.\nWrite to the school (end)" in text
    docx.Document(io.BytesIO(fill(form(body), solution())))


# Drafts and the file itself


@pytest.mark.parametrize("body", [BARE_FORM, FULL_FORM, BARE_FORM + paragraph(run("x"))])
def test_a_draft_always_says_so(body):
    assert made(body, solution(close=False)).count("Draft as of 22 November 2026") == 1
    assert "Draft" not in made(body, solution())


def test_a_standing_in_the_header_alone_does_not_do():
    text = made(BARE_FORM, solution(close=False), header=paragraph(inline("standing")))
    assert text.startswith("Draft as of")


def test_the_file_describes_itself_and_names_nobody():
    template = form()
    properties_ = docx.Document(io.BytesIO(fill(template, solution()))).core_properties
    assert properties_.title == "Solution Circle form, 22 November 2026"
    assert properties_.language == "en-GB"
    assert (properties_.author, properties_.last_modified_by) == ("", "")
    assert "docProps/app.xml" not in parts_of(fill(template, solution()))


def test_the_same_record_gives_the_same_bytes_and_the_template_stays_as_it_was():
    template = form(FULL_FORM)
    first = fill(template, solution())
    assert "Draft" in body_text(fill(template, solution(close=False)))
    assert fill(template, solution()) == first


@pytest.mark.parametrize("make", [circles.solution, circles.success])
def test_every_part_of_a_record_has_a_name(make):
    played = make()
    full = solution_form(played.circle, played.now, "T", "full", stopped=True)
    assert {name_of(each.key) for each in (*full.facts, *full.sections)} <= set(NAMES[SOLUTION_FORM])
    lessons = record_of_learning(played.circle, played.now, "T")
    assert {each.key for each in (*lessons.facts, *lessons.sections)} - {"learning"} <= set(
        NAMES[RECORD_OF_LEARNING]
    )


def test_what_is_required_is_what_every_form_has():
    bare = solution_form(Played().closes().circle, circles.FIVE_PAST_TWO, "T")
    assert tuple(fact.key for fact in bare.facts) == REQUIRED[SOLUTION_FORM] == FACTS
