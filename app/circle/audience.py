"""Who looks at a circle, and under which role they are shown it."""

from typing import Any

from app.circle.state import Actor, Circle

Plain = dict[str, Any]

#: Who sees the whole circle, being responsible for it.
STAFF = ("facilitator", "advisor")


def role_of(circle: Circle, actor: Actor) -> str:
    """The role under which the actor's device is shown the circle."""
    if actor.kind != "seat":
        return actor.kind
    return "presenter" if actor.seat == circle.presenter else "group"


def covered(circle: Circle) -> bool:
    """Whether the screen shows nobody's words: while blank, while the circle is stopped (product.md, "Run"), and
    once it is closed. What it must not show it is not sent either."""
    return circle.stopped or circle.blank or circle.closed_at is not None
