"""What a phone shows at this moment, for the staff who run a circle: to look at, never to send."""

from typing import Any

from flask import Blueprint, render_template, request

from app.circle.state import Circle
from app.pages.access import circle_staff_only

pages = Blueprint("previewing", __name__)


@pages.get("/circles/<circle_id>/preview")
@circle_staff_only
def preview(circle: Circle) -> Any:
    """A group member's phone, or the presenter's. The page's script asks for what it shows."""
    role = "presenter" if request.args.get("as") == "presenter" else "group"
    return render_template("preview/preview.html", circle=circle, role=role)
