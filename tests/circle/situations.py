"""The situations and the moves of `moves_table.csv`: how each is set up, and how each is played.

A row of the table is a move in a situation; its columns are the roles. What a move is about (words
to edit, something to admit, …) lies ready in every situation, whether or not it could have been
made there: the table is about who may do what and when.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from app.circle.edit import Done
from app.circle.format import KINDS
from app.circle.state import Actor, Contribution, Response, Wording
from tests.circle.helpers import (
    ADVISOR,
    ASHA,
    FACILITATOR,
    JOE,
    PREPARER,
    PRIYA,
    READER,
    SAM,
    SCREEN,
    TOM,
    Playing,
)

TABLE = Path(__file__).with_name("moves_table.csv")
ROLES: dict[str, Actor] = {
    "facilitator": FACILITATOR,
    "advisor": ADVISOR,
    "presenter": PRIYA,
    "group": SAM,
    "scribe": ASHA,
    "screen": SCREEN,
    "removed": JOE,
    "reader": READER,
    "preparer": PREPARER,
}
COLUMNS = ("format", "stage", "state", "phones", "move", *ROLES)
#: In each format: the keys of the stages, and the stage and the kind of what is offered.
STAGES = {
    "solution": ("focus", "questions", "solutions", "selection"),
    "success": ("outline", "questions", "reflections", "outcomes", "learning"),
}
OFFER = {"solution": ("solutions", "suggestion"), "success": ("reflections", "reflection")}
TIMED = ("focus", "outline", "questions", "solutions", "reflections")
#: The stages in which phones can be opened, with how they are when the stage begins.
PHONES = {
    "questions": "shut",
    "solutions": "open",
    "reflections": "open",
    "learning": "open",
    "review": "open",
}


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a circle stands. `phones` is open, shut or, where they cannot be opened, "-"."""

    form: str
    stage: str
    state: str
    phones: str

    @property
    def index(self) -> int:
        """-1 in the lobby; the review follows the last stage."""
        return ("lobby", *STAGES[self.form], "review").index(self.stage) - 1


def situations() -> Iterator[Situation]:
    for form, stages in STAGES.items():
        yield Situation(form, "lobby", "lobby", "-")
        yield Situation(form, "lobby", "stopped", "-")
        for stage in (*stages, "review"):
            states = ("running", "over", "paused") if stage in TIMED else ("untimed",)
            for state in states if stage != "review" else ("review",):
                for phones in ("shut", "open") if stage in PHONES else ("-",):
                    yield Situation(form, stage, state, phones)
            yield Situation(form, stage, "stopped", PHONES.get(stage, "-"))
        for stage in (stages[0], stages[-1], "review"):
            yield Situation(form, stage, "closed", PHONES.get(stage, "-"))


@cache
def standing(situation: Situation) -> Playing:
    """A circle that stands there: Priya presents, Asha is the scribe, Joe was removed."""
    playing = Playing(situation.form)
    playing.play("scribe", seat=ASHA.seat, on=True)
    playing.play("remove", seat=JOE.seat)
    if situation.index >= 0:
        playing.go_to(situation.index)
    playing.wait(5)
    if situation.phones != PHONES.get(situation.stage, "-"):
        playing.play("phones", on=situation.phones == "open")
    if situation.state == "over":
        playing.until_the_bell()
    elif situation.state == "paused":
        playing.play("pause")
    elif situation.state == "stopped":
        playing.play("stop")
    elif situation.state == "closed":
        if situation.index == 0:  # a circle ends before its last stage only if it was stopped
            playing.play("stop")
        playing.play("close")
    _lay_ready(playing, situation.form)
    return playing


def _lay_ready(playing: Playing, form: str) -> None:
    stage, offer = OFFER[form]
    at = {"question": "questions", offer: stage, "worked_well": "review"}
    ready = [
        _words(_own(role, kind), kind, at[kind], actor)
        for role, actor in ROLES.items()
        for kind in at
        if role in SENDS
    ]
    ready.append(_words(_ANOTHERS["question"], "question", "questions", TOM))
    ready += [_words(_ANOTHERS[name], offer, stage, TOM) for name in ("offer", "second")]
    ready.append(replace(_words(_ANOTHERS["chosen"], offer, stage, TOM), chosen=True))
    ready.append(replace(_words(_ANOTHERS["late"], offer, stage, TOM), state="handed_in"))
    words = {(each.id, "text"): Wording("What was said", 1) for each in ready}
    playing.circle = replace(
        playing.circle,
        contributions={each.id: each for each in ready},
        words={**playing.circle.words, **words},
        responses={_DISAGREEMENT: Response(_DISAGREEMENT, 0, agrees=False, source="reader")},
    )


def _words(subject: str, kind: str, stage: str, actor: Actor) -> Contribution:
    source = actor.kind if actor.kind != "seat" else "presenter" if actor == PRIYA else "group"
    return Contribution(subject, kind, stage, 1, 0, source, author=actor.seat, typist=actor.seat)


_ANOTHERS = {
    name: f"{i:032x}" for i, name in enumerate(("question", "offer", "second", "chosen", "late"), 0xB0)
}
_DISAGREEMENT = "d15a" * 8
#: What each role can have sent. Where it cannot have sent such a thing, it tries its hand at Tom's.
SENDS = {
    "facilitator": ("question", "offer", "worked_well"),
    "advisor": ("worked_well",),
    "presenter": ("offer", "worked_well"),
    "group": ("question", "offer", "worked_well"),
    "scribe": ("question", "offer", "worked_well"),
}


