"""A change of a circle in the making: collects the new values and notes what was touched, so that
the store writes only that and the gateway tells only those who see it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.circle.state import Circle, Clockwork, Contribution, Filing, Response, Seat, Visit, Wording
from app.circle.tally import Tallied


@dataclass(frozen=True, slots=True)
class Touched:
    """What a move changed: ids of contributions, seats, filings and responses, numbers of visits, (subject, field) of
    words; `forgotten` are subjects, `forgotten_fields` single fields, whose words are to be wiped with all
    earlier wordings, before those that `words` names are written."""

    contributions: frozenset[str] = frozenset()
    seats: frozenset[str] = frozenset()
    visits: frozenset[int] = frozenset()
    filings: frozenset[str] = frozenset()
    responses: frozenset[str] = frozenset()
    words: frozenset[tuple[str, str]] = frozenset()
    forgotten: frozenset[str] = frozenset()
    forgotten_fields: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Done:
    """A move that was accepted: the new circle and what differs from the old one. `subject` is the
    thing that the move was about and `number` a quantity, for the log of moves, which holds no text."""

    circle: Circle
    touched: Touched
    subject: str | None = None
    number: int | None = None


_UNSAID = Wording("", 0)


class Edit:
    """Builds the new circle. Mappings are copied the first time they are written to."""

    def __init__(self, circle: Circle) -> None:
        self._fields: dict[str, Any] = {}
        self._old = circle
        self._touched: dict[str, set[Any]] = {}

    def set(self, **fields: Any) -> None:
        self._fields.update(fields)

    def clockwork(self, **fields: Any) -> None:
        self._fields["clockwork"] = replace(self._now("clockwork"), **fields)

    def at(self, clockwork: Clockwork) -> None:
        self._fields["clockwork"] = clockwork

    def put(self, contribution: Contribution) -> None:
        self._contributions().put(contribution)
        self._mark("contributions", contribution.id)

    def seat(self, seat: Seat) -> None:
        self._mapping("seats")[seat.id] = seat
        self._mark("seats", seat.id)

    def visit(self, visit: Visit) -> None:
        self._mapping("visits")[visit.number] = visit
        self._mark("visits", visit.number)

    def file(self, filing: Filing) -> None:
        self._mapping("filings")[filing.document] = filing
        self._mark("filings", filing.document)

    def respond(self, response: Response) -> None:
        self._mapping("responses")[response.id] = response
        self._mark("responses", response.id)

    def say(self, subject: str, name: str, text: str) -> int:
        """Keep a new wording, unless it is the present one; the answer is the revision that then stands."""
        words = self._mapping("words")
        present: Wording = words.get((subject, name), _UNSAID)
        if present.text == text:
            return present.revision
        words[subject, name] = Wording(text, present.revision + 1)
        self._mark("words", (subject, name))
        if subject in self._now("contributions"):
            self._mark("contributions", subject)
        if subject in self._now("seats"):
            self._mark("seats", subject)
        return present.revision + 1

    def forget(self, subject: str) -> None:
        words = self._mapping("words")
        for key in [key for key in words if key[0] == subject]:
            del words[key]
            self._touched.get("words", set()).discard(key)
        self._mark("forgotten", subject)

    def forget_field(self, subject: str, name: str) -> None:
        """Every wording goes; an empty one stays so that revisions rise on, and what was made from a wording
        that is gone is refused as stale (protocol, "Revision")."""
        key = (subject, name)
        words = self._mapping("words")
        if present := words.get(key):
            words[key] = Wording("", present.revision + 1)
            self._mark("words", key)
            if subject in self._now("contributions"):
                self._mark("contributions", subject)
        self._mark("forgotten_fields", key)

    def replace(self, subject: str, name: str, text: str) -> None:
        """Keep this wording and no earlier one: initials and numbers of people have no history."""
        if text != self._now("words").get((subject, name), _UNSAID).text:
            self.forget_field(subject, name)
            self.say(subject, name, text)

    def done(self, subject: str | None = None, number: int | None = None) -> Done:
        circle = replace(self._old, version=self._old.version + 1, **self._fields)
        touched = Touched(**{name: frozenset(items) for name, items in self._touched.items()})
        return Done(circle, touched, subject, number)

    def _now(self, name: str) -> Any:
        return self._fields.get(name, getattr(self._old, name))

    def _contributions(self) -> Tallied:
        if "contributions" not in self._fields:
            self._fields["contributions"] = Tallied(self._old.contributions)
        contributions: Tallied = self._fields["contributions"]
        return contributions

    def _mapping(self, name: str) -> dict[Any, Any]:
        if name not in self._fields:
            mapping: Mapping[Any, Any] = getattr(self._old, name)
            self._fields[name] = dict(mapping)
        fields: dict[Any, Any] = self._fields[name]
        return fields

    def _mark(self, name: str, key: object) -> None:
        self._touched.setdefault(name, set()).add(key)
