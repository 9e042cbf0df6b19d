"""What is known about a circle apart from what is said in it: who took part, where its record goes.

It can be filled in at any time, before, during and after the circle, by any of the team's staff.
"""

import secrets
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.circle.state import Circle
from app.pages.access import acting, circle_staff_only, services
from app.pages.details_form import KINDS, NAMES, DetailsForm

pages = Blueprint("details", __name__)


@dataclass(frozen=True)
class Back:
    """Where the page leads back to: the circle while it is open, then its records."""

    href: str
    text: str


@pages.get("/circles/<circle_id>/details")
@circle_staff_only
def details(circle: Circle) -> Any:
    return _page(circle, DetailsForm.of(circle))


@pages.post("/circles/<circle_id>/details")
@circle_staff_only
def save_details(circle: Circle) -> Any:
    """Save, or come back with more rows. Whatever cannot be saved stands in the form as it was typed."""
    form = DetailsForm(request.form)
    if more := form.value("more"):
        form.add_rows(more, [circle.name(seat.id) for seat in circle.present()])
        return _page(circle, form)
    moves = form.moves(circle)
    if not form.errors:
        _play(circle, moves, form)
    if form.errors:
        return _page(circle, form), 422
    flash("The details are saved.")
    return redirect(url_for("details.details", circle_id=circle.id), code=303)


def _play(circle: Circle, moves: list[dict[str, Any]], form: DetailsForm) -> None:
    """Through the one door. As these moves set values, sending a form twice does no harm."""
    for move in moves:
        answer = services().conduct.play(acting(circle), {"op": secrets.token_hex(16), **move})
        if not answer["ok"]:
            form.wrong("", answer["message"])
            return


def _page(circle: Circle, form: DetailsForm) -> str:
    if circle.closed_at is None:
        back = Back(url_for("control.control", circle_id=circle.id), "Back to the circle")
    else:
        back = Back(f"/circles/{circle.id}/records", "Back to the records")
    return render_template(
        "details/details.html",
        circle=circle,
        form=form,
        errors=form.errors,
        back=back,
        names_open=not circle.names_fixed,
        joined=bool(circle.present()),
        kinds=KINDS,
        names=NAMES,
    )
