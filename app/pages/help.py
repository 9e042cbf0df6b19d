"""What newcomers ask, and what was done so that everybody can use these pages. For anybody; nothing of any circle."""

from typing import Any

from flask import Blueprint, render_template

from app.circle.catalogue import catalogue
from app.pages.access import open_to_anybody, services
from app.records import deadlines
from app.records.stage_card import stage_card

pages = Blueprint("help", __name__)


@pages.get("/how-it-works")
@open_to_anybody
def how_it_works() -> Any:
    """How a circle works: the stages as the formats define them, a council's own among them."""
    formats = catalogue(services().config.own_formats).formats.values()
    return render_template(
        "help/how_it_works.html",
        cards=[(form.key, stage_card(form)) for form in formats],
        keep_days=deadlines.KEEP_DAYS_DEFAULT,
        keep_most=deadlines.KEEP_DAYS_MOST,
        correct_within=deadlines.CORRECT_WITHIN,
        file_within=deadlines.FILE_WITHIN_DEFAULT,
    )


@pages.get("/accessibility")
@open_to_anybody
def accessibility() -> Any:
    """The accessibility statement. What it says was tested is what tests/browser/access tests."""
    return render_template("help/accessibility.html")
