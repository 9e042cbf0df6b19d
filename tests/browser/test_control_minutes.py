"""The minutes of the stages, the finish time, and the clock on the shared screen."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import Facilitator, time_passes
from tests.browser.test_facilitator import jo
from tests.server import Server

pytestmark = pytest.mark.browser
__all__ = ["jo"]


def minutes(jo: Facilitator, stage: str) -> str:
    return jo.page.get_by_label(stage, exact=True).input_value()


def starts(jo: Facilitator) -> None:
    jo.presses("Start: Set the focus")
    jo.is_in("Set the focus")


def test_minutes_are_set_before_the_start(jo: Facilitator) -> None:
    # Given the folded minutes of a Solution Circle
    fold = jo.page.locator("#minutes")
    expect(jo.page.get_by_label("Solutions", exact=True)).to_be_hidden()
    jo.page.get_by_text("Minutes of the stages").click()
    expect(fold).to_contain_text("10 minutes in all")

    # When Jo gives the focus more, by pressing quickly and by typing
    more = jo.button("Half a minute more for Set the focus")
    more.click()
    more.click()
    expect(fold).to_contain_text("11 minutes in all")
    assert minutes(jo, "Set the focus") == "3"

    # Then Solutions has less than twice as much, which is said and not forbidden
    expect(fold).to_contain_text("Give Solutions at least twice the time of Focus")
    jo.page.get_by_label("Solutions", exact=True).fill("6.5")
    jo.page.get_by_label("Solutions", exact=True).press("Tab")
    expect(fold).to_contain_text("13 minutes 30 seconds in all")
    expect(fold).not_to_contain_text("Give Solutions at least twice")

    # And with the finish time kept, the rest shares out what is left
    jo.page.get_by_label("Keep the finish time").check()
    jo.button("Half a minute less for Clarification questions").click()
    expect(jo.page.get_by_label("Clarification questions", exact=True)).to_have_value("3.5")
    expect(fold).to_contain_text("13 minutes 30 seconds in all")

    # And the circle runs with these minutes, with the fold shut again
    starts(jo)
    expect(jo.page.locator("#time-note")).to_have_text(re.compile("^of 3 minutes"))
    expect(jo.page.get_by_label("Solutions", exact=True)).to_be_hidden()


def test_what_cannot_be_is_told_and_the_field_is_as_it_was(jo: Facilitator) -> None:
    jo.page.get_by_text("Minutes of the stages").click()
    jo.page.get_by_label("Keep the finish time").check()
    field = jo.page.get_by_label("Set the focus", exact=True)
    field.fill("9")
    field.press("Tab")
    expect(jo.page.locator("#answer")).to_contain_text("The finish time cannot be kept")
    expect(field).to_have_value("2")
    expect(jo.page.locator("#minutes")).to_contain_text("10 minutes in all")


def test_a_late_circle_keeps_its_finish_time_at_a_press(jo: Facilitator, server: Server) -> None:
    starts(jo)
    line = jo.page.locator("#finish-place")
    expect(line).to_contain_text(re.compile(r"Timed stages end at about \d\d:\d\d\."))
    keep = jo.button("Keep the finish time")
    expect(keep).to_be_hidden()

    # When the focus takes a minute more than planned
    time_passes(server, 120, [jo.page])
    expect(jo.page.locator("#time")).to_have_text("Time")
    expect(keep).to_be_hidden()
    time_passes(server, 60, [jo.page])
    expect(line).to_contain_text("1 minute later than planned")
    keep.click()

    # Then the questions are shorter, in words; Solutions keeps twice the time of the focus
    expect(line).to_contain_text(
        re.compile(r"Questions now has (2 minutes 5\d seconds|3 minutes|2 minutes \d+ seconds)\.")
    )
    expect(line).not_to_contain_text("Solutions now has")
    expect(line).not_to_contain_text("later than planned")
    expect(keep).to_be_hidden()


def test_where_nothing_can_be_gained_the_page_says_so(jo: Facilitator, server: Server) -> None:
    starts(jo)
    jo.page.keyboard.press("ArrowRight")
    jo.is_in("Clarification questions")
    time_passes(server, 480, [jo.page])
    jo.button("Keep the finish time").click()
    expect(jo.page.locator("#answer")).to_contain_text("The finish time cannot be kept")


def test_the_clock_is_hidden_on_the_screen_and_not_here(jo: Facilitator) -> None:
    screen = jo.opens_screen()
    starts(jo)
    digits = re.compile(r"^[12]:\d\d$")
    expect(screen.get_by_text(digits).filter(visible=True)).not_to_have_count(0)
    jo.page.get_by_text("More controls").click()

    jo.button("Hide the clock on the shared screen").click()

    expect(screen.get_by_text(digits).filter(visible=True)).to_have_count(0)
    expect(jo.page.locator("#time")).to_have_text(digits)
    jo.button("Show the clock on the shared screen").click()
    expect(screen.get_by_text(digits).filter(visible=True)).not_to_have_count(0)
