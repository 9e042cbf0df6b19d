"""Formats: what a circle consists of, as data.

A format names the stages of a circle, their minutes and rules, and for each role what it may send in
a stage. The closing review (West Sussex supervision policy, section 11) follows every format, so
`Format.steps` always ends with it. `format_file` reads formats from files, `catalogue` finds them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

#: Kinds of contribution, in the order in which a record lists them.
KINDS = (
    "question",
    "suggestion",
    "reflection",
    "outcome",
    "learning_use",
    "worked_well",
    "key_learning",
    "next_step",
    "issue",
)
REVIEW_KINDS = ("worked_well", "key_learning", "next_step", "issue")
#: What a stage may let a role do besides contributing.
ACTS = ("focus", "title", "answered", "park", "tried", "choose", "action", "check_in", "merge", "speaker")
ROLES = ("group", "presenter", "scribe", "advisor", "facilitator")
COLOURS = ("focus", "questions", "solutions", "selection", "learning")
SPEAKERS = ("presenter", "group", "both", "round", "everyone")
MOST_STAGES = 20
PROMPTS = ("opening", "watch", "closing", "group", "presenter")


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a circle. `planned_ms` is None where the stage is untimed. When a circle keeps its finish time, this
    stage gets at least twice the time of the stage `at_least_twice` (Dudley: twice as much on solutions as on the
    problem)."""

    key: str
    title: str
    short: str
    planned_ms: int | None
    colour: str
    speaks: str
    speaking: str
    rule: str
    phones_open: bool
    shows: tuple[str, ...]
    may: Mapping[str, tuple[str, ...]]
    prompts: Mapping[str, str]
    at_least_twice: str | None = None

    @property
    def timed(self) -> bool:
        return self.planned_ms is not None

    def lets(self, role: str, act: str) -> bool:
        return act in self.may.get(role, ())


@dataclass(frozen=True, slots=True)
class Format:
    """The definition of a circle. `source` is the file's text, kept with each circle, so that a
    later change of the file does not change a circle that has begun."""

    key: str
    title: str
    purpose: str
    brings: str
    stages: tuple[Stage, ...]
    review: Stage
    source: str = field(repr=False, compare=False)

    @property
    def steps(self) -> tuple[Stage, ...]:
        """The stages and, last, the review."""
        return (*self.stages, self.review)

    @property
    def last_timed(self) -> int:
        """Index of the last timed stage, or -1: the door stays open until it ends."""
        return max((i for i, stage in enumerate(self.stages) if stage.timed), default=-1)

    def with_planned(self, planned: Mapping[str, int]) -> "Format":
        """The format with other times (ms) for the timed stages of these keys, as the facilitator set them."""
        changed = (
            replace(stage, planned_ms=planned[stage.key]) if stage.timed and stage.key in planned else stage
            for stage in self.stages
        )
        return replace(self, stages=tuple(changed)) if planned else self

    def stages_for(self, role: str, act: str) -> list[int]:
        """Indices of the steps in which `role` may do `act`."""
        return [i for i, step in enumerate(self.steps) if step.lets(role, act)]
