"""Everything of a view that does not grow with the contributions, in sections, each of which is sent again
when it differs. Times are in milliseconds."""

import re

from app.circle import clock, gate
from app.circle.audience import STAFF, Plain, covered, role_of
from app.circle.controls import controls
from app.circle.edit import Touched
from app.circle.format import ROLES, Stage
from app.circle.shapes import BOXES
from app.circle.state import CIRCLE, Actor, Circle, Seat
from app.circle.tally import tallied

#: A role as which somebody is shown the circle, and the roles that they have in it.
Audience = tuple[str, frozenset[str]]
#: What a view shows of the time.
Looks = tuple[str, bool]


def frame(circle: Circle, actor: Actor, now: int) -> Plain:
    """The sections of the view that do not grow with the contributions."""
    return shared(circle, actor, now) | personal(circle, actor)


def audience(circle: Circle, actor: Actor) -> Audience:
    """Actors of one audience are shown the same but for what is `personal`."""
    return role_of(circle, actor), gate.roles(circle, actor)


def looks(circle: Circle, now: int) -> Looks:
    """All that a view shows of the time: between two moments of which this is the same nothing in it changes."""
    return clock.stage_state(circle, now), clock.door_open(circle, now)


def shared(circle: Circle, actor: Actor, now: int) -> Plain:
    """The sections that are the same for everybody of the actor's audience."""
    role = role_of(circle, actor)
    sections: Plain = {
        "circle": _circle(circle, role),
        "stage": _stage(circle, actor, now),
        "stages": [_step(step, role) for step in circle.format.steps],
        "people": _people(circle, role, actor),
        "sums": _sums(circle) if role != "group" else None,
    }
    if role != "group":
        sections["round"] = _round(circle, role)
    if role in STAFF:
        sections["controls"] = controls(circle, actor, now)
        sections["undo"] = _undo(circle)
        if circle.closed_at is not None:  # while the circle runs they would differ from moment to moment
            sections["times"] = _times(circle, circle.closed_at)
    return sections


def contributions_only(before: Circle, after: Circle, touched: Touched) -> bool:
    """Whether a move changed contributions and their words and nothing else: of what is shared, that leaves the sums."""
    others = (
        name for name in Circle.__dataclass_fields__ if name not in ("version", "contributions", "words")
    )
    words = {subject for subject, _ in touched.words | touched.forgotten_fields} | touched.forgotten
    only = bool(touched.contributions) and words <= touched.contributions
    return only and all(getattr(before, name) is getattr(after, name) for name in others)


def summed(circle: Circle, role: str, sections: Plain) -> Plain:
    """The shared sections of the circle, of which `sections` are those before a move that changed contributions only."""
    return sections if role == "group" else {**sections, "sums": _sums(circle)}


def personal(circle: Circle, actor: Actor) -> Plain:
    """The sections that differ from seat to seat. A group member learns of a round only whether it is their turn."""
    sections: Plain = {"you": _you(circle, actor)}
    if role_of(circle, actor) == "group":
        speaking = circle.clockwork.speaker
        turn = {"your_turn": speaking is not None and speaking == actor.seat}
        sections["round"] = turn if _in_round(circle) else None
    return sections


def filled(sentence: str, circle: Circle, role: str = "") -> str:
    """A sentence of the format with the presenter's name in it, where `role` is shown names."""
    if name := _presenter(circle, role):
        return sentence.replace("{presenter}", name)
    return re.sub(r"(^|[.!?]\s|“)\{presenter\}", r"\1The presenter", sentence).replace(
        "{presenter}", "the presenter"
    )


