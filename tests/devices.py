"""Devices of people in a circle, as other programs connect: the Python client of Socket.IO."""

import json
import secrets
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import socketio

from tests.server import Server

PATIENCE_S = 10


class Refused(Exception):
    """The server did not let a device in; `answer` is its code and sentence."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__(answer)
        self.answer = answer


class Device:
    """One connection with its view, kept up to date by `view` and `changed` as a page keeps it."""

    def __init__(self, server: Server, token: str, **options: Any) -> None:
        self.server = server
        self.token = token
        self.edit_key = options.pop("edit_key", None)
        # As in live.js, for a device that is to come back by itself.
        comes_back = {"reconnection_delay": 0.3, "reconnection_delay_max": 2}
        self.again = comes_back if options.pop("comes_back", False) else {"reconnection": False}
        self.options = options
        self.received: list[tuple[str, Any]] = []
        self.view: dict[str, Any] = {}
        self.gaps = 0
        self.sio = self._connect()

    def play(self, type: str, op: str | None = None, **fields: Any) -> dict[str, Any]:
        """Send a move and return the server's answer."""
        return self.ask("move", {"op": op or new_op(), "type": type, **fields})

    def done(self, type: str, **fields: Any) -> dict[str, Any]:
        """A move that has to succeed."""
        answer = self.play(type, **fields)
        assert answer["ok"], f"{type}: {answer}"
        return answer

    def ask(self, event: str, payload: Any = None) -> dict[str, Any]:
        answer: dict[str, Any] = self.sio.call(event, {} if payload is None else payload, timeout=PATIENCE_S)
        return answer

    @property
    def visit(self) -> int:
        return int(self.view["stage"]["visit"])

    def sees(self, fact: Callable[[dict[str, Any]], Any], what: str = "the fact") -> Any:
        """Wait until the view shows something, and return it."""
        give_up = time.monotonic() + PATIENCE_S
        while time.monotonic() < give_up:
            if self.view and (found := fact(self.view)):
                return found
            self.sio.sleep(0.01)
        raise AssertionError(f"{what} did not come; last view: {json.dumps(self.view)[:2000]}")

    def texts(self) -> list[str]:
        return [one["text"] for one in self.view["contributions"]]

    def heard(self) -> str:
        """All that ever came over the line, as one text to search in."""
        return json.dumps(self.received, ensure_ascii=False)

    def leave(self) -> None:
        """Close the window. The client library would wait seconds for a polite goodbye, so the line is cut; closing
        alone would not cut it as long as the library still waits to read."""
        line = self.sio.eio.ws

        def cut() -> None:
            with suppress(OSError, AttributeError):  # it is cut already
                line.sock.shutdown(socket.SHUT_RDWR)
            line.shutdown()

        if line is not None:
            line.close = cut
        self.sio.eio.disconnect(abort=True)

    def _connect(self) -> socketio.Client:
        sio = socketio.Client(**self.again)
        refusals: list[Any] = []
        sio.on("view", self._view)
        sio.on("changed", self._changed)
        sio.on("revoked", lambda why: self.received.append(("revoked", why)))
        sio.on("connect_error", refusals.append)
        auth = {"token": self.token, "edit_key": self.edit_key}
        try:
            self.url = self.server.line_url
            sio.connect(self.url, auth=auth, wait_timeout=PATIENCE_S, **self.options)
        except socketio.exceptions.ConnectionError as error:
            raise Refused(refusals[0] if refusals else {"message": str(error)}) from error
        return sio

    def _view(self, view: dict[str, Any]) -> None:
        self.received.append(("view", view))
        if not self.view or view["version"] >= self.view["version"]:
            self.view = view

    def _changed(self, change: dict[str, Any]) -> None:
        self.received.append(("changed", change))
        if not self.view or change["role_version"] != self.view["role_version"] + 1:
            self.gaps += 1
            return
        gone = set(change.pop("gone", []))
        items = {one["id"]: one for one in self.view["contributions"] if one["id"] not in gone}
        items |= {one["id"]: one for one in change.pop("contributions", [])}
        self.view = {**self.view, **change, "contributions": list(items.values())}


class Table:
    """A circle with its people: a facilitator, a screen, and phones that join by name. `options` are for all their
    devices."""

    def __init__(self, server: Server, circle: dict[str, Any], **options: Any) -> None:
        self.server = server
        self.options = options
        self.circle = circle
        self.devices: list[Device] = []
        self.seats: dict[str, str] = {}
        self.tokens: dict[str, str] = {}
        self.facilitator = self.device(circle["facilitator_token"])
        self.facilitator.sees(lambda view: view["role"] == "facilitator")

    def device(self, token: str, **options: Any) -> Device:
        device = Device(self.server, token, **{**self.options, **options})
        self.devices.append(device)
        return device

    def screen(self) -> Device:
        screen = self.device(self.circle["screen_token"])
        screen.sees(lambda view: view["role"] == "screen")
        return screen

    def joins(self, name: str, **options: Any) -> Device:
        """Somebody joins with their phone by the typed code."""
        status, answer = post(self.server, "/api/join", {"code": self.circle["join_code"], "name": name})
        assert status == 200, answer
        self.seats[name], self.tokens[name] = answer["seat"], answer["token"]
        phone = self.device(answer["token"], **options)
        phone.sees(lambda view: view["you"])
        return phone

    def presents(self, name: str) -> None:
        self.facilitator.done("presenter", seat=self.seats[name])

    def goes_to(self, stage: str) -> None:
        """Start, and go on until the circle is in the stage with this key and everybody who is connected sees it: with
        several workers some are told a moment later."""
        facilitator = self.facilitator
        if facilitator.view["stage"]["state"] == "lobby":
            self._press("start")
        while facilitator.view["stage"]["key"] != stage:
            self._press("next")
        for device in self.devices:
            if device.sio.connected:
                device.sees(lambda view: view["stage"]["key"] == stage, f"stage {stage}")

    def _press(self, move: str) -> None:
        before = self.facilitator.visit
        self.facilitator.done(move, visit=before)
        self.facilitator.sees(lambda view: view["stage"]["visit"] != before)

    def leave(self) -> None:
        for device in self.devices:
            device.leave()


def new_op() -> str:
    return secrets.token_hex(16)


def post(server: Server, path: str, body: Any, **headers: str) -> tuple[int, dict[str, Any]]:
    """POST JSON; the status and what was answered."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(
        server.next_url + path, data, {"Content-Type": "application/json", **headers}
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)
