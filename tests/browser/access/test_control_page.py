"""The control page in every stage of both formats: for everybody who runs a circle."""

import pytest

from tests.browser.access import checks
from tests.browser.access.circles import Circle
from tests.browser.people import Window
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.mark.parametrize("form", ["solution", "success"])
def test_the_control_page_keeps_nobody_out(server: Server, window: Window, form: str) -> None:
    circle = Circle(server, form)
    page = circle.opens(window, "control")
    found: list[str] = []
    for moment in circle.moments():
        moment.is_on(page, "control")
        page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
        for check in (checks.faults, checks.too_small, checks.focus_faults):
            found += checks.where(moment.name, check(page))
        found += checks.where(moment.name, checks.cut_when_small_or_large(page, (1280, 900)))
    circle.leave()
    assert not found, checks.told(found)
