"""Lines without a client library: what is sent is sent as it stands. And what is asked of a circle in stage 3 in which
Sam and Tom sit (the fixture `table`)."""

import contextlib
import json
from typing import Any

import requests
import websocket

from tests.devices import PATIENCE_S, Device, Table
from tests.server import Server

AN_OP = "0" * 31 + "1"


class Wire:
    """A websocket without a client library: what is sent is sent as it stands."""

    def __init__(self, server: Server, token: str | None, **auth: Any) -> None:
        self.frames: list[str] = []
        address = server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        self.line = websocket.create_connection(address, timeout=PATIENCE_S, suppress_origin=True)
        self.hears("0")
        if token is not None:
            self.line.send("40" + json.dumps({"token": token, **auth}))
            self.hears("40")

    def hears(self, beginning: str) -> str:
        """Wait for a frame that begins like this, and return it."""
        while True:
            frame = self.line.recv()
            assert frame != "", f"the line ended before {beginning} came"
            if isinstance(frame, str):
                self.frames.append(frame)
                if frame.startswith(beginning):
                    return frame

    def asks(self, frame: str) -> dict[str, Any]:
        """Send an event numbered 7 and return what it is answered."""
        self.line.send(frame)
        (answer,) = json.loads(self.hears("437")[3:])
        return dict(answer)

    def ends(self) -> bool:
        """Whether the server ends the line; waits for it."""
        with contextlib.suppress(websocket.WebSocketConnectionClosedException, ConnectionError):
            while self.line.recv() != "":
                pass
        return True


class Polling:
    """A polling client without a client library."""

    def __init__(self, server: Server, token: str) -> None:
        self.session = requests.Session()
        self.address = f"{server.url}/socket.io/?EIO=4&transport=polling"
        self.address += f"&sid={json.loads(self.get()[1:])['sid']}"
        assert self.post("40" + json.dumps({"token": token})) == 200
        self.heard: list[str] = []
        self.hears("42")

    def post(self, body: str | bytes) -> int:
        data = body.encode() if isinstance(body, str) else body
        return self.session.post(self.address, data, timeout=PATIENCE_S).status_code

    def get(self) -> str:
        answer = self.session.get(self.address, timeout=PATIENCE_S)
        assert answer.status_code == 200, answer.text
        return answer.text

    def hears(self, beginning: str, many: int = 1) -> list[str]:
        """Wait until so many packets that begin like this have come."""
        while True:
            found = [packet for packet in self.heard if packet.startswith(beginning)]
            if len(found) >= many:
                return found
            self.heard += self.get().split("\x1e")

    def gone(self) -> bool:
        return self.session.get(self.address, timeout=PATIENCE_S).status_code == 400


def sam_of(table: Table) -> Device:
    return table.devices[1]


def texts(table: Table) -> list[str]:
    """What the circle holds now."""
    return [one["text"] for one in table.facilitator.ask("sync")["contributions"]]


def suggests(phone: Device, text: object) -> dict[str, Any]:
    return phone.play("contribute", visit=phone.visit, kind="suggestion", text=text)
