"""The server's clock, read at the edge and handed inwards."""

import time
from typing import Protocol


class Clock(Protocol):
    def now_ms(self) -> int:
        """Whole milliseconds since the Unix epoch."""


class SystemClock:
    """Wall time, anchored once at the start and counted on a clock that includes sleep. Stepping the
    system's clock afterwards moves no running stage (protocol, "The bell")."""

    def __init__(self) -> None:
        self._anchor_ms = time.time_ns() // 1_000_000 - self._counted_ms()

    def now_ms(self) -> int:
        return self._anchor_ms + self._counted_ms()

    @staticmethod
    def _counted_ms() -> int:
        clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
        return time.clock_gettime_ns(clock) // 1_000_000
