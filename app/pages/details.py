"""What is known about a circle apart from what is said in it: who took part, where its record goes.

It can be filled in at any time, before, during and after the circle, by any of the team's staff.
"""

import secrets
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.circle.state import LOBBY, Circle
from app.pages.access import acting, circle_staff_only, services
from app.pages.details_form import KINDS, NAMES, DetailsForm
from app.records.wording import at, moment
from app.store import tokens

pages = Blueprint("details", __name__)

#: How long the presenter's link to prepare is good, unless the circle closes before.
LINK_MS = 31 * 86_400_000


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


@pages.post("/circles/<circle_id>/preparing-link")
@circle_staff_only
def preparing_link(circle: Circle) -> Any:
    """A private link with which the presenter prepares. It stands in this one answer: only its hash is kept."""
    if not _can_prepare(circle):
        flash("The circle has begun, so nothing can be prepared any more.")
        return redirect(url_for("details.details", circle_id=circle.id), code=303)
    until = services().clock.now_ms() + LINK_MS
    token = services().conduct.give_link(circle.id, "preparer", until)
    link = f"{services().config.base_url}{url_for('control.enter')}#{token}"
    return _page(circle, DetailsForm.of(circle), link)


def _can_prepare(circle: Circle) -> bool:
    return circle.stage_index == LOBBY and circle.closed_at is None


def _play(circle: Circle, moves: list[dict[str, Any]], form: DetailsForm) -> None:
    """Through the one door. As these moves set values, sending a form twice does no harm."""
    for move in moves:
        answer = services().conduct.play(acting(circle), {"op": secrets.token_hex(16), **move})
        if not answer["ok"]:
            form.wrong("", answer["message"])
            return


def _page(circle: Circle, form: DetailsForm, new_link: str | None = None) -> str:
    with services().store.reading() as db:
        until = tokens.link_until(db, circle.id, "preparer", services().clock.now_ms())
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
        can_prepare=_can_prepare(circle),
        new_link=new_link,
        link_until=moment(at(until)) if until else "",
    )
