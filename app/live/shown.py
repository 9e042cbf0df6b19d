"""What is shown to many devices at once: put together and encoded once for all of them."""

import json
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

    def __init__(
        self,
        circle: Circle,
        actor: Actor,
        now: int,
        extras: Plain,
        but_for_contributions: "Shown | None" = None,
    ) -> None:
        """`but_for_contributions` is what the same audience was shown of the same but for contributions."""
        self.circle = circle
        self.audience = frame.audience(circle, actor)
        self.role = self.audience[0]
        self.looks = frame.looks(circle, now)
        self._texts: dict[str, str] = {}
        if but_for_contributions is None:
            self.sections = frame.shared(circle, actor, now) | extras
        else:
            self.sections = frame.summed(circle, self.role, but_for_contributions.sections) | extras

    def holds(self, circle: Circle, now: int) -> bool:
        """Whether this is what the audience is shown of that circle at that moment, too."""
        return self.circle.version == circle.version and self.looks == frame.looks(circle, now)

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
