"""Circles in the database: one row for each part, loaded into and saved from the domain's values."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import asdict
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, delete, insert, select, update

from app.circle.edit import Done
from app.circle.format import Format
from app.circle.format_file import parse
from app.circle.state import (
    CIRCLE,
    Circle,
    Clockwork,
    Contribution,
    Filing,
    Line,
    Response,
    Seat,
    Undoable,
    Visit,
    Wording,
)
from app.circle.tally import Tallied
from app.keys import Keyring
from app.store import tables as t
from app.store.statements import inserting, run, updating

_CLOCKWORK = ("stage_index", "visit", "ends_at", "remaining_ms", "phones_open", "silence", "speaker")
_PLAIN = ("presenter", "names", "door", "code_generation", "blank", "stopped", "check_in_on", "next_date",
          "started_at", "closed_at", "phones_allowed", "words_on_screen", "version", "earlier", "window_from", "held",
          "forgotten_at", "rehearsal", "finish_at", "clock_hidden")  # fmt: skip
_CONTRIBUTION = tuple(Contribution.__dataclass_fields__)
_SEAT = tuple(Seat.__dataclass_fields__)
_VISIT = tuple(Visit.__dataclass_fields__)
_FILING = tuple(Filing.__dataclass_fields__)
_RESPONSE = tuple(Response.__dataclass_fields__)
_WORDING = ("subject", "field", "revision", "text")
_VERSION = select(t.circles.c.version).where(t.circles.c.id == bindparam("circle"))
ROWS = select(t.circles, t.format_sources.c.source).join(
    t.format_sources, t.format_sources.c.digest == t.circles.c.format_digest
)
_CIRCLE = ROWS.where(t.circles.c.id == bindparam("circle"))
_VERSION_UNDER_LOCK = _VERSION.with_for_update()


def create(
    db: Connection, keyring: Keyring, circle: Circle, team_id: int, facilitator_id: int | None
) -> None:
    """Insert a new circle, with the hashes under which its codes are looked up."""
    digest = hashlib.sha256(circle.format.source.encode()).hexdigest()
    if db.scalar(select(t.format_sources.c.digest).where(t.format_sources.c.digest == digest)) is None:
        db.execute(insert(t.format_sources).values(digest=digest, source=circle.format.source))
    db.execute(
        insert(t.circles).values(
            id=circle.id,
            team_id=team_id,
            facilitator_id=facilitator_id,
            format_key=circle.format.key,
            format_digest=digest,
            created_at=circle.created_at,
            **_columns(circle),
            **code_hashes(keyring, circle),
        )
    )


def code_hashes(keyring: Keyring, circle: Circle) -> dict[str, str]:
    """What the join code, the QR's key and the screen code are looked up by."""
    generation = circle.code_generation
    return {
        "join_code_hash": keyring.digest("join-code", keyring.code("join-code", circle.id, generation)),
        "join_key_hash": keyring.digest("join-key", keyring.long_key("join-key", circle.id, generation)),
        "screen_code_hash": keyring.digest("screen-code", keyring.code("screen-code", circle.id, generation)),
    }


def version_under_lock(db: Connection, circle_id: str) -> int | None:
    """The version of a circle, with its row locked until the transaction ends."""
    found = run(db, _VERSION_UNDER_LOCK, {"circle": circle_id})
    return found[0][0] if found else None


def version(db: Connection, circle_id: str) -> int | None:
    found = run(db, _VERSION, {"circle": circle_id})
    return found[0][0] if found else None


def versions(db: Connection, ids: Sequence[str]) -> dict[str, int]:
    """The versions of those circles that there are, in one question."""
    rows = db.execute(select(t.circles.c.id, t.circles.c.version).where(t.circles.c.id.in_(ids)))
    return {row.id: row.version for row in rows}


def load(db: Connection, circle_id: str) -> Circle | None:
    """The circle, whole, or None."""
    row = db.execute(_CIRCLE, {"circle": circle_id}).mappings().first()
    if row is None:
        return None
    return _circle(
        row,
        visits={v["number"]: Visit(**v) for v in _parts(db, t.visits, _VISIT, circle_id, "number")},
        seats={s["id"]: Seat(**s) for s in _parts(db, t.seats, _SEAT, circle_id, "joined_at", "id")},
        contributions=Tallied(
            {
                c["id"]: Contribution(**c)
                for c in _parts(db, t.contributions, _CONTRIBUTION, circle_id, "position")
            }
        ),
        filings={f["document"]: Filing(**f) for f in _parts(db, t.filings, _FILING, circle_id, "document")},
        responses={r["id"]: Response(**r) for r in _parts(db, t.responses, _RESPONSE, circle_id, "at", "id")},
        words=_words(db, circle_id),
    )


