"""The team's next circle begins with what came of the last one."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from app.records.wording import LONDON
from tests.browser.access.checks import axe_faults
from tests.browser.people import PASSWORD, Facilitator, Window
from tests.server import Server

pytestmark = pytest.mark.browser

ACTION = "Let him choose where you meet"
COMMENT = "They said yes, and he came twice."


def holds_a_circle(jo: Facilitator, check_in: str) -> None:
    """From one press on the home page to the close: Priya takes something on, and a day is agreed to look at it."""
    jo.starts("Solution Circle")
    for name in ("Priya", "Sam"):
        jo.adds(name)
    jo.makes_presenter("Priya")
    jo.presses("Start: Set the focus")
    jo.page.get_by_text("More controls").click()
    for stage in ("Clarification", "Solutions"):
        goes_on(jo, stage)
    jo.types(ACTION, by="Sam")
    goes_on(jo, "Selection")
    jo.does("Choose", ACTION)
    who = jo.card(ACTION).get_by_label("Who will do it?")
    who.fill("Priya")
    who.press("Enter")
    expect(jo.card(ACTION)).to_contain_text("chosen: Priya")
    jo.page.locator("#check-in-on").fill(check_in)
    jo.page.locator("#selection-place").get_by_role("button", name="Save").click()
    jo.presses("Go on to the review")
    jo.closes()
    expect(jo.primary).to_have_text("Open the records")


def goes_on(jo: Facilitator, stage: str) -> None:
    jo.button("Go on to the next stage now").click()
    expect(jo.page.locator("#title")).to_contain_text(stage)


def signs_in(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/sign-in")
    page.get_by_label("Your name").fill("Jo Baker")
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Start a circle")).to_be_visible()


def is_sound(page: Page) -> None:
    """Nothing in the page keeps anybody out, at the width of a laptop and of a phone."""
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe_faults(page) == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    page.set_viewport_size({"width": 1280, "height": 900})


def test_what_was_agreed_is_looked_at_in_the_next_circle(server: Server, window: Window) -> None:
    today = datetime.now(LONDON).date()
    # Given a circle in which Priya took something on, to be looked at in six days
    # (axe is put into the pages, which the content security policy rightly forbids)
    jo = Facilitator(window(bypass_csp=True), server)
    jo.sets_up("Jo Baker", "North team")
    holds_a_circle(jo, (today + timedelta(days=6)).isoformat())
    jo.page.goto(server.url)
    expect(jo.page.get_by_role("link", name="File the form and the Record of Learning")).to_be_visible()
    expect(jo.page.get_by_text("Check in:")).to_have_count(0)

    # When eight days have passed, then the home page says that it is overdue, and where it is done
    server.step(8 * 86_400_000)
    signs_in(jo.page, server)
    waiting = jo.page.locator(".app-due__item", has_text="Check in: 1 action open")
    expect(waiting).to_contain_text("Overdue since")
    is_sound(jo.page)
    waiting.get_by_role("link").click()
    expect(jo.page.get_by_role("heading", name="To look at now")).to_be_visible()
    expect(jo.page.locator(".app-action__what")).to_have_text([ACTION])
    is_sound(jo.page)

    # And it stands on the control page of the next circle, but not on its screen
    for path in ("/register", "/teams/1"):
        jo.page.goto(server.url + path)
        is_sound(jo.page)
    jo.page.goto(server.url)
    jo.starts("Success Circle")
    panel = jo.page.locator("#earlier")
    expect(panel).to_contain_text("1 to look at")
    expect(panel).to_contain_text(ACTION)
    screen = jo.opens_screen()
    expect(screen.get_by_role("heading", level=1)).to_have_text("Success Circle")
    expect(screen.get_by_text(ACTION)).to_have_count(0)

    # When Jo presses, then the room sees it
    jo.button("Show them on the screen").click()
    expect(screen.get_by_role("heading", level=1)).to_have_text("What we agreed before")
    item = screen.locator(".earlier__item", has_text=ACTION)
    expect(item).to_contain_text("Open")
    expect(item).to_contain_text("Priya")

    # When Priya says how it went, Jo notes it on the spot; a slip keeps what was typed
    panel.locator(".control-earlier__check summary").click()
    panel.get_by_label("Comment").fill(COMMENT)
    panel.get_by_role("button", name="Save").click()
    expect(panel.get_by_text("Say how it went.")).to_be_visible()
    expect(panel.get_by_label("Comment")).to_have_value(COMMENT)
    expect(panel.get_by_role("group", name="How did it go?")).to_have_accessible_description(
        "Error: Say how it went."
    )
    panel.get_by_label("Not yet").check()
    panel.get_by_role("button", name="Save").click()
    day = panel.get_by_label("Look at it again on")
    expect(day).to_be_focused()
    expect(day).to_have_accessible_description(
        "Error: Give a day after today on which it is looked at again."
    )
    expect(panel.get_by_role("group", name="How did it go?")).to_have_accessible_description("")
    is_sound(jo.page)
    panel.get_by_label("Done").check()
    panel.get_by_role("button", name="Save").click()
    expect(panel).to_contain_text(f"Done. {COMMENT}")
    expect(panel).to_contain_text("all looked at")

    # Then the screen says so, without the comment, until the first stage begins
    expect(item).to_contain_text("Done")
    expect(screen.get_by_text(COMMENT)).to_have_count(0)
    jo.presses("Start: Outline the work")
    expect(screen.get_by_role("heading", level=1)).to_have_text("Outline the work")
    expect(screen.get_by_text(ACTION)).to_have_count(0)

    # And nothing waits any more: not at home, not in the list, not in the circle after this one
    jo.page.goto(server.url)
    expect(jo.page.get_by_text("Check in:")).to_have_count(0)
    jo.page.goto(f"{server.url}/actions")
    expect(jo.page.get_by_role("heading", name="To look at now")).to_have_count(0)
    expect(jo.page.locator("section", has_text="Looked at in the last month")).to_contain_text(COMMENT)
    jo.page.goto(server.url)
    jo.starts("Solution Circle")
    expect(jo.page.locator("#earlier")).to_have_count(0)


def test_lists_that_fill_the_screen_are_read_to_the_last(server: Server, window: Window) -> None:
    # Given a team that agreed more than a screen can hold
    jo = Facilitator(window(), server)
    jo.sets_up("Jo Baker", "North team")
    jo.starts("Success Circle")
    screen = jo.opens_screen()
    expect(screen.get_by_role("heading", level=1)).to_have_text("Success Circle")
    # When the list comes, then all of it fits, or the number of the rest is said
    for count, words, rest in ((1, 4, ""), (6, 1, ""), (20, 1, ""), (14, 4, ""), (60, 4, "more")):
        told = [
            {"what": f"Action {n}: " + "ring the school about it " * words, "by_whom": "Priya", "by_when": "Friday",
             "state": ("open", "changed")[n % 2]}
            for n in range(count)
        ]  # fmt: skip
        faults = screen.evaluate(DRAWN, told)
        assert faults == [], f"{count}: {faults}"
        expect(screen.locator(".earlier__more")).to_contain_text(rest)
        if not rest:
            assert screen.locator(".earlier__more").is_hidden(), count
        if count <= 6:
            size = screen.locator(".earlier__what").first.evaluate("node => getComputedStyle(node).fontSize")
            assert float(size.removesuffix("px")) >= 44, "the few are as large as who speaks in a stage"


#: Draws a list by the page's own module and names what stands outside its place.
DRAWN = """async (earlier) => {
  const { Earlier } = await import('/static/js/screen/earlier.js');
  const scene = new Earlier();
  document.getElementById('screen').replaceChildren(scene.node);
  const stages = [{ key: 'outline', title: 'Outline', short: 'Outline', planned_ms: 240000 }];
  const stage = { key: 'outline', index: 0, state: 'running', planned_ms: 240000, ends_at: 200000, phones: 'shut', group_sends: [] };
  scene.draw({ earlier, stages, stage, circle: { phones_allowed: false, door: null } }, 0);
  const room = scene.node.querySelector('.earlier__list').getBoundingClientRect();
  const box = (node) => node.getBoundingClientRect();
  const outside = (node) => box(node).bottom > room.bottom + 1 || box(node).right > room.right + 1;
  const small = (node) => parseFloat(getComputedStyle(node).fontSize) < 22;
  const covered = (node) => node.matches('.earlier__state') && box(node).right > box(node.nextSibling).left;
  return [...scene.node.querySelectorAll('.earlier__item, .earlier__item > p, .earlier__more')]
    .filter((node) => node.checkVisibility() && (outside(node) || small(node) || covered(node)))
    .map((node) => node.textContent.slice(0, 20));
}"""
