"""The shared screen from the far end of the room: the figures of the clock are at least 18 % of its height."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.projector import FIGURES, FULL_HD, Window, card, opened, sends
from tests.browser.sizes import resize
from tests.devices import Table
from tests.server import Server

pytestmark = pytest.mark.browser

LEAST = 0.18
SIZES = [FULL_HD, {"width": 1280, "height": 720}, {"width": 960, "height": 540}]
SUGGESTION = "Bring the school’s pastoral lead in now, not at review"


@pytest.fixture(params=["solution", "success"])
def table(request: pytest.FixtureRequest, server: Server) -> Iterator[Table]:
    """A circle of each format."""
    sitting = Table(server, server.create(request.param))
    yield sitting
    sitting.leave()


def is_read_from_afar(page: Page) -> None:
    """In every window: the figures are high enough, all of the clock is seen, and the stage is the largest of words."""
    for size in SIZES:
        resize(page, size["width"], size["height"])
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.evaluate(FIGURES) >= LEAST
        assert page.evaluate(OUTSIDE) == []
    resize(page, FULL_HD["width"], FULL_HD["height"])


#: What of the clock reaches beyond the page or into the stage's words, the stages above or the band below.
OUTSIDE = """() => {
  const place = (selector) => document.querySelector(selector).getBoundingClientRect();
  const clock = place('.clock');
  const digits = place('.clock__digits');
  const faults = [];
  if (clock.right > innerWidth || digits.right > innerWidth) faults.push('beyond the page');
  if (clock.top < place('.top').bottom || clock.bottom > place('.band').top) faults.push('over the edge of its part');
  if (digits.left < place('.head').right) faults.push('on the words of the stage');
  return faults;
}"""


def test_the_time_is_read_in_every_stage_with_a_clock(table: Table, window: Window) -> None:
    page = opened(window, table)
    phones = [table.joins(name) for name in ("Priya", *"ABCDEFGH")]
    table.presents("Priya")
    facilitator = table.facilitator
    timed = [stage for stage in facilitator.view["stages"] if stage["planned_ms"]]
    assert len(timed) == 3
    for stage in timed:
        # Given a stage with a clock and nothing else
        table.goes_to(stage["key"])
        expect(page.get_by_role("heading", level=1)).to_have_text(stage["title"])
        is_read_from_afar(page)
        # When seven contributions have come, and then forty
        kinds = stage["shows"]
        for first, last in ((0, 7), (7, 40)) if kinds else ():
            if facilitator.view["stage"]["phones"] == "shut":
                facilitator.done("phones", visit=facilitator.visit, on=True)
            phones[1].sees(lambda view: view["stage"].get("phones") == "open")
            texts = [f"{number + 1} {SUGGESTION}" for number in range(first, last)]
            sends(table, phones[1:], kinds[0], texts)
            expect(card(page, texts[-1])).to_be_visible()
            # Then the figures are as high as before
            is_read_from_afar(page)


def test_a_time_of_two_figures_more_is_as_high(table: Table, window: Window) -> None:
    # Given a stage that was made much longer
    page = opened(window, table)
    stage = next(each for each in table.facilitator.view["stages"] if each["shows"] and each["planned_ms"])
    table.goes_to(stage["key"])
    table.facilitator.done("extend", visit=table.facilitator.visit, seconds=3000)
    expect(page.get_by_role("timer")).to_contain_text("more than")
    # Then five figures are as high as four
    is_read_from_afar(page)


def test_the_measure_finds_figures_that_are_too_small(table: Table, window: Window) -> None:
    # Given a clock as high as it was before anybody stood at the far end of a room
    page = opened(window, table)
    table.goes_to(table.facilitator.view["stages"][0]["key"])
    digits = page.locator(".clock__digits")
    expect(digits).to_be_visible()
    digits.evaluate("(node) => { node.style.fontSize = `${innerHeight * 184 / 1080}px`; }")
    # Then it is found; and so is a clock that is moved into the words
    assert page.evaluate(FIGURES) < LEAST
    digits.evaluate("(node) => { node.style.marginLeft = '-3000px'; }")
    assert page.evaluate(OUTSIDE) == ["on the words of the stage"]
