"""Socket.IO: parse, play, acknowledge. Every well-formed act gets an answer; a failure inside is
logged without content and answered like a busy database.
"""

import re
from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_socketio import SocketIO
from socketio.exceptions import ConnectionRefusedError as Refusal
from socketio.packet import EVENT

from app.circle import views
from app.circle.audience import STAFF
from app.circle.edit import Done
from app.circle.gate import LINKS
from app.circle.state import Circle, Refused
from app.clock import Clock
from app.conduct import REVOKED, TOO_MANY, TRY_AGAIN, Answer, Conduct, refusal
from app.config import Config
from app.live import line
from app.live.attendance import Attendance
from app.live.bus import Bus
from app.live.elsewhere import Elsewhere
from app.live.room import Connection
from app.live.rooms import Extras, Rooms
from app.log import failure
from app.store.tokens import Bearer

PING_INTERVAL_S = 10
PING_TIMEOUT_S = 8
FULL = Refused(
    "try_again", "Circlekeeper has no room for another device just now. This page tries again by itself."
)
TOO_MANY_WINDOWS = Refused("too_many", "You have too many windows of this circle open. Close one.")
STAFF_ONLY = Refused("not_allowed", "Only the facilitator and the group advisor can ask for that.")
NO_PRESENTER = Refused("not_found", "There is no presenter yet.")
UNKNOWN_EVENT = Refused("invalid", "That could not be understood: there is no such event.")


class Refuse(Refusal):
    """Refuses a connection; the client's `connect_error` gets `code` and `message`."""

    def __init__(self, refused: Refused) -> None:
        plain = {"code": refused.code, "message": refused.message}
        super().__init__(refused.message)
        self.error_args = {**plain, "data": plain}


