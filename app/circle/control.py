"""The facilitator's controls: the way through the stages, and the clock.

Every control that names a `visit` is refused unless it is the present one, so a double press, a
second control window or a resend can never skip a stage (protocol, "Visit").
"""

from dataclasses import replace

from app.circle import gate
from app.circle.clock import MOST_LEFT_MS, UNDO_MS, left, paused, remaining_ms, resumed, stage_state
from app.circle.edit import Done, Edit
from app.circle.minutes import set_minutes, to_come_ms
from app.circle.parse import Move
from app.circle.state import CIRCLE, LOBBY, Actor, Circle, Clockwork, Refused, Undoable, Visit

#: Moves that can be taken back within ten seconds (protocol, "Undo").
UNDOABLE = ("start", "next", "back", "cut", "extend")


def control(circle: Circle, move: Move, actor: Actor, now: int) -> Done | Refused:
    """Play one of `gate.CONTROLS`."""
    if refused := gate.may_control(circle, actor, move.type):
        return refused
    if "visit" in move.fields and move["visit"] != circle.visit:
        return Refused(
            "stage_moved",
            "The circle has moved on. Look at the page, and press again if you still want to.",
        )
    if circle.stopped and move.type not in gate.WHILE_STOPPED:
        return Refused("paused", "The circle is stopped. Go on with it first.")
    edit = Edit(circle)
    edit.set(undoable=_to_take_back(circle, move, now))
    number = HANDLERS[move.type](circle, move, edit, now)
    if isinstance(number, Refused):
        return number
    return edit.done(number=number)


def _to_take_back(circle: Circle, move: Move, now: int) -> Undoable | None:
    if move.type not in UNDOABLE:
        return None
    before = replace(circle.clockwork, entered=circle.visits.get(circle.visit))
    return Undoable(move.op, move.type, now, before)


def _start(circle: Circle, move: Move, edit: Edit, now: int) -> Refused | None:
    if circle.stage_index != LOBBY:
        return Refused("not_allowed", "The circle has already begun.")
    edit.set(started_at=circle.started_at or now, finish_at=now + to_come_ms(circle))
    _enter(circle, edit, 0, now)
    return None


def _next(circle: Circle, move: Move, edit: Edit, now: int) -> Refused | None:
    if circle.stage_index == LOBBY:
        return Refused("not_allowed", "The circle has not begun. Press Start.")
    if circle.in_review:
        return Refused("not_allowed", "The review is the last part. Close the circle when it is done.")
    _enter(circle, edit, circle.stage_index + 1, now)
    return None


def _back(circle: Circle, move: Move, edit: Edit, now: int) -> Refused | None:
    if circle.stage_index <= 0:
        return Refused("not_allowed", "There is no earlier stage.")
    _enter(circle, edit, circle.stage_index - 1, now)
    if circle.format.steps[circle.stage_index - 1].timed:
        # With no time left: the facilitator gives it some on purpose.
        visit = _entered(circle, circle.stage_index - 1, now)
        edit.visit(paused(visit, now))
        edit.clockwork(ends_at=None, remaining_ms=0)
    return None


def _pause(circle: Circle, move: Move, edit: Edit, now: int) -> Refused | None:
    state = stage_state(circle, now)
    if state != "running":
        return Refused("not_allowed", _NO_CLOCK.get(state, "No clock is running."))
    _hold(circle, edit, now)
    return None


def _resume(circle: Circle, move: Move, edit: Edit, now: int) -> Refused | None:
    if circle.clockwork.remaining_ms is None and not circle.stopped:
        return Refused("not_allowed", "The circle is not paused.")
    edit.set(stopped=False)
    if circle.clockwork.remaining_ms is not None:
        edit.clockwork(ends_at=now + circle.clockwork.remaining_ms, remaining_ms=None)
    if visit := circle.visits.get(circle.visit):
        edit.visit(resumed(visit, now))
    return None


def _cut(circle: Circle, move: Move, edit: Edit, now: int) -> Refused | None:
    state = stage_state(circle, now)
    if state not in ("running", "paused"):
        return Refused("not_allowed", _NO_CLOCK.get(state, "No clock is running."))
    edit.clockwork(ends_at=now, remaining_ms=None, silence=False)
    if visit := circle.visits.get(circle.visit):
        edit.visit(resumed(visit, now))
    return None


def _extend(circle: Circle, move: Move, edit: Edit, now: int) -> Refused | int:
    clockwork = circle.clockwork
    left_now = remaining_ms(clockwork, now)
    if left_now is None:
        return Refused("not_allowed", "This stage has no clock.")
    more: int = move["seconds"] * 1000
    if left_now + more > MOST_LEFT_MS:
        return Refused("invalid", "The clock can hold two hours at most.")
    if clockwork.remaining_ms is not None:
        edit.clockwork(remaining_ms=left_now + more)
    else:
        edit.clockwork(ends_at=now + left_now + more)
    return int(move["seconds"])


