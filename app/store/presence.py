"""Which devices each of several workers has. It holds ids of seats and times, no names and no words, and nothing that
another table knows. Time is the database's own here, since workers may be on several machines."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from app.store import tables as t

Plain = dict[str, Any]
#: A worker that has not been heard of for so long is gone, and nobody is connected to it any more.
GONE_AFTER = timedelta(seconds=20)
KEPT = timedelta(days=1)


def write(db: Connection, worker: str, told: Mapping[str, Plain]) -> None:
    """What a worker knows of these circles."""
    for circle_id in sorted(told):  # in one order, so that no two workers wait for each other
        row = insert(t.presence).values(
            worker=worker, circle_id=circle_id, at=func.now(), told=told[circle_id]
        )
        known = [t.presence.c.circle_id, t.presence.c.worker]
        db.execute(
            row.on_conflict_do_update(
                index_elements=known, set_={"at": row.excluded.at, "told": row.excluded.told}
            )
        )


def go_on(db: Connection, worker: str) -> None:
    """A worker is still there. What is long over is thrown away."""
    c = t.presence.c
    db.execute(
        update(t.presence).where(c.worker == worker, c.at > func.now() - KEPT / 2).values(at=func.now())
    )
    db.execute(delete(t.presence).where(c.at < func.now() - KEPT))


def elsewhere(db: Connection, worker: str, circle_id: str) -> list[tuple[Plain, bool]]:
    """What the other workers know of a circle, each with whether it is still there."""
    c = t.presence.c
    rows = db.execute(
        select(c.told, (c.at > func.now() - GONE_AFTER).label("there")).where(
            c.circle_id == circle_id, c.worker != worker
        )
    )
    return [(row.told, row.there) for row in rows]
