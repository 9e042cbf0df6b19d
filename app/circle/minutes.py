"""The minutes of the stages: the facilitator sets them for stages that have not begun, and can have the stages that are
still to come share out what is left, so that the circle ends when it was to end.

The rule that holds: less time on the issue, twice as much on solutions as on the problem (Dudley, Appendix 2). A stage
that names another as `at_least_twice` never gets less than that when time is shared out.
"""

from collections.abc import Mapping

from app.circle.clock import remaining_ms
from app.circle.edit import Edit
from app.circle.format import Stage
from app.circle.parse import Move
from app.circle.shapes import LONGEST_STAGE_S, SHORTEST_STAGE_S
from app.circle.state import Circle, Refused

#: Time is shared out in pieces of this size: nobody plans in single seconds.
PIECE_MS = 5_000
SHORTEST_MS, LONGEST_MS = SHORTEST_STAGE_S * 1000, LONGEST_STAGE_S * 1000


def to_come(circle: Circle) -> list[Stage]:
    """The stages with a clock that have not begun."""
    return [
        stage
        for index, stage in enumerate(circle.format.stages)
        if stage.timed and index > circle.stage_index
    ]


def to_come_ms(circle: Circle) -> int:
    return sum(stage.planned_ms or 0 for stage in to_come(circle))


def set_minutes(circle: Circle, move: Move, edit: Edit, now: int) -> Refused | None:
    """Play `minutes`: `seconds` for stages by key, and with `keep` the rest shares out what is left."""
    ahead = to_come(circle)
    named = {key: seconds * 1000 for key, seconds in move["seconds"].items()}
    if not ahead or not named.keys() <= {stage.key for stage in ahead}:
        return Refused("not_allowed", "The minutes of a stage can be changed until it begins.")
    wanted: Mapping[str, int] | Refused = {
        stage.key: named.get(stage.key, stage.planned_ms or 0) for stage in ahead
    }
    if move.get("keep"):
        wanted = _kept(circle, ahead, named, now)
    elif not named:
        return Refused("invalid", "Give at least one stage its minutes.")
    if isinstance(wanted, Refused):
        return wanted
    planned = {**circle.planned, **wanted}
    edit.set(planned=planned, format=circle.format.with_planned(planned))
    if circle.finish_at is not None and not move.get("keep"):
        edit.set(finish_at=circle.finish_at + sum(wanted.values()) - to_come_ms(circle))
    return None


def _kept(
    circle: Circle, ahead: list[Stage], named: Mapping[str, int], now: int
) -> Mapping[str, int] | Refused:
    """Times that end when the circle was to end, or as near to that as the rule allows. Refused where nothing at all
    can be gained, and before the start, when there is time to think, where it cannot be kept."""
    present = to_come_ms(circle)
    if circle.finish_at is None:
        whole = present
    else:
        whole = circle.finish_at - now - (remaining_ms(circle.clockwork, now) or 0)
    begun = {stage.key: stage.planned_ms or 0 for stage in circle.format.stages if stage not in ahead}
    shared = _shared_out(ahead, named, begun, whole)
    total = sum(shared.values())
    if total > whole + PIECE_MS and (circle.finish_at is None or total >= present):
        return Refused("not_allowed", _why_not(circle, ahead))
    return shared


def _shared_out(
    ahead: list[Stage], named: Mapping[str, int], begun: Mapping[str, int], whole: int
) -> dict[str, int]:
    """The time of each stage, so that together they come as near to `whole` as the limits allow. Each piece is
    taken from the stage that has most of what it was planned to have, or given to the one that has least."""
    before = {stage.key: stage.planned_ms or SHORTEST_MS for stage in ahead}
    times = {**before, **named}
    rest = [stage for stage in ahead if stage.key not in named]

    def least(stage: Stage) -> int:
        other = stage.at_least_twice or ""
        return max(SHORTEST_MS, 2 * times.get(other, begun.get(other, 0)))

    def spares(stage: Stage) -> bool:
        return times[stage.key] - PIECE_MS >= least(stage)

    def takes(stage: Stage) -> bool:
        """More for this stage must not break the rule for one that has to have twice as much."""
        more = times[stage.key] + PIECE_MS
        twice = (times[each.key] for each in rest if each.at_least_twice == stage.key)
        return more <= LONGEST_MS and all(2 * more <= time for time in twice)

    def share(stage: Stage) -> float:
        return times[stage.key] / before[stage.key]

    for stage in rest:
        times[stage.key] = max(least(stage), times[stage.key])
    while sum(times.values()) > whole and (giving := [stage for stage in rest if spares(stage)]):
        times[max(reversed(giving), key=share).key] -= PIECE_MS
    while sum(times.values()) + PIECE_MS <= whole and (taking := [stage for stage in rest if takes(stage)]):
        times[min(reversed(taking), key=share).key] += PIECE_MS
    return times


def _why_not(circle: Circle, ahead: list[Stage]) -> str:
    titles = {stage.key: stage.title for stage in circle.format.stages}
    bound = next((stage for stage in ahead if stage.at_least_twice), None)
    if bound is None:
        return "The finish time cannot be kept: the stages to come cannot be shorter."
    other = titles[bound.at_least_twice or ""]
    return f"The finish time cannot be kept: {bound.title} needs at least twice the time of {other}."
