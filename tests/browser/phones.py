"""A circle in which people hold phones: its facilitator as a program, everybody else at a page."""

from types import TracebackType
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.people import Window
from tests.devices import Device
from tests.server import Server

KEPT = "The stage has closed. Your words are kept here."


class Room:
    """A circle with its facilitator, and phones that join it."""

    def __init__(self, server: Server, window: Window, form: str) -> None:
        self.server, self.window = server, window
        self.made = server.create(form)
        self.facilitator = Device(server, self.made["facilitator_token"])

    def __enter__(self) -> "Room":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _where: TracebackType | None
    ) -> None:
        self.facilitator.leave()

    @property
    def view(self) -> dict[str, Any]:
        return self.facilitator.ask("sync")

    def do(self, move: str, **fields: object) -> None:
        """A facilitator's move, which must be taken."""
        self.facilitator.done(move, **{"visit": self.view["stage"]["visit"], **fields})

    def undo(self) -> None:
        self.do("undo", undoes=self.view["undo"]["op"])

    def go_to(self, title: str) -> None:
        while (now := self.view["stage"])["title"] != title:
            self.do("start" if now["key"] == "lobby" else "next")

    def seat(self, name: str) -> str:
        return next(str(person["seat"]) for person in self.view["people"] if person["name"] == name)

    def opens_square(self, **options: object) -> Page:
        """A phone that scanned the square on the screen."""
        page = self.window(phone=True, **options)
        page.goto(self.made["join_url"])
        return page

    def join(self, name: str, page: Page | None = None, **options: object) -> Page:
        page = page or self.opens_square(**options)
        page.get_by_label("Your first name or initials").fill(name)
        page.get_by_role("button", name="Join the circle").click()
        expect(page.locator("#phone h1")).to_be_visible()
        return page

    def present(self, name: str) -> Page:
        page = self.join(name)
        self.do("presenter", seat=self.seat(name))
        return page

    def texts(self, **wanted: str) -> list[str]:
        """What the server holds."""
        rows = self.view["contributions"]
        return [c["text"] for c in rows if all(c[name] == value for name, value in wanted.items())]


def say(page: Page, words: str, label: str = "Your suggestion", button: str = "Send") -> Locator:
    """Type and send; gives the card on which the words then stand."""
    page.get_by_label(label).fill(words)
    page.get_by_role("button", name=button, exact=True).click()
    return card(page, words)


def card(page: Page, words: str) -> Locator:
    return page.locator(".own .card").filter(has_text=words)


def state(of: Locator) -> Locator:
    return of.locator(".state")
