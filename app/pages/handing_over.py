"""Handing a circle over on purpose: whoever runs it gives it to somebody else of the team, who need not be there."""

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, request, url_for

from app.circle.state import Circle
from app.pages.access import Right, circle_staff_only, services
from app.store import circles, staff
from app.store.staff import Person

pages = Blueprint("handing_over", __name__)


def colleagues() -> list[Person]:
    """To whom the person who asks can hand over: the staff of the circle's team who may sign in, without oneself. Empty
    for whoever holds a link instead of an account. For views with `circle_staff_only`."""
    right: Right = g.right
    if right.person is None:
        return []
    with services().store.reading() as db:
        team = staff.of_team(db, right.team.id)
    return [each for each in team if each.active and each.id != right.person.id]


@pages.post("/circles/<circle_id>/hand-over")
@circle_staff_only
def hand_over(circle: Circle) -> Any:
    """Give the facilitator's part to somebody else. Only who has it can give it, and only while the circle runs: it is
    looked at under the lock, so that of two who press at once the second is refused."""
    giver = g.right.person
    taker = next((each for each in colleagues() if str(each.id) == request.form.get("to", "")), None)
    if giver is None or circle.closed_at is not None:
        abort(403)
    with services().store.writing() as tx:
        circles.version_under_lock(tx.db, circle.id)
        facilitator, _advisor = circles.hats(tx.db, circle.id)
        if facilitator != giver.id:
            abort(403)
        if taker is None:
            abort(404)
        circles.set_hat(tx.db, circle.id, "facilitator_id", taker.id)
    services().look_again(circle.id)
    flash(f"You handed this circle over to {taker.name}.")
    return redirect(url_for("control.control", circle_id=circle.id), code=303)
