"""Names that a template uses and nobody gave it are faults in our templates. The macros of GOV.UK Frontend,
written for another engine, live on leaving options out: a key that a dictionary does not have is nothing."""

from typing import Any

from jinja2 import StrictUndefined, Undefined
from jinja2.utils import missing

#: What the macros call JavaScript's own two nothings, and the text between their tags.
_NOTHING = ("undefined", "null", "caller")


class Nothing(Undefined):
    """Chooses for each missing name whether it is a fault."""

    def __new__(cls, hint: str | None = None, obj: Any = missing, name: str | None = None, *rest: Any) -> Any:
        kind = Undefined if isinstance(obj, dict) or name in _NOTHING else StrictUndefined
        return kind(hint, obj, name, *rest)
