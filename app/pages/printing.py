"""Blank forms and stage cards to print, for the day nothing works. They hold nothing of any circle."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, abort, render_template, url_for

from app import blocking
from app.circle.catalogue import catalogue
from app.circle.format import Format
from app.circle.format_file import parse
from app.log import failure
from app.pages import errors
from app.pages.access import open_to_anybody, services
from app.pages.files import KINDS, NOT_MADE
from app.records.blank import blank_form, blank_learning
from app.records.document import Document, described
from app.records.pdf import to_pdf
from app.records.stage_card import stage_card
from app.records.stage_card_pdf import card_to_pdf
from app.records.wording import at

pages = Blueprint("printing", __name__, url_prefix="/print")

BLANKS: dict[str, Callable[[Format, datetime], Document]] = {
    "form": blank_form,
    "record-of-learning": blank_learning,
}


@pages.get("")
@open_to_anybody
def printing() -> Any:
    """What there is to print."""
    return render_template("printing/printing.html", formats=list(_formats().values()))


@pages.get("/<format_key>/<kind>.<extension>")
@open_to_anybody
def blank(format_key: str, kind: str, extension: str) -> Any:
    """A blank form or the stage card of a format, as PDF or as a page."""
    form = _formats().get(format_key)
    if form is None or kind not in (*BLANKS, "stage-card") or extension not in ("pdf", "html"):
        abort(404)
    made_at = at(services().clock.now_ms()).replace(hour=0, minute=0, second=0, microsecond=0)
    if extension == "html":
        return _page(form, kind, made_at)
    try:
        body = blocking.in_turn(_made, form.source, kind, made_at)
    except Exception as error:  # whatever the library raises, nobody gets half a file
        failure("making a blank form", error)
        return errors.answer(500, NOT_MADE)
    response = Response(body, content_type=KINDS["pdf"])
    response.headers.set("Content-Disposition", "attachment", filename=f"{format_key}-{kind}.pdf")
    return response


def _formats() -> dict[str, Format]:
    return dict(catalogue(services().config.own_formats).formats)


def _page(form: Format, kind: str, made_at: datetime) -> str:
    back = {"back": url_for("printing.printing"), "back_to": "Other forms and cards"}
    if kind == "stage-card":
        return render_template("printing/stage_card.html", card=stage_card(form), **back)
    document = BLANKS[kind](form, made_at)
    return render_template(
        "files/record.html", document=document, name=described(document), by_hand=True, **back
    )


@lru_cache(maxsize=32)
def _made(source: str, kind: str, made_at: datetime) -> bytes:
    """Kept for the day: anybody may ask, and as often as they like."""
    form = parse(source)
    if kind == "stage-card":
        return card_to_pdf(stage_card(form), made_at)
    return to_pdf(BLANKS[kind](form, made_at))
