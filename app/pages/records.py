"""The records of a circle: read, complete the boxes that only people can fill. Drafts stand ready at any
time; `files` gives them out."""

import secrets
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from sqlalchemy import select

from app.circle.parse import BOXES
from app.circle.state import Circle
from app.pages.access import acting, circle_staff_only, services
from app.records import content
from app.records.completing import ACTION, Completing, action_label, checks_in, chosen
from app.records.content import Document, Item
from app.records.gather import Gathered, selectable
from app.store import tables

pages = Blueprint("records", __name__, url_prefix="/circles/<circle_id>/records")


@pages.get("")
@circle_staff_only
def records(circle: Circle) -> Any:
    return _page(circle, {})


@pages.post("")
@circle_staff_only
def save(circle: Circle) -> Any:
    """Save what can be saved. What cannot stays in its field, with the reason."""
    form = Completing(circle, request.form)
    faults = form.faults
    for field, move in form.moves:
        answer = services().conduct.play(acting(circle), {"op": secrets.token_hex(16), **move})
        if not answer["ok"]:
            faults.setdefault(field, answer["message"])
    if faults:
        # Part of it is saved by now: the page shows the circle as it is with that.
        return _page(services().store.circle(circle.id) or circle, faults), 422
    flash("The records are saved.")
    return redirect(url_for("records.records", circle_id=circle.id), code=303)


def _form(circle: Circle, detail: content.Detail = "short") -> Document:
    now = services().clock.now_ms()
    return content.solution_form(circle, now, g.right.team.name, detail, stopped=_ever_stopped(circle))


def _ever_stopped(circle: Circle) -> bool:
    """Whether the circle was stopped at any moment. Once it goes on, only the log of moves still knows."""
    found = select(tables.moves.c.version).where(
        tables.moves.c.circle_id == circle.id, tables.moves.c.type == "stop"
    )
    with services().store.reading() as db:
        return db.execute(found.limit(1)).first() is not None


def _page(circle: Circle, faults: dict[str, str]) -> str:
    now = services().clock.now_ms()
    ticked = frozenset(request.args.getlist("use"))
    form = _form(circle)
    asked = BOXES if selectable(circle) else ()
    return render_template(
        "records/records.html",
        circle=circle,
        form=form,
        full=_form(circle, "full"),
        learning=content.record_of_learning(circle, now, g.right.team.name),
        boxes=asked,
        more_boxes=[box for box in BOXES if box not in asked],
        headings=content.HEADINGS,
        missing=[_gap(circle, key) for key in form.missing],
        stopped=any(fact.key == "told" for fact in form.facts),
        questions=_questions(circle),
        chosen=chosen(circle),
        uses=[c for c in circle.contributions.values() if c.kind == "learning_use" and c.state == "shown"],
        ticked=ticked,
        checks_in=checks_in(circle),
        action={name: action_label(name) for name in ACTION},
        faults=faults,
        errors=faults,
        fault=lambda name: {"text": faults[name]} if name in faults else None,
        value=_value(faults),
    )


def _questions(circle: Circle) -> tuple[Item, ...]:
    gathered = Gathered(circle, full=True)
    return gathered.items(gathered.of_the_circle("question"))


def _gap(circle: Circle, key: str) -> dict[str, str]:
    """Something that is still empty, and where it can be filled in; nowhere if only the circle can fill it."""
    text = {"work": "The work (its title)", "told": "Who was told"}.get(key, content.HEADINGS[key])
    on_details = {"present": "who", "facilitator": "facilitator", "advisor": "advisor",
                  "concerns": "where", "work": "title"}  # fmt: skip
    if key in on_details:
        return {"text": text, "href": f"{url_for('details.details', circle_id=circle.id)}#{on_details[key]}"}
    if key in BOXES:
        return {"text": text, "href": f"#box-{key}"}
    if key in ACTION:
        first = next((each for each in chosen(circle) if not circle.text(each.id, key)), None)
        return {"text": text, "href": f"#{key}-{first.id}" if first else ""}
    here = {"told": "#told", "check_in": "#check-in-on"}
    return {"text": text, "href": here.get(key, "")}


def _value(faults: dict[str, str]) -> Any:
    """What stands in a field: after a fault what was typed, otherwise what is saved."""

    def value(name: str, saved: str) -> str:
        return request.form.get(name, saved) if faults else saved

    return value