def outlines(db: Connection, rows: Sequence[Any], fields: Sequence[str]) -> list[Circle]:
    """Circles without visits, people and contributions, and of their own words these fields only: enough to say where
    they stand. `rows` are those of `circles` with the format's source."""
    words: dict[str, dict[tuple[str, str], Wording]] = {row["id"]: {} for row in rows}
    if rows:
        w = t.wordings.c
        mine = (w.circle_id.in_(words), w.subject == CIRCLE, w.field.in_(fields))
        for said in db.execute(select(t.wordings).where(*mine).order_by(w.revision)):
            words[said.circle_id][said.subject, said.field] = Wording(said.text, said.revision)
    return [_circle(row, words=words[row["id"]]) for row in rows]


def _circle(row: Any, **parts: Any) -> Circle:
    return Circle(
        id=row["id"],
        format=_format(row["source"]).with_planned(row["planned"] or {}),
        planned=row["planned"] or {},
        created_at=row["created_at"],
        clockwork=Clockwork(**{name: row[name] for name in _CLOCKWORK}),
        undoable=_undoable(row["undoable"]),
        learning=_lines(row["learning"]),
        **{name: row[name] for name in _PLAIN},
        **parts,
    )


def save(db: Connection, keyring: Keyring, before: Circle, done: Done, now: int) -> None:
    """Write what a move touched, and nothing else. `before` is the circle as the database has it."""
    circle, touched = done.circle, done.touched
    values = _changed(before, circle)
    if circle.code_generation != before.code_generation:
        values |= code_hashes(keyring, circle)
    _change(db, t.circles, {"id": circle.id}, values)
    for number in touched.visits:
        visit = _values(circle.visits[number], _VISIT)
        _put(db, t.visits, circle.id, "number", visit, number in before.visits)
    for seat in touched.seats:
        _put(db, t.seats, circle.id, "id", _values(circle.seats[seat], _SEAT), seat in before.seats)
    for each in touched.contributions:
        known = each in before.contributions
        values = _values(circle.contributions[each], _CONTRIBUTION)
        if not known:
            values["position"] = circle.version
        _put(db, t.contributions, circle.id, "id", values, known)
    for document in touched.filings:
        filing = _values(circle.filings[document], _FILING)
        _put(db, t.filings, circle.id, "document", filing, document in before.filings)
    for each in touched.responses:
        response = _values(circle.responses[each], _RESPONSE)
        _put(db, t.responses, circle.id, "id", response, each in before.responses)
    _wipe(db, done)
    for key in sorted(touched.words):
        run(db, inserting(t.wordings), _wording(circle, key, now))


def _wipe(db: Connection, done: Done) -> None:
    """Remove the words that a move forgot, with all earlier wordings."""
    w, circle_id = t.wordings.c, done.circle.id
    for subject in done.touched.forgotten:
        db.execute(delete(t.wordings).where(w.circle_id == circle_id, w.subject == subject))
    for subject, field in done.touched.forgotten_fields:
        db.execute(delete(t.wordings).where(w.circle_id == circle_id, w.subject == subject, w.field == field))


def earlier_wordings(db: Connection, circle_id: str, subject: str, field: str) -> list[tuple[str, int]]:
    """What stood in a field before its present wording, oldest first, each with when it was written."""
    w = t.wordings.c
    rows = db.execute(
        select(w.text, w.at)
        .where(w.circle_id == circle_id, w.subject == subject, w.field == field)
        .order_by(w.revision)
    ).all()
    return [(row.text, row.at) for row in rows[:-1]]


def discard(db: Connection, circle_id: str) -> None:
    """Remove a circle that never began, with all that hangs on it."""
    db.execute(delete(t.presence).where(t.presence.c.circle_id == circle_id))
    db.execute(delete(t.circles).where(t.circles.c.id == circle_id))


