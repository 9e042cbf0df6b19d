"""A first-time facilitator practises alone, from the home page to the end, with the screen beside."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import Facilitator, Phone, Window, time_passes
from tests.server import Server

pytestmark = pytest.mark.browser

SAID = "Rehearsal with made-up people"
PARKED = "Have you thought of asking the school nurse to see him?"
LATE = "Before anything else, thank Gran for what she does every day"


def test_joanna_practises_a_solution_circle_at_quick_speed(server: Server, window: Window) -> None:
    # Given Joanna has set up the server and nothing is under way
    joanna = Facilitator(window(), server)
    joanna.sets_up("Joanna Okafor", "North team")
    page = joanna.page

    # When she practises a Solution Circle at quick speed, with the screen and a phone of her own beside
    page.get_by_role("link", name="Practise with made-up people").click()
    page.get_by_label("Solution Circle").check()
    page.get_by_label("Quick").check()
    page.get_by_role("button", name="Begin the rehearsal").click()
    expect(page.get_by_role("banner")).to_contain_text(SAID)
    page.get_by_text("What the issue is about").click()
    expect(page.get_by_role("banner")).to_contain_text("I work with a boy of nine.")
    screen = joanna.opens_screen()
    expect(screen.locator(".rehearsal")).to_contain_text(SAID)
    own = Phone(window(phone=True), "Jo")
    own.joins(screen, server)
    expect(own.page.locator(".rehearsal")).to_contain_text(SAID)
    everybody = [page, screen, own.page]

    # Then six people join, and one of them is the presenter
    time_passes(server, 20, everybody)
    for name in ("Grace", "Amina", "Callum", "Yusuf", "Mei", "Dawid"):
        expect(page.locator("#people-place")).to_contain_text(name)
        expect(screen.locator("body")).to_contain_text(name)
    joanna.presses("Start: Set the focus")
    joanna.is_in("Set the focus")

    # And Grace says what the focus is; the questions come, one of them a solution, which Joanna parks
    time_passes(server, 26, everybody)
    expect(page.locator("#focus-field")).to_have_value(re.compile("^How can I help Dad and Gran"))
    time_passes(server, 5, everybody)
    joanna.presses("Go on to stage 2: Clarification questions")
    joanna.is_in("Clarification questions")
    time_passes(server, 30, everybody)
    expect(joanna.card(PARKED)).to_be_visible()
    joanna.does("Park", PARKED)
    time_passes(server, 31, everybody)
    joanna.presses("Go on to stage 3: Solutions")
    joanna.is_in("Solutions")

    # And the group suggests; after the bell somebody hands in what came too late
    time_passes(server, 30, everybody)
    expect(screen.locator("body")).to_contain_text("A later start for two weeks, agreed with school")
    time_passes(server, 18, everybody)
    expect(screen.locator("body")).to_contain_text("A family meeting with an aunt")
    time_passes(server, 14, everybody)
    expect(page.locator("#late-place")).to_contain_text(LATE)
    joanna.presses("Go on to stage 4: Selection")
    joanna.is_in("Selection")

    # And the presenter chooses two and says who does them
    time_passes(server, 22, everybody)
    expect(page.locator("#selection-place")).to_contain_text("2 chosen")
    expect(page.locator("#contributions-place")).to_contain_text("chosen: Grace")
    joanna.presses("Go on to the review")
    joanna.is_in("Review")
    time_passes(server, 18, everybody)
    expect(page.locator("#contributions-place")).to_contain_text("Nobody was interrupted")

    # When she closes the circle, then there are no records, and at her press nothing is kept
    joanna.closes()
    joanna.presses("Go on to the end")
    expect(page.get_by_role("heading", level=1)).to_have_text("This is a rehearsal: nothing is kept")
    page.get_by_role("main").get_by_role("button", name="End the rehearsal").click()
    expect(page.get_by_role("status")).to_contain_text("Nothing is kept.")
    expect(page.get_by_role("main")).to_contain_text("No circle is under way.")
    page.goto(f"{server.url}/register")
    expect(page.get_by_role("main")).not_to_contain_text("Solution Circle,")


def test_a_real_circle_says_nothing_of_a_rehearsal(server: Server, window: Window) -> None:
    """The control: the same pages without a word of it."""
    joanna = Facilitator(window(), server)
    joanna.sets_up("Joanna Okafor", "North team")
    joanna.starts("Solution Circle")
    screen = joanna.opens_screen()
    phone = Phone(window(phone=True), "Jo")
    phone.joins(screen, server)
    for page in (joanna.page, screen, phone.page):
        expect(page.get_by_text(SAID)).not_to_be_visible()
