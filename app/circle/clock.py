"""The arithmetic of time in a circle. No clock is read here: `now` is always handed in.

Nothing ticks. A running stage stores when it ends; whether it is over is worked out when somebody
asks. All values are milliseconds.
"""

from dataclasses import replace

from app.circle.state import LOBBY, Circle, Clockwork, Visit

#: How long after a control it can be taken back (protocol, "Undo").
UNDO_MS = 10_000
#: More than this is never left on a clock, however often it is extended.
MOST_LEFT_MS = 120 * 60_000


def stage_state(circle: Circle, now: int) -> str:
    """lobby, running, paused, over, untimed, review or closed. At the bell itself it is over:
    what counts is `now < ends_at` (protocol, "The bell")."""
    if circle.closed_at is not None:
        return "closed"
    if circle.stage_index == LOBBY:
        return "lobby"
    if circle.clockwork.remaining_ms is not None:
        return "paused"
    if circle.clockwork.ends_at is not None:
        return "running" if now < circle.clockwork.ends_at else "over"
    return "review" if circle.in_review else "untimed"


def remaining_ms(clockwork: Clockwork, now: int) -> int | None:
    """What is left of the stage, never negative; None for an untimed stage."""
    if clockwork.remaining_ms is not None:
        return clockwork.remaining_ms
    if clockwork.ends_at is not None:
        return max(0, clockwork.ends_at - now)
    return None


def door_closes_at(circle: Circle) -> int | None:
    """When the door shuts by itself, where that moment is already fixed; None otherwise."""
    last = circle.stage_index == circle.format.last_timed
    return circle.clockwork.ends_at if last and circle.door is None else None


def door_open(circle: Circle, now: int) -> bool:
    """Whether somebody new may join: from the lobby until the last timed stage ends, unless the
    facilitator opened or shut the door; never after the close (protocol, "The door")."""
    if circle.closed_at is not None or not circle.phones_allowed:
        return False
    if circle.door is not None:
        return circle.door
    last = circle.format.last_timed
    if circle.stage_index != last:
        return circle.stage_index < last
    return stage_state(circle, now) != "over"


def paused(visit: Visit, now: int) -> Visit:
    return replace(visit, paused_at=now) if visit.paused_at is None else visit


def resumed(visit: Visit, now: int) -> Visit:
    if visit.paused_at is None:
        return visit
    return replace(visit, paused_ms=visit.paused_ms + now - visit.paused_at, paused_at=None)


def left(visit: Visit, now: int) -> Visit:
    return replace(resumed(visit, now), left_at=now)


def actual_ms(circle: Circle, stage_index: int, now: int) -> int:
    """Time really spent in a stage: the sum over its visits, pauses not counted (protocol, "The way through")."""
    return sum(
        _spent(visit, now) for visit in circle.visits.values() if visit.counts and visit.stage == stage_index
    )


def _spent(visit: Visit, now: int) -> int:
    end = visit.left_at if visit.left_at is not None else now
    pause = visit.paused_ms + (end - visit.paused_at if visit.paused_at is not None else 0)
    return max(0, end - visit.entered_at - pause)
