"""Tokens in the database, as hashes only: who holds what, until when."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from app.circle.state import Actor
from app.store import tables as t
from app.store.statements import run

_T = t.tokens.c
_IN_FORCE = (
    select(_T.hash, _T.circle_id, _T.kind, _T.seat, _T.staff_id)
    .outerjoin(t.staff, t.staff.c.id == _T.staff_id)
    .where(
        _T.revoked_at.is_(None),
        or_(_T.expires_at.is_(None), _T.expires_at > bindparam("now")),
        or_(
            _T.session_generation.is_(None),
            (t.staff.c.session_generation == _T.session_generation) & t.staff.c.active,
        ),
    )
)
_FIND = _IN_FORCE.where(_T.hash == bindparam("hash"))
_ADMITTED = _FIND.add_columns(t.circles.c.version).join(t.circles, t.circles.c.id == _T.circle_id)
_OF_CIRCLE = _IN_FORCE.where(_T.circle_id == bindparam("circle"))
_HOLDING = _IN_FORCE.where(_T.hash.in_(bindparam("hashes", expanding=True)))


@dataclass(frozen=True)
class Bearer:
    """What a token gives: a kind (facilitator, advisor, seat, screen, reader or preparer) in one circle. A member of staff
    who sends a form acts by their session instead: then `hash` is empty and `session_generation` set."""

    hash: str
    circle_id: str
    kind: str
    seat: str | None
    staff_id: int | None
    session_generation: int | None = None

    @property
    def actor(self) -> Actor:
        return Actor(self.kind, self.seat, self.staff_id)


@dataclass(frozen=True)
class Session:
    """From which session of a member of staff a token is given: it ends with that session."""

    generation: int
    id: str | None = None


def add(
    db: Connection,
    bearer: Bearer,
    now: int,
    expires_at: int | None = None,
    session: Session | None = None,
) -> None:
    db.execute(
        insert(t.tokens).values(
            hash=bearer.hash,
            circle_id=bearer.circle_id,
            kind=bearer.kind,
            seat=bearer.seat,
            staff_id=bearer.staff_id,
            session_generation=session.generation if session else None,
            session=session.id if session else None,
            created_at=now,
            expires_at=expires_at,
        )
    )


def find(db: Connection, hashed: str, now: int) -> Bearer | None:
    """The bearer of a token that still holds: not revoked, not expired, and, where it came from a
    member of staff's session, that session not ended."""
    found = run(db, _FIND, {"hash": hashed, "now": now})
    return Bearer(*found[0]) if found else None


def admitted(db: Connection, hashed: str, now: int) -> tuple[Bearer, int] | None:
    """The bearer of a token that still holds, and the version of its circle, in one question."""
    found = run(db, _ADMITTED, {"hash": hashed, "now": now})
    return (Bearer(*found[0][:-1]), found[0][-1]) if found else None


def holding_in(db: Connection, circle_id: str, now: int) -> set[str]:
    """The hashes of all tokens of a circle that still hold."""
    return {row[0] for row in run(db, _OF_CIRCLE, {"circle": circle_id, "now": now})}


def holding(db: Connection, hashes: Collection[str], now: int) -> set[str]:
    """Those of the hashes whose tokens still hold, in one question."""
    return {row.hash for row in db.execute(_HOLDING, {"hashes": list(hashes), "now": now})}


def holds(db: Connection, bearer: Bearer, now: int) -> bool:
    """Whether a bearer may still act: by a token that holds, or by the session of somebody who is still in
    the circle's team."""
    if bearer.hash:
        return find(db, bearer.hash, now) is not None
    found = db.execute(
        select(t.staff.c.id)
        .join(t.memberships, t.memberships.c.staff_id == t.staff.c.id)
        .join(t.circles, t.circles.c.team_id == t.memberships.c.team_id)
        .where(
            t.circles.c.id == bearer.circle_id,
            t.staff.c.id == bearer.staff_id,
            t.staff.c.active,
            t.staff.c.session_generation == bearer.session_generation,
        )
    )
    return found.first() is not None


def revoke_seat(db: Connection, circle_id: str, seat: str, now: int) -> None:
    c = t.tokens.c
    db.execute(
        update(t.tokens)
        .where(c.circle_id == circle_id, c.seat == seat, c.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def revoke_kind(db: Connection, circle_id: str, kind: str, now: int) -> None:
    """End the links of a kind: a new one takes their place."""
    c = t.tokens.c
    db.execute(
        update(t.tokens)
        .where(c.circle_id == circle_id, c.kind == kind, c.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def link_until(db: Connection, circle_id: str, kind: str, now: int) -> int | None:
    """Until when the link of this kind that was given holds; None where none does."""
    c = t.tokens.c
    return db.scalar(
        select(c.expires_at).where(
            c.circle_id == circle_id, c.kind == kind, c.revoked_at.is_(None), c.expires_at > now
        )
    )


def revoke_session(db: Connection, session: str, now: int) -> None:
    """End what was given to a session that has ended."""
    c = t.tokens.c
    db.execute(update(t.tokens).where(c.session == session, c.revoked_at.is_(None)).values(revoked_at=now))


def end_with_circle(db: Connection, circle_id: str, at: int) -> None:
    """Let the tokens of seats and screens, and the link to prepare, die at `at`; the facilitator's go on to the
    records."""
    c = t.tokens.c
    db.execute(
        update(t.tokens)
        .where(c.circle_id == circle_id, c.kind.in_(("seat", "screen", "preparer")), c.revoked_at.is_(None))
        .values(expires_at=at)
    )
