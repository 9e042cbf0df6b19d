"""The control page by itself: a circle without phones, two windows, undo and back, the keys."""

import re

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.files import text_of
from tests.browser.people import Facilitator, Window, time_passes
from tests.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def jo(server: Server, window: Window) -> Facilitator:
    """Jo, with a Solution Circle in the lobby."""
    facilitator = Facilitator(window(), server)
    facilitator.sets_up("Jo Baker", "North team")
    facilitator.starts("Solution Circle")
    return facilitator


def test_a_circle_without_any_phone_is_as_good(jo: Facilitator, server: Server) -> None:
    # Given Priya, Sam and Tom sit in the room without phones
    for name in ("Priya", "Sam", "Tom"):
        jo.adds(name)
    jo.makes_presenter("Priya")
    screen = jo.opens_screen()
    pages = [jo.page, screen]

    # When the facilitator alone types what is said
    jo.presses("Start: Set the focus")
    jo.page.locator("#focus-field").fill("How do we keep Kai in school?")
    jo.button("Save the focus").click()
    expect(screen.locator("body")).to_contain_text("How do we keep Kai in school?")
    time_passes(server, 120, pages)
    jo.presses("Go on to stage 2: Clarification questions")
    jo.is_in("Clarification questions")
    jo.types("Who lives at home?", by="Sam")
    time_passes(server, 240, pages)
    jo.presses("Go on to stage 3: Solutions")
    jo.is_in("Solutions")
    jo.types("Visit before school", by="Sam")
    jo.types("Ask Mum", by="Tom")
    # And the last solution that was spoken is typed after the bell
    time_passes(server, 240, pages)
    expect(jo.page.locator("#time")).to_have_text("Time")
    jo.types("Meet at the library", by="Tom")
    expect(screen.locator("body")).to_contain_text("Meet at the library")
    jo.presses("Go on to stage 4: Selection")
    jo.does("Already tried", "Ask Mum")
    jo.does("Choose", "Visit before school")
    card = jo.card("Visit before school")
    card.get_by_label("Who will do it?").fill("Priya")
    card.get_by_role("button", name="Save").click()
    expect(card).to_contain_text("chosen: Priya")
    expect(screen.locator("body")).to_contain_text("3 offered − 1 tried = 2 left")
    jo.page.locator("#check-in-on").fill("2027-01-15")
    jo.page.locator("#selection-place button").click()
    expect(screen.locator("body")).to_contain_text("15 January")
    jo.presses("Go on to the review")
    jo.types("We kept to the time", kind="Thing that worked well")
    jo.closes()

    # Then the form holds it all, and the review is in the Record of Learning
    expect(screen.locator("body")).to_contain_text("Thank you")
    form = text_of(jo.downloads("solution-form.docx?detail=full"))
    said = [
        "How do we keep Kai in school?",
        "Who lives at home?",
        "Visit before school",
        "Ask Mum",
        "Meet at the library",
    ]
    assert {text: form.count(text) for text in said} == dict.fromkeys(said, 1)
    assert "We kept to the time" in text_of(jo.downloads("record-of-learning.docx"))


def test_two_control_windows_never_skip_a_stage(jo: Facilitator, server: Server) -> None:
    # Given the same circle is open in two windows of Jo's, in stage 1, and the other one hears nothing just now
    jo.presses("Start: Set the focus")
    jo.is_in("Set the focus")
    line = SlowLine()
    other = Facilitator(jo.page.context.new_page(), server)
    other.page.route_web_socket(re.compile("socket.io"), line.relay)
    other.page.goto(jo.page.url)
    other.is_in("Set the focus")
    line.wait_until_open(other.page)
    line.holding = True

    # When Jo presses twice in one window, and then in the other, which still shows stage 1
    jo.page.evaluate(PRESS_TWICE)
    jo.is_in("Clarification questions")
    other.page.evaluate(PRESS_TWICE)
    other.is_in("Set the focus")
    line.let_go()

    # Then the circle is in stage 2, not 3 or 4, and whoever came late is told why nothing happened
    other.is_in("Clarification questions")
    expect(other.page.locator("#answer")).to_contain_text("The circle has moved on")
    expect(jo.page.locator("#answer")).to_contain_text("The circle has moved on")
    assert jo.page.locator("#number").text_content() == "Stage 2 of 4"


