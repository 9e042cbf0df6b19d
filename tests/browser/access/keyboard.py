"""Somebody who has a keyboard and nothing else."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.people import HELD_MS

STOPS = 150


class Keyboard:
    """Goes from stop to stop with the Tab key, types, and presses. Never clicks, never sets the focus."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def goes_to(self, place: Locator) -> None:
        expect(place).to_be_visible()
        for _ in range(STOPS):
            if place.evaluate("node => node === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The Tab key does not lead to {place}")

    def presses(self, name: str, key: str = "Enter") -> None:
        """A button or a link with this name."""
        button = self.page.get_by_role("button", name=name, exact=True)
        self.goes_to(button.or_(self.page.get_by_role("link", name=name, exact=True)).first)
        self.page.keyboard.press(key)

    def writes(self, label: str, text: str, then: str = "") -> None:
        """Types into the field with this label, in place of what stands there; then presses a key."""
        self.goes_to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        self.hits(then)

    def hits(self, key: str) -> None:
        if key:
            self.page.keyboard.press(key)

    def holds(self, key: str) -> None:
        """For as long as it takes where a button asks to be held."""
        self.page.keyboard.press(key, delay=HELD_MS)

    def types(self, text: str) -> None:
        self.page.keyboard.type(text)
