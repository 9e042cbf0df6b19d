"""Blank forms to print, for the day nothing works: the same headings in the same order as in the records, with
room to write by hand."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from app.circle.format import Format
from app.circle.state import Circle
from app.records.document import Box, Document, Fact, Item, Table
from app.records.form import ACTION, solution_form
from app.records.learning import record_of_learning
from app.records.wording import HEADINGS

#: Rows of the table of Appendix 9, as in the policy.
ROWS = 16
#: A presenter chooses two or so (Dudley, Appendix 2, stage 4).
SOLUTIONS = 2
#: Lines of handwriting; for what is not named here, one in a table and `_USUAL` in a box.
_LINES: Mapping[str, int] = {
    "present": 4,
    "concerns": 2,
    "why": 2,
    "focus": 2,
    "measure": 2,
    "decision": 2,
    "check_in": 1,
    "reflection": 12,
    "outcome": 12,
    "activity": 2,
    "next_date": 1,
}
_USUAL = 3


def blank_form(form: Format, made_at: datetime) -> Document:
    """The Solution Circle form of a format, empty."""
    document = _bare(solution_form(Circle("", form, created_at=0), now=0, team=""), made_at)
    facts = (fact if fact.key == "format" else _fact(fact) for fact in document.facts)
    return replace(document, facts=tuple(facts), sections=tuple(_sections(document.sections)))


def blank_learning(form: Format, made_at: datetime) -> Document:
    """Appendix 9, empty, as it stands in the policy. It is the same for every format."""
    document = _bare(record_of_learning(Circle("", form, created_at=0), now=0, team=""), made_at)
    return replace(
        document, facts=tuple(map(_fact, document.facts)), sections=tuple(_sections(document.sections))
    )


def _bare(document: Document, made_at: datetime) -> Document:
    """Of no circle and no day; neither a draft nor a record yet."""
    return replace(document, draft=False, day="", standing="", made_at=made_at)


def _sections(sections: Iterable[Box | Table]) -> Iterable[Box | Table]:
    for section in sections:
        if isinstance(section, Table):
            yield replace(section, rows=(("",) * len(section.columns),) * ROWS)
        elif section.each:
            yield replace(section, blank="", items=(_solution(),) * SOLUTIONS)
        else:
            lines = _LINES.get(section.key, _USUAL)
            yield replace(section, paragraphs=(), blank="", lines=lines)


def _solution() -> Item:
    details = (Fact(key, HEADINGS[key], (), "", _LINES.get(key, 1)) for key in ACTION)
    return Item("", details=tuple(details), lines=2)


def _fact(fact: Fact) -> Fact:
    return replace(fact, values=(), blank="", lines=_LINES.get(fact.key, 1))
