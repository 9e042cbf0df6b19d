"""The pages for newcomers: open to anybody, in plain English, and true to the formats."""

import re
from html.parser import HTMLParser

import pytest

from app.circle.catalogue import catalogue
from app.circle.format_file import SHIPPED
from tests.pages.conftest import Service
from tests.words.measure import reading_grade

#: Words that people should not need to know to take part.
JARGON = ("click", "browser tab", "server", "websocket", "database", "token", "log in", "real-time", "user")


class Prose(HTMLParser):
    """The sentences of a page's main part."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.words: list[str] = []

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self.inside = self.inside or tag == "main"

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "main"
        if tag in ("p", "li", "dd", "h1", "h2", "h3") and self.inside:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.words.append(data)


def prose(page: str) -> list[str]:
    """The paragraphs of a page, without those that are no sentences."""
    reading = Prose()
    reading.feed(page)
    paragraphs = [" ".join(each.split()) for each in "".join(reading.words).split("\n")]
    return [each for each in paragraphs if each.endswith((".", "?"))]


def test_anybody_reads_how_a_circle_works(service: Service) -> None:
    page = service.somebody().open("/how-it-works")
    assert page.status == 200
    for form in catalogue().formats.values():
        for step in form.steps:
            assert step.title in page.page
    assert "2 min" in page.page
    assert "no clock" in page.page
    assert "{" not in page.page, "no name of a presenter is asked for"
    for question in ("I cannot use a phone", "What if someone may be at risk?", "May I use names?"):
        assert question in page.page


def test_a_councils_own_format_is_explained_too(service: Service) -> None:
    own = service.services.config.own_formats
    own.mkdir()
    source = (SHIPPED / "success.toml").read_text(encoding="utf-8")
    source = source.replace('key = "success"', 'key = "mapping"').replace("Success Circle", "Mapping Circle")
    (own / "mapping.toml").write_text(source.replace("Outline the work", "Draw the map"), encoding="utf-8")
    page = service.somebody().open("/how-it-works").page
    assert "The stages of a Mapping Circle" in page
    assert "1. Draw the map" in page


def test_it_says_for_how_long_words_are_kept(service: Service) -> None:
    page = service.somebody().open("/how-it-works").page
    assert "after 7 days. A team can choose up to 31." in page
    assert "There are 5 working days for this." in page


@pytest.mark.parametrize("path", ["/how-it-works", "/accessibility"])
def test_the_words_are_plain(service: Service, path: str) -> None:
    page = service.somebody().open(path)
    paragraphs = prose(page.page)
    assert len(paragraphs) > 12, "the test reads the page"
    assert reading_grade(paragraphs) < 6, reading_grade(paragraphs)
    if path == "/how-it-works":
        words = " ".join(paragraphs).lower()
        assert [word for word in JARGON if re.search(rf"\b{word}s?\b", words)] == []


def test_control_words_of_an_office_are_found() -> None:
    office = ["Participants are requested to facilitate the identification of appropriate interventions."]
    assert reading_grade(office) > 12


@pytest.mark.parametrize("path", ["/sign-in", "/print", "/how-it-works", "/accessibility", "/invitation"])
def test_every_page_leads_to_the_statement_and_the_explanation(service: Service, path: str) -> None:
    page = service.somebody().open(path).page
    foot = page.split("<footer")[1]
    for link in ("/how-it-works", "/accessibility", "/print"):
        assert f'href="{link}"' in foot


def test_who_joins_with_a_phone_can_read_both_first(service: Service) -> None:
    page = service.somebody().open("/j").page
    assert 'href="/how-it-works"' in page
    assert 'href="/accessibility"' in page
