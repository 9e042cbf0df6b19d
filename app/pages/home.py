"""The home page, and the probes of whoever runs the server."""

from typing import Any

from flask import Blueprint, jsonify
from sqlalchemy import text

from app.pages.access import open_to_anybody, services
from app.store.engine import Unavailable

pages = Blueprint("home", __name__)


@pages.get("/healthz")
@open_to_anybody
def healthz() -> Any:
    """The process serves."""
    return jsonify(status="ok")


@pages.get("/readyz")
@open_to_anybody
def readyz() -> Any:
    """The database answers, too."""
    try:
        with services().store.reading() as db:
            db.execute(text("SELECT 1"))
    except Unavailable:
        return jsonify(code="try_again", message="The database does not answer."), 503
    return jsonify(status="ok")
