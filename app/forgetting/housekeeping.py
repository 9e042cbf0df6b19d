"""What a server does by itself: forgets what is due, at its start and then every hour, and throws rehearsals away."""

import threading
from collections.abc import Callable

from app.clock import Clock
from app.forgetting.purge import forget_due
from app.log import failure
from app.store import rehearsals
from app.store.store import Store

EVERY_S = 3600
#: How soon it is tried again to bring what was removed out of the database's own log, while somebody reads there.
WIPE_AGAIN_S = 60


class Housekeeping:
    """`look_again` sends off whoever is still connected to what is gone. Several processes may keep one house at the
    same time; one that does so `alone` knows that nobody plays what stood there before its start."""

    def __init__(
        self, store: Store, clock: Clock, look_again: Callable[[str | None], None], alone: bool = True
    ) -> None:
        self._store = store
        self._clock = clock
        self._look_again = look_again
        self._alone = alone
        self._began = clock.now_ms()

    def begin(self) -> None:
        """In a thread of the server's own kind, which ends with it."""
        threading.Thread(target=self._for_good, name="housekeeping", daemon=True).start()

    def at_the_start(self) -> None:
        """Rehearsals of other processes are going on."""
        if self._alone:
            self.end_rehearsals(self._began)

    def once(self) -> None:
        """What another process forgot leaves this one's memory as well, and what one that was killed had forgotten
        leaves the database's own log."""
        try:
            forget_due(self._store, self._clock.now_ms())
            self._store.transactions.wipe_log(forgot=False)
            self._store.forget_all()
            self._look_again(None)
        except Exception as error:
            failure("housekeeping", error)

    def end_rehearsals(self, made_before: int) -> None:
        """Throw away the rehearsals made before that moment (ms). Those from before the start have nobody left who
        plays them."""
        try:
            with self._store.reading() as db:
                found = rehearsals.made_before(db, made_before)
            for circle_id in found:
                rehearsals.throw_away(self._store, circle_id)
                self._look_again(circle_id)
        except Exception as error:
            failure("throwing a rehearsal away", error)

    def _for_good(self) -> None:
        never = threading.Event()
        self.at_the_start()
        while True:
            self.once()
            for _ in range(EVERY_S // WIPE_AGAIN_S):
                never.wait(WIPE_AGAIN_S)
                self.end_rehearsals(self._clock.now_ms() - rehearsals.KEPT_MS)
                self._wipe_again()

    def _wipe_again(self) -> None:
        """Whatever fails here must not end the thread: nothing would be forgotten any more."""
        try:
            self._store.transactions.wipe_log(forgot=False)
        except Exception as error:
            failure("emptying the database's own log", error)
