"""Who is connected, where a circle's devices may be on several workers: each writes down what it knows, and reads what
the others know when somebody asks."""

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from app.live.rooms import Rooms
from app.log import failure
from app.store import presence
from app.store.store import Store

Plain = dict[str, Any]
#: How soon after a change the others can know of it, and how often a worker says that it is still there.
LOOK_S = 1.0
GO_ON_S = 5.0
#: Of so many circles it is remembered who has been connected here.
_MOST_KEPT = 1000


class Attendance:
    def __init__(self, rooms: Rooms, store: Store, now: Callable[[], int]) -> None:
        self._rooms = rooms
        self._store = store
        self._now = now
        self._worker = secrets.token_hex(16)
        self._written: OrderedDict[str, Plain] = OrderedDict()
        self._never = threading.Event()

    def begin(self) -> None:
        """In a thread of the server's own kind, which ends with it."""
        threading.Thread(target=self._for_good, name="attendance", daemon=True).start()

    def presence(self, circle_id: str) -> Plain:
        """What all workers together know; without the database, what this one does."""
        told = [(self._rooms.presence(circle_id), True)]
        try:
            with self._store.reading() as db:
                told += presence.elsewhere(db, self._worker, circle_id)
        except Exception as error:
            failure("asking who is connected elsewhere", error)
        return together(told)

    def write(self) -> None:
        """What has changed since it was last written. May raise Unavailable; then it is written the next time."""
        changed: dict[str, Plain] = {}
        for circle_id in {*self._rooms.versions(), *self._written}:
            before = self._written.get(circle_id, {"seats": {}, "screens": 0})
            now = together([(self._rooms.presence(circle_id), True), (before, False)], self._now())
            if _connected(now) != _connected(before):
                changed[circle_id] = now
        if changed:
            with self._store.writing(one_circle=True) as tx:
                presence.write(tx.db, self._worker, changed)
            self._written.update(changed)
        while len(self._written) > _MOST_KEPT:
            self._written.popitem(last=False)

    def _for_good(self) -> None:
        said_at = time.monotonic()
        while True:
            self._never.wait(LOOK_S)
            try:
                self.write()
                if self._written and time.monotonic() - said_at >= GO_ON_S:
                    with self._store.writing(one_circle=True) as tx:
                        presence.go_on(tx.db, self._worker)
                    said_at = time.monotonic()
            except Exception as error:  # it is tried again
                failure("writing down who is connected", error)
                self._never.wait(GO_ON_S)


def together(told: list[tuple[Plain, bool]], left_at: int = 0) -> Plain:
    """What several know, each with whether what it says of connections still holds. A seat is connected where one says
    so, and was last seen when the latest saw it; one that just went away was seen until `left_at`."""
    seats: Plain = {}
    for one, holds in told:
        for seat, known in one["seats"].items():
            there, until = known["connected"] and holds, left_at if known["connected"] and not holds else 0
            before = seats.get(seat, {"connected": False, "seen": 0})
            seats[seat] = {
                "connected": before["connected"] or there,
                "seen": max(before["seen"], known["seen"], 0 if before["connected"] else until),
            }
    return {"seats": seats, "screens": sum(one["screens"] for one, holds in told if holds)}


def _connected(told: Plain) -> Plain:
    """What is worth writing: when a device that is connected was last heard of changes all the time."""
    return {"screens": told["screens"], **{seat: known["connected"] for seat, known in told["seats"].items()}}
