"""A card with the stages of a format on one page, from which a facilitator can run a circle with a watch and a pen
(Dudley, Appendix 2: a facilitator keeps the stages apart)."""

import re
from dataclasses import dataclass

from app.circle.format import Format, Stage
from app.records.wording import duration


@dataclass(frozen=True, slots=True)
class Step:
    """A stage on the card. `number` is 0 for the review, which ends every format."""

    number: int
    title: str
    minutes: str
    colour: str
    speaking: str
    rule: str
    say: str


@dataclass(frozen=True, slots=True)
class Card:
    title: str
    purpose: str
    steps: tuple[Step, ...]


def stage_card(form: Format) -> Card:
    """The card of a format, shipped or a council's own."""
    stages = [_step(stage, number) for number, stage in enumerate(form.stages, 1)]
    return Card(f"{form.title}: stages", form.purpose, (*stages, _step(form.review, 0)))


def _step(stage: Stage, number: int) -> Step:
    return Step(
        number,
        stage.title,
        duration(stage.planned_ms) if stage.planned_ms else "no clock",
        stage.colour,
        _of_anybody(stage.speaking),
        _of_anybody(stage.rule),
        # What is read aloud has a gap for the name.
        stage.prompts["opening"].replace("{presenter}", "[Name]"),
    )


def _of_anybody(sentence: str) -> str:
    """A sentence of the format without a presenter's name in it."""
    begun = re.sub(r"(^|[.!?]\s)\{presenter\}", r"\1The presenter", sentence)
    return begun.replace("{presenter}", "the presenter")
