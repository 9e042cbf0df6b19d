"""A filled council template opened again by other software: every text is there once, in its order."""

import io
import subprocess
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from app.records.content import Document, record_of_learning, solution_form
from app.records.council import Template, fill
from tests.records import circles
from tests.records.circles import SAM, Played
from tests.records.council_templates import (
    LEARNING,
    control,
    facts_table,
    field,
    form,
    headed,
    inline,
    learning,
    paragraph,
    run,
)

#: Forty texts that a search cannot mix up.
SAID = [f"Suggestion {number:02} of many: ring, write or call round." for number in range(1, 41)]
OUR_FORM = (
    paragraph(run("Borough of Elsewhere"), '<w:pStyle w:val="Title"/>')
    + control("standing")
    + facts_table()
    + headed("focus", "understood", "impact", "tried", "chosen")
    + paragraph(run("Check-in: ", "<w:b/>") + inline("check_in"))
    + headed("suggestion")
)


def forty_suggestions() -> Document:
    played = Played()
    circles.details(played)
    played.goes_to("focus").focus("How do we make mornings calmer?")
    played.goes_to("solutions")
    ids = [played.says("suggestion", text, SAM) for text in SAID]
    played.goes_to("selection")
    for id_ in ids[:2]:
        played.act("choose", id=id_, on=True)
        played.act("action", id=id_, by_whom="Priya")
    return solution_form(played.closes().circle, played.now, "North team", "full")


def forty_lessons() -> Document:
    played = Played().goes_to("review")
    for number, text in enumerate(SAID):
        played.says(("worked_well", "key_learning", "next_step")[number % 3], text)
    return record_of_learning(played.closes().circle, played.now, "North team")


def our_form() -> Template:
    header = paragraph(run("Team: ") + inline("team"))
    return form(
        OUR_FORM,
        header=header,
        footer=paragraph(run("Page ") + field("PAGE") + run(" of ") + field("NUMPAGES")),
    )


def pdf_text(raw: bytes, folder: Path) -> str:
    """The text of the pages that LibreOffice makes of the file."""
    file = folder / "filled.docx"
    file.write_bytes(raw)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(file)],
        check=True, capture_output=True, timeout=100,
    )  # fmt: skip
    text = subprocess.run(
        ["pdftotext", "-layout", str(folder / "filled.pdf"), "-"], check=True, capture_output=True, timeout=30
    )
    return text.stdout.decode()


def words_only(text: str) -> str:
    return " ".join(text.split())


def test_forty_suggestions_stand_once_and_in_order_on_the_pages(tmp_path):
    text = words_only(pdf_text(fill(our_form(), forty_suggestions()), tmp_path))
    places = [text.index(said) for said in SAID]
    assert places == sorted(places)
    assert [text.count(said) for said in SAID] == [1] * 40
    for words in (
        *(circles.BOXES[name] for name in circles.BOXES),
        "How do we make mornings calmer?",
        "KQ",
        "Dana Field",
    ):
        assert text.count(words) == 1, words
    assert text.count("Team: North team") == text.count("Page ") > 1, "the header stands on every page"


@pytest.mark.parametrize(
    ("template", "make"), [(our_form, forty_suggestions), (lambda: learning(LEARNING), forty_lessons)]
)
def test_the_file_opens_in_other_software_and_holds_no_control(template, make):
    file = docx.Document(io.BytesIO(fill(template(), make())))
    whole = "\n".join(
        "".join(t.text or "" for t in p.iter(qn("w:t"))) for p in file.element.body.iter(qn("w:p"))
    )
    assert [whole.count(said) for said in SAID] == [1] * 40
    assert list(file.element.iter(qn("w:sdt"))) == []


def test_the_rows_of_learning_keep_their_columns_in_order(tmp_path):
    raw = fill(learning(LEARNING), forty_lessons())
    rows = docx.Document(io.BytesIO(raw)).tables[0].rows
    columns = [[row.cells[column].text for row in rows[1:]] for column in range(3)]
    assert [[text for text in column if text] for column in columns] == [SAID[0::3], SAID[1::3], SAID[2::3]]
    assert pdf_text(raw, tmp_path).count("Went well") > 1, "the header row is repeated on each page"
