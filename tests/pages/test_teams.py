"""Teams and people: for administrators, who cannot lock themselves out."""

import re
from collections.abc import Callable

import pytest

from app.store import staff
from app.store.lookup import team as team_of_id
from app.store.tokens import Session
from tests.pages.conftest import Person, Service

GETS = ("/teams", "/teams/1", "/people/1")
POSTS = ("/teams", "/teams/1/switches", "/teams/1/invitations", "/teams/1/invitations/withdraw", "/teams/1/people",
         "/teams/1/people/remove", "/people/1/active", "/people/1/administrator", "/people/1/password-link")  # fmt: skip


@pytest.mark.parametrize("path", GETS)
def test_pages_are_for_administrators_only(service: Service, sam: Person, path: str) -> None:
    assert sam.open(path).status == 403
    assert "Sign in" in service.somebody().open(path).page


@pytest.mark.parametrize("path", POSTS)
def test_forms_are_for_administrators_only(service: Service, sam: Person, path: str) -> None:
    assert sam.open("/account").send(path, on="yes", name="West", person="2").status == 403
    assert service.somebody().open("/sign-in").send(path, on="no").status == 401
    with service.services.store.reading() as db:
        assert [team.name for team in staff.teams(db)] == ["East", "North"]


def test_team_is_made_once_under_its_name(joanna: Person) -> None:
    assert "East is made." in joanna.open("/teams").send("/teams", name="East").page
    again = joanna.open("/teams").send("/teams", name=" east ")
    assert again.status == 422
    assert "a team with that name already" in again.page
    assert "Enter a name" in joanna.send("/teams", name="  ").page


def test_link_is_shown_once(service: Service, joanna: Person) -> None:
    token = joanna.invite_link(1).partition("#")[2]
    assert token in joanna.page
    assert token not in joanna.open("/teams/1").page
    assert "Links that nobody has used yet" in joanna.page


def test_somebody_is_added_and_taken_out(joanna: Person, sam: Person, start: Callable[..., str]) -> None:
    circle = start(joanna)
    assert sam.open(f"/circles/{circle}/details").status == 404
    joanna.open("/teams/1").send("/teams/1/people", person="2")
    assert "Sam Whitfield is now in North." in joanna.page
    assert sam.open(f"/circles/{circle}/details").status == 200
    joanna.send("/teams/1/people/remove", person="2")
    assert sam.open(f"/circles/{circle}/details").status == 404


def test_tokens_for_a_teams_circles_end_when_somebody_leaves_it(
    service: Service, joanna: Person, sam: Person, start: Callable[..., str]
) -> None:
    circle = start(joanna)
    conduct = service.services.conduct
    token = conduct.give(circle, "facilitator", 2, Session(1))
    others = conduct.give(circle, "facilitator", 1, Session(1))
    joanna.open("/teams/1").send("/teams/1/people/remove", person="2")
    assert conduct.bearer(token) is None
    assert conduct.bearer(others) is not None


def test_nobody_is_added_without_a_choice(joanna: Person, sam: Person) -> None:
    assert joanna.open("/teams/1").send("/teams/1/people", person="").status == 422
    assert "Choose whom to add." in joanna.page


def test_switches_hold_for_circles_started_from_then_on(
    service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    before = start(joanna)
    joanna.open("/teams/1").send("/teams/1/switches", words="yes")
    with service.services.store.reading() as db:
        team = team_of_id(db, 1)
    assert (team.phones_allowed, team.words_on_screen) == (False, True)
    earlier = service.services.store.circle(before)
    assert earlier is not None
    assert earlier.phones_allowed
    service.later(minutes=1)
    later = service.services.store.circle(start(joanna))
    assert later is not None
    assert not later.phones_allowed


def test_administrator_cannot_stop_the_own_account(joanna: Person) -> None:
    assert joanna.open("/people/1").send("/people/1/active", on="no").status == 409
    assert "cannot stop your own account" in joanna.page
    assert "Start a circle" in joanna.open("/").page


def test_last_administrator_stays_one(joanna: Person, sam: Person) -> None:
    assert joanna.open("/people/1").send("/people/1/administrator", on="no").status == 409
    assert "nobody could invite people" in joanna.page
    joanna.send("/people/2/administrator", on="yes")
    assert "Start a circle" in joanna.open("/people/1").send("/people/1/administrator", on="no").page
    assert joanna.open("/teams").status == 403
    assert sam.open("/teams").status == 200


def test_stopped_administrator_does_not_count(joanna: Person, sam: Person) -> None:
    joanna.open("/people/2").send("/people/2/administrator", on="yes")
    joanna.send("/people/2/active", on="no")
    assert joanna.open("/people/1").send("/people/1/administrator", on="no").status == 409


@pytest.mark.parametrize("path", ["/teams/99", "/people/99"])
def test_what_does_not_exist_is_not_found(joanna: Person, path: str) -> None:
    assert joanna.open(path).status == 404


def test_names_are_shown_as_text(service: Service, joanna: Person) -> None:
    joanna.open("/teams").send("/teams", name="<b>East</b>")
    raw = joanna.client.get("/teams", base_url="http://127.0.0.1:5000").text
    assert "&lt;b&gt;East" in raw
    assert not re.search(r"<b>East", raw)
