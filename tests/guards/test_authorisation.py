"""Every page says who may open it, and every form carries the token against forgery."""

import re
from pathlib import Path

import pytest
from flask import Flask

from app.pages.access import open_to_anybody
from tests.pages.conftest import Service, empty_database, service

__all__ = ["empty_database", "service"]

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
RIGHTS = {"anybody", "staff", "administrator", "circle staff", "seat", "private link"}
FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL | re.IGNORECASE)


def unguarded(app: Flask) -> list[str]:
    """The endpoints whose views say nothing of who may open them."""
    return sorted(
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        and getattr(app.view_functions[rule.endpoint], "authorisation", None) not in RIGHTS
    )


def forms_without_token(template: str) -> list[str]:
    """The forms that change something and have no token of their own."""
    opening = [form.partition(">")[0] for form in FORM.findall(template) if not _harmless(form)]
    return [tag + ">" for tag in opening]


def _harmless(form: str) -> bool:
    tag = form.partition(">")[0].lower()
    return 'method="post"' not in tag or "csrf_token()" in form


def test_every_route_says_who_may_open_it(service: Service) -> None:
    assert unguarded(service.app) == []


def test_control_finds_a_route_that_does_not() -> None:
    app = Flask("control")
    app.add_url_rule("/open", "open", open_to_anybody(lambda: ""))
    app.add_url_rule("/forgotten", "forgotten", lambda: "")
    assert unguarded(app) == ["forgotten"]


@pytest.mark.parametrize(
    "path", sorted(TEMPLATES.rglob("*.html")), ids=lambda p: str(p.relative_to(TEMPLATES))
)
def test_every_form_carries_the_token(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert forms_without_token(text) == []
    assert text.lower().count("<form") == len(FORM.findall(text)), "a form begins and ends in the same file"


def test_control_finds_a_form_without_token() -> None:
    assert forms_without_token('<form method="post" action="/x"><button>Go</button></form>') == [
        '<form method="post" action="/x">'
    ]
    assert forms_without_token('<form method="get"></form>') == []
    assert forms_without_token('<form method="POST"><input value="{{ csrf_token() }}"></form>') == []
