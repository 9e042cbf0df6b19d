"""What a field of a move may be: each checks one value, and gives it back in the form in which it is kept, or a
refusal. The refusal codes are `invalid` and `too_long`. Looks only at the value, never at the circle."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from app.circle.destinations import FORM, LEARNING
from app.circle.format import KINDS, MOST_STAGES
from app.circle.state import Refused
from app.circle.text import LONGEST_NAME, clean, clean_date

MOST_PEOPLE_LISTED = 60
MOST_DESTINATIONS = 12
#: How long each part of a destination may be.
DESTINATION = {"id": 32, "kind": 20, "initials": 8, "number": 40, "worker": 80}
BOXES = ("happened", "understood", "impact", "tried", "measure", "decision")
LONGEST_BOX = 4000
#: What becomes of a solution that was chosen.
ACTION_FIELDS = ("what", "by_whom", "how", "why", "by_when", "measure", "decision_by")
#: What stands in the circle itself and can be removed for good.
ERASABLE = ("focus", "title", "told", *(f"box:{box}" for box in BOXES))
LONGEST_EXTENSION_S = 3600
#: What the facilitator may give to a stage.
SHORTEST_STAGE_S, LONGEST_STAGE_S = 30, 3600
#: The statements of Central Bedfordshire's case supervision preparation tool: what is worrying me, what is working
#: well, what I have decided to do, the issue that I am asking support with today.
STATEMENTS = ("worried", "well", "decided", "issue")
LONGEST_STATEMENT = 1000
LONGEST_LINE = 2000
MOST_LINES = 500


def is_hex(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f]{32}", value) is not None


def ident(value: object) -> str | Refused:
    if isinstance(value, str) and re.fullmatch(r"[0-9a-f]{8,32}", value):
        return value
    return Refused("invalid", "That could not be understood: it names nothing.")


def erasable(value: object) -> str | Refused:
    return value if value in ERASABLE and isinstance(value, str) else ident(value)


def op(value: object) -> str | Refused:
    return (
        value
        if isinstance(value, str) and is_hex(value)
        else Refused("invalid", "That could not be understood.")
    )


def whole(least: int, most: int) -> Callable[[object], int | Refused]:
    def check(value: object) -> int | Refused:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        return Refused("invalid", f"Give a whole number from {least} to {most}.")

    return check


def switch(value: object) -> bool | Refused:
    return (
        value if isinstance(value, bool) else Refused("invalid", "That could not be understood: on or off?")
    )


def kind(value: object) -> str | Refused:
    return (
        value
        if value in KINDS and isinstance(value, str)
        else Refused("invalid", "There is no such kind of contribution.")
    )


def names_policy(value: object) -> str | Refused:
    if value in ("shown", "hidden", "never") and isinstance(value, str):
        return value
    return Refused("invalid", "Names are shown, hidden from the room, or never stored.")


def maybe(longest: int) -> Callable[[object], str | Refused]:
    return lambda value: clean(value, longest, empty="")


def maybe_date(value: object) -> str | Refused:
    return "" if value == "" else clean_date(value)


def maybe_seat(value: object) -> str | Refused:
    return "" if value == "" else ident(value)


def listed(
    most: int, fields: Mapping[str, int], but: str = ""
) -> Callable[[object], list[dict[str, str]] | Refused]:
    """A list of small records, each with the given fields up to the given lengths. Rows that are empty
    throughout, or have nothing `but` that field, are left out."""

    def check(value: object) -> list[dict[str, str]] | Refused:
        if not isinstance(value, list) or len(value) > most:
            return Refused("invalid", f"That is a list of at most {most}.")
        rows: list[dict[str, str]] = []
        for entry in value:
            if not isinstance(entry, dict):
                return Refused("invalid", "That could not be understood.")
            row: dict[str, str] = {}
            for name, longest in fields.items():
                text = clean(entry.get(name) or "", longest, empty="")
                if isinstance(text, Refused):
                    return text
                row[name] = text
            if any(text for name, text in row.items() if name != but):
                rows.append(row)
        return rows

    return check


def boxes(value: object) -> dict[str, str] | Refused:
    if not isinstance(value, dict) or any(name not in BOXES for name in value):
        return Refused("invalid", f"The boxes are: {', '.join(BOXES)}.")
    found: dict[str, str] = {}
    for name, raw in value.items():
        text = clean(raw, LONGEST_BOX, empty="")
        if isinstance(text, Refused):
            return text
        found[name] = text
    return found


def document(value: object) -> str | Refused:
    return value if value in (FORM, LEARNING) and isinstance(value, str) else ident(value)


def correctable(value: object) -> str | Refused:
    return "focus" if value == "focus" else ident(value)


def one_of(*known: str) -> Callable[[object], str | Refused]:
    def check(value: object) -> str | Refused:
        if isinstance(value, str) and value in known:
            return value
        return Refused("invalid", f"That is one of: {', '.join(known)}.")

    return check


def lines(value: object) -> list[dict[str, Any]] | Refused:
    """Lines of the Record of Learning, each with a column, sources and its wording."""
    if not isinstance(value, list) or not 0 < len(value) <= MOST_LINES:
        return Refused("invalid", f"The record holds from 1 to {MOST_LINES} lines.")
    found: list[dict[str, Any]] = []
    for entry in value:
        if not isinstance(entry, dict):
            return Refused("invalid", "That could not be understood.")
        line = {
            "id": maybe_seat(entry.get("id") or ""),
            "column": one_of("worked_well", "key_learning", "next_step", "issue", "out")(entry.get("column")),
            "sources": ids(entry.get("sources") or []),
            "text": clean(entry.get("text") or "", LONGEST_LINE, empty=""),
        }
        if refused := next((each for each in line.values() if isinstance(each, Refused)), None):
            return refused
        found.append(line)
    return found


def ids(value: object) -> list[str] | Refused:
    if not isinstance(value, list):
        return Refused("invalid", "That could not be understood.")
    found = [ident(each) for each in value]
    refused = next((each for each in found if isinstance(each, Refused)), None)
    return refused or [each for each in found if isinstance(each, str)]


def seconds(value: object) -> dict[str, int] | Refused:
    """Stages, each with its time."""
    if not isinstance(value, dict) or len(value) > MOST_STAGES:
        return Refused("invalid", "That could not be understood.")
    for key, time in value.items():
        if not isinstance(key, str) or len(key) > LONGEST_NAME:
            return Refused("invalid", "That could not be understood.")
        if isinstance(_STAGE_TIME(time), Refused):
            return Refused("invalid", "Give each stage from half a minute to an hour.")
    return dict(value)


_STAGE_TIME = whole(SHORTEST_STAGE_S, LONGEST_STAGE_S)
