"""From what a device sent to a `Move`, or a refusal. Looks only at the shape, never at the circle.

`FIELDS` is the table of moves: each move's fields with what each must be. A field ending in "?" may
be left out. Fields that are not in the table are ignored: a forged role changes nothing.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.circle.destinations import FORM, LEARNING
from app.circle.format import KINDS, MOST_STAGES
from app.circle.state import Refused
from app.circle.text import LONGEST_NAME, LONGEST_TEXT, clean, clean_date, clean_name

MOST_PEOPLE_LISTED = 60
MOST_DESTINATIONS = 12
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


@dataclass(frozen=True, slots=True)
class Move:
    """One act: `op` is the random 128-bit id that the device gave it, as 32 hex digits."""

    op: str
    type: str
    fields: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.fields[name]

    def get(self, name: str) -> Any:
        return self.fields.get(name)


def parse(payload: object) -> Move | Refused:
    """Check the shape of a move. The refusal codes are `invalid` and `too_long`."""
    if not isinstance(payload, dict):
        return Refused("invalid", "That could not be understood.")
    op, kind = payload.get("op"), payload.get("type")
    if not isinstance(op, str) or not _is_hex(op):
        return Refused("invalid", "That could not be understood: it has no number of its own.")
    if not isinstance(kind, str) or kind not in FIELDS:
        return Refused("invalid", "That could not be understood: there is no such move.")
    fields: dict[str, Any] = {}
    for spec, check in FIELDS[kind].items():
        name = spec.removesuffix("?")
        if payload.get(name) is None:
            if not spec.endswith("?"):
                return Refused("invalid", f"That could not be understood: “{name}” is missing.")
            continue
        value = check(payload[name])
        if isinstance(value, Refused):
            return value
        fields[name] = value
    return Move(op, kind, fields)


def _is_hex(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f]{32}", value) is not None


def _id(value: object) -> str | Refused:
    if isinstance(value, str) and re.fullmatch(r"[0-9a-f]{8,32}", value):
        return value
    return Refused("invalid", "That could not be understood: it names nothing.")


def _erasable(value: object) -> str | Refused:
    return value if value in ERASABLE and isinstance(value, str) else _id(value)


def _op(value: object) -> str | Refused:
    return (
        value
        if isinstance(value, str) and _is_hex(value)
        else Refused("invalid", "That could not be understood.")
    )


def _whole(least: int, most: int) -> Callable[[object], int | Refused]:
    def check(value: object) -> int | Refused:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        return Refused("invalid", f"Give a whole number from {least} to {most}.")

    return check


def _switch(value: object) -> bool | Refused:
    return (
        value if isinstance(value, bool) else Refused("invalid", "That could not be understood: on or off?")
    )


def _kind(value: object) -> str | Refused:
    return (
        value
        if value in KINDS and isinstance(value, str)
        else Refused("invalid", "There is no such kind of contribution.")
    )


def _names_policy(value: object) -> str | Refused:
    if value in ("shown", "hidden", "never") and isinstance(value, str):
        return value
    return Refused("invalid", "Names are shown, hidden from the room, or never stored.")


def _maybe(longest: int) -> Callable[[object], str | Refused]:
    return lambda value: clean(value, longest, empty="")


def _maybe_date(value: object) -> str | Refused:
    return "" if value == "" else clean_date(value)


def _maybe_seat(value: object) -> str | Refused:
    return "" if value == "" else _id(value)


DESTINATION = {"id": 32, "kind": 20, "initials": 8, "number": 40, "worker": 80}


def _listed(
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


def _boxes(value: object) -> dict[str, str] | Refused:
    if not isinstance(value, dict) or any(name not in BOXES for name in value):
        return Refused("invalid", f"The boxes are: {', '.join(BOXES)}.")
    boxes: dict[str, str] = {}
    for name, raw in value.items():
        text = clean(raw, LONGEST_BOX, empty="")
        if isinstance(text, Refused):
            return text
        boxes[name] = text
    return boxes


def _document(value: object) -> str | Refused:
    return value if value in (FORM, LEARNING) and isinstance(value, str) else _id(value)


def _correctable(value: object) -> str | Refused:
    return "focus" if value == "focus" else _id(value)


def _one_of(*known: str) -> Callable[[object], str | Refused]:
    def check(value: object) -> str | Refused:
        if isinstance(value, str) and value in known:
            return value
        return Refused("invalid", f"That is one of: {', '.join(known)}.")

    return check


def _lines(value: object) -> list[dict[str, Any]] | Refused:
    """Lines of the Record of Learning, each with a column, sources and its wording."""
    if not isinstance(value, list) or not 0 < len(value) <= MOST_LINES:
        return Refused("invalid", f"The record holds from 1 to {MOST_LINES} lines.")
    lines: list[dict[str, Any]] = []
    for entry in value:
        if not isinstance(entry, dict):
            return Refused("invalid", "That could not be understood.")
        line = {
            "id": _maybe_seat(entry.get("id") or ""),
            "column": _one_of("worked_well", "key_learning", "next_step", "issue", "out")(
                entry.get("column")
            ),
            "sources": _ids(entry.get("sources") or []),
            "text": clean(entry.get("text") or "", LONGEST_LINE, empty=""),
        }
        if refused := next((each for each in line.values() if isinstance(each, Refused)), None):
            return refused
        lines.append(line)
    return lines


def _ids(value: object) -> list[str] | Refused:
    if not isinstance(value, list):
        return Refused("invalid", "That could not be understood.")
    ids = [_id(each) for each in value]
    refused = next((each for each in ids if isinstance(each, Refused)), None)
    return refused or [each for each in ids if isinstance(each, str)]


def _seconds(value: object) -> dict[str, int] | Refused:
    """Stages, each with its time."""
    if not isinstance(value, dict) or len(value) > MOST_STAGES:
        return Refused("invalid", "That could not be understood.")
    for key, seconds in value.items():
        if not isinstance(key, str) or len(key) > LONGEST_NAME:
            return Refused("invalid", "That could not be understood.")
        if isinstance(_STAGE_TIME(seconds), Refused):
            return Refused("invalid", "Give each stage from half a minute to an hour.")
    return dict(value)


_STAGE_TIME = _whole(SHORTEST_STAGE_S, LONGEST_STAGE_S)
_VISIT = _whole(0, 1_000_000)
_REVISION = _whole(0, 1_000_000)
_BY_VISIT: dict[str, Callable[[object], Any]] = {"visit": _VISIT}
_SWITCH: dict[str, Callable[[object], Any]] = {"on": _switch}
_ONE: dict[str, Callable[[object], Any]] = {"id": _id}

FIELDS: Mapping[str, Mapping[str, Callable[[object], Any]]] = {
    "start": _BY_VISIT,
    "next": _BY_VISIT,
    "back": _BY_VISIT,
    "pause": _BY_VISIT,
    "resume": _BY_VISIT,
    "cut": _BY_VISIT,
    "close": _BY_VISIT,
    "undo": {"visit": _VISIT, "undoes": _op},
    "extend": {"visit": _VISIT, "seconds": _whole(1, LONGEST_EXTENSION_S)},
    "silence": _SWITCH,
    "blank": _SWITCH,
    "door": _SWITCH,
    "new_code": {},
    "phones": {"visit": _VISIT, "on": _switch},
    "stop": {"told?": _maybe(200)},
    "title": {"text": _maybe(120)},
    "details": {
        "facilitator?": _maybe(80),
        "advisor?": _maybe(80),
        "activity?": _maybe(200),
        "told?": _maybe(200),
        "attendance?": _listed(MOST_PEOPLE_LISTED, {"name": 80, "role": 80}),
        "destinations?": _listed(MOST_DESTINATIONS, DESTINATION, but="id"),
        "boxes?": _boxes,
        "next_date?": _maybe_date,
        "names?": _names_policy,
    },
    "presenter": {"seat": _id},
    "scribe": {"seat": _id, "on": _switch},
    "person": {"name": clean_name},
    "remove": {"seat": _id},
    "focus": {"text": clean, "revision": _REVISION},
    "contribute": {"visit": _VISIT, "kind": _kind, "text": clean, "for?": _id, "edit_key?": _op},
    "edit": {"id": _id, "text": clean, "revision": _REVISION, "edit_key?": _op},
    "withdraw": {"id": _id, "edit_key?": _op},
    "hand_in": {"refused": _op, "kind": _kind, "text": clean, "edit_key?": _op},
    "admit": _ONE,
    "hide": {"id": _id, "on?": _switch},
    "park": _ONE,
    "answered": {"id": _id, "on?": _switch},
    "merge": {"id": _id, "into": _maybe_seat},
    "erase": {"id": _erasable, "field?": _one_of(*ACTION_FIELDS, "comment"), "edit_key?": _op},
    "tried": {"id": _id, "on": _switch},
    "choose": {"id": _id, "on": _switch},
    "action": {
        "id": _id,
        "by_whom": lambda value: clean(value, 80, "Say who will do it."),
        "what?": _maybe(500),
        "how?": _maybe(500),
        "why?": _maybe(500),
        "by_when?": _maybe(LONGEST_NAME),
        "measure?": _maybe(500),
        "decision_by?": _maybe(80),
    },
    "check_in": {"on": clean_date, "by?": _maybe(80)},
    "speaker": {"seat": _maybe_seat},
    "earlier": _SWITCH,
    "hide_clock": _SWITCH,
    "minutes": {"visit": _VISIT, "seconds": _seconds, "keep?": _switch},
    "correct": {"id": _correctable, "text": clean, "revision": _REVISION},
    "prepare": {
        **{name: _maybe(LONGEST_STATEMENT) for name in STATEMENTS[:-1]},
        "issue": _maybe(LONGEST_TEXT),
    },
    "compose": {"lines": _lines},
    "filing": {
        "document": _document,
        "state": _one_of("open", "filed", "discarded", "exported"),
        "place?": _maybe(40),
        "on?": clean_date,
    },
    "respond": {"agrees": _switch, "text?": _maybe(LONGEST_LINE), "who?": _maybe(80)},
    "settle": {"id": _id, "text": _maybe(LONGEST_STATEMENT)},
    "checked": {
        "id": _id,
        "outcome": _one_of("done", "not_yet", "changed"),
        "text?": _maybe(500),
        "on?": clean_date,
    },
    "hold": _SWITCH,
    "share": {},
}
