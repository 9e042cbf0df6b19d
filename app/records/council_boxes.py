"""A council's own boxes: which parts of the Solution Circle form go into which box of LCS, EHM or Mosaic.

    [[box]]
    heading = "Analysis"
    from = ["focus", "understood"]

The boxes stand in the council's order. What no box names follows under our own heading, so no word is lost.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.circle.places import Places
from app.circle.state import Refused
from app.circle.text import clean
from app.records.council_names import NAMES, TemplateFault, nearest
from app.records.council_pieces import Piece, pieces
from app.records.document import SOLUTION_FORM, Document

MOST_CHARACTERS = 64 * 1024
MOST_BOXES = 40
LONGEST_HEADING = 120
#: The time for reading a line grows with its square.
LONGEST_LINE = 2000


@dataclass(frozen=True, slots=True)
class BoxMap:
    """For each box of the council its heading and the names of what goes into it."""

    boxes: tuple[tuple[str, tuple[str, ...]], ...]


def read_boxes(source: str) -> BoxMap:
    """Read a file of boxes. Raises TemplateFault, which names the line."""
    source = source.removeprefix("\ufeff")  # Notepad puts it before the first word
    if len(source) > MOST_CHARACTERS:
        raise TemplateFault(f"The file has {len(source)} characters; {MOST_CHARACTERS} are allowed.")
    at = Places(source)
    for number, line in enumerate(source.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            raise _fault(number, f"the line is too long; {LONGEST_LINE} characters are allowed.")
    try:
        table = tomllib.loads(source)
    except (ValueError, RecursionError) as error:
        raise _unreadable(error, at) from None
    entries = table.get("box")
    for name in table:
        if name != "box":
            raise _fault(at.line(name), f"“{name}” is not known here. A box begins with [[box]].")
    if not isinstance(entries, list) or not entries or len(entries) > MOST_BOXES:
        raise _fault(at.line("box"), f"the file needs 1 to {MOST_BOXES} boxes, each beginning with [[box]].")
    taken: dict[str, int] = {}
    return BoxMap(tuple(_box(entry, at, number, taken) for number, entry in enumerate(entries)))


def in_boxes(document: Document, boxes: BoxMap | None) -> list[tuple[str, str]]:
    """Heading and text of each block to be pasted: the council's boxes, then what none of them names. A box for
    which this record has nothing, such as the focus in a Success Circle, is left out."""
    left = {piece.name: piece for piece in pieces(document)}
    blocks = []
    for heading, names in boxes.boxes if boxes else ():
        found = [left.pop(name) for name in names if name in left]
        if found:
            blocks.append((heading, _text(found)))
    facts = [piece for piece in left.values() if piece.fact]
    if facts:
        blocks.append((document.title, "\n".join(map(_labelled, facts))))
    return blocks + [(piece.heading, piece.text) for piece in left.values() if not piece.fact]


def _text(found: Sequence[Piece]) -> str:
    """One thing stands by itself; of several, each says what it is."""
    if len(found) == 1:
        return found[0].text
    said = ""
    for before, piece in zip((None, *found), found, strict=False):
        gap = "" if before is None else "\n" if before.fact and piece.fact else "\n\n"
        said += gap + (_labelled(piece) if piece.fact else f"{piece.heading}:\n{piece.text}")
    return said


def _labelled(fact: Piece) -> str:
    parted = "\n" if len(fact.lines) > 1 else " "
    return f"{fact.heading}:{parted}{fact.text}"


def _box(entry: object, at: Places, number: int, taken: dict[str, int]) -> tuple[str, tuple[str, ...]]:
    here = at.line("box", number)
    if not isinstance(entry, dict):
        raise _fault(here, "a box is a block that begins with [[box]], then “heading” and “from”.")
    for name in entry:
        if name not in ("heading", "from"):
            raise _fault(
                at.line("box", number, name), f"“{name}” is not known here. A box has “heading” and “from”."
            )
    return _heading(entry, at.line("box", number, "heading")), _names(
        entry, at.line("box", number, "from"), taken
    )


def _heading(entry: dict[str, Any], line: int) -> str:
    heading = clean(entry.get("heading"), LONGEST_HEADING)
    if isinstance(heading, Refused) or "\n" in heading:
        raise _fault(
            line,
            f"“heading” needs words between quotation marks, on one line and at most {LONGEST_HEADING} characters.",
        )
    return heading


def _names(entry: dict[str, Any], line: int, taken: dict[str, int]) -> tuple[str, ...]:
    names = entry.get("from")
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        raise _fault(line, '“from” is a list of names in square brackets, such as ["focus", "understood"].')
    for name in names:
        if name not in NAMES[SOLUTION_FORM]:
            raise _fault(line, f"“{name}” is not known. {nearest(name, SOLUTION_FORM, ())}")
        if name in taken:
            raise _fault(
                line,
                f"“{name}” is used twice, first on line {taken[name]}. Its text can go into one box only.",
            )
        taken[name] = line
    return tuple(names)


def _unreadable(error: Exception, at: Places) -> TemplateFault:
    """tomllib's words are for programmers; its line is what helps, unless something before it explains it."""
    found = re.search(r"at line (\d+)", str(error))
    line = int(found[1]) if found else at.end
    if at.repeated and at.repeated[0] <= line:
        number, name, earlier = at.repeated
        return _fault(number, f"“{name}” stands twice here, first on line {earlier}. Keep one of them.")
    return _fault(
        line,
        "this line cannot be read. Look for a missing quotation mark, bracket or “=”, here or just above.",
    )


def _fault(line: int, sentence: str) -> TemplateFault:
    return TemplateFault(f"Line {line}: {sentence}")
