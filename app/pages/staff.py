"""Sign-in, the first set-up, accounts and teams."""

from typing import Any

from flask import Blueprint

from app.pages.access import open_to_anybody

pages = Blueprint("staff", __name__)


@pages.route("/sign-in", methods=["GET", "POST"])
@open_to_anybody
def sign_in() -> Any:
    return "Sign in"


def set_up_link() -> str | None:
    """The one-time link with which the first account is made; None where there is one already."""
    return None
