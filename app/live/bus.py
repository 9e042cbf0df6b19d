"""How the processes hear of each other: over Redis, which carries a circle's id and its version and nothing else.

Whoever commits says so here and goes on; saying it waits for nothing and fails in nothing. Messages can get lost, with
Redis or without: so whenever this process may have missed one, and now and then anyway, it compares what it has told
its people with the database (elsewhere.py). Without Redis circles go on, and screens follow a few seconds later.
"""

import json
import threading
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.client import PubSub
from redis.retry import Retry

from app.log import failure

CHANNEL = "circlekeeper"
#: A Redis that hangs is given up after this time, and tried again after that. Always the same short time: screens
#: should not wait long after its return because it was away for long.
PATIENCE_S = 2.0
AGAIN_S = 1.0
#: On a line that is silent for so long something is asked, so that a dead one is found out.
SILENT_S = 1.0
#: How often the database is looked at while Redis is away, and while it is there.
AWAY_LOOK_S = 3.0
LOOK_S = 15.0
#: How often it is logged that Redis is away.
LOG_S = 60.0

#: A circle with its version, or without one: somebody's right to see it ended. Without a circle: in any.
Hear = Callable[[str | None, int | None], None]
_LOST = (redis.RedisError, OSError)


class Bus:
    """`hear` is called for what others say, `catch_up` where something may have been missed."""

    def __init__(self, url: str, hear: Hear, catch_up: Callable[[], None]) -> None:
        self._redis = redis.Redis.from_url(
            url,
            socket_timeout=PATIENCE_S,
            socket_connect_timeout=PATIENCE_S,
            retry=Retry(NoBackoff(), 0),
        )
        self._hear = hear
        self._catch_up = catch_up
        self._to_say: dict[tuple[str | None, bool], int | None] = {}
        self._lock = threading.Lock()
        self._wanted = threading.Event()
        self._never = threading.Event()
        self._looked_at = 0.0
        self._logged_at = -LOG_S

    def begin(self) -> None:
        """In threads of the server's own kind, which end with it."""
        for work in (self._speak_for_good, self._listen_for_good):
            threading.Thread(target=work, name="bus", daemon=True).start()

    def say(self, circle_id: str | None, version: int | None) -> None:
        """Have the others told. Of one circle only the latest is kept until it could be said."""
        with self._lock:
            self._to_say[circle_id, version is None] = version
        self._wanted.set()

    def _speak_for_good(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            with self._lock:
                saying, self._to_say = self._to_say, {}
            try:
                self._speak(saying)
            except _LOST as error:
                self._lost(error)
                with self._lock:
                    self._to_say = saying | self._to_say
                self._never.wait(AGAIN_S)
                self._wanted.set()

    def _speak(self, saying: dict[tuple[str | None, bool], int | None]) -> None:
        with self._redis.pipeline(transaction=False) as line:
            for (circle_id, _), version in saying.items():
                line.publish(CHANNEL, json.dumps({"circle": circle_id, "version": version}))
            line.execute()

    def _listen_for_good(self) -> None:
        while True:
            try:
                with closing(PubSub(self._redis.connection_pool, ignore_subscribe_messages=True)) as line:
                    line.subscribe(CHANNEL)
                    self._listen(line)
            except _LOST as error:
                self._lost(error)
            self._look(AWAY_LOOK_S)
            self._never.wait(AGAIN_S)

    def _listen(self, line: PubSub) -> None:
        """Until the line is lost. What was said before it stood is caught up with once it does."""
        heard_at, stands = time.monotonic(), False
        line.ping()
        while True:
            message = line.get_message(timeout=SILENT_S)
            if message is not None:
                heard_at = time.monotonic()
                if not stands:
                    stands = True
                    self._look(0)
                self._take(message)
            elif time.monotonic() - heard_at > PATIENCE_S:
                raise redis.TimeoutError
            else:
                line.ping()
            self._look(LOOK_S)

    def _take(self, message: dict[str, Any]) -> None:
        """What cannot be read was not said by us."""
        if message["type"] != "message":
            return
        try:
            said = json.loads(message["data"])
            circle_id, version = said["circle"], said["version"]
            if not (isinstance(circle_id, str | None) and isinstance(version, int | None)):
                raise TypeError
            self._hear(circle_id, version)
        except Exception as error:  # whatever was missed is found out by looking
            failure("hearing of a circle", error)
            self._looked_at = min(self._looked_at, time.monotonic() - LOOK_S + AWAY_LOOK_S)

    def _look(self, at_most_every_s: float) -> None:
        if time.monotonic() - self._looked_at < at_most_every_s:
            return
        self._looked_at = time.monotonic()
        try:
            self._catch_up()
        except Exception as error:  # it is tried again
            failure("catching up with other processes", error)

    def _lost(self, error: BaseException) -> None:
        if time.monotonic() - self._logged_at >= LOG_S:
            self._logged_at = time.monotonic()
            failure("reaching Redis", error)