class SlowLine:
    """A line on which what the server says can be held back for a while."""

    def __init__(self) -> None:
        self.holding = False
        self.held: list[tuple[WebSocketRoute, str | bytes]] = []
        self.heard_answers = False

    def relay(self, page: WebSocketRoute) -> None:
        server = page.connect_to_server()
        page.on_message(server.send)
        server.on_message(lambda message: self.pass_on(page, message))

    def pass_on(self, page: WebSocketRoute, message: str | bytes) -> None:
        self.heard_answers |= str(message).startswith("43")
        if self.holding:
            self.held.append((page, message))
        else:
            page.send(message)

    def wait_until_open(self, page: Page) -> None:
        """Until answers come this way: a page begins with polling and then changes over."""
        while not self.heard_answers:
            page.evaluate("window.dispatchEvent(new Event('online'))")

    def let_go(self) -> None:
        self.holding = False
        for page, message in self.held:
            page.send(message)


#: A double press of the arrow, both before any answer.
PRESS_TWICE = """() => {
    for (let press = 0; press < 2; press += 1) {
        document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}));
    }
}"""


def test_a_slip_is_undone_and_the_clock_is_as_it_was(jo: Facilitator, server: Server) -> None:
    jo.presses("Start: Set the focus")
    jo.is_in("Set the focus")
    time_passes(server, 30, [jo.page])
    expect(jo.page.locator("#time")).to_have_text(re.compile(r"1:2\d|1:30"))

    jo.page.keyboard.press("ArrowRight")
    jo.is_in("Clarification questions")
    jo.button("Undo: return to the stage before").click()

    jo.is_in("Set the focus")
    expect(jo.page.locator("#time")).to_have_text(re.compile(r"1:2\d"))
    time_passes(server, 11, [jo.page])
    expect(jo.page.get_by_role("button", name=re.compile("^Undo"))).to_have_count(0)


def test_back_comes_without_time_until_it_is_given_some(jo: Facilitator) -> None:
    jo.presses("Start: Set the focus")
    jo.is_in("Set the focus")
    jo.page.keyboard.press("ArrowRight")
    jo.is_in("Clarification questions")

    jo.page.keyboard.press("ArrowLeft")

    jo.is_in("Set the focus")
    expect(jo.page.locator("#time")).to_have_text("0:00")
    jo.presses("Give one minute more")
    jo.presses("Start the clock again")
    expect(jo.page.locator("#time")).to_have_text(re.compile(r"1:00|0:5\d"))


def test_stop_blanks_the_screen_at_once_and_asks_who_was_told(jo: Facilitator) -> None:
    screen = jo.opens_screen()
    jo.presses("Start: Set the focus")
    expect(screen.locator("body")).to_contain_text("Set the focus")

    jo.button("Stop: someone may be at risk now").click()

    expect(screen.locator("body")).to_contain_text("The circle is stopped.")
    expect(screen.locator("body")).not_to_contain_text("Set the focus")
    jo.page.get_by_label("Who was told?").fill("Duty manager")
    jo.page.locator("#dialog").get_by_role("button", name="Save").click()
    expect(jo.page.locator("#time-note")).to_have_text("stopped")
    jo.presses("Go on with the circle")
    expect(screen.locator("body")).to_contain_text("Set the focus")
    expect(jo.page.locator("#time")).to_have_text(re.compile(r"(2:00|1:5\d)"))


def test_what_is_typed_is_not_lost_when_it_is_refused_or_the_line_is_gone(
    jo: Facilitator, server: Server
) -> None:
    jo.presses("Start: Set the focus")
    jo.is_in("Set the focus")
    jo.page.keyboard.press("ArrowRight")
    jo.is_in("Clarification questions")
    jo.page.keyboard.press("ArrowRight")
    jo.is_in("Solutions")

    # Too long: a sentence, and the words stay
    jo.page.locator("#said").fill("x" * 501)
    jo.page.locator("#entry-place").get_by_role("button", name="Add").click()
    expect(jo.page.locator("#answer")).to_contain_text("1 character too long")
    expect(jo.page.locator("#said")).to_have_value("x" * 501)

    # The server is killed while the facilitator types: the page says so, keeps counting, and sends it later
    server.kill()
    expect(jo.page.locator("#line")).to_contain_text("Connection lost")
    jo.page.locator("#said").fill("Visit before school")
    jo.page.locator("#entry-place").get_by_role("button", name="Add").click()
    expect(jo.page.locator("#answer")).to_contain_text("Not saved yet, still trying")
    server.start()
    expect(jo.card("Visit before school")).to_be_visible(timeout=20_000)
    expect(jo.page.locator("#line")).to_be_hidden()
    expect(jo.card("Visit before school")).to_have_count(1)
