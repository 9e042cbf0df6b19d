"""The presenter's private link to prepare beforehand: the four statements of Central Bedfordshire's case supervision
preparation tool (its appendix 4), which are the presenter's own notes while the circle runs."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.circle.shapes import LONGEST_STATEMENT, STATEMENTS
from app.circle.state import CIRCLE, LOBBY, Circle, Refused
from app.circle.text import LONGEST_TEXT, clean
from app.pages.access import link_only, services
from app.pages.forms import Form
from app.store.tokens import Bearer

pages = Blueprint("preparing", __name__, url_prefix="/circles/<circle_id>")

#: The tool's own words.
LABELS: Mapping[str, str] = {
    "worried": "This is what is worrying me and/or others for the child",
    "well": "This is what is working well",
    "decided": "This is what I have decided to do",
    "issue": "This is the issue that I am asking support with today",
}
#: The last statement is as long as a focus may be, since it becomes the focus.
LONGEST = {**dict.fromkeys(STATEMENTS, LONGEST_STATEMENT), "issue": LONGEST_TEXT}


@dataclass(frozen=True)
class Statement:
    name: str
    label: str
    text: str


@pages.get("/prepare")
@link_only("preparer")
def statements(circle: Circle, bearer: Bearer) -> Any:
    """To be filled in before the circle; from its start on, and with `?read=1`, to be read and printed."""
    if _begun(circle) or request.args.get("read"):
        return render_template(
            "preparing/notes.html", circle=circle, statements=_saved(circle), begun=_begun(circle)
        )
    return _page(circle, Form({each.name: each.text for each in _saved(circle)}))


@pages.post("/prepare")
@link_only("preparer")
def save(circle: Circle, bearer: Bearer) -> Any:
    """Whatever cannot be saved stands in the form as it was typed."""
    form = Form(request.form)
    for name in STATEMENTS:
        kept = clean(form.value(name), LONGEST[name], empty="")
        if isinstance(kept, Refused):
            form.wrong(name, f"{LABELS[name]}: {kept.message.removeprefix('This is ')}")
    if not form.errors:
        said = {name: form.value(name) for name in STATEMENTS}
        answer = services().conduct.play(bearer, {"op": secrets.token_hex(16), "type": "prepare", **said})
        if answer["ok"]:
            flash("Saved.")
            return redirect(url_for("preparing.statements", circle_id=circle.id), code=303)
        form.wrong("", answer["message"])
    return _page(services().store.circle(circle.id) or circle, form), 422


def _page(circle: Circle, form: Form) -> str:
    return render_template(
        "preparing/prepare.html",
        circle=circle,
        form=form,
        errors=form.errors,
        labels=LABELS,
        begun=_begun(circle),
        other_focus=_other_focus(circle),
    )


def _saved(circle: Circle) -> list[Statement]:
    return [Statement(name, label, circle.text(CIRCLE, f"prepare:{name}")) for name, label in LABELS.items()]


def _begun(circle: Circle) -> bool:
    return circle.stage_index != LOBBY or circle.closed_at is not None


def _other_focus(circle: Circle) -> bool:
    """Whether somebody has written another focus, which the last statement then leaves as it is."""
    return circle.text(CIRCLE, "focus") not in ("", circle.text(CIRCLE, "prepare:issue"))
