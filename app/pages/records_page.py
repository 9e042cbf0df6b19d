"""The records page as the place of work: what is still to be done, the fields that only people can fill, each document
with its files and where it was filed, what those concerned say, and until when the words are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import g, render_template

from app.circle.filing import open_actions
from app.circle.shapes import BOXES
from app.circle.state import CIRCLE, Circle, Response
from app.pages import files, records_keeping, records_work
from app.pages.access import services
from app.pages.forms import date_fields
from app.pages.records_hints import Watch
from app.records import content
from app.records.completing import ACTION, action_label, checks_in, chosen, mark
from app.records.content import Item
from app.records.gather import Gathered, selectable
from app.records.wording import at, day_of, moment
from app.store import register


@dataclass
class Sent:
    """What was typed into one of the page's forms and could not be saved: `faults` by field, and `theirs`, what
    somebody else has put into a field meanwhile. `partly`: whatever has no fault was saved."""

    given: Mapping[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    theirs: Mapping[str, str] = field(default_factory=dict)
    partly: bool = False

    def value(self, name: str, saved: str = "") -> str:
        return self.given.get(name, saved) if self.faults else saved

    def fault(self, name: str) -> dict[str, str] | None:
        """The error of a field as GOV.UK Frontend's macros take it."""
        return {"text": self.faults[name]} if name in self.faults else None

    def filled(self, name: str) -> bool:
        """Whether this field is one of those that came back."""
        return bool(self.faults) and name in self.given


@dataclass(frozen=True)
class Said:
    """What somebody concerned said of the form."""

    response: Response
    who: str
    when: str
    text: str
    settled: str
    settled_on: str


def page(circle: Circle, sent: Sent | None = None) -> str:
    """The whole page, for views with `circle_staff_only`."""
    if circle.forgotten_at is not None:
        return _what_is_left(circle)
    sent = sent or Sent()
    today = at(services().clock.now_ms()).date()
    papers = records_work.papers(circle)
    watch = Watch(circle, today)
    form_hints, learning_hints = watch.form(), watch.learning()
    asked = BOXES if selectable(circle) else ()
    return render_template(
        "records/records.html",
        circle=circle,
        sent=sent,
        errors=sent.faults,
        papers=papers,
        forms=[paper for paper in papers if paper.is_form],
        learning=papers[-1],
        due=next((paper.due for paper in papers if paper.due and paper.open), None),
        by_when=records_work.by_when,
        today=today,
        tasks=records_work.tasks(circle, papers, today, form_hints, learning_hints),
        form_hints=form_hints,
        learning_hints=learning_hints,
        places=g.right.team.places.splitlines(),
        filed_today=date_fields("on", today.isoformat()),
        faults_in_templates=files.council_faults(),
        boxes=asked,
        more_boxes=[box for box in BOXES if box not in asked],
        headings=content.HEADINGS,
        stopped=any(fact.key == "told" for fact in papers[0].document.facts),
        questions=_questions(circle),
        chosen=chosen(circle),
        checks_in=checks_in(circle),
        check_in_on=files.check_in_on(circle),
        action={name: action_label(name) for name in ACTION},
        mark=mark,
        said=said_of_it(circle),
        presenter=circle.name(circle.presenter),
        keeping=records_keeping.of(circle, today),
    )


def said_of_it(circle: Circle) -> list[Said]:
    """All responses, in the order in which they came."""
    return [
        Said(
            each,
            circle.text(each.id, "who"),
            moment(at(each.at)),
            circle.text(each.id, "text"),
            circle.text(each.id, "settled"),
            moment(at(each.settled_at)) if each.settled_at is not None else "",
        )
        for each in circle.responses.values()
    ]


def _questions(circle: Circle) -> tuple[Item, ...]:
    gathered = Gathered(circle, full=True)
    return gathered.items(gathered.of_the_circle("question"))


def _what_is_left(circle: Circle) -> str:
    """Of a forgotten circle: its line in the register, and the actions that still wait for a check-in."""
    with services().store.reading() as db:
        line = register.line(db, circle.id)
    actions: list[dict[str, Any]] = [
        {
            "text": circle.text(each.id, "text"),
            "when": day_of(each.check_on or circle.check_in_on),
            "details": [
                (action_label(name), circle.text(each.id, name))
                for name in ACTION
                if circle.text(each.id, name)
            ],
        }
        for each in open_actions(circle)
    ]
    return render_template(
        "records/forgotten.html",
        circle=circle,
        line=line,
        held_on=moment(at(circle.started_at)) if circle.started_at else "",
        forgotten_on=moment(at(circle.forgotten_at or 0)),
        actions=actions,
        day_of=day_of,
        check_in_by=circle.text(CIRCLE, "check_in_by"),
    )
