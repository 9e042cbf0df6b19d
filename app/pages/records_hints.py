"""The reminder on the records pages: phrases that look as if they named somebody, or as if they spoke of a case, each
marked in its sentence. A nudge, never a block: whoever files the record decides."""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from app.circle.destinations import destinations
from app.circle.learning import COLUMNS, composed
from app.circle.parse import BOXES
from app.circle.state import CIRCLE, Circle
from app.records.hints import SENTENCES, Hint, case_hints, hints
from app.records.wording import HEADINGS

#: What of an action may name nobody. Who does it and who decides are names on purpose.
_ACTION = ("what", "how", "why", "by_when", "measure")
_LONGEST = 240


@dataclass(frozen=True)
class Piece:
    """Part of a sentence; `marked` where it is a phrase at fault."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Reminder:
    """A phrase at fault: in which field, what it looks like, and the sentence around it in pieces."""

    field: str
    label: str
    says: str
    pieces: tuple[Piece, ...]


def of_form(circle: Circle, today: date) -> list[Reminder]:
    """What stands in a form for somebody's file. Whom it concerns, who was there and who does what are named
    on purpose. The initials and the number stand in the form's own box."""
    here = _present(circle)
    return [
        reminder
        for field, label, text in _form_texts(circle)
        for reminder in _reminders(field, label, text, hints(text, (), today=today, present=here))
    ]


def of_learning(circle: Circle, today: date) -> list[Reminder]:
    """What stands in the Record of Learning, which is for a team's folder: nothing of the case either."""
    known, case, here = _known(circle), _case(circle), _present(circle)
    found = []
    for field, label, text in _learning_texts(circle):
        named = hints(text, known, today=today, present=here)
        found += list(_reminders(field, label, text, _both(named, case_hints(text, case))))
    return found


def of_line(circle: Circle, text: str, today: date) -> list[Reminder]:
    """What a line of the Record of Learning looks like while it is being worded."""
    named = hints(text, _known(circle), today=today, present=_present(circle))
    return list(_reminders("", "", text, _both(named, case_hints(text, _case(circle)))))


def _both(named: Iterable[Hint], case: Iterable[Hint]) -> list[Hint]:
    first = list(named)
    more = [one for one in case if all(one.end <= each.start or one.start >= each.end for each in first)]
    return sorted([*first, *more], key=lambda hint: hint.start)


def _reminders(field: str, label: str, text: str, found: Iterable[Hint]) -> Iterator[Reminder]:
    for hint in found:
        start, end = _around(text, hint)
        pieces = (
            Piece(
                ("… " if start and text[start - 1] != "\n" else "") + text[start : hint.start].lstrip(), False
            ),
            Piece(text[hint.start : hint.end], True),
            Piece(text[hint.end : end].rstrip() + (" …" if text[end:].strip() else ""), False),
        )
        yield Reminder(field, label, SENTENCES[hint.kind], pieces)


def _around(text: str, hint: Hint) -> tuple[int, int]:
    """The sentence in which a phrase stands, or a part of it where it is very long."""
    before = [match.end() for match in re.finditer(r"[.!?]+\s+|\n", text) if match.end() <= hint.start]
    after = next(
        (match.start() + 1 for match in re.finditer(r"[.!?](?=\s)|\n", text) if match.start() >= hint.end),
        len(text),
    )
    start = max(before[-1] if before else 0, hint.start - _LONGEST // 2)
    return start, min(after, hint.end + _LONGEST // 2)


def _form_texts(circle: Circle) -> Iterator[tuple[str, str, str]]:
    """Each text with the field in which it is changed: of the records page, or of the page with what was said."""
    yield "focus", HEADINGS["focus"], circle.text(CIRCLE, "focus")
    yield "title", HEADINGS["title"], circle.text(CIRCLE, "title")
    for box in BOXES:
        yield f"box-{box}", HEADINGS[box], circle.text(CIRCLE, f"box:{box}")
    for each in _of_the_circle(circle):
        yield f"text-{each}", "What was said", circle.text(each, "text")
        for name in _ACTION:
            yield f"{name}-{each}", HEADINGS.get(name, ""), circle.text(each, name)


def _learning_texts(circle: Circle) -> Iterator[tuple[str, str, str]]:
    yield "activity", "Activity", circle.text(CIRCLE, "activity")
    columns = composed(circle)
    for column in COLUMNS:
        for each in columns[column]:
            yield f"text-{each.line.id}", "Record of Learning", each.text


def _of_the_circle(circle: Circle) -> Iterator[str]:
    review = circle.format.review.key
    for each in circle.contributions.values():
        if each.stage != review and each.state in ("shown", "merged"):
            yield each.id


def _case(circle: Circle) -> list[str]:
    """All that was said of the case, by which words of it are known again. How members will use the
    learning is the team's own."""
    texts = [circle.text(CIRCLE, name) for name in ("focus", "title", *(f"box:{box}" for box in BOXES))]
    for id_ in _of_the_circle(circle):
        if circle.contributions[id_].kind != "learning_use":
            texts += [circle.text(id_, name) for name in ("text", *_ACTION)]
    return [text for text in texts if text]


def _known(circle: Circle) -> list[str]:
    return [text for each in destinations(circle) for text in (each.initials, each.number) if text]


def _present(circle: Circle) -> Collection[str]:
    """Those who took part, who may be named."""
    listed = circle.text(CIRCLE, "attendance")
    names = [row["name"] for row in json.loads(listed)] if listed else []
    names += [circle.name(seat.id) for seat in circle.present()]
    return [*names, *(circle.text(CIRCLE, name) for name in ("facilitator", "advisor"))]
