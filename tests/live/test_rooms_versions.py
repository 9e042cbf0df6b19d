"""Versions have no gaps, and whoever missed an act catches up. What goes wrong or ends for one device keeps no other
from its news."""

from dataclasses import replace

import pytest

from app.live.room import Connection
from app.live.rooms import MOST_SOCKETS_A_SEAT
from app.store.tokens import Bearer
from tests.circle.helpers import SAM, TOM, Playing
from tests.live.rooms_table import (
    ANOTHER_KEY,
    DEVICES,
    KEY,
    Plain,
    Table,
    agree,
    comparable,
    in_solutions,
    reloaded,
)


def test_versions_are_without_gaps_in_each_stream() -> None:
    table = in_solutions()
    for number in range(5):
        table.play("contribute", SAM, kind="suggestion", text=f"Idea {number}")
        table.play("blank", on=number % 2 == 0)
        table.play("title", text=f"Mornings {number}")
    streams: dict[str, list[list[int]]] = {}
    for device in table.devices.values():
        numbers = [data["role_version"] for _, data in device.heard]
        streams.setdefault(device.connection.stream, []).append(numbers)
    for stream, heard in streams.items():
        assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in heard), stream
        assert len({len(numbers) for numbers in heard}) == 1, "devices of one stream count alike"
    assert len(streams["facilitator"][0]) == 15
    assert len(streams["screen"][0]) == 12, "of a title that comes while it is covered it is not told"


def test_a_version_of_the_circle_never_falls_behind_and_an_older_one_that_comes_late_is_let_go() -> None:
    table = in_solutions()
    table.playing.says(SAM, "suggestion", "A rota")
    late = (table.playing.circle, table.playing.done)
    table.play("contribute", SAM, kind="suggestion", text="Breakfast first")
    before = list(table.sent)
    assert late[1] is not None
    table.rooms.publish(*late)
    assert table.sent == before
    agree(table)


@pytest.mark.parametrize("by", ["a later act", "somebody who asks for everything"])
def test_acts_that_were_never_published_are_caught_up_with(by: str) -> None:
    # Given several acts of which nobody was told, one of them of Sam's and one that takes his words away
    table = in_solutions()
    gone = table.play("contribute", SAM, kind="suggestion", text="A rota")
    table.playing.says(TOM, "suggestion", "Breakfast first")
    table.playing.says(SAM, "suggestion", "A chart")
    table.playing.play("erase", SAM, id=gone)
    table.playing.play("blank", on=True)
    table.playing.play("blank", on=False)
    # When somebody makes the rooms look again
    if by == "a later act":
        table.play("title", text="Mornings")
    else:
        table.playing.circle = reloaded(table.playing.circle)
        table.fresh(table.devices["Asha"])
    # Then every device has what it would see afresh
    agree(table)
    for name in ("screen", "Priya", "facilitator"):
        texts = [one["text"] for one in table.devices[name].view["contributions"]]
        assert texts == ["Breakfast first", "A chart"]


def test_what_fails_for_one_stream_keeps_no_other_from_its_news_and_lets_that_one_ask() -> None:
    # Given a device whose view cannot be made: hashing such an edit key raises
    table = in_solutions("never")
    table.play("contribute", SAM, kind="suggestion", text="A rota", edit_key=KEY)
    del table.rooms._let_ask  # the real one
    sick = table.devices["Joe"].connection
    sick.edit_key = "\ud800" * 16
    sick.bearer = replace(sick.bearer, seat=SAM.seat)
    healthy = [name for name in DEVICES if not name.startswith(("Sam", "Joe"))]
    for name in ("Sam", "Sam’s tablet"):
        table.leave(name)
    number = table.rooms._rooms[table.playing.circle.id].role_versions.get(str(SAM.seat), 0)
    heard: list[tuple[str, Plain]] = []
    table.devices["Joe"].hear = lambda *given: heard.append(given)  # type: ignore[method-assign]
    # When something happens that concerns everybody
    table.play("contribute", TOM, kind="suggestion", text="Breakfast first", edit_key=ANOTHER_KEY)
    table.play("silence", on=True)
    # Then the others know, and that one sees a gap
    for name in healthy:
        assert table.devices[name].view["stage"]["silence"], name
        assert comparable(table.devices[name].view, True) == comparable(
            table.fresh(table.devices[name]), True
        )
    assert heard[0][0] == "changed"
    assert heard[0][1]["role_version"] == number + 2


def test_whoever_s_right_has_ended_is_sent_off_and_told_nothing_more() -> None:
    table = in_solutions()
    ended: set[str] = set()
    sent_off: list[str] = []
    table.rooms._holding = lambda bearers: {each.hash for each in bearers} - ended
    table.rooms._send_off = sent_off.append
    # When a token ends, then an act comes
    ended |= {"advisor", "second screen"}
    before = len(table.sent)
    table.play("contribute", SAM, kind="suggestion", text="A rota")
    assert set(sent_off) == {"advisor", "second screen"}
    assert {sid for sid, _ in table.sent[before:]} == {
        "facilitator",
        "screen",
        "Priya",
        "Priya’s tablet",
        "Sam",
        "Sam’s tablet",
    }
    # When one ends and no act comes
    ended.add("Tom")
    table.rooms.look_again(None)
    assert sent_off[2:] == ["Tom"]
    # When somebody is removed
    table.play("remove", seat=SAM.seat)
    assert sent_off[3:] == ["Sam", "Sam’s tablet"]
    assert table.sent[-1][0] not in ("Sam", "Sam’s tablet")


def test_a_seat_has_at_most_so_many_connections_and_another_when_one_has_left() -> None:
    table = Table(Playing(), names=())
    connections = [
        Connection(f"{i}", Bearer("", "c1rc1e", "seat", SAM.seat, None), None)
        for i in range(MOST_SOCKETS_A_SEAT + 1)
    ]
    answers = [table.rooms.enter(table.playing.circle, each) for each in connections]
    assert answers == [True] * MOST_SOCKETS_A_SEAT + [False]
    table.rooms.leave(connections[0])
    assert table.rooms.enter(table.playing.circle, connections[-1])
