"""The records of a circle: complete what only people can fill in, correct what was said, remove words for good, copy
box by box. Drafts stand ready at any time; `files` gives the documents out, `filing` says what became of them."""

import secrets
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from app.circle.destinations import documents
from app.circle.state import Circle
from app.pages import records_boxes, records_page, records_words, records_work
from app.pages.access import acting, circle_staff_only, services
from app.pages.records_page import Sent
from app.records.completing import CHANGED, Completing, Correcting, Typed

pages = Blueprint("records", __name__, url_prefix="/circles/<circle_id>/records")


@pages.get("")
@circle_staff_only
def records(circle: Circle) -> Any:
    return records_page.page(circle)


@pages.post("")
@circle_staff_only
def save(circle: Circle) -> Any:
    """Save what can be saved. What cannot stays in its field, with the reason."""
    if sent := _save(circle, Completing(circle, request.form)):
        # Part of it is saved by now: the page shows the circle as it is with that.
        return records_page.page(services().store.circle(circle.id) or circle, sent), 422
    flash("The records are saved.")
    return redirect(url_for("records.records", circle_id=circle.id), code=303)


@pages.get("/words")
@circle_staff_only
def words(circle: Circle) -> Any:
    """What was said, to be corrected."""
    _not_forgotten(circle)
    return records_words.page(circle)


@pages.post("/words")
@circle_staff_only
def correct(circle: Circle) -> Any:
    """Save corrections; what stood there before stays known."""
    _not_forgotten(circle)
    if sent := _save(circle, Correcting(circle, request.form)):
        return records_words.page(services().store.circle(circle.id) or circle, sent), 422
    flash("The corrections are saved. The records have the new words.")
    return redirect(url_for("records.words", circle_id=circle.id), code=303)


@pages.get("/words/<word>/remove")
@circle_staff_only
def confirm_removal(circle: Circle, word: str) -> Any:
    return _removal(circle, word)


@pages.post("/words/<word>/remove")
@circle_staff_only
def remove(circle: Circle, word: str) -> Any:
    """Every wording of it goes at once."""
    if records_words.find(circle, word) is None:
        abort(404)
    answer = _play(circle, records_words.erasure(word))
    if not answer["ok"]:
        return _removal(circle, word, answer["message"])
    flash("The words are removed for good.")
    return redirect(url_for("records.words", circle_id=circle.id), code=303)


@pages.get("/boxes")
@circle_staff_only
def boxes(circle: Circle) -> Any:
    """A document as boxes of text to copy: `?for=` says which."""
    _not_forgotten(circle)
    known, asked = documents(circle), request.args.get("for", "")
    detail = request.args.get("detail", "short")
    if asked not in known or detail not in ("short", "full"):
        abort(404)
    paper = next(paper for paper in records_work.papers(circle) if paper.id == asked)
    return render_template(
        "records/boxes.html",
        circle=circle,
        paper=paper,
        detail=detail,
        blocks=records_boxes.boxes(circle, asked, "full" if detail == "full" else "short"),
    )


def _save(circle: Circle, typed: Typed) -> Sent | None:
    """Play all that can be saved; the answer is what has to be looked at again."""
    faults, theirs = typed.faults, dict(typed.theirs)
    for field, move in typed.moves:
        answer = _play(circle, move)
        if answer["ok"]:
            continue
        if answer["code"] == "stale":
            faults[field], theirs[field] = CHANGED, str(answer["detail"]["text"])
        faults.setdefault(field, answer["message"])
    return Sent(request.form, faults, theirs, partly=True) if faults else None


def _play(circle: Circle, move: dict[str, Any]) -> dict[str, Any]:
    return services().conduct.play(acting(circle), {"op": secrets.token_hex(16), **move})


def _removal(circle: Circle, word: str, fault: str = "") -> Any:
    found = records_words.find(circle, word)
    if found is None:
        abort(404)
    page = render_template(
        "records/remove.html",
        circle=circle,
        word=found,
        taken_out=any(each.exported_at or each.state == "filed" for each in circle.filings.values()),
        errors=fault,
    )
    return page, 422 if fault else 200


def _not_forgotten(circle: Circle) -> None:
    if circle.forgotten_at is not None:
        abort(404)