class Gateway:
    """The sockets of this process."""

    def __init__(self, app: Flask, config: Config, clock: Clock, conduct: Conduct, extras: Extras) -> None:
        line.make_strict()
        self.socketio = SocketIO(
            app,
            async_mode=config.async_mode,
            cors_allowed_origins=list(config.origins),
            ping_interval=PING_INTERVAL_S,
            ping_timeout=PING_TIMEOUT_S,
            max_http_buffer_size=line.MOST_FRAME_BYTES,
            # What somebody wrote must not be packed together with codes (app/pages/assets.py).
            http_compression=False,
            # Acts of one device are taken one after the other; a thread for each would cost more than the act.
            async_handlers=False,
            manage_session=False,
            serializer=line.Packet,
            logger=False,
            engineio_logger=False,
        )
        self.clock = clock
        self.conduct = conduct
        self.rooms = Rooms(self._send, extras, clock.now_ms, conduct.holding, self._send_off)
        elsewhere = Elsewhere(self.rooms, conduct)
        self.bus = Bus(config.redis_url, elsewhere.hear, elsewhere.catch_up) if config.redis_url else None
        self.attendance = Attendance(self.rooms, conduct.store, clock.now_ms) if config.several else None
        self._connections: dict[str, Connection] = {}
        # With the library beneath Flask-SocketIO, which would make a request of each event; none of these needs one.
        on = self.socketio.server.on
        for event, handler in HANDLERS.items():
            on(event, self._answered(event, handler))
        unknown = self._answered("an event that does not exist", Gateway.unknown)
        on("*", lambda _event, sid, *payload: unknown(sid, *payload))
        on("connect", self._connect)
        on("disconnect", self._disconnect)

    def publish(self, circle: Circle, done: Done | None) -> None:
        """Handed to the conduct: called after each commit."""
        try:
            self.rooms.publish(circle, done)
        except Exception as error:  # the act is saved; whoever was not told asks again on the next contact
            failure("publishing", error)
        if self.bus:
            self.bus.say(circle.id, circle.version)

    def look_again(self, circle_id: str | None) -> None:
        """Handed to the pages: called after a change of who may see a circle, or (None) any circle."""
        try:
            self.rooms.look_again(circle_id)
        except Exception as error:  # the change is saved; the next act in each circle looks again
            failure("looking who may still see a circle", error)
        if self.bus:
            self.bus.say(circle_id, None)

    def _send(self, sid: str, event: str, data: dict[str, Any]) -> None:
        """Straight to the one line: what the library does for rooms of many costs each of them more than the rest
        of the act (docs/performance.md)."""
        server = self.socketio.server
        line_id = server.manager.eio_sid_from_sid(sid, "/")
        if line_id is not None:  # otherwise it has gone
            server._send_packet(line_id, line.Packet(EVENT, data=[event, data]))

    def _send_off(self, sid: str) -> None:
        """From now on nothing is sent to it or taken from it. Closing may wait for a device that has gone, so
        whoever acted does not wait for that."""
        self._connections.pop(sid, None)
        self.socketio.start_background_task(self._say_goodbye, sid)

    def _say_goodbye(self, sid: str) -> None:
        try:
            self._send(sid, "revoked", {"code": REVOKED.code, "message": REVOKED.message})
            self.socketio.server.disconnect(sid)
        except Exception as error:
            failure("sending off", error)

    def _connect(self, sid: str, _environ: object, auth: object = None) -> None:
        if not line.room_for_another(len(self._connections)):
            raise Refuse(FULL)
        given, happened = auth if isinstance(auth, dict) else {}, self.rooms.happened
        try:
            found = self.conduct.admitted(given.get("token"))
        except Exception as error:  # the library would print it with what it quotes
            failure("connecting", error)
            raise Refuse(TRY_AGAIN) from None
        if found is None or found[0].kind in LINKS:
            raise Refuse(REVOKED)
        bearer, circle = found
        key, changes = _edit_key(given.get("edit_key")), given.get("changes") is True
        connection = Connection(sid, bearer, key, self.clock.now_ms(), changes)
        if not self.rooms.enter(circle, connection):
            raise Refuse(TOO_MANY_WINDOWS)
        self._connections[connection.sid] = connection
        # Only after this handler has returned does the client count as connected.
        still = circle if self.rooms.happened == happened else None
        self.socketio.start_background_task(self._welcome, connection, still)

    def _welcome(self, connection: Connection, circle: Circle | None) -> None:
        """Where anything happened between the look at the token and the entering of the room, of which this
        connection was then not told, it is looked again (`circle` is None)."""
        try:
            found = circle or self._circle_for(connection)
            if found is None:
                self.rooms.leave(connection)
                self._send_off(connection.sid)
                return
            self._send(connection.sid, "view", self.rooms.snapshot(connection, found))
        except Exception as error:  # the page asks with `sync` when nothing has come
            failure("welcoming", error)

    def _disconnect(self, sid: str, _reason: object = None) -> None:
        connection = self._connections.pop(sid, None)
        if connection is not None:
            self.rooms.leave(connection)

    def _answered(self, event: str, handler: "Handler") -> Callable[..., Answer]:
        def answer(sid: str, *payload: object) -> Answer:
            connection = self._connections.get(sid)
            if connection is None:
                return refusal(REVOKED)
            connection.last_seen = self.clock.now_ms()
            try:
                return handler(self, connection, payload[0] if payload else {})
            except Exception as error:
                failure(f"answering {event}", error)
                return refusal(TRY_AGAIN)

        return answer

    def move(self, connection: Connection, payload: object) -> Answer:
        """Seats are counted by the conduct, wherever their moves come from; staff and screens here by their token,
        so that a form of the records may play as many as it needs."""
        bearer = connection.bearer
        if bearer.seat is None and self.conduct.pace.too_fast(bearer.hash):
            return refusal(TOO_MANY)
        return self.conduct.play(bearer, payload)

    def sync(self, connection: Connection, _payload: object) -> Answer:
        """The whole view; for a token that no longer holds, a refusal."""
        circle = self._circle_for(connection)
        return refusal(REVOKED) if circle is None else self.rooms.snapshot(connection, circle)

    def tell_time(self, _connection: Connection, _payload: object) -> Answer:
        return {"server_now": self.clock.now_ms()}

    def presence(self, connection: Connection, _payload: object) -> Answer:
        """For staff: which phones are connected, and when each was last heard of."""
        if self._staff(connection) is None:
            return refusal(STAFF_ONLY)
        told = (self.attendance or self.rooms).presence(connection.bearer.circle_id)
        return {"ok": True, "server_now": self.clock.now_ms(), **told}

    def preview(self, connection: Connection, payload: object) -> Answer:
        """For staff: what a group member's or the presenter's phone shows at this moment."""
        bearer = self._staff(connection)
        circle = self.conduct.store.circle(bearer.circle_id) if bearer else None
        if circle is None:
            return refusal(STAFF_ONLY)
        role = payload.get("as") if isinstance(payload, dict) else None
        seen = views.previewed(circle, "presenter" if role == "presenter" else "group", self.clock.now_ms())
        return refusal(NO_PRESENTER) if seen is None else seen

    def _staff(self, connection: Connection) -> Bearer | None:
        held = self.conduct.still_holds(connection.bearer)
        return held if held and held.kind in STAFF else None

    def unknown(self, _connection: Connection, _payload: object) -> Answer:
        return refusal(UNKNOWN_EVENT)

    def _circle_for(self, connection: Connection) -> Circle | None:
        """The circle as last committed, if the connection's token still holds."""
        found = self.conduct.admitted_as(connection.bearer.hash)
        return found[1] if found else None


Handler = Callable[[Gateway, Connection, object], Answer]
HANDLERS: dict[str, Handler] = {
    "move": Gateway.move,
    "sync": Gateway.sync,
    "clock": Gateway.tell_time,
    "presence": Gateway.presence,
    "preview": Gateway.preview,
}


def _edit_key(value: object) -> str | None:
    """As moves need it: 32 hex digits. Anything else is no key."""
    return value if isinstance(value, str) and re.fullmatch(r"[0-9a-f]{32}", value) else None
