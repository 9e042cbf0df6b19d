"""The rules of a circle as one pure function: circle, move, actor and time in; a new circle or a
refusal out. Nothing is read from a clock, nothing is written, and a refusal changes nothing.

Whether an op was already done is the store's to know, before this is asked (protocol, "Order of
checks").
"""

from app.circle import contribute, control, correct, filing, gate, learning, people, selection
from app.circle.edit import Done
from app.circle.parse import Move
from app.circle.state import Actor, Circle, Refused

_AFTER_CLOSE = Refused("circle_closed", "The circle has ended.")
_FORGOTTEN = Refused(
    "circle_closed", "The words of this circle have been removed. What is left cannot be changed."
)

HANDLERS = {
    **dict.fromkeys(gate.CONTROLS, control.control),
    **dict.fromkeys(gate.SETTING_UP, people.set_up),
    "focus": selection.focus,
    "contribute": contribute.contribute,
    "edit": contribute.change,
    "withdraw": contribute.change,
    "hand_in": contribute.hand_in,
    **dict.fromkeys(("admit", "hide", "park", "answered", "merge"), contribute.handle),
    "erase": contribute.erase,
    "tried": selection.select,
    "choose": selection.select,
    "action": selection.action,
    "check_in": selection.check_in,
    "speaker": selection.speaker,
    "correct": correct.correct,
    "prepare": correct.prepare,
    "compose": learning.compose,
    **dict.fromkeys(filing.HANDLERS, filing.after_close),
}


def apply(circle: Circle, move: Move, actor: Actor, now: int) -> Done | Refused:
    """Play `move` on `circle` at `now` (ms). The refusal codes are the protocol's."""
    held = gate.roles(circle, actor)
    if not held:
        return Refused(
            "revoked" if actor.kind == "seat" else "not_allowed",
            "You do not take part in this circle any more.",
        )
    if circle.closed_at is not None and not _completes(held, move):
        return _AFTER_CLOSE
    if circle.forgotten_at is not None and move.type != "checked":
        return _FORGOTTEN
    return HANDLERS[move.type](circle, move, actor, now)


def _completes(held: frozenset[str], move: Move) -> bool:
    if "reader" in held:
        return move.type == "respond"
    return bool(held & {"facilitator", "advisor"}) and move.type in gate.AFTER_CLOSE


def logged_as(circle: Circle, move: Move, actor: Actor) -> str:
    """How the log of moves names the actor. Where names are never stored, it does not say who
    contributed (protocol, "Names policy")."""
    if actor.kind != "seat":
        return actor.kind
    unnamed = circle.names == "never" and move.type in ("contribute", "edit", "withdraw", "hand_in", "erase")
    return "member" if unnamed else f"seat:{actor.seat}"