def _undo(circle: Circle, move: Move, edit: Edit, now: int) -> Refused | None:
    last = circle.undoable
    if last is None or last.op != move["undoes"] or now - last.at > UNDO_MS:
        return Refused("not_allowed", "That can no longer be undone. Use Back, or give the stage more time.")
    before = last.before
    if before.visit == circle.visit:
        edit.clockwork(ends_at=before.ends_at, remaining_ms=before.remaining_ms, silence=before.silence)
        if before.entered:
            edit.visit(before.entered)
        return None
    # The stage returns under a new visit number: a late press that meant the old visit is still refused.
    number = circle.visit + 1
    edit.visit(replace(left(circle.visits[circle.visit], now), counts=False))
    if before.entered:
        edit.visit(replace(left(before.entered, now), counts=False))
        edit.visit(replace(before.entered, number=number))
    if before.stage_index == LOBBY:
        edit.set(started_at=None, finish_at=None)
    edit.at(replace(before, visit=number, speaker=_still_speaking(circle, before.speaker), entered=None))
    return None


def _still_speaking(circle: Circle, speaker: str | None) -> str | None:
    """Whose turn it was, unless they have left or become the presenter meanwhile."""
    return speaker if speaker in {seat.id for seat in circle.group()} else None


def _close(circle: Circle, move: Move, edit: Edit, now: int) -> Refused | None:
    at_the_end = circle.stage_index >= len(circle.format.stages) - 1
    if not at_the_end and not circle.stopped:
        return Refused("not_allowed", "Go to the last stage or to the review before you close the circle.")
    if visit := circle.visits.get(circle.visit):
        edit.visit(left(visit, now))
    edit.set(closed_at=now, stopped=False, blank=False)
    return None


def _silence(circle: Circle, move: Move, edit: Edit, now: int) -> Refused | None:
    if circle.stage is None or not circle.stage.timed:
        return Refused("not_allowed", "You can hold the silence only in a stage with a clock.")
    edit.clockwork(silence=move["on"])
    return None


def _blank(circle: Circle, move: Move, edit: Edit, now: int) -> None:
    edit.set(blank=move["on"])


def _door(circle: Circle, move: Move, edit: Edit, now: int) -> Refused | None:
    if move["on"] and not circle.phones_allowed:
        return Refused("not_allowed", "This team does not use phones.")
    edit.set(door=move["on"])
    return None


def _new_code(circle: Circle, move: Move, edit: Edit, now: int) -> None:
    edit.set(code_generation=circle.code_generation + 1)


def _phones(circle: Circle, move: Move, edit: Edit, now: int) -> Refused | None:
    if circle.stage is None or not circle.stage.may.get("group"):
        return Refused("not_allowed", "Phones stay shut here: the group listens.")
    if not circle.phones_allowed:
        return Refused("not_allowed", "This team does not use phones.")
    edit.clockwork(phones_open=move["on"])
    return None


def _earlier(circle: Circle, move: Move, edit: Edit, now: int) -> Refused | None:
    """Earlier actions go to the screen only on a press, since the room may be another one (product.md, "Start")."""
    if not circle.words_on_screen:
        return Refused("not_allowed", "This team’s screen shows counts only. Read them aloud.")
    edit.set(earlier=move["on"])
    return None


def _hide_clock(circle: Circle, move: Move, edit: Edit, now: int) -> None:
    edit.set(clock_hidden=move["on"])


def _stop(circle: Circle, move: Move, edit: Edit, now: int) -> None:
    """Supervision never delays safeguarding (West Sussex, section 5): possible at any moment, with
    or without saying who was told, which can follow. Until `resume` no time counts, in whatever stage."""
    edit.set(stopped=True)
    if told := move.get("told"):
        edit.say(CIRCLE, "told", told)
    if stage_state(circle, now) == "running":
        _hold(circle, edit, now)
    elif visit := circle.visits.get(circle.visit):
        edit.visit(paused(visit, now))


def _hold(circle: Circle, edit: Edit, now: int) -> None:
    edit.clockwork(ends_at=None, remaining_ms=remaining_ms(circle.clockwork, now))
    edit.visit(paused(circle.visits[circle.visit], now))


def _enter(circle: Circle, edit: Edit, index: int, now: int) -> None:
    if present := circle.visits.get(circle.visit):
        edit.visit(left(present, now))
    stage = circle.format.steps[index]
    edit.set(earlier=False)
    edit.visit(_entered(circle, index, now))
    edit.at(
        Clockwork(
            stage_index=index,
            visit=circle.visit + 1,
            ends_at=now + stage.planned_ms if stage.planned_ms is not None else None,
            phones_open=stage.phones_open and circle.phones_allowed,
        )
    )


def _entered(circle: Circle, index: int, now: int) -> Visit:
    return Visit(number=circle.visit + 1, stage=index, entered_at=now)


_NO_CLOCK = {
    "lobby": "The circle has not begun.",
    "over": "The time is already up.",
    "paused": "The clock is already paused.",
    "untimed": "This stage has no clock.",
    "review": "The review has no clock.",
}

HANDLERS = {
    "start": _start,
    "next": _next,
    "back": _back,
    "pause": _pause,
    "resume": _resume,
    "cut": _cut,
    "extend": _extend,
    "undo": _undo,
    "close": _close,
    "silence": _silence,
    "blank": _blank,
    "door": _door,
    "new_code": _new_code,
    "phones": _phones,
    "stop": _stop,
    "earlier": _earlier,
    "minutes": set_minutes,
    "hide_clock": _hide_clock,
}
