"""A council's template for Appendix 9: a row of its table for each line of the record."""

import io

import docx
from docx.oxml.ns import qn

from app.records.council import fill
from tests.records.circles import Played
from tests.records.council_filling import appendix_9
from tests.records.council_templates import (
    LEARNING,
    body_text,
    control,
    headed,
    inline,
    learning,
    learning_table,
    made,
    paragraph,
    parts_of,
)


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
