"""A record as plain text, to be pasted into LCS, EHM or Mosaic box by box.

Every box is a block: its heading in capitals, then its text, then an empty line. Nothing is wrapped,
indented or drawn, so that a pasted part looks typed, and what people wrote stands as they wrote it.
"""

from collections.abc import Iterable

from app.records.document import Box, Document, Fact, Item, Table


def to_text(document: Document) -> str:
    """The document as text with line feeds (Dudley, "Group Supervision": the form is kept in LCS and EHM)."""
    head = [document.title.upper(), document.standing] if document.draft else [document.title.upper()]
    blocks = [head, [line for fact in document.facts for line in _fact(fact)]]
    blocks += [list(_section(section)) for section in document.sections]
    text = "\n\n".join("\n".join(block) for block in blocks if block)
    return text.replace("\r\n", "\n") + "\n"


def to_file(document: Document) -> bytes:
    """The text as a file for a Windows desktop: CRLF, and a mark by which Word knows UTF-8."""
    return to_text(document).replace("\n", "\r\n").encode("utf-8-sig")


def text_of(section: Box | Table) -> str:
    """One box without its heading: what a “copy” button beside it copies."""
    return "\n".join(_body(section))


def _section(section: Box | Table) -> Iterable[str]:
    if section.heading:
        yield section.heading.upper()
    yield from _body(section)


def _body(section: Box | Table) -> Iterable[str]:
    yield from _box(section) if isinstance(section, Box) else _table(section)


def _box(box: Box) -> Iterable[str]:
    if box.empty:
        yield box.blank
    yield from box.paragraphs
    for number, item in enumerate(box.items, 1):
        yield from _item(item, f"{box.each} {number}: " if box.each else "- ")


def _item(item: Item, mark: str) -> Iterable[str]:
    yield f"{mark}{item.text}{_in_brackets(item.notes)}"
    for double in item.under:
        yield f"- merged with this: {double.text}{_in_brackets(double.notes)}"
    for fact in item.details:
        yield from _fact(fact)


def _table(table: Table) -> Iterable[str]:
    """A table of times reads across; one of learning reads down each column, which is how it is pasted."""
    if table.across:
        yield from (_across(table.columns, row) for row in table.shown)
        return
    for index, column in enumerate(table.columns):
        cells = [row[index] for row in table.rows if row[index]]
        yield column.upper()
        yield from (f"- {cell}" for cell in cells) if cells else (table.blank,)
        if index < len(table.columns) - 1:
            yield ""


def _across(columns: tuple[str, ...], row: tuple[str, ...]) -> str:
    rest = ", ".join(f"{column.lower()} {cell}" for column, cell in zip(columns[1:], row[1:], strict=True))
    return f"{row[0]}: {rest}"


def _fact(fact: Fact) -> Iterable[str]:
    if len(fact.shown) == 1:
        yield f"{fact.label}: {fact.shown[0]}"
        return
    yield f"{fact.label}:"
    yield from (f"- {value}" for value in fact.shown)


def _in_brackets(notes: tuple[str, ...]) -> str:
    return f" ({'; '.join(notes)})" if notes else ""
