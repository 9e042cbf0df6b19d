"""The Solution Circle form, which is for the file of a child, young person or carer, who may one day
read it: short unless it is asked for in full.

What a form shows follows from what the circle's format lets people do, not from the format's name,
so that a council's own format has a form without code.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from app.circle.clock import actual_ms
from app.circle.destinations import Destination
from app.circle.format import KINDS
from app.circle.state import CIRCLE, Circle, Contribution
from app.records.concerned import concerned_by, in_words, place_of, responses
from app.records.document import DEVELOPMENT_SUPERVISION, SOLUTION_FORM, Box, Document, Fact, Table
from app.records.gather import Gathered, lets, selectable
from app.records.opening import blank_words, held_on, opening
from app.records.wording import HEADINGS, at, count, day, day_of, duration

Detail = Literal["short", "full"]

#: What an action has in every form, even where nobody has said it: without these it is none.
ACTION = ("by_whom", "why", "by_when")


def solution_form(
    circle: Circle,
    now: int,
    team: str,
    detail: Detail = "short",
    headings: Mapping[str, str] = HEADINGS,
    stopped: bool = False,
    document: str = "",
) -> Document:
    """The “Solution Circle” form, which serves Success Circles too (Dudley, "Group Supervision"). `document` is
    the id of the child, young person or carer on whose file it is kept, or of the worker whose development
    supervision it is; without it, the form speaks of the circle as a whole. Raises LookupError where there is no
    such form. `stopped`: the circle was ever stopped, which a circle that went on does not show unless
    somebody said who was told."""
    about = concerned_by(circle, document)
    development = len(about) == 1 and about[0].is_worker
    kind = DEVELOPMENT_SUPERVISION if development else SOLUTION_FORM
    gathered = Gathered(circle, detail == "full")
    form = _Form(circle, now, detail == "full", headings, gathered, stopped, about)
    return replace(
        opening(circle, now, team, kind, _title(circle, development)),
        facts=tuple(form.facts(team)),
        sections=tuple(form.sections()),
        full=form.full,
        number=place_of(circle, document),
    )


def missing(circle: Circle, document: str = "") -> list[str]:
    """The keys of the boxes of the short form that are still empty, to be named before it is filed;
    `wording.HEADINGS` has their headings (product.md, "What goes into which record")."""
    now = circle.closed_at or circle.created_at
    return solution_form(circle, now, team="-", document=document).missing


def _title(circle: Circle, development: bool) -> str:
    """Generic practice is recorded as part of development supervision (Dudley, "Group Supervision")."""
    if development:
        return f"Development supervision: {circle.format.title}"
    named = "" if circle.format.key == "solution" else f": {circle.format.title}"
    return f"Solution Circle form{named}"


@dataclass(frozen=True)
class _Form:
    """The form in the making. Methods stand in the order of the form's parts."""

    circle: Circle
    now: int
    full: bool
    headings: Mapping[str, str]
    gathered: Gathered
    stopped: bool
    about: tuple[Destination, ...]

    def facts(self, team: str) -> Iterable[Fact]:
        circle = self.circle
        yield self._fact("date", held_on(circle))
        yield self._fact("format", circle.format.title)
        yield self._fact("team", team)
        if self.full and not lets(circle, "title") and (title := circle.text(CIRCLE, "title")):
            yield self._fact("title", title)
        yield self._fact("present", *_present(circle))
        yield self._fact("facilitator", circle.text(CIRCLE, "facilitator"))
        yield self._fact("advisor", circle.text(CIRCLE, "advisor"))
        yield self._fact("concerns", *map(in_words, self.about))
        # Short and full alike: that safeguarding was set in motion is not a detail (West Sussex, section 5).
        # So it stands there too when nobody wrote down who was told, or the words were emptied.
        if self.stopped or circle.stopped or circle.revision(CIRCLE, "told"):
            yield self._fact("told", circle.text(CIRCLE, "told"))

    def sections(self) -> Iterable[Box | Table]:
        yield from self._story()
        yield from self._selection()
        yield from self._results()
        if self.full:
            yield from self._everything_else()
        if said := tuple(responses(self.circle, self.about, self.headings)):
            yield replace(self._box("responses"), items=said, each="Response")

    def _story(self) -> Iterable[Box]:
        """What was brought and what was understood of it (Dudley, Appendix 2, stages 1 and 2)."""
        if lets(self.circle, "focus"):
            yield self._box("focus", self.circle.text(CIRCLE, "focus"))
        if lets(self.circle, "title"):
            yield self._box("work", self.circle.text(CIRCLE, "title"))
        yield from self._summary("happened")
        if self.full and lets(self.circle, "question"):
            yield self._list("question")
        yield from self._summary("understood")
        yield from self._summary("impact")

    def _selection(self) -> Iterable[Box]:
        """Offered − tried, chosen, and what becomes of it (Dudley, Appendix 2, stage 4; West Sussex and
        Central Bedfordshire, one-to-one templates: what, by whom, by when)."""
        offered = self.gathered.of_the_circle(*selectable(self.circle))
        tried = [c for c in offered if c.tried]
        chosen = [c for c in offered if c.chosen]
        yield from self._summary("tried", tried)
        if selectable(self.circle):
            actions = (replace(self.gathered.item(c), details=tuple(self._action(c))) for c in chosen)
            yield replace(self._box("chosen"), items=tuple(actions), each="Solution")
        yield from self._measure(chosen)
        yield from self._summary("decision")
        if lets(self.circle, "check_in"):
            yield self._box("check_in", day_of(self.circle.check_in_on), self._who_checks_in())

    def _action(self, c: Contribution) -> Iterable[Fact]:
        """`ACTION` stands there even when empty; the rest only where somebody said it."""
        for name in ("what", "by_whom", "how", "why", "by_when", "measure", "decision_by"):
            text = self.circle.text(c.id, name)
            if text or name in ACTION:
                yield self._fact("action_measure" if name == "measure" else name, text)
        if c.outcome:
            yield self._fact("checked", self._checked(c), self.circle.text(c.id, "comment"))

    def _checked(self, c: Contribution) -> str:
        """What the group found when it checked in (Dudley, Appendix 2, stage 4)."""
        said = {"done": "Done", "not_yet": "Not yet", "changed": "Changed"}[c.outcome or ""]
        when = f", {day(at(c.checked_at))}" if c.checked_at else ""
        again = c.check_on if c.outcome == "not_yet" else None
        return f"{said}{when}" + (f". The group checks in again on {day_of(again)}." if again else "")

    def _measure(self, chosen: list[Contribution]) -> Iterable[Box]:
        for box in self._summary("measure"):
            told = chosen and all(self.circle.text(c.id, "measure") for c in chosen)
            yield replace(box, paragraphs=("Said with each solution above.",)) if box.empty and told else box

    def _who_checks_in(self) -> str:
        by = self.circle.text(CIRCLE, "check_in_by")
        return f"Who checks in: {by}" if by else ""

    def _results(self) -> Iterable[Box]:
        """What was reflected and achieved (Dudley, Appendix 2, Success Circles, stages 3 and 4), and
        whatever else the stages of a council's own format collect."""
        apart = {"question", "suggestion", "learning_use", *selectable(self.circle)}
        for kind in KINDS:
            if kind not in apart and lets(self.circle, kind):
                items = self.gathered.items(self.gathered.of_the_circle(kind))
                yield replace(self._box(kind), items=items)

    def _everything_else(self) -> Iterable[Box | Table]:
        offers = {"suggestion", *selectable(self.circle)}
        if any(lets(self.circle, kind) for kind in offers):
            yield self._offered(self.gathered.of_the_circle(*offers))
        if lets(self.circle, "learning_use"):
            yield self._list("learning_use")
        yield self._minutes()
        yield self._after_the_bell()

    def _offered(self, offers: list[Contribution]) -> Box:
        """The sum, and those that stand in no box above: each text is in the form once."""
        tried, chosen = sum(c.tried for c in offers), sum(c.chosen for c in offers)
        rest = self.gathered.items(c for c in offers if not c.tried and not c.chosen)
        total = (
            f"{len(offers)} offered − {tried} already tried = {len(offers) - tried} left. {chosen} chosen."
        )
        return replace(self._list("suggestion"), paragraphs=(total,) if offers else (), items=rest)

    def _minutes(self) -> Table:
        rows = tuple(
            (
                stage.title,
                duration(stage.planned_ms) if stage.planned_ms else "without a set time",
                self._actual(index),
            )
            for index, stage in enumerate(self.circle.format.stages)
        )
        return Table(
            key="minutes",
            heading=self.headings["minutes"],
            description="For each stage of the circle, the planned and the actual time.",
            columns=("Stage", "Planned", "Actual"),
            rows=rows,
            blank=blank_words(self.circle),
            across=True,
        )

    def _actual(self, stage: int) -> str:
        held = any(visit.counts and visit.stage == stage for visit in self.circle.visits.values())
        return duration(actual_ms(self.circle, stage, self.now)) if held else "not held"

    def _after_the_bell(self) -> Box:
        let_in, left_out = self.gathered.after_the_bell()
        said = []
        if let_in:
            said.append(
                f"{count(let_in, 'contribution', 'contributions')} let in, marked “after the bell” here."
            )
        if left_out:
            said.append(
                f"{count(left_out, 'contribution', 'contributions')} handed in and not let in. The words are not in this form."
            )
        return self._box("after_bell", *(said or ["Nothing was handed in after the bell."]))

    def _summary(self, name: str, marked: Iterable[Contribution] = ()) -> Iterable[Box]:
        """A box that staff fill. A format without a selection does not ask for it, and shows it when filled."""
        box = replace(
            self._box(name, self.circle.text(CIRCLE, f"box:{name}")), items=self.gathered.items(marked)
        )
        if selectable(self.circle) or not box.empty:
            yield box

    def _list(self, kind: str) -> Box:
        """A list that only the full form has. Much is said and not typed, so none in it means only that."""
        blank = "None written down" if self.circle.closed_at is not None else "None written down yet"
        items = self.gathered.items(self.gathered.of_the_circle(kind))
        return replace(self._box(kind), items=items, blank=blank)

    def _box(self, key: str, *paragraphs: str) -> Box:
        said = tuple(filter(None, paragraphs))
        return Box(key, self.headings[key], said, blank_words(self.circle))

    def _fact(self, key: str, *values: str) -> Fact:
        return Fact(key, self.headings[key], tuple(filter(None, values)), blank_words(self.circle))


def _present(circle: Circle) -> list[str]:
    """Full name and role as staff entered them, otherwise the names under which people joined."""
    listed = circle.text(CIRCLE, "attendance")
    if listed:
        return [", ".join(filter(None, (row["name"], row["role"]))) for row in json.loads(listed)]
    return [circle.name(seat.id) for seat in circle.present()]
