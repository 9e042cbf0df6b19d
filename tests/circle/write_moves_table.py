"""Writes `moves_table.csv` from rules: who may do what, as the product and the protocol say it.

Run it after adding a move or a stage, and read the difference before keeping it:
    python -m tests.circle.write_moves_table

The rules are a second statement of the contract. They never ask the code under test.
"""

import csv

from app.circle.format import KINDS
from tests.circle.situations import (
    ATTEMPTS,
    COLUMNS,
    OFFER,
    PHONES,
    ROLES,
    SENDS,
    STAGES,
    TABLE,
    TIMED,
    Situation,
    situations,
)

REVIEW = ("worked_well", "key_learning", "next_step", "issue")
#: Stage × role: what a device may send, beside the controls. A scribe is a group member as well.
MAY: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {
    "solution": {
        "focus": {"presenter": ("focus",), "scribe": ("focus",), "facilitator": ("focus",)},
        "questions": {
            "group": ("question",),
            "presenter": ("focus",),
            "scribe": ("question",),
            "facilitator": ("focus", "question", "answered", "park"),
        },
        "solutions": dict.fromkeys(("group", "presenter", "scribe", "facilitator"), ("suggestion",)),
        "selection": {
            "presenter": ("tried", "choose", "action", "check_in"),
            "facilitator": ("tried", "choose", "action", "check_in", "merge"),
        },
    },
    "success": {
        "outline": {},
        "questions": {
            "group": ("question",),
            "scribe": ("question",),
            "facilitator": ("question", "answered"),
        },
        "reflections": dict.fromkeys(("group", "presenter", "scribe", "facilitator"), ("reflection",)),
        "outcomes": {
            "presenter": ("outcome",),
            "scribe": ("outcome",),
            "facilitator": ("outcome", "merge"),
        },
        "learning": {
            "group": ("learning_use",),
            "scribe": ("learning_use",),
            "facilitator": ("learning_use", "speaker"),
        },
    },
}
for _stages in MAY.values():
    _stages["review"] = dict.fromkeys(("group", "presenter", "scribe", "facilitator", "advisor"), REVIEW)

#: What the facilitator alone may do, whatever the stage accepts.
FACILITATORS = ("start", "next", "next on another visit", "back", "pause", "resume", "cut", "close", "undo",
                "extend", "silence", "blank", "door", "new_code", "phones", "stop", "title", "details", "details: names",
                "presenter", "scribe", "person", "remove", "admit", "hide", "erase focus",
                "erase another’s offer", "earlier", "hide_clock", "minutes", "correct focus", "correct another’s offer", "compose", "filing",
                "respond", "settle", "checked", "hold", "share")  # fmt: skip
#: What follows the close and cannot come before it.
FOLLOWING = ("filing", "respond", "settle", "checked", "hold", "share")
#: What those with a private link may do: one thing each.
LINKS = {"reader": "respond", "preparer": "prepare"}
#: Of these, what the advisor may do too, when leading the review.
ADVISORS = ("close", "blank", "phones", "stop", "resume", "admit", "hide", "details", "details: names", "correct focus",
             "correct another’s offer", "compose", *FOLLOWING)  # fmt: skip
#: Controls that wait while the circle is stopped. What makes it safe, ends it or lets it go on does not wait.
WAITING = (
    "start",
    "next",
    "back",
    "pause",
    "cut",
    "undo",
    "extend",
    "silence",
    "phones",
    "earlier",
    "minutes",
)
#: What completes the records after the close.
RECORDS = ("title", "details", "details: names", "action", "check_in", "erase focus", "erase own worked_well",
           "erase another’s offer", "correct focus", "correct another’s offer", "compose", *FOLLOWING)  # fmt: skip


