"""What a made-up person does next (pure). The clock and the circle are handed in, so that a whole rehearsal can be
looked at without waiting for it.

They do what phones may do and nothing else, one after the other, as people who talk to one another. They never move
the stages: that is what the facilitator practises.
"""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from app.circle import clock, gate
from app.circle.format import Stage
from app.circle.selection import offered
from app.circle.state import LOBBY, Actor, Circle, Contribution, Visit
from app.rehearsal.script import PRESENTER, Line, Script

#: When they join, in seconds after the rehearsal was made.
ARRIVALS_S = (2.0, 4.6, 6.1, 10.3, 13.9, 17.2)
#: How long after the last of them somebody becomes the scribe, and the presenter if the facilitator chose nobody.
SCRIBE_AFTER_S = 3
PRESENTER_AFTER_S = 20
#: Nobody sends anything sooner after somebody else.
GAP_S = 1.6
#: What the presenter does in the selection, and when.
CHOICES_S = (
    ("tried", 8),
    ("tried", 15),
    ("choose", 27),
    ("choose", 36),
    ("action", 48),
    ("action", 61),
    ("check_in", 72),
)
CHECK_IN_DAYS = 14


@dataclass(frozen=True)
class Play:
    """A script as it is played: how many times faster than people are, and what makes each performance its own."""

    script: Script
    seed: str
    speed: float = 1

    def due_ms(self, after_s: float, key: str) -> float:
        """When something falls due: nobody is as regular as a list."""
        uneven = random.Random(f"{self.seed} {key}").uniform(0.87, 1.13)  # noqa: S311
        return after_s * 1000 * uneven / self.speed


@dataclass
class Progress:
    """How far a play has come: who has which seat, what was done, and since when it is whose turn."""

    seats: dict[str, str] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    last_at: int = 0
    turn: tuple[str, int] | None = None

    def notice(self, circle: Circle, now: int) -> None:
        speaker = circle.clockwork.speaker
        if speaker is None:
            self.turn = None
        elif self.turn is None or self.turn[0] != speaker:
            self.turn = (speaker, now)


@dataclass(frozen=True)
class Act:
    """What is done: somebody joins under the name `who`, or a seat plays a move. `seat` is empty for the two things
    that only a facilitator may do: naming the scribe and the presenter."""

    key: str
    type: str
    who: str = ""
    seat: str = ""
    fields: dict[str, Any] = field(default_factory=dict)


def next_act(play: Play, circle: Circle, progress: Progress, now: int) -> Act | None:
    """What falls due now, or None."""
    if circle.closed_at is not None or circle.stopped:
        return None
    if now - progress.last_at < GAP_S * 1000 / play.speed:
        return None
    found = (act for act in _acts(play, circle, progress, now) if act.key not in progress.done)
    return next(found, None)


def _acts(play: Play, circle: Circle, progress: Progress, now: int) -> Iterator[Act]:
    yield from _arrivals(play, circle, progress, now)
    yield from _roles(play, circle, progress, now)
    visit = circle.visits.get(circle.visit)
    if circle.stage is None or visit is None or clock.stage_state(circle, now) == "paused":
        return
    spent = _spent(visit, now)
    for line in play.script.lines:
        if (
            line.stage == circle.stage.key
            and line.key not in progress.done
            and _due(play, circle, progress, line, spent, now)
        ):
            yield from _said(play, circle, progress, line, now)
    yield from _choices(play, circle, circle.stage, progress, spent, now)


def _arrivals(play: Play, circle: Circle, progress: Progress, now: int) -> Iterator[Act]:
    if not clock.door_open(circle, now):
        return
    for name, after in zip(play.script.people, ARRIVALS_S, strict=True):
        if name not in progress.seats and now - circle.created_at >= play.due_ms(after, name):
            yield Act(f"join {name}", "join", who=name)


def _roles(play: Play, circle: Circle, progress: Progress, now: int) -> Iterator[Act]:
    """Once each: whom the facilitator takes a role from does not get it again."""
    waited = now - circle.created_at - play.due_ms(ARRIVALS_S[-1], play.script.people[-1])
    seats = {name: seat for name, seat in progress.seats.items() if _present(circle, seat)}
    scribe, presenter = seats.get(play.script.scribe), seats.get(play.script.presenter)
    nobody_types = not any(seat.scribe for seat in circle.present())
    if scribe and nobody_types and waited >= SCRIBE_AFTER_S * 1000 / play.speed:
        yield Act("scribe", "scribe", fields={"seat": scribe, "on": True})
    may_be_named = circle.presenter is None and clock.stage_state(circle, now) != "running"
    if presenter and may_be_named and waited >= PRESENTER_AFTER_S * 1000 / play.speed:
        yield Act("presenter", "presenter", fields={"seat": presenter})


def _spent(visit: Visit, now: int) -> int:
    """How long the present stage has been open; pauses do not count."""
    return now - visit.entered_at - visit.paused_ms


