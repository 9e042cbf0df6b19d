"""Named people, and a circle that is played move by move.

Priya presents; Sam, Tom, Asha and Joe are the group. Time passes only where a test says so.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.circle import people
from app.circle.catalogue import catalogue
from app.circle.clock import remaining_ms, stage_state
from app.circle.edit import Done, Touched
from app.circle.format import Format
from app.circle.moves import apply
from app.circle.parse import FIELDS, Move, parse
from app.circle.state import Actor, Circle, Refused

#: Monday 2 March 2026, 10:00 UTC, in milliseconds.
TEN_O_CLOCK = 1_772_445_600_000
SECOND = 1000
MINUTE = 60 * SECOND

FACILITATOR = Actor("facilitator")
ADVISOR = Actor("advisor")
SCREEN = Actor("screen")
READER = Actor("reader")
PREPARER = Actor("preparer")
PRIYA = Actor("seat", "0000aaa1")
SAM = Actor("seat", "0000aaa2")
TOM = Actor("seat", "0000aaa3")
ASHA = Actor("seat", "0000aaa4")
JOE = Actor("seat", "0000aaa5")
NAMES = {"Priya": PRIYA, "Sam": SAM, "Tom": TOM, "Asha": ASHA, "Joe": JOE}
EVERYBODY = (FACILITATOR, ADVISOR, SCREEN, READER, PREPARER, *NAMES.values())

MAPPINGS = ("visits", "seats", "contributions", "words", "filings", "responses")


class Playing:
    """A circle in play. Every move goes through `parse` and `apply`, as one from a device does."""

    def __init__(
        self, form: str | Format = "solution", *, names: str = "hidden", seated: bool = True, **fields: Any
    ) -> None:
        if isinstance(form, str):
            form = catalogue().formats[form]
        self.now = TEN_O_CLOCK
        self.circle = Circle("c1rc1e", form, created_at=self.now, names=names, **fields)
        self._ops = 0
        self.done: Done | None = None
        if seated:
            for name, actor in NAMES.items():
                self.join(name, actor)
            self.play("presenter", seat=PRIYA.seat)

    def join(self, name: str, actor: Actor) -> None:
        self._keep(people.join(self.circle, str(actor.seat), name, self.now))

    def wait(self, seconds: float = 0, *, minutes: float = 0, ms: int = 0) -> "Playing":
        self.now += round(seconds * SECOND + minutes * MINUTE) + ms
        return self

    def until_the_bell(self) -> "Playing":
        """Let time pass until the very moment at which the stage ends."""
        assert self.circle.clockwork.ends_at is not None, "no clock is running"
        self.now = self.circle.clockwork.ends_at
        return self

    def play(self, act: str, actor: Actor = FACILITATOR, /, **fields: Any) -> str:
        """Make a move that must succeed; the answer is its op, which is also the id of what it made."""
        move = self.move(act, **fields)
        self._keep(self.answer(move, actor))
        return move.op

    def refused(self, act: str, actor: Actor = FACILITATOR, /, **fields: Any) -> Refused:
        """Make a move that must be refused and leave the circle as it is."""
        answer = self.answer(self.move(act, **fields), actor)
        assert isinstance(answer, Refused), f"{act} by {actor} was not refused"
        assert answer.message, "a refusal says why, in a sentence"
        return answer

    def says(self, actor: Actor, kind: str, text: str, **fields: Any) -> str:
        return self.play("contribute", actor, kind=kind, text=text, **fields)

    def answer(self, move: Move, actor: Actor) -> Done | Refused:
        """What `apply` says; the circle that it was asked about must stay as it was."""
        before = copied(self.circle)
        answer = apply(self.circle, move, actor, self.now)
        assert self.circle == before, f"{move.type} changed the circle it was given"
        return answer

    def move(self, act: str, /, **fields: Any) -> Move:
        """A parsed move with an op of its own and, where none is given, the present visit."""
        self._ops += 1
        fields = {name.rstrip("_"): value for name, value in fields.items()}
        if "visit" in FIELDS[act]:
            fields.setdefault("visit", self.circle.visit)
        parsed = parse({"op": f"{self._ops:032x}", "type": act, **fields})
        assert isinstance(parsed, Move), f"the test made a move that cannot be read: {parsed}"
        return parsed

    def go_to(self, index: int) -> "Playing":
        """Start, and go on to the stage with this index."""
        self.play("start")
        return self.go_on_to(index)

    def go_on_to(self, index: int) -> "Playing":
        while self.circle.stage_index < index:
            self.play("next")
        return self

    @property
    def touched(self) -> Touched:
        assert self.done is not None
        return self.done.touched

    def text(self, subject: str, name: str = "text") -> str:
        return self.circle.text(subject, name)

    def _keep(self, answer: Done | Refused) -> None:
        assert isinstance(answer, Done), f"unexpectedly refused: {answer}"
        assert answer.circle.version == self.circle.version + 1
        self.circle, self.done = answer.circle, answer


def copied(circle: Circle) -> Circle:
    """The circle with mappings of its own: what they hold is frozen, the mappings are not."""
    mappings: dict[str, Mapping[Any, Any]] = {name: dict(getattr(circle, name)) for name in MAPPINGS}
    return replace(circle, **mappings)  # type: ignore[arg-type]


def state(playing: Playing) -> str:
    return stage_state(playing.circle, playing.now)


def left(playing: Playing) -> int | None:
    return remaining_ms(playing.circle.clockwork, playing.now)
