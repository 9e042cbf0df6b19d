"""From what a device sent to a `Move`, or a refusal. Looks only at the shape, never at the circle.

`FIELDS` is the table of moves: each move's fields with what each must be (shapes.py). A field ending in
"?" may be left out. Fields that are not in the table are ignored: a forged role changes nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.circle import shapes
from app.circle.state import Refused
from app.circle.text import LONGEST_NAME, LONGEST_TEXT, clean, clean_date, clean_name


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
    if not isinstance(op, str) or not shapes.is_hex(op):
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


_VISIT = shapes.whole(0, 1_000_000)
_REVISION = shapes.whole(0, 1_000_000)
_BY_VISIT: dict[str, Callable[[object], Any]] = {"visit": _VISIT}
_SWITCH: dict[str, Callable[[object], Any]] = {"on": shapes.switch}
_ONE: dict[str, Callable[[object], Any]] = {"id": shapes.ident}

FIELDS: Mapping[str, Mapping[str, Callable[[object], Any]]] = {
    "start": _BY_VISIT,
    "next": _BY_VISIT,
    "back": _BY_VISIT,
    "pause": _BY_VISIT,
    "resume": _BY_VISIT,
    "cut": _BY_VISIT,
    "close": _BY_VISIT,
    "undo": {"visit": _VISIT, "undoes": shapes.op},
    "extend": {"visit": _VISIT, "seconds": shapes.whole(1, shapes.LONGEST_EXTENSION_S)},
    "silence": _SWITCH,
    "blank": _SWITCH,
    "door": _SWITCH,
    "new_code": {},
    "phones": {"visit": _VISIT, "on": shapes.switch},
    "stop": {"told?": shapes.maybe(200)},
    "title": {"text": shapes.maybe(120)},
    "details": {
        "facilitator?": shapes.maybe(80),
        "advisor?": shapes.maybe(80),
        "activity?": shapes.maybe(200),
        "told?": shapes.maybe(200),
        "attendance?": shapes.listed(shapes.MOST_PEOPLE_LISTED, {"name": 80, "role": 80}),
        "destinations?": shapes.listed(shapes.MOST_DESTINATIONS, shapes.DESTINATION, but="id"),
        "boxes?": shapes.boxes,
        "next_date?": shapes.maybe_date,
        "names?": shapes.names_policy,
    },
    "presenter": {"seat": shapes.ident},
    "scribe": {"seat": shapes.ident, "on": shapes.switch},
    "person": {"name": clean_name},
    "remove": {"seat": shapes.ident},
    "focus": {"text": clean, "revision": _REVISION},
    "contribute": {
        "visit": _VISIT,
        "kind": shapes.kind,
        "text": clean,
        "for?": shapes.ident,
        "edit_key?": shapes.op,
    },
    "edit": {"id": shapes.ident, "text": clean, "revision": _REVISION, "edit_key?": shapes.op},
    "withdraw": {"id": shapes.ident, "edit_key?": shapes.op},
    "hand_in": {"refused": shapes.op, "kind": shapes.kind, "text": clean, "edit_key?": shapes.op},
    "admit": _ONE,
    "hide": {"id": shapes.ident, "on?": shapes.switch},
    "park": _ONE,
    "answered": {"id": shapes.ident, "on?": shapes.switch},
    "merge": {"id": shapes.ident, "into": shapes.maybe_seat},
    "erase": {
        "id": shapes.erasable,
        "field?": shapes.one_of(*shapes.ACTION_FIELDS, "comment"),
        "edit_key?": shapes.op,
    },
    "tried": {"id": shapes.ident, "on": shapes.switch},
    "choose": {"id": shapes.ident, "on": shapes.switch},
    "action": {
        "id": shapes.ident,
        "by_whom": lambda value: clean(value, 80, "Say who will do it."),
        "what?": shapes.maybe(500),
        "how?": shapes.maybe(500),
        "why?": shapes.maybe(500),
        "by_when?": shapes.maybe(LONGEST_NAME),
        "measure?": shapes.maybe(500),
        "decision_by?": shapes.maybe(80),
    },
    "check_in": {"on": clean_date, "by?": shapes.maybe(80)},
    "speaker": {"seat": shapes.maybe_seat},
    "earlier": _SWITCH,
    "hide_clock": _SWITCH,
    "minutes": {"visit": _VISIT, "seconds": shapes.seconds, "keep?": shapes.switch},
    "correct": {"id": shapes.correctable, "text": clean, "revision": _REVISION},
    "prepare": {
        **{name: shapes.maybe(shapes.LONGEST_STATEMENT) for name in shapes.STATEMENTS[:-1]},
        "issue": shapes.maybe(LONGEST_TEXT),
    },
    "compose": {"lines": shapes.lines},
    "filing": {
        "document": shapes.document,
        "state": shapes.one_of("open", "filed", "discarded", "exported"),
        "place?": shapes.maybe(40),
        "on?": clean_date,
    },
    "respond": {
        "agrees": shapes.switch,
        "text?": shapes.maybe(shapes.LONGEST_LINE),
        "who?": shapes.maybe(80),
    },
    "settle": {"id": shapes.ident, "text": shapes.maybe(shapes.LONGEST_STATEMENT)},
    "checked": {
        "id": shapes.ident,
        "outcome": shapes.one_of("done", "not_yet", "changed"),
        "text?": shapes.maybe(500),
        "on?": clean_date,
    },
    "hold": _SWITCH,
    "share": {},
}
