"""The shared screen on a projector, as tests see and feed it."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page

from tests.devices import Device, Table, new_op
from tests.server import Server

Window = Callable[..., Page]
FULL_HD = {"width": 1920, "height": 1080}

#: Pairs of visible cards that share ground, cards that reach beyond the page or the band, and cards whose
#: words do not fit into them.
FAULTS = """() => {
  const cards = [...document.querySelectorAll('.card')].filter((card) => !card.hidden);
  const places = cards.map((card) => card.getBoundingClientRect());
  const floor = document.querySelector('.band').getBoundingClientRect().top;
  const top = document.querySelector('.head').getBoundingClientRect().bottom;
  const faults = [];
  places.forEach((a, i) => {
    if (a.left < 0 || a.right > innerWidth || a.top < top || a.bottom > floor) faults.push(`${i} is outside`);
    if (cards[i].scrollHeight > cards[i].clientHeight + 1) faults.push(`${i} is cut off`);
    places.slice(i + 1).forEach((b, j) => {
      const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
      if (!apart) faults.push(`${i} and ${i + 1 + j} overlap`);
    });
  });
  return faults;
}"""


def opened(window: Window, table: Table, **options: object) -> Page:
    """The projector, with the circle's screen on it."""
    page = window(**{"viewport": FULL_HD, **options})
    page.goto(table.circle["screen_url"])
    return page


def time_passes(server: Server, seconds: int, page: Page) -> None:
    """The server's clock goes on, and the page looks at it anew as after a sleep."""
    server.step(seconds * 1000)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def says(facilitator: Device, kind: str, text: str) -> str:
    """The facilitator types what was said; the id of the card."""
    op = new_op()
    facilitator.done("contribute", op=op, visit=facilitator.visit, kind=kind, text=text)
    return op


def card(page: Page, text: str) -> Locator:
    return page.locator(".card", has_text=text)
