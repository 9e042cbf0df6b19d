"""What people send, and what happens to it: contributing, changing, handing in after the bell,
letting in, hiding, parking, merging, removing for good."""

import hashlib
import hmac
from dataclasses import replace

from app.circle import gate, learning
from app.circle.edit import Done, Edit
from app.circle.parse import Move
from app.circle.shapes import ERASABLE, STATEMENTS
from app.circle.state import CIRCLE, Actor, Circle, Contribution, Refused
from app.circle.tally import tallied

MOST_CONTRIBUTIONS = 2_000
#: Where names are never stored, nothing says whose contributions are whose, and this cannot be counted.
MOST_OF_A_SEAT = 300


def contribute(circle: Circle, move: Move, actor: Actor, now: int) -> Done | Refused:
    """A contribution of a kind that the present stage takes from this role."""
    if not gate.roles(circle, actor) or not _may_ever(circle, actor, move["kind"]):
        return gate.may(circle, actor, move["kind"], now) or _NOT_YOURS
    if move["visit"] != circle.visit:
        return Refused("stage_closed", "The stage has closed. Your words are kept here.")
    if refused := gate.may(circle, actor, move["kind"], now):
        return refused
    return _keep(circle, move, actor, now, state="shown", stage=circle.stage_index)


def hand_in(circle: Circle, move: Move, actor: Actor, now: int) -> Done | Refused:
    """Words that came after the bell go to the facilitator's list, and nowhere else until admitted. While
    their own stage would take them they go the usual way, so that nobody passes by it by mistake."""
    if circle.contributions.get(move["refused"]) is not None:
        return Refused("conflict", "These words were already saved.")
    places = [
        place for role in gate.roles(circle, actor) for place in circle.format.stages_for(role, move["kind"])
    ]
    if not places or actor.kind != "seat":
        return Refused("not_allowed", "There is nothing here to hand in.")
    if gate.may(circle, actor, move["kind"], now) is None:
        return Refused("not_allowed", "The stage is open. Send it as usual.")
    reached = [place for place in places if place <= circle.stage_index]
    if not reached:
        return Refused("stage_closed", "That stage has not come yet. Keep your words until then.")
    return _keep(circle, move, actor, now, state="handed_in", stage=max(reached))


def _keep(circle: Circle, move: Move, actor: Actor, now: int, state: str, stage: int) -> Done | Refused:
    if refused := _full(circle, actor):
        return refused
    held = gate.roles(circle, actor)
    author = actor.seat
    if spoken_by := move.get("for"):
        if not held & {"facilitator", "advisor", "scribe"}:
            return Refused("not_allowed", "Only the facilitator or the scribe types for somebody else.")
        seat = circle.seats.get(spoken_by)
        if seat is None or seat.removed:
            return Refused("not_found", "That person is no longer in the circle.")
        author = seat.id
    unnamed = circle.names == "never"
    source = "scribe" if move.get("for") and "scribe" in held else next(r for r in _SOURCES if r in held)
    if unnamed and actor.kind == "seat":
        source = "group"  # presenter or scribe would name somebody
    edit = Edit(circle)
    edit.put(
        Contribution(
            id=move.op,
            kind=move["kind"],
            stage=circle.format.steps[stage].key,
            visit=circle.visit,
            at=now,
            source=source,
            author=None if unnamed else author,
            typist=None if unnamed else actor.seat,
            mark=_mark(move.get("edit_key"), move.op) if unnamed else None,
            state=state,
        )
    )
    edit.say(move.op, "text", move["text"])
    return edit.done(subject=move.op)


def _full(circle: Circle, actor: Actor) -> Refused | None:
    """So that no phone fills a circle to the brim and takes the others' room: a seat has its own limit, in which all
    that it ever sent counts. The facilitator is never refused."""
    if actor.kind == "facilitator":
        return None
    tally = tallied(circle.contributions)
    if actor.seat and tally.typed[actor.seat] >= MOST_OF_A_SEAT:
        return Refused("too_many", f"You have sent {MOST_OF_A_SEAT} contributions. Say the rest aloud.")
    gone = sum(
        number for (_, state, _, _), number in tally.standing.items() if state in ("erased", "withdrawn")
    )
    if len(tally) - gone >= MOST_CONTRIBUTIONS:
        return Refused("too_many", f"This circle already holds {MOST_CONTRIBUTIONS} contributions.")
    return None


