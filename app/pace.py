"""How fast anybody may send (protocol, "Limits")."""

import threading
from collections import deque

from app.clock import Clock

#: Moves that one seat or private link may send in a stretch of time, over its line and by the plain form.
MOST_MOVES = 20
MOVES_WINDOW_S = 10
_MOST_KNOWN = 10_000


class Pace:
    """Who has sent how much lately. Refused moves count no further."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._recent: dict[str, deque[int]] = {}
        self._lock = threading.Lock()

    def too_fast(self, who: str) -> bool:
        """Count a move, unless it is one too many."""
        now = self._clock.now_ms()
        window = now - MOVES_WINDOW_S * 1000
        with self._lock:
            if len(self._recent) > _MOST_KNOWN:
                self._recent = {key: times for key, times in self._recent.items() if times[-1] > window}
            times = self._recent.setdefault(who, deque(maxlen=MOST_MOVES))
            if len(times) == MOST_MOVES and times[0] > window:
                return True
            times.append(now)
            return False
