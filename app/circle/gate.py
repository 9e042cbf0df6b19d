"""Who may do what, now. Deny is the default.

The format's data says what a role may send in a stage; this module sets that against the state of
the circle. The order of the checks is the protocol's: role, then stage.
"""

from app.circle.clock import stage_state
from app.circle.state import LOBBY, Actor, Circle, Refused

#: Moves of the facilitator that no stage has to allow.
CONTROLS = ("start", "next", "back", "pause", "resume", "cut", "close", "undo", "extend", "silence", "blank", "door", "new_code",
            "phones", "stop", "earlier", "minutes", "hide_clock")  # fmt: skip
#: Of these, what goes while the circle is stopped. The rest waits until it is resumed: supervision holds still
#: while somebody may be at risk (West Sussex, section 5).
WHILE_STOPPED = ("resume", "close", "blank", "door", "new_code", "stop", "hide_clock")
SETTING_UP = ("title", "details", "presenter", "scribe", "person", "remove")
HANDLING = ("admit", "hide")
#: What the advisor may do in the review, besides contributing (product.md: "the same, controls (also the advisor's)").
ADVISOR_IN_REVIEW = ("close", "phones", "blank", "stop", "resume", "admit", "hide", "details", "correct", "compose",
                     "filing", "respond", "settle", "checked", "hold", "share")  # fmt: skip
#: What stays possible after the close, for whoever completes the records.
AFTER_CLOSE = ("title", "details", "action", "check_in", "erase", "correct", "compose", "filing", "respond",
               "settle", "checked", "hold", "share")  # fmt: skip
#: What people hold who have a private link and no seat: to read the form, or to prepare.
LINKS = ("reader", "preparer")

PLURAL = {
    "question": "Questions",
    "suggestion": "Suggestions",
    "reflection": "Reflections",
    "outcome": "Outcomes",
    "learning_use": "Words on using the learning",
    "worked_well": "Words on what worked well",
    "key_learning": "Words on key learning",
    "next_step": "Next steps",
    "issue": "Issues",
    "focus": "The focus",
    "title": "The title",
}


def roles(circle: Circle, actor: Actor) -> frozenset[str]:
    """The roles that an actor has. The row on the server names them, never the device."""
    if actor.kind in ("facilitator", "advisor", *LINKS):
        return frozenset({actor.kind})
    seat = circle.seats.get(actor.seat or "")
    if actor.kind != "seat" or seat is None or seat.removed:
        return frozenset()
    own = "presenter" if seat.id == circle.presenter else "group"
    return frozenset({own, "scribe"}) if seat.scribe else frozenset({own})


def may_control(circle: Circle, actor: Actor, move: str) -> Refused | None:
    """Whether the facilitator's move is this actor's to make."""
    held = roles(circle, actor)
    reviewing = circle.in_review or circle.closed_at is not None
    if "facilitator" in held or ("advisor" in held and reviewing and move in ADVISOR_IN_REVIEW):
        return None
    if "advisor" in held and move in ADVISOR_IN_REVIEW:
        return Refused("not_allowed", "You lead the review. Until then the facilitator has the controls.")
    return Refused("not_allowed", "Only the facilitator can do that.")


def may(circle: Circle, actor: Actor, act: str, now: int) -> Refused | None:
    """Whether `actor` may do `act` (a kind of contribution, or an act a stage can allow) at `now`."""
    held = roles(circle, actor)
    places = sorted({place for role in held for place in circle.format.stages_for(role, act)})
    if not places:
        return Refused("not_allowed", _not_yours(act))
    if circle.stage_index == LOBBY or circle.stage is None:
        return Refused("stage_closed", f"The circle has not begun. {_when(circle, act, places)}")
    here = {role for role in held if circle.stage.lets(role, act)}
    if not here:
        return Refused("stage_closed", _when(circle, act, places))
    if circle.stopped:
        return Refused("paused", "The circle is stopped. Your words stay here until it goes on.")
    state = stage_state(circle, now)
    if state == "paused":
        return Refused("paused", "The circle is paused. Your words stay here until it goes on.")
    if here != {"group"}:
        return None
    if not circle.phones_allowed:
        return Refused("not_your_turn", "This team does not use phones. Say it aloud.")
    if state == "over":
        return Refused("stage_closed", "The stage has closed. Your words are kept here.")
    if not circle.clockwork.phones_open:
        return Refused("not_your_turn", "Phones are shut in this stage. Say it aloud.")
    return None


def accepts(circle: Circle, actor: Actor, now: int) -> list[str]:
    """All that the present stage takes from this actor at this moment."""
    if circle.stage is None or circle.closed_at is not None:
        return []
    offered = {act for role in roles(circle, actor) for act in circle.stage.may.get(role, ())}
    return sorted(act for act in offered if may(circle, actor, act, now) is None)


def _not_yours(act: str) -> str:
    return "You cannot send that in this circle." if act in PLURAL else "You cannot do that."


def _when(circle: Circle, act: str, places: list[int]) -> str:
    what = PLURAL.get(act, "This")
    verb = "belong to" if what.endswith("s") and what != "This" else "belongs to"
    if what.startswith("Words"):
        verb = "belong to"
    step = circle.format.steps[places[0]]
    if step.key == "review":
        return f"{what} {verb} the review."
    return f"{what} {verb} stage {places[0] + 1}, {step.title}."
