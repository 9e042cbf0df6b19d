"""What keeps somebody out of a page, found by a program (axe) and by measuring. Each gives sentences, and nothing
when all is well; test_controls.py shows that each finds what was planted."""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.sizes import settled

MEASURES = (Path(__file__).parent / "measures.js").read_text(encoding="utf-8")
#: WCAG 2.2 A and AA, and axe's good practice. A page of the shared screen has no landmarks to move between.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Colours = Literal["light", "dark", "forced"]
COLOURS: tuple[Colours, ...] = ("light", "dark", "forced")
#: The least side of what is pressed (WCAG 2.2, 2.5.8; a thumb needs more).
LEAST, LEAST_ON_PHONE = 24, 44
STOPS = 150


def show_in(page: Page, colours: Colours) -> None:
    page.emulate_media(
        color_scheme="dark" if colours == "dark" else "light",
        forced_colors="active" if colours == "forced" else "none",
        reduced_motion="reduce",
    )


def axe_faults(page: Page) -> list[str]:
    """The rules that a page breaks, with the first place. The window needs `bypass_csp`, since axe is put into it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    result = page.evaluate(
        "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
        RULES,
    )
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in result["violations"]]


def faults(page: Page) -> list[str]:
    """What axe finds in light, dark and forced colours. Where a page looks the same in two of them, as staff pages
    do in the dark, axe need not look twice."""
    _ready(page)
    found, seen = [], set()
    for colours in COLOURS:
        show_in(page, colours)
        look = page.evaluate("measures.colours()")
        if look not in seen:
            found += [f"{colours}: {fault}" for fault in axe_faults(page)]
        seen.add(look)
    show_in(page, "light")
    return found


def cut(page: Page, whole: bool = False) -> list[str]:
    """What is cut off or has to be moved sideways; with `whole`, downwards too."""
    _ready(page)
    settled(page)
    return list(page.evaluate("(whole) => measures.cut(whole)", whole))


def cut_when_small_or_large(page: Page, large: tuple[int, int]) -> list[str]:
    """At 320 pixels, and with text of twice the size in a window as `large`."""
    before = page.viewport_size
    found = []
    page.set_viewport_size({"width": 320, "height": 640})
    found += [f"320 wide: {fault}" for fault in cut(page)]
    page.set_viewport_size({"width": large[0], "height": large[1]})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found += [f"text of 200 %: {fault}" for fault in cut(page)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    if before:
        page.set_viewport_size(before)
    return found


def too_small(page: Page, least: int = LEAST) -> list[str]:
    """What is pressed and is smaller than `least` pixels."""
    _ready(page)
    return list(page.evaluate("(least) => measures.small(least)", least))


def focus_faults(page: Page) -> list[str]:
    """Goes through the page with the Tab key: what has the focus unseen."""
    _ready(page)
    page.evaluate("measures.remember()")
    found: list[str] = []
    for number in range(STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate("measures.focused()")
        if stop is None and number == 0:
            continue
        found += stop["faults"] if stop else []
        if stop is None or stop["again"]:
            return found
    return [*found, f"no end after {STOPS} stops"]


def where(place: str, found: Iterable[str]) -> list[str]:
    return [f"{place}: {fault}" for fault in found]


def told(found: Iterable[str]) -> str:
    """The faults in lines, each once with the places where it is."""
    places: dict[str, list[str]] = {}
    for each in found:
        place, _, fault = each.partition(": ")
        places.setdefault(fault, []).append(place)
    return "\n".join(f"{fault} ({len(at)}: {'; '.join(at[:4])})" for fault, at in places.items())


def _ready(page: Page) -> None:
    if not page.evaluate("'measures' in window"):
        page.evaluate(MEASURES)
