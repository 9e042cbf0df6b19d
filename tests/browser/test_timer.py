"""Every device shows the server's time, whatever its own clock says and however it came."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import Window, time_passes
from tests.devices import PATIENCE_S, Table
from tests.proxy import SlowLine
from tests.server import Server, free_port

pytestmark = pytest.mark.browser

#: A device whose date is ten minutes fast, from before the page's first script.
WRONG_DATE = """
const real = Date.now.bind(Date);
Date.now = () => real() + 600_000;
"""


@pytest.fixture
def line(tmp_path: Path) -> Iterator[tuple[Server, SlowLine]]:
    """A server behind a line with up to 200 ms of jitter."""
    port = free_port()
    slow = SlowLine(port, jitter_s=0.2)
    server = Server(tmp_path / "instance", port=port, environ={"BASE_URL": slow.url}).start()
    yield server, slow
    server.stop()
    slow.close()


def test_a_wrong_date_and_a_slow_line_do_not_show(line: tuple[Server, SlowLine], window: Window) -> None:
    # Given a stage runs, and 90 of its 240 seconds have passed
    server, slow = line
    table = Table(server, server.create("solution"))
    table.goes_to("solutions")
    server.step(90_000)

    # When a screen opens whose date is wrong, and a member joins late
    screen, phone = window(), window(phone=True)
    for page in (screen, phone):
        page.context.add_init_script(WRONG_DATE)
    screen.goto(f"{slow.url}/screen/{table.circle['circle']}#{table.circle['screen_token']}")
    join(phone, slow, table, "Late Lou")

    # Then both show the server's remaining time, and the phone has a card that says where the circle is
    shows_remaining(screen, table)
    shows_remaining(phone, table)
    expect(phone.locator("#phone")).to_contain_text("Got it")

    # And so after a reload
    screen.reload()
    phone.reload()
    shows_remaining(screen, table)
    shows_remaining(phone, table)

    # And after a pause and a resume nothing has jumped
    facilitator = table.facilitator
    facilitator.done("pause", visit=facilitator.visit)
    paused = facilitator.sees(
        lambda view: view["stage"]["state"] == "paused" and view["stage"]["remaining_ms"]
    )
    time_passes(server, 45, [screen, phone])
    for page in (screen, phone):
        expect(timer(page)).to_have_text(as_digits(paused))
    facilitator.done("resume", visit=facilitator.visit)
    facilitator.sees(lambda view: view["stage"]["state"] == "running")
    shows_remaining(screen, table)
    shows_remaining(phone, table)
    table.leave()


def test_after_a_restart_of_the_server_every_page_shows_the_same_time(server: Server, window: Window) -> None:
    circle = server.create("solution")
    table = Table(server, circle)
    table.goes_to("solutions")
    screen = window()
    screen.goto(f"{server.url}/screen/{circle['circle']}#{circle['screen_token']}")
    shows_remaining(screen, table)
    table.leave()

    server.kill()
    lost = screen.get_by_text("The clock keeps counting")
    expect(lost).to_be_visible()
    server.start()

    again = Table(server, circle)
    expect(lost).to_be_hidden(timeout=20_000)
    shows_remaining(screen, again)
    again.leave()


def join(phone: Page, slow: SlowLine, table: Table, name: str) -> None:
    phone.goto(f"{slow.url}/j#{table.circle['join_url'].split('#')[1]}")
    phone.get_by_label("Your first name or initials").fill(name)
    phone.get_by_role("button", name="Join the circle").click()
    expect(phone.locator("#phone")).to_be_visible()


def timer(page: Page) -> Locator:
    return page.get_by_role("timer")


def shows_remaining(page: Page, table: Table) -> None:
    """The digits are within a second of what the server has left."""
    expect(timer(page)).to_have_text(re.compile(r"\d:\d\d"))
    last = ""
    give_up = time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up:
        shown = str(timer(page).text_content())
        stage = table.facilitator.view["stage"]
        left = stage["ends_at"] - table.facilitator.ask("clock")["server_now"]
        last = f"the page shows {shown}, the server has {left} ms"
        minutes, seconds = re.findall(r"\d+", shown)[:2]
        if abs(int(minutes) * 60_000 + int(seconds) * 1000 - left) <= 1000:
            return
    raise AssertionError(last)


def as_digits(ms: int) -> re.Pattern[str]:
    seconds = -(-ms // 1000)
    return re.compile(f"{seconds // 60}:{seconds % 60:02}")
