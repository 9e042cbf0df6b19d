"""Pictures of what comes before and after a circle: preparing, the records, filing, what is due, the next circle.
One member of staff, Jo, works at the pages; the circles themselves are played over the line."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests import pictures_pages
from tests.browser.people import Facilitator
from tests.devices import Device, new_op
from tests.server import Server

DAY_MS = 24 * 60 * 60_000
TOKEN = "c => fetch(`/api/circles/${c}/token`, {method: 'POST'}).then(r => r.json()).then(a => a.token)"
PREPARED = {
    "worried": "He has not been in school since the move, and the mornings end in tears",
    "well": "He comes with me to football, and he talks in the car",
    "decided": "I will keep the Wednesday visit whatever happens",
    "issue": "How can we help him feel safe enough to go back to school?",
}
SAID = {
    "worked_well": ["Nobody interrupted", "We kept to the time"],
    "key_learning": ["Short questions help more than long ones"],
    "next_step": ["Bring one success each month"],
}
SOLUTIONS = ["Visit before school, not after", "Let him choose where you meet", "Start with mornings only"]


def pictures(server: Server, browser: Browser, folder: Path) -> None:
    """From the link to prepare to the next circle, with a few days in between."""
    page = _window(browser, 1280, 900)
    jo = Facilitator(page, server)
    jo.sets_up("Jo Baker", "North team")
    jo.starts("Solution Circle")
    _prepared(page, browser, jo, folder)
    _held(server, page, jo)
    _filed(page, browser, jo, folder)
    server.step(10 * DAY_MS)
    _followed_up(page, jo, folder)
    pictures_pages.of_staff(page, jo, folder)
    pictures_pages.of_anybody(browser, server.url, folder)


def _prepared(page: Page, browser: Browser, jo: Facilitator, folder: Path) -> None:
    page.goto(f"{jo.server.url}/circles/{jo.circle}/details")
    page.get_by_role("button", name="Make a link").click()
    address = page.locator("input[value*='/enter#'], code", has_text="").first
    link = address.input_value() if address.evaluate("e => e.tagName") == "INPUT" else address.inner_text()
    phone = _window(browser, 390, 844)
    phone.goto(link)
    for name, text in PREPARED.items():
        phone.locator(f"[name='{name}']").fill(text)
    phone.screenshot(path=folder / "before-prepare-phone.png", full_page=True)
    phone.get_by_role("button", name="Save").click()
    phone.context.close()


def _held(server: Server, page: Page, jo: Facilitator) -> None:
    page.goto(f"{server.url}/circles/{jo.circle}/control")
    device = Device(server, page.evaluate(TOKEN, jo.circle))
    device.sees(lambda view: view)
    device.done("person", name="Priya")
    (priya, *_) = device.sees(lambda view: view["people"])
    device.done("presenter", seat=priya["seat"])
    _goes_on(device, "start")
    _goes_on(device, "next")
    _goes_on(device, "next")
    ops = [_says(device, "suggestion", text) for text in SOLUTIONS]
    _goes_on(device, "next")
    device.done("choose", id=ops[1], on=True)
    device.done("action", id=ops[1], by_whom="Priya", why="He talks when he is not at home", by_when="Friday")
    device.done("check_in", on="2026-12-01")
    _goes_on(device, "next")
    for kind, texts in SAID.items():
        for text in texts:
            _says(device, kind, text)
    children = [
        {"kind": "child", "initials": "KB", "number": "104233"},
        {"kind": "child", "initials": "JB", "number": "104234"},
    ]
    device.done("details", destinations=children, advisor="Ann Lee", next_date="2026-12-15",
                attendance=[{"name": "Priya Nair", "role": "Social worker"}])  # fmt: skip
    device.done("close", visit=device.visit)
    device.leave()


def _filed(page: Page, browser: Browser, jo: Facilitator, folder: Path) -> None:
    records = f"{jo.server.url}/circles/{jo.circle}/records"
    page.goto(records)
    page.screenshot(path=folder / "records-work.png")
    page.screenshot(path=folder / "records-work-whole.png", full_page=True)
    page.goto(f"{records}/learning")
    page.screenshot(path=folder / "records-learning.png")
    page.goto(f"{records}/boxes?for=learning")
    page.screenshot(path=folder / "records-boxes.png", full_page=True)
    page.goto(records)
    page.get_by_role("button", name="Make a link for the presenter").click()
    link = page.locator("#link, code, input[value*='/enter#']").first
    address = link.input_value() if link.evaluate("e => e.tagName") == "INPUT" else link.inner_text()
    phone = _window(browser, 390, 844)
    phone.goto(address)
    expect(phone).to_have_url(f"{jo.server.url}/circles/{jo.circle}/form")
    phone.screenshot(path=folder / "records-presenter-phone.png", full_page=True)
    phone.context.close()


def _followed_up(page: Page, jo: Facilitator, folder: Path) -> None:
    for path, name in (
        ("/", "home-due"),
        ("/register", "register"),
        ("/actions", "actions"),
        ("/print", "print"),
    ):
        page.goto(jo.server.url + path)
        if "sign-in" in page.url:
            _signs_in(page)
            page.goto(jo.server.url + path)
        page.screenshot(path=folder / f"after-{name}.png", full_page=True)
    page.goto(jo.server.url)
    jo.starts("Success Circle")
    page.screenshot(path=folder / "after-next-circle-control.png")
    screen = jo.opens_screen()
    jo.button("Show them on the screen").click()
    expect(screen.locator("body")).to_contain_text(SOLUTIONS[1])
    screen.screenshot(path=folder / "after-next-circle-screen.png")


def _signs_in(page: Page) -> None:
    page.get_by_label("Your name").fill("Jo Baker")
    page.locator("input[type=password]").fill("six kind owls at dusk")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def _window(browser: Browser, width: int, height: int) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="en-GB", timezone_id="Europe/London"
    )
    return context.new_page()


def _goes_on(device: Device, how: str) -> None:
    visit = device.visit
    device.done(how, visit=visit)
    device.sees(lambda view: view["stage"]["visit"] > visit)


def _says(device: Device, kind: str, text: str) -> str:
    op = new_op()
    device.done("contribute", op=op, visit=device.visit, kind=kind, text=text)
    return op
