"""Who is connected, what each has been told, and what each has to be told next.

A room holds the circle as last published. When the circle changes, every connected device gets what
differs in its own view and nothing else: screen, staff and presenter as `changed`, a group member's
phone as its whole (small) view. Nothing is sent to a device whose view is the same as before, and
nothing at all while a stage just runs.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.circle import views
from app.circle.edit import Done
from app.circle.state import Actor, Circle
from app.store.tokens import Bearer

Plain = dict[str, Any]
#: Sends an event with its data to one connection.
Send = Callable[[str, str, Plain], None]
#: What the server adds to a role's view beyond the domain: how to join.
Extras = Callable[[Circle, str, int], Plain]

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
    """The connections of one circle, and the circle as they were last told."""

    circle: Circle
    lock: threading.RLock = field(default_factory=threading.RLock)
    connections: dict[str, Connection] = field(default_factory=dict)
    role_versions: dict[str, int] = field(default_factory=dict)


class Rooms:
    """All rooms of this process."""

    def __init__(self, send: Send, extras: Extras, now: Callable[[], int]) -> None:
        self._send = send
        self._extras = extras
        self._now = now
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
                room.connections.pop(sid, None)
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

    def publish(self, circle: Circle, done: Done) -> None:
        """Tell everybody connected what has changed for them."""
        room = self._rooms.get(circle.id)
        if room is not None:
            with room.lock:
                self._bring_up_to(room, circle, done)

    def seats(self, circle_id: str) -> dict[str, int]:
        """Which seats have a connection now, and when each was last heard of."""
        room = self._rooms.get(circle_id)
        if room is None:
            return {}
        return {c.bearer.seat: c.last_seen for c in room.connections.values() if c.bearer.seat}

    def sids(self, circle_id: str, seat: str) -> list[str]:
        room = self._rooms.get(circle_id)
        return [c.sid for c in room.connections.values() if c.bearer.seat == seat] if room else []

    def _bring_up_to(self, room: Room, circle: Circle, done: Done | None) -> None:
        before = room.circle
        if circle.version <= before.version:
            return
        room.circle = circle
        in_step = done is not None and circle.version == before.version + 1
        touched = set(done.touched.contributions) if done and in_step else _differing(before, circle)
        now = self._now()
        told: dict[str, tuple[str, Plain] | None] = {}
        for connection in list(room.connections.values()):
            if connection.stream not in told:
                told[connection.stream] = self._news(room, before, connection, touched, now)
            news = told[connection.stream]
            if news is None:
                continue
            event, data = news
            if event == "view":  # holds `mine`, which depends on the phone's edit key
                data = self._view(circle, connection, room.role_versions.get(connection.stream, 0))
            self._send(connection.sid, event, data)

    def _news(
        self, room: Room, before: Circle, connection: Connection, touched: set[str], now: int
    ) -> tuple[str, Plain] | None:
        """The event for one stream: (`view`, –) where it gets its whole view anew, or `changed`."""
        actor, after = connection.actor, room.circle
        role = views.role_of(after, actor)
        old, new = self._frame(before, actor, now), self._frame(after, actor, now)
        sections = {name: value for name, value in new.items() if old.get(name) != value}
        if role == "group" or role != views.role_of(before, actor):
            return ("view", {}) if sections or _own_touched(before, after, actor, touched) else None
        items, gone = _items(before, after, role, touched)
        own = _own_touched(before, after, actor, touched)
        if not sections and not items and not gone and not own:
            return None
        room.role_versions[connection.stream] = room.role_versions.get(connection.stream, 0) + 1
        data = {
            **views.head(after, role, now),
            "role_version": room.role_versions[connection.stream],
            **sections,
        }
        if items:
            data["contributions"] = items
        if gone:
            data["gone"] = gone
        if own:
            data["mine"] = views.mine(after, actor, connection.edit_key)
        return "changed", data

    def _frame(self, circle: Circle, actor: Actor, now: int) -> Plain:
        frame = views.frame(circle, actor, now)
        return frame | self._extras(circle, views.role_of(circle, actor), now)

    def _view(self, circle: Circle, connection: Connection, role_version: int) -> Plain:
        now = self._now()
        view = views.seen_by(circle, connection.actor, now, connection.edit_key)
        return view | self._extras(circle, view["role"], now) | {"role_version": role_version}


def _differing(before: Circle, after: Circle) -> set[str]:
    """The contributions that differ between two versions that are more than one move apart."""
    changed = {i for i, c in after.contributions.items() if before.contributions.get(i) is not c}
    return changed | {key[0] for key, wording in after.words.items() if before.words.get(key) != wording}


def _items(before: Circle, after: Circle, role: str, touched: set[str]) -> tuple[list[Plain], list[str]]:
    items, gone = [], []
    for each in sorted(touched & after.contributions.keys(), key=lambda i: after.contributions[i].at):
        old = before.contributions.get(each)
        was = views.item(before, old, role) if old else None
        now = views.item(after, after.contributions[each], role)
        if now is None:
            if was is not None:
                gone.append(each)
        elif now != was:
            items.append(now)
    return items, gone


def _own_touched(before: Circle, after: Circle, actor: Actor, touched: set[str]) -> bool:
    """Whether a touched contribution may be this seat's own. Marked words could be anybody's, so every
    phone looks; its own edit key then decides what it is shown."""
    if actor.seat is None:
        return False
    return any(
        c.mark is not None or actor.seat in (c.author, c.typist)
        for c in (after.contributions.get(each) for each in touched)
        if c is not None
    )
