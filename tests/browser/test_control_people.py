"""Who is connected, who runs the circle, and that neither is changed by accident."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Facilitator, Phone, Window, time_passes
from tests.browser.test_facilitator import jo
from tests.server import Server

pytestmark = pytest.mark.browser
__all__ = ["jo"]


def person(jo: Facilitator, name: str) -> str:
    return " ".join(jo.page.locator("#people-place li", has_text=name).inner_text().split())


def colleague(jo: Facilitator, window: Window, name: str) -> Page:
    """Somebody of Jo's team, signed in at a window of their own."""
    teams = jo.page.context.new_page()
    teams.goto(f"{jo.server.url}/teams/1")
    teams.get_by_role("button", name=re.compile("link", re.I)).first.click()
    link = teams.locator("input[value*='/invitation#']").first.input_value()
    teams.close()
    page = window()
    page.goto(link)
    page.get_by_label("Your name").fill(name)
    page.locator("input[type=password]").fill("another six kind owls")
    page.get_by_role("button", name="Make my account").click()
    page.wait_for_url(f"{jo.server.url}/")
    return page


def asks_again(jo: Facilitator) -> None:
    """The page looks who is there each ten seconds, and whenever it is looked at again."""
    jo.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_the_facilitator_sees_which_phones_are_there_and_which_were(
    jo: Facilitator, server: Server, window: Window
) -> None:
    # Given Sam's phone, the shared screen, and Joe without a phone
    jo.adds("Joe")
    expect(jo.page.locator("#screens")).to_have_text("No shared screen is open.")
    screen = jo.opens_screen()
    sam = Phone(window(phone=True), "Sam")
    sam.joins(screen, server)
    row = jo.page.locator("#people-place li", has_text="Sam")
    expect(row).to_contain_text("connected")
    expect(jo.page.locator("#screens")).to_have_text("The shared screen is open in 1 window.")
    assert "connected" not in person(jo, "Joe")

    # When Sam's phone is gone for some minutes
    sam.page.close()
    expect(row).to_contain_text("last seen a moment ago", timeout=30_000)
    time_passes(server, 150, [jo.page])
    asks_again(jo)

    # Then that is said quietly, as a time and nothing else
    expect(row).to_contain_text("last seen 2 minutes ago")
    soft = jo.page.locator(".control-role").first.evaluate("node => getComputedStyle(node).color")
    assert row.locator(".control-seen").evaluate("node => getComputedStyle(node).color") == soft
    assert not re.search(r"missing|offline|absent|\d+ of \d+", jo.page.locator("#people-place").inner_text())


def test_the_page_asks_for_nothing_while_nobody_looks_at_it(jo: Facilitator) -> None:
    jo.page.evaluate("""() => {
      window.asked = 0;
      Object.defineProperty(document, 'visibilityState', { get: () => window.looked ?? 'hidden' });
      const send = WebSocket.prototype.send;
      WebSocket.prototype.send = function (data) {
        if (String(data).includes('"presence"')) window.asked += 1;
        return send.call(this, data);
      };
    }""")
    asks_again(jo)
    jo.adds("Joe")
    assert jo.page.evaluate("window.asked") == 0
    jo.page.evaluate("window.looked = 'visible'")
    asks_again(jo)
    jo.page.wait_for_function("window.asked > 0")


