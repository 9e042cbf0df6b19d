"""The details of a circle: saved through the one door, kept as typed where they cannot be."""

import json
from collections.abc import Callable

import pytest

from app.circle.destinations import destinations
from app.circle.state import Circle
from app.store import staff
from tests.pages.conftest import CSRF, Person, Service
from tests.pages.held import play


@pytest.fixture
def circle(joanna: Person, start: Callable[..., str]) -> str:
    return start(joanna)


def fields(page: str, **changes: str) -> dict[str, str]:
    """The form as it stands, with some fields filled in differently."""
    seen = page.split('name="seen" value="')[1].split('"')[0]
    kept = {"seen": seen, "people": "3", "children": "1", "about": "later", "names": "hidden",
            "facilitator": "Joanna Okafor", "activity": "Solution Circle"}  # fmt: skip
    return {**kept, **{name.replace("__", "-"): value for name, value in changes.items()}}


def save(person: Person, circle: str, **changes: str) -> Person:
    path = f"/circles/{circle}/details"
    return person.send(path, fields(person.open(path).page, **changes))


def saved(service: Service, circle: str) -> Circle:
    found = service.services.store.circle(circle)
    assert found is not None
    return found


def test_everything_is_saved(service: Service, joanna: Person, circle: str) -> None:
    save(
        joanna, circle, title="Getting to school", advisor="Ann Lee", next_date__day="5", next_date__month="3",
        next_date__year="2027", name__1="Sam Whitfield", role__1="Family worker", about="children",
        kind__1="young_person", initials__1="JK", number__1="1234567", names="never",
    )  # fmt: skip
    assert "The details are saved." in joanna.page
    now = saved(service, circle)
    assert now.text("circle", "title") == "Getting to school"
    assert now.text("circle", "advisor") == "Ann Lee"
    assert (now.next_date, now.names) == ("2027-03-05", "never")
    assert json.loads(now.text("circle", "attendance")) == [
        {"name": "Sam Whitfield", "role": "Family worker"}
    ]
    (going,) = destinations(now)
    assert (going.kind, going.initials, going.number, going.worker) == ("young_person", "JK", "1234567", "")
    page = joanna.open(f"/circles/{circle}/details").page
    for value in ('value="Getting to school"', 'value="JK"', 'value="1234567"', 'value="5"', 'value="2027"'):
        assert value in page


def test_worker_is_named_without_identifiers(service: Service, joanna: Person, circle: str) -> None:
    save(joanna, circle, about="worker", worker="Sam Whitfield", initials__1="JK", number__1="1234567")
    (going,) = destinations(saved(service, circle))
    assert (going.kind, going.initials, going.number, going.worker) == ("worker", "", "", "Sam Whitfield")


def test_whose_file_it_is_keeps_its_form_when_the_page_is_saved_again(
    service: Service, joanna: Person, circle: str
) -> None:
    """What was filed is filed under an id; another initial or number makes no other child of it."""
    save(joanna, circle, about="children", initials__1="JK", number__1="1234567")
    (before,) = destinations(saved(service, circle))
    assert f'value="{before.id}"' in joanna.open(f"/circles/{circle}/details").page
    save(joanna, circle, about="children", children="2", id__1=before.id, initials__1="JL", initials__2="MK")
    first, second = destinations(saved(service, circle))
    assert (first.id, first.initials) == (before.id, "JL")
    assert second.id != before.id


def test_what_cannot_be_saved_stays_as_it_was_typed(service: Service, joanna: Person, circle: str) -> None:
    typed = {"title": "x" * 121, "advisor": "Ann Lee", "next_date-day": "31", "next_date-month": "2",
             "next_date-year": "2027", "name-2": "Sam", "role-3": "Manager", "about": "children",
             "initials-1": "Jonathan Kay"}  # fmt: skip
    path = f"/circles/{circle}/details"
    joanna.send(path, {**fields(joanna.open(path).page), **typed})
    assert joanna.status == 422
    assert "<title>Error: Details of this circle" in joanna.page
    for value in typed.values():
        assert f'value="{value}"' in joanna.page
    for sentence in (
        "1 character too long",
        "must be a real date",
        "whose role is “Manager”",
        "Enter initials only",
    ):
        assert sentence in joanna.page
    for name in ("title", "next_date", "name-3", "initials-1"):
        assert f'href="#{name}"' in joanna.page
        assert f'id="{name}"' in joanna.page
    assert saved(service, circle).text("circle", "advisor") == ""


