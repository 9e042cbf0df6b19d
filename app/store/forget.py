"""Emptying a circle in the database, and the days on which it was announced."""

from datetime import date

from sqlalchemy import Connection, select

from app.store import tables as t


def warned(db: Connection, circle_id: str) -> set[date]:
    """The days on which the team's staff were told that these words will go unfiled."""
    days = db.scalars(select(t.warnings.c.on).where(t.warnings.c.circle_id == circle_id))
    return {date.fromisoformat(day) for day in days}
