"""What an administrator types about how a team files."""

import re

from app.circle.state import Refused
from app.circle.text import clean
from app.pages.forms import Form
from app.records import working_days
from app.records.deadlines import KEEP_DAYS_MOST
from app.store.lookup import Team

MOST_DAYS_TO_FILE = 20
MOST_PLACES = 12
LONGEST_PLACE = 40
#: So many digits in a row are the number of somebody's file, and the register keeps places for good.
_NUMBER = re.compile(r"\d{5}")


def as_typed(team: Team) -> dict[str, str]:
    """What is saved, as the fields show it."""
    return {
        "file_within": str(team.file_within),
        "nation": team.nation,
        "keep_days": str(team.keep_days),
        "places": team.places,
    }


def filing_values(form: Form) -> dict[str, object]:
    """The columns of a team; what is wrong stands in the form's errors."""
    return {
        "file_within": _days(form, "file_within", "The working days for filing", MOST_DAYS_TO_FILE),
        "nation": form.choice("nation", tuple(working_days.NATIONS), "Choose whose bank holidays count."),
        "keep_days": _days(form, "keep_days", "The days for which words are kept", KEEP_DAYS_MOST),
        "places": "\n".join(_places(form)),
    }


def _days(form: Form, name: str, subject: str, most: int) -> int:
    typed = form.value(name).strip()
    if not re.fullmatch(r"[0-9]{1,4}", typed) or int(typed) > most:
        form.wrong(name, f"{subject} must be a number from 0 to {most}.")
        return 0
    return int(typed)


def _places(form: Form) -> list[str]:
    """One a line; each once."""
    found: list[str] = []
    for line in form.value("places").splitlines():
        place = clean(line, LONGEST_PLACE, empty="")
        if isinstance(place, Refused):
            too_long = f"Keep each place within {LONGEST_PLACE} characters."
            form.wrong("places", too_long if place.code == "too_long" else place.message)
        elif _NUMBER.search(place):
            form.wrong(
                "places", "A place must not have the number of a file in it: five digits in a row or more."
            )
        elif place and place not in found:
            found.append(place)
    if len(found) > MOST_PLACES:
        form.wrong("places", f"Name at most {MOST_PLACES} places.")
    if not found:
        form.wrong("places", "Name at least one place, or nothing can be marked as filed.")
    return found
