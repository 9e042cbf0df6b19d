"""What was agreed, and the page on which it is followed up."""

import re

from tests.pages.conftest import Person, Service
from tests.pages.held import action_of

SCHOOL = {"text": "Ask the school", "what": "Ring the school about the side door", "by_whom": "Priya", "by_when": "by Friday"}  # fmt: skip
MORNINGS = {"text": "Start with mornings only"}


def check(service: Service, person: Person, circle: str, **typed: str) -> Person:
    person.open("/actions")
    return person.send(f"/circles/{circle}/actions/{action_of(service, circle)}", **typed)


def section(person: Person, id: str) -> str:
    """The words under one heading of the list; empty where there is none."""
    found = re.search(rf'<section aria-labelledby="{id}">(.*?)</section>', person.page, re.DOTALL)
    return found[1] if found else ""
