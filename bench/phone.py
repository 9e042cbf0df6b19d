"""What the first page costs a phone on a poor line, and how long it takes until it is of use.

    python -m bench.phone

Chromium, slowed down to “Slow 4G” of its developer tools and to a quarter of this machine's speed, on a real server
(eventlet, the default) on loopback, without HTTP/2 and without TLS. Each run is a new person with an empty browser.
Prints tables for docs/performance.md: what goes over the line, part by part, and the medians of five runs.
"""

import json
import os
import platform
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.wire import CPU_SLOWDOWN, SLOW_4G, Wire
from tests.devices import Table
from tests.pictures import FOCUS, chromium
from tests.server import Server

RUNS = 5
PATIENCE_MS = 30_000
#: The page itself notes when it is of use, by the clock that all its pages share: what it takes to be told of it here
#: does not count. `ready`: the script of the join page has taken the key, and the name can be typed and sent; `drawn`:
#: the live page of the phone stands and answers to what is pressed; `connected`: the server's first view came on its line.
WATCH = """
const noted = () => JSON.parse(sessionStorage.getItem('bench') ?? '{}');
const seen = (name, at = performance.timeOrigin + performance.now()) => {
  sessionStorage.setItem('bench', JSON.stringify({ [name]: at, ...noted() }));
};
if (noted().connected) sessionStorage.removeItem('bench'); // the page is loaded again
seen('opened', performance.timeOrigin); // when the address was gone to, not when its page came
addEventListener('submit', () => seen('pressed'), true);
window.WebSocket = class extends window.WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener('message', ({ data }) => { if (String(data).includes('["view"')) seen('connected'); });
  }
};
const look = () => {
  if (!noted().ready && document.querySelector('#join #code-box[hidden]')) seen('ready');
  if (!noted().drawn && document.querySelector('#phone:not([hidden]) h1')) seen('drawn');
  requestAnimationFrame(look);
};
look();
"""
#: What a person waits for, and from when on.
WAITS = {
    "the join page, from the QR's address until a name can be typed and sent": ("first", "opened", "ready"),
    "from “Join” until the stage stands there, drawn from what the server said on the phone's own line": (
        "first",
        "pressed",
        "drawn",
    ),
    "the phone's page opened with an empty cache, until one can type": ("cold", "opened", "drawn"),
    "the same with an empty cache, until its own line has answered": ("cold", "opened", "connected"),
    "the phone's page loaded again, until one can type": ("again", "opened", "drawn"),
    "the same after loading again, until its own line has answered": ("again", "opened", "connected"),
}
PARTS = {
    "/j": "the join page",
    "phone.css": "the style of both pages",
    "join.js": "the script of the join page",
    "main.js": "the script of the phone's page, its modules in one",
    "socket.io.esm.min.js": "the client of Socket.IO",
    "join": "the answer to joining",
    "socket.io": "the websocket, both ways, with its messages",
    "hints.js": "the words that the nudge looks for, once somebody begins to write",
}
Moments = dict[str, dict[str, float]]


