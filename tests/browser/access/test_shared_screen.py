"""The shared screen in every stage of both formats. It hangs on a wall: nobody scrolls it, nobody presses anything."""

import pytest

from tests.browser.access import checks
from tests.browser.access.circles import Circle
from tests.browser.people import Window
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

SIZES = ((1920, 1080), (1280, 720), (1024, 768))


@pytest.mark.parametrize("form", ["solution", "success"])
def test_the_screen_keeps_nobody_out(server: Server, window: Window, form: str) -> None:
    circle = Circle(server, form)
    page = circle.opens(window, "screen")
    found: list[str] = []
    for moment in circle.moments():
        moment.is_on(page, "screen")
        found += checks.where(moment.name, checks.faults(page))
        found += checks.where(moment.name, checks.focus_faults(page))
        found += checks.where(moment.name, checks.too_small(page))
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            found += checks.where(f"{moment.name}, {width} × {height}", checks.cut(page, whole=True))
    circle.leave()
    assert not found, checks.told(found)
