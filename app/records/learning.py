"""The Record of Learning: Appendix 9 of the West Sussex policy, field by field.

It goes to a team folder, so nothing of the case may reach it. Therefore this module reads only the
review's contributions, a few details that staff entered for it and two dates, and shares nothing with the
form for the case but how a document begins.
"""

from dataclasses import replace
from itertools import zip_longest

from app.circle.state import CIRCLE, Circle
from app.records.document import RECORD_OF_LEARNING, Box, Document, Fact, Table
from app.records.gather import Gathered
from app.records.opening import blank_words, held_on, opening
from app.records.wording import day_of


def record_of_learning(
    circle: Circle, now: int, team: str, include_learning_use: frozenset[str] = frozenset()
) -> Document:
    """The six fields of Appendix 9, in its order and wording (West Sussex, Appendix 9 and section 11).
    `include_learning_use` are the ids of what the advisor has ticked: how members of a Success Circle will use
    the learning, which stands with the next steps, being one."""
    return replace(
        opening(circle, now, team, RECORD_OF_LEARNING, "Group Supervision: Record of Learning"),
        facts=(
            _fact(circle, "date", "Date of Group Supervision", held_on(circle)),
            _fact(circle, "facilitator", "Name of facilitator", circle.text(CIRCLE, "facilitator")),
            _fact(circle, "advisor", "Name of Advisor", circle.text(CIRCLE, "advisor")),
        ),
        sections=_sections(circle, include_learning_use),
    )


def _sections(circle: Circle, ticked: frozenset[str]) -> tuple[Box | Table, ...]:
    activity = circle.text(CIRCLE, "activity") or circle.format.title
    hint = "For example, Process mapping, words and pictures etc"
    return (
        replace(_box(circle, "activity", "Describe Group Supervision Activity", activity), hint=hint),
        _columns(circle, ticked),
        _box(circle, "next_date", "Date of Next group Supervision", day_of(circle.next_date)),
        *_issues(circle),
    )


def _columns(circle: Circle, ticked: frozenset[str]) -> Table:
    """One contribution a cell. What stands side by side has nothing to do with each other, as on paper."""
    gathered = Gathered(circle, full=False)
    uses = [c for c in gathered.of_the_circle("learning_use") if c.id in ticked]
    columns = (
        gathered.of_the_review("worked_well"),
        gathered.of_the_review("key_learning"),
        [*gathered.of_the_review("next_step"), *uses],
    )
    texts = ([item.text for item in gathered.items(column)] for column in columns)
    return Table(
        key="learning",
        heading="",
        description="What worked well, key learning and next steps from the review, one below the other in each column.",
        columns=("What Worked Well", "Key Learning", "Next Steps"),
        rows=tuple(zip_longest(*texts, fillvalue="")),
        blank=blank_words(circle),
    )


def _issues(circle: Circle) -> tuple[Box, ...]:
    """Section 11 wants "any issues they have" on Appendix 9, which has no column for them. They are about
    the supervision, not the case: so they follow the six fields, and only where there are any."""
    gathered = Gathered(circle, full=False)
    items = gathered.items(gathered.of_the_review("issue"))
    return (replace(_box(circle, "issues", "Issues raised in the review"), items=items),) if items else ()


def _fact(circle: Circle, key: str, label: str, value: str) -> Fact:
    return Fact(key, label, (value,) if value else (), blank_words(circle))


def _box(circle: Circle, key: str, heading: str, text: str = "") -> Box:
    return Box(key, heading, (text,) if text else (), blank_words(circle))
