"""Nothing typed on a records page is lost when the session or the connection has ended meanwhile."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.people import PASSWORD
from tests.browser.test_records import Advisor, advisor

__all__ = ["advisor"]

pytestmark = pytest.mark.browser

MINUTES_MS = 5 * 60 * 1000
HALF_A_DAY_MS = 13 * 60 * 60 * 1000
WORDS = "They have not met since August."


def test_who_was_signed_out_while_typing_signs_in_elsewhere_and_saves(
    advisor: Callable[..., Advisor],
) -> None:
    # Given Joanna typed into the form, and her session ended over lunch
    joanna = advisor("Joanna Okafor").held("KQ")
    page = joanna.page
    page.clock.install()
    joanna.opens_the_records()
    page.get_by_label("What has happened").fill(WORDS)
    joanna.device.server.step(HALF_A_DAY_MS)
    page.clock.fast_forward(HALF_A_DAY_MS)
    # When she saves: she stays, and is told what to do
    field = page.get_by_label("What has happened")
    page.locator("form", has=field).evaluate("form => form.requestSubmit()")
    expect(page.get_by_role("alert")).to_contain_text("You are signed out.")
    expect(field).to_have_value(WORDS)
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Sign in in another window").click()
    elsewhere = popup.value
    elsewhere.get_by_label("Your name").fill("Joanna Okafor")
    elsewhere.locator("input[type=password]").fill(PASSWORD)
    elsewhere.get_by_role("button", name="Sign in").click()
    expect(elsewhere.get_by_role("heading", name="Start a circle")).to_be_visible()
    # Then her words are saved by one more press
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("The records are saved.")
    expect(field).to_have_value(WORDS)


def test_without_a_connection_the_page_stays_with_what_was_typed(advisor: Callable[..., Advisor]) -> None:
    joanna = advisor("Joanna Okafor").held()
    page = joanna.page
    page.clock.install()
    joanna.opens_the_records()
    page.get_by_role("button", name="Write the Record of Learning").click()
    page.wait_for_url("**/learning")
    line = page.locator(".compose textarea").first
    line.fill(WORDS)
    page.clock.fast_forward(MINUTES_MS)
    page.context.set_offline(True)
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_role("alert")).to_contain_text("Circlekeeper cannot be reached just now.")
    expect(line).to_have_value(WORDS)
    page.context.set_offline(False)
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_role("status").first).to_contain_text("The Record of Learning is saved.")


def test_what_somebody_said_of_the_form_waits_until_one_is_signed_in_again(
    advisor: Callable[..., Advisor],
) -> None:
    # Given Joanna wrote down what Priya said, and her session has ended
    joanna = advisor("Joanna Okafor").held("KQ")
    page = joanna.page
    page.clock.install()
    joanna.opens_the_records()
    page.get_by_text("Write down what somebody says about the form").click()
    page.get_by_label("Who said it").fill("Priya Nair")
    page.get_by_label("No, something is wrong").check()
    page.get_by_label("In their words").fill(WORDS)
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.clock.fast_forward(MINUTES_MS)
    page.get_by_role("button", name="Keep it beside the form").click()
    expect(page.get_by_role("alert")).to_contain_text("You are signed out.")
    # Then nothing is lost, and it goes on once she is signed in
    page.context.add_cookies(cookies)
    page.get_by_role("button", name="Keep it beside the form").click()
    expect(page.get_by_role("status").first).to_contain_text("What they said is kept beside the form.")
