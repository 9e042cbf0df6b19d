"""The shared screen's chime, and its hint where the computer may go to sleep."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.projector import FULL_HD, Window, time_passes
from tests.devices import Table
from tests.server import Server

pytestmark = pytest.mark.browser

MAY_SLEEP = "This screen may go dark after a while. You can stop that in this computer’s settings."
BLOCKED = "This browser blocks the sound. Allow it in the browser’s settings, then try again."
PRESS = "Press here for the chime"

#: Counts what is played.
LISTENING = """
window.heard = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) { window.heard += 1; return start.apply(this, when); };
"""
#: Browsers that let no sound out: one never answers, one refuses.
SILENT = "Object.defineProperty(AudioContext.prototype, 'state', { get: () => 'suspended' });"
NEVER = f"{SILENT} AudioContext.prototype.resume = () => new Promise(() => {{}});"
REFUSED = f"{SILENT} AudioContext.prototype.resume = () => Promise.reject(new Error('not allowed'));"
NO_LOCK = "Object.defineProperty(Navigator.prototype, 'wakeLock', { get: () => undefined });"
LOCK_REFUSED = "WakeLock.prototype.request = () => Promise.reject(new Error('low battery'));"
LOCKED = "WakeLock.prototype.request = () => Promise.resolve(new EventTarget());"


@pytest.fixture
def table(server: Server) -> Iterator[Table]:
    """A Solution Circle."""
    sitting = Table(server, server.create("solution"))
    yield sitting
    sitting.leave()


def prepared(window: Window, table: Table, *scripts: str) -> Page:
    """The projector in a browser that is made so by scripts before the page's own."""
    page = window(viewport=FULL_HD)
    for script in scripts:
        page.add_init_script(script)
    page.goto(table.circle["screen_url"])
    expect(page.get_by_role("heading", level=1)).to_have_text("Solution Circle")
    return page


def heard(page: Page) -> int:
    return int(page.evaluate("window.heard"))


def test_the_chime_rings_at_the_bell_for_those_who_want_it(
    server: Server, table: Table, window: Window
) -> None:
    # Given two screens; on one the sound was tried, on the other the chime is switched on
    quiet, ringing = (prepared(window, table, LISTENING) for _ in range(2))
    quiet.get_by_role("button", name="Try the sound").click()
    expect(quiet.get_by_text("No sound? Turn up the sound of this computer.")).to_be_visible()
    ringing.get_by_role("button", name="Soft chime").click()
    expect(ringing.get_by_text("No sound? Turn up the sound of this computer.")).to_be_visible()
    tried = heard(quiet)
    assert tried == heard(ringing) > 0
    # When the time of a stage is up
    table.goes_to("focus")
    for page in (quiet, ringing):
        expect(page.get_by_role("timer")).to_contain_text("of 2 minutes")
    server.step(121_000)
    for page in (quiet, ringing):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(page.locator(".clock__digits")).to_have_text("Time")
    # Then one of them rings
    ringing.wait_for_function("(before) => window.heard > before", arg=tried)
    assert heard(quiet) == tried


def test_after_a_reload_the_chime_asks_for_one_press(table: Table, window: Window) -> None:
    # Given the chime is on, and the screen is loaded again in the middle of a stage, which browsers keep silent
    page = prepared(window, table, LISTENING)
    page.get_by_role("button", name="Soft chime").click()
    expect(page.get_by_role("button", name="Soft chime")).to_have_attribute("aria-pressed", "true")
    table.goes_to("focus")
    expect(page.get_by_role("timer")).to_be_visible()
    expect(page.get_by_role("button", name=PRESS)).to_be_hidden()
    page.reload()
    # Then a small hint asks for a press, and lies on nothing
    nudge = page.get_by_role("button", name=PRESS)
    expect(nudge).to_be_visible()
    box, head = nudge.bounding_box(), page.locator(".head").bounding_box()
    rail = page.locator(".rail").bounding_box()
    assert box
    assert head
    assert rail
    assert box["y"] + box["height"] <= head["y"]
    assert box["x"] >= rail["x"] + rail["width"]
    # When it is pressed, it is heard and goes away
    nudge.press("Enter")
    expect(nudge).to_be_hidden()
    assert heard(page) > 0


@pytest.mark.parametrize("browser", [NEVER, REFUSED], ids=["never", "refused"])
def test_a_browser_that_blocks_sound_is_told_of(
    browser: str, server: Server, table: Table, window: Window
) -> None:
    # Given a browser that lets no sound out
    page = prepared(window, table, LISTENING, browser)
    top = page.locator(".way__square").bounding_box()
    # When somebody switches the chime on, then the page says what to do, and nothing moves
    page.get_by_role("button", name="Soft chime").click()
    expect(page.get_by_text(BLOCKED)).to_be_visible()
    assert page.locator(".way__square").bounding_box() == top
    # And in a stage too, in a few words
    table.goes_to("focus")
    expect(page.get_by_role("button", name="This browser blocks the chime")).to_be_visible()
    # And the bell is silent; a fault in the page would end this test
    time_passes(server, 121, page)
    expect(page.locator(".clock__digits")).to_have_text("Time")
    assert heard(page) == 0


@pytest.mark.parametrize("browser", [NO_LOCK, LOCK_REFUSED], ids=["none", "refused"])
def test_the_lobby_says_that_the_screen_may_go_dark(browser: str, table: Table, window: Window) -> None:
    # Given a browser that cannot keep the screen on, or is not allowed to
    page = prepared(window, table, browser)
    # Then the lobby says so, and no stage does
    expect(page.get_by_text(MAY_SLEEP)).to_be_visible()
    table.goes_to("focus")
    expect(page.get_by_role("timer")).to_be_visible()
    expect(page.get_by_text(MAY_SLEEP)).to_have_count(0)


def test_a_screen_that_stays_on_says_nothing(table: Table, window: Window) -> None:
    page = prepared(window, table, LOCKED)
    expect(page.get_by_text("Do not use the names of children or families.")).to_be_visible()
    expect(page.get_by_text(MAY_SLEEP)).to_be_hidden()