def _circle(circle: Circle, role: str) -> Plain:
    plain: Plain = {
        "id": circle.id,
        "format": circle.format.key,
        "format_title": circle.format.title,
        "names": circle.names,
        "rehearsal": circle.rehearsal,
        "stopped": circle.stopped,
        "phones_allowed": circle.phones_allowed,
        "focus": {"text": _words(circle, "focus", role), "revision": circle.revision(CIRCLE, "focus")},
        "presenter": _presenter(circle, role),
    }
    if role in (*STAFF, "screen", "presenter"):
        hidden = role == "screen" and covered(circle)
        plain["title"] = _words(circle, "title", role)
        plain["check_in"] = {"on": None, "by": ""} if hidden else _check_in(circle)
        plain["blank"] = circle.blank
        plain["words_on_screen"] = circle.words_on_screen
    if role in (*STAFF, "screen"):
        plain["door"] = {"open": circle.door, "closes_at": clock.door_closes_at(circle)}
        plain["earlier"] = circle.earlier
        plain["clock_hidden"] = circle.clock_hidden
    if role in STAFF:
        plain["told"] = circle.text(CIRCLE, "told")
        plain["next_date"] = circle.next_date
        plain["finish_at"] = circle.finish_at
        plain["details"] = {
            name: circle.text(CIRCLE, name)
            for name in ("facilitator", "advisor", "activity", "attendance", "destinations")
        }
        plain["boxes"] = {name: circle.text(CIRCLE, f"box:{name}") for name in BOXES}
    return plain


def _words(circle: Circle, name: str, role: str) -> str:
    """The focus or the title: people's words, like what they send."""
    if role == "screen" and (covered(circle) or not circle.words_on_screen):
        return ""
    return circle.text(CIRCLE, name)


def _presenter(circle: Circle, role: str) -> str:
    return "" if role == "screen" and covered(circle) else circle.name(circle.presenter)


def _check_in(circle: Circle) -> Plain:
    return {"on": circle.check_in_on, "by": circle.text(CIRCLE, "check_in_by")}


def _stage(circle: Circle, actor: Actor, now: int) -> Plain:
    role = role_of(circle, actor)
    state = clock.stage_state(circle, now)
    stage, clockwork = circle.stage, circle.clockwork
    plain: Plain = {
        "key": stage.key if stage else "lobby",
        "index": circle.stage_index,
        "title": stage.title if stage else circle.format.title,
        "visit": circle.visit,
        "state": state,
        "accepts": gate.accepts(circle, actor, now),
        "who_speaks": filled(stage.speaking, circle, role) if stage else "",
        "door_open": clock.door_open(circle, now),
    }
    if stage is None:
        return plain
    plain |= {
        "colour": stage.colour,
        "speaks": stage.speaks,
        "rule": filled(stage.rule, circle, role),
        "shows": list(stage.shows),
        "phones": "open" if clockwork.phones_open else "shut",
        "selects": any(stage.lets(each, "choose") for each in ROLES),
        "phones_can_open": bool(stage.may.get("group")) and circle.phones_allowed,
        "silence": clockwork.silence,
        "prompts": {name: filled(stage.prompts[name], circle, role) for name in _prompts_for(role)},
        "yours": sorted({act for held in gate.roles(circle, actor) for act in stage.may.get(held, ())}),
        "group_sends": list(stage.may.get("group", ())),
        "waits_for": _waits_for(circle),
    }
    if state in ("running", "over") and clockwork.ends_at is not None:
        plain["ends_at"] = clockwork.ends_at
    if clockwork.remaining_ms is not None:
        plain["remaining_ms"] = clockwork.remaining_ms
    if stage.planned_ms is not None:
        plain["planned_ms"] = stage.planned_ms
    return plain


def _prompts_for(role: str) -> tuple[str, ...]:
    if role in STAFF:
        return ("opening", "watch", "closing", "group", "presenter")
    return {"presenter": ("presenter",), "group": ("group",)}.get(role, ())


def _waits_for(circle: Circle) -> Plain | None:
    """The next stage in which the group sends something, for a phone that has nothing to do now."""
    for index, step in enumerate(circle.format.steps):
        if index > circle.stage_index and step.may.get("group") and step.phones_open:
            return {"number": index + 1, "title": step.title, "kinds": list(step.may["group"])}
    return None