def test_jo_hands_over_to_alex_on_purpose(jo: Facilitator, server: Server, window: Window) -> None:
    # Given Alex has opened the circle and only sees who runs it; Jo has typed half a focus, in two tabs
    alex = Facilitator(colleague(jo, window, "Alex Kim"), server)
    jo.page.reload()
    jo.presses("Start: Set the focus")
    jo.is_in("Set the focus")
    alex.page.goto(jo.page.url)
    expect(alex.page.locator("body")).to_contain_text("Jo Baker runs this circle")
    second = jo.page.context.new_page()
    second.goto(jo.page.url)
    expect(second.locator("#primary")).to_be_enabled()
    jo.page.locator("#focus-field").fill("How do we keep Kai in school?")

    # When Jo hands over
    jo.page.get_by_text("Hand over", exact=True).first.click()
    jo.page.get_by_label("Hand this circle over to").select_option(label="Alex Kim")
    jo.page.locator("#hand-over").get_by_role("button", name="Hand over").click()

    # Then Jo is told so and has no controls, in neither tab; and nothing that was typed is left in the browser
    expect(jo.page.get_by_role("status").first).to_have_text("You handed this circle over to Alex Kim.")
    expect(jo.page.locator("body")).to_contain_text("Alex Kim runs this circle")
    expect(jo.page.locator("#primary")).to_have_count(0)
    expect(second.locator("#line")).to_contain_text("You no longer have the controls of this circle.")

    # And Alex has them by opening the circle, with the focus that Jo had typed
    alex.page.reload()
    alex.is_in("Set the focus")
    expect(alex.page.locator("#focus-field")).to_have_value("How do we keep Kai in school?")
    alex.page.locator("#title").click()
    alex.page.keyboard.press("ArrowRight")
    alex.is_in("Clarification questions")


def test_two_tabs_of_one_facilitator_both_work(jo: Facilitator, server: Server) -> None:
    second = Facilitator(jo.page.context.new_page(), server)
    second.page.goto(jo.page.url)
    second.presses("Start: Set the focus")
    jo.is_in("Set the focus")
    jo.page.locator("#title").click()
    jo.page.keyboard.press("ArrowRight")
    second.is_in("Clarification questions")
    second.presses("Pause the clock")
    jo.presses("Start the clock again")


def test_a_facilitator_who_drops_keeps_the_part_and_comes_back_to_the_right_time(
    jo: Facilitator, server: Server, window: Window
) -> None:
    # Given a circle under way, its screen, and Alex of the same team
    alex = colleague(jo, window, "Alex Kim")
    screen = jo.opens_screen()
    jo.presses("Start: Set the focus")
    jo.is_in("Set the focus")
    control = jo.page.url

    # When Jo's laptop is shut, then the clock goes on for the room, and Alex opening the circle takes nothing
    jo.page.close()
    time_passes(server, 60, [screen])
    expect(screen.get_by_text(re.compile(r"^(1:00|0:5\d)$")).filter(visible=True).first).to_be_visible()
    alex.goto(control)
    expect(alex.locator("body")).to_contain_text("Jo Baker runs this circle")
    expect(alex.locator("#primary")).to_have_count(0)

    # And Jo, back again, has the controls and the right time, to the bell
    back = Facilitator(screen.context.new_page(), server)
    back.page.goto(control)
    back.is_in("Set the focus")
    expect(back.page.locator("#time")).to_have_text(re.compile(r"^(1:00|0:5\d|0:4\d)$"))
    time_passes(server, 60, [back.page, screen])
    back.presses("Go on to stage 2: Clarification questions")
    back.is_in("Clarification questions")


def test_a_facilitator_without_network_sees_the_time_go_on_and_is_back_with_it(jo: Facilitator) -> None:
    jo.presses("Start: Set the focus")
    jo.is_in("Set the focus")
    jo.page.context.set_offline(True)
    jo.page.evaluate("window.dispatchEvent(new Event('offline'))")
    before = jo.page.locator("#time").text_content()
    expect(jo.page.locator("#time")).not_to_have_text(str(before))
    jo.page.context.set_offline(False)
    jo.page.evaluate("window.dispatchEvent(new Event('online'))")
    jo.presses("Pause the clock")
    expect(jo.page.locator("#time-note")).to_have_text("paused")


def test_what_a_phone_sees_opens_beside(jo: Facilitator) -> None:
    link = jo.page.get_by_role("link", name="See what a phone sees")
    assert link.get_attribute("href") == f"/circles/{jo.circle}/preview"
    assert (link.get_attribute("target"), link.get_attribute("rel")) == ("_blank", "noopener")
