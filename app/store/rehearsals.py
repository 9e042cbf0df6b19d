"""Rehearsals in the database: finding them and throwing them away. A rehearsal is a circle like any other, with
made-up people; it leaves no line in the register, and in the end nothing at all."""

from sqlalchemy import Connection, delete, select

from app.store import tables as t
from app.store.store import Store, Writing

#: A rehearsal that nobody ended is thrown away so long after it was made.
KEPT_MS = 2 * 60 * 60_000


def made_before(db: Connection, moment: int) -> list[str]:
    c = t.circles.c
    return list(db.scalars(select(c.id).where(c.rehearsal, c.created_at < moment)))


def throw_away(store: Store, circle_id: str) -> bool:
    """Remove a rehearsal with all that hangs on it; the answer is whether there was one. A real circle is never
    touched. Raises Unavailable."""
    with store.writing() as tx:
        circle = tx.circle(circle_id)
        if circle is None or not circle.rehearsal:
            return False
        tx.discard(circle_id)
        _without_format(tx)
    return True


def _without_format(tx: Writing) -> None:
    """The text of a format that no circle is held by any more: a quick rehearsal has one of its own."""
    used = select(t.circles.c.format_digest)
    tx.db.execute(delete(t.format_sources).where(t.format_sources.c.digest.not_in(used)))
