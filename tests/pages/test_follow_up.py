"""What was agreed is followed up: listed without identifiers, checked in on, and done with."""

import csv
import io
import json
import re

import pytest

from app import forgetting
from app.circle.catalogue import catalogue
from app.pages.follow_up import for_screen
from tests.pages.actions import MORNINGS, SCHOOL, check, section
from tests.pages.conftest import ORIGIN, Person, Service
from tests.pages.held import action_of, filed, held, in_days, play


def test_the_list_needs_a_sign_in(service: Service, joanna: Person) -> None:
    assert "Sign in" in service.somebody().open("/actions").page
    assert "Sign in" in service.somebody().open("/actions.csv").page


def test_what_was_agreed_stands_with_who_and_when(service: Service, joanna: Person) -> None:
    held(service, SCHOOL, MORNINGS, check_in=in_days(service, 7))
    later = section(joanna.open("/actions"), "later")
    assert "Ring the school about the side door" in later
    assert "Ask the school" not in later, "what will be done stands for the suggestion"
    assert "Priya, by Friday" in later
    assert "Start with mornings only" in later
    assert "Solution Circle of 22 November 2026" in later


def test_next_steps_of_the_review_are_followed_up_too(service: Service, joanna: Person) -> None:
    held(service, steps=["Bring one success each month"])
    assert "Bring one success each month" in section(joanna.open("/actions"), "no-day")


def test_a_day_that_has_come_moves_an_action_up(service: Service, joanna: Person) -> None:
    held(service, SCHOOL, check_in=in_days(service, 7))
    assert "side door" in section(joanna.open("/actions"), "later")
    service.later(days=7)
    assert "Check-in today" in section(joanna.sign_in("Joanna Okafor").open("/actions"), "due")
    service.later(days=1)
    assert "Check-in was on 29 November 2026" in section(
        joanna.sign_in("Joanna Okafor").open("/actions"), "due"
    )


def test_another_teams_actions_are_not_there(service: Service, joanna: Person, sam: Person) -> None:
    circle = held(service, SCHOOL)
    assert "side door" not in sam.open("/actions").page
    assert "side door" not in sam.client.get("/actions.csv", base_url=ORIGIN).text
    path = f"/circles/{circle}/actions/{action_of(service, circle)}"
    assert sam.open("/account").send(path, outcome="done").status == 404
    kept = service.services.store.circle(circle)
    assert kept is not None
    assert kept.contributions[action_of(service, circle)].outcome is None


def test_done_leaves_the_list_and_stands_among_what_was_looked_at(service: Service, joanna: Person) -> None:
    circle = held(service, SCHOOL)
    check(service, joanna, circle, outcome="done", text="They said yes.")
    assert "Saved." in joanna.page
    assert "side door" not in section(joanna, "no-day")
    lately = section(joanna, "lately")
    assert "side door" in lately
    assert "<strong>Done.</strong> They said yes." in lately
    service.later(days=32)
    assert "side door" not in joanna.sign_in("Joanna Okafor").open("/actions").page


def test_not_yet_needs_a_day_after_today_and_keeps_what_was_typed(service: Service, joanna: Person) -> None:
    circle = held(service, SCHOOL)
    for day in ("", "soon", in_days(service, 0), in_days(service, -3)):
        check(service, joanna, circle, outcome="not_yet", text="The school is shut.", on=day)
        assert joanna.status == 422
        assert "Give a day after today" in joanna.page
        assert "The school is shut.</textarea>" in joanna.page
        assert 'value="not_yet" checked' in joanna.page
    check(service, joanna, circle, outcome="not_yet", text="The school is shut.", on=in_days(service, 5))
    later = section(joanna, "later")
    assert "Check-in on 27 November 2026" in later
    assert "not yet. The school is shut." in later


def test_changed_says_what_has_changed(service: Service, joanna: Person) -> None:
    circle = held(service, SCHOOL)
    assert check(service, joanna, circle, outcome="changed").status == 422
    assert "Say what has changed." in joanna.page
    check(service, joanna, circle, outcome="changed", text="He moves to another school.")
    assert "<strong>Changed.</strong> He moves to another school." in section(joanna, "lately")


@pytest.mark.parametrize("outcome", ["", "forgotten"])
def test_how_it_went_has_to_be_said(service: Service, joanna: Person, outcome: str) -> None:
    circle = held(service, SCHOOL)
    assert check(service, joanna, circle, outcome=outcome).status == 422
    assert "Say how it went." in joanna.page


