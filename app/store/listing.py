"""Circles as lists show them, without loading each."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.store import tables as t


@dataclass(frozen=True)
class Listed:
    """A circle as the home page lists it; no words."""

    id: str
    team_id: int
    facilitator_id: int | None
    format_key: str
    created_at: int
    started_at: int | None
    closed_at: int | None
    stage_index: int


def under_way(db: Connection, team_ids: Sequence[int], limit: int = 200) -> list[Listed]:
    """The circles of these teams that are not closed, newest first."""
    columns = [t.circles.c[name] for name in Listed.__dataclass_fields__]
    query = select(*columns).where(t.circles.c.team_id.in_(team_ids), t.circles.c.closed_at.is_(None))
    rows = db.execute(query.order_by(t.circles.c.created_at.desc()).limit(limit)).mappings()
    return [Listed(**row) for row in rows]
