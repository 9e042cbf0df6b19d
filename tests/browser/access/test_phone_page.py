"""The phone pages of a presenter and of a member, in every stage of both formats."""

import pytest

from tests.browser.access import checks
from tests.browser.access.circles import MEMBER, PRESENTER, Circle
from tests.browser.people import Window
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.mark.parametrize("form", ["solution", "success"])
def test_the_phones_keep_nobody_out(server: Server, window: Window, form: str) -> None:
    circle = Circle(server, form)
    pages = {name: circle.opens(window, "phone", name) for name in (PRESENTER, MEMBER)}
    found: list[str] = []
    for moment in circle.moments():
        for name, page in pages.items():
            moment.is_on(page, "phone")
            place = f"{name}, {moment.name}"
            found += checks.where(place, checks.faults(page))
            found += checks.where(place, checks.too_small(page, checks.LEAST_ON_PHONE))
            found += checks.where(place, checks.focus_faults(page))
            found += checks.where(place, checks.cut_when_small_or_large(page, (390, 844)))
    circle.leave()
    assert not found, checks.told(found)
