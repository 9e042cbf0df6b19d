"""What a phone keeps: words that are being written or are on their way, the truth about them, and the keyboard's
place. And that it keeps nothing once the circle is over."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import Window
from tests.browser.phones import Room, card, say, state
from tests.server import Server

pytestmark = pytest.mark.browser

#: A line that was lost needs some seconds to be noticed, and to come back.
PATIENCE_MS = 40_000


@pytest.fixture
def room(server: Server, window: Window) -> Iterator[Room]:
    with Room(server, window, "solution") as opened:
        yield opened


def on_the_board(room: Room, *texts: str) -> Page:
    """The presenter's phone in Selection, with this on the board."""
    priya = room.present("Priya")
    room.go_to("Solutions")
    for text in texts:
        room.do("contribute", kind="suggestion", text=text)
    room.go_to("Selection")
    expect(way(priya, texts[-1])).to_be_visible()
    return priya


def way(page: Page, text: str) -> Locator:
    return page.locator(".board .card").filter(has_text=text)


def in_store(page: Page) -> str:
    return str(page.evaluate("JSON.stringify(sessionStorage)"))


def test_a_choice_without_a_signal_is_not_saved_yet_and_saved_when_it_comes_back(room: Room) -> None:
    # Given Priya, about to choose, who has no signal
    priya = on_the_board(room, "Breakfast club")
    priya.context.set_offline(True)
    # When she chooses, nothing is said to be chosen
    way(priya, "Breakfast club").get_by_role("button", name="Choose").click()
    expect(way(priya, "Breakfast club").get_by_role("alert")).to_have_text("Not saved yet, still trying")
    expect(state(way(priya, "Breakfast club"))).to_be_hidden()
    expect(priya.locator(".sums")).to_contain_text("0 chosen")
    assert not any("chosen" in each for each in room.view["contributions"])
    # Then with the signal the choice goes by itself, once
    priya.context.set_offline(False)
    expect(state(way(priya, "Breakfast club"))).to_have_text("Chosen", timeout=PATIENCE_MS)
    expect(way(priya, "Breakfast club").get_by_role("alert")).to_have_count(0)
    assert [each["chosen"] for each in room.view["contributions"]] == [True]


def test_words_on_their_way_go_again_after_the_page_was_loaded_anew(room: Room) -> None:
    sam = room.join("Sam")
    room.go_to("Solutions")
    expect(sam.get_by_label("Your suggestion")).to_be_visible()
    sam.context.set_offline(True)
    expect(state(say(sam, "Write to mum"))).to_have_text("Not saved yet, still trying")
    sam.get_by_label("Your suggestion").fill("Half a thought")
    # When the page is thrown away, as phones do with pages in the background, and comes back with the signal
    sam.context.set_offline(False)
    sam.goto("about:blank")
    sam.go_back()
    expect(state(card(sam, "Write to mum"))).to_have_text("Saved", timeout=PATIENCE_MS)
    expect(sam.get_by_label("Your suggestion")).to_have_value("Half a thought")
    assert room.texts() == ["Write to mum"]


def test_a_phone_that_slept_keeps_its_words_and_is_told_where_the_circle_is(room: Room) -> None:
    sam = room.join("Sam")
    room.go_to("Solutions")
    sam.get_by_label("Your suggestion").fill("Write to mum")
    # When the phone sleeps while the facilitator goes on
    sleep = sam.context.new_cdp_session(sam)
    sleep.send("Page.setWebLifecycleState", {"state": "frozen"})
    room.go_to("Selection")
    sleep.send("Page.setWebLifecycleState", {"state": "active"})
    # Then it shows the stage that is now, and the words wait
    expect(sam.get_by_role("heading", name="Selection")).to_be_visible(timeout=PATIENCE_MS)
    assert "Write to mum" in in_store(sam)
    room.do("back")
    expect(sam.get_by_label("Your suggestion")).to_have_value("Write to mum")


def test_once_the_circle_is_over_nothing_is_stored(room: Room) -> None:
    sam = room.join("Sam")
    room.go_to("Solutions")
    expect(state(say(sam, "Write to mum"))).to_have_text("Saved")
    sam.get_by_label("Your suggestion").fill("Half a thought")
    assert "Half a thought" in in_store(sam), "the control: until then it is"
    room.go_to("Review")
    room.do("close")
    expect(sam.locator(".end")).to_be_visible()
    assert in_store(sam) == "{}"
    sam.reload()
    expect(sam.get_by_role("heading", name="Thank you")).to_be_visible()
    assert in_store(sam) == "{}"


def test_the_keyboard_keeps_its_place_on_the_board(room: Room) -> None:
    priya = on_the_board(room, "Breakfast club", "Start with mornings")
    for text, label, becomes, back in (
        ("Breakfast club", "Already tried", "Tried", "Not tried after all"),
        ("Start with mornings", "Choose", "Chosen", "Do not choose it"),
    ):
        # When Priya presses a button that is then gone
        way(priya, text).get_by_role("button", name=label, exact=True).press("Enter")
        expect(state(way(priya, text))).to_have_text(becomes)
        # Then she is still on that card, and the next stop is its way back
        expect(way(priya, text)).to_be_focused()
        expect(way(priya, text).get_by_role("button", name=back)).to_be_visible()
        priya.keyboard.press("Tab")
        expect(way(priya, text).get_by_role("button", name=back)).to_be_focused()
        priya.keyboard.press("Enter")
        expect(way(priya, text).get_by_role("button", name=label, exact=True)).to_be_visible()
        expect(way(priya, text)).to_be_focused()


def test_the_keyboard_is_not_lost_with_a_card_that_goes(room: Room) -> None:
    sam = room.join("Sam")
    room.go_to("Solutions")
    sent = say(sam, "Breakfast club")
    sent.get_by_role("button", name="Change").press("Enter")
    sent.get_by_role("button", name="Take it back").press("Enter")
    expect(sent).to_have_count(0)
    # Then the next stop is the first of what stands there
    expect(sam.locator("main")).to_be_focused()
    sam.keyboard.press("Tab")
    expect(sam.get_by_label("Your suggestion")).to_be_focused()
