"""A record as PDF/UA-1, which screen readers can read.

The content goes to the template `typst/record.typ` as data and is never read as markup. Nothing is
fetched and nothing of the system is used: the fonts stand beside the template, and no word of the record is
written to any file on the way.
"""

import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

import typst

from app.records.document import Box, Document, Fact, Item, Table, described
from app.records.letters import runs_from_right
from app.records.pdf_row_headers import with_row_headers
from app.records.pdf_said_once import said_once
from app.records.plain import in_brackets

TEMPLATE = Path(__file__).parent / "typst" / "record.typ"
FONTS = TEMPLATE.parent / "fonts"

#: The form's own type; emoji; the scripts most written in the UK; then fonts that have nearly every character
#: there is; last a box, which stands for any other and keeps the character itself when text is copied.
_FIRST, _LAST = ("Liberation Sans", "Noto Emoji"), ("Unifont", "Unifont Upper", "Circlekeeper Box")

#: A row or table of about as many lines as fit on half a page stays together; a longer one may break.
_MOST_LINES_TOGETHER = 24
_LETTERS_A_LINE = 40
_MOST_LISTED = 10


class PdfFault(Exception):
    """The PDF could not be made. Says nothing of the record: a fault gets logged."""


def to_pdf(document: Document) -> bytes:
    """The document as a tagged PDF (West Sussex, section 9, and Dudley, "Group Supervision": records are
    kept electronically). The same document gives the same bytes."""
    inputs = {"record": json.dumps(_record(document)), "fonts": json.dumps(_families())}
    try:
        compiler = typst.Compiler(
            TEMPLATE.read_bytes(), root=TEMPLATE.parent, font_paths=_fonts(), sys_inputs=inputs
        )
        made = compiler.compile(
            format="pdf", pdf_standards="ua-1", timestamp=int(document.made_at.timestamp())
        )
        return said_once(with_row_headers(cast(bytes, made), expected=_labels(document)))
    except (typst.TypstError, ValueError, LookupError) as fault:
        # Typst's own message may quote the record.
        raise PdfFault(f"The PDF could not be made ({type(fault).__name__}).") from None


def _labels(document: Document) -> int:
    """How many facts there are: each has a label that heads its row."""
    boxes = [section for section in document.sections if isinstance(section, Box)]
    named = [item for box in boxes if box.each for item in box.items]
    return len(document.facts) + sum(len(item.details) for item in named)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


@cache
def _families() -> tuple[str, ...]:
    scripts = sorted(set(_fonts().families()) - {*_FIRST, *_LAST})
    return (*_FIRST, *scripts, *_LAST)


def _record(document: Document) -> dict[str, Any]:
    return {
        "name": _safe(described(document)),
        "title": _text(document.title),
        "draft": document.draft,
        "standing": _text(document.standing),
        "footer": _text(document.whose),
        "facts": _facts(document.facts),
        "sections": [_box(each) if isinstance(each, Box) else _table(each) for each in document.sections],
    }


def _box(box: Box) -> dict[str, Any]:
    return {
        "heading": _text(box.heading),
        "hint": _text(box.hint) if box.hint else None,
        "blank": _text(box.blank) if box.empty and box.blank else None,
        "lines": box.lines if box.empty else 0,
        "paragraphs": [_text(paragraph) for paragraph in box.paragraphs],
        "each": bool(box.each),
        "items": [
            _item(item, item.notes) | {"name": _text(f"{box.each} {number}"), "details": _facts(item.details)}
            for number, item in enumerate(box.items, 1)
        ],
    }


def _item(item: Item, notes: tuple[str, ...]) -> dict[str, Any]:
    return {
        "text": _text(item.text),
        "notes": _text(in_brackets(notes)) if notes else None,
        "lines": item.lines,
        "under": [_item(double, ("merged with this", *double.notes)) for double in item.under],
    }


def _facts(facts: Sequence[Fact]) -> dict[str, Any] | None:
    if not facts:
        return None
    rows = [_fact(fact) for fact in facts]
    return {"rows": rows, "together": _short((t for fact in facts for t in _answer(fact)), _room(facts))}


def _fact(fact: Fact) -> dict[str, Any]:
    answer = _answer(fact)
    return {
        "label": _text(fact.label),
        "values": [_text(value) for value in answer],
        "empty": not fact.values,
        "lines": 0 if fact.values else fact.lines,
        "whole": _short([fact.label]) and _short(answer, _room([fact])),
    }


def _answer(fact: Fact) -> tuple[str, ...]:
    """A long list of people flows; a form does not fill a page with who was there."""
    return ("; ".join(fact.shown),) if len(fact.shown) > _MOST_LISTED else fact.shown


def _table(table: Table) -> dict[str, Any]:
    rows = [
        {
            "cells": [_text(cell) for cell in row],
            "whole": all(_short([cell]) for cell in row),
            "unwritten": not any(row),
        }
        for row in table.shown
    ]
    return {
        "heading": _text(table.heading) if table.heading else None,
        "columns": [_text(column) for column in table.columns],
        "rows": rows,
        "empty": table.empty,
        "together": _short(
            (max(row, key=len, default="") for row in table.shown),
            room=sum(not any(row) for row in table.shown),
        ),
    }


def _short(texts: Iterable[str], room: int = 0) -> bool:
    """Whether the texts, one below the other, and the room for handwriting stay on one page."""
    lines = sum(1 + text.count("\n") + len(text) // _LETTERS_A_LINE for text in texts)
    return lines + 2 * room <= _MOST_LINES_TOGETHER


def _room(facts: Sequence[Fact]) -> int:
    return sum(fact.lines for fact in facts if not fact.values)


def _text(text: str) -> dict[str, Any]:
    """Line by line, each as ordinary words and, in every second place, a word that may be too wide."""
    lines = [_LONG_WORD.split(line) for line in _safe(text).split("\n")]
    return {"rtl": runs_from_right(text), "wide": any(len(line) > 1 for line in lines), "lines": lines}


def _safe(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)


_LONG_WORD = re.compile(r"(\S{13,})")

#: Characters that no document can hold. The domain refuses them; one that slipped in spoils no record.
_FORBIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
