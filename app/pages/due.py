"""What waits for a team's staff, sorted by its day: made from the register alone, so that a long past costs
nothing. Nothing of a circle is named here but its format and when it was held."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from sqlalchemy import Connection

from app import forgetting
from app.circle.destinations import LEARNING
from app.records import deadlines
from app.records.wording import at, count, day, moment
from app.store import follow_up, register
from app.store.lookup import Team
from app.store.register import Line

#: So many circles of each kind are looked through.
MOST = 200
#: A date that a circle agreed is looked for in circles closed in the last year.
_YEAR_MS = 366 * 86_400_000


@dataclass(frozen=True)
class Due:
    """Something that waits: what, where it is done, how it stands, in words, and of which circle it is. What has
    no day comes last."""

    what: str
    href: str
    standing: str
    circle: str = ""
    on: date | None = None
    overdue: bool = False
    team: str = ""
    #: The circle of which it says that its words will go.
    announces: str | None = None


def waiting(db: Connection, teams: Mapping[int, Team], today: date) -> list[Due]:
    """What is due and overdue for these teams, by its day."""
    found = [*_to_file(db, teams, today), *_to_settle(db, teams, today), *_to_check(db, teams, today)]
    found += [_to_go(each.line, each.plan, teams) for each in forgetting.announced(db, list(teams), today)]
    return sorted(found, key=lambda each: (each.on is None, each.on or today, each.circle, each.what))


def cut(waiting: list[Due], most: int) -> list[Due]:
    """The first of them; what announces that words will go is never cut off, or it would not have been said."""
    return waiting[:most] + [each for each in waiting[most:] if each.announces]


def to_come(db: Connection, teams: Mapping[int, Team], today: date, now: int) -> list[Due]:
    """The next group supervisions, each with its calendar file."""
    dates = follow_up.next_dates(db, list(teams), today.isoformat(), now - _YEAR_MS, limit=6)
    return [
        Due(
            f"Group supervision {deadlines.standing(today, date.fromisoformat(iso)).removeprefix('due ')}",
            f"/circles/{circle_id}/records/next-supervision.ics",
            "",
            on=date.fromisoformat(iso),
            team=_team(teams, team_id),
        )
        for circle_id, team_id, iso in dates
    ]


def held(line: Line) -> str:
    """A circle in a list: its format and when it was held."""
    return f"{line.format_title}, {moment(at(line.started_at or line.created_at))}"


def _to_file(db: Connection, teams: Mapping[int, Team], today: date) -> Iterator[Due]:
    """Forms have a day (Dudley: two working days, or as the team set it). The Record of Learning has none in its
    source."""
    for line in register.to_file(db, list(teams), MOST):
        team = teams[line.team_id]
        kinds = [each.kind for each in line.documents if each.state == "open"]
        forms = len(kinds) - kinds.count(LEARNING)
        what = " and ".join(
            [*([_forms(forms)] if forms else []), *(["the Record of Learning"] if LEARNING in kinds else [])]
        )
        due = None
        if forms and line.closed_at is not None:
            due = deadlines.file_by(at(line.closed_at).date(), team.file_within, team.nation)
        yield Due(
            f"File {what}",
            url_for("records.records", circle_id=line.circle_id),
            _sentence(deadlines.standing(today, due)) if due else "Not filed yet",
            held(line),
            due,
            due is not None and due < today,
            _team(teams, line.team_id),
        )


def _to_settle(db: Connection, teams: Mapping[int, Team], today: date) -> Iterator[Due]:
    """A disagreement waits for no day: it stands with what is due today."""
    for line in register.to_settle(db, list(teams), MOST):
        number = line.open_disagreements
        yield Due(
            f"Settle {'a disagreement' if number == 1 else f'{number} disagreements'}",
            url_for("records.records", circle_id=line.circle_id),
            "Somebody says that the form is not right",
            held(line),
            today,
            team=_team(teams, line.team_id),
        )


def _to_check(db: Connection, teams: Mapping[int, Team], today: date) -> Iterator[Due]:
    """Check-ins whose day has come; and in one line all that was agreed without a day."""
    without = 0
    for line in register.to_check(db, list(teams), today.isoformat(), MOST):
        if line.check_on is None:
            without += line.open_actions
            continue
        on = date.fromisoformat(line.check_on)
        yield Due(
            f"Check in: {_actions(line.open_actions)} open",
            url_for("follow_up.actions", _anchor=f"circle-{line.circle_id}"),
            _sentence(deadlines.standing(today, on)),
            held(line),
            on,
            on < today,
            _team(teams, line.team_id),
        )
    if without:
        yield Due(
            f"Look at {_actions(without)} without a day",
            url_for("follow_up.actions", _anchor="no-day"),
            "In the team’s next circle, or now",
        )


def _to_go(line: Line, plan: forgetting.Plan, teams: Mapping[int, Team]) -> Due:
    """`on` is the first day on which the words may go; they can still be filed on the day before."""
    on = plan.on or date.max
    return Due(
        "File before the words are removed",
        url_for("records.records", circle_id=line.circle_id),
        f"Not removed before {day(on)}",
        held(line),
        on - timedelta(days=1),
        team=_team(teams, line.team_id),
        announces=line.circle_id,
    )


def _forms(number: int) -> str:
    return "the form" if number == 1 else f"{number} forms"


def _actions(number: int) -> str:
    return count(number, "action", "actions")


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]


def _team(teams: Mapping[int, Team], team_id: int) -> str:
    """Only who is in several teams needs to be told which."""
    return teams[team_id].name if len(teams) > 1 else ""
