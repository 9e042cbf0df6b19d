"""After the close: filing, what those concerned say, check-ins, and keeping words from being forgotten."""

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from app.circle import gate
from app.circle.destinations import documents
from app.circle.edit import Done, Edit
from app.circle.learning import stands_in
from app.circle.parse import Move
from app.circle.state import Actor, Circle, Contribution, Filing, Refused, Response

MOST_RESPONSES = 60
#: So that the presenter's link leaves room for what staff write down.
MOST_OF_A_READER = 30
#: A system number or a phone number rather than the name of a place.
_A_NUMBER = re.compile(r"(?:\d\s?){5}")
_NOT_CLOSED = Refused("not_allowed", "That comes after the circle. Close it first.")
_GONE = Refused("not_found", "That is no longer there.")


def after_close(circle: Circle, move: Move, actor: Actor, now: int) -> Done | Refused:
    """Play one of `HANDLERS`: for staff, and `respond` for the presenter's link too."""
    invited = move.type == "respond" and "reader" in gate.roles(circle, actor)
    if not invited and (refused := gate.may_control(circle, actor, move.type)):
        return refused
    if circle.closed_at is None:
        return _NOT_CLOSED
    return HANDLERS[move.type](circle, move, actor, now)


def _filing(circle: Circle, move: Move, actor: Actor, now: int) -> Done | Refused:
    """Mark a document as filed (where, and on which day), as not needed, or as open again; or note that it was
    downloaded, which is no filing."""
    document = move["document"]
    if document not in documents(circle):
        return _GONE
    before = circle.filings.get(document, Filing(document))
    if move["state"] == "exported":
        filing = replace(before, exported_at=now)
    elif move["state"] == "filed":
        if not move.get("place") or not move.get("on"):
            return Refused("invalid", "Say where it is filed, and on which day.")
        if _A_NUMBER.search(move["place"]):
            return Refused(
                "invalid", "The place stays in the register. It must not have a long number in it."
            )
        if date.fromisoformat(move["on"]) > datetime.fromtimestamp(now / 1000, UTC).date() + timedelta(
            days=1
        ):
            return Refused("invalid", "That day has not come yet.")
        filing = replace(before, state="filed", place=move["place"], on=move["on"], at=now, by=actor.staff)
    else:
        filing = replace(before, state=move["state"], place="", on=None, at=now, by=actor.staff)
    edit = Edit(circle)
    edit.file(filing)
    return edit.done(subject=document)


def _respond(circle: Circle, move: Move, actor: Actor, now: int) -> Done | Refused:
    """Agree, or say what is wrong: a disagreement is itself recorded (West Sussex, section 11; Central
    Bedfordshire). It counts whenever it comes, also after the five working days."""
    if not move["agrees"] and not move.get("text"):
        return Refused("invalid", "Say what is wrong.")
    by_link = sum(each.source == "reader" for each in circle.responses.values())
    if len(circle.responses) >= MOST_RESPONSES or (actor.kind == "reader" and by_link >= MOST_OF_A_READER):
        return Refused("too_many", "No more can be recorded here. Tell the team’s manager.")
    source = actor.kind
    who = move.get("who") if source != "reader" else circle.name(circle.presenter)
    edit = Edit(circle)
    edit.respond(Response(move.op, now, move["agrees"], source))
    edit.say(move.op, "who", who or "The presenter")
    if move.get("text"):
        edit.say(move.op, "text", move["text"])
    return edit.done(subject=move.op, number=int(move["agrees"]))


def _settle(circle: Circle, move: Move, actor: Actor, now: int) -> Done | Refused:
    """A disagreement is dealt with; it stays beside the text, with how it was settled."""
    found = circle.responses.get(move["id"])
    if found is None or found.agrees:
        return _GONE
    if found.settled_at is not None:
        return Refused("not_allowed", "That is settled already.")
    edit = Edit(circle)
    edit.respond(replace(found, settled_at=now))
    edit.say(found.id, "settled", move["text"])
    return edit.done(subject=found.id)


def _checked(circle: Circle, move: Move, actor: Actor, now: int) -> Done | Refused:
    """What the group found when it checked in (Dudley, Appendix 2, stage 4): done, not yet, or changed."""
    found = circle.contributions.get(move["id"])
    if found is None or not is_action(circle, found):
        return _GONE
    again = move.get("on") if move["outcome"] == "not_yet" else None
    edit = Edit(circle)
    edit.put(replace(found, outcome=move["outcome"], checked_at=now, check_on=again or found.check_on))
    if move.get("text") is not None:
        edit.say(found.id, "comment", move["text"])
    return edit.done(subject=found.id)


def _hold(circle: Circle, move: Move, actor: Actor, now: int) -> Done:
    edit = Edit(circle)
    edit.set(held=move["on"])
    return edit.done(number=int(move["on"]))


def _share(circle: Circle, move: Move, actor: Actor, now: int) -> Done:
    """The presenter is given the form: the time in which they can say what is wrong begins anew."""
    edit = Edit(circle)
    edit.set(window_from=now)
    return edit.done()


def is_action(circle: Circle, contribution: Contribution) -> bool:
    """Whether the group comes back to it: a solution that was chosen (Dudley, Appendix 2, stage 4), or what stands
    among the next steps of the Record of Learning (West Sussex, Appendix 9)."""
    if contribution.state != "shown":
        return False
    return contribution.chosen or stands_in(circle, contribution) == "next_step"


def actions(circle: Circle) -> list[Contribution]:
    return [each for each in circle.contributions.values() if is_action(circle, each)]


def open_actions(circle: Circle) -> list[Contribution]:
    """Those that wait for a check-in."""
    return [each for each in actions(circle) if each.outcome in (None, "not_yet")]


def reopened(circle: Circle, changed: Collection[str]) -> Done:
    """Filed documents that say something else by now are not filed any more."""
    edit = Edit(circle)
    for name in sorted(changed):
        edit.file(replace(circle.filings[name], state="open", place="", on=None))
    return edit.done()


def open_disagreements(circle: Circle) -> list[Response]:
    return [each for each in circle.responses.values() if not each.agrees and each.settled_at is None]


HANDLERS: dict[str, Callable[[Circle, Move, Actor, int], Done | Refused]] = {
    "filing": _filing,
    "respond": _respond,
    "settle": _settle,
    "checked": _checked,
    "hold": _hold,
    "share": _share,
}
