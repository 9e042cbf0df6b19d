"""Who is connected, what each has been told, and what each has to be told next.

A room holds the circle as last published. When the circle changes, every connected device gets what
differs in its own view and nothing else: screen, staff and presenter as `changed`, a group member's
phone as its whole (small) view. A screen that is covered or uncovered gets its whole view too. Nothing is sent to a device whose view is the same as before, and
nothing at all while a stage just runs.
"""

import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from app.circle import audience, frame, views
from app.circle.edit import Done
from app.circle.state import Actor, Circle
from app.log import failure
from app.store.tokens import Bearer

Plain = dict[str, Any]
#: Sends an event with its data to one connection.
Send = Callable[[str, str, Plain], None]
#: What the server adds to a role's view beyond the domain: how to join.
Extras = Callable[[Circle, str, int], Plain]
#: Of these bearers, the hashes of those whose tokens still hold.
Holding = Callable[[Collection[Bearer]], Collection[str]]
#: Sends a connection away that is in no room any more.
SendOff = Callable[[str], None]

MOST_SOCKETS_A_SEAT = 5


@dataclass
class Connection:
    """One socket. `edit_key` is this phone's, for its own words where names are never stored."""

    sid: str
    bearer: Bearer
    edit_key: str | None
    last_seen: int = 0

    @property
    def actor(self) -> Actor:
        return self.bearer.actor

    @property
    def stream(self) -> str:
        """Connections of one stream are shown the same and share the counting of `role_version`."""
        return self.bearer.seat or self.bearer.kind


@dataclass
class Room:
    """The connections of one circle, and the circle as they were last told. `seen` is when each seat that has been
    connected went away (ms); it is kept while anybody at all is connected, and nowhere else."""

    circle: Circle
    lock: threading.RLock = field(default_factory=threading.RLock)
    connections: dict[str, Connection] = field(default_factory=dict)
    role_versions: dict[str, int] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)

    def streams(self) -> list[list[Connection]]:
        """The connections, those of one stream together."""
        streams: dict[str, list[Connection]] = {}
        for connection in list(self.connections.values()):
            streams.setdefault(connection.stream, []).append(connection)
        return list(streams.values())


@dataclass(frozen=True)
class News:
    """Two versions of a circle, and the contributions that may differ between them, in the circle's order."""

    before: Circle
    after: Circle
    touched: list[str]
    now: int

    def item_before(self, each: str, role: str) -> Plain | None:
        old = self.before.contributions.get(each)
        return views.item(self.before, old, role) if old else None


def _everybody(bearers: Collection[Bearer]) -> list[str]:
    return [bearer.hash for bearer in bearers]