def hats(db: Connection, circle_id: str) -> tuple[int | None, int | None]:
    """The members of staff who are the circle's facilitator and advisor."""
    row = db.execute(
        select(t.circles.c.facilitator_id, t.circles.c.advisor_id).where(t.circles.c.id == circle_id)
    ).one()
    return row.facilitator_id, row.advisor_id


def set_hat(db: Connection, circle_id: str, column: str, staff_id: int) -> None:
    """Make somebody facilitator (`facilitator_id`) or advisor (`advisor_id`); who was, is no longer, and
    neither are the tokens that they had for it."""
    db.execute(update(t.circles).where(t.circles.c.id == circle_id).values({column: staff_id}))
    kind = column.removesuffix("_id")
    db.execute(
        update(t.tokens)
        .where(t.tokens.c.circle_id == circle_id, t.tokens.c.kind == kind, t.tokens.c.staff_id != staff_id)
        .values(expires_at=0)
    )


@lru_cache(maxsize=64)
def _format(source: str) -> Format:
    return parse(source, kept=True)


def _columns(circle: Circle, but: Collection[str] = ()) -> dict[str, Any]:
    values = {name: getattr(circle.clockwork, name) for name in _CLOCKWORK}
    values |= {name: getattr(circle, name) for name in _PLAIN}
    if "undoable" not in but:
        values["undoable"] = asdict(circle.undoable) if circle.undoable else None
    if "planned" not in but:
        values["planned"] = dict(circle.planned) or None
    if "learning" not in but:
        values["learning"] = None if circle.learning is None else [asdict(line) for line in circle.learning]
    return values


def _changed(before: Circle, after: Circle) -> dict[str, Any]:
    """The columns that differ. What is kept as JSON is taken apart only where it is another than before."""
    made = {"undoable": after.undoable, "planned": after.planned, "learning": after.learning}
    same = {name for name, value in made.items() if value is getattr(before, name)}
    was, now = _columns(before, same), _columns(after, same)
    return {name: value for name, value in now.items() if was[name] != value}


def _lines(value: list[dict[str, Any]] | None) -> tuple[Line, ...] | None:
    if value is None:
        return None
    return tuple(Line(line["id"], line["column"], tuple(line["sources"])) for line in value)


def _undoable(value: dict[str, Any] | None) -> Undoable | None:
    if value is None:
        return None
    before = dict(value["before"])
    entered = before.pop("entered")
    clockwork = Clockwork(**before, entered=Visit(**entered) if entered else None)
    return Undoable(op=value["op"], type=value["type"], at=value["at"], before=clockwork)


@cache
def _select(table: Table, names: tuple[str, ...], order: tuple[str, ...]) -> Select[Any]:
    columns = [table.c[name] for name in names]
    return (
        select(*columns)
        .where(table.c.circle_id == bindparam("circle"))
        .order_by(*(table.c[name] for name in order))
    )


def _parts(db: Connection, table: Table, names: tuple[str, ...], circle_id: str, *order: str) -> Any:
    return db.execute(_select(table, names, order), {"circle": circle_id}).mappings()


def _words(db: Connection, circle_id: str) -> dict[tuple[str, str], Wording]:
    rows = db.execute(_select(t.wordings, _WORDING, ("revision",)), {"circle": circle_id})
    return {(row.subject, row.field): Wording(row.text, row.revision) for row in rows}


def _wording(circle: Circle, key: tuple[str, str], now: int) -> dict[str, Any]:
    wording = circle.words[key]
    return {"circle_id": circle.id, "subject": key[0], "field": key[1], "revision": wording.revision,
            "text": wording.text, "at": now}  # fmt: skip


def _values(part: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(part, name) for name in names}


def _put(db: Connection, table: Table, circle_id: str, key: str, values: dict[str, Any], known: bool) -> None:
    if known:
        _change(db, table, {"circle_id": circle_id, key: values[key]}, values)
    else:
        run(db, inserting(table), {"circle_id": circle_id, **values})


def _change(db: Connection, table: Table, key: dict[str, Any], values: dict[str, Any]) -> None:
    if values:
        statement = updating(table, tuple(key), tuple(values))
        run(db, statement, {**{f"key_{name}": value for name, value in key.items()}, **values})
