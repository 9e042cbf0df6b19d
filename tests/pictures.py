"""Remakes the pictures in docs/pictures: `make pictures`. Two invented circles are played through every
stage, with the control page, the shared screen, a presenter's and two members' phones open."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import pictures_after
from tests.devices import Device, Table, new_op
from tests.server import ROOT, Server

PICTURES = ROOT / "docs" / "pictures"
#: The control page, and the same on a phone, last: when they open they ask who is there.
SIZES = {
    "screen": (1920, 1080),
    "presenter": (390, 844),
    "phone": (390, 844),
    "small": (320, 640),
    "control": (1280, 900),
    "remote": (390, 844),
}
#: Whether a page counts the seconds that the server counts, or shows no figures at all.
COUNTS = """(seconds) => {
  const figures = document.querySelector('[role=timer]')?.textContent.match(/(\\d+):(\\d\\d)/);
  return !figures || Math.abs(60 * figures[1] + Number(figures[2]) - seconds) <= 5;
}"""

FOCUS = "How can we help Kai feel safe enough to go back to school?"
SUGGESTIONS = [
    "Ask Mum which adult he trusts most and invite them to the next meeting",
    "Visit before school, not after",
    "A short words-and-pictures story about why you come",
    "Bring the school’s pastoral lead in now, not at review",
    "Let him choose where you meet",
    "Start with mornings only",
    "A card he can show when it is too much",
]
REFLECTIONS = [
    "He sleeps through the night now",
    "Mum says she feels heard",
    "School rings her first when something is wrong",
]
OUTCOMES = ["Sleep has settled", "Mum asks for help early"]
REVIEW = {
    "worked_well": ["Nobody interrupted", "We kept to the time"],
    "key_learning": ["Short questions help more than long ones"],
    "next_step": ["Bring one success each month"],
}


class Studio:
    """The windows of one circle, and what they show photographed under a name."""

    def __init__(self, server: Server, browser: Browser, form: str) -> None:
        self.server = server
        self.form = form
        self.table = Table(server, server.create(form))
        self.phones = {name: self.table.joins(name) for name in ("Priya", "Sam", "Tom", "Asha")}
        self.table.facilitator.done("person", name="Joe")
        self.table.presents("Priya")
        self.pages = {name: self._open(browser, name) for name in SIZES}

    def shoot(self, moment: str, *names: str, says: str = "") -> None:
        """Photographs the named windows, or all, once the screen shows the moment."""
        self._wake()
        if says:
            expect(self.pages["screen"].locator("body")).to_contain_text(says)
        for name in names or SIZES:
            path = PICTURES / f"{self.form}-{moment}-{name}.png"
            self.pages[name].screenshot(path=path, animations="disabled")

    def goes_to(self, stage: str) -> None:
        self.table.goes_to(stage)
        for phone in self.phones.values():
            phone.sees(lambda view: view["stage"]["key"] == stage)

    def sends(self, name: str, kind: str, text: str) -> None:
        phone = self.phones[name]
        phone.done("contribute", visit=phone.visit, kind=kind, text=text)

    def close(self) -> None:
        self.table.leave()
        for page in self.pages.values():
            page.context.close()

    @property
    def facilitator(self) -> Device:
        return self.table.facilitator

    def id_of(self, text: str) -> str:
        items = self.facilitator.sees(
            lambda view: [c for c in view["contributions"] if c["text"] == text], text
        )
        return str(items[0]["id"])

    def _open(self, browser: Browser, name: str) -> Page:
        width, height = SIZES[name]
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="en-GB", timezone_id="Europe/London"
        )
        page = context.new_page()
        circle, seats = self.table.circle, {"presenter": "Priya", "phone": "Sam", "small": "Tom"}
        if name in ("control", "remote"):
            page.goto(circle["facilitator_url"])
            expect(page.locator("#primary")).to_be_enabled()
        elif name == "screen":
            page.goto(circle["screen_url"])
        else:
            token = self.table.tokens[seats[name]]
            context.add_cookies(
                [{"name": f"seat-{circle['circle']}", "value": token, "url": self.server.url}]
            )
            page.goto(f"{self.server.url}/p/{circle['circle']}")
            expect(page.locator("#phone")).to_be_visible()
        return page

    def _wake(self) -> None:
        """Lets every page fetch the present view and time, and waits until it is drawn."""
        for page in self.pages.values():
            page.evaluate("window.dispatchEvent(new Event('online'))")
            page.wait_for_load_state("networkidle")
        view = self.facilitator.ask("sync")
        if view["stage"]["state"] == "running":
            left = (view["stage"]["ends_at"] - view["server_now"]) / 1000
            for page in self.pages.values():
                page.wait_for_function(COUNTS, arg=left, polling=50)


def solution_circle(studio: Studio) -> None:
    facilitator = studio.facilitator
    studio.shoot("0-lobby", says="Priya")
    studio.goes_to("focus")
    studio.phones["Priya"].done("focus", text=FOCUS, revision=0)
    studio.server.step(48_000)
    studio.shoot("1-focus", says="Set the focus")
    studio.goes_to("questions")
    facilitator.done("phones", visit=facilitator.visit, on=True)
    studio.phones["Sam"].sees(lambda view: view["stage"]["phones"] == "open")
    studio.sends("Sam", "question", "When did he last go in?")
    studio.sends("Asha", "question", "Who takes him in the mornings?")
    facilitator.done("answered", id=studio.id_of("When did he last go in?"))
    studio.server.step(95_000)
    studio.shoot("2-questions", says="mornings")
    studio.goes_to("solutions")
    for number, text in enumerate(SUGGESTIONS):
        studio.sends(("Sam", "Tom", "Asha")[number % 3], "suggestion", text)
    studio.phones["Priya"].done(
        "contribute", visit=facilitator.visit, kind="suggestion", text="Ring the GP about his sleep"
    )
    studio.server.step(74_000)
    studio.shoot("3-solutions", says="Ring the GP")
    studio.server.step(125_000)
    studio.shoot("3-solutions-last-minute", "screen", "phone", says="last minute")
    studio.pages["screen"].emulate_media(color_scheme="dark")
    studio.shoot("3-solutions-dark", "screen")
    studio.pages["screen"].emulate_media(color_scheme="light")
    facilitator.done("hide_clock", on=True)
    studio.shoot("3-solutions-clock-hidden", "screen", says="Last minute")
    facilitator.done("hide_clock", on=False)
    facilitator.done("pause", visit=facilitator.visit)
    studio.shoot("3-solutions-paused", says="aused")
    facilitator.done("resume", visit=facilitator.visit)
    studio.server.step(60_000)
    late = new_op()
    words = {"kind": "suggestion", "text": "Invite grandma to the next meeting"}
    studio.phones["Tom"].play("contribute", late, visit=facilitator.visit, **words)
    studio.phones["Tom"].done("hand_in", refused=late, **words)
    studio.shoot("3-solutions-over", says="Phones are shut")
    facilitator.done("admit", id=studio.id_of(words["text"]))
    studio.goes_to("selection")
    for text in ("Start with mornings only", "Visit before school, not after"):
        facilitator.done("tried", id=studio.id_of(text), on=True)
    for text, who in (("Let him choose where you meet", "Priya"), (SUGGESTIONS[3], "Priya and Sam")):
        facilitator.done("choose", id=studio.id_of(text), on=True)
        facilitator.done("action", id=studio.id_of(text), by_whom=who)
    facilitator.done("check_in", on="2027-01-15", by="Asha")
    studio.shoot("4-selection", says="2 chosen")
    review_and_close(studio)


def success_circle(studio: Studio) -> None:
    facilitator = studio.facilitator
    facilitator.done("title", text="Bedtimes at the Brooks house")
    studio.goes_to("outline")
    studio.server.step(70_000)
    studio.shoot("1-outline", says="Outline the work")
    studio.goes_to("questions")
    facilitator.done(
        "contribute", visit=facilitator.visit, kind="question", text="What made you try a picture chart?"
    )
    studio.shoot("2-questions", says="picture chart")
    studio.goes_to("reflections")
    for number, text in enumerate(REFLECTIONS):
        studio.sends(("Sam", "Tom", "Asha")[number % 3], "reflection", text)
    studio.server.step(150_000)
    studio.shoot("3-reflections", says=REFLECTIONS[-1])
    studio.goes_to("outcomes")
    for text in OUTCOMES:
        studio.sends("Priya", "outcome", text)
    studio.shoot("4-outcomes", says=OUTCOMES[-1])
    studio.goes_to("learning")
    for name in ("Sam", "Tom"):
        facilitator.done("speaker", seat=studio.table.seats[name])
    studio.sends("Sam", "learning_use", "I will ask families what a good evening looks like")
    studio.shoot("5-learning", says="good evening")


def review_and_close(studio: Studio) -> None:
    studio.goes_to("review")
    for kind, texts in REVIEW.items():
        for text in texts:
            studio.sends("Asha", kind, text)
    studio.sends("Sam", "issue", "The room was cold")
    studio.shoot("5-review", says="The room was cold")
    studio.facilitator.done("blank", on=True)
    studio.shoot("5-review-blank", "screen", says="blank")
    studio.facilitator.done("blank", on=False)
    studio.facilitator.done("close", visit=studio.facilitator.visit)
    studio.shoot("6-closed", says="Thank you")


@contextmanager
def chromium() -> Iterator[Browser]:
    arguments = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        yield browser
        browser.close()


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder)).start()
        try:
            with chromium() as browser:
                for form, play in (("solution", solution_circle), ("success", success_circle)):
                    studio = Studio(server, browser, form)
                    play(studio)
                    studio.close()
                pictures_after.pictures(server, browser, PICTURES)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
