"""A whole circle at the control page, and a phone's whole journey, by keyboard alone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.access.keyboard import Keyboard
from tests.browser.people import PASSWORD, Facilitator, Window, time_passes
from tests.devices import Table
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

FOCUS = "How do we keep him in school?"
#: As digits in whatever order a browser asks for day and month.
DAY = "11112027"
SUGGESTIONS = ("Visit before school", "Ask Mum whom he trusts", "Meet at the library")


def test_a_facilitator_runs_a_whole_circle_by_keyboard(server: Server, window: Window) -> None:
    # Given Jo, who opens the link of the first start; from here on nothing but keys
    jo = window()
    found = re.search(r"works once\): (\S+)", server.log.read_text())
    assert found
    jo.goto(found[1])
    keys = Keyboard(jo)
    keys.writes("Your name", "Jo Baker")
    keys.writes("Name of your team", "North team")
    keys.writes("Password", PASSWORD, then="Enter")
    expect(jo.get_by_role("heading", name="Start a circle")).to_be_visible()

    # When Jo starts a Solution Circle for people without phones
    keys.presses("Start a Solution Circle")
    expect(jo.locator("#primary")).to_be_enabled()
    for name in ("Priya", "Sam"):
        keys.writes("Add somebody without a phone", name, then="Enter")
        expect(jo.locator("#people-place li", has_text=name)).to_be_visible()
    keys.presses("Make Priya the presenter")
    expect(jo.locator("#people-place")).to_contain_text("presenter")

    # Then each stage is opened, filled and left with a few keys
    keys.presses("Start: Set the focus", key="Space")
    is_in(jo, "Set the focus")
    keys.hits("t")
    expect(jo.locator("#focus-field")).to_be_focused()
    keys.types(FOCUS)
    keys.presses("Save the focus")
    keys.hits("?")
    expect(jo.get_by_role("dialog")).to_contain_text("The big button")
    keys.hits("Escape")
    expect(jo.get_by_role("dialog")).to_be_hidden()
    keys.hits("ArrowRight")
    is_in(jo, "Clarification questions")
    says(jo, keys, "Who lives at home?")
    keys.goes_to(jo.locator("#entry-place").get_by_role("button", name="Add"))
    keys.hits("ArrowRight")
    is_in(jo, "Solutions")
    for text in SUGGESTIONS:
        says(jo, keys, text)
    time_passes(server, 240, [jo])
    keys.presses("Go on to stage 4: Selection")
    is_in(jo, "Selection")

    # And the presenter's choice is noted: what was tried, what was chosen, who does it, when the group checks in
    keys.presses(f"Already tried: {SUGGESTIONS[2]}")
    keys.presses(f"Choose: {SUGGESTIONS[0]}")
    keys.goes_to(jo.get_by_label("Who will do it?").filter(visible=True))
    keys.types("Priya")
    keys.hits("Enter")
    expect(jo.locator("#contributions-place")).to_contain_text("chosen: Priya")
    keys.goes_to(jo.get_by_label("On", exact=True))
    keys.types(DAY)
    keys.presses("Save")
    expect(jo.locator("#selection-place")).to_contain_text("3 offered − 1 tried = 2 left · 1 chosen")
    keys.presses("Go on to the review")
    is_in(jo, "Review")
    says(jo, keys, "We kept to the time")
    keys.presses("Close the circle")
    keys.goes_to(jo.get_by_role("dialog").get_by_role("button", name="Hold to close the circle"))
    keys.holds("Enter")
    keys.presses("Open the records")
    expect(jo.get_by_role("heading", level=1)).to_be_visible()
    words = Facilitator(jo, server)
    words.circle = jo.url.split("/circles/")[1].split("/")[0]
    record = words.downloads("solution-form.txt").decode()
    assert [text for text in (FOCUS, SUGGESTIONS[0], "Priya", "11 November 2027") if text not in record] == []


def test_phones_take_part_from_joining_to_the_end_by_keyboard(server: Server, window: Window) -> None:
    # Given Sam and Priya, who open the address on the screen and have only a keyboard
    table = Table(server, server.create("solution"))
    facilitator, pages = table.facilitator, {}
    for name in ("Priya", "Sam"):
        page = pages[name] = window(phone=True)
        page.goto(f"{server.url}/j")
        keys = Keyboard(page)
        keys.writes("Code from the shared screen", table.circle["join_code"])
        keys.writes("Your first name or initials", name, then="Enter")
        expect(page.get_by_role("heading", name=f"Welcome, {name}")).to_be_visible()
    priya, sam = Keyboard(pages["Priya"]), Keyboard(pages["Sam"])
    people = facilitator.sees(lambda view: len(view["people"]) == 2 and view["people"], "both people")
    facilitator.done("presenter", seat=next(one["seat"] for one in people if one["name"] == "Priya"))

    # Then Priya writes the focus
    table.goes_to("focus")
    priya.writes("Your focus, in one clear sentence", FOCUS)
    priya.presses("Save the focus")
    facilitator.sees(lambda view: view["circle"]["focus"]["text"] == FOCUS, "the focus")

    # And Sam sends, changes and takes back suggestions; Priya notes one
    table.goes_to("solutions")
    for text in ("Visit befor school", *SUGGESTIONS[1:]):
        sends(sam, "Your suggestion", text)
    sends(priya, "Note a suggestion", "Ring the GP", button="Note it")
    change = card(sam.page, "Visit befor school").get_by_role("button", name="Change")
    sam.goes_to(change)
    sam.hits("Enter")
    sam.writes("Your words", SUGGESTIONS[0])
    sam.presses("Save the change")
    expect(card(sam.page, SUGGESTIONS[0])).to_contain_text("Saved")
    sam.writes("Your suggestion", "A moment too late")

    # And at the bell Sam hands in what was not sent
    time_passes(server, 240, pages.values())
    expect(sam.page.get_by_text("Your words are kept here").filter(visible=True).first).to_be_visible()
    sam.presses("Hand it to the facilitator")
    expect(card(sam.page, "A moment too late")).to_contain_text("With the facilitator")

    # And Priya marks what was tried, chooses, and says who will do it and when the group checks in
    table.goes_to("selection")
    board = priya.page.locator(".board .card")
    priya.goes_to(board.filter(has_text=SUGGESTIONS[2]).get_by_role("button", name="Already tried"))
    priya.hits("Enter")
    expect(board.filter(has_text=SUGGESTIONS[2])).to_contain_text("Tried")
    priya.goes_to(board.filter(has_text=SUGGESTIONS[0]).get_by_role("button", name="Choose"))
    priya.hits("Space")
    priya.presses("Say who will do it")
    priya.writes("Who will do it?", "Priya")
    priya.goes_to(board.filter(has_text=SUGGESTIONS[0]).get_by_role("button", name="Save"))
    priya.hits("Enter")
    expect(board.filter(has_text=SUGGESTIONS[0])).to_contain_text("Priya will do it")
    priya.goes_to(priya.page.get_by_label("When does the group check in?"))
    priya.types(DAY)
    priya.presses("Save the date")
    facilitator.sees(lambda view: view["circle"]["check_in"]["on"] == "2027-11-11", "the date")

    # And in the review Sam chooses a kind with the arrows
    table.goes_to("review")
    sam.goes_to(sam.page.get_by_role("radio").first)
    sam.hits("ArrowDown")
    expect(sam.page.get_by_role("radio", name="Key learning")).to_be_checked()
    sends(sam, "Your words", "Silence helps")
    facilitator.done("close", visit=facilitator.visit)
    for page in pages.values():
        expect(page.locator("body")).to_contain_text("The circle has ended")
    kinds = {one["text"]: one["kind"] for one in facilitator.view["contributions"]}
    assert kinds["Silence helps"] == "key_learning"
    table.leave()


def is_in(page: Page, stage: str) -> None:
    expect(page.locator("#title")).to_have_text(stage)


def says(page: Page, keys: Keyboard, text: str) -> None:
    """Types what was said aloud, and adds it."""
    field = page.locator("#said")
    keys.goes_to(field)
    keys.types(text)
    keys.hits("Enter")
    expect(page.locator(".control-card-text").get_by_text(text, exact=True)).to_be_visible()
    expect(field).to_have_value("")


def sends(keys: Keyboard, label: str, text: str, button: str = "Send") -> None:
    keys.writes(label, text)
    keys.presses(button)
    expect(card(keys.page, text)).to_contain_text("Saved")


def card(page: Page, text: str) -> Locator:
    return page.locator(".own .card").filter(has_text=text)
