"""What each device is sent after each act, without a server: the rooms are handed a `send` that records.

The promise behind it all: a device that applies what it was sent has the view that it would get if it
asked for everything afresh. Random play in both formats looks for a way to break it.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.circle import clock, gate, views
from app.circle.catalogue import catalogue
from app.circle.edit import Done
from app.circle.parse import FIELDS
from app.circle.state import Actor, Circle
from app.live import news, shown
from app.live.rooms import MOST_SOCKETS_A_SEAT, Connection, Rooms
from app.store.tokens import Bearer
from tests.circle.helpers import ADVISOR, ASHA, FACILITATOR, JOE, NAMES, PRIYA, SAM, SCREEN, TOM, Playing
from tests.circle.random_moves import ACTS, fields

Plain = dict[str, Any]
#: What the presenter prepares comes by a private link, which has no socket, and before the start.
PLAYED = set(FIELDS) - {"prepare"}
KEY, ANOTHER_KEY, JOES_KEY = (f"{i:032x}" for i in (1, 2, 3))
#: One of each kind of device and then some: two windows on the screen; Sam's phone and Sam's tablet, each with an
#: edit key of its own; Priya, who presents, the same.
DEVICES: dict[str, tuple[Actor, str | None]] = {
    "facilitator": (FACILITATOR, None),
    "advisor": (ADVISOR, None),
    "screen": (SCREEN, None),
    "second screen": (SCREEN, None),
    "Priya": (PRIYA, KEY),
    "Priya’s tablet": (PRIYA, ANOTHER_KEY),
    "Sam": (SAM, KEY),
    "Sam’s tablet": (SAM, ANOTHER_KEY),
    "Tom": (TOM, ANOTHER_KEY),
    "Asha": (ASHA, None),
    "Joe": (JOE, JOES_KEY),
}
#: Those of a program that puts together by itself what becomes of its own words; both kinds are in each stream.
PUT_TOGETHER = {"Priya’s tablet", "Sam’s tablet", "Asha", "Joe"}


def how_to_join(circle: Circle, role: str, now: int) -> Plain:
    """What the server adds to a view, as it does: for some roles, until the close, by whether the door is open."""
    if role not in ("facilitator", "advisor", "screen") or circle.closed_at is not None:
        return {}
    code = {"code": f"CODE-{circle.code_generation}"}
    extras: Plain = {"join": code if clock.door_open(circle, now) else None}
    return extras if role == "screen" else {**extras, "screen_code": "SCREEN"}


@dataclass
class Device:
    """A device with its view, kept up to date by `view` and `changed` as a page keeps it."""

    connection: Connection
    view: Plain = field(default_factory=dict)
    heard: list[tuple[str, Plain]] = field(default_factory=list)

    def hear(self, event: str, data: Plain) -> None:
        self.heard.append((event, data))
        if event == "view":
            assert data["version"] >= self.view["version"], "an older view came later"
            self.view = data
            return
        assert data["role_version"] == self.view["role_version"] + 1, "a gap"
        change = dict(data)
        gone = change.pop("gone", [])
        items = {one["id"]: one for one in self.view["contributions"] if one["id"] not in gone}
        items |= {one["id"]: one for one in change.pop("contributions", [])}
        own_gone = change.pop("own_gone", [])
        own = {one["id"]: one for one in self.view["mine"] if one["id"] not in own_gone}
        own |= {one["id"]: one for one in change.pop("own", [])}
        items_and_own = {"contributions": list(items.values()), "mine": list(own.values())}
        self.view = {**self.view, **items_and_own, **change}

    @property
    def events(self) -> list[str]:
        return [event for event, _ in self.heard]


class Table:
    """A circle in play with its devices. `drop` is the place of a message that is lost on its way."""

    def __init__(
        self, playing: Playing, names: Iterable[str] = tuple(DEVICES), drop: int | None = None
    ) -> None:
        self.playing = playing
        self.rooms = Rooms(self._send, how_to_join, lambda: playing.now)
        self.rooms._let_ask = self._fail  # type: ignore[method-assign]
        self.told = playing.circle
        self.devices: dict[str, Device] = {}
        self.sent: list[tuple[str, str]] = []
        self._drop = drop
        for name in names:
            self.enter(name, *DEVICES[name])

    def enter(self, name: str, actor: Actor, edit_key: str | None = None) -> Device:
        bearer = Bearer(name, self.playing.circle.id, actor.kind, actor.seat, None)
        device = Device(Connection(name, bearer, edit_key, changes=name in PUT_TOGETHER))
        assert self.rooms.enter(self.playing.circle, device.connection)
        self.devices[name] = device
        device.view = self.fresh(device)
        self.told = self.playing.circle
        return device

    def leave(self, name: str) -> Device:
        device = self.devices.pop(name)
        self.rooms.leave(device.connection)
        return device

    def play(self, act: str, actor: Actor = FACILITATOR, /, **more: Any) -> str:
        op = self.playing.play(act, actor, **more)
        self.publish()
        return op

    def publish(self) -> None:
        assert self.playing.done is not None
        self.rooms.publish(self.playing.circle, self.playing.done)
        self.told = self.playing.circle

    def fresh(self, device: Device) -> Plain:
        """The whole view, as a device gets it when it asks; in its making the rooms' own part is checked."""
        circle, connection, now = self.playing.circle, device.connection, self.playing.now
        view: Plain = carried(self.rooms.snapshot(connection, circle))
        assert view == self.right(circle, connection, now) | {"role_version": view["role_version"]}
        return view

    @staticmethod
    def right(circle: Circle, connection: Connection, now: int) -> Plain:
        """The view by the domain alone."""
        view = views.seen_by(circle, connection.actor, now, connection.edit_key)
        return carried(view | how_to_join(circle, view["role"], now))

    @staticmethod
    def _fail(*_: object) -> None:
        """What goes wrong in the telling is not got over here but seen."""
        raise

    def _send(self, sid: str, event: str, data: shown.Message) -> None:
        self.sent.append((sid, event))
        if len(self.sent) - 1 != self._drop:
            assert json.loads(data.encoded) == data, "what is encoded once for all says the same"
            self.devices[sid].hear(event, carried(data))


