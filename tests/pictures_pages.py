"""Pictures of the pages around a circle, as staff and anybody else find them, at a laptop."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.people import Facilitator

FOR_STAFF = {
    "rehearse": "/rehearse",
    "teams": "/teams",
    "team": "/teams/1",
    "person": "/people/1",
    "account": "/account",
    "not-found": "/no-such-page",
}
FOR_ANYBODY = {
    "sign-in": "/sign-in",
    "how-it-works": "/how-it-works",
    "accessibility": "/accessibility",
    "print-form": "/print/solution/form.html",
    "print-stage-card": "/print/success/stage-card.html",
    "screen-code": "/screen",
}


def of_staff(page: Page, jo: Facilitator, folder: Path) -> None:
    """The pages of Jo, who is at the control page of a circle that has not begun."""
    page.goto(f"{jo.server.url}/circles/{jo.circle}/control")
    expect(jo.primary).to_be_enabled()
    page.get_by_text("Minutes of the stages").click()
    _taken(page, folder, "control-minutes")
    page.get_by_text("More controls").click()
    page.get_by_role("button", name="New join code and screen code").click()
    expect(page.locator("#dialog")).to_be_visible()
    page.screenshot(path=folder / "page-control-hold.png")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#dialog")).to_be_visible()
    page.screenshot(path=folder / "page-control-keys.png")
    page.goto(f"{jo.server.url}/circles/{jo.circle}/preview")
    expect(page.locator("#device h1")).to_be_visible()
    _taken(page, folder, "preview")
    page.goto(f"{jo.server.url}/circles/{jo.circle}/details")
    _taken(page, folder, "details")
    for name, path in FOR_STAFF.items():
        page.goto(jo.server.url + path)
        _taken(page, folder, name)


def of_anybody(browser: Browser, url: str, folder: Path) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    page = context.new_page()
    for name, path in FOR_ANYBODY.items():
        page.goto(url + path)
        _taken(page, folder, name)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{url}/j")
    _taken(page, folder, "join-phone")
    context.close()


def _taken(page: Page, folder: Path, name: str) -> None:
    page.screenshot(path=folder / f"page-{name}.png", full_page=True)
