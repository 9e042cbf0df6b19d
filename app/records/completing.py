"""What only people can fill in, and corrections of what was said: from the fields of the records pages to the
moves that save them (pure).

All that can be saved becomes a move; a fault stands at the very field that has it. A field that was
not changed makes no move. `was-<field>` is a mark of what the page showed: by it, what somebody else saved
meanwhile is noticed and not overwritten unseen.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.circle.parse import FIELDS
from app.circle.shapes import BOXES
from app.circle.state import CIRCLE, Circle, Contribution, Refused
from app.records.wording import HEADINGS, at

#: What an action holds besides its wording, in the order in which it is asked.
ACTION = ("by_whom", "by_when", "how", "why", "measure", "decision_by")

CHANGED = "Somebody else has just changed this. Both are shown. Save again to keep yours."

Move = dict[str, Any]
Check = Callable[[object], Any]


def mark(text: str) -> str:
    """What a page keeps of a saved text, to notice whether it is still the same."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


class Typed:
    """The fields of a page. `moves` are to be played, each with the field at which a refusal is shown; `faults` has
    the fields that cannot be saved, each with its sentence; `theirs` what somebody else has put there meanwhile."""

    def __init__(self, circle: Circle, given: Mapping[str, str]) -> None:
        self._circle = circle
        self._given = given
        self.faults: dict[str, str] = {}
        self.theirs: dict[str, str] = {}
        self.moves: list[tuple[str, Move]] = []

    def _text(self, name: str, saved: str) -> str:
        """What was typed; what is saved where nobody changed it here. A field that the page did not have yet, when
        it was opened, says nothing."""
        text = self._given.get(name, saved).replace("\r\n", "\n").strip()
        was = self._given.get(f"was-{name}", mark(saved))
        if was == mark(text) or text == saved:
            return saved
        if was != mark(saved):
            self.faults[name], self.theirs[name] = CHANGED, saved
            return saved
        return text

    def _fits(self, name: str, text: str, label: str, check: Check, empty: str = "") -> bool:
        """Whether it can be saved. `empty` is what is said of a field that must not be empty."""
        answer = check(text)
        if isinstance(answer, Refused):
            sentence = answer.message.removeprefix("This is ")
            self.faults[name] = f"{label}: {sentence}" if text else empty or sentence
        return not isinstance(answer, Refused)


class Correcting(Typed):
    """The focus, the title and what was said, in another wording. What stood there stays known until it is removed
    for good."""

    def __init__(self, circle: Circle, given: Mapping[str, str]) -> None:
        super().__init__(circle, given)
        self.moves = [*self._title(), *self._corrected("focus", CIRCLE, "focus", HEADINGS["focus"])]
        for each in standing(circle):
            self.moves += self._corrected(f"text-{each.id}", each.id, "text", "These words")

    def _title(self) -> Iterator[tuple[str, Move]]:
        saved = self._circle.text(CIRCLE, "title")
        text = self._text("title", saved)
        if text != saved and self._fits("title", text, "Title", FIELDS["title"]["text"]):
            yield "title", {"type": "title", "text": text}

    def _corrected(self, field: str, subject: str, name: str, label: str) -> Iterator[tuple[str, Move]]:
        saved = self._circle.text(subject, name)
        text = self._text(field, saved)
        if text != saved and self._fits(field, text, label, FIELDS["correct"]["text"]):
            what = "focus" if subject == CIRCLE else subject
            revision = self._circle.revision(subject, name)
            yield field, {"type": "correct", "id": what, "text": text, "revision": revision}


class Completing(Typed):
    """The boxes, the actions, the check-in and who was told."""

    def __init__(self, circle: Circle, given: Mapping[str, str]) -> None:
        super().__init__(circle, given)
        self.moves = [*self._told(), *self._boxes(), *self._actions(), *self._check_in()]

    def _told(self) -> Iterator[tuple[str, Move]]:
        saved = self._circle.text(CIRCLE, "told")
        text = self._text("told", saved)
        if text != saved and self._fits("told", text, "Who was told", FIELDS["details"]["told?"]):
            yield "told", {"type": "details", "told": text}

    def _boxes(self) -> Iterator[tuple[str, Move]]:
        for box in BOXES:
            name, saved = f"box-{box}", self._circle.text(CIRCLE, f"box:{box}")
            text = self._text(name, saved)
            if text != saved and self._fits(name, text, HEADINGS[box], _box):
                yield name, {"type": "details", "boxes": {box: text}}

    def _actions(self) -> Iterator[tuple[str, Move]]:
        for number, each in enumerate(chosen(self._circle), 1):
            if move := self._action(each.id, f"Solution {number}"):
                yield f"by_whom-{each.id}", move

    def _action(self, id_: str, which: str) -> Move | None:
        """What changed and fits; a fault says in `which` solution. Who does it must always be said: where it cannot be taken, what is saved
        of it goes along, and where nothing is, the rest has to wait."""
        saved = {name: self._circle.text(id_, name) for name in ACTION}
        typed = {name: self._text(f"{name}-{id_}", saved[name]) for name in ACTION}
        changed = {name: text for name, text in typed.items() if text != saved[name]}
        if not changed:
            return None
        fields = FIELDS["action"]
        who = f"by_whom-{id_}"
        fitting = {
            name: text
            for name, text in ({"by_whom": typed["by_whom"]} | changed).items()
            if self._fits(
                f"{name}-{id_}",
                text,
                f"{which}, {action_label(name)}",
                fields.get(name) or fields[f"{name}?"],
                f"{which}: say who will do it.",
            )
        }
        if not fitting.keys() & changed.keys():
            return None
        if not (by_whom := fitting.get("by_whom") or saved["by_whom"]):
            self.faults[who] += " Nothing else of this action can be saved before that."
            return None
        return {"type": "action", "id": id_, **fitting, "by_whom": by_whom}

    def _check_in(self) -> Iterator[tuple[str, Move]]:
        saved = self._circle.check_in_on or "", self._circle.text(CIRCLE, "check_in_by")
        on, by = self._text("check-in-on", saved[0]), self._text("check-in-by", saved[1])
        if not checks_in(self._circle) or (on, by) == saved:
            return
        fields = FIELDS["check_in"]
        if not self._fits("check-in-by", by, "Who checks in", fields["by?"]):
            by = saved[1]
        empty = "When the group checks in: give the day. It can be changed, not emptied."
        if not self._fits("check-in-on", on, "When the group checks in", fields["on"], empty):
            on = saved[0]
            if by and not on:
                self.faults["check-in-on"] += " Who checks in cannot be saved before that."
        elif (
            on != saved[0] and on < at(self._circle.started_at or self._circle.created_at).date().isoformat()
        ):
            self.faults["check-in-on"] = "When the group checks in: this day is before the circle."
            on = saved[0]
        if on and (on, by) != saved:
            yield "check-in-on", {"type": "check_in", "on": on, "by": by}


def _box(text: object) -> Any:
    return FIELDS["details"]["boxes?"]({BOXES[0]: text})


def chosen(circle: Circle) -> list[Contribution]:
    return [each for each in circle.contributions.values() if each.chosen and each.state == "shown"]


def standing(circle: Circle) -> list[Contribution]:
    """What was said and may stand in a record."""
    return [
        each
        for each in circle.contributions.values()
        if each.state in ("shown", "merged") and circle.text(each.id, "text")
    ]


def checks_in(circle: Circle) -> bool:
    return bool(circle.format.stages_for("facilitator", "check_in"))


def action_label(name: str) -> str:
    return HEADINGS["action_measure" if name == "measure" else name]
