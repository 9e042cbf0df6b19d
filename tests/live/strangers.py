"""Requests and websockets as anybody could send them, and a browser without scripts."""

import http.client
import json
import re
from dataclasses import dataclass
from typing import Any

import requests
import websocket

from tests.devices import PATIENCE_S
from tests.server import Server

POLLING = "/socket.io/?EIO=4&transport=polling"
CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Answer:
    """What came back, with nothing followed and nothing unpacked."""

    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def code(self) -> str:
        return str(json.loads(self.text)["code"])


def ask(
    server: Server, method: str, path: str, body: object = None, address: str = "127.0.0.1", **headers: str
) -> Answer:
    """A request as it stands. `address` is where it seems to come from; a header named with _ has a - there."""
    line = http.client.HTTPConnection(
        "127.0.0.1", server.port, timeout=PATIENCE_S, source_address=(address, 0)
    )
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    if body is not None:
        given.setdefault("Content-Type", "application/json")
    data = body if isinstance(body, str) or body is None else json.dumps(body)
    line.request(method, path, data, given)
    answer = line.getresponse()
    found = Answer(answer.status, answer.headers, answer.read().decode(errors="replace"))
    line.close()
    return found


def handshake(server: Server, **options: Any) -> int:
    """Open a websocket; 101 where the server lets it."""
    options.setdefault("suppress_origin", "origin" not in options)
    address = server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    try:
        websocket.create_connection(address, timeout=PATIENCE_S, **options).close()
    except websocket.WebSocketBadStatusException as error:
        return int(error.status_code)
    return 101


def connecting(server: Server, token: str | None, **options: Any) -> str:
    """The code with which a token is refused on connecting."""
    address = server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    line = websocket.create_connection(address, timeout=PATIENCE_S, suppress_origin=True, **options)
    line.recv()
    line.send("40" + json.dumps({"token": token}))
    answer = str(line.recv())
    line.close()
    assert answer.startswith("44"), answer
    return str(json.loads(answer[2:])["code"])


class Browser(requests.Session):
    """Somebody at a browser: cookies are kept, and forms are sent with the token that stands on the page."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        self.server = server
        self.page = ""

    def open(self, path: str) -> requests.Response:
        return self._seen(self.get(self.server.url + path, timeout=PATIENCE_S))

    def submit(self, path: str, origin: str | None = None, **fields: str) -> requests.Response:
        headers = {"Origin": origin} if origin else {}
        token = CSRF.search(self.page)
        data = {"csrf_token": token[1] if token else "", **fields}
        return self._seen(
            self.post(
                self.server.url + path, data, headers=headers, timeout=PATIENCE_S, allow_redirects=False
            )
        )

    def call(self, path: str, body: object = None) -> requests.Response:
        """As a script of one of our own pages does."""
        headers = {"Origin": self.server.url}
        return self.post(self.server.url + path, json=body, headers=headers, timeout=PATIENCE_S)

    def _seen(self, answer: requests.Response) -> requests.Response:
        self.page = answer.text
        return answer
