"""The Record of Learning: Appendix 9 of the West Sussex policy, field by field.

It goes to a team folder, so nothing of the case may reach it. Therefore this module reads only the
review's contributions, a few details that staff entered for it and two dates, and shares nothing with the
form for the case but how a document begins.
"""

from dataclasses import replace
from itertools import zip_longest

from app.circle.learning import composed
from app.circle.state import CIRCLE, Circle
from app.records.document import RECORD_OF_LEARNING, Box, Document, Fact, Item, Table
from app.records.opening import blank_words, held_on, opening
from app.records.wording import day_of

TITLE = "Group Supervision: Record of Learning"
FACTS = {
    "date": "Date of Group Supervision",
    "facilitator": "Name of facilitator",
    "advisor": "Name of Advisor",
}
ACTIVITY, ACTIVITY_HINT = (
    "Describe Group Supervision Activity",
    "For example, Process mapping, words and pictures etc",
)
COLUMNS = {"worked_well": "What Worked Well", "key_learning": "Key Learning", "next_step": "Next Steps"}
NEXT_DATE = "Date of Next group Supervision"


def record_of_learning(circle: Circle, now: int, team: str) -> Document:
    """The six fields of Appendix 9, in its order and wording (West Sussex, Appendix 9 and section 11), with the
    lines as the advisor composed them. How members will use the learning stands only where the advisor put it."""
    said = {
        "date": held_on(circle),
        "facilitator": circle.text(CIRCLE, "facilitator"),
        "advisor": circle.text(CIRCLE, "advisor"),
    }
    return replace(
        opening(circle, now, team, RECORD_OF_LEARNING, TITLE),
        facts=tuple(_fact(circle, key, said[key]) for key in FACTS),
        sections=_sections(circle),
    )


def missing_learning(circle: Circle) -> list[str]:
    """The keys of the fields that are still empty, to be named before it is filed."""
    return record_of_learning(circle, circle.closed_at or circle.created_at, team="-").missing


def _sections(circle: Circle) -> tuple[Box | Table, ...]:
    activity = circle.text(CIRCLE, "activity") or circle.format.title
    return (
        replace(_box(circle, "activity", ACTIVITY, activity), hint=ACTIVITY_HINT),
        _columns(circle),
        _box(circle, "next_date", NEXT_DATE, day_of(circle.next_date)),
        *_issues(circle),
    )


def _columns(circle: Circle) -> Table:
    """One line a cell. What stands side by side has nothing to do with each other, as on paper."""
    lines = composed(circle)
    texts = ([line.text for line in lines[name]] for name in COLUMNS)
    return Table(
        key="learning",
        heading="",
        description="What worked well, key learning and next steps from the review, one below the other in each column.",
        columns=tuple(COLUMNS.values()),
        rows=tuple(zip_longest(*texts, fillvalue="")),
        blank=blank_words(circle),
    )


def _issues(circle: Circle) -> tuple[Box, ...]:
    """Section 11 wants "any issues they have" on Appendix 9, which has no column for them. They are about
    the supervision, not the case: so they follow the six fields, and only where there are any."""
    items = tuple(Item(line.text) for line in composed(circle)["issue"])
    return (replace(_box(circle, "issues", "Issues raised in the review"), items=items),) if items else ()


def _fact(circle: Circle, key: str, value: str) -> Fact:
    return Fact(key, FACTS[key], (value,) if value else (), blank_words(circle))


def _box(circle: Circle, key: str, heading: str, text: str = "") -> Box:
    return Box(key, heading, (text,) if text else (), blank_words(circle))
