"""How much a group member's phone is sent in a whole Solution Circle. Few bytes are what a poor line and a big circle
live on; what nobody is sent cannot be late either."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.devices import Device, Table, new_op
from tests.live.wires import Wire

Seated = Callable[..., Table]
MOST_MESSAGES = 60
MOST_BYTES = 40 * 1024
#: A page asks so often what the time is when it connects, and once for everything.
CLOCKS = 5
OTHERS_SAY = 8


def on_the_wire(table: Table, name: str, **auth: Any) -> Wire:
    """A phone of somebody who joined, of which every frame is kept."""
    phone = Wire(table.server, table.tokens[name], **auth)
    if not any(frame.startswith('42["view"') for frame in phone.frames):  # it may come first
        phone.hears('42["view"')
    for _ in range(CLOCKS):
        phone.asks('427["clock",{}]')
    phone.asks('427["sync",{}]')
    return phone


def sends(phone: Wire, visit: int, text: str) -> None:
    move = {"op": new_op(), "type": "contribute", "visit": visit, "kind": "suggestion", "text": text}
    assert phone.asks(f"427{json.dumps(['move', move])}")["ok"]


def says(phone: Device, kind: str, text: str) -> str:
    op = new_op()
    phone.done("contribute", op=op, visit=phone.visit, kind=kind, text=text)
    return op


def whole_circle(table: Table, sam: Wire, priya: Device, others: list[Device]) -> None:
    """From the start to the close: everybody contributes, the presenter chooses, the facilitator leads."""
    facilitator = table.facilitator
    table.goes_to("focus")
    facilitator.done("focus", text="How do we get Sam to school on Mondays?", revision=0)
    table.goes_to("questions")
    facilitator.done("extend", visit=facilitator.visit, seconds=60)
    table.goes_to("solutions")
    facilitator.done("pause", visit=facilitator.visit)
    facilitator.done("resume", visit=facilitator.visit)
    for number in range(3):
        sends(sam, facilitator.visit, f"Ask the school whether he can come in by the side door ({number})")
    chosen = [
        says(other, "suggestion", f"Meet his grandmother, who drives ({number})")
        for other in others
        for number in range(OTHERS_SAY)
    ]
    table.goes_to("selection")
    priya.sees(lambda view: view["stage"]["key"] == "selection")
    priya.done("tried", id=chosen[0], on=True)
    for each in chosen[1:3]:
        priya.done("choose", id=each, on=True)
        priya.done("action", id=each, by_whom="Priya and the school")
    table.goes_to("review")
    for other in others:
        other.sees(lambda view: view["stage"]["key"] == "review")
        says(other, "worked_well", "It was good to be listened to")
    facilitator.done("close", visit=facilitator.visit)
    while '"state":"closed"' not in sam.frames[-1]:
        sam.hears("42")


@pytest.mark.parametrize("auth", [{"changes": True}, {}], ids=["our page", "any program"])
def test_a_group_member_is_sent_little_in_a_whole_circle(seated: Seated, auth: dict[str, Any]) -> None:
    # Given Sam's phone among a dozen people
    table = seated()
    priya = table.joins("Priya")
    table.presents("Priya")
    others = [table.joins(name) for name in ("Tom", "Asha", "Joe")]
    table.joins("Sam").leave()
    for number in range(8):
        table.joins(f"Person {number}")
    sam = on_the_wire(table, "Sam", **auth)
    # When the whole circle is held, in which Sam sends three suggestions
    whole_circle(table, sam, priya, others)
    # Then, keep-alives apart, few messages came
    came = [frame for frame in sam.frames if frame not in ("2", "3")]
    assert len(came) <= MOST_MESSAGES, [frame[:60] for frame in came]
    assert sum(len(frame.encode()) for frame in came) <= MOST_BYTES
    # And none of the others' words were among them
    assert not [frame for frame in came if "grandmother" in frame]
    sam.line.close()


def test_a_page_that_puts_changes_together_is_sent_no_more_for_its_tenth_word_than_for_its_second(
    seated: Seated,
) -> None:
    table = seated()
    table.joins("Sam").leave()
    table.goes_to("solutions")
    sam = on_the_wire(table, "Sam", changes=True)
    came = []
    for number in range(10):
        before = len(sam.frames)
        sends(sam, table.facilitator.visit, f"Ask the school ({number})")
        sam.asks('427["clock",{}]')  # whatever the word brought has come by then
        came.append(sum(len(frame) for frame in sam.frames[before:]))
    assert max(came[1:]) - min(came[1:]) < 30, came
    sam.line.close()


def test_control_a_program_that_wants_whole_views_is_sent_more_and_more(seated: Seated) -> None:
    table = seated()
    table.joins("Sam").leave()
    table.goes_to("solutions")
    sam = on_the_wire(table, "Sam")
    came = []
    for number in range(10):
        before = len(sam.frames)
        sends(sam, table.facilitator.visit, f"Ask the school ({number})")
        sam.asks('427["clock",{}]')
        came.append(sum(len(frame) for frame in sam.frames[before:]))
    assert max(came[1:]) - min(came[1:]) > 500, came
    sam.line.close()
