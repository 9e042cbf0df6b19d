"""The shared screen: read-only, opened by a link or by a typed screen code."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from app.pages import tries
from app.pages.access import open_to_anybody, services

pages = Blueprint("screen", __name__)


@pages.get("/screen")
@open_to_anybody
def by_code() -> Any:
    """Where somebody at the projector types the screen code that the control page shows."""
    return render_template("screen/code.html", sentence=None, code="")


@pages.post("/screen")
@open_to_anybody
def open_by_code() -> Any:
    """Open the screen for a typed code."""
    code = request.form.get("code", "")
    if tries.used_up():
        return render_template("screen/code.html", sentence=tries.SENTENCE, code=code), 429
    found = services().conduct.screen_for_code(code)
    if found is None:
        tries.failed()
        sentence = "No open circle has this screen code. The control page shows it, under “Shared screen”."
        return render_template("screen/code.html", sentence=sentence, code=code), 404
    circle_id, token = found
    return redirect(f"{url_for('screen.screen', circle_id=circle_id)}#{token}", code=303)


@pages.get("/screen/<circle_id>")
@open_to_anybody
def screen(circle_id: str) -> Any:
    """The page without any content: its script connects with the token of the fragment."""
    return render_template("screen/screen.html", circle_id=circle_id)
