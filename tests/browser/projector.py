"""The shared screen on a projector, as tests see and feed it."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page

from tests.devices import Device, Table, new_op
from tests.server import Server

Window = Callable[..., Page]
FULL_HD = {"width": 1920, "height": 1080}

#: Pairs of visible cards that share ground, cards that lie on the clock or the buttons or reach beyond their part of
#: the page, and cards whose words do not fit into them.
FAULTS = """() => {
  const cards = [...document.querySelectorAll('.card')].filter((card) => !card.hidden);
  const place = (node) => node.getBoundingClientRect();
  const places = cards.map(place);
  const floor = place(document.querySelector('.band')).top;
  const top = place(document.querySelector('.head')).bottom;
  const others = [...document.querySelectorAll('.panel, .pager')].filter((node) => node.checkVisibility());
  const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
  const spills = (node) => node.scrollHeight > node.clientHeight + 1 || node.scrollWidth > node.clientWidth + 1;
  const faults = cards.length ? [] : ['there are no cards'];
  places.forEach((a, i) => {
    if (a.left < 0 || a.right > innerWidth || a.top < top || a.bottom > floor) faults.push(`${i} is outside`);
    if (spills(cards[i])) faults.push(`${i} is cut off`);
    for (const other of others) if (!apart(a, place(other))) faults.push(`${i} lies on the ${other.className}`);
    places.slice(i + 1).forEach((b, j) => {
      if (!apart(a, b)) faults.push(`${i} and ${i + 1 + j} overlap`);
    });
  });
  return faults;
}"""

#: How high the lowest of the ten figures is drawn in the clock, as a share of the screen's height.
FIGURES = """() => {
  const digits = document.querySelector('.clock__digits');
  const pen = document.createElement('canvas').getContext('2d');
  const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(digits);
  pen.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
  const heights = [...'0123456789'].map((figure) => pen.measureText(figure).actualBoundingBoxAscent);
  return Math.min(...heights) / innerHeight;
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


def watches_for(page: Page, seconds: float) -> None:
    """The page's own clock goes on, as it does while people look."""
    page.evaluate("(ms) => { performance.skip = (performance.skip ?? 0) + ms; }", seconds * 1000)


#: Put into a page before its first script, so that `watches_for` can move its clock.
CLOCK_TO_MOVE = """
const ticks = performance.now.bind(performance);
performance.now = () => ticks() + (performance.skip ?? 0);
"""


def sends(table: Table, phones: list[Device], kind: str, texts: list[str]) -> None:
    """Phones in turn: one phone alone would be told that it is too fast."""
    for number, text in enumerate(texts):
        phones[number % len(phones)].done("contribute", visit=table.facilitator.visit, kind=kind, text=text)


def says(facilitator: Device, kind: str, text: str) -> str:
    """The facilitator types what was said; the id of the card."""
    op = new_op()
    facilitator.done("contribute", op=op, visit=facilitator.visit, kind=kind, text=text)
    return op


def card(page: Page, text: str) -> Locator:
    return page.locator(".card", has_text=text)
