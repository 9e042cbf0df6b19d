"""The promise behind the rooms: a device that applies what it was sent has the view that it would get if it asked for
everything afresh. Random play in both formats looks for a way to break it."""

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.circle import gate
from app.circle.catalogue import catalogue
from app.circle.edit import Done
from app.circle.parse import FIELDS
from app.circle.state import Circle
from app.live import news
from tests.circle.helpers import ADVISOR, ASHA, FACILITATOR, NAMES, Playing
from tests.circle.random_moves import ACTS, fields
from tests.live.rooms_table import Device, Plain, Table, agree, comparable, reloaded

#: What the presenter prepares comes by a private link, which has no socket, and before the start.
PLAYED = set(FIELDS) - {"prepare"}
#: How an act reaches the rooms: published, or not at all, so that a later one or somebody's question brings it.
PUBLISHED, LOST, ASKED, LEFT = range(4)
HOW = (PUBLISHED,) * 6 + (LOST, ASKED, LEFT)


def told_exactly(table: Table, before: Circle, sent_before: int) -> None:
    """Those streams were told in which somebody's view differs, and no others."""
    now = table.playing.now
    differs = {
        device.connection.stream
        for device in table.devices.values()
        if comparable(table.right(before, device.connection, now), still=True)
        != comparable(table.right(table.playing.circle, device.connection, now), still=True)
    }
    told = Counter(sid for sid, _ in table.sent[sent_before:])
    due = {name for name, device in table.devices.items() if device.connection.stream in differs}
    assert dict(told) == dict.fromkeys(due, 1)


def step(table: Table, act: str, seed: int, how: int, wait: int, still: bool) -> None:
    """One act by somebody, and what it must bring to every device."""
    playing, draw = table.playing, Random(seed).randrange
    if not still:
        playing.wait(ms=(0, 1, 900, 4_000, 130_000)[wait])
    actor = FACILITATOR if draw(3) else [*NAMES.values(), ADVISOR][draw(len(NAMES) + 1)]
    answer = playing.answer(playing.move(act, **fields(playing, act, draw)), actor)
    if not isinstance(answer, Done):
        return
    before, sent_before = table.told, len(table.sent)
    playing.circle, playing.done = answer.circle, answer
    if how == LOST:
        return
    if how == ASKED:
        playing.circle = reloaded(answer.circle)
        table.fresh(next(iter(table.devices.values())))
        table.told = playing.circle
    else:
        table.publish()
    send_off(table)
    told_exactly(table, before, sent_before)
    agree(table, still)
    if how == LEFT:
        name = draw_one(draw, list(table.devices))
        connection = table.leave(name).connection
        table.enter(name, connection.actor, connection.edit_key)


def send_off(table: Table) -> None:
    """Whoever was removed is in no room any more, and is told nothing of what came after."""
    for name, device in list(table.devices.items()):
        if removed(table, device):
            table.leave(name)


def removed(table: Table, device: Device) -> bool:
    seat = table.playing.circle.seats.get(device.connection.bearer.seat or "")
    return seat is not None and seat.removed


def draw_one(draw: Callable[[int], int], names: list[str]) -> str:
    return names[draw(len(names))]


def begun(form: str, names: str, words_on_screen: bool = True) -> Playing:
    playing = Playing(form, names=names, words_on_screen=words_on_screen)
    playing.play("scribe", seat=ASHA.seat, on=True)
    playing.play("start")
    return playing


@pytest.mark.parametrize("still", [False, True], ids=["time passes", "time stands still"])
@pytest.mark.parametrize("form", ["solution", "success"])
@settings(max_examples=60, deadline=None)
@given(
    names=st.sampled_from(["shown", "hidden", "never"]),
    words_on_screen=st.booleans(),
    play=st.lists(
        st.tuples(st.sampled_from(ACTS), st.integers(0, 2**32), st.sampled_from(HOW), st.integers(0, 4)),
        min_size=10,
        max_size=60,
    ),
)
def test_a_device_that_applies_what_it_is_sent_has_the_view_it_would_get_afresh(
    form: str, still: bool, names: str, words_on_screen: bool, play: list[tuple[str, int, int, int]]
) -> None:
    table = Table(begun(form, names, words_on_screen))
    for act, seed, how, wait in play:
        step(table, act, seed, how, wait, still)
    table.fresh(next(iter(table.devices.values())))
    send_off(table)
    agree(table, still)


