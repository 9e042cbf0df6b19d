"""The bare floor: Flask-SocketIO that commits one row and tells a room, and nothing else.

    python -m bench.floor.socketio_server eventlet|gevent|threading PORT FILE

No roles, tokens, stages, views or checks. `auth: {"room": "..."}` enters a room; `move {"text": "..."}` is committed,
told to everybody in the room and then answered.
"""

import sys

import wsgi

mode, port, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
wsgi._patch(mode)

from flask import Flask, request  # noqa: E402, the mode replaces what these import
from flask_socketio import SocketIO, join_room  # noqa: E402

from bench.floor.saving import Rows  # noqa: E402

app = Flask(__name__)
socketio = SocketIO(app, async_mode=mode, ping_interval=10, ping_timeout=8, manage_session=False)
rows = Rows(path)
rooms: dict[str, str] = {}


@socketio.on("connect")
def connect(auth: dict[str, str]) -> None:
    rooms[request.sid] = auth["room"]  # type: ignore[attr-defined]
    join_room(auth["room"])


@socketio.on("disconnect")
def disconnect(_reason: object = None) -> None:
    rooms.pop(request.sid, None)  # type: ignore[attr-defined]


@socketio.on("move")
def move(payload: dict[str, str]) -> dict[str, bool]:
    room = rooms[request.sid]  # type: ignore[attr-defined]
    rows.add(room, payload["text"])
    socketio.emit("suggestion", {"text": payload["text"]}, to=room)
    return {"ok": True}


@app.get("/healthz")
def healthz() -> dict[str, str]:
    return {"status": "ok"}


wsgi._tidy_less_often()
wsgi.SERVERS[mode](app, "127.0.0.1", port)
