"""What a reader finds in a record, and which words of the circle stand in it."""

import io
import json
import zipfile
from collections.abc import Mapping

import docx
from docx.text.paragraph import Paragraph

from app.circle.state import CIRCLE, Circle
from app.records.content import HEADINGS, Box, Detail, Document, file_name, solution_form
from app.records.plain import to_text
from app.records.word import to_docx
from tests.records import circles
from tests.records.circles import Played

MAKERS = {"solution": circles.solution, "success": circles.success}


def form(
    played: Played, detail: Detail = "short", headings: Mapping[str, str] = HEADINGS, document: str = ""
) -> Document:
    return solution_form(played.circle, played.now, "North team", detail, headings, document=document)


def section(document: Document, key: str) -> Box:
    found = next(each for each in document.sections if each.key == key)
    assert isinstance(found, Box)
    return found


def facts(document: Document) -> dict[str, tuple[str, ...]]:
    return {fact.key: fact.values for fact in document.facts}


def texts(box: Box) -> list[str]:
    return [item.text for item in box.items]


def opened(content: bytes) -> "docx.document.Document":
    return docx.Document(io.BytesIO(content))


def word_text(document: Document) -> str:
    """All text of the Word file's body in its order, tables included."""
    file = opened(to_docx(document))
    paragraphs = file.element.body.iter(docx.oxml.ns.qn("w:p"))
    return "\n".join(Paragraph(each, file).text for each in paragraphs)


def everything(document: Document) -> str:
    """All that leaves with a record: text, every part of the Word file, and the names of the files."""
    with zipfile.ZipFile(io.BytesIO(to_docx(document))) as parts:
        raw = [parts.read(name).decode("utf-8", "replace") for name in parts.namelist()]
    names = [file_name(document, document.team, "docx"), file_name(document, document.team, "txt")]
    return "\n".join([word_text(document), to_text(document), *raw, *names])


def words_of(circle: Circle) -> dict[tuple[str, str], str]:
    """Every text that the circle holds, lists taken apart, by where it stands."""
    words: dict[tuple[str, str], str] = {}
    for (subject, name), wording in circle.words.items():
        if name in ("attendance", "destinations"):
            for number, row in enumerate(json.loads(wording.text)):
                words |= {(subject, f"{name} {number} {part}"): text for part, text in row.items() if text}
        else:
            words[subject, name] = wording.text
    return {place: text for place, text in words.items() if text and not _harmless(place)}


def about_the_case(circle: Circle) -> dict[tuple[str, str], str]:
    """Every text but those that the Record of Learning is for."""
    review = {c.id for c in circle.contributions.values() if c.stage == "review"}
    review |= {line.id for line in circle.learning or ()}
    allowed = {(CIRCLE, name) for name in ("facilitator", "advisor", "activity")}
    return {
        place: text
        for place, text in words_of(circle).items()
        if place not in allowed and place[0] not in review
    }


def leaks(document: Document, circle: Circle) -> list[str]:
    """Which texts about the case, or names of people in the room, leave with the document."""
    whole = everything(document)
    return [text for text in about_the_case(circle).values() if text in whole]


def _harmless(place: tuple[str, str]) -> bool:
    """“child” is the kind of a person concerned, and the id of their form tells nothing of them."""
    return place[1].endswith((" kind", " id"))
