"""Whom a form is about, and what those concerned said of it."""

import re
from collections.abc import Iterator, Mapping

from app.circle.destinations import FORM, Destination, destinations
from app.circle.state import Circle, Response
from app.records.document import Fact, Item
from app.records.wording import at, day

#: What stands in place of a name that would tell one person's form who else the circle was about.
SOMEBODY = "Somebody else it is about"


def concerned_by(circle: Circle, document: str) -> tuple[Destination, ...]:
    """The one person whose form `document` is; all of them for the circle as a whole. Raises LookupError where
    there is no such form."""
    everybody = destinations(circle)
    if document == "" or (document == FORM and not everybody):
        return everybody
    found = tuple(each for each in everybody if each.id == document)
    if not found:
        raise LookupError("There is no such form.")
    return found


def place_of(circle: Circle, document: str) -> int:
    """Which of several forms this is, counted from 1 in their order; 0 where there is only one. Files are told
    apart by it, since nothing about a person may stand in the name of a file."""
    ids = [each.id for each in destinations(circle)]
    return ids.index(document) + 1 if len(ids) > 1 and document in ids else 0


def in_words(person: Destination) -> str:
    """Initials and system number for a child, young person or carer (West Sussex, Appendix 8). Generic practice
    is recorded as part of development supervision (Dudley, "Group Supervision"): then the worker is named, and
    no identifier stands beside the name (West Sussex, Appendix 5)."""
    if person.is_worker:
        return f"Development supervision of {person.worker or 'a worker'}"
    kind = person.kind.replace("_", " ").replace("-", " ")
    who = " ".join(filter(None, (kind[:1].upper() + kind[1:], person.initials)))
    number = f"system number {person.number}" if person.number else ""
    worker = f"worker {person.worker}" if person.worker else ""
    return ", ".join(filter(None, (who, number, worker)))


def responses(circle: Circle, about: tuple[Destination, ...], headings: Mapping[str, str]) -> Iterator[Item]:
    """What those concerned said of the text: beside it and never in its place, with who and when, and with how
    a disagreement was settled (West Sussex, section 11; Central Bedfordshire: it is itself recorded)."""
    others = [each for each in destinations(circle) if each not in about]
    for each in circle.responses.values():
        who = circle.text(each.id, "who")
        said: dict[str, tuple[str, ...]] = {
            "response_who": (SOMEBODY if _tells_of(who, others) else who,),
            "response": (f"{'Agrees' if each.agrees else 'Disagrees'}, {day(at(each.at))}",),
        }
        if not each.agrees:
            said["settled"] = _settled(circle, each)
        words = circle.text(each.id, "text") or "Agrees with what is written here."
        facts = (Fact(key, headings[key], values, "") for key, values in said.items())
        yield Item(words, details=tuple(facts))


def _settled(circle: Circle, response: Response) -> tuple[str, ...]:
    if response.settled_at is None:
        return ("Not settled yet",)
    how = circle.text(response.id, "settled")
    return tuple(filter(None, (how, f"Settled on {day(at(response.settled_at))}")))


def _tells_of(name: str, others: list[Destination]) -> bool:
    """Whether a name holds the initials or the number of somebody whose form this is not."""
    marks = [mark for each in others for mark in (each.initials, each.number) if mark]
    return any(re.search(rf"(?<!\w){re.escape(mark)}(?!\w)", name, re.IGNORECASE) for mark in marks)
