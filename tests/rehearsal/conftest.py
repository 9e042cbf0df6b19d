"""A rehearsal played by hand: a database of its own, a clock that the test sets, and the facilitator's presses."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.circle.catalogue import catalogue
from app.circle.format import Format
from app.circle.state import Circle, Contribution
from app.conduct import Answer
from app.rehearsal.company import Company
from tests.store.conftest import Kept

STEP_MS = 500


class Stagehand:
    """Somebody who practises, and whose time passes only when they say so."""

    def __init__(self, path: Path) -> None:
        self.kept = Kept(path)
        self.kept.begin()
        self.real = self.kept.id
        self.company = Company(self.kept.conduct)

    def begins(self, form: str | Format = "solution", quick: bool = False, seed: str = "one") -> None:
        chosen = catalogue().formats[form] if isinstance(form, str) else form
        self.kept.id = self.company.begin(chosen, 1, quick, seed=seed).id
        self.kept.facilitator = self.kept.bearer(self.kept.conduct.give(self.kept.id, "facilitator"))

    def waits(self, seconds: float) -> None:
        """The company looks twice a second, as its thread does."""
        for _ in range(int(seconds * 1000 / STEP_MS)):
            self.kept.clock.at += STEP_MS
            self.company.look()

    def presses(self, type: str, **fields: Any) -> None:
        answer: Answer = self.kept.play(type, **fields)
        assert answer["ok"], answer

    def goes_to(self, stage: str) -> None:
        self.kept.goes_to(stage)

    @property
    def circle(self) -> Circle:
        return self.kept.circle

    def names(self) -> list[str]:
        return [self.circle.name(seat.id) for seat in self.circle.present()]

    def seat(self, name: str) -> str:
        return next(seat.id for seat in self.circle.present() if self.circle.name(seat.id) == name)

    def said(self, **wanted: Any) -> list[str]:
        """What was written down, in the order in which it came."""
        return [self.circle.text(each.id, "text") for each in self.found(**wanted)]

    def found(self, **wanted: Any) -> list[Contribution]:
        return [
            each
            for each in self.circle.contributions.values()
            if all(getattr(each, name) == value for name, value in wanted.items())
        ]

    def moves(self) -> int:
        return self.circle.version


@pytest.fixture
def hand(tmp_path: Path) -> Iterator[Stagehand]:
    hand = Stagehand(tmp_path / "test.sqlite3")
    yield hand
    hand.kept.store.transactions.engine.dispose()
