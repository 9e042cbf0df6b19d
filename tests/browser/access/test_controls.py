"""Controls: what was planted on purpose is found, and a sound page gives nothing."""

import pytest
from playwright.sync_api import Page

from tests.browser.access import checks
from tests.browser.people import Window

pytestmark = pytest.mark.browser

HEAD = '<!doctype html><html lang="en"><head><title>A page</title><meta name="viewport" content="width=device-width">'
SOUND = """<style>@media (prefers-color-scheme: dark) { body { background: #111; color: #eee } a { color: #9cf } }
button { min-width: 60px; min-height: 44px; margin: 8px } :focus-visible { outline: 3px solid #06c }</style>
<main><h1>A sound page</h1><p>Words with <a href="#x">a link</a> in a sentence.</p><button>Go on</button>
<button>Go back</button><p id="x">The end.</p></main>"""
PLANTED = {
    "label": "<main><h1>x</h1><input></main>",
    "button-name": "<main><h1>x</h1><button></button></main>",
    "color-contrast": '<main><h1>x</h1><p style="color: #bbb; background: #fff">pale</p></main>',
    "image-alt": '<main><h1>x</h1><img src="data:,"></main>',
    "aria-valid-attr-value": '<main><h1>x</h1><p aria-live="loud">x</p></main>',
    "list": "<main><h1>x</h1><ul><p>no item</p></ul></main>",
    "heading-order": "<main><h1>x</h1><h4>deep</h4></main>",
    "page-has-heading-one": "<main><p>x</p></main>",
    "region": "<main><h1>x</h1></main><p>Out of the way</p>",
}
ONLY_DARK = """<style>@media (prefers-color-scheme: dark) { body { background: #222; color: #333 } }</style>
<main><h1>x</h1><p>Unreadable at night</p></main>"""


def shown(window: Window, body: str) -> Page:
    page = window(bypass_csp=True, viewport={"width": 600, "height": 500})
    page.set_content(f"{HEAD}</head><body>{body}</body></html>")
    return page


def test_a_sound_page_has_no_faults(window: Window) -> None:
    page = shown(window, SOUND)
    assert checks.faults(page) == []
    assert checks.cut_when_small_or_large(page, (600, 500)) == []
    assert checks.too_small(page, checks.LEAST_ON_PHONE) == []
    assert checks.focus_faults(page) == []


def test_every_planted_fault_is_found(window: Window) -> None:
    page = shown(window, SOUND)
    for rule, body in PLANTED.items():
        page.set_content(f"{HEAD}</head><body>{body}</body></html>")
        assert [each.split(":")[0] for each in checks.axe_faults(page)] == [rule]


def test_what_cannot_be_read_in_the_dark_is_found_there_only(window: Window) -> None:
    found = checks.faults(shown(window, ONLY_DARK))
    assert [each.split(": ")[:2] for each in found] == [["dark", "color-contrast"]]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<p style="width: 500px">Too wide</p>', "320 wide"),
        (
            '<p style="width: 100px; overflow: hidden; white-space: nowrap">Words that are cut off</p>',
            "at the side",
        ),
        ('<p style="height: 30px; overflow: hidden">Words<br>in two lines</p>', "cut off below"),
        ('<div style="overflow: auto"><p style="width: 700px">Sideways</p></div>', "at the side"),
        ('<p style="font-size: 5rem">Incomprehensible</p>', "text of 200 %"),
        ('<p style="position: absolute; left: -40px">Words outside</p>', "reaches from -40"),
    ],
)
def test_what_is_cut_off_is_found(window: Window, body: str, said: str) -> None:
    found = checks.cut_when_small_or_large(shown(window, f"<main>{body}</main>"), (600, 500))
    assert any(said in fault for fault in found), found


def test_small_targets_are_found_and_links_in_sentences_allowed(window: Window) -> None:
    small = '<button style="width: 20px; height: 20px; padding: 0">x</button>'
    sentence = '<p>Words and <a href="#">a link</a> in a sentence.</p>'
    close = shown(window, f"<main>{sentence}{small}{small}</main>")
    assert [fault.split(" ")[0] for fault in checks.too_small(close)] == ["button", "button"]
    apart = shown(window, f'<main>{sentence}{small}<p style="margin: 30px">Far away</p>{small}</main>')
    assert checks.too_small(apart) == []
    assert len(checks.too_small(apart, checks.LEAST_ON_PHONE)) == 2


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<style>button { outline: 0 !important }</style><button>Unseen</button>", "looks the same"),
        ('<button style="position: absolute; left: -900px">Away</button>', "not in view"),
        (
            '<button>Below</button><div style="position: fixed; inset: 0; background: #fff">Over it</div>',
            "not in view",
        ),
        (
            "<button>First</button><button onkeydown='this.focus(); return false'>Holds it</button>",
            "has the focus again",
        ),
    ],
)
def test_a_focus_that_nobody_sees_is_found(window: Window, body: str, said: str) -> None:
    found = checks.focus_faults(shown(window, f"<main>{body}</main>"))
    assert len(found) == 1
    assert said in found[0]
