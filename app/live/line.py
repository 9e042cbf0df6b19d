"""The line to a device, stricter than the library's own: what cannot be read gets no "OK" and no silence, and
nothing of it is printed."""

import resource
from typing import Any

import engineio.socket
from engineio.exceptions import SocketIsClosedError
from engineio.packet import MESSAGE
from engineio.payload import Payload
from socketio import packet

from app.live.shown import Message, encode
from app.log import failure

MOST_FRAME_BYTES = 16 * 1024
#: A polling client may send many packets in one request; at the library's default of 16 the rest are
#: dropped without a sign.
MOST_PACKETS_A_REQUEST = 128


#: File handles that are left for the database, files and requests.
RESERVED_HANDLES = 128


def room_for_another(connections: int) -> bool:
    """Whether this process may hold one more. Each takes a file handle; without any left newcomers would hang without
    a word, and the database could not be reached."""
    handles, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return handles == resource.RLIM_INFINITY or connections + RESERVED_HANDLES < handles


def make_strict() -> None:
    """Have the library use our line and limits; it offers no setting for either."""
    Payload.max_decode_packets = MOST_PACKETS_A_REQUEST
    engineio.socket.Socket = Line


class Packet(packet.Packet):
    """Takes only what this protocol sends. The library would drop some of the rest in silence, keep waiting for
    attachments that never come, or let a device play the events with which it tells us of connections. What is sent
    is text, and much of it encoded already: it is not searched for bytes, nor encoded once more."""

    uses_binary_events = False

    def encode(self) -> Any:
        said = self.data[-1] if isinstance(self.data, list) and self.data else None
        if not isinstance(said, Message):
            return super().encode()
        event = f"{encode(self.data[0])}," if len(self.data) > 1 else ""
        number = "" if self.id is None else self.id
        return f"{self.packet_type}{number}[{event}{said.encoded}]"

    def decode(self, encoded_packet: Any) -> Any:
        attachments = super().decode(encoded_packet)
        if self.packet_type == packet.CONNECT:
            return attachments
        event = self.data[0] if isinstance(self.data, list) and self.data else None
        named = isinstance(event, str) and event not in ("connect", "disconnect")
        sound = named or self.packet_type in (packet.DISCONNECT, packet.ACK)
        if attachments or not sound or self.namespace not in (None, "/"):
            raise ValueError
        return attachments


class Line(engineio.socket.Socket):
    """One line to a device. What cannot be read ends its line, so that the device connects anew and asks what
    became of its acts; the library says "OK" to much of that, or nothing."""

    def receive(self, pkt: Any) -> None:
        try:
            # A message goes past the library's own call, which prints what fails and forgets it.
            if pkt.packet_type == MESSAGE:
                self.server.handlers["message"](self.sid, pkt.data)
            else:
                super().receive(pkt)
        except Exception as error:
            failure("taking a packet", error)
            raise SocketIsClosedError from None

    def handle_post_request(self, environ: dict[str, Any]) -> None:
        try:
            if not environ.get("CONTENT_LENGTH", "").isdigit():
                raise ValueError
            super().handle_post_request(environ)
        except Exception as error:
            if not isinstance(error, SocketIsClosedError):
                failure("reading a request", error)
            # Not left to the library, which would wait for the device to fetch what is still here for it.
            self.close(wait=False)
            raise SocketIsClosedError from None

    def _upgrade_websocket(self, environ: dict[str, Any], start_response: Any) -> Any:
        serve = self.server._async["websocket"](self._websocket_handler, self.server)
        # Otherwise a message of any length is read whole before it is refused.
        if hasattr(serve, "server_args"):
            serve.server_args["max_message_size"] = MOST_FRAME_BYTES
        return serve(environ, start_response)

    def _websocket_handler(self, ws: Any) -> Any:
        polling = self.connected
        try:
            super()._websocket_handler(ws)
        except Exception as error:
            failure("reading a frame", error)
            if not polling or self.upgraded:
                self.close(wait=False, abort=True)
        if polling and not self.upgraded:  # only the change to a websocket failed; polling goes on
            self.upgrading = False
            ws.close()
        return []
