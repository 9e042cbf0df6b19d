"""Guessing codes: only failures are counted, by address and over all (protocol: 429 `too_many_tries`).
A phone with the QR's key is never held up."""

import threading
import time
from collections import deque

from flask import request

WINDOW_S = 600.0
MOST_AN_ADDRESS = 10
OVERALL_WINDOW_S = 60.0
MOST_OVERALL = 60

SENTENCE = "Too many wrong codes. Wait ten minutes, or scan the square on the shared screen."

_by_address: dict[str, deque[float]] = {}
_overall: deque[float] = deque(maxlen=MOST_OVERALL)
_lock = threading.Lock()


def used_up() -> bool:
    """Whether this address, or everybody together, has had its share of wrong codes."""
    now = time.monotonic()
    with _lock:
        mine = _by_address.get(_address(), deque())
        too_many_here = len(mine) == MOST_AN_ADDRESS and mine[0] > now - WINDOW_S
        return too_many_here or (len(_overall) == MOST_OVERALL and _overall[0] > now - OVERALL_WINDOW_S)


def failed() -> None:
    """Count a wrong code."""
    now = time.monotonic()
    with _lock:
        for address in [a for a, times in _by_address.items() if times[-1] < now - WINDOW_S]:
            del _by_address[address]
        _by_address.setdefault(_address(), deque(maxlen=MOST_AN_ADDRESS)).append(now)
        _overall.append(now)


def _address() -> str:
    return request.remote_addr or ""
