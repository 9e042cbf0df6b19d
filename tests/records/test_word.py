"""The Word file: verbatim, in good order, and described."""

import io
import zipfile
from dataclasses import replace
from itertools import pairwise

import pytest
from docx.oxml.ns import qn

from app.records.content import file_name, record_of_learning, solution_form
from app.records.word import to_docx
from tests.records import circles
from tests.records.circles import SAM, Played
from tests.records.documents import learning, solution
from tests.records.reading import opened, word_text

HOSTILE = [
    "<script>alert(1)</script> &amp; <w:p/> ]]> {{ 7*7 }} ${x} \\n",
    "=SUM(A1:A9)+cmd|' /C calc'!A0",
    "@here -1 +1 #REF!",
    "👩🏽‍👩🏽‍👧🏽 family ❤️ é ﬁ",
    "נסה שוב (מחר): 9",
    "نقترح زيارة المدرسة غدًا",
    "first line\n\nsecond  line\n  third",
    "W" * 498,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stands_as_it_was_written(text):
    played = Played().goes_to("focus")
    played.focus(text)
    played.goes_to("solutions")
    chosen = played.says("suggestion", f"{text}|a", SAM)
    played.says("suggestion", f"{text}|b", SAM)
    played.goes_to("selection")
    played.act("choose", id=chosen, on=True)
    played.act("action", id=chosen, by_whom="x", why=text[:490])
    played.goes_to("review").says("worked_well", text)
    played.closes()
    whole = word_text(solution_form(played.circle, played.now, "T", "full"))
    assert f"\n{text}\n" in whole
    assert f"\n{text}|a\n" in whole
    assert f"\n{text}|b" in whole
    assert f"\n{text[:490].strip()}\n" in whole
    assert f"\n{text}\n" in word_text(record_of_learning(played.circle, played.now, "T"))


def test_words_from_right_to_left_have_their_direction():
    played = Played().goes_to("focus")
    played.focus("«נסה שוב» today")
    body = opened(to_docx(solution_form(played.circle, played.now, "T"))).element.body
    found = [p for p in body.iter(qn("w:p")) if p.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None]
    assert len(found) == 1
    assert found[0].find(f"{qn('w:r')}/{qn('w:rPr')}/{qn('w:rtl')}") is not None


def test_a_character_that_no_file_can_hold_spoils_no_record():
    assert "North\ufffdteam" in word_text(
        solution_form(circles.solution().circle, circles.FIVE_PAST_TWO, "North\x0bteam")
    )


@pytest.mark.parametrize("make", [solution, learning])
def test_the_file_describes_itself_and_names_nobody(make):
    properties = opened(to_docx(make())).core_properties
    assert properties.title == f"{make().title}, 22 November 2026"
    assert properties.language == "en-GB"
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert opened(to_docx(make(close=False))).core_properties.title.startswith("Draft: ")


def test_paper_type_and_language():
    file = opened(to_docx(solution()))
    page = file.sections[0]
    assert (round(page.page_width.cm, 1), round(page.page_height.cm, 1)) == (21.0, 29.7)
    styles = file.styles.element
    assert {fonts.get(qn("w:ascii")) for fonts in styles.iter(qn("w:rFonts"))} == {"Arial"}
    assert {language.get(qn("w:val")) for language in styles.iter(qn("w:lang"))} == {"en-GB"}


@pytest.mark.parametrize("make", [solution, learning])
def test_headings_go_down_one_level_at_a_time(make):
    levels = [
        int(paragraph.style.name[-1])
        for paragraph in opened(to_docx(make())).paragraphs
        if paragraph.style.name.startswith("Heading")
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("make", [solution, learning])
def test_space_is_never_made_with_empty_paragraphs(make):
    for document in (make(), make(close=False)):
        assert [p.style.name for p in opened(to_docx(document)).paragraphs if not p.text] == []


def test_tables_are_described_repeat_their_header_and_keep_rows_whole():
    file = opened(to_docx(learning()))
    for table in file.tables:
        properties = table._tbl.tblPr
        assert properties.find(qn("w:tblCaption")).get(qn("w:val"))
        assert properties.find(qn("w:tblDescription")).get(qn("w:val"))
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    header = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in file.tables[1].rows]
    assert header == [True, False, False]
    assert [cell.text for cell in file.tables[1].rows[0].cells] == [
        "What Worked Well",
        "Key Learning",
        "Next Steps",
    ]


def test_a_row_longer_than_a_page_may_break():
    played = Played().goes_to("review")
    played.says("worked_well", "line\n" * 80 + "end")
    file = opened(to_docx(record_of_learning(played.circle, played.now, "T")))
    assert file.tables[1].rows[1]._tr.trPr.find(qn("w:cantSplit")) is None


def test_a_draft_says_so_at_the_top_and_on_every_page():
    draft = opened(to_docx(solution(close=False)))
    assert draft.paragraphs[1].text.startswith("Draft as of 22 November 2026 at 14:")
    assert draft.sections[0].header.paragraphs[0].text.endswith("\tDraft")
    filed = to_docx(solution())
    assert "Draft" not in word_text(solution())
    assert "Draft" not in opened(filed).sections[0].header.paragraphs[0].text


def test_pages_are_numbered_and_say_what_they_belong_to():
    footer = opened(to_docx(solution())).sections[0].footer.paragraphs[0]
    fields = [field.get(qn("w:instr")) for field in footer._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "Solution Circle form · North team" in footer.text


@pytest.mark.parametrize("make", [solution, learning])
def test_the_same_document_gives_the_same_bytes(make):
    assert to_docx(make()) == to_docx(make())
    with zipfile.ZipFile(io.BytesIO(to_docx(make()))) as parts:
        assert parts.testzip() is None
        assert not [name for name in parts.namelist() if "thumbnail" in name]


def test_a_file_is_named_by_day_kind_and_team_only():
    filed, draft = solution("short"), solution("full", close=False)
    assert file_name(filed, "North team & Söns", "docx") == "2026-11-22-solution-form-north-team-sons.docx"
    assert file_name(draft, "Été", "txt") == "2026-11-22-solution-form-full-draft-ete.txt"
    assert file_name(learning(), "../../etc", "pdf") == "2026-11-22-record-of-learning-etc.pdf"
    assert file_name(learning(), "日本", "pdf").endswith("-team.pdf")
    assert len(file_name(filed, "x" * 300, "docx")) < 90


def test_an_empty_document_opens():
    played = Played()
    bare = replace(solution_form(played.circle, played.now, "T"), sections=())
    assert opened(to_docx(bare)).paragraphs[0].text == "Solution Circle form"
