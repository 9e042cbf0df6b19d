"""When the words of a circle are forgotten.

They go at the later of some days after everything was filed or discarded and the end of the time for corrections;
an open disagreement or a hold keeps them. What was not settled goes only after the team's staff were told of it on
three days; so nobody's words go unseen (product.md, "Forget").
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from app.log import failure
from app.records import deadlines
from app.records.wording import LONDON, at, day
from app.store import forget as rows
from app.store import lookup, register
from app.store.engine import Unavailable
from app.store.lookup import Team
from app.store.register import Line
from app.store.store import Store

FORGOTTEN = "The words of this circle have been removed."
HELD = "Your team is keeping the words for now."
DISAGREEMENT = "The words are kept until the disagreement is settled."


@dataclass(frozen=True)
class Plan:
    """`on` is the first day on which the words may go, or None while something keeps them; `because` says why, in
    sentences for the team's staff; `warn` is whether they are to be told of it today."""

    on: date | None
    because: str
    warn: bool = False

    def due(self, today: date) -> bool:
        return self.on is not None and self.on <= today


@dataclass(frozen=True)
class Planned:
    """A circle with what happens to its words. For one that was never closed the line says when it was made and
    started, and no more."""

    line: Line
    plan: Plan


def plan(line: Line, team: Team, today: date, warned: Collection[date], last_move: int | None = None) -> Plan:
    """What happens to a circle's words, and when. `warned` are the days on which the team's staff were told;
    `last_move` (ms) is for a circle that was never closed."""
    if line.forgotten_at is not None:
        return Plan(None, FORGOTTEN)
    if line.held:
        return Plan(None, HELD)
    if line.open_disagreements:
        return Plan(None, DISAGREEMENT)
    if line.closed_at is None:
        since = at(last_move or line.created_at).date()
        return _unsettled(since, today, warned, "This circle was never closed.")
    if line.settled_at is None:
        return _unsettled(at(line.closed_at).date(), today, warned, "Not everything is filed yet.")
    return _settled(line.settled_at, line.window_from or line.closed_at, team)


def plan_of(db: Connection, circle_id: str, today: date) -> Plan | None:
    """The plan for one circle; None where nothing is planned, since it is under way or there is none."""
    line = register.line(db, circle_id)
    found = [(line, line.closed_at)] if line else rows.abandoned(db, _quiet_since(today), only=circle_id)
    return next((each.plan for each in _planned(db, found, today)), None)


def announced(db: Connection, team_ids: Sequence[int], today: date) -> list[Planned]:
    """The circles of these teams whose words will go unfiled within a week. Whoever shows them tells
    `note_warnings` of it."""
    long_ago = _quiet_since(today)
    lines = [(line, line.closed_at) for line in rows.unsettled(db, team_ids, long_ago)]
    planned = _planned(db, [*lines, *rows.abandoned(db, long_ago, team_ids)], today)
    return [each for each in planned if each.plan.warn]


def standing(db: Connection, today: date) -> list[Planned]:
    """Every circle that is not forgotten and is closed, or has been quiet for long without being closed, with its
    plan."""
    lines = [(line, line.closed_at) for line in rows.closed(db)]
    return _planned(db, [*lines, *rows.abandoned(db, _quiet_since(today))], today)


def _planned(db: Connection, found: Sequence[tuple[Line, int | None]], today: date) -> list[Planned]:
    """Each line, which comes with the circle's last move, with its plan."""
    warned = rows.warned(db, [line.circle_id for line, _ in found])
    teams = {team_id: lookup.team(db, team_id) for team_id in {line.team_id for line, _ in found}}
    return [
        Planned(line, plan(line, teams[line.team_id], today, warned[line.circle_id], last_move))
        for line, last_move in found
    ]


def _quiet_since(today: date) -> int:
    """A circle that was never closed is announced if its last move (ms) was before this."""
    day = today - timedelta(days=deadlines.UNFILED_DAYS - deadlines.WARN_BEFORE_DAYS - 1)
    return int(datetime.combine(day, time.min, LONDON).timestamp() * 1000)


def note_warnings(store: Store, circle_ids: Collection[str], today: date) -> None:
    """Somebody of the team was shown today that these circles' words will go. Where that cannot be noted now, it
    does not count: they are shown it again."""
    try:
        with store.reading() as db:
            new = rows.not_warned(db, circle_ids, today)
        if new:
            with store.writing() as tx:
                rows.warn(tx.db, rows.not_warned(tx.db, new, today), today)
    except Unavailable as error:
        failure("noting what was announced", error)


def _settled(settled_at: int, window_from: int, team: Team) -> Plan:
    until = deadlines.corrections_until(at(window_from).date(), team.nation)
    on = deadlines.forget_on(at(settled_at).date(), until, team.keep_days)
    return Plan(
        on, f"Everything is filed, or needs no filing. The words will be removed on {day(on)}." if on else ""
    )


def _unsettled(since: date, today: date, warned: Collection[date], what: str) -> Plan:
    """`on` is the earliest day there can be: the announcement has to be seen on three days before it."""
    limit = deadlines.unfiled_limit(since)
    first = limit - timedelta(days=deadlines.WARN_BEFORE_DAYS)
    if deadlines.may_forget_unfiled(today, limit, warned):
        return Plan(today, f"{what} The words are removed today.", True)
    seen = len({each for each in warned if first <= each < today})
    to_come = max(0, deadlines.WARNINGS - seen)
    on = max(limit + timedelta(days=1), max(today, first) + timedelta(days=to_come))
    return Plan(on, f"{what} The words will be removed, but not before {day(on)}.", today >= first)
