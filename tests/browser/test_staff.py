"""Staff in a real browser: from the first set-up to two colleagues who see the same circles."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.server import Server

pytestmark = pytest.mark.browser
Window = Callable[..., Page]


def set_up_link(server: Server) -> str:
    """What the server says at its first start."""
    found = re.search(r"http\S+/invitation#\S+", server.log.read_text())
    assert found, server.log.read_text()
    return found[0]


def use_link(page: Page, link: str, name: str, team: str | None = None) -> None:
    page.goto(link)
    page.get_by_label("Your name").fill(name)
    if team:
        page.get_by_label("Name of your team").fill(team)
    page.get_by_label("Password", exact=True).fill("three random words")
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_role("heading", name="Start a circle")).to_be_visible()


def invite(page: Page, team: str) -> str:
    page.get_by_role("link", name="Teams").click()
    page.get_by_role("link", name=team).click()
    page.get_by_role("button", name="Make a link").click()
    return page.get_by_label("Send this link to one person").input_value()


def test_second_person_joins_by_link_and_sees_the_teams_circles(server: Server, window: Window) -> None:
    # Given Joanna, who has set up the service and started a circle
    joanna, sam = window(), window(phone=True)
    use_link(joanna, set_up_link(server), "Joanna Okafor", "North")
    joanna.get_by_role("button", name="Start a Solution Circle").click()
    joanna.wait_for_url("**/control")
    circle = joanna.url.split("/")[-2]
    joanna.goto(server.url)

    # When Sam opens the link that she made, on a phone
    use_link(sam, invite(joanna, "North"), "Sam Whitfield")

    # Then Sam sees the team's circle, and nothing that is for administrators
    expect(sam.locator(f'a[href="/circles/{circle}/control"]')).to_be_visible()
    expect(sam.get_by_text("Not started yet")).to_be_visible()
    sam.get_by_role("button", name="Menu").click()
    expect(sam.get_by_role("link", name="Sam Whitfield")).to_be_visible()
    expect(sam.get_by_role("link", name="Teams")).to_have_count(0)


def test_links_secret_leaves_the_address_line(server: Server, window: Window) -> None:
    page = window()
    link = set_up_link(server)
    page.goto(link)
    expect(page.get_by_role("heading", name="Set up Circlekeeper")).to_be_visible()
    assert page.url == f"{server.url}/invitation"
    page.go_back()
    assert "#" not in page.url


def test_link_pasted_into_the_address_line_of_the_open_page(server: Server, window: Window) -> None:
    page = window()
    page.goto(f"{server.url}/invitation")
    page.goto(set_up_link(server))
    expect(page.get_by_role("heading", name="Set up Circlekeeper")).to_be_visible()


def test_everything_works_without_scripts(server: Server, window: Window) -> None:
    page = window(java_script_enabled=False)
    page.goto(f"{server.url}/invitation")
    page.get_by_label("The link that you were sent").fill(set_up_link(server))
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Your name").fill("Joanna Okafor")
    page.get_by_label("Name of your team").fill("North")
    page.get_by_label("Password", exact=True).fill("three random words")
    page.get_by_role("button", name="Make my account").click()
    page.get_by_role("button", name="Start a Solution Circle").click()
    page.goto(f"{page.url.removesuffix('/control')}/details")
    page.get_by_label("Title").fill("Getting to school")
    page.get_by_label("Name, person 1").fill("Sam Whitfield")
    page.get_by_role("button", name="Add more rows").click()
    expect(page.get_by_label("Name, person 6")).to_be_visible()
    # Enter saves; it does not press the button that adds rows.
    page.get_by_label("Title").press("Enter")
    expect(page.get_by_text("The details are saved.")).to_be_visible()
    expect(page.get_by_label("Name, person 1")).to_have_value("Sam Whitfield")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()


def test_error_summary_takes_the_focus_and_leads_to_the_field(server: Server, window: Window) -> None:
    page = window()
    page.goto(set_up_link(server))
    page.get_by_role("button", name="Make my account").click()
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    assert page.title().startswith("Error: ")
    page.get_by_role("link", name="Enter your name.").click()
    expect(page.get_by_label("Your name")).to_be_focused()
