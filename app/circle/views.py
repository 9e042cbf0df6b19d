"""What each role may see of a circle, as plain data for a page or another program.

Deny is the default here too: each role's view is put together from what that role needs, and
nothing is taken away from a bigger whole. A group member's phone gets its own words, the stage and
the time, and nothing that anybody else wrote except the focus, which the room has agreed aloud.

Times are in milliseconds. `frame` is everything but the contributions; `item` is one contribution.
"""

from dataclasses import replace

from app.circle import contribute
from app.circle.audience import STAFF, Plain, covered, role_of
from app.circle.frame import frame
from app.circle.shapes import ACTION_FIELDS
from app.circle.state import Actor, Circle, Contribution, Seat


def seen_by(circle: Circle, actor: Actor, now: int, edit_key: str | None = None) -> Plain:
    """The whole view of one device."""
    role = role_of(circle, actor)
    return {
        **head(circle, role, now),
        **frame(circle, actor, now),
        "contributions": contributions(circle, role),
        "mine": mine(circle, actor, edit_key),
    }


def previewed(circle: Circle, role: str, now: int) -> Plain | None:
    """What the presenter's phone shows, or that of a group member who has sent nothing; None where nobody presents.
    The facilitator, who sees more than either, looks at it to help somebody with their phone."""
    if role == "presenter":
        seat = circle.presenter
    else:
        seat = "somebody"
        circle = replace(circle, seats={**circle.seats, seat: Seat(seat, joined_at=now)})
    return seen_by(circle, Actor("seat", seat), now) if seat else None


def head(circle: Circle, role: str, now: int) -> Plain:
    return {"version": circle.version, "server_now": now, "role": role}


def contributions(circle: Circle, role: str) -> list[Plain]:
    seen = (item(circle, each, role) for each in circle.contributions.values())
    return [one for one in seen if one is not None]


def item(circle: Circle, contribution: Contribution, role: str) -> Plain | None:
    """One contribution as `role` may see it, or None."""
    c = contribution
    if c.state in ("erased", "withdrawn") or role == "group":
        return None
    if role not in STAFF and c.state != "shown":
        return None
    if role == "screen" and covered(circle):
        return None
    text = circle.text(c.id, "text")
    if role == "screen" and not circle.words_on_screen:
        text = ""
    plain: Plain = {"id": c.id, "kind": c.kind, "text": text, "stage": c.stage, "state": c.state,
                    "revision": circle.revision(c.id, "text")}  # fmt: skip
    plain |= {name: True for name in ("late", "answered", "tried", "chosen") if getattr(c, name)}
    if c.source == "presenter" and _others_speak(circle, c.stage):
        plain["noted"] = True
    if c.author and _sees_names(circle, role) and (name := circle.name(c.author)):
        plain["by"] = name
    if c.merged_into:
        plain["merged_into"] = c.merged_into
    if c.chosen:
        plain["action"] = _action(circle, c.id, role)
    return plain


def mine(circle: Circle, actor: Actor, edit_key: str | None) -> list[Plain]:
    """What this seat said or typed, with what became of it."""
    if actor.kind != "seat":
        return []
    owned = (own(circle, each, actor, edit_key) for each in circle.contributions.values())
    return [one for one in owned if one is not None]


def own(circle: Circle, contribution: Contribution, actor: Actor, edit_key: str | None) -> Plain | None:
    """One contribution as this seat sees it among its own, or None."""
    c = contribution
    if c.state in ("erased", "withdrawn") or not contribute.is_own(circle, c, actor, edit_key):
        return None
    plain: Plain = {"id": c.id, "kind": c.kind, "text": circle.text(c.id, "text"), "stage": c.stage,
                    "revision": circle.revision(c.id, "text"), "state": c.state}  # fmt: skip
    return plain | ({"late": True} if c.late else {})


def _action(circle: Circle, subject: str, role: str) -> Plain:
    names: tuple[str, ...] = ("what", "by_whom", "by_when") if role == "screen" else ACTION_FIELDS
    if role == "screen" and not circle.words_on_screen:
        names = ("by_whom", "by_when")
    return {name: text for name in names if (text := circle.text(subject, name))}


def _others_speak(circle: Circle, key: str) -> bool:
    """Whether the stage is one in which the presenter notes what the group offers. Elsewhere the presenter's words
    are the presenter's own, and saying so would name them."""
    return any(step.key == key and step.speaks == "group" for step in circle.format.steps)


def _sees_names(circle: Circle, role: str) -> bool:
    return role in STAFF or circle.names == "shown"
