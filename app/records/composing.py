"""The Record of Learning in the making: lines in columns that the advisor rewords, moves, joins, splits, leaves out
or adds to (pure). A page sends all of it with each press, so nothing depends on scripts.

What was removed for good meanwhile leaves the draft with every wording made of it; what was said meanwhile
stands at the end of its own column.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.circle.learning import COLUMNS, OUT, composed
from app.circle.shapes import LONGEST_LINE, MOST_LINES
from app.circle.state import Circle, Refused
from app.circle.text import clean

#: Appendix 9's columns in its words; then what section 11 asks for besides, and what stays out of the record.
TITLES: Mapping[str, str] = {
    "worked_well": "What Worked Well",
    "key_learning": "Key Learning",
    "next_step": "Next Steps",
    "issue": "Issues raised in the review",
    OUT: "Left out of the record",
}
_KEY = re.compile(r"[0-9a-f]{8,32}|new[0-9]{1,4}")
_OWN = "new"


@dataclass(frozen=True)
class Row:
    """A line on the page. `key` names it for as long as the page is open: the id of a saved line, of the first thing
    said that it is made of, or `new…`. `said` is what it is made of, as it was said."""

    key: str
    column: str
    sources: tuple[str, ...]
    text: str
    said: str = ""

    @property
    def reworded(self) -> bool:
        return bool(self.sources) and self.text != self.said

    @property
    def parts(self) -> int:
        return len(self.sources)


class Draft:
    """What stands on the page: `rows`, the rows of each column one after the other; `ticked`, the keys of rows to
    be joined; `faults`, sentences by key (by "" where they are of no line); `here`, the key of the row that was
    worked on last; `gone`, how many wordings went with words that are no longer there."""

    def __init__(self, circle: Circle, rows: list[Row], seen: str) -> None:
        self._said, self._home = _as_said(circle)
        self.seen = seen
        self.ticked: set[str] = set()
        self.faults: dict[str, str] = {}
        self.here = ""
        self.gone = 0
        self.rows = sorted([*self._standing(rows), *self._newly_said(rows)], key=_place)

    @classmethod
    def of(cls, circle: Circle) -> "Draft":
        """What is saved, or, where nobody composed yet, what was said."""
        rows = [
            Row(each.line.id, column, each.line.sources, each.text)
            for column, lines in composed(circle).items()
            for each in lines
        ]
        return cls(circle, rows, seen(circle))

    @classmethod
    def typed(cls, circle: Circle, given: Mapping[str, str]) -> "Draft":
        """What stands in the fields of the page, brought up to date with what was removed and said meanwhile."""
        draft = cls(circle, list(_typed_rows(given)), given.get("seen", ""))
        draft.ticked = {row.key for row in draft.rows if given.get(f"tick-{row.key}")}
        return draft

    def column(self, name: str) -> list[Row]:
        return [row for row in self.rows if row.column == name]

    def press(self, button: str) -> None:
        """One press of a button: `up-<key>`, `down-<key>`, `out-<key>`, `in-<key>`, `split-<key>`, `add-<column>` or
        `join`. What no button of the page could say is ignored."""
        what, _, of = button.partition("-")
        if what == "join":
            self._join()
        elif what == "add" and of in COLUMNS:
            self._add(of)
        elif row := next((row for row in self.rows if row.key == of), None):
            self.here = row.key
            if what in ("up", "down"):
                self._shift(row, -1 if what == "up" else 1)
            elif what in ("out", "in"):
                self._put(row, OUT if what == "out" else self._back_in(row))
            elif what == "split" and row.sources:
                self._split(row)

    def move(self) -> dict[str, Any]:
        """The move that saves it all. It first fills `faults` with what cannot be saved. A line of the advisor's own
        that is empty is none."""
        kept = [row for row in self.rows if row.sources or row.text.strip()]
        for row in kept:
            text = clean(row.text, LONGEST_LINE, "This line is empty. Write something, or leave it out.")
            if isinstance(text, Refused) and not (row.column == OUT and not row.text):
                self.faults[row.key] = text.message
        if not kept:
            self.faults[""] = "There is nothing to save yet. Add a line of your own first."
        if len(kept) > MOST_LINES:
            self.faults[""] = f"There is room for {MOST_LINES} lines at most. Join some of them."
        return {"type": "compose", "lines": [_line(row) for row in kept]}

    def _standing(self, rows: list[Row]) -> Iterator[Row]:
        """The rows with what of them still stands. A wording goes with any part of what it was made of."""
        for row in rows:
            left = tuple(source for source in row.sources if source in self._said)
            said = "\n".join(self._said[source] for source in left)
            if left == row.sources:
                yield replace(row, said=said)
                continue
            self.gone += 1
            if left:
                yield replace(row, sources=left, said=said, text=said)

    def _newly_said(self, rows: list[Row]) -> Iterator[Row]:
        known = {source for row in rows for source in row.sources}
        for source, said in self._said.items():
            if source not in known:
                yield Row(source, self._home[source], (source,), said, said)

    def _shift(self, row: Row, by: int) -> None:
        """Past its neighbour in the same column."""
        column = self.column(row.column)
        to = column.index(row) + by
        if 0 <= to < len(column):
            one, other = self.rows.index(row), self.rows.index(column[to])
            self.rows[one], self.rows[other] = self.rows[other], self.rows[one]

    def _put(self, row: Row, column: str) -> None:
        """To the end of another column."""
        self.rows.remove(row)
        self.rows = sorted([*self.rows, replace(row, column=column)], key=_place)

    def _back_in(self, row: Row) -> str:
        """A use of the learning is a next step; a line of the advisor's own can go on from the first column."""
        home = self._home[row.sources[0]] if row.sources else COLUMNS[0]
        return "next_step" if home == OUT else home

    def _join(self) -> None:
        """The ticked lines become one, where the first of them stands, in their order."""
        ticked = [row for row in self.rows if row.key in self.ticked]
        if len(ticked) < 2:
            self.faults[""] = "Tick two lines or more, then press “Join the ticked lines”."
            return
        joined = replace(
            ticked[0],
            sources=tuple(source for row in ticked for source in row.sources),
            text="\n".join(row.text for row in ticked if row.text),
            said="\n".join(row.said for row in ticked if row.said),
        )
        self.rows = [joined if row is ticked[0] else row for row in self.rows if row not in ticked[1:]]
        self.ticked, self.here = set(), joined.key

    def _split(self, row: Row) -> None:
        """Back to what was said, a line for each."""
        parts = [
            Row(
                row.key if number == 0 else source,
                row.column,
                (source,),
                self._said[source],
                self._said[source],
            )
            for number, source in enumerate(row.sources)
        ]
        at = self.rows.index(row)
        self.rows[at : at + 1] = parts

    def _add(self, column: str) -> None:
        taken = {row.key for row in self.rows}
        free = (f"{_OWN}{number}" for number in range(1, len(taken) + 2))
        row = Row(next(key for key in free if key not in taken), column, (), "")
        self.rows = sorted([*self.rows, row], key=_place)
        self.here = row.key


