"""What the facilitator types: nothing is lost, and nothing turns up where it was not meant to stand."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.files import text_of
from tests.browser.people import Facilitator, Window
from tests.browser.test_facilitator import jo
from tests.server import Server

pytestmark = pytest.mark.browser
__all__ = ["jo"]


def test_a_focus_that_was_typed_and_not_saved_is_saved_when_the_circle_goes_on(jo: Facilitator) -> None:
    jo.presses("Start: Set the focus")
    jo.is_in("Set the focus")
    jo.page.locator("#focus-field").fill("How do we keep Kai in school?")
    jo.page.locator("#title").click()

    jo.page.keyboard.press("ArrowRight")

    jo.is_in("Clarification questions")
    assert "How do we keep Kai in school?" in text_of(jo.downloads("solution-form.docx"))


def test_half_a_suggestion_never_turns_up_in_the_review(jo: Facilitator) -> None:
    jo.presses("Start: Set the focus")
    jo.is_in("Set the focus")
    for stage in ("Clarification questions", "Solutions"):
        jo.page.keyboard.press("ArrowRight")
        jo.is_in(stage)
    jo.page.locator("#said").fill("Jayden needs a later sta")
    jo.page.locator("#title").click()

    for stage in ("Selection", "Review"):
        jo.page.keyboard.press("ArrowRight")
        jo.is_in(stage)

    expect(jo.page.locator("#said")).to_have_value("")
    expect(jo.page.locator("#entry-place")).to_contain_text(
        "Typed in “Solutions” and not added: “Jayden needs a later sta”"
    )
    # And going back gives it back
    for stage in ("Selection", "Solutions"):
        jo.page.keyboard.press("ArrowLeft")
        jo.is_in(stage)
    expect(jo.page.locator("#said")).to_have_value("Jayden needs a later sta")


def test_who_has_been_replaced_is_told_so_and_has_no_button_that_does_nothing(
    jo: Facilitator, server: Server, window: Window
) -> None:
    # Given Ann is in Jo's team, and Jo runs a circle
    jo.presses("Start: Set the focus")
    jo.is_in("Set the focus")
    jo.page.locator("#focus-field").fill("Half a sent")
    control = jo.page.url
    teams = jo.page.context.new_page()
    teams.goto(f"{server.url}/teams/1")
    teams.get_by_role("button", name=re.compile("link", re.I)).first.click()
    link = teams.locator("input[value*='/invitation#']").first.input_value()
    ann = window()
    ann.goto(link)
    ann.get_by_label("Your name").fill("Ann Lee")
    ann.locator("input[type=password]").fill("another six kind owls")
    ann.get_by_role("button", name="Make my account").click()
    ann.wait_for_url(f"{server.url}/")

    # When Ann takes over
    ann.goto(control)
    expect(ann.locator("body")).to_contain_text("Jo Baker runs this circle")
    ann.get_by_role("button", name="Take over as facilitator").click()
    expect(ann.locator("#primary")).to_have_text("Pause the clock")
    expect(ann.locator("#primary")).to_be_enabled()

    # Then Jo's page says so at the latest when something is pressed, and what was typed can still be read
    jo.page.locator("#title").click()
    jo.page.keyboard.press("b")
    expect(jo.page.locator("#line")).to_contain_text("You no longer have the controls of this circle.")
    expect(jo.page.locator("#stop")).to_be_disabled()
    expect(jo.page.locator("#focus-field")).to_have_value("Half a sent")
