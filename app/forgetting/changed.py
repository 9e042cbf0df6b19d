"""Whether a document says something else by now than when it was marked as filed. The copy in LCS or a folder does not
change by itself, and a disagreement is to stand in the record (West Sussex, section 11): so whoever opens the page is
told that it has to be filed again, and until then the words are not forgotten unannounced."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from app.circle.destinations import LEARNING, documents
from app.circle.state import Circle, Filing, Wording
from app.records import content
from app.records.content import Document
from app.store import tables

#: Acts that change a document and leave no earlier wording to compare with.
_FORM, _LEARNING = ("check_in", "erase"), ("compose", "erase")
#: What the group finds when it checks in comes after the record, and calls for no second filing.
_LATER = "comment"

_Words = dict[tuple[str, str], Wording]


def since_filed(db: Connection, circle: Circle) -> set[str]:
    """The documents that were filed and have changed since."""
    filed = {name: circle.filings.get(name) for name in documents(circle)}
    return {
        name
        for name, filing in filed.items()
        if filing and filing.state == "filed" and _differs(db, circle, filing)
    }


def _differs(db: Connection, circle: Circle, filing: Filing) -> bool:
    at, name = filing.at or 0, filing.document
    if _acted(db, circle, at, _LEARNING if name == LEARNING else _FORM):
        return True
    before, after = (_said(each, name) for each in (_as_it_stood(db, circle, at), circle))
    return before != after


def _as_it_stood(db: Connection, circle: Circle, at: int) -> Circle:
    """The circle with the words and answers that it had at that moment."""
    w = tables.wordings.c
    found = select(w.subject, w.field, w.text, w.revision).where(w.circle_id == circle.id, w.at <= at)
    rows = db.execute(found.order_by(w.revision))
    words: _Words = {(row.subject, row.field): Wording(row.text, row.revision) for row in rows}
    words |= {key: wording for key, wording in circle.words.items() if key[1] == _LATER}
    answers = {
        id_: each if (each.settled_at or 0) <= at else replace(each, settled_at=None)
        for id_, each in circle.responses.items()
        if each.at <= at
    }
    return replace(circle, words=words, responses=answers)


def _said(circle: Circle, name: str) -> Mapping[str, Any] | None:
    """What stands in the document; None where it was none yet."""
    now, team = circle.closed_at or circle.created_at, ""
    try:
        document: Document = (
            content.record_of_learning(circle, now, team)
            if name == LEARNING
            else content.solution_form(circle, now, team, "full", document=name)
        )
    except LookupError:
        return None
    return {"facts": document.facts, "sections": document.sections}


def _acted(db: Connection, circle: Circle, after: int, types: tuple[str, ...]) -> bool:
    m = tables.moves.c
    found = select(m.version).where(m.circle_id == circle.id, m.at > after, m.type.in_(types))
    return db.execute(found.limit(1)).first() is not None
