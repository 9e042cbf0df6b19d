"""The register: what circles the team held, with numbers and where their records are filed, and nothing of what was
said. It stays when the words are gone."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from flask import Blueprint, Response, abort, render_template, request

from app import blocking, forgetting
from app.circle.destinations import LEARNING
from app.circle.format import KINDS
from app.pages.access import services, signed_in, staff_only
from app.records import table_file
from app.records.wording import at, count, day, day_of
from app.store import register, staff
from app.store.lookup import Team
from app.store.register import DEVELOPMENT, FORM, Document, Line

pages = Blueprint("register", __name__)

A_PAGE = 50
_NOUNS = {
    "question": ("question", "questions"),
    "suggestion": ("suggestion", "suggestions"),
    "reflection": ("reflection", "reflections"),
    "outcome": ("outcome", "outcomes"),
    "learning_use": ("use of the learning", "uses of the learning"),
    "worked_well": ("thing that worked well", "things that worked well"),
    "key_learning": ("piece of learning", "pieces of learning"),
    "next_step": ("next step", "next steps"),
    "issue": ("issue", "issues"),
}
_DOCUMENTS = {
    FORM: ("Form", "forms"),
    DEVELOPMENT: ("Development supervision form", "development supervision forms"),
    LEARNING: ("Record of Learning", "Records of Learning"),
}
COLUMNS = ("Date", "Circle", "Team", "Planned minutes", "Actual minutes", "People", "Contributions", "Records",
           "Words removed on")  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A circle as the register shows it: all in words, but the numbers."""

    held: str
    format: str
    team: str
    planned: int
    actual: int
    people: int
    counts: str
    documents: tuple[str, ...]
    words: str


@pages.get("/register")
@staff_only
def circles() -> Any:
    """The newest first, page by page."""
    teams, number = _teams(), request.args.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 0
    with services().store.reading() as db:
        total = register.count(db, list(teams))
        last = max(1, -(-total // A_PAGE))
        if not 1 <= page <= last:
            abort(404)
        lines = register.lines(db, list(teams), limit=A_PAGE, offset=(page - 1) * A_PAGE)
        warned = register.warned(db, [line.circle_id for line in lines])
    today = at(services().clock.now_ms()).date()
    rows = [_row(line, teams, _words(line, teams[line.team_id], today, warned)) for line in lines]
    return render_template(
        "register/register.html", rows=rows, teams=teams, total=total, page=page, last=last, size=A_PAGE
    )


@pages.get("/register.csv")
@staff_only
def table() -> Any:
    """All of it for a spreadsheet."""
    teams = _teams()
    with services().store.reading() as db:
        lines = register.lines(db, list(teams))
    # Years of circles take a moment: no circle under way is to wait for them.
    body = blocking.in_turn(table_file.to_csv, COLUMNS, (_cells(line, teams) for line in lines))
    response = Response(body, content_type="text/csv; charset=utf-8")
    today = at(services().clock.now_ms()).date()
    response.headers.set("Content-Disposition", "attachment", filename=f"{today} register.csv")
    return response


def _teams() -> dict[int, Team]:
    person = cast(staff.Person, signed_in())
    with services().store.reading() as db:
        return {team.id: team for team in staff.teams(db, person.team_ids)}


def _row(line: Line, teams: dict[int, Team], words: str) -> Row:
    return Row(
        held=day(_held(line)),
        format=line.format_title,
        team=teams[line.team_id].name,
        planned=_minutes(line.planned_ms),
        actual=_minutes(line.actual_ms),
        people=line.people,
        counts=", ".join(_counts(line)) or "Nothing was typed",
        documents=_documents(line),
        words=words,
    )


def _cells(line: Line, teams: dict[int, Team]) -> list[str | int]:
    forgotten = at(line.forgotten_at).date().isoformat() if line.forgotten_at is not None else ""
    row = _row(line, teams, forgotten)
    return [_held(line).isoformat(), row.format, row.team, row.planned, row.actual, row.people, ", ".join(_counts(line)),
            "; ".join(row.documents), forgotten]  # fmt: skip


def _held(line: Line) -> date:
    return at(line.started_at or line.created_at).date()


def _minutes(ms: int) -> int:
    return (ms + 30_000) // 60_000


def _counts(line: Line) -> Iterator[str]:
    """“6 questions”, “1 suggestion”, in the order of a circle."""
    for kind in KINDS:
        if number := line.counts.get(kind):
            yield count(number, *_NOUNS[kind])


def _documents(line: Line) -> tuple[str, ...]:
    """“Form: LCS, 24 November 2026”; “3 forms: not filed yet”."""
    alike = Counter((each.kind, _where(each)) for each in line.documents)
    return tuple(
        f"{one if number == 1 else f'{number} {many}'}: {where}"
        for (kind, where), number in alike.items()
        for one, many in (_DOCUMENTS[kind],)
    )


def _where(each: Document) -> str:
    if each.state == "filed":
        return f"{each.place}, {day_of(each.on)}"
    return "not needed" if each.state == "discarded" else "not filed yet"


def _words(line: Line, team: Team, today: date, warned: dict[str, list[date]]) -> str:
    """When the words went, or will go."""
    if line.forgotten_at is not None:
        return f"Removed on {day(at(line.forgotten_at))}"
    plan = forgetting.plan(line, team, today, warned.get(line.circle_id, []))
    if plan.on is None:
        return plan.because
    return f"Kept until {day(plan.on)}" if line.settled_at is not None else "Kept until it is filed"
