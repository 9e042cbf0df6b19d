"""Many cards on the shared screen: none lies on another, none is cut off, all can be read."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.projector import FAULTS, FULL_HD, Window, opened
from tests.devices import Table
from tests.server import Server

pytestmark = pytest.mark.browser

SMALLER = {"width": 1280, "height": 720}
#: Two hundred characters, as people write them when they are in a hurry.
LONG = (
    "Try a joint visit with the health visitor and the family support worker on a weekday morning, when the"
    " older children are at school, and ask each parent on their own what a good week would look like."
).ljust(200, ".")


@pytest.fixture
def table(server: Server) -> Iterator[Table]:
    """A Solution Circle."""
    sitting = Table(server, server.create("solution"))
    yield sitting
    sitting.leave()


@pytest.mark.parametrize("size", [FULL_HD, SMALLER], ids=["1920", "1280"])
def test_forty_long_cards_can_all_be_read(size: dict[str, int], table: Table, window: Window) -> None:
    # Given forty suggestions of two hundred characters, from four phones
    page = opened(window, table, viewport=size)
    phones = [table.joins(name) for name in ("Sam", "Ana", "Tom", "Grace")]
    table.goes_to("solutions")
    for number in range(40):
        phone = phones[number % 4]
        text = f"{number + 1:02} {LONG}"[:200]
        phone.done("contribute", visit=table.facilitator.visit, kind="suggestion", text=text)
    expect(page.get_by_text("40 so far")).to_be_visible()
    expect(page.locator(".card")).to_have_count(40)
    # When the pages are turned, then every card is on one of them, whole, and none lies on another
    seen: set[str] = set()
    pages = int(re.findall(r"page \d+ of (\d+)", page.locator(".pager").inner_text())[0])
    for _ in range(pages):
        assert page.evaluate(FAULTS) == []
        seen |= {text[:2] for text in page.locator(".card:visible .card__text").all_inner_texts()}
        now = page.locator(".pager span").inner_text()
        page.get_by_role("button", name="Later").click()
        expect(page.locator(".pager span")).not_to_have_text(now)
    assert seen == {f"{number + 1:02}" for number in range(40)}
    # And their type is never smaller than can be read at the back
    em = page.locator(".group__cards").evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    assert em >= 22 * size["width"] / 1920 - 0.01


def test_forty_short_cards_stand_on_one_page(table: Table, window: Window) -> None:
    # Given forty suggestions as people say them
    page = opened(window, table)
    phones = [table.joins(name) for name in ("Sam", "Ana", "Tom", "Grace")]
    table.goes_to("solutions")
    for number in range(40):
        phone = phones[number % 4]
        phone.done(
            "contribute",
            visit=table.facilitator.visit,
            kind="suggestion",
            text=f"{number + 1}. Visit before school",
        )
    # Then all can be seen at once
    expect(page.locator(".card:visible")).to_have_count(40)
    assert page.evaluate(FAULTS) == []