def drawn(seed: int, length: int, drop: int | None = None) -> Table:
    """A play drawn from a seed, always the same. It raises AssertionError where a device is left behind."""
    random = Random(seed)
    form, names = ("solution", "success")[seed % 2], ("shown", "hidden", "never")[seed % 3]
    table = Table(begun(form, names, words_on_screen=seed % 5 > 0), drop=drop)
    for _ in range(length):
        act, how = random.choice(ACTS), random.choice(HOW)
        step(table, act, random.getrandbits(32), how, random.choice((0, 1, 2, 2, 3)), still=seed % 4 == 0)
    table.fresh(next(iter(table.devices.values())))
    send_off(table)
    agree(table)
    return table


def test_the_random_play_gets_far_and_every_act_is_told_of() -> None:
    """A play that is refused all along, or in which nobody is told anything, would prove nothing."""
    acts: set[str] = set()
    events: set[tuple[str, str]] = set()
    stages: set[str] = set()
    for seed in range(200):
        if acts == PLAYED:
            break
        playing, random = begun(("solution", "success")[seed % 2], "hidden"), Random(seed)
        table = Table(playing, names=("facilitator", "screen", "Priya", "Tom"))
        ending = ["stop", "close", *(random.choice(gate.AFTER_CLOSE) for _ in range(20))]
        for act in ["undo", "start", *(random.choice(ACTS) for _ in range(200)), *ending]:
            before = playing.circle
            step(table, act, random.getrandbits(32), PUBLISHED, random.choice((0, 1, 2, 2, 3)), still=False)
            if playing.circle is not before:
                acts.add(act)
            stages.add(playing.circle.stage.key if playing.circle.stage else "lobby")
        events |= set(table.sent)
    assert acts == PLAYED
    assert {"review", *(step.key for form in catalogue().formats.values() for step in form.stages)} <= stages
    assert {("screen", "view"), ("screen", "changed"), ("facilitator", "changed"), ("Tom", "view"),
            ("Priya", "changed"), ("Priya", "view")} <= events  # fmt: skip


# The control: each of these faults is found.


@pytest.mark.parametrize("seed", range(6))
def test_a_single_message_that_is_lost_would_be_found(seed: int) -> None:
    sent = len(drawn(seed, 80).sent)
    assert sent > 20
    for lost in Random(seed).sample(range(sent), 12):
        with pytest.raises(AssertionError):
            drawn(seed, 80, drop=lost)


def _nothing_gone(*given: Any) -> tuple[list[Plain], list[str]]:
    items, _ = HONEST_ITEMS(*given)
    return items, []


def _nothing_else(*given: Any) -> tuple[list[Plain], list[str]]:
    return [], []


HONEST_ITEMS = news.News.items
#: Where, what, and what is put in its place.
CARELESS: dict[str, tuple[object, str, Callable[..., Any]]] = {
    "what is gone stays": (news.News, "items", _nothing_gone),
    "contributions are forgotten": (news.News, "items", _nothing_else),
    "catching up brings no contributions": (news, "_differing", lambda before, after: []),
    "nobody is told what became of their own": (news.News, "own", _nothing_else),
    "every phone is told of everything": (news.News, "own", lambda *_: ([], ["0"])),
    "a whole view is never sent anew": (news.News, "anew", lambda *_: False),
    "only the author is looked at": (news, "_seats", lambda before, after, done: frozenset()),
    "no phone of the group is looked at": (news.News, "concerns", lambda self, actor: actor.kind != "seat"),
}


@pytest.mark.parametrize("fault", CARELESS)
def test_a_careless_room_would_be_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*CARELESS[fault])
    with pytest.raises(AssertionError):
        _ = [drawn(seed, 80) for seed in range(20)]
