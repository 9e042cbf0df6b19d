"""Corrections by staff, and what the presenter prepares beforehand. The earlier wording of a correction stays
among the wordings until it is removed for good or forgotten with the rest."""

from app.circle import gate
from app.circle.edit import Done, Edit
from app.circle.parse import Move
from app.circle.shapes import STATEMENTS
from app.circle.state import CIRCLE, LOBBY, Actor, Circle, Refused


def correct(circle: Circle, move: Move, actor: Actor, now: int) -> Done | Refused:
    """Another wording of the focus or of a contribution, before or after the close (Central Bedfordshire and West
    Sussex, section 11: what is wrong in a record is put right, and what stood there stays known)."""
    if refused := gate.may_control(circle, actor, "correct"):
        return refused
    subject, name = (CIRCLE, "focus") if move["id"] == "focus" else (move["id"], "text")
    found = circle.contributions.get(subject)
    if subject != CIRCLE and (found is None or found.state in ("erased", "withdrawn")):
        return Refused("not_found", "Those words are no longer there.")
    revision = circle.revision(subject, name)
    if move["revision"] != revision:
        theirs = circle.text(subject, name)
        return Refused(
            "stale",
            "These words have just been changed. Both are shown.",
            {"text": theirs, "revision": revision},
        )
    edit = Edit(circle)
    number = edit.say(subject, name, move["text"])
    return edit.done(subject=None if subject == CIRCLE else subject, number=number)


def prepare(circle: Circle, move: Move, actor: Actor, now: int) -> Done | Refused:
    """The four statements of Central Bedfordshire's case supervision preparation tool. The last one fills the
    focus, unless somebody has put another one there."""
    if "preparer" not in gate.roles(circle, actor):
        return Refused("not_allowed", "Only the presenter can do that, with the link to prepare.")
    if circle.stage_index != LOBBY:
        return Refused("stage_closed", "The circle has begun. Your words are kept here.")
    edit = Edit(circle)
    before = circle.text(CIRCLE, "prepare:issue")
    for name in STATEMENTS:
        edit.say(CIRCLE, f"prepare:{name}", move[name])
    if circle.text(CIRCLE, "focus") in ("", before):
        edit.say(CIRCLE, "focus", move["issue"])
    return edit.done()
