"""What is still to be done with the records of a circle, in its order: complete them, compose the Record of
Learning, file each document; and by when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import g, url_for

from app.circle.destinations import FORM, LEARNING, Destination, destinations, documents
from app.circle.filing import open_disagreements
from app.circle.learning import COLUMNS, composed
from app.circle.shapes import BOXES
from app.circle.state import Circle, Filing
from app.forgetting.changed import since_filed
from app.pages import files
from app.pages.access import services
from app.pages.records_hints import Reminder
from app.records import deadlines
from app.records.completing import ACTION, chosen
from app.records.content import HEADINGS, Document
from app.records.wording import at, count, day, day_of, moment
from app.store import staff
from app.store.lookup import Team

#: Keys that are filled in on the page with the circle's details, and the place of each there.
_ON_DETAILS = {
    "present": "who",
    "facilitator": "facilitator",
    "advisor": "advisor",
    "concerns": "where",
    "work": "title",
    "activity": "activity",
    "next_date": "next_date-day",
}
_LABELS = {
    "work": "The work (its title)",
    "told": "Who was told",
    "learning": "Lines from the review",
    "activity": "Activity",
    "next_date": "Date of next group supervision",
}
_KINDS = {"child": "Child", "young_person": "Young person", "carer": "Carer"}


@dataclass(frozen=True)
class Gap:
    """Something that is still empty, and where it can be filled in; nowhere if only the circle can fill it."""

    text: str
    href: str


@dataclass(frozen=True)
class Paper:
    """A document of the circle: what stands in it, what is still empty, and what became of it. `place` is where
    it is likely to be filed; `due` is the last day for it, where its source sets one. `changed`: it says something
    else by now than when it was filed."""

    id: str
    title: str
    document: Document
    gaps: tuple[Gap, ...]
    filing: Filing
    by: str
    place: str
    due: date | None
    changed: bool

    @property
    def is_form(self) -> bool:
        return self.id != LEARNING

    @property
    def open(self) -> bool:
        return self.filing.state == "open"

    @property
    def taken_out(self) -> str:
        """When its words last left by a download or a copy; empty where they never did."""
        return moment(at(self.filing.exported_at)) if self.filing.exported_at is not None else ""

    @property
    def filed(self) -> str:
        """Where, when and by whom, on one line."""
        if self.filing.state == "filed":
            return f"Filed in {self.filing.place} on {day_of(self.filing.on)} {self.by}"
        return f"Nothing needs filing here: marked on {day(at(self.filing.at or 0))} {self.by}"


def papers(circle: Circle) -> list[Paper]:
    """Every document of the circle, the Record of Learning last."""
    team: Team = g.right.team
    named = {each.id: each for each in destinations(circle)}
    found = []
    with services().store.reading() as db:
        changed = since_filed(db, circle)
    for number, name in enumerate(documents(circle), 1):
        filing = circle.filings.get(name, Filing(name))
        document = files.learning_of(circle) if name == LEARNING else files.form_of(circle, "short", name)
        about = named.get(name)
        found.append(
            Paper(
                id=name,
                title=title(name, about, number),
                document=document,
                gaps=tuple(_gap(circle, key) for key in document.missing),
                filing=filing,
                by=_by(filing),
                place=filing.place or _likely(team, name, about),
                due=_due(circle, team) if name != LEARNING else None,
                changed=name in changed,
            )
        )
    return found


def title(name: str, about: Destination | None, number: int) -> str:
    """Initials stand on this page, so that two forms can be told apart, and in no address and no file name."""
    if name == LEARNING:
        return "Record of Learning"
    if about is None or name == FORM:
        return "Solution Circle form"
    if about.is_worker:
        return f"Development supervision: {about.worker or 'a worker'}"
    return f"Solution Circle form: {_KINDS.get(about.kind, 'Child')} {about.initials or number}"


def _by(filing: Filing) -> str:
    """Who marked it."""
    if filing.by is None:
        return "with the facilitator’s link"
    with services().store.reading() as db:
        person = staff.by_id(db, filing.by)
    return f"by {person.name}" if person else "by somebody who has left"


def _likely(team: Team, name: str, about: Destination | None) -> str:
    """A form goes to the first place of the team's list, generic practice to PIMS (Dudley), learning to a folder."""
    places = team.places.splitlines()
    wanted = "folder" if name == LEARNING else "pims" if about is not None and about.is_worker else ""
    return next((place for place in places if wanted in place.lower()), places[0] if places else "")


