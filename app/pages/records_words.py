"""What was said, to be corrected or removed for good: the focus, the title and every contribution that may stand in
a record, with its earlier wordings."""

from collections import Counter
from dataclasses import dataclass

from flask import render_template

from app.circle.format import Stage
from app.circle.shapes import BOXES
from app.circle.state import CIRCLE, Circle
from app.pages.access import services
from app.pages.records_page import Sent
from app.records.completing import ACTION, action_label, chosen, mark, standing
from app.records.gather import lets
from app.records.wording import HEADINGS, at, moment
from app.store import circles

_KINDS = {
    "question": "Question",
    "suggestion": "Solution",
    "reflection": "Reflection",
    "outcome": "Outcome",
    "learning_use": "Use of the learning",
    "worked_well": "What worked well",
    "key_learning": "Key learning",
    "next_step": "Next step",
    "issue": "Issue",
}


@dataclass(frozen=True)
class Word:
    """A text in its field. `word` is what the address of its removal calls it; `earlier` are earlier wordings,
    newest first, each with until when it stood. What is changed on another page has no `field` here."""

    field: str
    word: str
    label: str
    text: str
    revision: int
    notes: tuple[str, ...]
    earlier: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Group:
    """The texts of a stage."""

    title: str
    words: tuple[Word, ...]


def page(circle: Circle, sent: Sent | None = None) -> str:
    return render_template(
        "records/words.html",
        circle=circle,
        sent=sent or Sent(),
        errors=sent.faults if sent else {},
        groups=groups(circle),
        mark=mark,
    )


def groups(circle: Circle) -> list[Group]:
    """What the circle is about, then each stage in which something was said."""
    focus = _word(circle, "focus", "focus", HEADINGS["focus"], CIRCLE, "focus")
    title = _word(
        circle, "title", "title", HEADINGS["work" if lets(circle, "title") else "title"], CIRCLE, "title"
    )
    has_focus = lets(circle, "focus") or focus.revision > 0
    about = Group("What it is about", (focus, title) if has_focus else (title,))
    stages = [Group(stage.title, _said_in(circle, stage)) for stage in circle.format.steps]
    filled = [Group("Boxes of the form", _boxes(circle)), Group("What becomes of it", _actions(circle)),
              Group("What people say about the form", _answers(circle))]  # fmt: skip
    return [about, *(group for group in (*stages, *filled) if group.words)]


def find(circle: Circle, word: str) -> Word | None:
    """A text that can be removed for good."""
    every = [each for group in groups(circle) for each in group.words]
    return next((each for each in every if each.word == word and (each.text or each.earlier)), None)


def erasure(word: str) -> dict[str, str]:
    """The move that removes a text for good."""
    id_, _, field = word.partition(".")
    return {"type": "erase", "id": id_, **({"field": field} if field else {})}


def _boxes(circle: Circle) -> tuple[Word, ...]:
    """What only people fill in, and who was told. Also where it was emptied: earlier wordings can still stand."""
    places = [(f"box:{box}", HEADINGS[box]) for box in BOXES] + [("told", HEADINGS["told"])]
    return tuple(
        _word(circle, "", name, label, CIRCLE, name)
        for name, label in places
        if circle.revision(CIRCLE, name)
    )


def _actions(circle: Circle) -> tuple[Word, ...]:
    names = [*((name, action_label(name)) for name in ("what", *ACTION)), ("comment", "What the group found")]
    return tuple(
        _word(circle, "", f"{each.id}.{name}", f"Solution {number}: {label}", each.id, name)
        for number, each in enumerate(chosen(circle), 1)
        for name, label in names
        if circle.revision(each.id, name)
    )


def _answers(circle: Circle) -> tuple[Word, ...]:
    return tuple(
        _word(circle, "", each.id, f"{circle.text(each.id, 'who')}, {moment(at(each.at))}", each.id, "text")
        for each in circle.responses.values()
        if circle.revision(each.id, "text")
    )


def _said_in(circle: Circle, stage: Stage) -> tuple[Word, ...]:
    found = [each for each in standing(circle) if each.stage == stage.key]
    numbers: Counter[str] = Counter()
    words = []
    for each in found:
        numbers[each.kind] += 1
        label = f"{_KINDS[each.kind]} {numbers[each.kind]}"
        words.append(_word(circle, f"text-{each.id}", each.id, label, each.id, "text"))
    return tuple(words)


def _word(circle: Circle, field: str, word: str, label: str, subject: str, name: str) -> Word:
    revision = circle.revision(subject, name)
    return Word(
        field=field,
        word=word,
        label=label,
        text=circle.text(subject, name),
        revision=revision,
        notes=_notes(circle, subject),
        earlier=_earlier(circle, subject, name) if revision > 1 else (),
    )


def _notes(circle: Circle, subject: str) -> tuple[str, ...]:
    each = circle.contributions.get(subject)
    if each is None:
        return ()
    marks = {
        "chosen": each.chosen,
        "already tried": each.tried,
        "merged with another": each.state == "merged",
        "after the bell": each.late,
    }
    return tuple(words for words, stands in marks.items() if stands)


def _earlier(circle: Circle, subject: str, name: str) -> tuple[tuple[str, str], ...]:
    with services().store.reading() as db:
        found = circles.earlier_wordings(db, circle.id, subject, name)
    return tuple((text, moment(at(written))) for text, written in reversed(found) if text)
