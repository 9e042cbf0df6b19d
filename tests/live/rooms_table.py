"""A circle in play with its devices, without a server: the rooms are handed a `send` that records."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from app.circle import clock, views
from app.circle.state import Actor, Circle
from app.live import shown
from app.live.room import Connection
from app.live.rooms import Rooms
from app.store.tokens import Bearer
from tests.circle.helpers import ADVISOR, ASHA, FACILITATOR, JOE, PRIYA, SAM, SCREEN, TOM, Playing

Plain = dict[str, Any]
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
#: What depends on the time alone, so that nobody is told when it changes.
TIMELY = ("controls", "join")
TIMELY_OF_STAGE = ("state", "accepts", "door_open")


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


def reloaded(circle: Circle) -> Circle:
    """The same circle as it comes from the store: equal in everything, identical in nothing."""
    contributions = {each.id: replace(each) for each in circle.contributions.values()}
    return replace(circle, contributions=contributions, words=dict(circle.words))
