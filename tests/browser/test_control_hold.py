"""What cannot be undone is held, or pressed twice with a moment between. A slip does nothing."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import HELD_MS, Facilitator, Window
from tests.browser.test_facilitator import jo
from tests.devices import Table
from tests.server import Server

pytestmark = pytest.mark.browser
__all__ = ["jo"]

#: Much less than a second, and the same again between two clicks of a double click.
SHORT_MS = 60
#: A second press counts after 0.7 seconds.
APART_MS = 800


def question(page: Page) -> Locator:
    return page.get_by_role("dialog")


def yes(page: Page) -> Locator:
    return question(page).get_by_role("button", name="Hold to")


def to_the_question(jo: Facilitator) -> None:
    """In the review, the question whether the circle is to be closed."""
    jo.presses("Start: Set the focus")
    jo.is_in("Set the focus")
    for stage in ("Clarification questions", "Solutions", "Selection", "Review"):
        jo.page.keyboard.press("ArrowRight")
        jo.is_in(stage)
    jo.presses("Close the circle")
    expect(yes(jo.page)).to_have_text("Hold to close the circle")


def test_too_short_a_press_and_a_double_click_close_nothing(jo: Facilitator) -> None:
    to_the_question(jo)

    # A press that is let go too soon, or slides away while it is held
    yes(jo.page).hover()
    jo.page.mouse.down()
    expect(question(jo.page)).to_contain_text("Keep holding")
    jo.page.mouse.move(5, 5)
    expect(question(jo.page)).not_to_contain_text("Keep holding")
    jo.page.mouse.up()
    expect(question(jo.page)).not_to_contain_text("Press once more")

    # Two clicks at once only bring the words that say how it is done
    yes(jo.page).dblclick(delay=SHORT_MS)
    expect(question(jo.page)).to_contain_text(
        "Press once more to close the circle. Or hold the button for a second."
    )
    expect(yes(jo.page)).to_be_visible()

    # And so do a key that is pressed twice in a hurry, and two bare clicks of a screen reader at once
    ask_anew(jo)
    yes(jo.page).focus()
    jo.page.keyboard.press("Enter", delay=SHORT_MS)
    jo.page.keyboard.press("Space", delay=SHORT_MS)
    expect(question(jo.page)).to_contain_text("Press once more")
    ask_anew(jo)
    yes(jo.page).evaluate("button => { button.click(); button.click(); }")
    expect(question(jo.page)).to_contain_text("Press once more")
    question(jo.page).get_by_role("button", name="Not yet").click()
    jo.is_in("Review")


def ask_anew(jo: Facilitator) -> None:
    """Whoever says no begins from the start the next time."""
    question(jo.page).get_by_role("button", name="Not yet").click()
    jo.presses("Close the circle")
    expect(question(jo.page)).not_to_contain_text("Press once more")


def test_a_press_and_after_a_moment_another_one_close_the_circle(jo: Facilitator) -> None:
    """For people who cannot hold."""
    to_the_question(jo)
    yes(jo.page).click()
    expect(question(jo.page)).to_contain_text("Press once more to close the circle.")
    jo.page.wait_for_timeout(APART_MS)
    yes(jo.page).click()
    jo.is_in("The circle is closed")


def test_bare_clicks_do_the_same(jo: Facilitator) -> None:
    """As screen readers and switches send them: nothing goes down, nothing comes up."""
    to_the_question(jo)
    yes(jo.page).evaluate("button => button.click()")
    expect(question(jo.page)).to_contain_text("Press once more to close the circle.")
    jo.page.wait_for_timeout(APART_MS)
    yes(jo.page).evaluate("button => button.click()")
    jo.is_in("The circle is closed")


def test_a_key_that_is_held_closes_the_circle_and_presses_nothing_after_it(jo: Facilitator) -> None:
    to_the_question(jo)
    yes(jo.page).focus()
    jo.page.keyboard.down("Enter")
    jo.is_in("The circle is closed")
    # The key still repeats, and the big button, which leads away from here, has the focus again
    jo.page.locator("#primary").focus()
    for _ in range(3):
        jo.page.keyboard.down("Enter")
    jo.page.keyboard.up("Enter")
    jo.is_in("The circle is closed")
    jo.page.keyboard.press("Enter")
    expect(jo.page).to_have_url(f"{jo.server.url}/circles/{jo.circle}/records")


def test_removing_people_and_words_and_new_codes_are_held_too(jo: Facilitator) -> None:
    jo.adds("Sam")
    code = jo.page.locator(".control-code").first.text_content()
    jo.presses("Choose the presenter")
    jo.makes_presenter("Sam")
    jo.presses("Start: Set the focus")
    jo.is_in("Set the focus")
    jo.page.keyboard.press("ArrowRight")
    jo.is_in("Clarification questions")
    jo.types("Who is Jayden?")

    # Somebody's words
    card = jo.card("Who is Jayden?")
    card.get_by_text("More").click()
    jo.does("Remove for good", "Who is Jayden?")
    yes(jo.page).click(delay=SHORT_MS)
    expect(question(jo.page)).to_contain_text("Press once more to remove it for good.")
    expect(card).to_have_count(1)
    jo.holds("Hold to remove it for good")
    expect(card).to_have_count(0)

    # The codes
    jo.page.get_by_text("More controls").click()
    jo.button("New join code and screen code").click()
    expect(yes(jo.page)).to_have_text("Hold to make new codes")
    jo.holds("Hold to make new codes")
    expect(jo.page.locator(".control-code").first).not_to_have_text(str(code))

    # A person
    jo.button("Remove Sam").click()
    jo.holds("Hold to remove Sam")
    expect(jo.page.locator("#people-place")).to_contain_text("Nobody yet.")


def test_the_stop_is_one_press_and_at_once(jo: Facilitator) -> None:
    """The control: nothing stands between a worry and the stop."""
    jo.presses("Start: Set the focus")
    jo.is_in("Set the focus")
    jo.button("Stop: someone may be at risk now").click(delay=0)
    expect(jo.page.locator("#time-note")).to_have_text("stopped")


def test_it_works_with_a_finger(server: Server, window: Window) -> None:
    table = Table(server, server.create("solution"))
    page = window(phone=True, has_touch=True, is_mobile=True)
    page.goto(table.circle["facilitator_url"])
    table.goes_to("review")
    page.get_by_role("button", name="Close the circle").first.tap()
    finger = page.context.new_cdp_session(page)
    box = yes(page).bounding_box()
    assert box
    point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}

    # A tap is too short
    yes(page).tap()
    expect(question(page)).to_contain_text("Press once more")
    expect(page.locator("#title")).to_have_text("Review")

    # A finger that stays is enough
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    expect(page.locator("#title")).to_have_text("The circle is closed", timeout=HELD_MS * 5)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    table.leave()