def _due(circle: Circle, team: Team) -> date | None:
    """Appendix 9 has no such day in its source (domain: rules on records)."""
    if circle.closed_at is None:
        return None
    return deadlines.file_by(at(circle.closed_at).date(), team.file_within, team.nation)


def _gap(circle: Circle, key: str) -> Gap:
    text = _LABELS.get(key) or HEADINGS.get(key, "Date")
    if key in _ON_DETAILS:
        return Gap(text, f"{url_for('details.details', circle_id=circle.id)}#{_ON_DETAILS[key]}")
    if key in BOXES:
        return Gap(text, f"#box-{key}")
    if key in ACTION:
        first = next((each for each in chosen(circle) if not circle.text(each.id, key)), None)
        return Gap(text, f"#{key}-{first.id}" if first else "")
    here = {
        "told": "#told",
        "check_in": "#check-in-on",
        "focus": f"{url_for('records.words', circle_id=circle.id)}#focus",
        "learning": url_for("composing.learning", circle_id=circle.id),
    }
    return Gap(text, here.get(key, ""))


def by_when(due: date) -> str:
    """“Tuesday 24 November 2026”."""
    return deadlines.standing(date.min, due).removeprefix("due on ")


def tasks(
    circle: Circle,
    found: list[Paper],
    today: date,
    form_hints: Iterable[Reminder],
    learning_hints: Iterable[Reminder],
) -> list[dict[str, Any]]:
    """The list at the top, as GOV.UK's macro takes it."""
    forms = [paper for paper in found if paper.is_form]
    gaps = {gap.text: gap for paper in forms for gap in paper.gaps}
    lines = sum(len(composed(circle)[column]) for column in COLUMNS)
    listed = [
        _task("1. Read and complete", "#complete", *_completeness(len(gaps), len(list(form_hints)))),
        _task("2. Record of Learning", "#learning", *_learning(circle, lines, len(list(learning_hints)))),
        *(
            _task(f"3. File: {paper.title}", f"#file-{paper.id}", *_standing(circle, paper, today))
            for paper in found
        ),
    ]
    if waiting := len(open_disagreements(circle)):
        words = count(waiting, "disagreement", "disagreements")
        listed.append(_task(f"Settle {words}", "#said-of-it", "Open", "orange"))
    return listed


def _completeness(gaps: int, hints: int) -> tuple[str, str]:
    said = [count(gaps, "field is empty", "fields are empty")] if gaps else []
    said += [f"{count(hints, 'phrase', 'phrases')} to look at"] if hints else []
    return (", ".join(said), "blue") if said else ("Complete", "")


def _learning(circle: Circle, lines: int, hints: int) -> tuple[str, str]:
    if not lines:
        return "No lines yet", "blue"
    said = count(lines, "line", "lines")
    if hints:
        return f"{said}, {count(hints, 'phrase', 'phrases')} to look at", "blue"
    return (f"{said}, composed", "") if circle.learning is not None else (f"{said} to read", "blue")


def _standing(circle: Circle, paper: Paper, today: date) -> tuple[str, str]:
    if paper.changed:
        return "Changed since it was filed", "orange"
    if paper.filing.state == "filed":
        return "Filed", ""
    if paper.filing.state == "discarded":
        return "Nothing to file", ""
    if circle.closed_at is None:
        return "After the circle", "grey"
    if paper.due is None:
        return "To be filed", "blue"
    if paper.due < today:
        return "Overdue", "orange"
    soon = {0: ("Due today", "orange"), 1: ("Due tomorrow", "blue")}
    return soon.get((paper.due - today).days, ("To be filed", "blue"))


def _task(title: str, href: str, status: str, colour: str) -> dict[str, Any]:
    """What is done is said in plain text, what is not in a tag (GOV.UK, "Task list")."""
    shown = {"tag": {"text": status, "classes": f"govuk-tag--{colour}"}} if colour else {"text": status}
    return {"title": {"text": title}, "href": href, "status": shown}
