"""What other processes committed: this process loads it from the store and tells its own people."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from app.conduct import Conduct
from app.live.rooms import Rooms

T = TypeVar("T")
#: So many are asked for in one question to the database.
_A_QUESTION = 500


class Elsewhere:
    """Brings the rooms of this process up to date."""

    def __init__(self, rooms: Rooms, conduct: Conduct) -> None:
        self._rooms = rooms
        self._conduct = conduct

    def hear(self, circle_id: str | None, version: int | None) -> None:
        """A circle has this version by now; or, without a version, somebody's right to see it ended (in any circle
        where none is named). May raise Unavailable."""
        self._rooms.happened += 1
        if version is None:
            self._ended(circle_id)
        elif circle_id is not None and (self._rooms.version(circle_id) or version) < version:
            self._bring_up_to_date(circle_id)

    def catch_up(self) -> None:
        """Find out what was missed: compare what people here were told with the database, and send off whose right
        has ended. May raise Unavailable."""
        told = self._rooms.versions()
        for some in _parts(list(told)):
            found = self._conduct.store.versions(some)
            for circle_id in some:
                if found.get(circle_id, 0) > told[circle_id]:
                    self._bring_up_to_date(circle_id)
        self._send_off()

    def _bring_up_to_date(self, circle_id: str) -> None:
        circle = self._conduct.store.circle(circle_id)
        if circle is not None:
            self._rooms.publish(circle, None)

    def _ended(self, circle_id: str | None) -> None:
        """Perhaps the words of the circle were removed: they leave this process's memory as well."""
        if circle_id is None:
            self._conduct.store.forget_changed()
            self._send_off()
        else:
            self._conduct.store.forget(circle_id)
            self._rooms.look_again(circle_id)

    def _send_off(self) -> None:
        """In a few questions for all rooms, instead of one for each."""
        for some in _parts(self._rooms.bearers()):
            holding = self._conduct.holding(some)
            for circle_id in {each.circle_id for each in some if each.hash not in holding}:
                self._rooms.look_again(circle_id)


def _parts(of: Sequence[T]) -> Iterator[Sequence[T]]:
    for begin in range(0, len(of), _A_QUESTION):
        yield of[begin : begin + _A_QUESTION]
