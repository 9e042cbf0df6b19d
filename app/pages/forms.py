"""What somebody typed into a form, and what is wrong with it. A form that cannot be taken comes back with all
that was typed, and with a sentence at each field that needs another look."""

from collections.abc import Mapping
from typing import Any

from app.circle.state import Refused
from app.circle.text import clean, clean_date


class Form:
    """The fields as they are to be shown, and `errors`: the id of a field with the sentence for it."""

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        self.given = dict(given or {})
        self.errors: dict[str, str] = {}

    def value(self, name: str) -> str:
        return self.given.get(name, "")

    def error(self, name: str) -> dict[str, str] | None:
        """The error of a field as GOV.UK Frontend's macros take it."""
        return {"text": self.errors[name]} if name in self.errors else None

    def wrong(self, name: str, sentence: str) -> None:
        """The first fault found in a field is the one that is told."""
        self.errors.setdefault(name, sentence)

    def text(self, name: str, longest: int, empty: str = "", what: str = "") -> str:
        """One line of text ready to be kept. `empty` is what is said where it must not be empty; `what` tells
        the field apart where a form has many."""
        kept = clean(self.value(name).replace("\n", " "), longest, empty)
        if isinstance(kept, Refused):
            self.wrong(name, f"{what}: {kept.message}" if what and self.value(name).strip() else kept.message)
            return ""
        return kept

    def choice(self, name: str, allowed: tuple[str, ...], empty: str) -> str:
        if self.value(name) not in allowed:
            self.wrong(name, empty)
        return self.value(name)

    def whole(self, name: str) -> int:
        """A number, such as an id; 0 where there is none."""
        value = self.value(name)
        return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0

    def date(self, name: str, what: str) -> str:
        """A day typed into three fields, as YYYY-MM-DD; empty where all three are."""
        typed = {part: self.value(f"{name}-{part}").strip() for part in ("day", "month", "year")}
        if not any(typed.values()):
            return ""
        if lacking := [part for part, value in typed.items() if not value]:
            self.wrong(name, f"{what} must include a {' and a '.join(lacking)}.")
            return ""
        day = clean_date(f"{typed['year']}-{typed['month'].zfill(2)}-{typed['day'].zfill(2)}")
        if isinstance(day, Refused):
            self.wrong(name, f"{what} must be a real date, such as 27 3 2027.")
            return ""
        return day

    def summary(self) -> list[dict[str, str]]:
        """The errors as GOV.UK Frontend's summary takes them; a fault of no field has no link."""
        return [
            {"text": sentence, **({"href": f"#{name}"} if name else {})}
            for name, sentence in self.errors.items()
        ]


def date_fields(name: str, iso: str | None) -> dict[str, str]:
    """A day of YYYY-MM-DD as the three fields in which it is typed."""
    year, month, day = iso.split("-") if iso else ("", "", "")
    return {f"{name}-day": day.lstrip("0"), f"{name}-month": month.lstrip("0"), f"{name}-year": year}


def local_path(value: Any) -> str | None:
    """A path of this server to go to next; None for any address that could lead elsewhere."""
    if not isinstance(value, str) or not value.startswith("/") or len(value) > 500:
        return None
    # Browsers read a backslash as a slash, and drop tabs and line ends.
    if value.startswith("//") or "\\" in value or any(ord(c) < 33 or ord(c) == 127 for c in value):
        return None
    return value
