"""Which contributions enter a record, and what is said of each.

Only what stands in the room's eyes enters: hidden, withdrawn, erased, parked and handed-in words do
not. Nothing is attributed to a person (product.md, "What goes into which record").
"""

from collections import defaultdict
from collections.abc import Iterable

from app.circle.format import KINDS, ROLES
from app.circle.state import Circle, Contribution
from app.records.document import Item


class Gathered:
    """The contributions of a circle that may enter a record. `full`: with their marks and doubles."""

    def __init__(self, circle: Circle, full: bool) -> None:
        self._circle = circle
        self._full = full
        self._doubles: dict[str, list[Contribution]] = defaultdict(list)
        worded = [c for c in circle.contributions.values() if circle.text(c.id, "text")]
        for c in worded:
            if c.state == "merged" and c.merged_into:
                self._doubles[c.merged_into].append(c)
        self._standing = [c for c in worded if c.state == "shown" or _alone_again(circle, c)]

    def of_the_circle(self, *kinds: str) -> list[Contribution]:
        """What stands from the stages of the circle. The kind alone does not tell: a council's own
        format may ask “what is working well?” about the family, in a stage."""
        return [c for c in self._standing if c.kind in kinds and c.stage != self._circle.format.review.key]

    def items(self, contributions: Iterable[Contribution]) -> tuple[Item, ...]:
        return tuple(self.item(c) for c in contributions)

    def item(self, c: Contribution) -> Item:
        """The words of a contribution; in full with its marks and with what was merged into it."""
        text = self._circle.text(c.id, "text")
        if not self._full:
            return Item(text)
        doubles = (Item(self._circle.text(d.id, "text"), self._notes(d)) for d in self._merged_into(c))
        return Item(text, self._notes(c), under=tuple(doubles))

    def after_the_bell(self) -> tuple[int, int]:
        """How many came after the bell and were let in, and how many were handed in and never were."""
        tops = self.of_the_circle(*KINDS)
        entered = [*tops, *(double for top in tops for double in self._merged_into(top))]
        waiting = [c for c in self._circle.contributions.values() if c.state == "handed_in"]
        return sum(c.late for c in entered), sum(c.stage != self._circle.format.review.key for c in waiting)

    def _merged_into(self, c: Contribution) -> list[Contribution]:
        """All doubles, also those that came by way of another double, on one level and each once."""
        found = list(self._doubles[c.id])
        for double in found:  # grows while it is read
            found += self._doubles[double.id]
        return found

    def _notes(self, c: Contribution) -> tuple[str, ...]:
        notes = []
        # Only what somebody said: nobody says of a question that it was not answered.
        if c.kind == "question" and c.answered:
            notes.append("answered")
        if c.tried and c.state == "merged":
            notes.append("already tried")
        # What the group never sends (outcomes) is the presenter's own and not noted from others.
        if c.source == "presenter" and any(
            stage.lets("group", c.kind) for stage in self._circle.format.stages
        ):
            notes.append("noted by the presenter")
        if c.late:
            notes.append("after the bell")
        return tuple(notes)


def lets(circle: Circle, act: str) -> bool:
    """Whether any of the format's own stages lets anybody do `act`."""
    return any(stage.lets(role, act) for stage in circle.format.stages for role in ROLES)


def selectable(circle: Circle) -> tuple[str, ...]:
    """The kinds from which the presenter chooses."""
    choosing = [s for s in circle.format.stages if any(s.lets(role, "choose") for role in ROLES)]
    return tuple(kind for kind in KINDS if any(kind in stage.shows for stage in choosing))


def _alone_again(circle: Circle, c: Contribution) -> bool:
    """Merged into words that were since taken back or removed for good: nobody removed these, so they
    stand on their own. Merged into hidden words, they stay hidden with them."""
    into = circle.contributions.get(c.merged_into or "")
    return c.state == "merged" and (into is None or into.state in ("erased", "withdrawn"))
