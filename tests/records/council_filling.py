"""Records put into a council's template, and what then stands in the file."""

from docx.oxml.ns import qn
from lxml import etree

from app.records.content import Detail, Document, record_of_learning, solution_form
from tests.records import circles, documents
from tests.records.circles import Played
from tests.records.council_templates import parts_of


def solution(detail: Detail = "short", close: bool = True) -> Document:
    return documents.solution(detail, close)


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