def seen(circle: Circle) -> str:
    """A mark of what the page showed, by which a change that somebody else saved meanwhile is noticed."""
    stands = [
        [column, each.line.id, each.line.sources, each.text]
        for column, lines in composed(circle).items()
        for each in lines
    ]
    return hashlib.sha256(json.dumps(stands).encode()).hexdigest()[:16]


def _as_said(circle: Circle) -> tuple[dict[str, str], dict[str, str]]:
    """For each contribution that may enter the record what was said, and its own column."""
    columns = composed(replace(circle, learning=None))
    said = {each.line.id: each.text for lines in columns.values() for each in lines}
    return said, {each.line.id: column for column, lines in columns.items() for each in lines}


def _typed_rows(given: Mapping[str, str]) -> Iterator[Row]:
    """`rows-<column>` names the rows that stood in a column. One that is put into another goes to its end."""
    stayed: list[Row] = []
    moved: list[Row] = []
    known: set[str] = set()
    for column in TITLES:
        for key in given.get(f"rows-{column}", "").split():
            if not _KEY.fullmatch(key) or key in known:
                continue
            known.add(key)
            wanted = given.get(f"column-{key}", column)
            sources = tuple(dict.fromkeys(given.get(f"sources-{key}", "").split()))
            text = given.get(f"text-{key}", "").replace("\r\n", "\n")
            row = Row(key, wanted if wanted in TITLES else column, sources, text)
            (stayed if row.column == column else moved).append(row)
    yield from stayed
    yield from moved


def _line(row: Row) -> dict[str, Any]:
    id_ = "" if row.key.startswith(_OWN) else row.key
    return {"id": id_, "column": row.column, "sources": list(row.sources), "text": row.text}


def _place(row: Row) -> int:
    return list(TITLES).index(row.column)
