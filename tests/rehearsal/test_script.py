"""What is said in a rehearsal: invented, short enough to be sent, and there for a council's own format too."""

import re
from datetime import date

import pytest

from app.circle.catalogue import catalogue
from app.circle.format import KINDS
from app.circle.format_file import parse
from app.circle.state import Refused
from app.circle.text import clean, clean_name
from app.records.hints import hints
from app.rehearsal.minutes import shortened
from app.rehearsal.script import script_for
from tests.rehearsal.conftest import Stagehand

OWN = """
key = "own"
title = "Our circle"
purpose = "Ours"
brings = "a question"

[[stage]]
key = "begin"
title = "Begin"
short = "Begin"
minutes = 3
colour = "focus"
speaks = "presenter"
speaking = "{presenter} speaks."
rule = "Listen."
phones = "shut"
shows = []
[stage.may]
presenter = ["focus"]
facilitator = ["focus"]
[stage.prompts]
opening = "a"
watch = "b"
closing = "c"
group = "d"
presenter = "e"

[[stage]]
key = "think"
title = "Think"
short = "Think"
minutes = 1.5
colour = "solutions"
speaks = "group"
speaking = "The group speaks."
rule = "Think."
phones = "open"
shows = ["reflection", "suggestion"]
[stage.may]
group = ["reflection", "suggestion"]
facilitator = ["reflection", "suggestion"]
[stage.prompts]
opening = "a"
watch = "b"
closing = "c"
group = "d"
presenter = "e"

[[stage]]
key = "round"
title = "Round"
short = "Round"
colour = "learning"
speaks = "round"
speaking = "In turn."
rule = "In turn."
phones = "open"
shows = ["learning_use"]
[stage.may]
group = ["learning_use"]
facilitator = ["learning_use", "speaker"]
[stage.prompts]
opening = "a"
watch = "b"
closing = "c"
group = "d"
presenter = "e"
"""
FORMATS = [*catalogue().formats.values(), parse(OWN)]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.key)
def test_every_line_can_be_sent_and_belongs_to_the_format_and_its_people(form) -> None:  # type: ignore[no-untyped-def]
    script = script_for(form)
    steps = {step.key: step for step in form.steps}
    assert len(script.people) == len(set(script.people)) == 6
    assert {script.presenter, script.scribe} < set(script.people)
    assert script.presenter != script.scribe
    for line in script.lines:
        assert line.by in (*script.people, "presenter")
        assert line.kind in KINDS or steps[line.stage].lets("presenter", "focus")
        assert not isinstance(clean(line.text), Refused)
        role = "presenter" if line.by == "presenter" else "group"
        assert steps[line.stage].lets(role, line.kind), line
    assert not any(isinstance(clean_name(name), Refused) for name in script.people)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.key)
def test_nothing_that_is_said_looks_like_somebody_real(form) -> None:  # type: ignore[no-untyped-def]
    script = script_for(form)
    for text in (script.story, *script.words):
        assert not hints(text, today=date(2026, 11, 22)), text
        assert not re.search(r"\d", text)


def test_each_suggestion_and_each_story_is_of_a_believable_length() -> None:
    script = script_for(catalogue().formats["solution"])
    assert len([line for line in script.lines if line.kind == "suggestion"]) >= 9
    assert all(len(line.text) <= 90 for line in script.lines)
    assert 200 < len(script.story) < 700


def test_a_councils_own_format_has_people_who_say_something_in_each_stage(hand: Stagehand) -> None:
    hand.begins(parse(OWN))
    hand.waits(45)
    hand.goes_to("begin")
    hand.waits(175)
    assert hand.circle.text("circle", "focus")
    hand.goes_to("think")
    hand.waits(88)
    assert {each.kind for each in hand.circle.contributions.values()} == {"reflection", "suggestion"}
    hand.goes_to("round")
    hand.presses("speaker", seat=hand.seat("Amina"))
    hand.waits(12)
    assert len(hand.found(kind="learning_use")) == 1


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.key)
def test_a_quick_format_has_a_quarter_of_the_minutes_and_is_otherwise_the_same(form) -> None:  # type: ignore[no-untyped-def]
    shorter = shortened(form)
    for stage, quick in zip(form.steps, shorter.steps, strict=True):
        assert quick.planned_ms == (stage.planned_ms and stage.planned_ms // 4)
        assert (quick.key, quick.may, quick.rule) == (stage.key, stage.may, stage.rule)
    # What is kept with the circle is read again as it was shortened.
    assert parse(shorter.source, kept=True) == shorter


def test_a_format_written_in_another_way_keeps_its_minutes() -> None:
    form = parse(OWN.replace("minutes = 3", '"minutes" = 3'))
    assert shortened(form) == form
