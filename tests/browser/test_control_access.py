"""What opens on the control page at a press: dialogs, folds, handing over. Measured like the page itself."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.access import checks
from tests.browser.people import Facilitator, Window
from tests.browser.test_control_people import colleague
from tests.browser.test_control_place import LONG_NAME
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def faults(page: Page, place: str) -> list[str]:
    found = checks.faults(page) + checks.too_small(page)
    return checks.where(place, found + checks.cut_when_small_or_large(page, (1280, 900)))


def test_what_opens_at_a_press_keeps_nobody_out(server: Server, window: Window) -> None:
    jo = Facilitator(window(bypass_csp=True), server)
    jo.sets_up("Jo Baker", "North team")
    colleague(jo, window, "Alexandra Featherstonehaugh-Cholmondeley")
    jo.starts("Solution Circle")
    jo.adds(LONG_NAME)
    jo.presses("Choose the presenter")
    jo.makes_presenter(LONG_NAME)
    page, dialog = jo.page, jo.page.get_by_role("dialog")

    # The folds of the lobby
    page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
    jo.button("Half a minute more for Set the focus").click()
    expect(page.locator("#minutes")).to_contain_text("at least twice")
    expect(page.get_by_label("Hand this circle over to")).to_be_visible()
    found = faults(page, "the folds of the lobby")

    # The keys, and a question that has to be held, before and after a first press
    page.locator("#title").click()
    page.keyboard.press("?")
    found += faults(page, "the keys")
    page.keyboard.press("Escape")
    jo.button(f"Remove {LONG_NAME}").click()
    found += faults(page, "a question to hold")
    dialog.get_by_role("button", name="Hold to remove").click()
    expect(dialog).to_contain_text("Press once more to remove Christopher-James")
    found += faults(page, "a question that was pressed once")
    page.keyboard.press("Escape")

    # The stop
    jo.button("Stop: someone may be at risk now").click()
    expect(dialog).to_contain_text("Who was told?")
    found += faults(page, "the stop")
    assert not found, checks.told(found)


def test_the_question_is_read_out_with_what_it_is_about(server: Server, window: Window) -> None:
    jo = Facilitator(window(), server)
    jo.sets_up("Jo Baker", "North team")
    jo.starts("Solution Circle")
    jo.adds("Sam")
    jo.button("Remove Sam").click()
    dialog = jo.page.get_by_role("dialog", name="Remove Sam from the circle?")
    expect(dialog).to_have_accessible_description(
        "Their phone is cut off at once. What they said stays. Sam can join again as long as new people can join."
    )
    expect(dialog.get_by_role("button", name="Hold to remove Sam", exact=True)).to_be_visible()
    expect(dialog.get_by_role("status")).to_be_attached()
