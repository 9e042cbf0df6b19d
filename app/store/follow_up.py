"""What was agreed in earlier circles and what came of it: the actions, with nothing of whose file they belong to
(no initials, no number, no title, no focus); and the group supervisions to come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from app.circle import filing
from app.circle.learning import composed
from app.circle.state import Circle
from app.store import circles, register
from app.store import tables as t
from app.store.store import Store

#: So many circles are looked through for a list.
MOST_CIRCLES = 200


@dataclass(frozen=True)
class Action:
    """Something that was agreed in a circle. `agreed_at` is when that circle was held (ms), `check_on` the day
    on which it is looked at, `outcome` done, not_yet or changed once it was."""

    id: str
    circle_id: str
    team_id: int
    agreed_at: int
    format_title: str
    what: str
    by_whom: str
    by_when: str
    check_on: str | None
    is_open: bool
    outcome: str | None
    comment: str
    checked_at: int | None

    def due(self, today: str) -> bool:
        """Whether it is to be looked at: its day has come, or none was agreed."""
        return self.is_open and (self.check_on is None or self.check_on <= today)

    def checked_since(self, moment: int) -> bool:
        return self.checked_at is not None and self.checked_at >= moment


def actions_of(circle: Circle, team_id: int) -> list[Action]:
    """What was chosen in a circle and the next steps of its review, as far as their words are still kept. A step
    that the advisor reworded stands as in the Record of Learning."""
    reworded = {
        each.line.sources[0]: each.text
        for each in composed(circle)["next_step"]
        if each.own and len(each.line.sources) == 1
    }
    still_open = {each.id for each in filing.open_actions(circle)}
    found = []
    for each in filing.actions(circle):
        what = circle.text(each.id, "what") or reworded.get(each.id) or circle.text(each.id, "text")
        if what:
            found.append(
                Action(
                    id=each.id,
                    circle_id=circle.id,
                    team_id=team_id,
                    agreed_at=circle.started_at or circle.created_at,
                    format_title=circle.format.title,
                    what=what,
                    by_whom=circle.text(each.id, "by_whom"),
                    by_when=circle.text(each.id, "by_when"),
                    check_on=each.check_on or circle.check_in_on,
                    is_open=each.id in still_open,
                    outcome=each.outcome,
                    comment=circle.text(each.id, "comment"),
                    checked_at=each.checked_at,
                )
            )
    return found


def open_actions(store: Store, team_ids: Sequence[int]) -> list[Action]:
    """Of these teams, those first that are looked at first; at the end those for which no day was agreed."""
    with store.reading() as db:
        lines = register.with_open_actions(db, team_ids, limit=MOST_CIRCLES)
        found = _actions(store, db, ((line.circle_id, line.team_id) for line in lines))
    return sorted((each for each in found if each.is_open), key=_by_day)


def checked_actions(store: Store, team_ids: Sequence[int], since: int) -> list[Action]:
    """What was found done or changed since a moment, the latest first, while the words are kept."""
    with store.reading() as db:
        found = _actions(store, db, _checked_in(db, team_ids, since))
    settled = [each for each in found if not each.is_open and each.checked_since(since)]
    return sorted(settled, key=lambda each: (-(each.checked_at or 0), each.id))


def from_earlier(store: Store, circle: Circle, today: str) -> list[Action]:
    """For a circle: what its team's other circles left to look at, and what was looked at since it was opened."""
    with store.reading() as db:
        team_id = db.scalar(select(t.circles.c.team_id).where(t.circles.c.id == circle.id))
        if team_id is None:
            return []
        lines = register.to_check(db, [team_id], today, limit=MOST_CIRCLES)
        wanted = {line.circle_id: team_id for line in lines}
        wanted |= dict(_checked_in(db, [team_id], circle.created_at))
        wanted.pop(circle.id, None)
        found = _actions(store, db, wanted.items())
    return sorted(
        (each for each in found if each.due(today) or each.checked_since(circle.created_at)), key=_by_day
    )


def showing_earlier(db: Connection, team_id: int) -> list[str]:
    """The team's circles under way whose screens show what came of earlier ones."""
    c = t.circles.c
    return list(db.scalars(select(c.id).where(c.team_id == team_id, c.closed_at.is_(None), c.earlier)))


def next_dates(
    db: Connection, team_ids: Sequence[int], today: str, since: int, limit: int
) -> list[tuple[str, int, str]]:
    """Circle, team and day of each group supervision to come that was agreed in a circle closed after `since`
    or still under way; each day of a team once."""
    c = t.circles.c
    rows = db.execute(
        select(c.id, c.team_id, c.next_date)
        .where(c.team_id.in_(team_ids), c.next_date >= today, or_(c.closed_at.is_(None), c.closed_at > since))
        .where(c.rehearsal.is_(False))
        .order_by(c.next_date, c.created_at)
    )
    once = {(row.team_id, row.next_date): row.id for row in rows}
    return [(circle_id, team_id, day) for (team_id, day), circle_id in once.items()][:limit]


def _checked_in(db: Connection, team_ids: Sequence[int], since: int) -> list[tuple[str, int]]:
    """The circles in which an action was looked at since, each with its team."""
    c, r = t.contributions.c, t.register.c
    rows = db.execute(
        select(r.circle_id, r.team_id)
        .join(t.contributions, c.circle_id == r.circle_id)
        .where(r.team_id.in_(team_ids), c.checked_at >= since)
        .distinct()
        .limit(MOST_CIRCLES)
    )
    return [(row.circle_id, row.team_id) for row in rows]


def _actions(store: Store, db: Connection, wanted: Iterable[tuple[str, int]]) -> list[Action]:
    found: list[Action] = []
    for circle_id, team_id in wanted:
        version = circles.version(db, circle_id)
        circle = store.remembered(db, circle_id, version) if version is not None else None
        found += actions_of(circle, team_id) if circle else []
    return found


def _by_day(action: Action) -> tuple[bool, str, int, str]:
    return action.check_on is None, action.check_on or "", action.agreed_at, action.circle_id
