"""What cannot be read as a request is answered or cut off, and nothing of it is printed, whichever async mode serves."""

import socket
from pathlib import Path

import pytest

from tests.live.conftest import Served

pytestmark = pytest.mark.live

CANARY = "TYPED-BY-A-STRANGER"
MALFORMED = [
    f"{CANARY}\r\n\r\n",
    f"GET /{CANARY}\r\n\r\n",
    f"GET /j {CANARY}/1.1\r\nHost: HOST\r\n\r\n",
    f"GET / HTTP/{CANARY}\r\nHost: HOST\r\n\r\n",
    f"GET /j HTTP/1.1\r\nHost: HOST\r\n{CANARY}\r\n\r\n",
    f"GET /j HTTP/1.1\r\nHost: HOST\r\nX: {CANARY * 6000}\r\n\r\n",
    f"GET /{CANARY * 6000} HTTP/1.1\r\nHost: HOST\r\n\r\n",
    f"POST /j HTTP/1.1\r\nHost: HOST\r\nContent-Length: {CANARY}\r\n\r\n",
    f"POST /j HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n{CANARY}\r\n",
    f"{CANARY} /j HTTP/1.1\r\nHost: HOST\r\n\r\n",
]


def test_nothing_of_a_malformed_request_is_printed(served: Served) -> None:
    log = Path(served.server.log)
    before = len(log.read_bytes())
    for request in MALFORMED:
        sent(served.server.port, request.replace("HOST", f"127.0.0.1:{served.server.port}"))
    # The server has answered others after them, so whatever it had to say of them is written.
    for _ in range(3):
        assert sent(
            served.server.port, f"GET /healthz HTTP/1.0\r\nHost: 127.0.0.1:{served.server.port}\r\n\r\n"
        )
    assert CANARY not in log.read_bytes()[before:].decode(errors="replace")


def sent(port: int, request: str) -> bytes:
    """What came back at first."""
    with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
        try:
            line.sendall(request.encode())
            return line.recv(100)
        except OSError:
            return b""
