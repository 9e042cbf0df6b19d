"""The records as boxes of text to copy into LCS, EHM or Mosaic, one by one; in the council's own boxes where it has
said which."""

from dataclasses import dataclass

from app import blocking
from app.circle.destinations import LEARNING
from app.circle.state import Circle
from app.pages import files
from app.pages.access import services
from app.records import council
from app.records.content import Detail, Document


@dataclass(frozen=True)
class Block:
    """A box: what is copied, under its heading."""

    id: str
    heading: str
    text: str


def boxes(circle: Circle, document: str, detail: Detail = "short") -> list[Block]:
    """For views with `circle_staff_only`. The council's boxes are those of the form."""
    if document == LEARNING:
        return in_blocks(files.learning_of(circle), "box", own=False)
    return in_blocks(files.form_of(circle, detail, document), "box")


def in_blocks(document: Document, prefix: str, own: bool = True) -> list[Block]:
    """`prefix` keeps the ids of several documents on one page apart; `own`: whether the council's own boxes hold."""
    folder = services().config.instance / "record-templates"
    mapping = blocking.run(council.templates, folder).boxes if own else None
    return [
        Block(f"{prefix}-{number}", heading, text)
        for number, (heading, text) in enumerate(council.in_boxes(document, mapping), 1)
    ]
