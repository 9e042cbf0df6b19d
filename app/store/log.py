"""The append-only log of moves: ids, times and numbers, never text. It also remembers which ops were
done, so that a resend is harmless."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from app.circle.edit import Done
from app.circle.parse import Move
from app.store import tables as t
from app.store.statements import inserting, run

_FIND = select(t.moves.c.actor, t.moves.c.digest).where(
    t.moves.c.circle_id == bindparam("circle"), t.moves.c.op == bindparam("op")
)


@dataclass(frozen=True)
class Logged:
    """An op that was done: by whom, and the keyed hash of what it asked."""

    actor: str
    digest: str


def find(db: Connection, circle_id: str, op: str) -> Logged | None:
    found = run(db, _FIND, {"circle": circle_id, "op": op})
    return Logged(*found[0]) if found else None


def append(db: Connection, done: Done, move: Move, actor: str, digest: str, now: int) -> None:
    """Add a move that was done. The unique (circle, op) is what makes a resend harmless."""
    values = {
        "circle_id": done.circle.id,
        "version": done.circle.version,
        "op": move.op,
        "digest": digest,
        "actor": actor,
        "type": move.type,
        "visit": done.circle.visit,
        "at": now,
        "subject": done.subject,
        "number": done.number,
    }
    run(db, inserting(t.moves), values)
