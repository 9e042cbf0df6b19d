"""A record as plain text, to be pasted into LCS, EHM or Mosaic box by box.

Every box is a block: its heading, a line under it, its text, an empty line. Text is not wrapped or
indented, so that a pasted part looks typed, and what people wrote stands as they wrote it.
"""

from collections.abc import Iterable

from app.records.document import Box, Document, Fact, Item, Table


def to_text(document: Document) -> str:
    """The document as text with line feeds (Dudley, "Group Supervision": the form is kept in LCS and EHM)."""
    head = [document.title, "=" * len(document.title), *([document.standing] if document.draft else [])]
    blocks = [head, [line for fact in document.facts for line in _fact(fact)]]
    for section in document.sections:
        blocks += _blocks(section)
    text = "\n\n".join("\n".join(block) for block in blocks)
    return text.replace("\r\n", "\n") + "\n"


def to_file(document: Document) -> bytes:
    """The text as a file for a Windows desktop: CRLF, and a mark by which Word knows UTF-8."""
    return to_text(document).replace("\n", "\r\n").encode("utf-8-sig")


def text_of(section: Box | Table) -> str:
    """One box without its heading: what a “copy” button beside it copies."""
    return "\n".join(_box(section) if isinstance(section, Box) else _across(section))


def _blocks(section: Box | Table) -> list[list[str]]:
    """A table of times reads across. One of learning is a box for each column, which is how it is pasted."""
    if isinstance(section, Box):
        return [_headed(section.heading, _box(section))]
    if section.across:
        return [_headed(section.heading, _across(section))]
    columns = zip(*section.shown, strict=True)
    return [
        _headed(heading, [f"- {cell}" for cell in cells if cell and section.rows] or [section.blank])
        for heading, cells in zip(section.columns, columns, strict=True)
    ]


def _headed(heading: str, lines: Iterable[str]) -> list[str]:
    return [heading, "-" * len(heading), *lines]


def _box(box: Box) -> Iterable[str]:
    if box.empty:
        yield box.blank
    yield from box.paragraphs
    for number, item in enumerate(box.items, 1):
        yield from _item(item, f"{box.each} {number}: " if box.each else "- ")


def _item(item: Item, mark: str) -> Iterable[str]:
    yield f"{mark}{item.text}{in_brackets(item.notes)}"
    for double in item.under:
        yield f"- merged with this: {double.text}{in_brackets(double.notes)}"
    for fact in item.details:
        yield from _fact(fact)


def _across(table: Table) -> Iterable[str]:
    for row in table.shown:
        rest = (f"{column.lower()} {cell}" for column, cell in zip(table.columns[1:], row[1:], strict=True))
        yield f"{row[0]}: {', '.join(rest)}"


def _fact(fact: Fact) -> Iterable[str]:
    if len(fact.shown) == 1:
        yield f"{fact.label}: {fact.shown[0]}"
        return
    yield f"{fact.label}:"
    yield from (f"- {value}" for value in fact.shown)


def in_brackets(notes: tuple[str, ...]) -> str:
    return f" ({'; '.join(notes)})" if notes else ""