def change(circle: Circle, move: Move, actor: Actor, now: int) -> Done | Refused:
    """`edit` and `withdraw`: one's own, while the stage in which it was made still takes such words."""
    found = _open_to(circle, move, actor, now)
    if isinstance(found, Refused):
        return found
    edit = Edit(circle)
    if move.type == "withdraw":
        edit.put(replace(found, state="withdrawn"))
        _part(circle, edit, found.id)
        return edit.done(subject=found.id)
    revision = circle.revision(found.id, "text")
    if move["revision"] != revision:
        theirs = circle.text(found.id, "text")
        return Refused(
            "stale",
            "These words have just been changed. Both are shown.",
            {"text": theirs, "revision": revision},
        )
    number = edit.say(found.id, "text", move["text"])
    return edit.done(subject=found.id, number=number)


def _open_to(circle: Circle, move: Move, actor: Actor, now: int) -> Contribution | Refused:
    found = circle.contributions.get(move["id"])
    if found is None or found.state in ("erased", "withdrawn"):
        return Refused("not_found", "Those words are no longer there.")
    if not is_own(circle, found, actor, move.get("edit_key")):
        return Refused("not_allowed", "Only the person who wrote this can change it.")
    if found.state in ("merged", "parked"):
        return Refused("not_allowed", "The facilitator has already moved this.")
    if found.state == "handed_in":
        return found
    if circle.stage is None or circle.stage.key != found.stage:
        return Refused("stage_closed", "That stage has closed. The words stay as they are.")
    return gate.may(circle, actor, found.kind, now) or found


def is_own(circle: Circle, contribution: Contribution, actor: Actor, edit_key: str | None) -> bool:
    """Whether the words are this actor's: said or typed from this seat, or, where names are never
    stored, marked with this phone's edit key."""
    if contribution.mark is not None:
        mine = _mark(edit_key, contribution.id)
        return mine is not None and hmac.compare_digest(mine, contribution.mark)
    if actor.kind == "seat":
        return actor.seat is not None and actor.seat in (contribution.author, contribution.typist)
    return contribution.typist is None and contribution.source == actor.kind


def handle(circle: Circle, move: Move, actor: Actor, now: int) -> Done | Refused:
    """`admit`, `hide`, `park`, `answered`, `merge`: the facilitator's care for what was sent."""
    if move.type in gate.HANDLING:
        refused = gate.may_control(circle, actor, move.type)
    else:
        refused = gate.may(circle, actor, move.type, now)
    if refused:
        return refused
    found = circle.contributions.get(move["id"])
    if found is None or found.state in ("erased", "withdrawn"):
        return Refused("not_found", "Those words are no longer there.")
    changed = _HANDLED[move.type](circle, move, found)
    if isinstance(changed, Refused):
        return changed
    edit = Edit(circle)
    edit.put(changed)
    if changed.state == "parked":
        _part(circle, edit, found.id)
    if changed.merged_into:
        _bring_along(circle, edit, found.id, changed.merged_into)
    return edit.done(subject=found.id)


def _admit(circle: Circle, move: Move, found: Contribution) -> Contribution | Refused:
    if found.state != "handed_in":
        return Refused("not_allowed", "That was already let in.")
    return replace(found, state="shown", late=True)


def _hide(circle: Circle, move: Move, found: Contribution) -> Contribution | Refused:
    if found.state not in ("shown", "hidden"):
        return Refused("not_allowed", "That is not on the screen.")
    return replace(found, state="shown" if move.get("on") is False else "hidden")


def _park(circle: Circle, move: Move, found: Contribution) -> Contribution | Refused:
    if found.kind != "question" or found.state not in ("shown", "hidden"):
        return Refused("not_allowed", "Only a question can be parked.")
    return replace(found, state="parked")


