"""Finding circles and teams by what people know of them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from app.store import tables as t


@dataclass(frozen=True)
class Team:
    """A team, with its two switches (may people use their phones, may the screen show their words) and how it
    files: within how many working days of which nation, where, and for how many days words are kept then."""

    id: int
    name: str
    phones_allowed: bool
    words_on_screen: bool
    file_within: int = 2
    nation: str = "england"
    keep_days: int = 7
    places: str = t.PLACES

    @classmethod
    def of(cls, row: Any) -> "Team":
        return cls(**{name: getattr(row, name) for name in cls.__dataclass_fields__})


def by_join_code(db: Connection, hashed: str) -> str | None:
    return db.scalar(select(t.circles.c.id).where(t.circles.c.join_code_hash == hashed))


def by_join_key(db: Connection, hashed: str) -> str | None:
    return db.scalar(select(t.circles.c.id).where(t.circles.c.join_key_hash == hashed))


def by_screen_code(db: Connection, hashed: str) -> str | None:
    return db.scalar(select(t.circles.c.id).where(t.circles.c.screen_code_hash == hashed))


def team(db: Connection, team_id: int) -> Team:
    row = db.execute(select(t.teams).where(t.teams.c.id == team_id)).one()
    return Team.of(row)


def team_of(db: Connection, circle_id: str) -> Team | None:
    row = db.execute(
        select(t.teams)
        .join(t.circles, t.circles.c.team_id == t.teams.c.id)
        .where(t.circles.c.id == circle_id)
    ).first()
    return Team.of(row) if row else None


def team_named(db: Connection, name: str) -> int:
    """The id of the team with this name, which is made where there is none."""
    found = db.scalar(select(t.teams.c.id).where(t.teams.c.name == name))
    if found is not None:
        return int(found)
    made = db.execute(insert(t.teams).values(name=name)).inserted_primary_key
    return int(made[0]) if made else 0
