"""A record taken apart into named pieces, each a few lines of text: what goes into one control of a council's
Word template, or into one of its boxes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from app.records.council_names import COLUMNS, name_of
from app.records.document import RECORD_OF_LEARNING, Box, Document, Fact, Item, Table
from app.records.plain import in_brackets, text_of


class Span(NamedTuple):
    text: str
    look: Literal["", "bold", "italic"] = ""


#: What becomes one paragraph. Line ends within it are line breaks.
Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """`empty`: nobody has filled it, and `lines` only say so."""

    name: str
    heading: str
    lines: tuple[Line, ...]
    text: str
    empty: bool
    fact: bool = False


def pieces(document: Document) -> list[Piece]:
    """Everything that a record says, in its order."""
    return [
        *map(_fact, document.facts),
        *(piece for each in document.sections for piece in _section(document, each)),
    ]


def learning_rows(document: Document) -> tuple[tuple[str, ...], ...]:
    """The rows of Appendix 9's table; where there are none, one that says so."""
    return next(
        each.shown for each in document.sections if _is_learning(document, each) and isinstance(each, Table)
    )


def _fact(fact: Fact) -> Piece:
    lines = tuple(_line(value) for value in fact.shown)
    return Piece(name_of(fact.key), fact.label, lines, "\n".join(fact.shown), not fact.values, fact=True)


def _section(document: Document, section: Box | Table) -> Iterator[Piece]:
    if isinstance(section, Table) and _is_learning(document, section):
        yield from _columns(section)
        return
    text = text_of(section)
    lines = _box(section) if isinstance(section, Box) else map(_line, text.split("\n"))
    yield Piece(name_of(section.key), section.heading, tuple(lines), text, section.empty)


def _is_learning(document: Document, section: Box | Table) -> bool:
    return document.kind == RECORD_OF_LEARNING and isinstance(section, Table) and not section.across


def _columns(table: Table) -> Iterator[Piece]:
    """Each column of Appendix 9 is a list of its own."""
    for name, heading, cells in zip(COLUMNS, table.columns, zip(*table.shown, strict=True), strict=True):
        said = [cell for cell in cells if cell] or [table.blank]
        text = "\n".join(f"- {cell}" for cell in said) if table.rows else table.blank
        yield Piece(name, heading, tuple(map(_line, said)), text, table.empty)


def _box(box: Box) -> Iterator[Line]:
    if box.empty:
        yield _line(box.blank)
    yield from map(_line, box.paragraphs)
    for number, item in enumerate(box.items, 1):
        if box.each:
            yield (Span(f"{box.each} {number}", "bold"),)
        yield from _item(item)


def _item(item: Item) -> Iterator[Line]:
    yield _noted(item)
    for double in item.under:
        yield (Span("merged with this: "), *_noted(double))
    for fact in item.details:
        yield from _detail(fact.label, fact.shown)


def _noted(item: Item) -> Line:
    return (Span(item.text), *([Span(in_brackets(item.notes), "italic")] if item.notes else []))


def _detail(label: str, values: Sequence[str]) -> Iterable[Line]:
    if len(values) == 1:
        return [(Span(f"{label}: ", "bold"), Span(values[0]))]
    return [(Span(f"{label}:", "bold"),), *map(_line, values)]


def _line(text: str) -> Line:
    return (Span(text),)
