"""What made-up people say in a rehearsal, as data: a script for each format that ships with the software, and for a
council's own format lines that fit whatever its stages take."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.circle.format import KINDS, Format, Stage

SCRIPTS = Path(__file__).parent / "scripts"
ANY = "any"
#: By whom a line is said that belongs to whoever presents.
PRESENTER = "presenter"
#: How a stage that no script was written for is filled: each line later than the one before, by uneven steps.
_UNEVEN = (0.06, 0.15, 0.21, 0.34, 0.42, 0.55, 0.62, 0.74)
_UNTIMED_S = (8, 19, 27, 40, 52, 60, 75, 84)


@dataclass(frozen=True)
class Line:
    """Something that is said: `after` so many seconds of its stage, at normal speed. With `late` these count from the
    bell, with `turn` from when it is that person's turn. `kind` is a kind of contribution, or focus. `then` is what
    becomes of a suggestion in the selection: tried or chosen; `how` it is done is said there."""

    key: str
    stage: str
    by: str
    kind: str
    after: float
    text: str
    late: bool = False
    turn: bool = False
    then: str = ""
    how: str = ""


@dataclass(frozen=True)
class Script:
    """A rehearsal's people, what the presenter tells them, and all that is said."""

    people: tuple[str, ...]
    presenter: str
    scribe: str
    story: str
    lines: tuple[Line, ...]

    @property
    def words(self) -> list[str]:
        """All that may ever be written down of it."""
        return [text for line in self.lines for text in (line.text, line.how) if text]


def script_for(form: Format) -> Script:
    """The script for a format, with the minutes that the format has at normal speed."""
    own = SCRIPTS / f"{form.key}.toml"
    table = _read(own if own.exists() else SCRIPTS / f"{ANY}.toml")
    said = table.get("line") or [line for stage in form.stages for line in _made_for(stage, table["people"])]
    lines = [*said, *_review(form, table["people"])]
    return Script(
        people=tuple(table["people"]),
        presenter=table["presenter"],
        scribe=table["scribe"],
        story=table["story"].strip(),
        lines=tuple(Line(key=f"{number} {line['stage']}", **line) for number, line in enumerate(lines)),
    )


@cache
def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _made_for(stage: Stage, people: list[str]) -> Iterator[dict[str, Any]]:
    """Lines for a stage of a council's own format."""
    table, (_first, *group) = _read(SCRIPTS / f"{ANY}.toml"), people
    if stage.lets(PRESENTER, "focus"):
        after = (stage.planned_ms or 60_000) / 1000 * 0.7
        yield {"stage": stage.key, "by": PRESENTER, "kind": "focus", "after": after, "text": table["focus"]}
    number = 0
    for kind in KINDS:
        by_group = stage.lets("group", kind)
        if not by_group and not stage.lets(PRESENTER, kind):
            continue
        for text in table["kinds"][kind]:
            yield {
                "stage": stage.key,
                "by": group[number % len(group)] if by_group else PRESENTER,
                "kind": kind,
                "after": 8 if stage.speaks == "round" else _when(stage, number),
                "text": text,
                "turn": by_group and stage.speaks == "round",
            }
            number += 1


def _when(stage: Stage, number: int) -> float:
    step = number % len(_UNEVEN)
    if stage.planned_ms is None:
        return _UNTIMED_S[step] + number // len(_UNEVEN)
    return _UNEVEN[step] * stage.planned_ms / 1000


def _review(form: Format, people: list[str]) -> Iterator[dict[str, Any]]:
    table = _read(SCRIPTS / f"{ANY}.toml")
    said = [(kind, text) for kind in form.review.shows for text in table["kinds"][kind]]
    for number, (after, (kind, text)) in enumerate(zip(table["review_after"], said, strict=True)):
        by = people[number % len(people)]
        yield {"stage": form.review.key, "by": by, "kind": kind, "after": after, "text": text}