def _own(role: str, kind: str) -> str:
    kinds = ("question", "offer", "worked_well")
    plain = kind if kind in kinds else "offer"
    if plain not in SENDS.get(role, ()):
        return f"{0xD0 + kinds.index(plain):032x}"
    return f"{0xE0 + list(SENDS).index(role) * 4 + kinds.index(plain):032x}"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One move as one role makes it: its type and its fields."""

    type: str
    fields: Callable[[Situation, str], dict[str, Any]] = lambda situation, role: {}


def _attempt(kind: str, /, **fields: Any) -> Attempt:
    return Attempt(kind, lambda situation, role: fields)


def _on_own(kind: str, plain: str, /, **fields: Any) -> Attempt:
    def made(situation: Situation, role: str) -> dict[str, Any]:
        able = plain in SENDS.get(role, ())
        anothers = _ANOTHERS["question" if plain == "question" else "offer"]
        return {"id": _own(role, plain) if able else anothers, **fields}

    return Attempt(kind, made)


def _on_anothers(kind: str, name: str, /, **fields: Any) -> Attempt:
    return _attempt(kind, id=_ANOTHERS[name], **fields)


def _offer(kind: str, /, **fields: Any) -> Attempt:
    return Attempt(kind, lambda at, role: {"kind": OFFER[at.form][1], "text": "Words", **fields})


_ANOTHER_VISIT = 999
_EDITED = {"text": "Better words", "revision": 1}
ATTEMPTS: dict[str, Attempt] = {
    **{name: Attempt(name) for name in ("start", "next", "back", "pause", "resume", "cut", "close")},
    "next on another visit": _attempt("next", visit=_ANOTHER_VISIT),
    "undo": Attempt(
        "undo",
        lambda at, role: {"undoes": last.op if (last := standing(at).circle.undoable) else "f" * 32},
    ),
    "extend": _attempt("extend", seconds=60),
    "silence": _attempt("silence", on=True),
    "blank": _attempt("blank", on=True),
    "door": _attempt("door", on=False),
    "new_code": Attempt("new_code"),
    "phones": _attempt("phones", on=True),
    "stop": _attempt("stop", told="The duty manager"),
    "title": _attempt("title", text="Mornings"),
    "details": _attempt("details", activity="Process mapping"),
    "details: names": _attempt("details", names="never"),
    "presenter": _attempt("presenter", seat=TOM.seat),
    "scribe": _attempt("scribe", seat=TOM.seat, on=True),
    "person": _attempt("person", name="Ann"),
    "remove": _attempt("remove", seat=TOM.seat),
    "focus": _attempt("focus", text="Mornings before school", revision=0),
    **{f"contribute {kind}": _attempt("contribute", kind=kind, text="Words") for kind in KINDS},
    "contribute offer on another visit": _offer("contribute", visit=_ANOTHER_VISIT),
    "contribute offer for Tom": _offer("contribute", for_=TOM.seat),
    **{f"edit own {plain}": _on_own("edit", plain, **_EDITED) for plain in SENDS["group"]},
    "edit another’s offer": _on_anothers("edit", "offer", **_EDITED),
    **{f"withdraw own {plain}": _on_own("withdraw", plain) for plain in SENDS["group"]},
    "hand_in offer": _offer("hand_in", refused="a" * 32),
    "admit": _on_anothers("admit", "late"),
    "hide": _on_anothers("hide", "offer"),
    "park": _on_anothers("park", "question"),
    "answered": _on_anothers("answered", "question"),
    "merge": _on_anothers("merge", "offer", into=_ANOTHERS["second"]),
    "erase own worked_well": _on_own("erase", "worked_well"),
    "erase another’s offer": _on_anothers("erase", "offer"),
    "erase focus": _attempt("erase", id="focus"),
    "tried": _on_anothers("tried", "offer", on=True),
    "choose": _on_anothers("choose", "offer", on=True),
    "action": _on_anothers("action", "chosen", by_whom="Priya"),
    "check_in": _attempt("check_in", on="2026-03-16"),
    "speaker": _attempt("speaker", seat=TOM.seat),
    "earlier": _attempt("earlier", on=True),
    "hide_clock": _attempt("hide_clock", on=True),
    "minutes": Attempt("minutes", lambda at, role: {"seconds": {OFFER[at.form][0]: 300}}),
    "correct focus": _attempt("correct", id="focus", text="Mornings before school", revision=0),
    "correct another’s offer": _on_anothers("correct", "offer", **_EDITED),
    "prepare": _attempt("prepare", worried="A", well="B", decided="C", issue="Mornings"),
    "compose": _attempt("compose", lines=[{"column": "next_step", "text": "Start with breakfast"}]),
    "filing": _attempt("filing", document="learning", state="filed", place="Team folder", on="2026-03-03"),
    "respond": _attempt("respond", agrees=False, text="It was Tuesday"),
    "settle": _attempt("settle", id=_DISAGREEMENT, text="Put right"),
    "checked": _on_anothers("checked", "chosen", outcome="done"),
    "hold": _attempt("hold", on=True),
    "share": Attempt("share"),
}


def outcome(situation: Situation, move: str, role: str) -> str:
    """What the circle answers: "ok", with a version that rose by one, or the code of the refusal.

    `Playing.answer` sees to it that the circle is not changed in place."""
    playing, attempt = standing(situation), ATTEMPTS[move]
    made = playing.move(attempt.type, **attempt.fields(situation, role))
    answer = playing.answer(made, ROLES[role])
    if not isinstance(answer, Done):
        return answer.code
    assert answer.circle.version == playing.circle.version + 1
    return "ok"


def read_table() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