def carried(data: Plain) -> Plain:
    """As it arrives: what is no plain data would not, and nothing is shared with the sender."""
    return json.loads(json.dumps(data))  # type: ignore[no-any-return]


def in_solutions(names: str = "hidden") -> Table:
    return Table(Playing(names=names).go_to(2))


# Who is sent what


def test_a_suggestion_is_sent_to_those_who_see_it_and_to_its_author_alone_in_the_group() -> None:
    table = in_solutions()
    table.playing.says(SAM, "suggestion", "Breakfast first")
    table.publish()
    seeing = {"facilitator", "advisor", "screen", "second screen", "Priya", "Priya’s tablet"}
    told = [(name, event) for name, device in table.devices.items() for event in device.events]
    seeing.add(
        "Sam’s tablet"
    )  # which puts together by itself what becomes of Sam's words; the phone does not
    assert set(told) == {(name, "changed") for name in seeing} | {("Sam", "view")}
    assert len(told) == len(set(told))


def test_a_change_holds_only_what_has_changed() -> None:
    table = in_solutions()
    table.playing.says(SAM, "suggestion", "A rota")
    table.publish()
    table.playing.says(SAM, "suggestion", "Breakfast first")
    table.publish()
    _, change = table.devices["screen"].heard[-1]
    assert [one["text"] for one in change["contributions"]] == ["Breakfast first"]
    assert set(change) == {"version", "server_now", "role", "role_version", "sums", "contributions"}


