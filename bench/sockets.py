"""Thousands of devices in one process, light enough that the server is what is measured: websockets of Socket.IO, and
for the limit plain ones. A device notes when something came and how long it was; it draws nothing.

The times of one process's own clock are compared with each other only (seconds, `time.perf_counter`).
"""

import asyncio
import json
import logging
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

#: What is sent carries a number, by which it is known again wherever it arrives.
_NUMBER = re.compile(rb"suggestion (\d+)")
_CALL = re.compile(rb"43(\d+)\[(.*)\]$", re.DOTALL)
CONNECT_S = 60
# It has a line for each connection.
logging.getLogger("picows").setLevel(logging.WARNING)


def words(number: int) -> str:
    """A suggestion of usual length with its number in it."""
    return (
        f"Ask the school whether he can come in by the side door, and who meets him: suggestion {number:07d}"
    )


@dataclass
class Received:
    """What came over one line. `bytes` are payloads without the frames' own few; keep-alives are not counted."""

    messages: int = 0
    bytes: int = 0


class Device(WSListener):
    """One connection. `heard(number, at)` is called for each suggestion that arrives."""

    def __init__(self, auth: dict[str, Any], heard: Callable[[int, float], None] | None = None) -> None:
        self.auth = auth
        self.heard = heard
        self.received = Received()
        self.waits_for_view = True
        self.ready: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._calls = 0
        self._transport: WSTransport | None = None

    async def connect(self, base: str) -> float:
        """Connect, and return after how many seconds this device was in (for the app: had its view)."""
        began = time.perf_counter()
        address = base.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        await ws_connect(
            lambda: self, address, websocket_handshake_timeout=CONNECT_S, extra_headers={"Origin": base}
        )
        await asyncio.wait_for(self.ready, CONNECT_S)
        return time.perf_counter() - began

    async def call(self, event: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Send an event and wait for its answer."""
        self._calls += 1
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._answers[self._calls] = answer
        self._say(self._packet(event, payload))
        return await answer

    def _packet(self, event: str, payload: dict[str, Any]) -> str:
        return f"42{self._calls}{json.dumps([event, payload])}"

    def close(self) -> None:
        if self._transport is not None:
            self._transport.disconnect(graceful=False)

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self._transport = None
        for waiting in (self.ready, *self._answers.values()):
            if not waiting.done():
                waiting.set_exception(ConnectionError("the line was closed"))
                waiting.exception()  # nobody may be waiting for it

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type != WSMsgType.TEXT:
            return
        now, data = time.perf_counter(), frame.get_payload_as_bytes()
        self.take(data, now)

    def take(self, data: bytes, now: float) -> None:
        """One packet of Socket.IO."""
        if data == b"2":
            self._say("3")
            return
        self._count(data)
        if data.startswith(b"0"):
            self._say("40" + json.dumps(self.auth))
        elif data.startswith(b"40"):
            if not self.waits_for_view:
                self._in(now)
        elif data.startswith(b"44"):
            self.ready.set_exception(ConnectionError(data.decode()))
        elif data.startswith(b"43"):
            self._answered(data)
        elif data.startswith(b"42"):
            self._told(data, now)

    def _told(self, data: bytes, now: float) -> None:
        if self.waits_for_view and not self.ready.done() and data.startswith(b'42["view"'):
            self._in(now)
        elif self.heard is not None:
            for number in _NUMBER.findall(data):
                self.heard(int(number), now)

    def _answered(self, data: bytes) -> None:
        if match := _CALL.match(data):
            waiting = self._answers.pop(int(match[1]), None)
            if waiting is not None and not waiting.done():
                waiting.set_result(json.loads(match[2]))

    def _in(self, now: float) -> None:
        if not self.ready.done():
            self.ready.set_result(now)

    def _say(self, text: str) -> None:
        if self._transport is not None:
            self._transport.send(WSMsgType.TEXT, text.encode())

    def _count(self, data: bytes) -> None:
        self.received.messages += 1
        self.received.bytes += len(data)


class Plain(Device):
    """A device of the raw websocket server: the first frame names the room, "ok" answers the oldest call."""

    async def connect(self, base: str) -> float:
        began = time.perf_counter()
        await ws_connect(
            lambda: self, base.replace("http", "ws", 1) + "/", websocket_handshake_timeout=CONNECT_S
        )
        self._say(self.auth["room"])
        await asyncio.wait_for(self.ready, CONNECT_S)
        return time.perf_counter() - began

    def _packet(self, event: str, payload: dict[str, Any]) -> str:
        return str(payload["text"])

    def take(self, data: bytes, now: float) -> None:
        self._count(data)
        if data == b"in":
            self._in(now)
        elif data == b"ok":
            oldest = self._answers.pop(min(self._answers))
            if not oldest.done():
                oldest.set_result({"ok": True})
        elif self.heard is not None:
            for number in _NUMBER.findall(data):
                self.heard(int(number), now)


async def connect_all(devices: Iterable[tuple[Device, str]], at_once: int) -> float:
    """Connect them all to their addresses, so many under way at a time; returns the seconds it took."""
    turn = asyncio.Semaphore(at_once)

    async def one(device: Device, base: str) -> None:
        async with turn:
            await device.connect(base)

    began = time.perf_counter()
    await asyncio.gather(*(one(*each) for each in devices))
    return time.perf_counter() - began