def test_nothing_is_checked_that_was_not_agreed(service: Service, joanna: Person) -> None:
    circle = held(service, SCHOOL)
    joanna.open("/actions").send(f"/circles/{circle}/actions/{'0' * 32}", outcome="done")
    assert joanna.status == 422
    assert "That is no longer there." in joanna.page


def test_the_table_holds_the_list_and_runs_nothing(service: Service, joanna: Person) -> None:
    circle = held(service, {**SCHOOL, "what": "=HYPERLINK(1)"}, MORNINGS, check_in=in_days(service, 7))
    answer = joanna.client.get("/actions.csv", base_url=ORIGIN)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="2026-11-22 actions.csv"'
    columns, *rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert dict(zip(columns, rows[0], strict=True)) == {
        "What": "'=HYPERLINK(1)", "By whom": "Priya", "By when": "by Friday", "Check-in": "29 November 2026",
        "State": "Open", "Comment": "", "Looked at on": "", "Agreed on": "22 November 2026",
        "Circle": "Solution Circle", "Team": "North",
    }  # fmt: skip
    play(service, circle, "checked", id=action_of(service, circle), outcome="done", text="Yes")
    rows = list(csv.reader(io.StringIO(joanna.client.get("/actions.csv", base_url=ORIGIN).text)))
    assert ("Done", "Yes") in {(row[4], row[5]) for row in rows}


def test_nothing_says_whose_case_it_was(service: Service, joanna: Person) -> None:
    child = {"id": "", "kind": "child", "initials": "KBX", "number": "7654321", "worker": ""}
    circle = held(service, SCHOOL, destinations=[child])
    play(service, circle, "title", text="The Brooks family")
    assert "KBX" in joanna.open(f"/circles/{circle}/details").page, "the control: it is kept"
    table = joanna.client.get("/actions.csv", base_url=ORIGIN).text
    for page in (joanna.open("/actions").page, joanna.open("/").page, joanna.open("/register").page, table):
        assert not re.search("KBX|7654321|Brooks", page)


def test_what_was_typed_into_an_action_says_whose_case_it_was_neither_in_a_table_nor_to_another_room(
    service: Service, joanna: Person
) -> None:
    child = {"id": "", "kind": "child", "initials": "KBX", "number": "7654321", "worker": ""}
    said = {
        "text": "x",
        "what": "Ring Mrs Khan about kbx, 765 4321",
        "by_whom": "Priya for KBX",
        "by_when": "KBX’s review",
    }
    circle = held(service, said, destinations=[child])
    play(service, circle, "checked", id=action_of(service, circle), outcome="not_yet", text="K.B.X. was away",
         on=in_days(service, 1))  # fmt: skip
    service.later(days=1)
    next_one = service.services.conduct.create(catalogue().formats["solution"], 1, 1)
    shown = for_screen(service.services.store, next_one, service.clock.at)
    assert shown[0]["what"] == "Ring [removed] about [removed], [removed]"
    table = joanna.sign_in("Joanna Okafor").client.get("/actions.csv", base_url=ORIGIN).text
    for page in (table, joanna.open("/actions").page, json.dumps(shown)):
        assert "Priya for [removed]" in page
        assert not re.search("kbx|K.B.X|765 ?4321|Khan", page, re.IGNORECASE)
    assert "[removed] was away" in table


def test_what_is_found_after_the_words_are_gone_names_nobody_either(service: Service, joanna: Person) -> None:
    circle = held(service, SCHOOL)
    filed(service, circle, "form", "learning")
    assert forgetting.forget(service.services.store, circle, service.clock.at) == ""
    check(service, joanna, circle, outcome="not_yet", text="Ring Kai on 07700 900123", on=in_days(service, 5))
    kept = service.services.store.circle(circle)
    assert kept is not None
    assert kept.text(action_of(service, circle), "comment") == "Ring [removed] on [removed]"


def test_actions_of_a_forgotten_circle_stay_until_they_are_checked_in(
    service: Service, joanna: Person
) -> None:
    circle = held(service, SCHOOL, check_in=in_days(service, 20))
    play(
        service, circle, "checked", id=action_of(service, circle), outcome="not_yet", on=in_days(service, 25)
    )
    filed(service, circle, "form", "learning")
    service.later(days=10)
    forgetting.forget(service.services.store, circle, service.clock.at)
    assert "side door" in section(joanna.sign_in("Joanna Okafor").open("/actions"), "later")
    check(service, joanna, circle, outcome="done", text="They said yes.")
    assert "Saved." in joanna.page
    assert "side door" not in section(joanna, "later")
    assert "Removed on 2 December 2026" in joanna.open("/register").page
