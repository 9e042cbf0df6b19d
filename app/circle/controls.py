"""Which of the facilitator's moves lead anywhere at a moment: what the control page offers."""

from app.circle import clock, gate
from app.circle.minutes import to_come
from app.circle.state import Actor, Circle


def controls(circle: Circle, actor: Actor, now: int) -> list[str]:
    """Which of the facilitator's moves lead anywhere at this moment."""
    if circle.closed_at is not None:
        return []
    possible = {"blank", "stop", "title", "details", "person", "hide_clock"}
    if to_come(circle) and not circle.stopped:
        possible.add("minutes")
    if circle.words_on_screen and not circle.stopped:
        possible.add("earlier")
    state = clock.stage_state(circle, now)
    if circle.phones_allowed:
        possible |= {"door", "new_code"}
    if circle.stopped:
        possible |= {"resume", "close"}
    elif state == "lobby":
        possible.add("start")
    else:
        possible |= _under_way(circle, state)
    if circle.present():
        possible |= {"remove"} if state == "running" else {"remove", "presenter"}
    if any(seat.phone for seat in circle.present()):
        possible.add("scribe")
    return sorted(move for move in possible if gate.may_control(circle, actor, move) is None)


def _under_way(circle: Circle, state: str) -> set[str]:
    possible: set[str] = {"close"} if circle.stage_index >= len(circle.format.stages) - 1 else set()
    if not circle.in_review:
        possible.add("next")
    if circle.stage_index > 0:
        possible.add("back")
    if state == "running":
        possible |= {"pause", "cut", "silence"}
    if state == "paused":
        possible |= {"resume", "cut", "silence"}
    if state in ("running", "paused", "over"):
        possible.add("extend")
    if circle.phones_allowed and circle.stage and circle.stage.may.get("group"):
        possible.add("phones")
    return possible
