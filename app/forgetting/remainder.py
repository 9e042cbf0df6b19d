"""What stays of a circle whose words are forgotten: its open actions, without identifiers (pure)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from app.circle.destinations import destinations
from app.circle.filing import open_actions
from app.circle.state import Circle, Clockwork, Contribution, Wording
from app.records.hints import hints
from app.records.wording import at

#: What stands in the place of a phrase that might say whom an action is about.
REMOVED = "[removed]"
#: What is kept of an action: what is done, by whom (a worker, whose name the team needs) and by when.
KEPT_WORDS = ("text", "what", "by_whom", "by_when")
_MAY_NAME = "by_whom"


def remainder(circle: Circle, now: int) -> Circle | None:
    """The circle with its open actions and nothing else, or None where all are checked in. The day on which the
    group checks in moves to each action."""
    actions = {each.id: _bare(each, circle.check_in_on) for each in open_actions(circle)}
    if not actions:
        return None
    return Circle(
        id=circle.id,
        format=circle.format,
        created_at=circle.created_at,
        version=circle.version + 1,
        clockwork=Clockwork(circle.stage_index),
        contributions=actions,
        words=_words(circle, actions, at(now).date()),
        names=circle.names,
        door=False,
        code_generation=circle.code_generation,
        started_at=circle.started_at,
        closed_at=circle.closed_at or now,
        phones_allowed=circle.phones_allowed,
        words_on_screen=circle.words_on_screen,
        forgotten_at=now,
    )


def _bare(action: Contribution, check_in_on: str | None) -> Contribution:
    """Without who said and who typed it, and when."""
    bare = Contribution(action.id, action.kind, action.stage, visit=0, at=0, source="facilitator")
    again = action.check_on or check_in_on
    return replace(bare, chosen=action.chosen, outcome=action.outcome, check_on=again)


def _words(circle: Circle, actions: Collection[str], today: date) -> dict[tuple[str, str], Wording]:
    known = _identifiers(circle)
    return {
        (action, name): Wording(
            masked(text, known, today, name == _MAY_NAME), circle.revision(action, name) + 1
        )
        for action in actions
        for name in KEPT_WORDS
        if (text := circle.text(action, name))
    }


def masked(text: str, known: Collection[str], today: date, may_name: bool = False) -> str:
    """The text without any phrase that looks like an identifier, and without what is `known` to be one. The name of
    a worker stays where it `may`."""
    for hint in reversed(hints(text, known, today=today)):
        phrase = text[hint.start : hint.end]
        if not (may_name and hint.kind == "name" and phrase not in known):
            text = text[: hint.start] + REMOVED + text[hint.end :]
    return text


def _identifiers(circle: Circle) -> set[str]:
    """Initials, as “KQ”, “K.Q.” and “K Q”, and system numbers of those on whose file a form is kept."""
    found: set[str] = set()
    for each in destinations(circle):
        letters = [sign for sign in each.initials if sign.isalnum()]
        dotted = "".join(f"{letter}." for letter in letters)
        found |= {each.initials, each.number, "".join(letters), " ".join(letters), dotted, dotted.rstrip(".")}
    return found - {""}
