"""What stays of a circle whose words are forgotten: its open actions, without identifiers (pure)."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from app.circle.filing import open_actions
from app.circle.learning import composed
from app.circle.state import CIRCLE, Circle, Clockwork, Contribution, Wording
from app.forgetting.masking import identifiers, masked
from app.records.wording import at

#: What is kept of an action: what is done, by whom (a worker, whose name the team needs) and by when.
KEPT_WORDS = ("text", "what", "by_whom", "by_when")
_MAY_NAME = "by_whom"


def remainder(circle: Circle, now: int) -> Circle | None:
    """The circle with its open actions and nothing else, or None where all are checked in. The day on which the
    group checks in moves to each action."""
    actions = {each.id: _bare(circle, each) for each in open_actions(circle)}
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


def _bare(circle: Circle, action: Contribution) -> Contribution:
    """Without who said and who typed it, and when. What the advisor put among the next steps is one from now on:
    the lines that said so are gone."""
    bare = Contribution(action.id, action.kind, action.stage, visit=0, at=0, source="facilitator")
    if not action.chosen:
        bare = replace(bare, kind="next_step", stage=circle.format.review.key)
    again = action.check_on or circle.check_in_on
    return replace(bare, chosen=action.chosen, outcome=action.outcome, check_on=again)


def _words(
    circle: Circle, actions: Mapping[str, Contribution], today: date
) -> dict[tuple[str, str], Wording]:
    known = identifiers(circle, today, _present(circle))
    reworded = _reworded(circle)
    return {
        (action, name): Wording(
            masked(text, known, today, name == _MAY_NAME), circle.revision(action, name) + 1
        )
        for action in actions
        for name in KEPT_WORDS
        if (
            text := reworded.get(action)
            if name == "text" and action in reworded
            else circle.text(action, name)
        )
    }


def _reworded(circle: Circle) -> dict[str, str]:
    """Next steps in the advisor's own words, in which nobody may be named who was named when it was said."""
    return {
        each.line.sources[0]: each.text
        for each in composed(circle)["next_step"]
        if each.own and len(each.line.sources) == 1
    }


def _present(circle: Circle) -> list[str]:
    listed = circle.text(CIRCLE, "attendance")
    rows = json.loads(listed) if listed else []
    return [*(row["name"] for row in rows), *(circle.name(seat) for seat in circle.seats)]
