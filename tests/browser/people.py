"""What people do with their pages, in words: so that a test reads like the circle it is about."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.server import Server

Window = Callable[..., Page]
PASSWORD = "six kind owls at dusk"
#: How long somebody holds a button that asks to be held for a second.
HELD_MS = 1150


class Facilitator:
    """A member of staff at the control page."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page = page
        self.server = server
        self.circle = ""

    def sets_up(self, name: str, team: str) -> None:
        """Opens the one-time link that the first start printed, and chooses a name and a password."""
        link = re.search(r"works once\): (\S+)", self.server.log.read_text())
        assert link, "the server printed no set-up link"
        self.page.goto(link[1])
        self.page.get_by_label("Your name").fill(name)
        self.page.get_by_label("team").fill(team)
        self.page.locator("input[type=password]").fill(PASSWORD)
        self.page.get_by_role("button", name=re.compile("account|set up|continue|start", re.I)).first.click()
        self.page.wait_for_url(f"{self.server.url}/")

    def starts(self, form: str) -> None:
        """One press on the format's button."""
        self.page.get_by_role("button", name=re.compile(form)).click()
        expect(self.primary).to_be_enabled()
        self.circle = str(self.page.locator("#control").get_attribute("data-circle"))

    @property
    def primary(self) -> Locator:
        return self.page.locator("#primary")

    def presses(self, label: str) -> None:
        """Presses the primary button, which has to be the one with this label."""
        expect(self.primary).to_have_text(label)
        self.primary.click()

    def closes(self) -> None:
        """Presses the primary button at the end, and holds the one that asks whether it is meant."""
        self.presses("Close the circle")
        self.holds("Hold to close the circle")

    def holds(self, label: str) -> None:
        """Holds the dialog's button for as long as it takes."""
        self.page.get_by_role("dialog").get_by_role("button", name=label).click(delay=HELD_MS)
        expect(self.page.get_by_role("dialog")).to_be_hidden()

    def button(self, label: str) -> Locator:
        return self.page.get_by_role("button", name=label, exact=True)

    def is_in(self, stage: str) -> None:
        expect(self.page.locator("#title")).to_have_text(stage)

    def adds(self, name: str) -> None:
        """Seats somebody without a phone."""
        self.page.get_by_label("Add somebody without a phone").fill(name)
        self.page.locator("#people-place form button").click()
        expect(self.page.locator("#people-place")).to_contain_text(name)

    def makes_presenter(self, name: str) -> None:
        self.button(f"Make {name} the presenter").click()
        expect(self.page.locator("#people-place li", has_text=name)).to_contain_text("presenter")

    def types(self, text: str, by: str | None = None, kind: str | None = None) -> None:
        """Types what was said aloud."""
        if kind:
            self.page.locator("#said-kind").select_option(label=kind)
        if by:
            self.page.locator("#said-by").select_option(label=by)
        self.page.locator("#said").fill(text)
        self.page.locator("#entry-place").get_by_role("button", name="Add").click()
        expect(self.card(text)).to_be_visible()

    def card(self, text: str) -> Locator:
        words = self.page.locator(".control-card-text").get_by_text(text, exact=True)
        return self.page.locator(".control-card", has=words)

    def does(self, label: str, text: str) -> None:
        """Presses a button on the card with this text."""
        self.card(text).get_by_role("button", name=re.compile(f"^{label}")).click()

    def opens_screen(self) -> Page:
        """The shared screen in a window of its own."""
        with self.page.expect_popup() as popup:
            self.button("Open the shared screen in a new window").click()
        popup.value.set_viewport_size({"width": 1920, "height": 1080})
        return popup.value

    def saves_details(self, **values: str) -> None:
        """Fills in the details page in a window of its own."""
        page = self.page.context.new_page()
        page.goto(f"{self.server.url}/circles/{self.circle}/details")
        for name, value in values.items():
            page.locator(f"[name='{name}']").fill(value)
        page.get_by_role("button", name="Save the details").click()
        expect(page.get_by_role("status").first).to_contain_text("saved")
        page.close()

    def opens_records(self) -> None:
        self.page.goto(f"{self.server.url}/circles/{self.circle}/records")

    def files(self, document: str, place: str) -> None:
        """Marks a document of the records page as filed today."""
        paper = self.page.locator(".records-paper", has=self.page.get_by_role("heading", name=document))
        paper.get_by_label("Filed in").select_option(label=place)
        paper.get_by_role("button", name="Mark as filed").click()
        expect(paper).to_contain_text(f"Filed in {place}")

    def downloads(self, path: str) -> bytes:
        """A record, as a signed-in member of staff gets it."""
        answer = self.page.request.get(f"{self.server.url}/circles/{self.circle}/records/{path}")
        assert answer.status == 200, answer.text()
        return answer.body()


class Phone:
    """A participant's phone."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name
        self.frames: list[str] = []
        page.on("websocket", self._listen)

    def joins(self, screen: Page, server: Server) -> None:
        """Reads the code from the shared screen and types it with a first name."""
        code = screen.get_by_text(re.compile(r"^\s*[0-9A-Z]{4}-[0-9A-Z]{4}\s*$")).first.text_content()
        self.page.goto(f"{server.url}/j")
        self.page.get_by_label("Code from the shared screen").fill(str(code).strip())
        self.page.get_by_label("Your first name or initials").fill(self.name)
        self.page.get_by_role("button", name="Join the circle").click()
        expect(self.page).to_have_url(re.compile(r"/p/"))
        expect(self.page.locator("#phone")).to_be_visible()

    @property
    def field(self) -> Locator:
        return self.page.locator("form.compose textarea")

    def sends(self, text: str, kind: str | None = None) -> None:
        """Types and sends; waits until the phone says that it is saved."""
        if kind:
            self.page.get_by_label(kind, exact=True).check()
        self.field.fill(text)
        self.page.locator("form.compose button[type=submit]").click()
        expect(self.own(text)).to_contain_text("Saved")

    def own(self, text: str) -> Locator:
        return self.page.locator(".own .card", has_text=text)

    def sends_nothing(self, sentence: str | re.Pattern[str]) -> None:
        """There is nothing to send with, and the phone says why."""
        expect(self.field).not_to_be_visible()
        expect(self.page.locator("#phone")).to_contain_text(sentence)

    def _listen(self, socket: Any) -> None:
        socket.on("framereceived", lambda frame: self.frames.append(str(frame)))


def time_passes(server: Server, seconds: float, pages: Iterable[Page]) -> None:
    """Moves the server's clock, and wakes the pages, as a phone wakes from sleep: they ask what time it is."""
    server.step(int(seconds * 1000))
    for page in pages:
        page.evaluate("window.dispatchEvent(new Event('online'))")
