"""The page on which staff look at what a phone shows: it is what the phone shows, and nothing goes out from it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.access import checks
from tests.browser.people import Window
from tests.browser.phones import Room, card, say, state
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

ONLY_TO_LOOK = "This is only to look at. Nothing is sent."
STAGES = ("Set the focus", "Clarification questions", "Solutions", "Selection", "Review")


@pytest.fixture
def room(server: Server, window: Window) -> Iterator[Room]:
    with Room(server, window, "solution") as opened:
        yield opened


def look(room: Room, role: str, **options: object) -> Page:
    """The page, opened by whoever holds the facilitator's link."""
    page = room.window(**options)
    page.goto(room.made["facilitator_url"])
    page.wait_for_url("**/control")
    page.goto(f"{room.server.url}/circles/{room.made['circle']}/preview?as={role}")
    return page


def shown(page: Page) -> str:
    """What a person reads on the phone below its band."""
    return str(page.locator(".doing-now").inner_text())


def test_it_shows_in_every_stage_what_the_phones_show(room: Room) -> None:
    phones = {"group": room.join("Sam"), "presenter": room.present("Priya")}
    previews = {role: look(room, role) for role in phones}
    for title in STAGES:
        room.go_to(title)
        if title == "Solutions":
            room.do("contribute", kind="suggestion", text="Visit before school")
            expect(phones["presenter"].get_by_text("Visit before school")).to_be_visible()
        for role, phone in phones.items():
            expect(phone.locator("h1")).to_have_text(title)
            expect(previews[role].locator(".device h1")).to_have_text(title)
            expect(previews[role].locator(".doing-now")).to_have_text(shown(phone), use_inner_text=True)
        # The control: up to the review the two phones are not alike.
        assert title == "Review" or shown(previews["group"]) != shown(previews["presenter"])
    # And at the end too
    room.do("close")
    for role, phone in phones.items():
        expect(phone.locator(".end")).to_be_visible()
        expect(previews[role].locator(".device main")).to_have_text(
            str(phone.locator("main").inner_text()), use_inner_text=True
        )


def test_nothing_that_is_pressed_there_is_sent_or_kept(room: Room) -> None:
    sent: list[str] = []
    page = look(room, "group")
    page.on("websocket", lambda line: line.on("framesent", lambda frame: sent.append(str(frame))))
    page.reload()
    room.go_to("Solutions")
    expect(page.get_by_text("Nothing you press here is sent.")).to_be_visible()
    # When somebody writes there and presses, the phone says what became of it
    expect(state(say(page, "Only a try"))).to_have_text(ONLY_TO_LOOK)
    # Then it went nowhere, and is stored nowhere
    assert any('"preview"' in frame for frame in sent), "the control: frames are heard"
    assert not any("Only a try" in frame or '"move"' in frame for frame in sent)
    assert room.texts() == []
    assert page.evaluate("JSON.stringify(sessionStorage)") == "{}"
    page.reload()
    expect(page.get_by_label("Your suggestion")).to_have_value("")
    expect(card(page, "Only a try")).to_have_count(0)


def test_before_anybody_presents_it_says_so_and_then_shows_the_phone(room: Room) -> None:
    page = look(room, "presenter")
    expect(page.locator("#standing")).not_to_be_empty()
    expect(page.locator("#device")).to_be_hidden()
    room.present("Priya")
    expect(page.locator(".device")).to_contain_text("You are the presenter")
    expect(page.locator("#standing")).to_be_empty()


def test_a_lost_line_and_a_missing_right_are_told(room: Room) -> None:
    page = look(room, "group")
    expect(page.locator(".device h1")).to_be_visible()
    page.context.set_offline(True)
    expect(page.get_by_text("This is what the phone showed last.")).to_be_visible(timeout=40_000)
    page.context.set_offline(False)
    expect(page.get_by_text("This is what the phone showed last.")).to_be_hidden(timeout=40_000)
    # Staff who have not taken a part get no token
    page.route("**/api/circles/*/token", lambda route: route.fulfill(status=403, body="{}"))
    page.reload()
    expect(page.get_by_text("First take the facilitator’s or the advisor’s part")).to_be_visible()
    expect(page.get_by_role("link", name="Go to the control page")).to_be_visible()
    expect(page.locator("#device")).to_be_hidden()


def test_it_keeps_nobody_out(room: Room) -> None:
    room.present("Priya")
    found: list[str] = []
    pages = {role: look(room, role, bypass_csp=True) for role in ("group", "presenter")}
    for title in ("Solutions", "Selection"):
        room.go_to(title)
        for role, page in pages.items():
            expect(page.locator(".device h1")).to_have_text(title)
            place = f"{role}, {title}"
            found += checks.where(place, checks.faults(page))
            found += checks.where(place, checks.too_small(page, checks.LEAST_ON_PHONE))
            found += checks.where(place, checks.focus_faults(page))
            found += checks.where(place, checks.cut_when_small_or_large(page, (1280, 900)))
        if title == "Solutions":
            room.do("contribute", kind="suggestion", text="Visit before school")
    assert not found, checks.told(found)
