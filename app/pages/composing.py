"""The Record of Learning composed by the advisor: lines joined, reworded, ordered and left out. Each press sends
the whole page, which comes back with all that was typed; one Save plays it."""

import secrets
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from app.circle.learning import OUT, composed
from app.circle.state import Circle
from app.pages.access import acting, circle_staff_only, services
from app.pages.records_hints import Watch
from app.records.composing import TITLES, Draft, seen
from app.records.wording import at

pages = Blueprint("composing", __name__, url_prefix="/circles/<circle_id>/records/learning")

_CHANGED = (
    "Somebody else has changed this record since you opened it. What you typed is still here. What is in the"
    " record now is shown below. Save again to use yours."
)
_WENT = "Some words have been removed. Lines that were made from them are gone too, or back to what was said."


@pages.get("")
@circle_staff_only
def learning(circle: Circle) -> Any:
    if circle.forgotten_at is not None:
        abort(404)
    return _page(circle, Draft.of(circle))


@pages.post("")
@circle_staff_only
def compose(circle: Circle) -> Any:
    """Save, or one press of another button."""
    draft = Draft.typed(circle, request.form)
    press = request.form.get("press", "save")
    if press != "save":
        draft.press(press)
        return _page(circle, draft, press)
    _save(circle, draft)
    if draft.faults:
        return _page(services().store.circle(circle.id) or circle, draft), 422
    flash("The Record of Learning is saved.")
    return redirect(url_for("records.records", circle_id=circle.id), code=303)


def _save(circle: Circle, draft: Draft) -> None:
    """Through the one door, unless somebody else has saved meanwhile: then the next press does it."""
    move = draft.move()
    now_seen = seen(circle)
    if draft.seen != now_seen:
        draft.seen = now_seen
        draft.faults[""] = _CHANGED
    if draft.faults:
        return
    # Looked at once more under the lock: another advisor may be a moment faster.
    asked = {"op": secrets.token_hex(16), **move}
    answer = services().conduct.play(acting(circle), asked, only_if=lambda now: seen(now) == now_seen)
    if not answer["ok"]:
        stale = answer["code"] == "stale"
        draft.faults[""] = _CHANGED if stale else answer["message"]
        if stale and (theirs := services().store.circle(circle.id)):
            draft.seen = seen(theirs)


def _page(circle: Circle, draft: Draft, press: str = "") -> str:
    watch = Watch(circle, at(services().clock.now_ms()).date())
    if draft.gone:
        draft.faults.setdefault("", _WENT)
    return render_template(
        "records/learning.html",
        circle=circle,
        draft=draft,
        titles=TITLES,
        theirs=composed(circle) if _CHANGED in draft.faults.values() else None,
        hints=watch.lines([(row.key, row.text) for row in draft.rows if row.column != OUT]),
        focus=_focus(draft, press),
        pressed=bool(press),
        errors=draft.faults,
    )


def _focus(draft: Draft, press: str) -> str:
    """Where the cursor stands after a press: on the same button of the line, so that a line goes up by pressing
    Enter again; where that button has gone, on the one that is left; otherwise in the words."""
    if not draft.here:
        return ""
    what = press.partition("-")[0]
    row = next(row for row in draft.rows if row.key == draft.here)
    column = draft.column(row.column)
    first, last = column[0] is row, column[-1] is row
    if what in ("up", "down") and not (first and last):
        return f"{'down' if first else 'up' if last else what}-{row.key}"
    if what in ("out", "in"):
        return f"{'in' if what == 'out' else 'out'}-{row.key}"
    return f"text-{row.key}"
