"""Two whole circles, played over the line as far as each moment that a page has to be looked at in."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browser.people import Window
from tests.devices import Device, Table, new_op
from tests.server import Server

PRESENTER, MEMBER = "Priya", "Sam"
FOCUS = "How can we help Kai feel safe enough to go back to school?"
LONG = (
    "Ask Mum which adult he trusts most and invite them to the next meeting, so that he is not alone there "
    * 2
)
SUGGESTIONS = ("Visit before school, not after", "Start with mornings only", LONG.strip())


@dataclass(frozen=True)
class Moment:
    """What the circle is in. `title` stands on the control page, `phone` on the phones, `screen` on the wall."""

    name: str
    title: str
    phone: str = ""
    screen: str = ""

    def is_on(self, page: Page, kind: str) -> None:
        """Waits until the page shows this moment."""
        page.evaluate("window.dispatchEvent(new Event('online'))")
        words = self.title if kind == "control" else getattr(self, kind) or self.title
        wanted = re.compile(rf"^{words}$") if words == "Time" else words
        expect(page.get_by_text(wanted).filter(visible=True).first).to_be_visible()
        page.wait_for_load_state("networkidle")


class Circle:
    """A circle of five people, one of them without a phone, that goes from moment to moment."""

    def __init__(self, server: Server, form: str) -> None:
        self.server, self.form = server, form
        self.made = server.create(form)
        self.table = Table(server, self.made)
        self.phones = {name: self.table.joins(name) for name in (PRESENTER, MEMBER, "Tom")}
        self.table.facilitator.done("person", name="Joe")
        self.table.presents(PRESENTER)
        self.ids: dict[str, str] = {}

    def moments(self) -> Iterator[Moment]:
        yield Moment("lobby", "Priya", "Welcome")
        yield from self._solution() if self.form == "solution" else self._success()
        yield from self._review()

    def opens(self, window: Window, kind: str, name: str = MEMBER) -> Page:
        """The control page, the screen, or somebody's phone."""
        sizes = {"control": (1280, 900), "screen": (1920, 1080), "phone": (390, 844)}
        width, height = sizes[kind]
        page = window(bypass_csp=True, viewport={"width": width, "height": height}, reduced_motion="reduce")
        if kind == "control":
            page.goto(self.made["facilitator_url"])
            expect(page.locator("#primary")).to_be_enabled()
        elif kind == "screen":
            page.goto(self.made["screen_url"])
        else:
            seat = {"name": f"seat-{self.made['circle']}", "value": self.table.tokens[name]}
            page.context.add_cookies([{**seat, "url": self.server.url}])
            page.goto(f"{self.server.url}/p/{self.made['circle']}")
            expect(page.locator("#phone")).to_be_visible()
        return page

    def leave(self) -> None:
        self.table.leave()

    @property
    def facilitator(self) -> Device:
        return self.table.facilitator

    def _solution(self) -> Iterator[Moment]:
        self._go("focus")
        self.phones[PRESENTER].done("focus", text=FOCUS, revision=0)
        yield Moment("focus", "Set the focus")
        self._go("questions")
        yield Moment("questions, phones shut", "Clarification questions", screen="Phones are shut")
        self.facilitator.done("phones", visit=self.facilitator.visit, on=True)
        self.phones[MEMBER].sees(lambda view: view["stage"]["phones"] == "open")
        self._says(MEMBER, "question", "When did he last go in?")
        self._says("Tom", "question", "Who takes him in the mornings?")
        self.facilitator.done("answered", id=self.ids["When did he last go in?"])
        yield Moment("questions, phones open", "Who takes him", "Clarification questions", "Who takes him")
        self._go("solutions")
        for number, text in enumerate(SUGGESTIONS):
            self._says((MEMBER, "Tom")[number % 2], "suggestion", text)
        self._says(PRESENTER, "suggestion", "Ring the GP about his sleep")
        yield Moment("solutions", "Ring the GP", "Solutions", "Ring the GP")
        yield from self._with_the_clock("solutions", self._late)
        self._go("selection")
        self.facilitator.done("tried", id=self.ids[SUGGESTIONS[1]], on=True)
        for text in (SUGGESTIONS[0], SUGGESTIONS[2]):
            self.facilitator.done("choose", id=self.ids[text], on=True)
        self.facilitator.done("action", id=self.ids[SUGGESTIONS[0]], by_whom="Priya and Sam")
        self.facilitator.done("check_in", on="2027-01-15", by="Tom")
        yield Moment("selection", "2 chosen", "Selection", "2 chosen")

    def _success(self) -> Iterator[Moment]:
        self.facilitator.done("title", text="Bedtimes at the Brooks house")
        self._go("outline")
        yield Moment("outline", "Outline the work")
        self._go("questions")
        self._says("", "question", "What made you try a picture chart?")
        yield Moment("questions", "picture chart", "Clarification questions", "picture chart")
        self._go("reflections")
        self._says(MEMBER, "reflection", "He sleeps through the night now")
        self._says("Tom", "reflection", "Mum says she feels heard")
        yield Moment("reflections", "feels heard", "Reflections", "feels heard")
        yield from self._with_the_clock("reflections", lambda: None)
        self._go("outcomes")
        self._says(PRESENTER, "outcome", "Sleep has settled")
        yield Moment("outcomes", "Sleep has settled", "Add up the outcomes", "Sleep has settled")
        self._go("learning")
        self.facilitator.done("speaker", seat=self.table.seats[MEMBER])
        self._says(MEMBER, "learning_use", "I will ask what a good evening looks like")
        yield Moment("learning", "a good evening", "Use the learning", "a good evening")

    def _with_the_clock(self, stage: str, at_the_bell: Callable[[], None]) -> Iterator[Moment]:
        """The last minute, a pause, the stop, silence, and the time over."""
        facilitator = self.facilitator
        ends = facilitator.view["stage"]["planned_ms"]
        self.server.step(ends - 50_000)
        facilitator.ask("sync")
        yield Moment(f"{stage}, last minute", "0:", screen="last minute")
        facilitator.done("pause", visit=facilitator.visit)
        yield Moment(f"{stage}, paused", "paused")
        facilitator.done("stop")
        yield Moment(f"{stage}, stopped", "stopped", screen="stopped")
        facilitator.done("resume", visit=facilitator.visit)
        facilitator.done("silence", visit=facilitator.visit, on=True)
        yield Moment(f"{stage}, silence", "silence", "The quiet is meant", "The quiet is meant")
        self.server.step(60_000)
        at_the_bell()
        yield Moment(f"{stage}, over", "Time", screen="Phones are shut")

    def _late(self) -> None:
        """Tom sends a moment too late, and hands it to the facilitator."""
        late, words = new_op(), {"kind": "suggestion", "text": "Invite grandma to the next meeting"}
        self.phones["Tom"].play("contribute", late, visit=self.facilitator.visit, **words)
        self.phones["Tom"].done("hand_in", refused=late, **words)

    def _review(self) -> Iterator[Moment]:
        self._go("review")
        for kind, text in (
            ("worked_well", "Nobody interrupted"),
            ("key_learning", "Short questions help more than long ones"),
            ("next_step", "Bring one success each month"),
            ("issue", "The room was cold"),
        ):
            self._says(MEMBER, kind, text)
        yield Moment("review", "The room was cold", "Review", "The room was cold")
        self.facilitator.done("blank", on=True)
        yield Moment("review, screen blank", "Review", "", "blank")
        self.facilitator.done("blank", on=False)
        self.facilitator.done("close", visit=self.facilitator.visit)
        yield Moment("closed", "The circle is closed", "The circle has ended", "Thank you")

    def _go(self, stage: str) -> None:
        self.table.goes_to(stage)
        for phone in self.phones.values():
            phone.sees(lambda view: view["stage"]["key"] == stage)

    def _says(self, name: str, kind: str, text: str) -> None:
        device, op = self.phones.get(name, self.facilitator), new_op()
        device.done("contribute", op=op, visit=self.facilitator.visit, kind=kind, text=text)
        self.ids[text] = op
