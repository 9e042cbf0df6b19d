"""Many cards on the shared screen: none lies on another, none is cut off, all can be read."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.browser.projector import (
    CLOCK_TO_MOVE,
    FAULTS,
    FULL_HD,
    Window,
    card,
    opened,
    sends,
    watches_for,
)
from tests.browser.sizes import resize
from tests.devices import Device, Table
from tests.server import Server

pytestmark = pytest.mark.browser

SMALLER = {"width": 1280, "height": 720}
#: A 16:9 window in a video call.
IN_A_CALL = {"width": 960, "height": 540}
SIZES = [FULL_HD, SMALLER, IN_A_CALL]
FOCUS = "How can we help Kai feel safe enough to go back to school?"
#: Two hundred characters, as people write them when they are in a hurry.
LONG = (
    "Try a joint visit with the health visitor and the family support worker on a weekday morning, when the"
    " older children are at school, and ask each parent on their own what a good week would look like."
).ljust(200, ".")
LONGEST_PAGE_S = 41
#: Rows of page buttons that do not fit beside each other.
PAGERS = """() => [...document.querySelectorAll('.pager')].filter((node) => node.checkVisibility())
  .filter((node) => new Set([...node.querySelectorAll('button')].map((each) => each.offsetTop)).size > 1)
  .map((node) => node.innerText)"""
ONTO_THE_CLOCK = """(node) => {
  const at = node.getBoundingClientRect();
  const to = document.querySelector('.panel').getBoundingClientRect();
  node.style.translate = `${to.left - at.left}px ${to.top - at.top}px`;
}"""


@pytest.fixture
def table(server: Server) -> Iterator[Table]:
    """A Solution Circle."""
    sitting = Table(server, server.create("solution"))
    yield sitting
    sitting.leave()


def numbered(texts: list[str]) -> list[str]:
    """Each text with a number, and no longer than 200 characters."""
    return [f"{number + 1:02} {text}"[:200] for number, text in enumerate(texts)]


ALL_LONG = numbered([LONG] * 40)
MIXED = numbered([(LONG * 2)[: 12 + 21 * (number % 10)] for number in range(40)])
#: Words that no line holds, as an address pasted from a web page is one.
UNBROKEN = numbered([LONG.replace(" ", "") if number % 3 == 0 else LONG for number in range(40)])


def in_solutions(table: Table) -> list[Device]:
    """Four phones, and the stage with a focus and a clock."""
    phones = [table.joins(name) for name in ("Sam", "Ana", "Tom", "Grace")]
    table.goes_to("focus")
    table.facilitator.done("focus", text=FOCUS, revision=0)
    table.goes_to("solutions")
    return phones


def pages(page: Page) -> int:
    return int(re.findall(r"page \d+ of (\d+)", page.locator(".pager").inner_text())[0])


def numbers(page: Page) -> set[str]:
    """The cards that can be read at this moment."""
    return {text[:2] for text in page.locator(".card:visible .card__text").all_inner_texts()}


def everything_is_on_a_page(page: Page, key: str = "PageDown") -> None:
    """Turns all pages: every card is on one of them, whole, and none lies on another."""
    seen: set[str] = set()
    for _ in range(pages(page)):
        assert page.evaluate(FAULTS) == []
        seen |= numbers(page)
        now = page.locator(".pager__words").inner_text()
        page.keyboard.press(key)
        expect(page.locator(".pager__words")).not_to_have_text(now)
    assert seen == {f"{number + 1:02}" for number in range(40)}


@pytest.mark.parametrize("texts", [ALL_LONG, MIXED, UNBROKEN], ids=["long", "mixed", "unbroken"])
def test_forty_cards_can_all_be_read_in_every_window(texts: list[str], table: Table, window: Window) -> None:
    # Given forty suggestions of up to two hundred characters, from four phones
    assert max(map(len, texts)) == 200
    page = opened(window, table)
    sends(table, in_solutions(table), "suggestion", texts)
    expect(page.get_by_text("40 so far")).to_be_visible()
    expect(page.locator(".card")).to_have_count(40)
    for size in SIZES:
        # Then in every window all are on a page, and the clock stands above them
        resize(page, size["width"], size["height"])
        everything_is_on_a_page(page)
        expect(page.get_by_role("timer")).to_be_visible()
        # And their type is never smaller than can be read at the back
        em = page.locator(".group__cards").evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
        assert em >= 22 * size["width"] / 1920 - 0.01


def test_the_measure_finds_what_is_wrong(table: Table, window: Window) -> None:
    # Given cards that are as they should be
    page = opened(window, table)
    sends(table, in_solutions(table), "suggestion", MIXED)
    expect(page.get_by_text("40 so far")).to_be_visible()
    assert page.evaluate(FAULTS) == []
    # Then one that lies on its neighbour, one that is too low for its words, one that is pushed off the page and one
    # on the clock are each found
    last = page.locator(".card:visible").last
    for spoil, fault in (
        ("(node) => { node.style.top = '0px'; }", "overlap"),
        ("(node) => { node.style.height = '30px'; }", "cut off"),
        ("(node) => { node.style.left = '-400px'; }", "outside"),
        (ONTO_THE_CLOCK, "lies on the panel"),
    ):
        before = last.get_attribute("style")
        last.evaluate(spoil)
        assert fault in " ".join(page.evaluate(FAULTS))
        last.evaluate("(node, style) => { node.style.cssText = style; }", before)
        assert page.evaluate(FAULTS) == []


def test_a_card_as_long_as_can_be_is_whole(table: Table, window: Window) -> None:
    # Given the longest words that the server takes, between thirty others
    page = opened(window, table)
    phones = in_solutions(table)
    sends(table, phones, "suggestion", [*MIXED[:30], f"31 {LONG * 3}"[:500]])
    expect(page.get_by_text("31 so far")).to_be_visible()
    for size in SIZES:
        resize(page, size["width"], size["height"])
        expect(card(page, "31 Try")).to_have_count(1)
        for _ in range(pages(page)):
            assert page.evaluate(FAULTS) == []
            page.keyboard.press("ArrowRight")


def test_the_review_is_whole_however_much_is_said(table: Table, window: Window) -> None:
    # Given three pieces of the longest kind in each column of the review
    page = opened(window, table)
    phones = in_solutions(table)
    table.goes_to("review")
    for kind in ("worked_well", "key_learning", "next_step", "issue"):
        sends(table, phones, kind, [f"{number} {LONG * 3}"[:500] for number in range(3)])
    expect(page.get_by_text("12 so far")).to_be_visible()
    # Then in every window each page of each column is whole
    for size in SIZES:
        resize(page, size["width"], size["height"])
        for _ in range(3):
            assert page.evaluate(FAULTS) == []
            assert page.evaluate(PAGERS) == []
            page.keyboard.press("PageDown")


def test_cards_stay_where_they_are_when_others_come(table: Table, window: Window) -> None:
    # Given a stage that fills, one card after the other
    page = opened(window, table)
    phones = in_solutions(table)
    shapes: list[tuple[str | None, str]] = []
    before: list[object] = []
    for number in range(16):
        sends(table, [phones[number % 4]], "suggestion", [MIXED[number]])
        expect(page.locator(".card")).to_have_count(number + 1)
        shape = page.locator(".stage").evaluate(
            "node => [node.dataset.layout, node.style.getPropertyValue('--card')]"
        )
        places = [page.locator(".card").nth(each).bounding_box() for each in range(number + 1)]
        # Then none of the others has moved, unless all became smaller
        if shapes and shape == shapes[-1]:
            assert places[:-1] == before
        shapes.append(shape)
        before = list(places)
    # And that happens four times at most, whatever comes
    changes = sum(one != other for one, other in pairwise(shapes))
    assert 1 <= changes <= 4


def test_pages_turn_by_themselves_until_somebody_holds_one(table: Table, window: Window) -> None:
    # Given more cards than fit on a page
    page = window(viewport=FULL_HD)
    page.add_init_script(CLOCK_TO_MOVE)
    page.goto(table.circle["screen_url"])
    phones = in_solutions(table)
    sends(table, phones, "suggestion", ALL_LONG[:39])
    words = page.locator(".pager__words")
    expect(words).to_have_text(re.compile("of 39"))
    # When nobody does anything, then each page comes in its turn
    seen = numbers(page)
    for _ in range(pages(page) - 1):
        before = words.inner_text()
        watches_for(page, LONGEST_PAGE_S)
        expect(words).not_to_have_text(before)
        seen |= numbers(page)
    assert len(seen) == 39
    # When somebody turns to the first page by hand, with the keyboard
    stay = page.get_by_role("button", name="Stay on this page")
    while not words.inner_text().startswith("1 "):
        before = words.inner_text()
        page.get_by_role("button", name="Later").press("Enter")
        expect(words).not_to_have_text(before)
    # Then it stays, though time passes and another card comes
    expect(stay).to_have_attribute("aria-pressed", "true")
    watches_for(page, LONGEST_PAGE_S)
    sends(table, phones, "suggestion", ALL_LONG[39:])
    expect(words).to_have_text(re.compile("^1 to .* of 40"))
    # And when they let go, the pages turn again
    stay.press("Enter")
    expect(stay).to_have_attribute("aria-pressed", "false")
    watches_for(page, LONGEST_PAGE_S)
    expect(words).not_to_have_text(re.compile("^1 to"))


def test_forty_short_cards_stand_on_one_page(table: Table, window: Window) -> None:
    # Given forty suggestions as people say them
    page = opened(window, table)
    phones = in_solutions(table)
    sends(table, phones, "suggestion", [f"{number + 1}. Visit before school" for number in range(40)])
    # Then all can be seen at once
    expect(page.locator(".card:visible")).to_have_count(40)
    assert page.evaluate(FAULTS) == []
    expect(page.locator(".pager")).to_be_hidden()
