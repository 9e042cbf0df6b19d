"""Passwords: how they are kept, which are too weak, and how guessing is slowed down."""

import threading
from collections import deque

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app import blocking
from app.circle.state import Refused
from app.circle.text import clean

LEAST = 12
MOST = 200

#: About 100 ms and 32 MB a time: dear for whoever stole the hashes, bearable for whoever signs in. It holds
#: the processor all that while, so it is done off the event loop.
_hasher = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)

#: The hash of a password that nobody has. Checking against it takes as long as against a real one, so that
#: the time of an answer does not tell which names exist.
_NOBODYS = "$argon2id$v=19$m=32768,t=3,p=1$c2FsdC1vZi1ub2JvZHk$qQ7pZUJx0b7wq1k0X5sVqzLr0cQ3v6e7nU1m0aJ9y2E"


def hashed(password: str) -> str:
    return blocking.run(_hasher.hash, password)


def right(password_hash: str | None, password: str) -> bool:
    """Whether this is the password. A hash of None, for an unknown name, takes as long and says no."""
    fits = blocking.run(_fits, password_hash or _NOBODYS, password[:MOST])
    return fits and password_hash is not None


def _fits(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def weakness(password: str, name: str) -> str | None:
    """Why this cannot be a password, or None. Length is what counts (NCSC, "three random words"); signs and
    digits are not asked for."""
    if len(password) < LEAST:
        return f"Your password needs at least {LEAST} characters. Three random words make a good one."
    if len(password) > MOST:
        return f"Your password can have up to {MOST} characters."
    if isinstance(clean(password, MOST), Refused):
        return "There is a hidden character in your password. Type it instead of pasting it."
    plain = password.casefold()
    bare = plain.replace(name.casefold(), "") if name else plain
    if len(set(plain)) < 5 or len(bare) < LEAST // 2 or plain.startswith(("password", "circlekeeper")):
        return "That password is too easy to guess. Three random words make a good one."
    return None


class Throttle:
    """Slows down guessing and never locks anybody out for good: after some failures within ten minutes each
    further one makes the next try wait longer, up to a minute.

    It counts in three ways. By name with address: five failures are free. By address, which a whole office
    may share: twenty. By name from anywhere: thirty. Each process counts for itself."""

    WINDOW_MS = 10 * 60_000
    FIRST_WAIT_MS = 5_000
    LONGEST_WAIT_MS = 60_000
    FREE = (5, 20, 30)
    _MOST_KEPT = 10_000

    def __init__(self) -> None:
        self._failures: dict[tuple[str, ...], deque[int]] = {}
        self._lock = threading.Lock()

    def wait_ms(self, name: str, address: str, now: int) -> int:
        """How long until the next try is looked at; 0 where it is now."""
        with self._lock:
            return max(
                self._wait(self._failures.get(key), free, now)
                for key, free in zip(_keys(name, address), self.FREE, strict=True)
            )

    def failed(self, name: str, address: str, now: int) -> None:
        with self._lock:
            self._forget_old(now)
            for key in _keys(name, address):
                self._failures.setdefault(key, deque(maxlen=50)).append(now)

    def succeeded(self, name: str, address: str) -> None:
        with self._lock:
            self._failures.pop(_keys(name, address)[0], None)

    def _wait(self, failures: deque[int] | None, free: int, now: int) -> int:
        recent = [at for at in failures or () if at > now - self.WINDOW_MS]
        if len(recent) < free:
            return 0
        wait: int = min(self.FIRST_WAIT_MS * 2 ** (len(recent) - free), self.LONGEST_WAIT_MS)
        return max(0, recent[-1] + wait - now)

    def _forget_old(self, now: int) -> None:
        old = [key for key, times in self._failures.items() if times[-1] < now - self.WINDOW_MS]
        if len(self._failures) - len(old) > self._MOST_KEPT:
            old = list(self._failures)[: self._MOST_KEPT // 2]
        for key in old:
            del self._failures[key]


def _keys(name: str, address: str) -> tuple[tuple[str, ...], ...]:
    return ("both", name, address), ("address", address), ("name", name)
