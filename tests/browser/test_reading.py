"""The presenter's link, on the presenter's own phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.access.checks import axe_faults
from tests.browser.people import Window
from tests.browser.test_records import SOLUTION, Advisor, advisor

__all__ = ["advisor"]

pytestmark = pytest.mark.browser


def test_priya_reads_her_form_on_a_small_phone_and_says_what_is_wrong(
    advisor: Callable[..., Advisor], window: Window
) -> None:
    # Given Joanna makes a link for Priya, who presented
    joanna = advisor("Joanna Okafor").held("KQ")
    joanna.opens_the_records()
    joanna.page.get_by_role("button", name="Make a link for the presenter").click()
    expect(joanna.page.get_by_text("Send it only to Priya Nair")).to_be_visible()
    link = joanna.page.get_by_label("Link to the form").input_value()

    # When Priya opens it on a phone 320 pixels wide
    priya = window(viewport={"width": 320, "height": 640}, bypass_csp=True)  # for axe
    priya.goto(link)
    expect(priya.get_by_role("heading", name="Is this right, Priya Nair?")).to_be_visible()
    assert "#" not in priya.url, "the secret has left the address line"
    # Then she can read it without moving it sideways
    expect(priya.get_by_text(SOLUTION)).to_be_visible()
    assert priya.evaluate("document.documentElement.scrollWidth") <= 320
    assert axe_faults(priya) == []

    # And says what is wrong; what she forgot is asked for, and nothing is lost
    priya.get_by_label("What is wrong").fill("He never said that.")
    priya.get_by_role("button", name="Send your answer").click()
    expect(priya.get_by_role("alert")).to_contain_text("Say whether it is right.")
    expect(priya.get_by_label("What is wrong")).to_have_value("He never said that.")
    priya.get_by_label("Something is wrong").check()
    priya.get_by_role("button", name="Send your answer").click()
    expect(priya.locator("#answers")).to_contain_text(re.compile("Something is wrong. You said so on"))

    # Then Joanna reads it beside the form, and settles it with a sentence
    joanna.opens_the_records()
    said = joanna.page.locator("#said-of-it")
    expect(said).to_contain_text("Priya Nair disagrees")
    expect(said).to_contain_text("He never said that.")
    said.get_by_label("How it was settled").fill("The sentence was taken out.")
    said.get_by_role("button", name="Mark as settled").click()
    priya.reload()
    expect(priya.locator("#answers")).to_contain_text("The sentence was taken out.")

    # And when a new link is made, the old one has ended and says so
    joanna.page.get_by_role("button", name="Make a new link for the presenter").click()
    expect(joanna.page.get_by_label("Link to the form")).to_be_visible()
    priya.reload()
    expect(priya.get_by_role("heading", name="This link has ended")).to_be_visible()
