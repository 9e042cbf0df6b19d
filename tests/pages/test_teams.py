"""Teams and people: for administrators, who cannot lock themselves out."""

import re
from collections.abc import Callable

import pytest

from app.store import staff
from app.store.lookup import team as team_of_id
from app.store.tokens import Session
from tests.pages.conftest import Person, Service

GETS = ("/teams", "/teams/1", "/people/1")
POSTS = ("/teams", "/teams/1/switches", "/teams/1/filing", "/teams/1/invitations", "/teams/1/invitations/withdraw", "/teams/1/people",
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
    assert "Choose who to add." in joanna.page


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


FILING = {
    "file_within": "3",
    "nation": "scotland",
    "keep_days": "14",
    "places": "LCS\n\n  Team folder  \nLCS",
}


def test_how_a_team_files_is_saved(service: Service, joanna: Person) -> None:
    joanna.open("/teams/1")
    assert 'value="2"' in joanna.page
    assert "LCS\nEHM\nMosaic" in joanna.page
    assert "Saved." in joanna.send("/teams/1/filing", FILING).page
    with service.services.store.reading() as db:
        team = team_of_id(db, 1)
    assert (team.file_within, team.nation, team.keep_days) == (3, "scotland", 14)
    assert team.places == "LCS\nTeam folder"
    assert '<option value="scotland" selected>' in joanna.page


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("file_within", "21", "from 0 to 20"),
        ("file_within", "", "from 0 to 20"),
        ("file_within", "two", "from 0 to 20"),
        ("file_within", "-1", "from 0 to 20"),
        ("file_within", "²", "from 0 to 20"),
        ("keep_days", "32", "from 0 to 31"),
        ("keep_days", "1.5", "from 0 to 31"),
        ("nation", "france", "Choose whose bank holidays count."),
        ("places", " \n ", "Name at least one place"),
        ("places", "\n".join(f"Place {number}" for number in range(13)), "at most 12 places"),
        ("places", "LCS 12345", "five digits in a row"),
        ("places", "x" * 41, "40 characters"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_all_that_was_typed_stays(
    service: Service, joanna: Person, field: str, typed: str, sentence: str
) -> None:
    joanna.open("/teams/1").send("/teams/1/filing", {**FILING, field: typed})
    assert joanna.status == 422
    assert sentence in joanna.page
    assert f'href="#{field}"' in joanna.page
    others = {"file_within": 'value="3"', "nation": '"scotland" selected', "keep_days": 'value="14"', "places": "  Team folder"}  # fmt: skip
    assert [name for name, said in others.items() if name != field and said not in joanna.page] == []
    with service.services.store.reading() as db:
        assert team_of_id(db, 1).file_within == 2


def test_a_fault_elsewhere_on_the_page_leaves_how_the_team_files(joanna: Person, sam: Person) -> None:
    joanna.open("/teams/1").send("/teams/1/filing", FILING)
    joanna.send("/teams/1/people", person="")
    assert joanna.status == 422
    assert '"scotland" selected' in joanna.page