def _answered(circle: Circle, move: Move, found: Contribution) -> Contribution | Refused:
    if found.kind != "question":
        return Refused("not_allowed", "Only a question can be answered.")
    return replace(found, answered=move.get("on") is not False)


def _merge(circle: Circle, move: Move, found: Contribution) -> Contribution | Refused:
    if move["into"] == "":
        if found.state != "merged":
            return Refused("not_allowed", "That is on its own already.")
        return replace(found, state="shown", merged_into=None)
    into = circle.contributions.get(move["into"])
    if into is None or into.state != "shown":
        return Refused("not_found", "The other words are no longer there.")
    if into.id == found.id or into.kind != found.kind or found.state != "shown":
        return Refused("not_allowed", "These two cannot be put together.")
    if found.chosen:
        return Refused("not_allowed", "This one is chosen. Mark the other one as the same.")
    return replace(found, state="merged", merged_into=into.id)


def _bring_along(circle: Circle, edit: Edit, subject: str, into: str) -> None:
    """What was merged into something that is merged in its turn goes with it."""
    for each in _merged_into(circle, subject):
        edit.put(replace(each, merged_into=into))


def _part(circle: Circle, edit: Edit, subject: str) -> None:
    """What was merged into something that goes stands on its own again. Hiding is no going: what is hidden
    comes back with all that was merged into it."""
    for each in _merged_into(circle, subject):
        edit.put(replace(each, state="shown", merged_into=None))


def _merged_into(circle: Circle, subject: str) -> list[Contribution]:
    return [each for each in circle.contributions.values() if each.merged_into == subject]


def erase(circle: Circle, move: Move, actor: Actor, now: int) -> Done | Refused:
    """Remove for good: every wording goes, at once; who and when remain (product.md, "Remove for good")."""
    held = gate.roles(circle, actor)
    places = _places(circle, move)
    if places and "facilitator" not in held:
        return Refused("not_allowed", "Only the facilitator can remove that for good.")
    edit = Edit(circle)
    for subject, name in places:
        edit.forget_field(subject, name)
    if places:
        return edit.done(subject=move["id"])
    found = circle.contributions.get(move["id"])
    if found is None or move.get("field"):
        return Refused("not_found", "Those words are no longer there.")
    if "facilitator" not in held and not is_own(circle, found, actor, move.get("edit_key")):
        return Refused(
            "not_allowed", "Only the person who wrote this, or the facilitator, can remove it for good."
        )
    edit.put(replace(found, state="erased", tried=False, chosen=False, answered=False, merged_into=None))
    edit.forget(found.id)
    learning.forget_source(circle, edit, found.id)
    _part(circle, edit, found.id)
    return edit.done(subject=found.id)


def _places(circle: Circle, move: Move) -> list[tuple[str, str]]:
    """The single fields that an `erase` is about; none where it is about a whole contribution."""
    id_: str = move["id"]
    if id_ == "focus":  # the same words may have come from what the presenter prepared
        prepared = [(CIRCLE, f"prepare:{name}") for name in STATEMENTS]
        return [(CIRCLE, id_), *(place for place in prepared if place in circle.words)]
    if id_ in ERASABLE:
        return [(CIRCLE, id_)]
    if id_ in circle.responses:
        return [(id_, "text"), (id_, "settled")]
    if move.get("field") and id_ in circle.contributions:
        return [(id_, move["field"])]
    return []


def _may_ever(circle: Circle, actor: Actor, kind: str) -> bool:
    return any(circle.format.stages_for(role, kind) for role in gate.roles(circle, actor))


def _mark(edit_key: str | None, op: str) -> str | None:
    """Ties words to the phone that wrote them without saying whose phone it is, and differently for each text."""
    return hashlib.sha256(f"{edit_key}:{op}".encode()).hexdigest() if edit_key else None


_NOT_YOURS = Refused("not_allowed", "You cannot send that.")
#: A role's rank when somebody holds two: the one under which the words are noted.
_SOURCES = ("facilitator", "advisor", "presenter", "group", "scribe")

_HANDLED = {"admit": _admit, "hide": _hide, "park": _park, "answered": _answered, "merge": _merge}
