"""Who takes part: joining, roles, people without a phone, and what is known about the circle as a whole."""

import json
from dataclasses import replace

from app.circle import gate
from app.circle.clock import door_open, stage_state
from app.circle.destinations import as_text, destinations, numbered
from app.circle.edit import Done, Edit
from app.circle.parse import Move
from app.circle.state import CIRCLE, Actor, Circle, Refused, Seat
from app.circle.text import clean_name

MOST_SEATS = 200


def join(circle: Circle, seat_id: str, name: object, now: int) -> Done | Refused:
    """A phone takes a seat. Codes: `door_closed`, `name_invalid`, `too_many`."""
    if circle.closed_at is not None:
        return Refused("door_closed", "This circle has ended.")
    if not circle.phones_allowed:
        return Refused("door_closed", "This team does not use phones. Just take part.")
    if not door_open(circle, now):
        return Refused("door_closed", "Nobody new can join now. Late? Ask the facilitator.")
    known = clean_name(name)
    if isinstance(known, Refused):
        return Refused("name_invalid", known.message)
    return _seated(circle, Seat(id=seat_id, joined_at=now), known)


def begin(circle: Circle, title: str, facilitator: str) -> Done:
    """A new circle's first words, known when it is made."""
    edit = Edit(circle)
    edit.say(CIRCLE, "title", title)
    edit.say(CIRCLE, "facilitator", facilitator)
    return edit.done()


def set_up(circle: Circle, move: Move, actor: Actor, now: int) -> Done | Refused:
    """Play one of `gate.SETTING_UP`."""
    if refused := gate.may_control(circle, actor, move.type):
        return refused
    return HANDLERS[move.type](circle, move, now)


def _seated(circle: Circle, seat: Seat, name: str) -> Done | Refused:
    if len(circle.present()) >= MOST_SEATS:
        return Refused("too_many", f"The circle is full: {MOST_SEATS} people take part.")
    edit = Edit(circle)
    edit.seat(seat)
    edit.say(seat.id, "name", _told_apart(circle, name))
    return edit.done(subject=seat.id)


def _told_apart(circle: Circle, name: str) -> str:
    """Two people with one name are told apart by a number: “Sam”, “Sam 2”."""
    taken = {circle.name(seat.id).casefold() for seat in circle.present()}
    names = (name if number == 1 else f"{name} {number}" for number in range(1, MOST_SEATS + 2))
    return next(each for each in names if each.casefold() not in taken)


def _person(circle: Circle, move: Move, now: int) -> Done | Refused:
    return _seated(circle, Seat(id=move.op, joined_at=now, phone=False), move["name"])


def _presenter(circle: Circle, move: Move, now: int) -> Done | Refused:
    seat = _taken(circle, move["seat"])
    if isinstance(seat, Refused):
        return seat
    if stage_state(circle, now) == "running":
        return Refused("not_allowed", "The presenter cannot change while the clock runs. Pause it first.")
    edit = Edit(circle)
    edit.set(presenter=seat.id)
    if circle.clockwork.speaker == seat.id:
        edit.clockwork(speaker=None)
    return edit.done(subject=seat.id)


def _scribe(circle: Circle, move: Move, now: int) -> Done | Refused:
    seat = _taken(circle, move["seat"])
    if isinstance(seat, Refused):
        return seat
    if move["on"] and not seat.phone:
        return Refused("not_allowed", "A scribe needs a phone to type on.")
    edit = Edit(circle)
    edit.seat(replace(seat, scribe=move["on"]))
    return edit.done(subject=seat.id)


def _remove(circle: Circle, move: Move, now: int) -> Done | Refused:
    seat = _taken(circle, move["seat"])
    if isinstance(seat, Refused):
        return seat
    edit = Edit(circle)
    edit.seat(replace(seat, removed=True, scribe=False))
    if circle.presenter == seat.id:
        edit.set(presenter=None)
    if circle.clockwork.speaker == seat.id:
        edit.clockwork(speaker=None)
    return edit.done(subject=seat.id)


def _title(circle: Circle, move: Move, now: int) -> Done:
    edit = Edit(circle)
    edit.say(CIRCLE, "title", move["text"])
    return edit.done()


def _details(circle: Circle, move: Move, now: int) -> Done | Refused:
    if move.get("names") and move["names"] != circle.names and circle.names_fixed:
        return Refused("not_allowed", "How names are kept can be chosen only before the circle starts.")
    edit = Edit(circle)
    for name in ("facilitator", "advisor", "activity", "told"):
        if move.get(name) is not None:
            edit.say(CIRCLE, name, move[name])
    if (people := move.get("attendance")) is not None:
        edit.replace(CIRCLE, "attendance", json.dumps(people, ensure_ascii=False) if people else "")
    if (rows := move.get("destinations")) is not None:
        going = numbered(rows, destinations(circle), move.op)
        if _filed(circle) - {each.id for each in going}:
            return Refused(
                "not_allowed",
                "A form is marked as filed for somebody who is missing here. Take that back first.",
            )
        edit.replace(CIRCLE, "destinations", as_text(going))
    for box, text in (move.get("boxes") or {}).items():
        edit.say(CIRCLE, f"box:{box}", text)
    if move.get("next_date") is not None:
        edit.set(next_date=move["next_date"] or None)
    if move.get("names"):
        edit.set(names=move["names"])
    return edit.done()


def _filed(circle: Circle) -> set[str]:
    """For whom a form is filed already."""
    return {
        each.id
        for each in destinations(circle)
        if (filing := circle.filings.get(each.id)) and filing.state == "filed"
    }


def _taken(circle: Circle, seat_id: str) -> Seat | Refused:
    seat = circle.seats.get(seat_id)
    if seat is None or seat.removed:
        return Refused("not_found", "That person is no longer in the circle.")
    return seat


HANDLERS = {
    "person": _person,
    "presenter": _presenter,
    "scribe": _scribe,
    "remove": _remove,
    "title": _title,
    "details": _details,
}
