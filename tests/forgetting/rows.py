"""What the database holds of a circle, and circles that are ready to be forgotten."""

from typing import Any

from sqlalchemy import select

from app.store import register
from app.store import tables as t
from tests.forgetting.full_circle import DAY_MS, Full

PARTS = [table for table in t.metadata.sorted_tables if "circle_id" in table.c and table is not t.register]


def rows_of(full: Full, circle_id: str) -> dict[str, list[Any]]:
    """Every row of every table that is about a circle, its line in the register left aside."""
    with full.store.reading() as db:
        found = {
            table.name: db.execute(select(table).where(table.c.circle_id == circle_id)).all()
            for table in PARTS
        }
        found["circles"] = db.execute(select(t.circles).where(t.circles.c.id == circle_id)).all()
    return {name: sorted(map(tuple, rows), key=repr) for name, rows in found.items() if rows}


def line(full: Full, circle_id: str) -> register.Line:
    with full.store.reading() as db:
        found = register.line(db, circle_id)
    assert found is not None
    return found


def filed(full: Full) -> str:
    """A Success Circle that is closed, checked in and filed."""
    full.success_circle()
    full.checks_in()
    full.files_all()
    return full.id


def days(full: Full, number: int) -> int:
    return full.clock.at + number * DAY_MS
