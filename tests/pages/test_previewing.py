"""The page on which staff look at what a phone shows: who may open it, and that it holds nothing of the circle."""

from collections.abc import Callable

from tests.pages.conftest import Person, Service


def test_staff_of_the_team_choose_whose_phone_they_look_at(joanna: Person, start: Callable[..., str]) -> None:
    circle = start(joanna)
    page = joanna.open(f"/circles/{circle}/preview").page
    assert "<title>A phone of the group – Circlekeeper</title>" in page
    assert "This is only to look at. Nothing you press here is sent." in page
    assert 'data-as="group"' in page
    assert 'data-as="presenter"' in joanna.open(f"/circles/{circle}/preview?as=presenter").page
    assert 'data-as="group"' in joanna.open(f"/circles/{circle}/preview?as=facilitator").page


def test_nobody_else_gets_the_page(
    service: Service, joanna: Person, sam: Person, start: Callable[..., str]
) -> None:
    circle = start(joanna)
    assert sam.open(f"/circles/{circle}/preview").status == 404, "another team"
    assert "Sign in" in service.somebody().open(f"/circles/{circle}/preview").page
