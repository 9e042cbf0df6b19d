"""The presenter's private link: read the form, copy its boxes, agree or disagree.

After the circle those concerned have some days to say what is wrong (West Sussex, section 11). Whoever's link has
ended, or whose circle is forgotten, is told so in a sentence.
"""

import secrets
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import Forbidden

from app.circle.destinations import LEARNING, Destination, destinations, documents
from app.circle.state import Circle
from app.pages import files, records_boxes, records_page, records_work
from app.pages.access import link_only, services
from app.pages.forms import Form
from app.pages.records_page import Said
from app.records import content
from app.records.wording import at
from app.store import lookup, tokens
from app.store.tokens import Bearer

pages = Blueprint("reading", __name__, url_prefix="/circles/<circle_id>")

_FORGOTTEN = "The words of this circle have been removed, some days after its records were filed."


@pages.get("/form")
@link_only("reader")
def form(circle: Circle, bearer: Bearer) -> Any:
    """The form of the circle, or the forms where it concerns several."""
    return _page(circle, Form())


@pages.post("/form")
@link_only("reader")
def respond(circle: Circle, bearer: Bearer) -> Any:
    """Say that it is right, or what is wrong with it. The form carries the number of the act, so that a second
    press does no harm."""
    form = Form(request.form)
    agrees = form.choice("agrees", ("yes", "no"), "Say whether it is right.") == "yes"
    words = form.value("words").strip()
    if form.value("agrees") == "no" and not words:
        form.wrong("words", "Say what is wrong, in your own words.")
    if not form.errors:
        move = {"op": form.value("op"), "type": "respond", "agrees": agrees, "text": words}
        answer = services().conduct.play(bearer, move)
        if not answer["ok"]:
            form.wrong("words", answer["message"])
    if form.errors:
        return _page(circle, form), 422
    return redirect(url_for("reading.form", circle_id=circle.id) + "#answers", code=303)


@pages.errorhandler(Forbidden)
def ended(error: Forbidden) -> tuple[Response, int]:
    """The link has ended, or a newer one has taken its place."""
    return make_response(
        render_template("reading/ended.html", sentence=error.description, may_open_again=True)
    ), 403


def _page(circle: Circle, form: Form) -> Any:
    if circle.forgotten_at is not None:
        return render_template("reading/ended.html", sentence=_FORGOTTEN, may_open_again=False), 410
    now = services().clock.now_ms()
    with services().store.reading() as db:
        team = lookup.team_of(db, circle.id)
        until = tokens.link_until(db, circle.id, "reader", now)
    return render_template(
        "reading/form.html",
        circle=circle,
        form=form,
        op=secrets.token_hex(16),
        errors=form.errors,
        sheets=_sheets(circle, team.name if team else ""),
        until=records_work.by_when(at(until - 1).date()) if until else "",
        presenter=circle.name(circle.presenter),
        answers=_answers(circle),
    )


def _sheets(circle: Circle, team: str) -> list[dict[str, Any]]:
    """The short form of each document, in boxes to read and to copy."""
    named: dict[str, Destination] = {each.id: each for each in destinations(circle)}
    now, stopped = services().clock.now_ms(), files.ever_stopped(circle)
    return [
        {
            "id": f"form-{number}",
            "title": records_work.title(name, named.get(name), number),
            "blocks": records_boxes.in_blocks(
                content.solution_form(circle, now, team, stopped=stopped, document=name), f"form-{number}"
            ),
        }
        for number, name in enumerate(documents(circle), 1)
        if name != LEARNING
    ]


def _answers(circle: Circle) -> list[Said]:
    """What was said by this link."""
    return [each for each in records_page.said_of_it(circle) if each.response.source == "reader"]
