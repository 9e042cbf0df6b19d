"""The home page, from which circles are started, and the probes of whoever runs the server."""

from dataclasses import dataclass
from typing import Any, cast

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, session, url_for
from sqlalchemy import Connection, text

from app import forgetting
from app.circle import clock
from app.circle.catalogue import catalogue
from app.circle.format import Format
from app.circle.state import CIRCLE, Circle
from app.pages import due
from app.pages.access import circle_staff_only, open_to_anybody, services, signed_in, staff_only
from app.pages.forms import Form
from app.records.wording import at, day
from app.store import listing, staff
from app.store.engine import Unavailable
from app.store.listing import Listed
from app.store.lookup import Team
from app.store.staff import Person

pages = Blueprint("home", __name__)

#: What waits is cut after so many; the rest is a press away.
MOST_SHOWN = 8
REHEARSAL = "Rehearsal with made-up people"


@dataclass(frozen=True)
class Line:
    """A circle as the home page shows it."""

    id: str
    title: str
    format: str
    team: str
    facilitator: str
    standing: str
    when: str
    in_lobby: bool
    rehearsal: bool = False


@pages.get("/")
@staff_only
def home() -> Any:
    """What waits; the circles under way; start a circle. One's own teams' only."""
    person = cast(Person, signed_in())
    at_hand = catalogue(services().config.own_formats)
    now = services().clock.now_ms()
    today = at(now).date()
    with services().store.reading() as db:
        teams = staff.teams(db, person.team_ids)
        mine = {team.id: team for team in teams}
        listed = listing.under_way(db, person.team_ids)
        waiting = due.waiting(db, mine, today)
        to_come = due.to_come(db, mine, today, now)
        names = _facilitators(db, listed)
    under_way = [_line(each, teams, names, now) for each in listed]
    shown = waiting if "all" in request.args else due.cut(waiting, MOST_SHOWN)
    if announced := [each.announces for each in shown if each.announces]:
        forgetting.note_warnings(services().store, announced, today)
    return render_template(
        "home/home.html",
        person=person,
        formats=at_hand.formats.values(),
        bars={key: segments(form) for key, form in at_hand.formats.items()},
        faults=at_hand.faults if person.administrator else {},
        teams=teams,
        usual_team=session.get("team"),
        under_way=under_way,
        due=shown,
        more=len(waiting) - len(shown),
        overdue=sum(each.overdue for each in waiting),
        to_come=to_come,
    )


@pages.post("/circles")
@staff_only
def start_circle() -> Any:
    """One press gives a lobby; everything else can be filled in at any time (product.md, "Start")."""
    person, form = cast(Person, signed_in()), Form(request.form)
    chosen = catalogue(services().config.own_formats).formats.get(form.value("format"))
    team_id = form.whole("team")
    if chosen is None or team_id not in person.team_ids:
        abort(400)
    session["team"] = team_id
    circle = services().conduct.create(chosen, team_id, facilitator_id=person.id, facilitator=person.name)
    return redirect(url_for("control.control", circle_id=circle.id), code=303)


@pages.post("/circles/<circle_id>/discard")
@circle_staff_only
def discard(circle: Circle) -> Any:
    """Throw a circle away in which nothing ever happened: opened by mistake, or nobody came. Whoever is connected
    is sent off."""
    with services().store.writing() as tx:
        present = tx.circle(circle.id)
        begun = present is not None and _begun(present)
        if not begun:
            tx.discard(circle.id)
    if not begun:
        services().store.forget(circle.id)
        services().look_again(circle.id)
    flash(
        "The circle has begun, so it is kept. Close it on its control page."
        if begun
        else "The circle is thrown away."
    )
    return redirect(url_for("home.home"), code=303)


def _begun(circle: Circle) -> bool:
    """Whether there is anything to keep. A start that was taken back counts, as does who was told of a risk."""
    told = circle.revision(CIRCLE, "told") > 0
    return circle.visit > 0 or circle.started_at is not None or bool(circle.contributions) or told


@pages.get("/healthz")
@open_to_anybody
def healthz() -> Any:
    """The process serves."""
    return jsonify(status="ok")


@pages.get("/readyz")
@open_to_anybody
def readyz() -> Any:
    """The database answers, too."""
    try:
        with services().store.reading() as db:
            db.execute(text("SELECT 1"))
    except Unavailable:
        return jsonify(code="try_again", message="The database does not answer."), 503
    return jsonify(status="ok")


def segments(form: Format) -> list[tuple[int, int, str]]:
    """The stages as segments as long as their time, on a line of 1000: left edge, width and colour. A stage
    without a clock is drawn as long as a typical one."""
    gap, typical_ms = 10, 3 * 60_000
    lengths = [stage.planned_ms or typical_ms for stage in form.stages]
    room = 1000 - gap * (len(lengths) - 1)
    edges = [round(room * sum(lengths[:i]) / sum(lengths)) for i in range(len(lengths) + 1)]
    return [
        (edges[i] + gap * i, edges[i + 1] - edges[i], stage.colour) for i, stage in enumerate(form.stages)
    ]


def _facilitators(db: Connection, listed: list[Listed]) -> dict[int, str]:
    ids = {each.facilitator_id for each in listed if each.facilitator_id}
    return {staff_id: person.name for staff_id in ids if (person := staff.by_id(db, staff_id))}


def _line(listed: Listed, teams: list[Team], names: dict[int, str], now: int) -> Line:
    circle = listed.circle
    return Line(
        id=circle.id,
        title=REHEARSAL if circle.rehearsal else circle.text(CIRCLE, "title"),
        format=circle.format.title,
        team=next(team.name for team in teams if team.id == listed.team_id) if len(teams) > 1 else "",
        facilitator=names.get(listed.facilitator_id or 0) or circle.text(CIRCLE, "facilitator"),
        standing=standing(circle, now),
        in_lobby=circle.started_at is None,
        rehearsal=circle.rehearsal,
        when=_when(circle, now),
    )


def standing(circle: Circle, now: int) -> str:
    """Where a circle under way stands, in words."""
    if circle.stopped:
        return "Stopped"
    if circle.stage is None:
        return "Not started yet"
    if circle.in_review:
        return "Review"
    state = {"paused": ", paused", "over": ", time is up"}.get(clock.stage_state(circle, now), "")
    number, of = circle.stage_index + 1, len(circle.format.stages)
    return f"Stage {number} of {of}: {circle.stage.title}{state}"


def _when(circle: Circle, now: int) -> str:
    if circle.started_at is not None:
        return f"Started {_moment(circle.started_at, now)}"
    return f"Made {_moment(circle.created_at, now)}"


def _moment(ms: int, now: int) -> str:
    """“today at 14:05” or “on 22 November 2026 at 14:05”, by the clock on the wall in London."""
    then, today = at(ms), at(now).date()
    return f"{'today' if then.date() == today else f'on {day(then)}'} at {then:%H:%M}"
