"""The reminder on the records pages: phrases that look as if they named somebody, or as if they spoke of a case, each
marked in its sentence. A nudge, never a block: whoever files the record decides."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from app.circle.destinations import destinations
from app.circle.learning import COLUMNS, composed
from app.circle.shapes import BOXES
from app.circle.state import CIRCLE, Circle
from app.records.completing import action_label
from app.records.hints import SENTENCES, Hint, case_hints, hints
from app.records.wording import HEADINGS

#: What of an action may name nobody. Who does it and who decides are names on purpose.
_ACTION = ("how", "why", "by_when", "measure")
_END = re.compile(r"[.!?]+(?=\s)|\n")
_LONGEST = 120
#: Between texts that are looked at together. Its word stands in no text, so that no phrase reaches across.
_BREAK = "\ncirclekeeperbreak\n"


@dataclass(frozen=True)
class Piece:
    """Part of a sentence; `marked` where it is a phrase at fault."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Reminder:
    """A phrase at fault: where it can be changed, what it looks like, and the sentence around it in pieces."""

    href: str
    label: str
    says: str
    pieces: tuple[Piece, ...]


class Watch:
    """Looks for such phrases in the texts of a circle."""

    def __init__(self, circle: Circle, today: date) -> None:
        self._circle = circle
        self._today = today
        self._here = _present(circle)
        self._known = _known(circle)
        self._case = _case(circle)

    def form(self) -> list[Reminder]:
        """What stands in a form for somebody's file. Whom it concerns, who was there and who does what are named
        on purpose; initials and number stand in the form's own box. Where there are several forms their text goes
        onto each file, so initials in it would tell one family of another."""
        known = self._known if len(destinations(self._circle)) > 1 else ()
        return [
            reminder
            for href, label, text in _form_texts(self._circle)
            for reminder in _reminders(href, label, text, self._named(text, known))
        ]

    def learning(self) -> list[Reminder]:
        """What stands in the Record of Learning, which is for a team's folder: nothing of the case either."""
        listed = list(_learning_texts(self._circle))
        found = self._of_learning([text for _, _, text in listed])
        return [
            reminder
            for (href, label, text), each in zip(listed, found, strict=True)
            for reminder in _reminders(href, label, text, each)
        ]

    def lines(self, rows: Sequence[tuple[str, str]]) -> dict[str, list[Reminder]]:
        """What lines of the Record of Learning look like while they are being worded: keys and texts."""
        found = self._of_learning([text for _, text in rows])
        return {
            key: list(_reminders("", "", text, each)) for (key, text), each in zip(rows, found, strict=True)
        }

    def _of_learning(self, texts: Sequence[str]) -> list[list[Hint]]:
        """The hints of each text. All are held against the case at once: that has to be taken apart each time."""
        case = case_hints(_BREAK.join(texts), self._case)
        found: list[list[Hint]] = []
        at = 0
        for text in texts:
            named = self._named(text, self._known)
            end = at + len(text)
            here = [Hint(one.start - at, one.end - at, one.kind) for one in case if at <= one.start < end]
            more = [one for one in here if all(one.end <= n.start or one.start >= n.end for n in named)]
            found.append(sorted([*named, *more], key=lambda hint: hint.start))
            at = end + len(_BREAK)
        return found

    def _named(self, text: str, known: Collection[str]) -> list[Hint]:
        return list(hints(text, known, today=self._today, present=self._here))


def _reminders(href: str, label: str, text: str, found: Iterable[Hint]) -> Iterator[Reminder]:
    for hint in found:
        start, end = _sentence(text, hint)
        before, after = text[start : hint.start].lstrip(), text[hint.end : end].rstrip()
        if len(before) > _LONGEST:
            before = "… " + before[-_LONGEST:]
        if len(after) > _LONGEST:
            after = after[:_LONGEST] + " …"
        phrase = Piece(text[hint.start : hint.end], True)
        yield Reminder(href, label, SENTENCES[hint.kind], (Piece(before, False), phrase, Piece(after, False)))


def _sentence(text: str, hint: Hint) -> tuple[int, int]:
    """Where the sentence begins and ends in which a phrase stands."""
    start = max((match.end() for match in _END.finditer(text, 0, hint.start)), default=0)
    end = _END.search(text, hint.end)
    return start, end.end() if end else len(text)


def _form_texts(circle: Circle) -> Iterator[tuple[str, str, str]]:
    """Each text with its label, and where it can be changed: on the records page, or among what was said."""
    words = url_for("records.words", circle_id=circle.id)
    for name in ("focus", "title"):
        yield f"{words}#{name}", HEADINGS[name], circle.text(CIRCLE, name)
    for box in BOXES:
        yield f"#box-{box}", HEADINGS[box], circle.text(CIRCLE, f"box:{box}")
    for each in _of_the_circle(circle):
        yield f"{words}#text-{each}", "What was said", circle.text(each, "text")
        for name in _ACTION:
            yield f"#{name}-{each}", action_label(name), circle.text(each, name)
    for each in circle.responses:
        yield f"#response-{each}", "What somebody says of the form", circle.text(each, "text")


def _learning_texts(circle: Circle) -> Iterator[tuple[str, str, str]]:
    details = url_for("details.details", circle_id=circle.id)
    yield f"{details}#activity", "Activity", circle.text(CIRCLE, "activity")
    lines, columns = url_for("composing.learning", circle_id=circle.id), composed(circle)
    for column in COLUMNS:
        for each in columns[column]:
            yield f"{lines}#text-{each.line.id}", "A line", each.text


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
