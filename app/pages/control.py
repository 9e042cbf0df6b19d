"""The control page of a circle: the page itself, and the token with which its script connects."""

from typing import Any

from flask import Blueprint, abort, g, jsonify, make_response, redirect, render_template, request, url_for

from app.circle.gate import LINKS
from app.circle.state import Circle
from app.pages.access import (
    circle_staff_only,
    facilitator_cookie,
    link_cookie,
    open_to_anybody,
    services,
    set_token_cookie,
    signed_in,
    this_session,
)
from app.pages.follow_up import WORDS
from app.pages.forms import Form
from app.pages.handing_over import colleagues
from app.records.wording import at
from app.store import circles, follow_up, staff
from app.store.follow_up import Action

pages = Blueprint("control", __name__)

#: No private link holds for longer.
LINK_DAYS = 31
#: Where each kind of link leads.
_ENTRANCES = {
    "facilitator": "control.control",
    "advisor": "control.control",
    "reader": "reading.form",
    "preparer": "preparing.statements",
}


@pages.get("/circles/<circle_id>/control")
@circle_staff_only
def control(circle: Circle) -> Any:
    """The page from which a circle is run."""
    earlier = _earlier(circle)
    return render_template(
        "control/control.html",
        circle=circle,
        hat=_hat(circle.id),
        who_runs_it=_facilitator(circle.id),
        colleagues=colleagues(),
        earlier=earlier,
        looked_at=[each.id for each in earlier if each.checked_since(circle.created_at)],
        form=Form(),
        today=_today(),
        **WORDS,
    )


@pages.post("/api/circles/<circle_id>/token")
@circle_staff_only
def token(circle: Circle) -> Any:
    """A token for the sockets: the facilitator's or advisor's own, or a short-lived one from the session."""
    bearer, person = g.right.bearer, g.right.person
    if person is None:
        held = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return jsonify(token=held or request.cookies.get(facilitator_cookie(circle.id)), kind=bearer.kind)
    kind = _hat(circle.id)
    if kind is None:
        abort(403)
    return jsonify(token=services().conduct.give(circle.id, kind, person.id, this_session(person)), kind=kind)


@pages.post("/circles/<circle_id>/hat")
@circle_staff_only
def put_on(circle: Circle) -> Any:
    """Take the facilitator's or the advisor's part, on purpose, by a press on a button that says so."""
    person = signed_in()
    if person is None:
        abort(403)
    column = {"facilitator": "facilitator_id", "advisor": "advisor_id"}.get(request.form.get("hat", ""))
    if column is None:
        abort(400)
    with services().store.writing() as tx:
        circles.set_hat(tx.db, circle.id, column, person.id)
    services().look_again(circle.id)
    return redirect(url_for("control.control", circle_id=circle.id))


@pages.post("/circles/<circle_id>/screen-link")
@circle_staff_only
def screen_link(circle: Circle) -> Any:
    """Open the shared screen in a new window; its token stands in the fragment."""
    address = url_for("screen.screen", circle_id=circle.id)
    return redirect(f"{address}#{services().conduct.give(circle.id, 'screen')}", code=303)


@pages.get("/enter")
@open_to_anybody
def enter() -> Any:
    """Where a facilitator's or a private link leads: the script hands the token of the fragment over."""
    return render_template("control/enter.html")


@pages.post("/api/enter")
@open_to_anybody
def take_token() -> Any:
    """Exchange the token of a facilitator's or a private link for a cookie, so that it leaves the address line."""
    given = request.get_json(silent=True)
    given_token = given.get("token") if isinstance(given, dict) else None
    bearer = services().conduct.bearer(given_token)
    if bearer is None or bearer.kind not in _ENTRANCES or not isinstance(given_token, str):
        return jsonify(code="revoked", message="This link does not work any more. Ask for a new one."), 403
    address = url_for(_ENTRANCES[bearer.kind], circle_id=bearer.circle_id)
    response = make_response(jsonify(address=address))
    if bearer.kind in LINKS:
        set_token_cookie(response, link_cookie(bearer.kind, bearer.circle_id), given_token, LINK_DAYS)
    else:
        set_token_cookie(response, facilitator_cookie(bearer.circle_id), given_token)
    return response


def _earlier(circle: Circle) -> list[Action]:
    """What the team's earlier circles left to look at. Who holds a token of this circle sees nothing of another."""
    if g.right.person is None or circle.closed_at is not None or circle.rehearsal:
        return []
    return follow_up.from_earlier(services().store, circle, _today())


def _today() -> str:
    return at(services().clock.now_ms()).date().isoformat()


def _facilitator(circle_id: str) -> str:
    """The name of the member of staff who runs the circle now; empty where nobody signed in does."""
    with services().store.reading() as db:
        facilitator, _advisor = circles.hats(db, circle_id)
        person = staff.by_id(db, facilitator) if facilitator else None
    return person.name if person else ""


def _hat(circle_id: str) -> str | None:
    """As what the signed-in person, or the bearer of a token, works with this circle."""
    right = g.right
    if right.person is None:
        return str(right.bearer.kind)
    with services().store.reading() as db:
        facilitator, advisor = circles.hats(db, circle_id)
    if right.person.id == facilitator:
        return "facilitator"
    return "advisor" if right.person.id == advisor else None
