"""The shared screen's time: told without alarm, hidden where somebody asks for that, and never lost with the line."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.projector import Window, opened, says, time_passes
from tests.devices import Table
from tests.server import Server

pytestmark = pytest.mark.browser

COUNTING = re.compile(r"\d+:\d\d")


@pytest.fixture
def table(server: Server) -> Iterator[Table]:
    """A Solution Circle."""
    sitting = Table(server, server.create("solution"))
    yield sitting
    sitting.leave()


def looks(page: Page) -> dict[str, str]:
    """The colours of the time."""
    return dict(
        page.locator(".clock__digits").evaluate(
            "node => ({ ink: getComputedStyle(node).color, paper: getComputedStyle(document.body).backgroundColor,"
            " animation: getComputedStyle(node).animationName })"
        )
    )


def test_the_last_ten_seconds_are_told_without_alarm(server: Server, table: Table, window: Window) -> None:
    # Given a stage that has begun
    page = opened(window, table)
    table.goes_to("focus")
    clock = page.get_by_role("timer")
    expect(clock).to_contain_text("of 2 minutes")
    before = looks(page)
    # When the last minute and the last ten seconds come, then words say so, in the same calm colours
    time_passes(server, 65, page)
    expect(clock).to_contain_text("last minute")
    time_passes(server, 46, page)
    expect(clock).to_contain_text(re.compile("0:0\\d last ten seconds"))
    assert looks(page) == before
    assert before["animation"] == "none"


def test_hidden_the_clock_counts_for_nobody(server: Server, table: Table, window: Window) -> None:
    # Given a stage with a clock that counts
    page = opened(window, table)
    table.goes_to("solutions")
    says(table.facilitator, "suggestion", "Visit before school")
    clock, ring, status = page.get_by_role("timer"), page.locator(".clock__ring"), page.get_by_role("status")
    expect(clock).to_have_text(COUNTING)
    place = page.locator(".card").bounding_box()
    # When the facilitator hides the counting, then the plan stands there in words, without a ring
    table.facilitator.done("hide_clock", on=True)
    expect(clock).to_have_text(re.compile("^4 minutes for this stage$"))
    expect(ring).to_be_hidden()
    # And all else is as it was
    assert page.locator(".card").bounding_box() == place
    expect(page.get_by_text("The group speaks.", exact=True)).to_be_visible()
    # And so after a reload, and to the end; who listens hears the marks as always
    page.reload()
    time_passes(server, 185, page)
    expect(clock).to_have_text(re.compile(r"^Last minute\s*$"))
    time_passes(server, 27, page)
    expect(status).to_have_text("Thirty seconds are left.")
    time_passes(server, 20, page)
    expect(clock).to_have_text(re.compile(r"^Last ten seconds\s*$"))
    time_passes(server, 20, page)
    expect(clock).to_have_text(re.compile(r"^Time\s*$"))
    # When there is more time, words say what was planned; shown again, the clock counts
    table.facilitator.done("extend", visit=table.facilitator.visit, seconds=120)
    expect(clock).to_have_text(re.compile(r"^Last|^4 minutes"))
    table.facilitator.done("hide_clock", on=False)
    expect(clock).to_have_text(COUNTING)
    expect(ring).to_be_visible()


def test_where_motion_is_not_wanted_nothing_moves_but_in_steps(
    server: Server, table: Table, window: Window
) -> None:
    # Given a room that wants no motion
    page = opened(window, table, reduced_motion="reduce")
    table.goes_to("solutions")
    expect(page.get_by_role("timer")).to_have_text(COUNTING)
    # Then a card arrives without fading in, and the ring stands at whole steps of ten seconds
    says(table.facilitator, "suggestion", "Visit before school")
    fresh = page.locator(".card[data-fresh]")
    expect(fresh).to_be_visible()
    assert fresh.evaluate("node => getComputedStyle(node).animationName") == "none"
    time_passes(server, 33, page)
    expect(page.locator(".clock__digits")).to_have_text(re.compile("3:2"))
    part = float(page.locator(".clock__rest").get_attribute("stroke-dasharray").split()[0])  # type: ignore[union-attr]
    assert round(part * 240, 3) in (200, 210)


def test_the_lobby_says_that_the_line_is_lost(server: Server, table: Table, window: Window) -> None:
    # Given the lobby on the projector
    page = opened(window, table)
    lost = page.get_by_text("Connection lost. This page goes on by itself.")
    expect(page.get_by_text(table.circle["join_code"], exact=True)).to_be_visible()
    expect(lost).to_be_hidden()
    # When the server is gone, then a calm line says so, and the way in stays
    server.kill()
    expect(lost).to_be_visible()
    expect(page.get_by_text(table.circle["join_code"], exact=True)).to_be_visible()
    # And it goes when the server is back
    server.start()
    expect(lost).to_be_hidden()


def test_a_stage_without_a_server_counts_to_its_end(server: Server, table: Table, window: Window) -> None:
    # Given the last ten seconds of a stage
    page = opened(window, table)
    table.goes_to("focus")
    expect(page.get_by_role("timer")).to_contain_text("of 2 minutes")
    time_passes(server, 114, page)
    expect(page.get_by_role("timer")).to_contain_text("last ten seconds")
    # When the server is gone, then the clock counts on to the end and says what the room does now
    server.kill()
    expect(page.get_by_text("Connection lost. The clock keeps counting.")).to_be_visible()
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^Time\s*$"))
    expect(page.get_by_text("Phones are shut. Finish your sentence.")).to_be_visible()
    expect(page.get_by_text("Connection lost. The clock keeps counting.")).to_be_visible()
    server.start()
