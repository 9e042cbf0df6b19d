"""Filing: where, when and by whom; what those concerned say and how it was settled; the presenter's link; holding the
words, and forgetting them. Each form leads back to the records page, or stays on it with what was typed."""

import secrets
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for

from app import forgetting
from app.circle.destinations import documents
from app.circle.filing import open_actions
from app.circle.state import Circle
from app.pages import records_keeping, records_page, records_work
from app.pages.access import acting, circle_staff_only, services
from app.pages.forms import Form
from app.pages.records_page import Sent
from app.records import deadlines
from app.records.wording import at

pages = Blueprint("filing", __name__, url_prefix="/circles/<circle_id>/records/filing")


@pages.get("/<path:act>")
@circle_staff_only
def act(circle: Circle, act: str) -> Any:
    """Whoever opens the address of an act again, say after signing in, comes to the page that it belongs to."""
    return redirect(_records(circle), code=303)


@pages.post("/<document>")
@circle_staff_only
def file(circle: Circle, document: str) -> Any:
    """Mark a document as filed, as not needed, or as open again."""
    if document not in documents(circle):
        abort(404)
    state = request.form.get("state", "filed")
    form = Form(request.form)
    fields: dict[str, Any] = {"document": document, "state": state}
    if state == "filed":
        fields |= _where_and_when(circle, document, form)
    if not form.errors:
        _play(circle, form, f"place-{document}", type="filing", **fields)
    said = {"filed": "It is marked as filed.", "discarded": "It is marked: nothing needs filing here."}
    return _answer(circle, form, said.get(state, "It is open again."), f"file-{document}")


def _where_and_when(circle: Circle, document: str, form: Form) -> dict[str, Any]:
    place, on = f"place-{document}", f"on-{document}"
    allowed = tuple(g.right.team.places.splitlines())
    fields = {
        "place": form.choice(place, allowed, "Choose where it is filed."),
        "on": form.date(on, "The day"),
    }
    if not fields["on"]:
        form.wrong(on, "Enter the day on which it was filed.")
    elif date.fromisoformat(fields["on"]) > _today():
        form.wrong(on, "The day must be today or in the past.")
    elif date.fromisoformat(fields["on"]) < at(circle.started_at or circle.created_at).date():
        form.wrong(on, "The day must not be before the circle.")
    return fields


@pages.post("/<document>/copied")
@circle_staff_only
def copied(circle: Circle, document: str) -> Any:
    """Somebody has copied the text of a document: its words have left, as by a download."""
    if document not in documents(circle):
        abort(404)
    if circle.closed_at is not None:
        _play(circle, Form(), "", type="filing", document=document, state="exported")
    if request.headers.get("X-Requested-With"):
        return "", 204
    flash("It is noted that you copied it.")
    return redirect(_records(circle, f"file-{document}"), code=303)


@pages.post("/link")
@circle_staff_only
def link(circle: Circle) -> Any:
    """The presenter's link to the form, shown this once. It holds as long as they can say what is wrong."""
    form = Form()
    if not _play(circle, form, "", type="share"):
        return _answer(circle, form, "", "")
    until = deadlines.corrections_until(_today(), g.right.team.nation)
    token = services().conduct.give_link(circle.id, "reader", records_keeping.end_of(until))
    return render_template(
        "records/link.html",
        circle=circle,
        address=f"{services().config.base_url}{url_for('control.enter')}#{token}",
        until=records_work.by_when(until),
        presenter=circle.name(circle.presenter),
    )


@pages.post("/responses")
@circle_staff_only
def respond(circle: Circle) -> Any:
    """Write down what somebody concerned said of the form."""
    form = Form(request.form)
    who = form.text("who", 80, "Say who said it.")
    agrees = form.choice("agrees", ("yes", "no"), "Say whether they agree.") == "yes"
    if not agrees and not form.value("words").strip():
        form.wrong("words", "Write down what they say is wrong.")
    if not form.errors:
        _play(circle, form, "words", type="respond", agrees=agrees, who=who, text=form.value("words"))
    return _answer(circle, form, "What they said is kept beside the form.", "said-of-it")


@pages.post("/responses/<response>/settled")
@circle_staff_only
def settle(circle: Circle, response: str) -> Any:
    """A disagreement is dealt with. It stays, with how."""
    if response not in circle.responses:
        abort(404)
    form, name = Form(request.form), f"settled-{response}"
    if not form.value(name).strip():
        form.wrong(name, "Say how it was settled, in a sentence.")
    else:
        _play(circle, form, name, type="settle", id=response, text=form.value(name))
    return _answer(circle, form, "The disagreement is settled. It stays beside the form.", "said-of-it")


@pages.post("/hold")
@circle_staff_only
def hold(circle: Circle) -> Any:
    """Keep the words from being forgotten, or let go of them again."""
    form = Form()
    on = request.form.get("on") == "yes"
    _play(circle, form, "", type="hold", on=on)
    said = "The words are kept for now." if on else "The words will be removed when their day comes."
    return _answer(circle, form, said, "keeping")


@pages.get("/forget")
@circle_staff_only
def confirm_forgetting(circle: Circle) -> Any:
    return _forgetting(circle)


@pages.post("/forget")
@circle_staff_only
def forget(circle: Circle) -> Any:
    """For good: asked for once more on a page that says what goes and what stays."""
    if request.form.get("sure") != "yes":
        return _forgetting(circle, "Tick the box to say that you are sure.")
    kept = forgetting.forget(services().store, circle.id, services().clock.now_ms())
    if kept:
        return _forgetting(circle, kept)
    services().look_again(circle.id)
    flash("All words are removed.")
    left = services().store.circle(circle.id)
    return redirect(_records(left) if left else url_for("home.home"), code=303)


def _forgetting(circle: Circle, fault: str = "") -> Any:
    if circle.closed_at is None or circle.forgotten_at is not None:
        abort(404)
    papers = records_work.papers(circle)
    page = render_template(
        "records/forget.html",
        circle=circle,
        open_papers=[paper for paper in papers if paper.open],
        changed_papers=[paper for paper in papers if paper.changed],
        untouched=[paper for paper in papers if paper.open and paper.filing.exported_at is None],
        actions=len(open_actions(circle)),
        keeping=records_keeping.of(circle, _today()),
        by_when=records_work.by_when,
        errors=fault,
    )
    return page, 422 if fault else 200


def _play(circle: Circle, form: Form, field: str, **move: Any) -> bool:
    """Through the one door; a refusal stands at the field."""
    answer = services().conduct.play(acting(circle), {"op": secrets.token_hex(16), **move})
    if not answer["ok"]:
        form.wrong(field, answer["message"])
    return bool(answer["ok"])


def _answer(circle: Circle, form: Form, said: str, place: str) -> Any:
    if form.errors:
        return records_page.page(circle, Sent(form.given, form.errors)), 422
    flash(said)
    return redirect(_records(circle, place), code=303)


def _records(circle: Circle, place: str = "") -> str:
    return url_for("records.records", circle_id=circle.id) + (f"#{place}" if place else "")


def _today() -> date:
    return at(services().clock.now_ms()).date()
