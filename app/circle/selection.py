"""The focus, the presenter's selection, what becomes of it, and the round of speakers."""

from dataclasses import replace

from app.circle import gate
from app.circle.edit import Done, Edit
from app.circle.format import ROLES
from app.circle.parse import Move
from app.circle.shapes import ACTION_FIELDS
from app.circle.state import CIRCLE, Actor, Circle, Contribution, Refused


def focus(circle: Circle, move: Move, actor: Actor, now: int) -> Done | Refused:
    """One clear sentence, established from what was said (Dudley, Appendix 2, stage 1)."""
    if refused := gate.may(circle, actor, "focus", now):
        return refused
    revision = circle.revision(CIRCLE, "focus")
    if move["revision"] != revision:
        theirs = circle.text(CIRCLE, "focus")
        return Refused(
            "stale",
            "The focus has just been changed. Both are shown.",
            {"text": theirs, "revision": revision},
        )
    edit = Edit(circle)
    return edit.done(number=edit.say(CIRCLE, "focus", move["text"]))


def select(circle: Circle, move: Move, actor: Actor, now: int) -> Done | Refused:
    """`tried` and `choose`: subtract what has been tried, choose from what is left."""
    if refused := gate.may(circle, actor, move.type, now):
        return refused
    found = circle.contributions.get(move["id"])
    if found is None or found.state != "shown":
        return Refused("not_found", "That is no longer there.")
    if circle.stage is None or found.kind not in circle.stage.shows:
        return Refused("not_allowed", "That cannot be chosen from here.")
    on: bool = move["on"]
    if move.type == "tried":
        if on and found.chosen:
            return Refused("not_allowed", "This is chosen. Take the choice back first.")
        changed = replace(found, tried=on)
    else:
        if on and found.tried:
            return Refused("not_allowed", "This is marked as tried. Take the mark away first.")
        changed = replace(found, chosen=on)
    edit = Edit(circle)
    edit.put(changed)
    return edit.done(subject=found.id, number=int(on))


def action(circle: Circle, move: Move, actor: Actor, now: int) -> Done | Refused:
    """Who does what was chosen, and how, why, by when; what is left out stays as it was."""
    if refused := _decide(circle, actor, "action", now):
        return refused
    found = circle.contributions.get(move["id"])
    if found is None or found.state != "shown":
        return Refused("not_found", "That is no longer there.")
    if not found.chosen:
        return Refused("not_allowed", "Choose it first.")
    edit = Edit(circle)
    for name in ACTION_FIELDS:
        if move.get(name) is not None:
            edit.say(found.id, name, move[name])
    return edit.done(subject=found.id)


def check_in(circle: Circle, move: Move, actor: Actor, now: int) -> Done | Refused:
    """The date on which the group checks in that the actions were done (Dudley, Appendix 2, stage 4)."""
    if refused := _decide(circle, actor, "check_in", now):
        return refused
    edit = Edit(circle)
    edit.set(check_in_on=move["on"])
    if move.get("by") is not None:
        edit.say(CIRCLE, "check_in_by", move["by"])
    return edit.done()


def speaker(circle: Circle, move: Move, actor: Actor, now: int) -> Done | Refused:
    """Whose turn it is in a round; whoever had the turn before has spoken."""
    if refused := gate.may(circle, actor, "speaker", now):
        return refused
    edit = Edit(circle)
    before = circle.seats.get(circle.clockwork.speaker or "")
    if before and before.id != move["seat"]:
        edit.seat(replace(before, spoken=True))
    if move["seat"]:
        seat = circle.seats.get(move["seat"])
        if seat is None or seat.removed:
            return Refused("not_found", "That person is no longer in the circle.")
        if seat.id == circle.presenter:
            return Refused("not_allowed", "The round is the group’s. The presenter listens.")
        edit.seat(replace(seat, spoken=False))
    edit.clockwork(speaker=move["seat"] or None)
    return edit.done(subject=move["seat"] or None)


def _decide(circle: Circle, actor: Actor, act: str, now: int) -> Refused | None:
    """The presenter decides in the stage that is for it; the facilitator may complete it ever after, and
    after the close so may the advisor, wherever the circle ended (product.md, "Record")."""
    held = gate.roles(circle, actor)
    places = {place for role in ROLES for place in circle.format.stages_for(role, act)}
    if places and circle.closed_at is not None and held & {"facilitator", "advisor"}:
        return None
    facilitators = circle.format.stages_for("facilitator", act)
    if "facilitator" in held and facilitators and circle.stage_index > min(facilitators):
        return None
    return gate.may(circle, actor, act, now)


def offered(circle: Circle, kinds: tuple[str, ...]) -> list[Contribution]:
    """What stands to be added up: shown, not merged into another."""
    return [c for c in circle.contributions.values() if c.kind in kinds and c.state == "shown"]
