"""Until when the words of a circle are kept, and the presenter's link, as the records page tells it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask import g

from app import forgetting
from app.circle.filing import open_disagreements
from app.circle.state import Circle
from app.pages.access import services
from app.records import deadlines
from app.records.wording import LONDON, at
from app.store import tokens
from app.store.lookup import Team


@dataclass(frozen=True)
class Keeping:
    """`because` says when the words will be forgotten, or what keeps them; `link_until` is the last day of the
    link that the presenter was given; `until` is the last day for saying what is wrong, `ended` whether it is past."""

    because: str
    can_forget: bool
    link_until: date | None
    until: date | None
    ended: bool


def of(circle: Circle, today: date) -> Keeping:
    team: Team = g.right.team
    now = services().clock.now_ms()
    with services().store.reading() as db:
        planned = forgetting.plan_of(db, circle.id, today)
        link = tokens.link_until(db, circle.id, "reader", now)
    began = circle.window_from or circle.closed_at
    until = deadlines.corrections_until(at(began).date(), team.nation) if began else None
    return Keeping(
        because=planned.because if planned else "",
        can_forget=circle.closed_at is not None and not circle.held and not open_disagreements(circle),
        link_until=at(link - 1).date() if link else None,
        until=until,
        ended=until is not None and until < today,
    )


def end_of(day: date) -> int:
    """The moment (ms) at which a day in London is over."""
    return int(datetime.combine(day + timedelta(days=1), time.min, LONDON).timestamp() * 1000)
