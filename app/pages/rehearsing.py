"""Practising with made-up people: beginning a rehearsal, ending it, and what stands in the place of its records."""

from typing import Any, cast

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, session, url_for

from app.circle.catalogue import catalogue
from app.circle.state import Circle
from app.pages.access import circle_staff_only, right_in, services, signed_in, staff_only
from app.pages.forms import Form
from app.rehearsal.company import Company
from app.rehearsal.script import script_for
from app.store import staff
from app.store.staff import Person

pages = Blueprint("rehearsing", __name__)

SPEEDS = ("normal", "quick")
#: What a rehearsal does not have: nothing of it is filed, downloaded or read by anybody later.
RECORDS = ("records", "composing", "filing", "files", "reading")
OVER = "The rehearsal is over. Nothing is kept."


def company() -> Company:
    return cast(Company, current_app.extensions["rehearsals"])


@pages.app_context_processor
def _names() -> dict[str, Any]:
    return {"story_of": lambda circle: script_for(circle.format).story}


@pages.get("/rehearse")
@staff_only
def choose() -> Any:
    """Which kind of circle to practise, and how fast."""
    person = cast(Person, signed_in())
    with services().store.reading() as db:
        teams = staff.teams(db, person.team_ids)
    return render_template(
        "rehearsing/begin.html",
        teams=teams,
        usual_team=session.get("team"),
        formats=list(catalogue(services().config.own_formats).formats.values()),
    )


@pages.post("/rehearse")
@staff_only
def begin() -> Any:
    """The control page opens, and people come by and by."""
    person, form = cast(Person, signed_in()), Form(request.form)
    chosen = catalogue(services().config.own_formats).formats.get(form.value("format"))
    team_id, speed = form.whole("team"), form.value("speed")
    if chosen is None or team_id not in person.team_ids or speed not in SPEEDS:
        abort(400)
    circle = company().begin(chosen, team_id, speed == "quick", person.id, person.name)
    return redirect(url_for("control.control", circle_id=circle.id), code=303)


@pages.post("/circles/<circle_id>/end-rehearsal")
@circle_staff_only
def end(circle: Circle) -> Any:
    """Throw it away with every word; whoever is connected is sent off."""
    if not company().end(circle.id):
        abort(404)
    services().look_again(circle.id)
    if signed_in() is None:
        return render_template("rehearsing/over.html", over=OVER)
    flash(OVER)
    return redirect(url_for("home.home"), code=303)


@pages.before_app_request
def instead_of_records() -> Any:
    """Records of made-up words could be taken for real ones, so there are none. Who has no right to the circle gets
    the same answer as ever."""
    circle_id = (request.view_args or {}).get("circle_id")
    if request.blueprint not in RECORDS or circle_id is None:
        return None
    circle = services().store.circle(circle_id)
    if circle is None or not circle.rehearsal or right_in(circle_id) is None:
        return None
    if request.endpoint != "records.records" or request.method != "GET":
        abort(404)
    return render_template("rehearsing/records.html", circle=circle)
