"""The records in browsers: composed by keyboard, copied box by box, filed for each child."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Facilitator, Window
from tests.devices import Device, new_op
from tests.server import Server

pytestmark = pytest.mark.browser

FOCUS = "How do we keep Kai in school?"
SOLUTION = "Visit before school, not after"
SAID = {"worked_well": ["Nobody interrupted", "We kept to time"], "key_learning": ["Silence helps"]}
TOKEN = "c => fetch(`/api/circles/${c}/token`, {method: 'POST'}).then(r => r.json()).then(a => a.token)"


class Advisor:
    """A member of staff at the records of a Solution Circle that was held."""

    def __init__(self, page: Page, server: Server, name: str) -> None:
        self.page = page
        jo = Facilitator(page, server)
        jo.sets_up(name, "North team")
        jo.starts("Solution Circle")
        self.circle = jo.circle
        self.device = Device(server, page.evaluate(TOKEN, self.circle))
        self.device.sees(lambda view: view)
        self.records = f"{server.url}/circles/{self.circle}/records"

    def held(self, *children: str) -> "Advisor":
        """The circle runs and closes; the files are those of these children."""
        seat = self._person("Priya Nair")
        self.device.done("presenter", seat=seat)
        self._moves_on("start")
        self.device.done("focus", text=FOCUS, revision=0)
        self._moves_on("next")
        self._moves_on("next")
        chosen = self._says("suggestion", SOLUTION)
        self._moves_on("next")
        self.device.done("choose", id=chosen, on=True)
        self._moves_on("next")
        for kind, texts in SAID.items():
            for text in texts:
                self._says(kind, text)
        going = [{"kind": "child", "initials": each, "number": f"10{each}"} for each in children]
        self.device.done("details", destinations=going)
        self.device.done("close", visit=self.device.visit)
        return self

    def opens_the_records(self) -> None:
        self.page.goto(self.records)

    def paper(self, title: str) -> Any:
        heading = self.page.get_by_role("heading", name=title, exact=True)
        return self.page.locator(".records-paper", has=heading)

    def _person(self, name: str) -> str:
        self.device.done("person", name=name)
        seats = self.device.sees(lambda view: view["people"], "the seat")
        return str(seats[0]["seat"])

    def _moves_on(self, how: str) -> None:
        visit = self.device.visit
        self.device.done(how, visit=visit)
        self.device.sees(lambda view: view["stage"]["visit"] > visit, "the next stage")

    def _says(self, kind: str, text: str) -> str:
        op = new_op()
        self.device.done("contribute", op=op, visit=self.device.visit, kind=kind, text=text)
        return op


@pytest.fixture
def advisor(server: Server, window: Window) -> Callable[..., Advisor]:
    return lambda name, **options: Advisor(window(**options), server, name)


def test_the_record_of_learning_is_composed_by_keyboard_alone(advisor: Callable[..., Advisor]) -> None:
    # Given Joanna's circle has closed, and two things worked well
    joanna = advisor("Joanna Okafor").held()
    page = joanna.page
    joanna.opens_the_records()
    page.get_by_role("button", name="Write the Record of Learning").press("Enter")
    lines = page.locator(".compose-column").nth(0).locator("textarea")
    expect(lines).to_have_count(2)

    # When she moves the first line down: the cursor stays on it, and can take it up again
    page.get_by_role("button", name=re.compile("^Down")).first.press("Enter")
    expect(lines.nth(1)).to_have_value("Nobody interrupted")
    expect(page.locator(":focus")).to_have_text(re.compile("^Up"))
    page.keyboard.press("Enter")
    expect(lines.nth(0)).to_have_value("Nobody interrupted")
    expect(page.locator(":focus")).to_have_text(re.compile("^Down"))

    # And ticks two lines and joins them: the cursor stands in the words, which she changes
    for number in (0, 2):
        page.locator(".compose input[type=checkbox]").nth(number).press("Space")
    page.get_by_role("button", name="Join the ticked lines").press("Enter")
    expect(page.locator("textarea:focus")).to_have_value("Nobody interrupted\nSilence helps")
    page.keyboard.press("Control+A")
    page.keyboard.type("Nobody interrupted, so silence helped")
    # And adds a line of her own, which loses nothing of that
    page.get_by_role("button", name=re.compile("^Add a line.*Next Steps")).press("Enter")
    expect(page.get_by_label("Line 1 of 1, Next Steps", exact=True)).to_be_focused()
    page.keyboard.type("Bring the cards")
    page.get_by_role("button", name="Save", exact=True).last.press("Enter")

    # Then the record holds it
    expect(page.get_by_role("status").first).to_contain_text("The Record of Learning is saved.")
    page.get_by_text("Read it as it is now").press("Enter")
    sheet = page.locator("#learning-preview")
    for text in ("Nobody interrupted, so silence helped", "We kept to time", "Bring the cards"):
        expect(sheet).to_contain_text(text)
    expect(sheet).not_to_contain_text("Silence helps")


def test_a_box_is_copied_by_its_button_and_where_the_clipboard_is_shut_its_text_is_selected(
    advisor: Callable[..., Advisor],
) -> None:
    joanna = advisor("Joanna Okafor").held("KQ")
    page = joanna.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    joanna.opens_the_records()
    joanna.paper("Solution Circle form: Child KQ").get_by_role("link", name="Boxes to copy").first.click()
    box = page.locator(".records-copy", has=page.get_by_label("Focus", exact=True))
    with page.expect_response(re.compile("/copied$")) as noted:
        box.get_by_role("button").click()
    expect(box.get_by_role("status")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == FOCUS
    assert noted.value.status == 204
    expect(page.get_by_role("button", name="I have copied it")).to_be_hidden()

    # On plain http there is no clipboard
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    chosen = page.locator(".records-copy", has=page.get_by_label("Solutions chosen"))
    chosen.get_by_role("button").click()
    expect(chosen.get_by_role("status")).to_have_text("Now press Ctrl and C to copy it.")
    assert SOLUTION in page.evaluate("getSelection().toString()")


def test_the_forms_of_two_children_are_filed_one_by_one(
    advisor: Callable[..., Advisor], server: Server
) -> None:
    # Given a circle about two children
    joanna = advisor("Joanna Okafor").held("KQ", "LM")
    page = joanna.page
    joanna.opens_the_records()
    first, second = (joanna.paper(f"Solution Circle form: Child {who}") for who in ("KQ", "LM"))
    # When Joanna takes out the first one's form, it is that one's
    with page.expect_download() as download:
        first.get_by_role("link", name="Plain text").first.click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert "KQ" in text
    assert "LM" not in text
    # And marks it as filed
    first.get_by_label("Filed in").select_option("Mosaic")
    first.get_by_role("button", name=re.compile("Mark as filed")).click()
    # Then it says so, and the other one still waits
    expect(first).to_contain_text(re.compile(r"Filed in Mosaic on .* by Joanna Okafor"))
    expect(second.get_by_role("button", name=re.compile("Mark as filed"))).to_be_visible()
    expect(page.locator(".govuk-task-list")).to_contain_text("Filed")
    # A year that has not come is not taken, and stays as it was typed
    second.get_by_label("Year").fill("2999")
    second.get_by_role("button", name=re.compile("Mark as filed")).click()
    expect(page.get_by_role("alert")).to_contain_text("The day must be today or in the past.")
    expect(second.get_by_label("Year")).to_have_value("2999")
    second.get_by_role("button", name=re.compile("Nothing needs filing")).click()
    expect(second).to_contain_text("Nothing needs filing here: marked on")
    first.get_by_role("button", name=re.compile("Take this back")).click()
    expect(first.get_by_label("Filed in")).to_be_visible()
