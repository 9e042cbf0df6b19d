"""The presenter's private link: what they read, what they say of it, and when it ends."""

import re
from collections.abc import Callable

import pytest

from tests.pages.conftest import ORIGIN, Person, Service
from tests.pages.test_records import SUGGESTION, Filed


@pytest.fixture
def filed(service: Service, joanna: Person, start: Callable[..., str]) -> Filed:
    held = Filed(service, start(joanna))
    held.play("close")
    return held


def given_a_link(joanna: Person, filed: Filed) -> Person:
    """Somebody who has opened the link that Joanna makes."""
    joanna.open(filed.path).send(f"{filed.path}/filing/link")
    found = re.search(r'value="\S+/enter#([^"]+)"', joanna.page)
    assert found, joanna.page
    reader = filed.service.somebody()
    answer = reader.client.post("/api/enter", json={"token": found[1]}, base_url=ORIGIN)
    assert answer.get_json() == {"address": f"/circles/{filed.circle}/form"}
    return reader


def form(filed: Filed) -> str:
    return f"/circles/{filed.circle}/form"


def test_the_link_is_shown_once_and_says_until_when_it_holds(filed: Filed, joanna: Person) -> None:
    given_a_link(joanna, filed)
    assert "It works until the end of Friday 27 November 2026" in joanna.page
    page = joanna.open(filed.path).page
    assert "was given a link that works until the end of Friday 27 November 2026" in page
    assert "/enter#" not in page


def test_the_presenter_reads_the_form_and_says_that_it_is_right(filed: Filed, joanna: Person) -> None:
    priya = given_a_link(joanna, filed)
    page = priya.open(form(filed)).page
    assert SUGGESTION in page
    assert "How do we keep Kai in school?" in page
    assert "Record of Learning" not in page, "that one is the team's"

    priya.send(form(filed), op=op(priya), agrees="yes")

    assert "It is right. You said so on 22 November 2026 at" in priya.page
    assert "says that it is right" in joanna.open(filed.path).page
    assert "by the link" in joanna.page


def test_what_is_wrong_is_kept_beside_the_form_and_nothing_typed_is_lost(
    filed: Filed, joanna: Person
) -> None:
    priya = given_a_link(joanna, filed).open(form(filed))
    priya.send(form(filed), op=op(priya), agrees="no", words=" ")
    assert priya.status == 422
    assert "Say what is wrong, in your own words." in priya.page
    long = "x" * 2001
    priya.send(form(filed), op=op(priya), agrees="no", words=long)
    assert priya.status == 422
    assert long in priya.page
    assert "1 character too long" in priya.page

    priya.send(form(filed), op=op(priya), agrees="no", words="I did not say “never”.")

    assert "Something is wrong. You said so on" in priya.page
    assert "I did not say “never”." in joanna.open(filed.path).page
    assert "Settle 1 disagreement" in joanna.page


def test_a_second_press_says_it_once_and_other_words_under_the_same_number_are_not_lost(
    filed: Filed, joanna: Person
) -> None:
    priya = given_a_link(joanna, filed).open(form(filed))
    number = op(priya)
    for _ in range(2):
        priya.send(form(filed), op=number, agrees="yes")
        assert priya.status == 200
    assert priya.page.count("You said so on") == 1
    priya.send(form(filed), op=number, agrees="no", words="And yet.")
    assert priya.status == 422
    assert "And yet." in priya.page
    priya.send(form(filed), op=op(priya), agrees="no", words="And yet.")
    assert priya.page.count("You said so on") == 2


def test_a_link_ends_with_its_day_and_with_a_newer_one_and_says_so(
    filed: Filed, joanna: Person, service: Service
) -> None:
    first = given_a_link(joanna, filed)
    second = given_a_link(joanna, filed)
    assert first.open(form(filed)).status == 403
    assert "This link has ended" in first.page
    assert "Ask the facilitator of your circle for a new one." in first.page
    assert SUGGESTION not in first.page
    service.later(days=5, hours=13)
    assert second.open(form(filed)).status == 200, "it holds to the end of the fifth working day"
    service.later(hours=1)
    late = second.send(form(filed), agrees="yes")
    assert late.status == 403
    assert "This link has ended" in late.page


def test_the_link_leads_to_one_form_and_nothing_else(
    filed: Filed, joanna: Person, service: Service, start: Callable[..., str]
) -> None:
    priya = given_a_link(joanna, filed)
    service.later(minutes=1)
    other = Filed(service, start(joanna))
    other.play("close")
    assert priya.open(form(other)).status == 403
    for path in (
        filed.path,
        f"{filed.path}/words",
        f"{filed.path}/solution-form.docx",
        f"{filed.path}/learning",
    ):
        assert SUGGESTION not in priya.open(path).page, path
    assert service.somebody().open(form(filed)).status == 403


def test_when_the_words_are_forgotten_the_link_says_so(filed: Filed, joanna: Person) -> None:
    priya = given_a_link(joanna, filed)
    for document in ("form", "learning"):
        filed.play("filing", document=document, state="discarded")
    joanna.open(f"{filed.path}/filing/forget").send(f"{filed.path}/filing/forget", sure="yes")
    priya.open(form(filed))
    assert priya.status in (403, 410)
    assert "This link has ended" in priya.page
    assert SUGGESTION not in priya.page


def test_each_of_two_forms_is_there_to_read(filed: Filed, joanna: Person) -> None:
    filed.play(
        "details",
        destinations=[{"kind": "child", "initials": "KQ"}, {"kind": "child", "initials": "LM"}],
    )
    page = given_a_link(joanna, filed).open(form(filed)).page
    assert "Solution Circle form: Child KQ" in page
    assert "Solution Circle form: Child LM" in page
    assert len(set(re.findall(r' id="([^"]+)"', page))) == len(re.findall(r' id="([^"]+)"', page))


def op(person: Person) -> str:
    """The number of the act that the page gives."""
    found = re.search(r'name="op" value="(\w+)"', person.page)
    assert found
    return found[1]