class Poor:
    """A phone on a poor line with a slow processor and an empty browser."""

    def __init__(self, browser: Browser, slow: bool = True) -> None:
        self.context: BrowserContext = browser.new_context(
            viewport={"width": 390, "height": 844}, locale="en-GB"
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.add_init_script(WATCH)
        self.wire = Wire(self.page)
        if slow:
            self.wire.slow_down()

    def until(self, there: Callable[[], bool]) -> None:
        give_up = time.monotonic() + PATIENCE_MS / 1000
        while not there():
            if time.monotonic() > give_up:
                raise SystemExit("The page never was of use.")
            self.page.wait_for_timeout(100)

    @property
    def noted(self) -> dict[str, float]:
        """What the page noted so far."""
        found: dict[str, float] = json.loads(self.page.evaluate("sessionStorage.getItem('bench')") or "{}")
        return found

    def moments(self) -> dict[str, float]:
        self.until(lambda: {"drawn", "connected"} <= self.noted.keys())
        return self.noted

    def joins(self, circle: dict[str, Any], name: str) -> None:
        self.page.goto(circle["join_url"])
        self.page.locator("#code-box[hidden]").wait_for(state="attached")
        self.page.wait_for_load_state("networkidle")
        self.page.get_by_label("Your first name or initials").fill(name)
        self.page.get_by_role("button", name="Join the circle").click()
        self.page.wait_for_url("**/p/*", wait_until="commit")


def one_run(browser: Browser, server: Server, table: Table, name: str) -> Moments:
    """Somebody joins; another opens the phone's page with nothing kept, and loads it again."""
    circle = table.circle
    newcomer = Poor(browser)
    newcomer.joins(circle, name)
    found = {"first": newcomer.moments()}
    newcomer.context.close()
    known = Poor(browser)
    known.context.add_cookies(
        [{"name": f"seat-{circle['circle']}", "value": table.tokens["Sam"], "url": server.url}]
    )
    known.page.goto(f"{server.url}/p/{circle['circle']}")
    found["cold"] = known.moments()
    known.page.reload()
    found["again"] = known.moments()
    known.context.close()
    return found


def weight(browser: Browser, table: Table) -> list[tuple[str, int]]:
    """The bytes of each part, in the order in which they are asked for."""
    sam = Poor(browser, slow=False)
    sam.joins(table.circle, "Weighed")
    sam.moments()
    sam.page.get_by_role("button", name="Got it").click()
    sam.page.wait_for_load_state("networkidle")
    sam.page.locator("form.compose textarea").click()
    sam.until(lambda: any(each.path.endswith("/hints.js") for each in sam.wire.over_the_line))
    found = [(_part(each.path), each.bytes) for each in sam.wire.asked.values() if each.bytes]
    sam.context.close()
    return found


def _part(path: str) -> str:
    pieces = path.strip("/").split("/")
    return next(name for key, name in PARTS.items() if key in (path, pieces[-1], pieces[0]))


def table_of_weight(parts: list[tuple[str, int]]) -> None:
    late = PARTS["hints.js"]
    by_itself = sum(size for name, size in parts if name != late)
    print("| over the line, headers and all | bytes |\n| --- | ---: |")
    for name, size in parts:
        if name != late:
            print(f"| {name} | {size:,} |")
    print(f"| **from the QR's address to the stage** | **{by_itself:,}** |")
    print(f"| {late} | {sum(size for name, size in parts if name == late):,} |")


def table_of_times(runs: list[Moments]) -> None:
    print("\n| time until it is of use | median | of five runs |\n| --- | ---: | --- |")
    for what, (which, begin, end) in WAITS.items():
        seconds = sorted((run[which][end] - run[which][begin]) / 1000 for run in runs)
        print(f"| {what} | {statistics.median(seconds):.2f} s | {seconds[0]:.2f} to {seconds[-1]:.2f} s |")


def main() -> None:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True
    ).stdout.strip()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        server = Server(Path(folder), mode="eventlet").start()
        try:
            table = Table(server, server.create("solution"))
            table.joins("Sam")
            table.goes_to("focus")
            table.facilitator.done("focus", text=FOCUS, revision=0)
            table.goes_to("solutions")
            table.facilitator.done("extend", visit=table.facilitator.visit, seconds=300)
            print(
                f"Chromium {browser.version}, Python {platform.python_version()}, {platform.system()} "
                f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, commit {commit}\n"
                f"Line: {SLOW_4G['latency']:.1f} ms, {SLOW_4G['downloadThroughput'] * 8 / 1e6:.2f} Mbit/s down, "
                f"{SLOW_4G['uploadThroughput'] * 8 / 1e3:.0f} kbit/s up; processor slowed down {CPU_SLOWDOWN} times\n"
            )
            table_of_weight(weight(browser, table))
            table_of_times([one_run(browser, server, table, f"Person {run}") for run in range(RUNS)])
            table.leave()
        finally:
            server.stop()


if __name__ == "__main__":
    main()
