"""The store as the rest of the app uses it: transactions with the circle loaded under the lock."""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import Connection

from app.circle.edit import Done
from app.circle.filing import open_actions
from app.circle.parse import Move
from app.circle.state import Circle
from app.keys import Keyring
from app.log import failure
from app.store import circles, forget, log, register, tokens
from app.store.engine import Transactions

_KEPT_CIRCLES = 512
#: How long seats and screens may still ask what became of their last act after the close.
AFTER_CLOSE_MS = 10 * 60_000


class Writing:
    """One writing transaction. It holds the write lock; nothing in it may yield, emit or render."""

    def __init__(self, db: Connection, store: "Store") -> None:
        self.db = db
        self._store = store
        self.saved: list[Circle] = []
        self.gone: list[str] = []
        self.forgot = False

    def circle(self, circle_id: str) -> Circle | None:
        """The circle as committed, with its row locked until the end of the transaction."""
        version = circles.version_under_lock(self.db, circle_id)
        return None if version is None else self._store.remembered(self.db, circle_id, version)

    def save(self, before: Circle, done: Done, now: int) -> None:
        circles.save(self.db, self._store.keyring, before, done, now)
        if done.circle.closed_at is not None and not done.circle.rehearsal:
            register.keep(self.db, done.circle)
            forget.warn_anew(self.db, before.id)
        if before.closed_at is None and done.circle.closed_at is not None:
            tokens.end_with_circle(self.db, before.id, now + AFTER_CLOSE_MS)
        for seat in done.touched.seats:
            if done.circle.seats[seat].removed:
                tokens.revoke_seat(self.db, before.id, seat, now)
        self.saved.append(done.circle)
        self.forgot |= bool(done.touched.forgotten or done.touched.forgotten_fields)

    def discard(self, circle_id: str) -> None:
        """Remove a circle with all that hangs on it; its words leave the disk as well."""
        circles.discard(self.db, circle_id)
        self.gone.append(circle_id)
        self.forgot = True

    def forget(self, circle: Circle, rest: Circle | None, now: int) -> None:
        """Remove a circle but for its line in the register and the `rest`: its open actions, where there are any."""
        register.keep(self.db, replace(circle, forgotten_at=now))
        if rest is None:
            self.discard(circle.id)
            return
        forget.reduce(self.db, self._store.keyring, circle, rest, now)
        self.gone.append(circle.id)
        self.forgot = True

    def finish(self) -> None:
        """Of a forgotten circle nothing stays once its last open action is checked in. Called last, since the move
        that did so was logged with the circle."""
        for circle in self.saved:
            if circle.forgotten_at is not None and not open_actions(circle):
                self.discard(circle.id)

    def record(self, done: Done, move: Move, actor: str, digest: str, now: int) -> None:
        log.append(self.db, done, move, actor, digest, now)


class Store:
    """Transactions, and circles kept in memory under their version: one is used only where it equals
    the version that the database has."""

    def __init__(self, transactions: Transactions, keyring: Keyring) -> None:
        self.transactions = transactions
        self.keyring = keyring
        self._kept: OrderedDict[str, Circle] = OrderedDict()
        self._keeping = threading.Lock()

    @contextmanager
    def writing(self, one_circle: bool = False) -> Iterator[Writing]:
        """A transaction that commits at the end of the block. `one_circle` is said where nothing but one circle is
        changed, after it was locked by `Writing.circle` (engine.py). Raises engine.Unavailable."""
        with self.transactions.writing(one_circle) as db:
            writing = Writing(db, self)
            yield writing
            writing.finish()
        try:
            for circle in writing.saved:
                self._keep(circle)
            for circle_id in writing.gone:
                self.forget(circle_id)
            self.transactions.wipe_log(writing.forgot)
        except Exception as error:  # it is on disk: whoever acted hears so, and everybody is told
            failure("tidying up after a commit", error)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self.transactions.reading() as db:
            yield db

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """For a single question. Raises engine.Unavailable."""
        with self.transactions.asking() as db:
            yield db

    def kept(self, circle_id: str, version: int) -> Circle | None:
        """The circle, if it is in memory in this version."""
        kept = self._kept.get(circle_id)
        return kept if kept is not None and kept.version == version else None

    def circle(self, circle_id: str) -> Circle | None:
        """The circle as last committed."""
        with self.reading() as db:
            version = circles.version(db, circle_id)
            return None if version is None else self.remembered(db, circle_id, version)

    def versions(self, ids: Sequence[str]) -> dict[str, int]:
        """The versions of those of these circles that there are."""
        with self.reading() as db:
            return circles.versions(db, ids)

    def remembered(self, db: Connection, circle_id: str, version: int) -> Circle | None:
        if kept := self.kept(circle_id, version):
            return kept
        loaded = circles.load(db, circle_id)
        if loaded is not None:
            self._keep(loaded)
        return loaded

    def forget(self, circle_id: str) -> None:
        with self._keeping:
            self._kept.pop(circle_id, None)

    def forget_changed(self) -> None:
        """Drop from memory what another process has changed, or forgotten. Raises engine.Unavailable."""
        with self._keeping:
            kept = {circle_id: circle.version for circle_id, circle in self._kept.items()}
        found = self.versions(list(kept))
        for circle_id, version in kept.items():
            if found.get(circle_id) != version:
                self.forget(circle_id)

    def forget_all(self) -> None:
        """Drop what is kept in memory: some of it may have been forgotten by another process."""
        with self._keeping:
            self._kept.clear()

    def _keep(self, circle: Circle) -> None:
        with self._keeping:
            kept = self._kept.get(circle.id)
            if kept is None or kept.version < circle.version:
                self._kept[circle.id] = circle
            self._kept.move_to_end(circle.id)
            while len(self._kept) > _KEPT_CIRCLES:
                self._kept.popitem(last=False)
