"""What is shown to many devices at once: put together and encoded once for all of them."""

import json
from copy import copy
from functools import cached_property
from typing import Any

from app.circle import frame, views
from app.circle.state import Actor, Circle

Plain = dict[str, Any]


#: As JSON, in as few bytes as it takes on a poor line.
encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


class Shown:
    """What everybody of one audience is shown of a circle at one moment. `sections` are those of its frame with what
    the server adds; the contributions are put together only when somebody needs them all."""

    def __init__(self, circle: Circle, actor: Actor, looks: frame.Looks, sections: Plain) -> None:
        self.circle = circle
        self.audience = frame.audience(circle, actor)
        self.role = self.audience[0]
        self.looks = looks
        self.sections = sections
        self._texts: dict[str, str] = {}

    def after(self, circle: Circle) -> "Shown":
        """The same after a move that changed contributions only."""
        later = copy(self)
        later.circle = circle
        later.sections = frame.summed(circle, self.role, self.sections)
        later._texts = {
            name: text for name, text in self._texts.items() if name not in ("sums", "contributions")
        }
        later.__dict__.pop("contributions", None)
        return later

    def holds(self, circle: Circle, looks: frame.Looks) -> bool:
        """Whether this is what the audience is shown of that circle at such a moment, too."""
        return self.circle.version == circle.version and self.looks == looks

    @cached_property
    def contributions(self) -> list[Plain]:
        return views.contributions(self.circle, self.role)

    def text(self, name: str, value: object) -> str | None:
        """A section encoded, if this very value is one of what is shown here."""
        mine = self.__dict__.get(name) if name == "contributions" else self.sections.get(name)
        if mine is not value or mine is None:
            return None
        if name not in self._texts:
            self._texts[name] = encode(value)
        return self._texts[name]


class Message(dict[str, Any]):
    """What a device is sent: plain data, of which some may belong to `shown` and is then not encoded again."""

    def __init__(self, data: Plain, shown: Shown | None) -> None:
        super().__init__(data)
        self._shown = shown

    @cached_property
    def encoded(self) -> str:
        return "{" + ",".join(f'"{name}":{self._text(name, value)}' for name, value in self.items()) + "}"

    def _text(self, name: str, value: object) -> str:
        return (self._shown.text(name, value) if self._shown else None) or encode(value)
