"""The records as files: Word, PDF, plain text and a page to print; dates as calendar files."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, g, request
from sqlalchemy import select

from app import blocking
from app.circle.destinations import documents
from app.circle.state import Circle
from app.pages.access import circle_staff_only, services
from app.records import content, pdf, plain, word
from app.records.content import Detail, Document
from app.store import tables

pages = Blueprint("files", __name__, url_prefix="/circles/<circle_id>/records")

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

#: How each kind of file is made, and what it is.
MAKERS: dict[str, tuple[Callable[[Document], bytes], str]] = {
    "docx": (word.to_docx, WORD),
    "pdf": (pdf.to_pdf, "application/pdf"),
    "txt": (plain.to_file, "text/plain; charset=utf-8"),
}


@pages.get("/solution-form.<extension>")
@circle_staff_only
def solution_form(circle: Circle, extension: str) -> Any:
    """The Solution Circle form; `?detail=full` adds all that was offered, `?for=` says whose form it is."""
    detail = request.args.get("detail", "short")
    if detail not in ("short", "full"):
        abort(400)
    given = request.args.get("for", "")
    forms = documents(circle)[:-1]
    if given not in ("", *forms) or (len(forms) > 1 and not given):
        abort(404)
    return _download(form_of(circle, "full" if detail == "full" else "short", given), extension)


@pages.get("/record-of-learning.<extension>")
@circle_staff_only
def record_of_learning(circle: Circle, extension: str) -> Any:
    """Appendix 9."""
    return _download(learning_of(circle), extension)


def form_of(circle: Circle, detail: Detail = "short", document: str = "") -> Document:
    """The form as it stands now, for views with `circle_staff_only`."""
    now, team = services().clock.now_ms(), g.right.team.name
    return content.solution_form(circle, now, team, detail, stopped=ever_stopped(circle), document=document)


def learning_of(circle: Circle) -> Document:
    """The Record of Learning as it stands now, for views with `circle_staff_only`."""
    return content.record_of_learning(circle, services().clock.now_ms(), g.right.team.name)


def ever_stopped(circle: Circle) -> bool:
    """Whether the circle was stopped at any moment. Once it goes on, only the log of moves still knows."""
    found = select(tables.moves.c.version).where(
        tables.moves.c.circle_id == circle.id, tables.moves.c.type == "stop"
    )
    with services().store.reading() as db:
        return db.execute(found.limit(1)).first() is not None


def _download(document: Document, extension: str) -> Response:
    """The finished file. It is made off the event loop, so that no circle's clock waits for it."""
    if extension not in MAKERS:
        abort(404)
    make, kind = MAKERS[extension]
    response = Response(blocking.run(make, document), content_type=kind)
    name = content.file_name(document, g.right.team.name, extension)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
