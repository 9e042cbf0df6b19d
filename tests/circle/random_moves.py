"""Moves for random play: any of them, about anything, with fields that fit often enough to get somewhere."""

from collections.abc import Callable
from typing import Any

from app.circle.parse import FIELDS
from app.circle.shapes import ERASABLE, STATEMENTS
from app.circle.state import Circle, Contribution
from tests.circle.helpers import Playing

#: What ends or holds a circle is drawn less often than the rest, so that a play gets somewhere.
ENDINGS = {"remove", "stop", "close", "pause", "back", "undo", "start", "erase"}
ACTS = [
    *FIELDS,
    *(sorted(set(FIELDS) - ENDINGS) * 3),
    *(["next", "next", "contribute", "contribute", "contribute", "choose", "choose", "action", "merge"] * 6),
]
KINDS = ("question", "suggestion", "reflection", "outcome", "learning_use", "worked_well")


#: Moves whose `on` is a day; elsewhere it is a switch.
DATED = ("check_in", "filing", "checked")


def _line(circle: Circle, draw: Callable[[int], int]) -> dict[str, Any]:
    reviewed = [each.id for each in circle.contributions.values() if each.stage == "review"]
    sources = reviewed[: draw(3)] if draw(3) else []
    column = ("worked_well", "key_learning", "next_step", "issue", "out")[draw(5)]
    return {"column": column, "sources": sources, "text": f"Words {draw(3)}" if draw(3) else ""}


def fitting(circle: Circle, act: str) -> list[str]:
    """What a move could well be about, the latest words last and most often."""
    shows = circle.stage.shows if circle.stage else ()
    tests: dict[str, Callable[[Contribution], bool]] = {
        "admit": lambda each: each.state == "handed_in",
        "action": lambda each: each.chosen,
        "checked": lambda each: each.chosen,
        "merge": lambda each: each.kind in shows and each.state == "shown" and not each.chosen,
        "choose": lambda each: each.kind in shows and each.state == "shown",
    }
    fits = tests.get(act, lambda each: each.kind in shows)
    likely = [each.id for each in circle.contributions.values() if fits(each)]
    return [*likely, *likely[-1:] * 3] or ["f" * 32]


def fields(playing: Playing, act: str, draw: Callable[[int], int]) -> dict[str, Any]:
    """Fields that make sense often enough, and sometimes do not."""
    circle = playing.circle
    ids = fitting(circle, act) if draw(5) else [*circle.contributions, "f" * 32]
    if act == "settle":
        ids = [*circle.responses] or ids

    def others(act: str) -> str:
        return "focus" if act == "correct" else [*ERASABLE, *circle.responses][draw(len(ERASABLE))]

    def times() -> dict[str, int]:
        stages = [stage.key for stage in circle.format.stages if draw(3) == 0]
        return {key: (30, 150, 600)[draw(3)] for key in stages}

    seats = [*circle.seats, "0000ffff"]
    shown = circle.stage.shows if circle.stage else ()
    kinds = shown if shown and draw(5) else KINDS
    last = circle.undoable.op if circle.undoable else "f" * 32
    makers = {
        "visit": lambda: circle.visit if draw(9) else circle.visit - 1 if circle.visit else 7,
        "id": lambda: ids[draw(len(ids))] if act not in ("erase", "correct") or draw(4) else others(act),
        "into": lambda: ids[draw(len(ids))] if draw(3) else "",
        "seat": lambda: seats[draw(len(seats))] if act != "speaker" or draw(4) else "",
        "for": lambda: seats[draw(len(seats))],
        "kind": lambda: kinds[draw(len(kinds))],
        "text": lambda: f"Words {draw(3)}",
        "revision": lambda: circle.revision("circle", "focus") if act == "focus" else draw(3),
        "on": lambda: "2026-03-16" if act in DATED else draw(6) > 0 if act == "choose" else bool(draw(2)),
        "seconds": lambda: times() if act == "minutes" else (1, 60, 3600)[draw(3)],
        "keep": lambda: bool(draw(2)),
        "undoes": lambda: last,
        "refused": lambda: ids[draw(len(ids))],
        "name": lambda: "Grace",
        "by_whom": lambda: "Priya",
        "names": lambda: ("shown", "hidden", "never")[draw(3)],
        "edit_key": lambda: f"{draw(2) + 1:032x}",
        "next_date": lambda: "2026-04-06",
        "attendance": lambda: [{"name": "Priya Shah", "role": "Social worker"}],
        "boxes": lambda: {"impact": f"Calmer {draw(3)}"},
        "told": lambda: "The duty manager",
        "why": lambda: f"Because {draw(3)}",
        **dict.fromkeys(STATEMENTS, lambda: f"Words {draw(3)}"),
        "lines": lambda: [_line(circle, draw) for _ in range(1 + draw(3))],
        "document": lambda: ("form", "learning")[draw(2)],
        "state": lambda: ("open", "filed", "discarded", "exported")[draw(4)],
        "place": lambda: "LCS",
        "agrees": lambda: bool(draw(2)),
        "who": lambda: "Priya",
        "field": lambda: ("why", "comment")[draw(2)],
        "outcome": lambda: ("done", "not_yet", "changed")[draw(3)],
    }
    names = [spec.removesuffix("?") for spec in FIELDS[act] if not spec.endswith("?") or draw(2)]
    return {name: makers[name]() for name in names if name in makers}
