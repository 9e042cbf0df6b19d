"""Every page besides the circle's own: before, after and around it. None may be forgotten here."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.factory import BLUEPRINTS
from tests.browser.access import checks
from tests.browser.people import Window
from tests.browser.test_records import SOLUTION, Advisor, advisor
from tests.server import Server

__all__ = ["advisor"]

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

#: Answers to GET that are no pages, and pages that other modules here look at.
NO_PAGES = {"static", "home.healthz", "home.readyz", "register.table", "follow_up.actions_table",
            "files.check_in", "files.next_supervision", "screen.screen", "phone.phone", "previewing.preview",
            "filing.act"}  # fmt: skip
FOR_ANYBODY = ("/sign-in", "/how-it-works", "/accessibility", "/print", "/print/solution/form.html",
               "/print/success/stage-card.html", "/print/solution/record-of-learning.html", "/screen", "/j",
               "/enter", "/invitation")  # fmt: skip
FOR_STAFF = (
    "/",
    "/rehearse",
    "/actions",
    "/register",
    "/teams",
    "/teams/1",
    "/people/1",
    "/account",
    "/no-such-page",
)
#: Pages that people press with a thumb.
ON_PHONES = ("/j",)


class Visitor:
    """Opens pages and looks at each as somebody with other eyes or hands would."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page, self.server = page, server
        self.found: list[str] = []
        self.rules = rules()
        self.seen: set[str] = set()

    def opens(self, *paths: str) -> None:
        for path in paths:
            self.page.goto(path if "://" in path else self.server.url + path)
            if "#" in path:  # the secret is taken out of the address, and leads on
                self.page.wait_for_url(lambda url: "/enter" not in url)
            self.looks(path.partition("#")[0])

    def looks(self, place: str) -> None:
        """At the page as it is now."""
        page = self.page
        rule, endpoint = self.rules(urlsplit(page.url).path)
        self.seen.add(endpoint)
        page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
        least = checks.LEAST_ON_PHONE if rule in ON_PHONES else checks.LEAST
        found = checks.faults(page) + checks.too_small(page, least) + checks.focus_faults(page)
        self.found += checks.where(place, found + checks.cut_when_small_or_large(page, (1280, 900)))


def rules() -> Callable[[str], tuple[str, str]]:
    """Which rule and endpoint a path belongs to."""
    app = Flask("routes")
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    adapter = app.url_map.bind("")

    def of(path: str) -> tuple[str, str]:
        try:
            rule, _ = adapter.match(path, return_rule=True)
        except Exception:  # a page that says that there is none
            return "", ""
        return rule.rule, str(rule.endpoint)

    return of


def all_pages() -> set[str]:
    app = Flask("routes")
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())} - NO_PAGES


def test_the_pages_around_a_circle_keep_nobody_out(
    server: Server, window: Window, advisor: Callable[..., Advisor]
) -> None:
    # Given Joanna, whose first circle is over; somebody agreed to do something by tomorrow
    joanna = advisor("Joanna Okafor", bypass_csp=True).held("KQ", "LM")
    page = joanna.page
    staff = Visitor(page, server)
    # Then whatever she opens can be used by everybody
    records = f"/circles/{joanna.circle}/records"
    staff.opens(
        *FOR_STAFF, records, f"{records}/learning", f"{records}/words", f"{records}/words/focus/remove"
    )
    staff.opens(f"{records}/filing/forget", f"{records}/record-of-learning.html")
    joanna.opens_the_records()
    boxes = page.get_by_role("link", name="Boxes to copy").first.get_attribute("href")
    preview = page.locator("a[href*='solution-form.html']").first.get_attribute("href")
    staff.opens(str(boxes), str(preview))
    # And what the presenter is sent
    joanna.opens_the_records()
    page.get_by_role("button", name="Make a link for the presenter").click()
    staff.looks(f"{records} with a link")
    form_link = page.get_by_label("Link to the form").input_value()

    # And the next circle, before it begins, with what came of the last one
    staff.opens("/")
    page.get_by_role("button", name="Start a Success Circle").click()
    page.wait_for_url("**/control")
    expect(page.get_by_text(SOLUTION).first).to_be_visible()
    expect(page.locator("#primary")).to_be_enabled()
    staff.looks("control page with earlier actions")
    page.goto(page.url.replace("control", "details"))
    page.get_by_role("button", name="Make a link").click()
    staff.looks("details with a link")
    prepare_link = page.get_by_label("Send this link to the presenter").input_value()
    page.get_by_label("On the file of a child").check()
    page.get_by_label("Initials, row 1").fill("Jonathan Kay")
    page.get_by_role("button", name="Save the details").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    staff.looks("details with a mistake")
    joanna.device.leave()

    # And what is for anybody, and for whoever has a link
    somebody = Visitor(window(bypass_csp=True), server)
    somebody.opens(*FOR_ANYBODY, prepare_link, form_link)
    expect(somebody.page.get_by_role("heading", name=re.compile("Is this right"))).to_be_visible()
    somebody.looks("the form with the presenter’s link")
    somebody.opens("/sign-in")
    somebody.page.get_by_label("Your name").press("Enter")
    expect(somebody.page.locator(".govuk-error-summary")).to_be_visible()
    somebody.looks("signing in with a mistake")
    found = staff.found + somebody.found
    assert not found, checks.told(found)
    assert all_pages() - staff.seen - somebody.seen == set(), "a page that nobody looked at"