@pytest.mark.parametrize("names", ["shown", "hidden", "never"])
@pytest.mark.parametrize(
    ("act", "more"), [("tried", {"on": True}), ("choose", {"on": True}), ("answered", {}), ("hide", {})]
)
def test_a_group_phone_is_sent_nothing_when_nothing_of_its_own_changed(
    names: str, act: str, more: Plain
) -> None:
    # Given words of Sam's, and somebody's care for them that he is not told of, or only he is
    table = Table(Playing(names=names).go_to(1 if act == "answered" else 2))
    table.play("phones", on=True)
    kind = "question" if act == "answered" else "suggestion"
    said = table.play("contribute", SAM, kind=kind, text="A rota?", edit_key=KEY)
    if act in ("tried", "choose"):
        table.play("next")
    for device in table.devices.values():
        device.heard.clear()
    # When it is done, Then no phone is sent anything but Sam's where his own words look different now
    table.play(act, id=said, **more)
    sams = {"Sam", "Sam’s tablet"} if act == "hide" else set()
    told = {name for name, device in table.devices.items() if device.heard}
    assert told & {"Sam", "Sam’s tablet", "Tom", "Asha", "Joe"} == sams
    assert "facilitator" in told


def test_where_names_are_never_stored_a_phone_is_not_told_of_others_words() -> None:
    table = in_solutions("never")
    table.play("contribute", SAM, kind="suggestion", text="A rota", edit_key=KEY)
    assert table.devices["Tom"].heard == table.devices["Asha"].heard == []
    assert [one["text"] for one in table.devices["Sam"].view["mine"]] == ["A rota"]
    assert table.devices["Sam’s tablet"].view["mine"] == []


def test_two_devices_of_the_presenter_are_each_told_of_their_own_words() -> None:
    table = in_solutions("never")
    table.play("contribute", PRIYA, kind="suggestion", text="A rota", edit_key=ANOTHER_KEY)
    assert table.devices["Priya"].view["mine"] == []
    assert [one["text"] for one in table.devices["Priya’s tablet"].view["mine"]] == ["A rota"]


def test_whoever_becomes_the_presenter_is_sent_the_whole_view() -> None:
    table = Table(Playing())
    table.play("presenter", seat=SAM.seat)
    for name, role in (("Sam", "presenter"), ("Sam’s tablet", "presenter"), ("Priya", "group")):
        assert table.devices[name].events == ["view"]
        assert table.devices[name].view["role"] == role
    assert table.devices["Tom"].events == ["view"], "the presenter's name stands in everybody's view"


def test_what_comes_back_into_sight_stands_where_it_stood() -> None:
    table = in_solutions()
    first = table.play("contribute", SAM, kind="suggestion", text="A rota")
    table.play("contribute", TOM, kind="suggestion", text="Breakfast first")
    table.play("hide", id=first)
    table.play("hide", id=first, on=False)
    for name in ("screen", "Priya", "facilitator"):
        texts = [one["text"] for one in table.devices[name].view["contributions"]]
        assert texts == ["A rota", "Breakfast first"], name


def test_the_close_takes_the_ways_in_away() -> None:
    table = Table(Playing().go_to(4))
    table.play("close")
    for name in ("screen", "facilitator", "advisor"):
        assert not {"join", "screen_code"} & set(table.devices[name].view), name


# The screen that is covered

COVERS: dict[str, tuple[tuple[str, Plain], tuple[str, Plain]]] = {
    "stopped": (("stop", {}), ("resume", {})),
    "blank": (("blank", {"on": True}), ("blank", {"on": False})),
}


@pytest.mark.parametrize("cover", COVERS)
def test_a_screen_that_is_covered_or_uncovered_gets_its_whole_view(cover: str) -> None:
    # Given words on the screen
    table = in_solutions()
    table.play("contribute", SAM, kind="suggestion", text="A rota")
    screens = [table.devices["screen"], table.devices["second screen"]]
    # When it is covered, Then what it holds is replaced, and no word is left on it
    (act, more), (back, more_back) = COVERS[cover]
    table.play(act, **more)
    for screen in screens:
        assert screen.events[-1] == "view"
        assert "A rota" not in str(screen.view)
    assert table.devices["facilitator"].events[-1] == table.devices["Priya"].events[-1] == "changed"
    # And when it is uncovered, Then all is there again, and changes count on from the view
    table.play(back, **more_back)
    for screen in screens:
        assert screen.events[-1] == "view"
        assert [one["text"] for one in screen.view["contributions"]] == ["A rota"]
    table.play("contribute", SAM, kind="suggestion", text="Breakfast first")
    for screen in screens:
        assert screen.events[-1] == "changed"
        assert len(screen.view["contributions"]) == 2