def _due(play: Play, circle: Circle, progress: Progress, line: Line, spent: int, now: int) -> bool:
    wanted = play.due_ms(line.after, line.key)
    over = clock.stage_state(circle, now) == "over"
    if line.late:
        return over and now - (circle.clockwork.ends_at or now) >= wanted
    if line.turn:
        seat, since = progress.turn or ("", now)
        return seat == progress.seats.get(line.by) and now - since >= wanted
    # After the bell a phone is locked. Whoever notes the focus may go on.
    return spent >= wanted and (not over or line.kind == "focus")


def _said(play: Play, circle: Circle, progress: Progress, line: Line, now: int) -> Iterator[Act]:
    """A line as a move: from one's own phone, or, where phones are shut, said aloud and typed by the scribe. Where
    neither can be done it waits."""
    seat = circle.presenter if line.by == PRESENTER else progress.seats.get(line.by)
    if not seat or seat not in progress.seats.values() or not _present(circle, seat):
        return
    if line.by != PRESENTER and seat == circle.presenter and not circle.in_review:
        return  # presents in somebody else's place, and so listens
    if line.kind == "focus":
        if circle.revision("circle", "focus") == 0 and "focus" in _accepts(circle, seat, now):
            yield Act(line.key, "focus", seat=seat, fields={"text": line.text, "revision": 0})
        return
    said: dict[str, Any] = {"kind": line.kind, "text": line.text}
    if line.late:
        yield Act(line.key, "hand_in", seat=seat, fields={**said, "refused": op(play, f"{line.key} refused")})
    elif line.kind in _accepts(circle, seat, now):
        yield Act(line.key, "contribute", seat=seat, fields={**said, "visit": circle.visit})
    elif scribe := _scribe(circle, progress, line.kind, now):
        yield Act(line.key, "contribute", seat=scribe, fields={**said, "visit": circle.visit, "for": seat})


def _choices(
    play: Play, circle: Circle, stage: Stage, progress: Progress, spent: int, now: int
) -> Iterator[Act]:
    """Offered less what was tried; then the presenter chooses two and says who does what (Dudley, Appendix 2)."""
    seat = circle.presenter
    if not stage.lets(PRESENTER, "choose") or seat is None or seat not in progress.seats.values():
        return
    if not _present(circle, seat):
        return
    for number, (type_, after) in enumerate(CHOICES_S):
        key = f"{type_} {number} {stage.key}"
        if spent < play.due_ms(after, key) or key in progress.done or not stage.lets(PRESENTER, type_):
            continue
        fields = _choice(play, circle, stage, type_, now)
        if fields is not None:
            yield Act(key, type_, seat=seat, fields=fields)


def _choice(play: Play, circle: Circle, stage: Stage, type_: str, now: int) -> dict[str, Any] | None:
    """What this move is about: what the script says became of it, or the first that fits. None where the facilitator
    has done it already."""
    if type_ == "check_in":
        return None if circle.check_in_on else {"on": _check_in_on(now), "by": circle.name(circle.presenter)}
    lines = {op(play, line.key): line for line in play.script.lines}
    standing = offered(circle, stage.shows)
    chosen = [each for each in standing if each.chosen]
    if type_ == "action":
        without = [each for each in chosen if not circle.text(each.id, "by_whom")]
        return _who_does_it(circle, without[0], lines.get(without[0].id)) if without else None
    wanted = "tried" if type_ == "tried" else "chosen"
    marked = [each for each in standing if getattr(each, wanted)]
    free = [each for each in standing if not each.tried and not each.chosen]
    if len(marked) >= 2 or not free:
        return None
    return {"id": min(free, key=lambda each: _fit(lines.get(each.id), wanted)).id, "on": True}


def _fit(line: Line | None, wanted: str) -> int:
    """What the script means for this first, then what it says nothing of, last what it means for something else."""
    then = line.then if line else ""
    return 0 if then == wanted else 1 if not then else 2


def _who_does_it(circle: Circle, contribution: Contribution, line: Line | None) -> dict[str, Any]:
    fields = {"id": contribution.id, "by_whom": circle.name(circle.presenter)}
    return {**fields, "how": line.how} if line and line.how else fields


def _check_in_on(now: int) -> str:
    """In two weeks, on a working day."""
    day = datetime.fromtimestamp(now / 1000, UTC).date() + timedelta(days=CHECK_IN_DAYS)
    return (day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)).isoformat()


def _scribe(circle: Circle, progress: Progress, kind: str, now: int) -> str | None:
    """One of the made-up people who types what others say."""
    seats = (seat.id for seat in circle.present() if seat.scribe and seat.id in progress.seats.values())
    return next((seat for seat in seats if kind in _accepts(circle, seat, now)), None)


def _present(circle: Circle, seat_id: str) -> bool:
    seat = circle.seats.get(seat_id)
    return seat is not None and not seat.removed


def _accepts(circle: Circle, seat_id: str, now: int) -> list[str]:
    return gate.accepts(circle, Actor("seat", seat_id), now) if circle.stage_index != LOBBY else []


def op(play: Play, key: str) -> str:
    """The number of an act: another in each rehearsal, the same each time it is tried."""
    return hashlib.sha256(f"{play.seed} {key}".encode()).hexdigest()[:32]
