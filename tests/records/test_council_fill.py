"""A council's template filled: each word where its control stands, in the control's look, and none lost."""

import io
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from app.circle.text import clean
from app.records.content import Box, Document, Fact, Item, Table, record_of_learning, solution_form
from app.records.council import fill
from app.records.council_fill import NOT_PART
from app.records.council_names import NAMES, REQUIRED, name_of
from app.records.document import RECORD_OF_LEARNING, SOLUTION_FORM
from app.records.wording import HEADINGS
from tests.records import circles
from tests.records.circles import SAM, Played
from tests.records.council_templates import (
    BARE_FORM,
    FACTS,
    FULL_FORM,
    HINT,
    LEARNING,
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
    learning,
    learning_table,
    made,
    paragraph,
    parts_of,
    properties,
    row,
    run,
    table,
)
from tests.records.test_word import HOSTILE


def solution(detail: str = "short", close: bool = True) -> Document:
    played = circles.solution(close)
    return solution_form(played.circle, played.now, "North team", detail)  # type: ignore[arg-type]


def appendix_9(played: Played | None = None) -> Document:
    played = played or circles.solution()
    return record_of_learning(played.circle, played.now, "North team")


def lines(text: str) -> list[str]:
    return text.split("\n")


def after(text: str, line: str) -> str:
    """The line that follows this one."""
    return lines(text)[lines(text).index(line) + 1]


def with_focus(text: str) -> Document:
    played = Played().goes_to("focus")
    played.focus(text)
    return solution_form(played.closes().circle, played.now, "T")


def page(raw: bytes) -> etree._Element:
    return etree.fromstring(parts_of(raw)["word/document.xml"]).find(qn("w:body"))


def the_paragraph(raw: bytes, text: str) -> etree._Element:
    (found,) = [
        p for p in page(raw).iter(qn("w:p")) if "".join(t.text or "" for t in p.iter(qn("w:t"))) == text
    ]
    return found


# Where the words go


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


# How they look


def test_each_solution_is_set_out_with_what_becomes_of_it():
    raw = fill(form(facts_table() + control("chosen", layout='<w:pStyle w:val="ListBullet"/>')), solution())
    styled = [p for p in page(raw).iter(qn("w:p")) if p.find(f"{qn('w:pPr')}/{qn('w:pStyle')}") is not None]
    texts = ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in styled]
    assert texts[:3] == [
        "Solution 1",
        "Ask the breakfast club for a place",
        "What will be done: Ring the breakfast club",
    ]
    label, value = the_paragraph(raw, "Who will do it: The grandmother").findall(qn("w:r"))
    assert label.find(f"{qn('w:rPr')}/{qn('w:b')}") is not None
    assert value.find(f"{qn('w:rPr')}/{qn('w:b')}") is None


def test_the_look_of_the_control_is_kept_and_that_of_its_placeholder_is_not():
    look = '<w:rPr><w:rFonts w:ascii="Georgia"/><w:sz w:val="30"/></w:rPr>'
    raw = fill(form(facts_table() + control("focus", look, layout='<w:jc w:val="center"/>')), solution())
    found = the_paragraph(raw, "How do we make mornings calmer?")
    assert found.find(f"{qn('w:pPr')}/{qn('w:jc')}").get(qn("w:val")) == "center"
    assert found.find(f"{qn('w:r')}/{qn('w:rPr')}/{qn('w:sz')}").get(qn("w:val")) == "30"
    assert b"PlaceholderText" not in parts_of(raw)["word/document.xml"]


def test_no_control_lock_or_placeholder_is_left():
    raw = fill(form(FULL_FORM), solution())
    for mark in (b"w:sdt", b"showingPlcHdr", b"sdtContentLocked"):
        assert mark not in parts_of(raw)["word/document.xml"]


def test_lines_within_a_text_are_line_breaks_and_lists_are_paragraphs():
    raw = fill(form(facts_table() + control("focus")), with_focus("one\n\n  two"))
    assert "one\n\n  two" in body_text(raw)
    (found,) = [p for p in page(raw).iter(qn("w:p")) if len(list(p.iter(qn("w:br")))) == 2]
    assert [t.text for t in found.iter(qn("w:t"))] == ["one", None, "  two"]
    # Without this mark, Word takes spaces away at the beginning and end of what it reads.
    space = "{http://www.w3.org/XML/1998/namespace}space"
    assert {t.get(space) for t in found.iter(qn("w:t"))} == {"preserve"}
    tried = fill(form(facts_table() + control("tried")), solution())
    assert the_paragraph(tried, "Write to the school") is not None


