"""The register: a line for each circle that was closed or forgotten, with numbers and places and no words. It is
kept in step with the circle in the same transaction, and is what lists of many circles are made from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, or_, select, update

from app.circle.clock import actual_ms
from app.circle.destinations import LEARNING, destinations, documents
from app.circle.filing import open_actions, open_disagreements
from app.circle.state import Circle, Filing
from app.store import tables as t

#: Kinds of documents: the form for somebody's file, for a worker's development supervision, and Appendix 9.
FORM, DEVELOPMENT = "form", "development"


@dataclass(frozen=True)
class Document:
    """What became of one document. `document` is the id under which it is filed; it tells nothing about whom."""

    document: str
    kind: str
    state: str
    place: str
    on: str | None


@dataclass(frozen=True)
class Line:
    """A circle in the register. Times are milliseconds; `check_on` is a day."""

    circle_id: str
    team_id: int
    format_title: str
    created_at: int
    started_at: int | None
    closed_at: int | None
    planned_ms: int
    actual_ms: int
    people: int
    open_documents: int
    settled_at: int | None
    window_from: int | None
    open_disagreements: int
    held: bool
    open_actions: int
    check_on: str | None
    forgotten_at: int | None
    counts: dict[str, int] = field(default_factory=dict)
    documents: tuple[Document, ...] = ()


def keep(db: Connection, circle: Circle) -> None:
    """Bring a circle's line up to date, or begin it."""
    known = db.scalar(select(t.register.c.circle_id).where(t.register.c.circle_id == circle.id))
    if known is None:
        team_id = db.scalar(select(t.circles.c.team_id).where(t.circles.c.id == circle.id))
        db.execute(insert(t.register).values(circle_id=circle.id, team_id=team_id, **_values(circle)))
        return
    values = _follow_up(circle) if circle.forgotten_at is not None else _values(circle)
    db.execute(update(t.register).where(t.register.c.circle_id == circle.id).values(**values))


def lines(
    db: Connection,
    team_ids: Sequence[int],
    *where: ColumnElement[bool],
    order: ColumnElement[Any] | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[Line]:
    """Of these teams, newest first if nothing else is said; `where` narrows it down further."""
    r = t.register.c
    by = r.created_at.desc() if order is None else order
    query = select(t.register).where(r.team_id.in_(team_ids), *where).order_by(by, r.circle_id)
    return [_line(row) for row in db.execute(query.limit(limit).offset(offset)).mappings()]


def count(db: Connection, team_ids: Sequence[int]) -> int:
    r = t.register.c
    return db.scalar(select(func.count()).select_from(t.register).where(r.team_id.in_(team_ids))) or 0


def line(db: Connection, circle_id: str) -> Line | None:
    row = db.execute(select(t.register).where(t.register.c.circle_id == circle_id)).mappings().first()
    return _line(row) if row else None


def warned(db: Connection, circle_ids: Sequence[str]) -> dict[str, list[date]]:
    """The days on which the team's staff were told that these circles' words will go."""
    w, found = t.warnings.c, dict[str, list[date]]()
    for row in db.execute(select(w.circle_id, w.on).where(w.circle_id.in_(circle_ids)).order_by(w.on)):
        found.setdefault(row.circle_id, []).append(date.fromisoformat(row.on))
    return found


def to_file(db: Connection, team_ids: Sequence[int], limit: int) -> list[Line]:
    """Circles with a document that is neither filed nor discarded, the oldest first."""
    r = t.register.c
    return lines(
        db, team_ids, r.open_documents > 0, r.forgotten_at.is_(None), order=r.closed_at.asc(), limit=limit
    )


def to_settle(db: Connection, team_ids: Sequence[int], limit: int) -> list[Line]:
    """Circles with a disagreement that nobody has settled, the oldest first."""
    r = t.register.c
    return lines(
        db, team_ids, r.open_disagreements > 0, r.forgotten_at.is_(None), order=r.closed_at.asc(), limit=limit
    )


def with_open_actions(
    db: Connection, team_ids: Sequence[int], *where: ColumnElement[bool], limit: int | None = None
) -> list[Line]:
    """Circles with something that was agreed and not yet done, by the day on which it is looked at; those
    without such a day first."""
    r = t.register.c
    return lines(db, team_ids, r.open_actions > 0, *where, order=r.check_on.asc().nulls_first(), limit=limit)


def to_check(db: Connection, team_ids: Sequence[int], until: str, limit: int | None = None) -> list[Line]:
    """Circles with an action to look at by the day `until`, or whenever one meets where no day was agreed."""
    check_on = t.register.c.check_on
    return with_open_actions(db, team_ids, or_(check_on.is_(None), check_on <= until), limit=limit)


def not_forgotten(db: Connection) -> list[Line]:
    """Every line whose circle's words are still kept."""
    return [
        _line(row)
        for row in db.execute(select(t.register).where(t.register.c.forgotten_at.is_(None))).mappings()
    ]


def settled_documents(circle: Circle) -> tuple[Document, ...]:
    """All documents of a circle, with what became of each."""
    kinds = {each.id: DEVELOPMENT if each.is_worker else FORM for each in destinations(circle)}
    return tuple(
        Document(
            name,
            LEARNING if name == LEARNING else kinds.get(name, FORM),
            filing.state,
            filing.place,
            filing.on,
        )
        for name in documents(circle)
        for filing in (circle.filings.get(name, Filing(name)),)
    )


def _values(circle: Circle) -> dict[str, Any]:
    filed = settled_documents(circle)
    still_open = sum(each.state == "open" for each in filed)
    settled = [f.at for name in documents(circle) if (f := circle.filings.get(name)) and f.at is not None]
    now = circle.closed_at or circle.created_at
    shown = Counter(each.kind for each in circle.contributions.values() if each.state in ("shown", "merged"))
    return {
        "format_title": circle.format.title,
        "created_at": circle.created_at,
        "started_at": circle.started_at,
        "closed_at": circle.closed_at,
        "planned_ms": sum(stage.planned_ms or 0 for stage in circle.format.stages),
        "actual_ms": sum(actual_ms(circle, i, now) for i in range(len(circle.format.steps))),
        "people": len(circle.present()),
        "counts": dict(shown),
        "documents": [asdict(each) for each in filed],
        "open_documents": still_open,
        "settled_at": max(settled) if settled and not still_open else None,
        "window_from": circle.window_from or circle.closed_at,
        "open_disagreements": len(open_disagreements(circle)),
        "held": circle.held,
        **_follow_up(circle),
    }


def _follow_up(circle: Circle) -> dict[str, Any]:
    """What can still change when the words are gone. The numbers of a forgotten circle stay as they were."""
    actions = open_actions(circle)
    days = [day for each in actions if (day := each.check_on or circle.check_in_on)]
    return {
        "open_actions": len(actions),
        "check_on": min(days) if days else None,
        "forgotten_at": circle.forgotten_at,
    }


def _line(row: Any) -> Line:
    values = {name: row[name] for name in Line.__dataclass_fields__}
    return Line(**{**values, "documents": tuple(Document(**each) for each in row["documents"])})
