"""Emptying a circle in the database, and the days on which its end was announced."""

import secrets
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from app.circle.edit import Done, Touched
from app.circle.format_file import parse
from app.circle.state import Circle
from app.keys import Keyring
from app.store import circles, register
from app.store import tables as t
from app.store.register import Line

#: All that hangs on a circle, in an order in which it can be deleted. Contributions are thinned out instead.
_PARTS = (t.tokens, t.wordings, t.visits, t.filings, t.responses, t.warnings, t.moves, t.seats, t.presence)
_CODES = ("join_code_hash", "join_key_hash", "screen_code_hash")


def reduce(db: Connection, keyring: Keyring, circle: Circle, rest: Circle, now: int) -> None:
    """Leave of a circle what is in `rest` and nothing else: no earlier wording, no name, no token, no move."""
    for table in _PARTS:
        db.execute(delete(table).where(table.c.circle_id == circle.id))
    c = t.contributions.c
    db.execute(delete(t.contributions).where(c.circle_id == circle.id, c.id.not_in(rest.contributions)))
    touched = Touched(contributions=frozenset(rest.contributions), words=frozenset(rest.words))
    circles.save(db, keyring, circle, Done(rest, touched), now)
    # Nobody joins any more; the codes that were shown lead nowhere.
    nowhere = {name: secrets.token_hex(32) for name in _CODES}
    db.execute(
        update(t.circles)
        .where(t.circles.c.id == circle.id)
        .values(facilitator_id=None, advisor_id=None, **nowhere)
    )


def closed(db: Connection) -> list[Line]:
    """The lines of closed circles whose words are still kept."""
    return register.not_forgotten(db)


def unsettled(db: Connection, team_ids: Sequence[int], before: int) -> list[Line]:
    """Of these teams, the circles closed before that moment (ms) of which something is neither filed nor
    discarded."""
    r = t.register.c
    return register.lines(db, team_ids, r.open_documents > 0, r.forgotten_at.is_(None), r.closed_at < before)


def abandoned(
    db: Connection, before: int, team_ids: Sequence[int] | None = None, only: str | None = None
) -> list[tuple[Line, int | None]]:
    """Circles that were never closed and in which nothing has happened since `before` (ms), each as far as a line of
    the register can tell it, with its last move."""
    c = t.circles.c
    last = func.coalesce(func.max(t.moves.c.at), c.created_at)
    query = (
        select(c.id, c.team_id, c.created_at, c.started_at, t.format_sources.c.source, last.label("last"))
        .join(t.format_sources, t.format_sources.c.digest == c.format_digest)
        .outerjoin(t.moves, t.moves.c.circle_id == c.id)
        .where(c.closed_at.is_(None), c.created_at < before, c.rehearsal.is_(False))
        .group_by(c.id, t.format_sources.c.source)
        .having(last < before)
    )
    if team_ids is not None:
        query = query.where(c.team_id.in_(team_ids))
    if only is not None:
        query = query.where(c.id == only)
    return [(_unclosed(row), row.last) for row in db.execute(query)]


def not_in_register(db: Connection) -> list[str]:
    """Closed circles without a line: closed by a version of the program that kept none."""
    c = t.circles.c
    lines = select(t.register.c.circle_id)
    kept = c.closed_at.is_not(None) & c.rehearsal.is_(False)
    return list(db.scalars(select(c.id).where(kept, c.id.not_in(lines))))


def warned(db: Connection, ids: Collection[str]) -> dict[str, set[date]]:
    """For each of these circles the days on which the team's staff were told that its words will go."""
    days: dict[str, set[date]] = {each: set() for each in ids}
    w = t.warnings.c
    for row in db.execute(select(w.circle_id, w.on).where(w.circle_id.in_(ids))):
        days[row.circle_id].add(date.fromisoformat(row.on))
    return days


def not_warned(db: Connection, ids: Collection[str], today: date) -> list[str]:
    """Those of these circles whose words are kept and of which nothing was noted today."""
    w, c = t.warnings.c, t.circles.c
    told = select(w.circle_id).where(w.on == today.isoformat())
    kept = select(c.id).where(c.id.in_(ids), c.forgotten_at.is_(None), c.id.not_in(told))
    return list(db.scalars(kept))


def warn(db: Connection, ids: Collection[str], today: date) -> None:
    if ids:
        db.execute(insert(t.warnings), [{"circle_id": each, "on": today.isoformat()} for each in ids])


def warn_anew(db: Connection, circle_id: str) -> None:
    """Somebody worked on the circle: what was announced before counts no more."""
    db.execute(delete(t.warnings).where(t.warnings.c.circle_id == circle_id))


def _unclosed(row: Any) -> Line:
    return Line(
        circle_id=row.id,
        team_id=row.team_id,
        format_title=parse(row.source, kept=True).title,
        created_at=row.created_at,
        started_at=row.started_at,
        closed_at=None,
        planned_ms=0,
        actual_ms=0,
        people=0,
        open_documents=0,
        settled_at=None,
        window_from=None,
        open_disagreements=0,
        held=False,
        open_actions=0,
        check_on=None,
        forgotten_at=None,
    )
