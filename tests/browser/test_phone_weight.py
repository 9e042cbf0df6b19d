"""What the first page of a phone costs on a poor line: bytes and requests. How long it takes is measured by
bench/phone.py, not here."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Window
from tests.browser.phones import Room
from tests.browser.wire import Wire
from tests.server import Server

pytestmark = pytest.mark.browser

MOST_BYTES = 60_000


@pytest.fixture
def room(server: Server, window: Window) -> Iterator[Room]:
    with Room(server, window, "solution") as opened:
        yield opened


def too_heavy(wire: Wire, most: int) -> str:
    """The biggest of what went over the line, or nothing."""
    return f"{wire.total} bytes:\n{wire.told()}" if wire.total > most else ""


def is_connected(page: Page) -> None:
    """Waits until the page has the server's view by its own line, and has asked for nothing for a while."""
    page.wait_for_load_state("networkidle")
    expect(page.locator(".line")).to_be_hidden()


def test_from_the_square_to_the_stage_a_phone_fetches_at_most_60_000_bytes(room: Room) -> None:
    # Given a phone that was never here, and a circle in its longest stage, with a focus and a presenter
    room.present("Priya")
    room.go_to("Set the focus")
    room.do("focus", text="How can we help Kai feel safe enough to go back to school?", revision=0)
    room.go_to("Solutions")
    sam = room.window(phone=True)
    wire = Wire(sam)
    sam.goto(room.made["join_url"])
    # When Sam joins, and goes on to the stage
    room.join("Sam", sam)
    sam.get_by_role("button", name="Got it").click()
    expect(sam.get_by_label("Your suggestion")).to_be_visible()
    is_connected(sam)
    # Then all that was fetched, by itself and before he writes a word, is little
    assert too_heavy(wire, MOST_BYTES) == ""
    assert "main.js" in too_heavy(wire, 1_000), "the control: what is too heavy is found, with its files"
    # And everything was asked for once, by the pages themselves: no module waited for another
    paths = [each.path for each in wire.asked.values() if each.path.startswith("/static/") and not each.kept]
    assert len(paths) == len(set(paths))
    assert {Path(path).name for path in paths} == {"phone.css", "join.js", "main.js", "socket.io.esm.min.js"}
    # And the page on which he joined became his phone's page, with the line there by the shortest way
    assert not any(each.path.startswith("/p/") for each in wire.asked.values())
    sockets = [each.kind for each in wire.asked.values() if each.path == "/socket.io/"]
    assert sockets == ["WebSocket"]
    # When he begins to write, the words to look for come, and that is all
    before = wire.total
    with sam.expect_response("**/js/lib/hints.js"):
        sam.get_by_label("Your suggestion").click()
    sam.wait_for_load_state("networkidle")
    assert before < wire.total < before + 10_000, wire.told()


def test_a_phone_that_was_here_fetches_only_the_page_itself(room: Room) -> None:
    sam = room.join("Sam")
    wire = Wire(sam)
    sam.reload()
    expect(sam.locator("#phone h1")).to_be_visible()
    is_connected(sam)
    assert [each.path for each in wire.over_the_line if each.path.startswith("/static/")] == []


def test_where_websockets_are_refused_the_phone_polls(room: Room) -> None:
    sam = room.window(phone=True)
    sam.route_web_socket("**/socket.io/**", lambda line: line.close())
    sam.goto(room.made["join_url"])
    room.join("Sam", sam)
    room.go_to("Solutions")
    expect(sam.get_by_label("Your suggestion")).to_be_visible()


def test_where_no_line_comes_about_the_phone_s_page_is_loaded_with_its_plain_form(room: Room) -> None:
    sam = room.window(phone=True)
    sam.route("**/socket.io/**", lambda request: request.abort())
    sam.route_web_socket("**/socket.io/**", lambda line: line.close())
    sam.goto(room.made["join_url"])
    with sam.expect_request("**/p/*"):
        room.join("Sam", sam)
    expect(sam.get_by_role("link", name="Use the simple form")).to_be_visible()
