"""The presenter's private link: read the form, copy its boxes, agree or disagree."""

from typing import Any

from flask import Blueprint

from app.circle.state import Circle
from app.pages.access import link_only
from app.store.tokens import Bearer

pages = Blueprint("reading", __name__, url_prefix="/circles/<circle_id>")


@pages.get("/form")
@link_only("reader")
def form(circle: Circle, bearer: Bearer) -> Any:
    """The form of the circle."""
    return ""
