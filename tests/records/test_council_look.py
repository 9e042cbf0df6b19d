"""A council's template filled: the words look as their controls did, and stand as they were written."""

from dataclasses import replace

import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from app.circle.text import clean
from app.records.content import Fact, solution_form
from app.records.council import fill
from tests.records import circles
from tests.records.circles import SAM, Played
from tests.records.council_filling import page, solution, the_paragraph, with_focus
from tests.records.council_templates import (
    BARE_FORM,
    FULL_FORM,
    body_text,
    cell,
    control,
    facts_table,
    form,
    inline,
    made,
    paragraph,
    parts_of,
    row,
    run,
    table,
)
from tests.records.test_word import HOSTILE


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
