"""The limit: a raw websocket server under eventlet that commits one row and writes one frame to each of a room.

    python -m bench.floor.websocket_server PORT FILE

The first frame of a client names its room; each later one is committed, sent to everybody in the room, and answered.
"""

import sys

import wsgi

wsgi._patch("eventlet")

from collections import defaultdict  # noqa: E402, eventlet replaces what these import
from typing import Any  # noqa: E402

from eventlet.websocket import WebSocketWSGI  # noqa: E402

from bench.floor.saving import Rows  # noqa: E402

rows = Rows(sys.argv[2])
rooms: dict[str, set[Any]] = defaultdict(set)


@WebSocketWSGI
def talk(ws: Any) -> None:
    room = ws.wait()
    if room is None:
        return
    rooms[room].add(ws)
    ws.send("in")
    try:
        while (text := ws.wait()) is not None:
            rows.add(room, text)
            for each in list(rooms[room]):
                each.send(text)
            ws.send("ok")
    finally:
        rooms[room].discard(ws)


def serve(environ: dict[str, Any], start_response: Any) -> Any:
    if environ["PATH_INFO"] == "/healthz":
        start_response("200 OK", [("Content-Type", "application/json")])
        return [b'{"status": "ok"}']
    return talk(environ, start_response)


wsgi.SERVERS["eventlet"](serve, "127.0.0.1", int(sys.argv[1]))
