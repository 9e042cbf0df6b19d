"""The Record of Learning as the advisor composes it from what was said in the review (West Sussex, section 11:
the advisor completes Appendix 9): lines that are joined, reworded, ordered or left out.

A line names the contributions it is made of. So what is removed for good, hidden or taken back leaves the
record too, with every wording that was made of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.circle import gate
from app.circle.edit import Done, Edit
from app.circle.parse import Move
from app.circle.shapes import MOST_LINES
from app.circle.state import Actor, Circle, Contribution, Line, Refused

COLUMNS = ("worked_well", "key_learning", "next_step", "issue")
OUT = "out"
#: How one's use of the learning enters: as a next step, and only when the advisor puts it there.
_USE = "learning_use"


@dataclass(frozen=True, slots=True)
class Composed:
    """A line as it stands in the record. `own`: the advisor's wording and not what was said."""

    line: Line
    text: str
    own: bool


def compose(circle: Circle, move: Move, actor: Actor, now: int) -> Done | Refused:
    """All lines at once, in their order. Each contribution of the review may stand in one line only."""
    if refused := gate.may_control(circle, actor, "compose"):
        return refused
    usable = {each.id: each for each in _usable(circle)}
    known = {line.id for line in circle.learning or ()}
    used: set[str] = set()
    edit, lines = Edit(circle), []
    for index, row in enumerate(move["lines"]):
        sources = tuple(row["sources"])
        if len(set(sources)) < len(sources) or used & set(sources):
            return Refused("invalid", "The same words are in two lines. Leave one of them out.")
        if not set(sources) <= usable.keys():
            return Refused("not_found", "Some of these words are no longer there. Look at the list again.")
        if not sources and not row["text"]:
            return Refused("invalid", "Write something in the new line, or leave it out.")
        used |= set(sources)
        line = Line(_line_id(row, known, move.op, index), row["column"], sources)
        known.discard(line.id)
        if not sources:
            if line.column == OUT:
                continue
            added = _numbered(move.op, MOST_LINES + index)
            _add(circle, edit, added, line.column, row["text"], actor, now)
            lines.append(replace(line, sources=(added,)))
            continue
        lines.append(line)
        _word(circle, edit, line, row["text"])
    for line in circle.learning or ():
        if line.id not in {kept.id for kept in lines} and (line.id, "text") in circle.words:
            edit.forget(line.id)
    edit.set(learning=tuple(lines))
    return edit.done(number=len(lines))


def _add(circle: Circle, edit: Edit, id_: str, kind: str, text: str, actor: Actor, now: int) -> None:
    """A line of the advisor's own is a contribution to the review like any other: a next step can be followed up,
    and words can be removed for good."""
    edit.put(Contribution(id_, kind, circle.format.review.key, circle.visit, now, source=actor.kind))
    edit.say(id_, "text", text)


def composed(circle: Circle) -> dict[str, list[Composed]]:
    """The lines of each column, and under `out` what is left out. What was said after the advisor composed, or
    while nobody did, stands at the end of its own column."""
    columns: dict[str, list[Composed]] = {name: [] for name in (*COLUMNS, OUT)}
    usable = {each.id: each for each in _usable(circle)}
    for line in circle.learning or ():
        if stands := _standing(circle, line, usable):
            columns[line.column].append(stands)
    used = {source for line in circle.learning or () for source in line.sources}
    for each in usable.values():
        if each.id not in used:
            column = OUT if each.kind == _USE else each.kind
            columns[column].append(
                Composed(Line(each.id, column, (each.id,)), circle.text(each.id, "text"), False)
            )
    return columns


def stands_in(circle: Circle, contribution: Contribution) -> str:
    """The column of the Record of Learning in which a contribution stands, or `out`."""
    for line in circle.learning or ():
        if contribution.id in line.sources:
            return line.column
    return contribution.kind if contribution.stage == circle.format.review.key else OUT


def forget_source(circle: Circle, edit: Edit, source: str) -> None:
    """Words that are removed for good leave the lines made of them, and so does every wording of those lines."""
    if circle.learning is None or not any(source in line.sources for line in circle.learning):
        return
    lines = []
    for line in circle.learning:
        if source in line.sources:
            edit.forget(line.id)
            line = replace(line, sources=tuple(each for each in line.sources if each != source))
            if not line.sources:
                continue
        lines.append(line)
    edit.set(learning=tuple(lines))


def _usable(circle: Circle) -> Iterator[Contribution]:
    """What the review said, and how members will use the learning."""
    review = circle.format.review.key
    for each in circle.contributions.values():
        if each.state == "shown" and circle.text(each.id, "text"):
            if each.stage == review and each.kind in COLUMNS:
                yield each
            if each.stage != review and each.kind == _USE:
                yield each


def _standing(circle: Circle, line: Line, usable: Mapping[str, Contribution]) -> Composed | None:
    """The line with what of it still stands. The advisor's wording goes with any part of what it was made of."""
    left = tuple(source for source in line.sources if source in usable)
    own = circle.text(line.id, "text") if left == line.sources else ""
    text = own or _joined(circle, left)
    return Composed(replace(line, sources=left), text, bool(own)) if text else None


def _joined(circle: Circle, sources: tuple[str, ...]) -> str:
    return "\n".join(circle.text(source, "text") for source in sources)


def _word(circle: Circle, edit: Edit, line: Line, text: str) -> None:
    """A wording is kept only where it differs from what was said, so that nothing is kept twice."""
    if text and text != _joined(circle, line.sources):
        edit.say(line.id, "text", text)
    elif (line.id, "text") in circle.words:
        edit.forget(line.id)


def _line_id(row: Mapping[str, Any], known: set[str], op: str, index: int) -> str:
    given: str = row["id"]
    return given if given in known else _numbered(op, index)


def _numbered(op: str, number: int) -> str:
    return f"{op[:24]}{number:08x}"
