"""When the words of a circle are forgotten, and forgetting them.

The words go at the later of some days after everything was filed or discarded and the end of the time for
corrections; an open disagreement or a hold keeps them. What was not settled goes only after the team's staff were
told of it on three days; so nobody's words go unseen. What stays is the line in the register and, until they are
checked in, the open actions without identifiers (product.md, "Forget").
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from app.records import deadlines
from app.records.wording import at, day
from app.store import forget as rows
from app.store import lookup, register
from app.store.lookup import Team
from app.store.register import Line
from app.store.store import Store

FORGOTTEN = "The words of this circle have been removed."
HELD = "The words are kept until the hold is lifted."
DISAGREEMENT = "The words are kept until the disagreement is settled."


@dataclass(frozen=True)
class Plan:
    """`on` is the first day on which the words may go, or None while something keeps them; `because` says why, in a
    sentence for the team's staff; `warn` is whether they are to be told of it today."""

    on: date | None
    because: str
    warn: bool = False


@dataclass(frozen=True)
class Announced:
    """A circle whose words will go although not everything is filed or discarded."""

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
    if line.closed_at is not None and line.settled_at is not None:
        return _settled(line.settled_at, line.window_from or line.closed_at, team)
    return _unsettled(at(line.closed_at or last_move or line.created_at).date(), today, warned, line)


def _settled(settled_at: int, window_from: int, team: Team) -> Plan:
    until = deadlines.corrections_until(at(window_from).date(), team.nation)
    on = deadlines.forget_on(at(settled_at).date(), until, team.keep_days)
    return Plan(on, f"Everything is filed or discarded. The words are removed on {day(on)}." if on else "")


def _unsettled(since: date, today: date, warned: Collection[date], line: Line) -> Plan:
    """`on` is the earliest day there can be: the announcement has to be seen on three days before it."""
    limit = deadlines.unfiled_limit(since)
    first = limit - timedelta(days=deadlines.WARN_BEFORE_DAYS)
    before = len({each for each in warned if first <= each < today})
    still = max(0, deadlines.WARNINGS - before)
    on = max(limit, max(today, first) + timedelta(days=still - 1)) + timedelta(days=1)
    if deadlines.may_forget_unfiled(today, limit, warned):
        on = limit + timedelta(days=1)
    what = "Not everything is filed or discarded." if line.closed_at else "This circle was never closed."
    return Plan(on, f"{what} Its words will be removed on {day(on)} at the earliest.", today >= first)


def plan_of(db: Connection, circle_id: str, today: date) -> Plan | None:
    """The plan for a closed circle; None where the register has no line for it."""
    line = register.line(db, circle_id)
    if line is None:
        return None
    return plan(line, lookup.team(db, line.team_id), today, rows.warned(db, circle_id))


def announced(db: Connection, team_ids: Sequence[int], today: date) -> list[Announced]:
    """The circles of these teams whose words will go unfiled within a week. Whoever shows them tells
    `note_warnings` of it."""
    return []


def note_warnings(store: Store, circle_ids: Collection[str], today: date) -> None:
    """Somebody of the team was shown today that these circles' words will go. Nothing is counted twice a day."""


def forget(store: Store, circle_id: str, now: int) -> None:
    """Forget one circle, whole, now. Raises Unavailable; then nothing has changed."""


def forget_due(store: Store, now: int) -> int:
    """Forget every circle whose day has come, each in a transaction of its own; the answer is how many."""
    return 0
