"""The presenter's private link to prepare beforehand."""

from typing import Any

from flask import Blueprint

from app.circle.state import Circle
from app.pages.access import link_only
from app.store.tokens import Bearer

pages = Blueprint("preparing", __name__, url_prefix="/circles/<circle_id>")


@pages.get("/prepare")
@link_only("preparer")
def statements(circle: Circle, bearer: Bearer) -> Any:
    """The four statements of Central Bedfordshire's tool."""
    return ""
