"""Every text once, in order, verbatim: from none to four hundred contributions, in every kind of file but PDF, which
test_pdf_text reads; and 5,000 random texts."""

import subprocess
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from app.records.content import Box, Document, Item, Table, record_of_learning, solution_form
from app.records.plain import to_file, to_text
from app.records.word import to_docx
from tests.pages.conftest import Service, empty_database, service
from tests.records.circles import Played
from tests.records.html_reading import Page
from tests.records.reading import opened
from tests.records.unicode_texts import HOSTILE, numbered, random_texts

__all__ = ["empty_database", "service"]

SIZES = (0, 1, 40, 400)
KINDS = ("form", "learning")
COLUMNS = ("worked_well", "key_learning", "next_step")
RANDOM = 5000


@cache
def held(size: int) -> tuple[Played, dict[str, list[str]]]:
    """A circle with so many suggestions, and as many words in its review. Beside it, for each kind of record what
    must stand in it, in its order."""
    played = Played().goes_to("solutions")
    texts = {"form": numbered(size), "learning": numbered(size, start=1000)}
    for text in texts["form"]:
        played.says("suggestion", text)
    played.goes_to("review")
    for number, text in enumerate(texts["learning"]):
        played.says(COLUMNS[number % 3], text)
    return played.closes(), texts


def record(kind: str, size: int) -> Document:
    played, _ = held(size)
    if kind == "form":
        return solution_form(played.circle, played.now, "North team", "full")
    return record_of_learning(played.circle, played.now, "North team")


def astray(whole: str, texts: Sequence[str]) -> list[str]:
    """Texts that are not there exactly once, or not in their order."""
    places = [whole.find(text) for text in texts]
    wrong = [text for text in texts if whole.count(text) != 1]
    return wrong or ([] if places == sorted(places) else ["not in their order"])


def in_columns(texts: Sequence[str]) -> list[str]:
    """In the order of plain text, where each column is a list of its own."""
    return [text for column in range(3) for text in texts[column::3]]


def in_word(document: Document) -> list[str]:
    file = opened(to_docx(document))
    return [Paragraph(each, file).text for each in file.element.body.iter(qn("w:p"))]


def in_page(service: Service, document: Document) -> Page:
    with service.app.test_request_context():
        template = service.app.jinja_env.get_template("files/record.html")
        given = {
            "document": document,
            "name": document.title,
            "by_hand": False,
            "back": "/",
            "back_to": "Back",
        }
        return Page(template.render(**given))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_text_word_and_page_hold_every_text_once_in_order(service: Service, kind: str, size: int) -> None:
    document, texts = record(kind, size), held(size)[1][kind]
    said = in_columns(texts) if kind == "learning" else texts
    assert astray(to_text(document), said) == []
    assert astray(to_file(document).decode("utf-8-sig").replace("\r\n", "\n"), said) == []
    for found in (in_word(document), in_page(service, document).words):
        mine = set(texts)
        assert [text for text in found if text in mine] == texts


def test_another_program_opens_the_word_files_and_finds_every_text(tmp_path: Path) -> None:
    documents = {f"{kind}-{size}": record(kind, size) for kind in KINDS for size in SIZES}
    anything, texts = randomly(seed=2026)
    found = opened_by_libreoffice(tmp_path, {**documents, "random": anything})
    for name, document in documents.items():
        kind, size = name.split("-")
        assert astray(found[name], held(int(size))[1][kind]) == [], name
        assert document.title in found[name]
    assert [text for text in texts if text not in found["random"]] == []


@pytest.mark.parametrize("change", ["lost", "twice", "order", "spelled"])
def test_control_a_text_that_goes_astray_is_found(change: str) -> None:
    texts = numbered(16)
    planted = {
        "lost": texts[1:],
        "twice": [*texts, texts[3]],
        "order": [texts[1], texts[0], *texts[2:]],
        "spelled": [texts[0].replace("&amp;", "&"), *texts[1:]],
    }
    assert astray("\n".join(texts), texts) == []
    assert astray("\n".join(planted[change]), texts) != []


def randomly(seed: int) -> tuple[Document, list[str]]:
    """Thousands of random texts in every place where a document can have one, and these texts in their order."""
    texts = random_texts(RANDOM, seed)
    listed, cells = texts[: RANDOM // 2], texts[RANDOM // 2 : -2]
    rows = tuple(zip(*[iter(cells)] * 3, strict=False))
    kept = [*listed, *(cell for row in rows for cell in row), *texts[-2:]]
    columns = ("What Worked Well", "Key Learning", "Next Steps")
    sections = (
        Box("suggestion", "Offered", (), "", items=tuple(map(Item, listed))),
        Table("learning", "", "Learning.", columns, rows, ""),
        Box("chosen", "Chosen", (texts[-2],), "", items=(Item(texts[-1]),), each="Solution"),
    )
    return replace(record("form", 0), facts=(), sections=sections), kept


def test_five_thousand_random_texts_pass_through_unchanged(service: Service) -> None:
    document, texts = randomly(seed=2026)
    assert len(texts) > RANDOM - 5
    mine = set(texts)
    assert [text for text in in_word(document) if text in mine] == texts
    assert [text for text in in_page(service, document).words if text in mine] == texts
    listed = "\n".join(f"- {text}" for text in texts[: RANDOM // 2])
    assert f"\nOffered\n-------\n{listed}\n\n" in to_text(document)
    cells = texts[RANDOM // 2 : -2]
    for column in range(3):
        listed = "\n".join(f"- {text}" for text in cells[column::3])
        assert f"---\n{listed}\n\n" in to_text(document)
    assert to_file(document).decode("utf-8-sig").replace("\r\n", "\n") == to_text(document)


def test_a_page_makes_no_tag_of_what_people_wrote(service: Service) -> None:
    calm = in_page(service, record("form", 0)).tags
    loud = in_page(service, record("form", 40)).tags
    assert set(loud) - set(calm) == {"ul", "li"} - set(calm)
    assert "script" not in loud
    assert any("<script>" in text for text in HOSTILE)


def opened_by_libreoffice(folder: Path, documents: dict[str, Document]) -> dict[str, str]:
    """The text of each document's Word file, as LibreOffice reads it. One start for all of them."""
    for name, document in documents.items():
        (folder / f"{name}.docx").write_bytes(to_docx(document))
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
               "txt:Text (encoded):UTF8", "--outdir", str(folder)]  # fmt: skip
    files = [str(folder / f"{name}.docx") for name in documents]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=120)
    return {name: (folder / f"{name}.txt").read_text(encoding="utf-8-sig") for name in documents}