def _step(stage: Stage, role: str) -> Plain:
    plain: Plain = {"key": stage.key, "title": stage.title, "short": stage.short, "planned_ms": stage.planned_ms,
                    "colour": stage.colour, "shows": list(stage.shows)}  # fmt: skip
    return plain | ({"at_least_twice": stage.at_least_twice} if role in STAFF else {})


def _people(circle: Circle, role: str, actor: Actor) -> list[Plain]:
    """Everybody in the room, for staff and the screen; names only for the presenter, who says who will do
    what, and the scribe, who types for others. Another phone is told of nobody."""
    if role in STAFF:
        return [
            {"seat": seat.id, "name": circle.name(seat.id), "presenter": seat.id == circle.presenter,
             "scribe": seat.scribe, "phone": seat.phone, "spoken": seat.spoken}
            for seat in circle.present()
        ]  # fmt: skip
    if role == "presenter" or "scribe" in gate.roles(circle, actor):
        return [{"seat": seat.id, "name": circle.name(seat.id)} for seat in circle.present()]
    if role == "screen" and not covered(circle):
        return [
            {"name": circle.name(seat.id), "presenter": seat.id == circle.presenter}
            for seat in circle.present()
        ]
    return []


def _sums(circle: Circle) -> Plain:
    """Offered − already tried = left; chosen (Dudley, Appendix 2, stage 4)."""
    selectable = [step for step in circle.format.stages if any(step.lets(role, "choose") for role in ROLES)]
    kinds = tuple({kind for step in selectable for kind in step.shows})
    offered = tried = chosen = handed_in = 0
    counts = {kind: 0 for step in circle.format.steps for kind in step.shows}
    for (kind, state, is_tried, is_chosen), number in tallied(circle.contributions).standing.items():
        handed_in += number * (state == "handed_in")
        if state != "shown":
            continue
        # A format kept from before that was a fault may show a kind nowhere (`format.parse`).
        counts[kind] = counts.get(kind, 0) + number
        if kind in kinds:
            offered += number
            tried += number * is_tried
            chosen += number * is_chosen
    return {
        "offered": offered,
        "tried": tried,
        "left": offered - tried,
        "chosen": chosen,
        "counts": counts,
        "handed_in": handed_in,
    }


def _in_round(circle: Circle) -> bool:
    return circle.stage is not None and circle.stage.speaks == "round"


def _round(circle: Circle, role: str) -> Plain | None:
    """Whose turn it is and who is still to come."""
    if not _in_round(circle):
        return None
    speaking = circle.clockwork.speaker
    if role == "screen" and covered(circle):
        return {"speaker": "", "to_come": [], "spoken": []}
    waiting = [seat for seat in circle.group() if not seat.spoken and seat.id != speaking]
    plain: Plain = {
        "speaker": circle.name(speaking),
        "to_come": [circle.name(seat.id) for seat in waiting],
        "spoken": [circle.name(seat.id) for seat in circle.group() if seat.spoken and seat.id != speaking],
    }
    if role in STAFF:
        plain |= {"speaker_seat": speaking, "next_seat": waiting[0].id if waiting else None}
    return plain


def _you(circle: Circle, actor: Actor) -> Plain | None:
    seat: Seat | None = circle.seats.get(actor.seat or "")
    if seat is None:
        return None
    return {"seat": seat.id, "name": circle.name(seat.id), "scribe": seat.scribe}


def _undo(circle: Circle) -> Plain | None:
    last = circle.undoable
    return {"op": last.op, "type": last.type, "until": last.at + clock.UNDO_MS} if last else None


def _times(circle: Circle, closed_at: int) -> list[Plain]:
    """Planned and actual time of each step, for the records (protocol, "The way through")."""
    return [
        {"key": step.key, "planned_ms": step.planned_ms, "actual_ms": clock.actual_ms(circle, i, closed_at)}
        for i, step in enumerate(circle.format.steps)
    ]
