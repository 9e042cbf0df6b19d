"""Windows that change their size, as tests wait for them."""

from playwright.sync_api import Page

#: The browser tells the page of its new size some time later, and what is laid out anew then stands in its place two
#: pictures after that.
SETTLED = """async ([width, height]) => {
  const picture = () => new Promise((done) => requestAnimationFrame(done));
  for (let looks = 0; looks < 300 && (innerWidth !== width || innerHeight !== height); looks += 1) await picture();
  await picture();
  await picture();
}"""


def settled(page: Page) -> None:
    """Wait until the page has taken in the size of its window."""
    if size := page.viewport_size:
        page.evaluate(SETTLED, [size["width"], size["height"]])


def resize(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    settled(page)