@pytest.mark.parametrize("cover", COVERS)
def test_no_word_reaches_a_covered_screen(cover: str) -> None:
    # Given a circle at the bell of Solutions, with its screen covered
    table = in_solutions()
    said = table.play("contribute", SAM, kind="suggestion", text="WORDS of Sam")
    table.playing.until_the_bell()
    handed = table.play("hand_in", TOM, refused="f" * 32, kind="suggestion", text="WORDS of Tom")
    table.play(COVERS[cover][0][0], **COVERS[cover][0][1])
    heard = len(table.devices["screen"].heard)
    # When all goes on that can, Then the screen is sent no word of it
    table.play("title", text="WORDS as a title")
    table.play("admit", id=handed)
    table.play("hide", id=said)
    table.play("hide", id=said, on=False)
    table.play("person", name="WORDS as a name")
    if cover == "blank":
        table.play("contribute", kind="suggestion", text="WORDS of the facilitator")
        table.play("next")
        table.play("choose", PRIYA, id=said, on=True)
        table.play("action", PRIYA, id=said, by_whom="WORDS as a doer")
    later = table.devices["screen"].heard[heard:]
    assert "WORDS" not in json.dumps(later)
    assert "view" not in [event for event, _ in later]
    assert "WORDS" in json.dumps(table.devices["facilitator"].view)


def test_a_stop_on_a_blank_screen_changes_no_cover() -> None:
    table = in_solutions()
    table.play("blank", on=True)
    table.play("stop")
    table.play("resume")
    assert table.devices["screen"].events == ["view", "changed", "changed"]


# The time


def told_after_the_bell() -> set[str]:
    """Who is told something by an act that concerns nobody's phone, when the bell has rung since the last."""
    table = in_solutions()
    table.play("title", text="Mornings")
    table.playing.until_the_bell()
    before = len(table.sent)
    table.play("title", text="Mornings at home")
    agree(table)
    return {sid for sid, _ in table.sent[before:]}


def test_the_bell_is_nobody_s_news_whatever_is_told_after_it() -> None:
    assert told_after_the_bell() == {
        "facilitator",
        "advisor",
        "screen",
        "second screen",
        "Priya",
        "Priya’s tablet",
    }


def test_a_room_that_overlooks_the_time_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown.Shown, "holds", lambda kept, circle, now: kept.circle.version == circle.version)
    assert "Tom" in told_after_the_bell()


# Versions, and catching up


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


# Random play

#: How an act reaches the rooms: published, or not at all, so that a later one or somebody's question brings it.
PUBLISHED, LOST, ASKED, LEFT = range(4)
HOW = (PUBLISHED,) * 6 + (LOST, ASKED, LEFT)
#: What depends on the time alone, so that nobody is told when it changes.
TIMELY = ("controls", "join")
TIMELY_OF_STAGE = ("state", "accepts", "door_open")


def agree(table: Table, still: bool = False) -> None:
    """Every device has the view that it would get afresh. Where no time has passed, in every field."""
    for name, device in table.devices.items():
        fresh = table.fresh(device)
        assert device.view["version"] <= fresh["version"], name
        assert comparable(device.view, still) == comparable(fresh, still), name


def comparable(view: Plain, still: bool) -> Plain:
    left_out = {"server_now", "version", *(() if still else TIMELY)}
    plain = {name: value for name, value in view.items() if name not in left_out}
    if not still:
        plain["stage"] = {
            name: value for name, value in plain["stage"].items() if name not in TIMELY_OF_STAGE
        }
    return plain


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


def reloaded(circle: Circle) -> Circle:
    """The same circle as it comes from the store: equal in everything, identical in nothing."""
    contributions = {each.id: replace(each) for each in circle.contributions.values()}
    return replace(circle, contributions=contributions, words=dict(circle.words))


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
