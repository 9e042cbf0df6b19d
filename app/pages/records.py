"""The records of a circle: read, complete the boxes that only people can fill, download. Drafts stand
ready at any time."""

import secrets
from typing import Any

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for

from app import blocking
from app.circle.parse import BOXES
from app.circle.state import CIRCLE, Circle, Contribution
from app.pages.access import acting, circle_staff_only, services
from app.records import content, plain, word
from app.records.content import Document

pages = Blueprint("records", __name__, url_prefix="/circles/<circle_id>/records")

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: What an action holds besides its wording, in the order in which it is asked.
ACTION = ("by_whom", "by_when", "how", "why", "measure", "decision_by")


@pages.get("")
@circle_staff_only
def records(circle: Circle) -> Any:
    return _page(circle, {})


@pages.post("")
@circle_staff_only
def save(circle: Circle) -> Any:
    """Save what was filled in. What cannot be saved stays in its field, with the reason."""
    faults: dict[str, str] = {}
    for prefix, move in _moves(circle):
        answer = services().conduct.play(acting(circle), {"op": secrets.token_hex(16), **move})
        if not answer["ok"]:
            faults[prefix] = answer["message"]
    if faults:
        return _page(circle, faults), 422
    flash("The records are saved.")
    return redirect(url_for("records.records", circle_id=circle.id), code=303)


@pages.get("/solution-form.<extension>")
@circle_staff_only
def solution_form(circle: Circle, extension: str) -> Any:
    """The Solution Circle form; `?detail=full` adds all that was offered."""
    detail = request.args.get("detail", "short")
    if detail not in ("short", "full"):
        abort(400)
    now = services().clock.now_ms()
    return _download(
        content.solution_form(circle, now, g.right.team.name, "full" if detail == "full" else "short"),
        extension,
    )


@pages.get("/record-of-learning.<extension>")
@circle_staff_only
def record_of_learning(circle: Circle, extension: str) -> Any:
    """Appendix 9; `?use=<id>` for each use of the learning that the advisor ticked."""
    ticked = frozenset(request.args.getlist("use"))
    now = services().clock.now_ms()
    return _download(content.record_of_learning(circle, now, g.right.team.name, ticked), extension)


def _download(document: Document, extension: str) -> Response:
    """The finished file. It is made off the event loop, so that no circle's clock waits for it."""
    if extension == "docx":
        body, kind = blocking.run(word.to_docx, document), WORD
    elif extension == "txt":
        body, kind = plain.to_file(document), "text/plain; charset=utf-8"
    else:
        abort(404)
    name = content.file_name(document, g.right.team.name, extension)
    response = Response(body, content_type=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _moves(circle: Circle) -> list[tuple[str, dict[str, Any]]]:
    """The moves that bring the circle in line with the form, each with the part of the form it is from.
    A field that was not changed makes no move."""
    moves: list[tuple[str, dict[str, Any]]] = []
    boxes = {
        box: text for box in BOXES if (text := _typed(f"box-{box}")) != circle.text(CIRCLE, f"box:{box}")
    }
    for box, text in boxes.items():
        moves.append((f"box-{box}", {"type": "details", "boxes": {box: text}}))
    for each in _chosen(circle):
        typed = {name: _typed(f"{name}-{each.id}") for name in ACTION}
        if any(text != circle.text(each.id, name) for name, text in typed.items()):
            moves.append((f"action-{each.id}", {"type": "action", "id": each.id, **typed}))
    if _checks_in(circle):
        on, by = _typed("check-in-on"), _typed("check-in-by")
        if (on, by) != (circle.check_in_on or "", circle.text(CIRCLE, "check_in_by")):
            moves.append(("check-in", {"type": "check_in", "on": on, "by": by}))
    return moves


def _typed(name: str) -> str:
    return request.form.get(name, "").replace("\r\n", "\n").strip()


def _chosen(circle: Circle) -> list[Contribution]:
    return [each for each in circle.contributions.values() if each.chosen and each.state == "shown"]


def _checks_in(circle: Circle) -> bool:
    return bool(circle.format.stages_for("facilitator", "check_in"))


def _page(circle: Circle, faults: dict[str, str]) -> str:
    now = services().clock.now_ms()
    team = g.right.team.name
    form = content.solution_form(circle, now, team)
    return render_template(
        "records/records.html",
        circle=circle,
        form=form,
        learning=content.record_of_learning(circle, now, team),
        boxes=[
            box
            for box in BOXES
            if any(section.key == box for section in form.sections) or circle.text(CIRCLE, f"box:{box}")
        ],
        optional_boxes=[box for box in BOXES if not any(section.key == box for section in form.sections)],
        headings=content.HEADINGS,
        missing=form.missing,
        chosen=_chosen(circle),
        uses=[c for c in circle.contributions.values() if c.kind == "learning_use" and c.state == "shown"],
        checks_in=_checks_in(circle),
        action=ACTION,
        faults=faults,
        errors=faults,
        value=_value(circle, faults),
    )


def _value(circle: Circle, faults: dict[str, str]) -> Any:
    """What stands in a field: after a fault what was typed, otherwise what is saved."""

    def value(name: str, saved: str) -> str:
        return request.form.get(name, saved) if faults else saved

    return value
