"""The records as files: Word, PDF, plain text and a page to print; dates as calendar files."""

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, g, render_template, request, url_for
from sqlalchemy import select

from app import blocking
from app.circle.destinations import LEARNING, documents
from app.circle.filing import open_actions
from app.circle.state import Circle
from app.log import failure
from app.pages import errors
from app.pages.access import acting, circle_staff_only, services
from app.records import calendar_file, content, council, pdf, plain, word
from app.records.content import Detail, Document
from app.records.document import described, named
from app.records.wording import at, day
from app.store import tables

pages = Blueprint("files", __name__, url_prefix="/circles/<circle_id>/records")

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    "html": "text/html; charset=utf-8",
}
NOT_MADE = "The file could not be made. Nothing is lost. Try another kind of file, or try again in a moment."
FORGOTTEN = "The words of this circle have been removed, some days after its records were filed."


@pages.get("/solution-form.<extension>")
@blocking.one_at_a_time
@circle_staff_only
def solution_form(circle: Circle, extension: str) -> Any:
    """The Solution Circle form: `?detail=full` adds all that was offered, `?for=` says whose form it is."""
    detail = request.args.get("detail", "short")
    if detail not in ("short", "full"):
        abort(400)
    forms = [each for each in documents(circle) if each != LEARNING]
    # With one form there is nothing to choose; of several, none is sent by mistake to another one's file.
    asked = request.args.get("for") or (forms[0] if len(forms) == 1 else "")
    if asked not in forms:
        abort(404)
    return _file(circle, form_of(circle, "full" if detail == "full" else "short", asked), asked, extension)


@pages.get("/record-of-learning.<extension>")
@blocking.one_at_a_time
@circle_staff_only
def record_of_learning(circle: Circle, extension: str) -> Any:
    """Appendix 9."""
    return _file(circle, learning_of(circle), LEARNING, extension)


@pages.get("/check-in.ics")
@circle_staff_only
def check_in(circle: Circle) -> Any:
    """The day on which the group checks in, for people's calendars."""
    held = day(at(circle.started_at or circle.created_at))
    return _calendar(circle, "check-in", check_in_on(circle), f"Check-in on the circle of {held}")


@pages.get("/next-supervision.ics")
@circle_staff_only
def next_supervision(circle: Circle) -> Any:
    """The day of the next group supervision (West Sussex, Appendix 9)."""
    return _calendar(circle, "next-supervision", circle.next_date, "Group supervision")


def form_of(circle: Circle, detail: Detail = "short", document: str = "") -> Document:
    """The form as it stands now, for views with `circle_staff_only`."""
    now, team = services().clock.now_ms(), g.right.team.name
    stopped = ever_stopped(circle)
    return content.solution_form(circle, now, team, detail, stopped=stopped, document=document)


def learning_of(circle: Circle) -> Document:
    """The Record of Learning as it stands now, for views with `circle_staff_only`."""
    return content.record_of_learning(circle, services().clock.now_ms(), g.right.team.name)


def check_in_on(circle: Circle) -> str | None:
    """The next day on which the group checks in: that of the circle, or a later one that it agreed for an action."""
    days = [each.check_on or circle.check_in_on for each in open_actions(circle)]
    return min(filter(None, days), default=circle.check_in_on)


def council_faults() -> Mapping[str, str]:
    """For each file in the council's folder that cannot be used, a sentence that says why."""
    return _council().faults


def ever_stopped(circle: Circle) -> bool:
    """Whether the circle was stopped at any moment. Once it goes on, only the log of moves still knows."""
    found = select(tables.moves.c.version).where(
        tables.moves.c.circle_id == circle.id, tables.moves.c.type == "stop"
    )
    with services().store.reading() as db:
        return db.execute(found.limit(1)).first() is not None


def _file(circle: Circle, document: Document, filed_as: str, extension: str) -> Any:
    """The finished file, whole or not at all; a download after the close is remembered with it."""
    if extension not in KINDS:
        abort(404)
    if circle.forgotten_at is not None:
        return errors.answer(404, FORGOTTEN)
    try:
        body = _page(circle, document) if extension == "html" else _made(document, extension)
    except Exception as error:  # whatever a library raises, nobody gets half a file
        failure(f"making a {extension} file", error)
        return errors.answer(500, NOT_MADE)
    if circle.closed_at is not None and extension != "html" and request.method == "GET":
        _note_export(circle, filed_as)
    response = Response(body, content_type=KINDS[extension])
    name = content.file_name(document, g.right.team.name, extension)
    response.headers.set(
        "Content-Disposition", "inline" if extension == "html" else "attachment", filename=name
    )
    return response


def _made(document: Document, extension: str) -> bytes:
    """Made off the event loop, so that no circle's clock waits for it."""
    if extension == "docx":
        return _word(document)
    return blocking.run(pdf.to_pdf if extension == "pdf" else plain.to_file, document)


def _word(document: Document) -> bytes:
    """In the council's own template where there is a sound one, otherwise in ours."""
    template = _council().word.get(document.kind)
    if template is not None:
        try:
            return blocking.run(council.fill, template, document)
        except Exception as error:  # the record is wanted today, and ours holds the same words
            failure("filling a council's template", error)
    return blocking.run(word.to_docx, document)


def _council() -> council.Templates:
    return blocking.run(council.templates, services().config.instance / "record-templates")


def _page(circle: Circle, document: Document) -> str:
    return render_template(
        "files/record.html",
        document=document,
        name=described(document),
        back=url_for("records.records", circle_id=circle.id),
        back_to="Back to the records",
        by_hand=False,
    )


def _note_export(circle: Circle, filed_as: str) -> None:
    """So that words which nobody has taken out are not forgotten without a warning. Where it cannot be kept just
    now, the person still gets their file, and at worst one warning too many."""
    move = {"op": secrets.token_hex(16), "type": "filing", "document": filed_as, "state": "exported"}
    services().conduct.play(acting(circle), move)


def _calendar(circle: Circle, kind: str, on: str | None, title: str) -> Any:
    if not on:
        abort(404)
    team = g.right.team.name
    now = at(services().clock.now_ms())
    body = calendar_file.event(f"{kind}-{circle.id}", date.fromisoformat(on), f"{title}: {team}", now)
    response = Response(body, content_type="text/calendar; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=named(on, kind, team, "ics"))
    return response
