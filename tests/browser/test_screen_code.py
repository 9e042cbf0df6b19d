"""How a projector comes to its circle: by the link, or by the screen code that somebody types."""

import pytest
from playwright.sync_api import expect

from tests.browser.projector import Window
from tests.devices import Device
from tests.server import Server

pytestmark = pytest.mark.browser


def test_a_screen_without_a_good_token_says_what_to_do(server: Server, window: Window) -> None:
    circle = server.create("solution")["circle"]
    page = window()
    page.goto(f"{server.url}/screen/{circle}")
    expect(page.get_by_text("This screen is not connected to a circle.")).to_be_visible()
    page.goto(f"{server.url}/screen/{circle}#{'x' * 32}")
    expect(page.get_by_text("This screen is no longer connected to a circle.")).to_be_visible()
    # And the way to type a screen code leads to a form that refuses a wrong one
    page.get_by_role("link", name="type its screen code").click()
    page.get_by_label("Screen code").fill("AAAA-AAAA")
    page.get_by_role("button", name="Open the screen").click()
    expect(page.get_by_role("alert")).to_contain_text("No open circle has this screen code.")


def test_a_typed_screen_code_opens_the_screen(server: Server, window: Window) -> None:
    facilitator = Device(server, server.create("success")["facilitator_token"])
    code = facilitator.sees(lambda view: view.get("screen_code"), "the screen code")
    facilitator.leave()
    page = window()
    page.goto(f"{server.url}/screen")
    page.get_by_label("Screen code").fill(code.lower())
    page.get_by_role("button", name="Open the screen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Success Circle")