def test_words_from_right_to_left_have_their_direction():
    raw = fill(
        form(facts_table() + control("focus", layout='<w:jc w:val="left"/>')), with_focus("נסה שוב today")
    )
    found = the_paragraph(raw, "נסה שוב today")
    assert [etree.QName(each).localname for each in found.find(qn("w:pPr"))] == ["bidi", "jc"]
    assert found.find(f"{qn('w:r')}/{qn('w:rPr')}/{qn('w:rtl')}") is not None


def test_a_bookmark_of_which_one_end_stood_in_a_control_goes_whole():
    start, end = '<w:bookmarkStart w:id="7" w:name="x"/>', '<w:bookmarkEnd w:id="7"/>'
    kept = '<w:bookmarkStart w:id="8" w:name="y"/><w:bookmarkEnd w:id="8"/>'
    body = facts_table() + control("focus", inside=paragraph(start + run("x"))) + paragraph(end + kept)
    left = [
        each.get(qn("w:id"))
        for each in page(fill(form(body), solution())).iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))
    ]
    assert left == ["8", "8"]


# Appendix 9


def test_the_row_of_learning_is_repeated_and_its_header_on_each_page():
    file = docx.Document(io.BytesIO(fill(learning(), appendix_9())))
    rows = [[c.text for c in r.cells] for r in file.tables[0].rows]
    assert rows == [
        ["Went well", "Learned", "Will do"],
        ["Nobody interrupted.", "Silence helps thinking.", "Print the stage cards."],
        ["We kept to time.", "", ""],
    ]
    assert [r._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for r in file.tables[0].rows] == [
        True,
        False,
        False,
    ]


def test_a_repeated_row_repeats_nothing_that_may_stand_once():
    marked = paragraph(
        '<w:bookmarkStart w:id="7" w:name="x"/><w:bookmarkEnd w:id="7"/>' + inline("worked_well")
    )
    marked = marked.replace("<w:p>", '<w:p w14:paraId="00000001" w14:textId="00000002">')
    raw = fill(learning(LEARNING.replace(control("worked_well"), marked)), appendix_9())
    assert "Nobody interrupted.\n" in body_text(raw)
    for mark in (b"paraId=", b"textId=", b"bookmarkStart"):
        assert mark not in parts_of(raw)["word/document.xml"]


def test_a_table_without_learning_says_so_once():
    played = Played().closes()
    file = docx.Document(io.BytesIO(fill(learning(), appendix_9(played))))
    assert [c.text for c in file.tables[0].rows[1].cells] == ["Not recorded"] * 3


def test_columns_that_stand_apart_become_paragraphs():
    apart = LEARNING.replace(learning_table(), headed("next_step", "worked_well", "key_learning"))
    text = made(apart, appendix_9())
    assert "Our worked_well\nNobody interrupted.\nWe kept to time.\nOur key_learning" in text


def test_issues_follow_at_the_end_where_the_template_has_no_place_for_them():
    text = made(LEARNING.replace(control("issues"), ""), appendix_9())
    assert text.endswith("Issues raised in the review\nThe room was cold.")


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


# Verbatim


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stands_as_it_was_written(text):
    played = Played().goes_to("focus")
    played.focus(text)
    played.goes_to("solutions").says("suggestion", f"{text}|a", SAM)
    document = solution_form(played.closes().circle, played.now, "T", "full")
    whole = made(facts_table() + control("focus"), document)
    assert f"\n{text}\n" in whole
    assert f"\n{text}|a\n" in whole


def test_a_character_that_no_file_can_hold_spoils_no_record():
    assert "North\ufffdteam" in made(
        BARE_FORM, solution_form(Played().circle, circles.FIVE_PAST_TWO, "North\x0bteam")
    )


texts = st.text(min_size=1, max_size=200).map(clean).filter(lambda text: isinstance(text, str))
TEMPLATE = form(
    facts_table() + table(row(cell(paragraph(run("a ") + inline("focus") + run(" z"))))) + control("impact")
)
FORM = solution()


@settings(max_examples=400, deadline=None)
@given(st.lists(texts, min_size=3, max_size=3))
def test_whatever_people_can_write_stands_as_it_was_written(written):
    within, alone, added = written
    document = replace(
        FORM,
        facts=(*FORM.facts, Fact("told", "Told", (added,), "")),
        sections=tuple(
            replace(box, paragraphs=({"focus": within}.get(box.key, alone),))
            for box in FORM.sections
            if box.key in ("focus", "impact")
        ),
    )
    whole = body_text(fill(TEMPLATE, document))
    assert f"a {within} z\n{alone}\nTold\n{added}" in whole


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
