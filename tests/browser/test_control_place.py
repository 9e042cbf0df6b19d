"""The one button of the control page: in the same place in every stage, on a laptop and under the thumb on a phone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.access import checks
from tests.browser.access.circles import Circle
from tests.browser.people import Window
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

LONG_NAME = "Christopher-James Fotheringham-Smythe"
PHONES = ({"width": 390, "height": 844}, {"width": 320, "height": 640})
PLACE = "node => { const box = node.getBoundingClientRect(); return [Math.round(box.top), Math.round(box.height)]; }"
#: What is under the middle of a button: the button, or what lies over it.
ON_TOP = """node => {
  const box = node.getBoundingClientRect();
  return node.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
}"""


def place(button: Locator) -> tuple[int, int]:
    top, height = button.evaluate(PLACE)
    return top, height


def in_thumbs_reach(page: Page, height: int) -> bool:
    """Whether the button lies whole in the lower half, with nothing over it, without any scrolling."""
    top, tall = place(page.locator("#primary"))
    return top > height / 2 and top + tall <= height and bool(page.locator("#primary").evaluate(ON_TOP))


@pytest.mark.parametrize("form", ["solution", "success"])
def test_the_button_is_where_it_was_in_every_stage(server: Server, window: Window, form: str) -> None:
    # Given a circle with somebody who has a long name, on a laptop and on two phones
    circle = Circle(server, form)
    circle.facilitator.done("person", name=LONG_NAME)
    laptop = circle.opens(window, "control")
    phones = {size["width"]: circle.opens(window, "control") for size in PHONES}
    for size in PHONES:
        phones[size["width"]].set_viewport_size(size)  # type: ignore[arg-type]

    # When the circle goes through all its stages
    places: dict[str, tuple[int, int]] = {}
    stops: dict[str, tuple[int, int]] = {}
    faults: list[str] = []
    for moment in circle.moments():
        moment.is_on(laptop, "control")
        places[moment.name] = place(laptop.locator("#primary"))
        if laptop.locator("#stop").is_visible():
            stops[moment.name] = place(laptop.locator("#stop"))
        for size in PHONES:
            page, width = phones[size["width"]], size["width"]
            moment.is_on(page, "control")
            if not in_thumbs_reach(page, size["height"]):
                faults.append(f"{moment.name}: out of reach at {width}")
            faults += checks.where(f"{moment.name} at {width}", checks.cut(page))
    circle.leave()

    # Then neither the button nor the stop has moved, and on a phone the button is always under the thumb
    assert len(set(places.values())) == 1, places
    assert len(set(stops.values())) == 1, stops
    assert not faults, checks.told(faults)


def test_control_a_rule_above_the_button_would_move_it(server: Server, window: Window) -> None:
    """As it was when the rule stood in the card: one line more and the button is elsewhere."""
    circle = Circle(server, "solution")
    page = circle.opens(window, "control")
    before = place(page.locator("#primary"))
    page.evaluate("document.querySelector('#stage').append(document.querySelector('#rule'))")
    page.evaluate("document.querySelector('#rule').textContent = 'Questions only.'")
    assert place(page.locator("#primary")) != before
    circle.leave()


def test_on_a_phone_the_time_goes_along_and_what_has_the_focus_is_not_under_the_button(
    server: Server, window: Window
) -> None:
    circle = Circle(server, "solution")
    page = circle.opens(window, "control")
    page.set_viewport_size(PHONES[0])  # type: ignore[arg-type]
    circle.table.goes_to("solutions")
    expect(page.locator("#title")).to_have_text("Solutions")
    beside = page.locator("#bar-time")
    expect(beside).to_be_hidden()

    page.locator("#people-place").scroll_into_view_if_needed()
    page.mouse.wheel(0, 1200)

    expect(beside).to_be_visible()
    expect(beside).to_have_text(str(page.locator("#time").text_content()))
    assert checks.focus_faults(page) == []
    circle.leave()


def test_the_shared_screen_is_opened_without_a_search_however_much_is_to_be_looked_at(
    server: Server, window: Window
) -> None:
    """In the lobby what opens the screen stands before what came of earlier circles."""
    circle = Circle(server, "solution")
    page = circle.opens(window, "control")
    page.set_viewport_size(PHONES[0])  # type: ignore[arg-type]
    button = page.get_by_role("button", name="Open the shared screen in a new window")
    top, height = place(button)
    assert top + height < PHONES[0]["height"], "in the first view, above the big button"
    assert button.evaluate(ON_TOP)
    before = "(node) => Boolean(node.compareDocumentPosition(document.querySelector('#people-place')) & Node.DOCUMENT_POSITION_FOLLOWING)"
    assert button.evaluate(before)
    circle.leave()