def test_date_with_a_part_missing(joanna: Person, circle: str) -> None:
    assert "must include a month and a year" in save(joanna, circle, next_date__day="5").page


def test_more_rows_without_scripts(service: Service, joanna: Person, circle: str) -> None:
    save(joanna, circle, more="people", name__1="Sam", title="Not saved yet")
    assert 'id="name-6"' in joanna.page
    assert 'value="Not saved yet"' in joanna.page
    assert saved(service, circle).text("circle", "title") == ""
    save(joanna, circle, more="children", about="children", initials__1="JK")
    assert 'id="initials-2"' in joanna.page


def test_names_of_those_who_joined_can_be_put_in(service: Service, joanna: Person, circle: str) -> None:
    keyring = service.services.store.keyring
    for name in ("Ana", "Sam", "Tom"):
        joined = service.services.conduct.join(name, code=keyring.code("join-code", circle, 1))
        assert not hasattr(joined, "code"), joined
    save(joanna, circle, more="joined", name__2="sam", role__2="Worker")
    values = [joanna.page.split(f'name="name-{i}" value="')[1].split('"')[0] for i in (1, 2, 3, 4)]
    assert values == ["Ana", "sam", "Tom", ""]


def test_how_names_are_kept_is_fixed_at_the_start(service: Service, joanna: Person, circle: str) -> None:
    play(service, circle, "start")
    page = joanna.open(f"/circles/{circle}/details").page
    assert 'name="names"' not in page
    assert "This was fixed when the circle started." in page
    save(joanna, circle, names="never", title="Other things can change")
    assert saved(service, circle).names == "hidden"
    assert saved(service, circle).text("circle", "title") == "Other things can change"


def test_somebody_elses_changes_are_not_overwritten_unawares(
    service: Service, joanna: Person, circle: str
) -> None:
    path = f"/circles/{circle}/details"
    mine = fields(joanna.open(path).page, advisor="Ann Lee")
    save(joanna, circle, advisor="Bea Roy")
    joanna.send(path, mine)
    assert joanna.status == 422
    assert "the group advisor is now “Bea Roy”" in joanna.page
    assert 'value="Ann Lee"' in joanna.page
    joanna.send(path, fields(joanna.page, advisor="Ann Lee"))
    assert saved(service, circle).text("circle", "advisor") == "Ann Lee"


def test_another_teams_circle_is_not_there(
    service: Service, joanna: Person, sam: Person, circle: str
) -> None:
    path = f"/circles/{circle}/details"
    assert sam.open(path).status == 404
    assert sam.open("/account").send(path, title="Mine now").status == 404
    assert saved(service, circle).text("circle", "title") == ""
    assert sam.open("/circles/0000000000000000/details").status == 404
    assert "Sign in" in service.somebody().open(path).page


def test_whoever_holds_the_facilitators_token_can_fill_in_the_details(
    service: Service, joanna: Person, circle: str
) -> None:
    somebody = service.somebody()
    token = service.services.conduct.give(circle, "facilitator")
    somebody.client.set_cookie(f"facilitator-{circle}", token, domain="127.0.0.1")
    save(somebody, circle, title="By token")
    assert saved(service, circle).text("circle", "title") == "By token"


def test_session_is_looked_at_again_inside_the_transaction(
    service: Service, joanna: Person, circle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who is signed out everywhere between the check of the page and the saving saves nothing."""
    path = f"/circles/{circle}/details"
    joanna.open(path)
    conduct = service.services.conduct
    play_now = conduct.play

    def signed_out_meanwhile(bearer: object, payload: object) -> object:
        with service.services.store.writing() as tx:
            staff.end_sessions(tx.db, 1)
        return play_now(bearer, payload)  # type: ignore[arg-type]

    monkeypatch.setattr(conduct, "play", signed_out_meanwhile)
    joanna.send(path, fields(joanna.page, title="Too late"))
    assert joanna.status == 422
    assert "You do not take part in this circle any more." in joanna.page
    assert saved(service, circle).text("circle", "title") == ""


def test_form_needs_its_token(joanna: Person, circle: str) -> None:
    path = f"/circles/{circle}/details"
    joanna.open(path)
    joanna.page = CSRF.sub("", joanna.page)
    assert joanna.send(path, title="Forged").status == 400
