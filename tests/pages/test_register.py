"""The register: numbers and places for good, nothing of what was said, safe to open in a spreadsheet."""

import csv
import io
import re

from app.store import staff
from tests.pages.conftest import ORIGIN, Person, Service
from tests.pages.held import copy_past, filed, held, play


def rows(person: Person) -> list[dict[str, str]]:
    answer = person.client.get("/register.csv", base_url=ORIGIN)
    columns, *found = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    return [dict(zip(columns, row, strict=True)) for row in found]


def test_the_register_needs_a_sign_in(service: Service, joanna: Person) -> None:
    assert "Sign in" in service.somebody().open("/register").page
    assert "Sign in" in service.somebody().open("/register.csv").page


def test_an_empty_register_says_so(joanna: Person) -> None:
    assert "No circle has been closed yet." in joanna.open("/register").page
    assert rows(joanna) == []


def test_a_circle_stands_with_its_numbers_and_where_its_records_are(service: Service, joanna: Person) -> None:
    circle = held(service, {"text": "Ask Mum"}, {"text": "Ask Dad"}, steps=["Bring a success"])
    filed(service, circle, "form")
    assert rows(joanna) == [
        {
            "Date": "2026-11-22",
            "Circle": "Solution Circle",
            "Team": "North",
            "Planned minutes": "10",
            "Actual minutes": "0",
            "People": "0",
            "Contributions": "2 suggestions, 1 next step",
            "Records": "Form: LCS, 22 November 2026; Record of Learning: not filed yet",
            "Words removed on": "",
        }
    ]
    page = joanna.open("/register").page
    for said in (
        "22 November 2026",
        "2 suggestions, 1 next step",
        "Form: LCS, 22 November 2026",
        "of 10 planned",
    ):
        assert said in page


def test_what_was_not_needed_is_said_and_forms_alike_stand_together(service: Service, joanna: Person) -> None:
    whose = [
        {"id": "", "kind": "child", "initials": each, "number": "", "worker": ""} for each in ("AB", "CD")
    ]
    circle = held(service, destinations=whose)
    play(service, circle, "filing", document="learning", state="discarded")
    assert [row["Records"] for row in rows(joanna)] == [
        "2 forms: not filed yet; Record of Learning: not needed"
    ]


def test_the_register_says_for_how_long_words_are_kept(service: Service, joanna: Person) -> None:
    circle = held(service)
    assert "Kept until it is filed" in joanna.open("/register").page
    filed(service, circle, "form", "learning")
    # Corrections until Friday 27 November; seven days after filing is Sunday 29.
    assert "Kept until 29 November 2026" in joanna.open("/register").page
    play(service, circle, "hold", on=True)
    assert "Your team is keeping the words for now" in joanna.open("/register").page


def test_nothing_of_what_was_said_and_no_name_stands_there(service: Service, joanna: Person) -> None:
    circle = held(
        service,
        {"text": "Canary suggestion", "by_whom": "Canary person"},
        steps=["Canary step"],
        facilitator="Canary facilitator",
        destinations=[{"id": "", "kind": "child", "initials": "CANARY", "number": "7654321", "worker": ""}],
        boxes={"impact": "Canary box"},
    )
    play(service, circle, "title", text="Canary title")
    assert "Canary" in joanna.open(f"/circles/{circle}/records").page, "the control: it is kept"
    table = joanna.client.get("/register.csv", base_url=ORIGIN).text
    assert not re.search("canary|7654321|Joanna", table, re.IGNORECASE)
    page = joanna.open("/register").page.replace("Joanna Okafor", "", 2)  # who is signed in
    assert not re.search("canary|7654321|Joanna", page, re.IGNORECASE)


def test_the_register_is_the_own_teams(service: Service, joanna: Person, sam: Person) -> None:
    held(service)
    assert len(rows(joanna)) == 1
    assert rows(sam) == []
    assert "No circle has been closed yet." in sam.open("/register").page


def test_a_teams_name_runs_nothing_in_a_spreadsheet(service: Service, joanna: Person) -> None:
    with service.services.store.writing() as tx:
        team = staff.add_team(tx.db, "=1+1")
        assert team
        staff.join_teams(tx.db, 1, [team])
    held(service, team_id=team)
    assert [row["Team"] for row in rows(joanna)] == ["'=1+1"]


def test_a_long_register_has_pages_and_the_table_has_all(service: Service, joanna: Person) -> None:
    held(service)
    copy_past(service, 120)
    joanna.open("/register")
    assert joanna.page.count('class="app-register__day"') == 50
    assert "121 circles" in joanna.page
    assert "Older" in joanna.page
    assert "Newer" not in joanna.page
    assert joanna.open("/register?page=3").page.count('class="app-register__day"') == 21
    assert len(rows(joanna)) == 121
    for page in ("0", "4", "-1", "x", "²"):
        assert joanna.open(f"/register?page={page}").status == 404
