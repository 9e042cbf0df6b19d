"""Who is connected, what each has been told, and what each has to be told next.

A room holds the circle as last published. When the circle changes, every connected device gets what differs in its
own view and nothing else, as `changed`; a group member's phone of a program that does not know how to put that together
gets its whole (small) view. A screen that is covered or uncovered gets its whole view too. Nothing is sent to a device
whose view is the same as before, and nothing at all while a stage just runs.
"""

import threading
from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from app.circle import audience, frame, views
from app.circle.edit import Done
from app.circle.state import Actor, Circle
from app.live.news import News, between
from app.live.room import Connection, Room
from app.live.shown import Message, Shown
from app.log import failure
from app.store.tokens import Bearer

Plain = dict[str, Any]
#: Sends an event with its data to one connection.
Send = Callable[[str, str, Message], None]
#: What the server adds to a role's view beyond the domain: how to join.
Extras = Callable[[Circle, str, int], Plain]
#: Of these bearers, the hashes of those whose tokens still hold.
Holding = Callable[[Collection[Bearer]], Collection[str]]
#: Sends a connection away that is in no room any more.
SendOff = Callable[[str], None]
#: One message that is to go out.
Outgoing = tuple[Connection, str, Message]

MOST_SOCKETS_A_SEAT = 5
#: Nobody is told anything whose right was not looked at within this time. Where a right is known to have ended, it is
#: looked at at once (`look_again`).
LOOK_MS = 1_000


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
        #: Another number whenever any circle may have changed or anybody's right may have ended.
        self.happened = 0

    def enter(self, circle: Circle, connection: Connection) -> bool:
        """Add a connection; False where its seat already has as many as it may."""
        with self._lock:
            room = self._rooms.setdefault(circle.id, Room(circle))
            stream = room.streams.setdefault(connection.stream, {})
            if connection.bearer.seat and len(stream) >= MOST_SOCKETS_A_SEAT:
                return False
            stream[connection.sid] = connection
            return True

    def leave(self, connection: Connection) -> None:
        with self._lock:
            room = self._rooms.get(connection.bearer.circle_id)
            stream = room.streams.get(connection.stream) if room else None
            if room is None or stream is None or stream.pop(connection.sid, None) is None:
                return
            if connection.bearer.seat:
                room.seen[connection.bearer.seat] = self._now()
            if not stream:
                del room.streams[connection.stream]
            if not room.streams:
                del self._rooms[connection.bearer.circle_id]

    def snapshot(self, connection: Connection, circle: Circle) -> Message:
        """The whole view for one connection. `circle` is what was just read from the store."""
        room = self._rooms.get(connection.bearer.circle_id) or Room(circle)
        with room.lock:
            self._bring_up_to(room, circle, None)
            now, circle = self._now(), room.circle
            looks = {circle.version: frame.looks(circle, now)}
            shown = self._shown(room, now, looks, circle, connection.actor)
            room.shown[shown.audience] = shown
            return self._view(room, connection, shown)

    def publish(self, circle: Circle, done: Done | None) -> None:
        """Tell everybody connected what has changed for them."""
        self.happened += 1
        room = self._rooms.get(circle.id)
        if room is not None:
            with room.lock:
                self._bring_up_to(room, circle, done)

    def look_again(self, circle_id: str | None) -> None:
        """Send off whose right has ended, in one circle or (None) in all."""
        self.happened += 1
        for room in [self._rooms.get(circle_id)] if circle_id else list(self._rooms.values()):
            if room is not None:
                with room.lock:
                    self._send_away(room, room.connections())

    def version(self, circle_id: str) -> int | None:
        """The version that the people of a circle were told; None where nobody of it is connected here."""
        room = self._rooms.get(circle_id)
        return room.circle.version if room else None

    def versions(self) -> dict[str, int]:
        """Each circle to which somebody is connected here, with the version that they were told."""
        return {circle_id: room.circle.version for circle_id, room in list(self._rooms.items())}

    def bearers(self) -> list[Bearer]:
        """Whoever is connected here."""
        return [each.bearer for room in list(self._rooms.values()) for each in room.connections()]

    def presence(self, circle_id: str) -> Plain:
        """Which seats have been connected, whether they are now and when they were last heard of (ms), and how many
        windows show the shared screen. It is told when it is asked for: presence is nobody's news."""
        with self._lock:
            room = self._rooms.get(circle_id)
            connections = room.connections() if room else []
            seen = dict(room.seen) if room else {}
        seats: Plain = {seat: {"connected": False, "seen": at} for seat, at in seen.items()}
        for each in connections:
            if seat := each.bearer.seat:
                latest = max(each.last_seen, seats[seat]["seen"] if seat in seats else 0)
                seats[seat] = {"connected": True, "seen": latest}
        return {"seats": seats, "screens": sum(each.bearer.kind == "screen" for each in connections)}

    def _bring_up_to(self, room: Room, circle: Circle, done: Done | None) -> None:
        """Work out what is due to whom, see who may still be told, and tell them."""
        before, now = room.circle, self._now()
        if circle.version <= before.version:
            return
        room.circle = circle
        looks = {each.version: frame.looks(each, now) for each in (before, circle)}
        show = partial(self._shown, room, now, looks)
        news = between(before, circle, done, now, show)
        due: list[Outgoing] = []
        for name, stream in list(room.streams.items()):
            if not news.passes_by(name) and (connections := list(stream.values())):
                due += self._due(room, connections, news)
        room.shown = news.latest()
        gone: set[str] = set()
        if now - room.looked_at >= LOOK_MS or self._somebody_left(room, news):
            room.looked_at = now
            gone = self._send_away(room, room.connections())
        for connection, event, message in due:
            if connection.sid not in gone:
                self._tell(room, connection, event, message)

    def _somebody_left(self, room: Room, news: News) -> bool:
        return news.seats is None or any(self._removed(room, str(seat)) for seat in news.seats)

    @staticmethod
    def _removed(room: Room, seat: str) -> bool:
        return seat in room.circle.seats and room.circle.seats[seat].removed

    def _send_away(self, room: Room, looked_at: list[Connection]) -> set[str]:
        """Take those out who may see nothing more: their token has ended, or their seat was removed. Where the
        database does not say, the seats are gone by. Answers whom."""
        try:
            holding = self._holding([each.bearer for each in looked_at]) if looked_at else ()
        except Exception as error:
            failure("looking who may still see a circle", error)
            holding = _everybody([each.bearer for each in looked_at])
        gone = set()
        for each in looked_at:
            if each.bearer.hash not in holding or self._removed(room, each.bearer.seat or ""):
                gone.add(each.sid)
                self.leave(each)
                self._send_off(each.sid)
        return gone

    def _due(self, room: Room, connections: list[Connection], news: News) -> list[Outgoing]:
        """What is due to the connections of one stream. Whatever fails for one must keep no other from its news."""
        try:
            concerned = news.concerns(connections[0].actor)
            return self._differs(room, connections, news) if concerned else []
        except Exception as error:
            failure("telling a stream", error)
            return self._let_ask(room, connections, news)

    def _let_ask(self, room: Room, connections: list[Connection], news: News) -> list[Outgoing]:
        """Those for whom it could not be put together are shown a gap, so that they ask for the whole view."""
        number = room.role_versions.get(connections[0].stream, 0) + 2
        room.role_versions[connections[0].stream] = number
        return [(connection, "changed", self._gap(room, connection, number)) for connection in connections]

    def _gap(self, room: Room, connection: Connection, number: int) -> Message:
        role = audience.role_of(room.circle, connection.actor)
        return Message(views.head(room.circle, role, self._now()) | {"role_version": number}, None)

    def _tell(self, room: Room, connection: Connection, event: str, message: Message) -> None:
        """Send it; where that fails, the device is shown a gap and asks."""
        try:
            self._send(connection.sid, event, message)
        except Exception as error:
            failure("telling a device", error)
            number = room.role_versions.get(connection.stream, 0) + 1
            try:
                self._send(connection.sid, "changed", self._gap(room, connection, number))
            except Exception as again:
                failure("letting a device ask", again)

    def _differs(self, room: Room, connections: list[Connection], news: News) -> list[Outgoing]:
        """What differs for the connections of one stream, if anything does: `changed`, or the whole view anew where
        the client cannot put it together itself. Each message raises `role_version`."""
        actor = connections[0].actor
        shown = news.shown(news.after, actor)
        sections, lost = news.sections(actor)
        items, gone = news.items(shown.role)
        own = [news.own(actor, each.edit_key) for each in connections]
        if not (sections or lost or items or gone or any(more or less for more, less in own)):
            return []
        number = room.role_versions.get(connections[0].stream, 0) + 1
        room.role_versions[connections[0].stream] = number
        anew = lost or news.anew(actor, items)
        data = views.head(news.after, shown.role, news.now) | {"role_version": number} | sections
        data |= {name: value for name, value in (("contributions", items), ("gone", gone)) if value}
        due: list[Outgoing] = []
        for connection, (more, less) in zip(connections, own, strict=True):
            if anew or (shown.role == "group" and not connection.changes):
                due.append((connection, "view", self._view(room, connection, shown)))
                continue
            mine: Plain = {}
            if connection.changes:
                mine = {name: value for name, value in (("own", more), ("own_gone", less)) if value}
            elif any(more or less for more, less in own):
                mine = {"mine": views.mine(news.after, actor, connection.edit_key)}
            due.append((connection, "changed", Message(data | mine, shown)))
        return due

    def _shown(
        self, room: Room, now: int, looks: dict[int, frame.Looks], circle: Circle, actor: Actor
    ) -> Shown:
        """What the actor's audience is shown of this version at this moment; often it was already put together."""
        who = frame.audience(circle, actor)
        kept = room.shown.get(who)
        if kept is not None and kept.holds(circle, looks[circle.version]):
            return kept
        sections = frame.shared(circle, actor, now) | self._extras(circle, who[0], now)
        return Shown(circle, actor, looks[circle.version], sections)

    def _view(self, room: Room, connection: Connection, shown: Shown) -> Message:
        """The whole view for one connection."""
        circle, actor = room.circle, connection.actor
        view = views.head(circle, shown.role, self._now()) | shown.sections | frame.personal(circle, actor)
        view["contributions"] = shown.contributions
        view["mine"] = views.mine(circle, actor, connection.edit_key)
        view["role_version"] = room.role_versions.get(connection.stream, 0)
        return Message(view, shown)
