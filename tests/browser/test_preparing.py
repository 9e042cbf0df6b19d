"""Preparing on one's own phone, by a link that a colleague sent."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.access.checks import axe_faults
from tests.browser.people import Facilitator
from tests.server import Server

pytestmark = pytest.mark.browser
Window = Callable[..., Page]
WORRIED = "This is what is worrying me"
ISSUE = "This is the issue that I am asking support with today"


@pytest.mark.parametrize("width", [390, 320])
def test_priya_prepares_on_her_phone_and_reads_her_notes_in_the_circle(
    server: Server, window: Window, width: int
) -> None:
    # Given Dana's circle, and the link that she sends to Priya
    dana, priya = window(), window(viewport={"width": width, "height": 700}, bypass_csp=True)
    facilitator = Facilitator(dana, server)
    facilitator.sets_up("Dana Reid", "North")
    facilitator.starts("Solution Circle")
    circle = facilitator.circle
    dana.goto(f"{server.url}/circles/{circle}/details")
    dana.get_by_role("button", name="Make a link").click()
    link = dana.get_by_label("Send this link to the presenter").input_value()

    # When Priya opens it, writes and saves
    priya.goto(link)
    expect(priya.get_by_role("heading", name="Prepare for your circle")).to_be_visible()
    assert "#" not in priya.url
    assert axe_faults(priya) == []
    priya.get_by_label(WORRIED).fill("School has rung twice this week.\nNobody answers at home.")
    priya.get_by_label(ISSUE).fill("How do I talk about the drinking?")
    priya.get_by_role("button", name="Save").click()
    expect(priya.get_by_text("Saved.", exact=True)).to_be_visible()
    expect(priya.get_by_label(WORRIED)).to_have_value(
        "School has rung twice this week.\nNobody answers at home."
    )
    assert priya.evaluate("document.documentElement.scrollWidth") <= width

    # Then leaving with unsaved words asks first
    asked: list[str] = []
    priya.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    priya.get_by_label(ISSUE).press_sequentially(" And when?")
    priya.get_by_role("link", name="Read or print what is saved").click()
    expect(priya.get_by_role("heading", name="Your notes")).to_be_visible()
    assert asked == ["beforeunload"]
    assert priya.evaluate("document.documentElement.scrollWidth") <= width
    assert axe_faults(priya) == []

    # And once the circle has begun she reads her notes, and the group her issue
    dana.goto(f"{server.url}/circles/{circle}/control")
    facilitator.presses("Start: Set the focus")
    facilitator.is_in("Set the focus")
    focus = dana.get_by_label("Focus, in one clear sentence")
    expect(focus).to_have_value("How do I talk about the drinking?")
    priya.goto(re.sub(r"\?.*", "", priya.url))
    expect(priya.get_by_text("The circle has begun")).to_be_visible()
    expect(priya.get_by_text("Nobody answers at home.")).to_be_visible()
    expect(priya.locator("textarea")).to_have_count(0)
