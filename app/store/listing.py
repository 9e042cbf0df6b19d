"""Circles as lists show them, without loading each."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.circle.state import Circle
from app.store import circles
from app.store import tables as t


@dataclass(frozen=True)
class Listed:
    """A circle as the home page lists it: where it stands, its title, and the name of whoever facilitates."""

    team_id: int
    facilitator_id: int | None
    circle: Circle


def under_way(db: Connection, team_ids: Sequence[int], limit: int = 200) -> list[Listed]:
    """The circles of these teams that are not closed, newest first."""
    query = circles.ROWS.where(t.circles.c.team_id.in_(team_ids), t.circles.c.closed_at.is_(None))
    rows = db.execute(query.order_by(t.circles.c.created_at.desc()).limit(limit)).mappings().all()
    outlines = circles.outlines(db, rows, ("title", "facilitator"))
    return [
        Listed(row["team_id"], row["facilitator_id"], outline)
        for row, outline in zip(rows, outlines, strict=True)
    ]