class Rooms:
    """All rooms of this process. Whoever's right has ended is sent off before anything is told."""

    def __init__(
        self,
        send: Send,
        extras: Extras,
        now: Callable[[], int],
        holding: Holding = _everybody,
        send_off: SendOff = lambda _sid: None,
    ) -> None:
        self._send = send
        self._extras = extras
        self._now = now
        self._holding = holding
        self._send_off = send_off
        self._rooms: dict[str, Room] = {}
        self._lock = threading.Lock()

    def enter(self, circle: Circle, connection: Connection) -> bool:
        """Add a connection; False where its seat already has as many as it may."""
        with self._lock:
            room = self._rooms.setdefault(circle.id, Room(circle))
            same_seat = sum(c.bearer.seat == connection.bearer.seat for c in room.connections.values())
            if connection.bearer.seat and same_seat >= MOST_SOCKETS_A_SEAT:
                return False
            room.connections[connection.sid] = connection
            return True

    def leave(self, circle_id: str, sid: str) -> None:
        with self._lock:
            room = self._rooms.get(circle_id)
            if room is not None:
                gone = room.connections.pop(sid, None)
                if gone is not None and gone.bearer.seat:
                    room.seen[gone.bearer.seat] = self._now()
                if not room.connections:
                    del self._rooms[circle_id]

    def snapshot(self, connection: Connection, circle: Circle) -> Plain:
        """The whole view for one connection. `circle` is what was just read from the store."""
        room = self._rooms.get(connection.bearer.circle_id)
        if room is None:
            return self._view(circle, connection, 0)
        with room.lock:
            self._bring_up_to(room, circle, None)
            return self._view(room.circle, connection, room.role_versions.get(connection.stream, 0))

    def publish(self, circle: Circle, done: Done | None) -> None:
        """Tell everybody connected what has changed for them."""
        room = self._rooms.get(circle.id)
        if room is not None:
            with room.lock:
                self._bring_up_to(room, circle, done)

    def look_again(self, circle_id: str | None) -> None:
        """Send off whose right has ended, in one circle or (None) in all."""
        for room in [self._rooms.get(circle_id)] if circle_id else list(self._rooms.values()):
            if room is not None:
                with room.lock:
                    self._send_away(room, room.circle)

    def presence(self, circle_id: str) -> Plain:
        """Which seats have been connected, whether they are now and when they were last heard of (ms), and how many
        windows show the shared screen. It is told when it is asked for: presence is nobody's news."""
        with self._lock:
            room = self._rooms.get(circle_id)
            connections = list(room.connections.values()) if room else []
            seen = dict(room.seen) if room else {}
        seats: Plain = {seat: {"connected": False, "seen": at} for seat, at in seen.items()}
        for each in connections:
            if seat := each.bearer.seat:
                latest = max(each.last_seen, seats[seat]["seen"] if seat in seats else 0)
                seats[seat] = {"connected": True, "seen": latest}
        return {"seats": seats, "screens": sum(each.bearer.kind == "screen" for each in connections)}

    def _bring_up_to(self, room: Room, circle: Circle, done: Done | None) -> None:
        before = room.circle
        if circle.version <= before.version:
            return
        room.circle = circle
        self._send_away(room, circle)
        in_step = done is not None and circle.version == before.version + 1
        touched = done.touched.contributions if done and in_step else _differing(before, circle)
        news = News(before, circle, [each for each in circle.contributions if each in touched], self._now())
        for connections in room.streams():
            try:
                self._tell(room, connections, news)
            except Exception as error:
                failure("telling a stream", error)
                self._let_ask(room, connections, news)

    def _send_away(self, room: Room, circle: Circle) -> None:
        """Take those out who may see nothing more: their token has ended, or their seat was removed. Where the
        database does not say, the seats are gone by."""
        present = list(room.connections.values())
        try:
            holding = self._holding([each.bearer for each in present]) if present else ()
        except Exception as error:
            failure("looking who may still see a circle", error)
            holding = _everybody([each.bearer for each in present])
        for each in present:
            seat = circle.seats.get(each.bearer.seat or "")
            if each.bearer.hash not in holding or (seat is not None and seat.removed):
                self.leave(circle.id, each.sid)
                self._send_off(each.sid)

    def _let_ask(self, room: Room, connections: list[Connection], news: News) -> None:
        """Those who could not be told are shown a gap, so that they ask for the whole view; whatever fails for one
        stream must keep no other from its news."""
        number = room.role_versions.get(connections[0].stream, 0) + 2
        room.role_versions[connections[0].stream] = number
        role = audience.role_of(news.after, connections[0].actor)
        for connection in connections:
            try:
                empty = views.head(news.after, role, news.now) | {"role_version": number}
                self._send(connection.sid, "changed", empty)
            except Exception as error:
                failure("letting a device ask", error)

    def _tell(self, room: Room, connections: list[Connection], news: News) -> None:
        """Tell the connections of one stream what differs for them, if anything does: the whole view anew, or
        `changed` where the client can put it together itself. Each message raises `role_version`."""
        actor, role = connections[0].actor, audience.role_of(news.after, connections[0].actor)
        old, new = self._frame(news.before, actor, news.now), self._frame(news.after, actor, news.now)
        items, gone = _items(news, role)
        own = any(_own_differs(news, each) for each in connections)
        if old == new and not items and not gone and not own:
            return
        number = room.role_versions.get(connections[0].stream, 0) + 1
        room.role_versions[connections[0].stream] = number
        if role == "group" or old.keys() - new.keys() or _anew(news, actor, items):
            for connection in connections:
                self._send(connection.sid, "view", self._view(news.after, connection, number))
            return
        data = views.head(news.after, role, news.now) | {"role_version": number}
        data |= {name: value for name, value in new.items() if old.get(name) != value}
        data |= {name: value for name, value in (("contributions", items), ("gone", gone)) if value}
        for connection in connections:  # devices of one seat may differ in their edit keys
            mine = {"mine": views.mine(news.after, actor, connection.edit_key)} if own else {}
            self._send(connection.sid, "changed", data | mine)

    def _frame(self, circle: Circle, actor: Actor, now: int) -> Plain:
        sections = frame.frame(circle, actor, now)
        return sections | self._extras(circle, audience.role_of(circle, actor), now)

    def _view(self, circle: Circle, connection: Connection, role_version: int) -> Plain:
        now = self._now()
        view = views.seen_by(circle, connection.actor, now, connection.edit_key)
        return view | self._extras(circle, view["role"], now) | {"role_version": role_version}


def _differing(before: Circle, after: Circle) -> set[str]:
    """The contributions that differ between two versions that are more than one move apart."""
    changed = {i for i, c in after.contributions.items() if before.contributions.get(i) != c}
    return changed | {key[0] for key, wording in after.words.items() if before.words.get(key) != wording}


def _items(news: News, role: str) -> tuple[list[Plain], list[str]]:
    """The contributions that look different to `role` now, in their order, and those out of its sight."""
    items, gone = [], []
    for each in news.touched:
        was, now = news.item_before(each, role), views.item(news.after, news.after.contributions[each], role)
        if now is None and was is not None:
            gone.append(each)
        elif now is not None and now != was:
            items.append(now)
    return items, gone


def _own_differs(news: News, connection: Connection) -> bool:
    """Whether a touched contribution looks different among this device's own."""
    actor, key = connection.actor, connection.edit_key
    if actor.seat is None:
        return False
    for each in news.touched:
        old = news.before.contributions.get(each)
        was = views.own(news.before, old, actor, key) if old else None
        if was != views.own(news.after, news.after.contributions[each], actor, key):
            return True
    return False


def _anew(news: News, actor: Actor, items: list[Plain]) -> bool:
    """Whether a client that applied `changed` would be wrong: in another role, with its screen covered or
    uncovered, or with something in the wrong place, since a client adds at the end."""
    role = audience.role_of(news.after, actor)
    if role != audience.role_of(news.before, actor):
        return True
    if role == "screen" and audience.covered(news.before) != audience.covered(news.after):
        return True
    come = {item["id"] for item in items if news.item_before(item["id"], role) is None}
    for each in reversed(list(news.after.contributions) if come else []):
        if not come:
            return False
        if each in come:
            come.remove(each)
        elif views.item(news.after, news.after.contributions[each], role) is not None:
            return True
    return False
