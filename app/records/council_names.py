"""The names by which a council's own template and its boxes call the parts of a record.

A name is the key of a fact or box, with two exceptions: `title` is the title of the record, so the title of the
circle is `circle_title`; and Appendix 9's table is called by its three columns.
"""

from collections.abc import Mapping
from difflib import get_close_matches

from app.records import learning
from app.records.document import RECORD_OF_LEARNING, SOLUTION_FORM


class TemplateFault(Exception):
    """Something in a council's template is not sound; `str()` is a sentence for whoever made it."""


TITLE, STANDING, CIRCLE_TITLE = "title", "standing", "circle_title"
#: The columns of Appendix 9, in its order.
COLUMNS = tuple(learning.COLUMNS)

_EVERY_FORM = ("date", "format", "team", "present", "facilitator", "advisor", "concerns")
_FACTS = ("date", "format", "team", CIRCLE_TITLE, "present", "facilitator", "advisor", "concerns", "told")
_FORM = (*_FACTS, "focus", "work", "happened", "question", "understood", "impact", "tried", "chosen", "measure",
         "decision", "check_in", "reflection", "outcome", "suggestion", "learning_use", *COLUMNS, "issue", "minutes",
         "after_bell", "responses")  # fmt: skip
_LEARNING = ("date", "facilitator", "advisor", "activity", *COLUMNS, "next_date", "issues")

#: For each record, all names in the order in which it has them.
NAMES: Mapping[str, tuple[str, ...]] = {SOLUTION_FORM: _FORM, RECORD_OF_LEARNING: _LEARNING}
#: What every record of the kind holds, whatever its format and detail; a template must have a place for it.
REQUIRED: Mapping[str, tuple[str, ...]] = {
    SOLUTION_FORM: _EVERY_FORM,
    RECORD_OF_LEARNING: tuple(name for name in _LEARNING if name != "issues"),
}
#: Short answers, which may stand in several places, such as on the page and in its header.
REPEATABLE = frozenset({TITLE, STANDING, *_FACTS})


def name_of(key: str) -> str:
    """The name of the fact or box with this key."""
    return CIRCLE_TITLE if key == TITLE else key


def plain_name(written: str) -> str:
    """A name as somebody typed it into Word: capitals, spaces and hyphens make no other name of it."""
    return "_".join(written.lower().replace("-", " ").replace("_", " ").split())


def nearest(name: str, kind: str, more: tuple[str, ...] = (TITLE, STANDING)) -> str:
    """“Did you mean …?” where a known name is near, otherwise all that are known."""
    known = [*NAMES[kind], *more]
    close = get_close_matches(name, known, n=1, cutoff=0.6)
    return f"Did you mean “{close[0]}”?" if close else f"Known are: {', '.join(known)}."