def expected(at: Situation, move: str, role: str) -> str:
    """The answer by the contract. First who it is, then whether the circle is open, then role, then stage."""
    if role == "removed":
        return "revoked"
    if role == "screen":
        return "not_allowed"
    if role in LINKS:
        return _by_link(at, move, role)
    if at.state == "closed" and not (role in ("facilitator", "advisor") and move in RECORDS):
        return "circle_closed"
    if move == "prepare":
        return "not_allowed"
    if move in FACILITATORS:
        reviewing = role == "advisor" and (at.stage == "review" or at.state == "closed") and move in ADVISORS
        return _control(at, move) if role == "facilitator" or reviewing else "not_allowed"
    if move == "erase own worked_well":
        return "ok"
    if move == "hand_in offer":
        if role in ("facilitator", "advisor"):
            return "not_allowed"
        if _by_stage(at, role, OFFER[at.form][1]) == "ok":
            return "not_allowed"  # what its own stage would take is sent as usual
        return "ok" if at.index >= _origin(at, "offer") else "stage_closed"
    if move.startswith(("edit", "withdraw")):
        return _change(at, move, role)
    if move == "contribute offer on another visit":
        return "stage_closed" if _places(at, role, OFFER[at.form][1]) else "not_allowed"
    if move == "contribute offer for Tom":
        answer = _by_stage(at, role, OFFER[at.form][1])
        return answer if answer != "ok" or role in ("facilitator", "scribe") else "not_allowed"
    if move in ("action", "check_in") and at.form == "solution":
        # What was left open in Selection can be completed ever after; after the close by the advisor too.
        later = role == "facilitator" and at.stage == "review"
        return "ok" if later or at.state == "closed" else _by_stage(at, role, move)
    return _by_stage(at, role, move.removeprefix("contribute "))


def _by_link(at: Situation, move: str, role: str) -> str:
    if role == "reader" and move == "respond":
        return "ok" if at.state == "closed" else "not_allowed"
    if at.state == "closed":
        return "circle_closed"
    if move != LINKS[role]:
        return "not_allowed"
    return "ok" if at.stage == "lobby" else "stage_closed"


def _by_stage(at: Situation, role: str, act: str) -> str:
    """An act that the stage table gives to roles."""
    if not _places(at, role, act):
        return "not_allowed"
    here = [held for held in _held(role) if act in MAY[at.form].get(at.stage, {}).get(held, ())]
    if not here:
        return "stage_closed"
    if at.state in ("paused", "stopped"):
        return "paused"
    if here == ["group"]:
        # Only the group's phones know a bell and a shutter.
        if at.state == "over":
            return "stage_closed"
        if at.phones == "shut":
            return "not_your_turn"
    return "ok"


def _places(at: Situation, role: str, act: str) -> list[str]:
    return [
        stage
        for stage, roles in MAY[at.form].items()
        if any(act in roles.get(held, ()) for held in _held(role))
    ]


def _held(role: str) -> tuple[str, ...]:
    return ("group", "scribe") if role == "scribe" else (role,)


def _origin(at: Situation, plain: str) -> int:
    """Where a question, an offer or words of the review were made."""
    stages = (*STAGES[at.form], "review")
    return stages.index({"question": "questions", "offer": OFFER[at.form][0], "worked_well": "review"}[plain])


def _change(at: Situation, move: str, role: str) -> str:
    """One's own words, while the stage accepts such words."""
    plain = move.split()[-1]
    if "another" in move or plain not in SENDS[role]:
        return "not_allowed"
    if at.index != _origin(at, plain):
        return "stage_closed"
    return _by_stage(at, role, OFFER[at.form][1] if plain == "offer" else plain)


def _control(at: Situation, move: str) -> str:
    """A control in the hands of somebody who may use it."""
    lobby, review, stopped = at.stage == "lobby", at.stage == "review", at.state == "stopped"
    if move == "next on another visit":
        return "stage_moved"
    if stopped and move in WAITING:
        return "paused"
    last = at.index >= len(STAGES[at.form]) - 1
    just_entered = at.state in ("running", "untimed", "review") and at.phones == PHONES.get(at.stage, "-")
    possible = {
        "start": lobby,
        "next": not lobby and not review,
        "back": at.index > 0,
        "pause": at.state == "running",
        "resume": at.state in ("paused", "stopped"),
        "cut": at.state in ("running", "paused"),
        "close": last or stopped,
        "undo": just_entered,
        "extend": at.stage in TIMED,
        "silence": at.stage in TIMED,
        "phones": at.stage in PHONES,
        "minutes": at.index < (*STAGES[at.form], "review").index(OFFER[at.form][0]),
        "presenter": at.state != "running",
        **dict.fromkeys(FOLLOWING, at.state == "closed"),
        "details: names": False,  # words lie ready in every situation, the lobby too
    }
    return "ok" if possible.get(move, True) else "not_allowed"


def rows() -> list[dict[str, str]]:
    return [
        {"format": at.form, "stage": at.stage, "state": at.state, "phones": at.phones, "move": move}
        | {role: expected(at, move, role) for role in ROLES}
        for at in situations()
        for move in ATTEMPTS
    ]


def write() -> None:
    assert set(KINDS) <= {name.removeprefix("contribute ") for name in ATTEMPTS}
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows())


if __name__ == "__main__":
    write()
