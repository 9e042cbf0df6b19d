"""Preparing beforehand: staff make the link, the presenter writes by it, and nobody else."""

import re
import secrets
from collections.abc import Callable

import pytest

from app.circle.state import CIRCLE, Circle
from app.pages.access import link_cookie
from app.store.tokens import Bearer
from tests.pages.conftest import ORIGIN, Person, Service

Start = Callable[..., str]
SAID = {
    "worried": "School has rung twice this week",
    "well": "Grandmother comes every evening",
    "decided": "I shall visit on Friday",
    "issue": "How do I talk about the drinking?",
}


class Prepared:
    """Joanna's circle, and Priya with the private link."""

    def __init__(self, service: Service, joanna: Person, start: Start) -> None:
        self.service, self.joanna = service, joanna
        self.id = start(joanna)
        self.path = f"/circles/{self.id}/prepare"

    def makes_a_link(self) -> str:
        self.joanna.open(f"/circles/{self.id}/details").send(f"/circles/{self.id}/preparing-link")
        found = re.search(rf'value="{ORIGIN}/enter#([^"]+)"', self.joanna.page)
        assert found, self.joanna.page
        return found[1]

    def opened_by(self, token: str) -> Person:
        """Somebody who opens the link: the script hands over what stands behind the #."""
        person = self.service.somebody()
        answer = person.client.post("/api/enter", json={"token": token}, base_url=ORIGIN)
        person.status = answer.status_code
        return person.open(answer.json["address"]) if answer.status_code == 200 else person  # type: ignore[index]

    @property
    def circle(self) -> Circle:
        circle = self.service.services.store.circle(self.id)
        assert circle is not None
        return circle

    def play(self, type: str, **fields: object) -> None:
        facilitator = Bearer("", self.id, "facilitator", None, 1, 1)
        move = {"op": secrets.token_hex(16), "type": type, "visit": self.circle.visit, **fields}
        answer = self.service.services.conduct.play(facilitator, move)
        assert answer["ok"], answer


@pytest.fixture
def prepared(service: Service, joanna: Person, start: Start) -> Prepared:
    return Prepared(service, joanna, start)


def test_the_presenter_writes_four_statements_and_the_last_becomes_the_focus(prepared: Prepared) -> None:
    priya = prepared.opened_by(prepared.makes_a_link())
    assert "Use no names of families" in priya.page
    assert "Only people with this private link can see statements 1 to 3" in " ".join(priya.page.split())

    priya.send(prepared.path, SAID)

    assert "Saved." in priya.page
    assert all(text in priya.page for text in SAID.values())
    assert prepared.circle.text(CIRCLE, "focus") == SAID["issue"]
    assert prepared.circle.text(CIRCLE, "prepare:worried") == SAID["worried"]


def test_staff_see_none_of_the_first_three_statements(prepared: Prepared) -> None:
    prepared.opened_by(prepared.makes_a_link()).send(prepared.path, SAID)
    for page in ("details", "control", "records"):
        prepared.joanna.open(f"/circles/{prepared.id}/{page}")
        assert prepared.joanna.status == 200
        assert not [name for name in ("worried", "well", "decided") if SAID[name] in prepared.joanna.page]
    prepared.joanna.open(prepared.path)
    assert prepared.joanna.status == 403


def test_another_focus_is_left_alone_and_the_page_says_so(prepared: Prepared) -> None:
    token = prepared.makes_a_link()
    prepared.play("correct", id="focus", text="Where shall he live?", revision=0)
    priya = prepared.opened_by(token).send(prepared.path, SAID)
    assert "so statement 4 stays private too" in " ".join(priya.page.split())
    assert prepared.circle.text(CIRCLE, "focus") == "Where shall he live?"


def test_what_is_too_long_is_refused_at_its_field_and_nothing_typed_is_lost(prepared: Prepared) -> None:
    priya = prepared.opened_by(prepared.makes_a_link())
    priya.send(prepared.path, {**SAID, "issue": "why " * 130})
    assert priya.status == 422
    assert 'id="issue-error"' in priya.page
    assert "<title>Error: " in priya.page
    assert all(SAID[name] in priya.page for name in ("worried", "well", "decided"))
    assert "why " * 129 in priya.page
    assert "data-unsaved" in priya.page
    assert prepared.circle.text(CIRCLE, "prepare:worried") == ""


def test_from_the_start_on_the_notes_can_be_read_and_no_longer_changed(prepared: Prepared) -> None:
    priya = prepared.opened_by(prepared.makes_a_link())
    priya.send(prepared.path, SAID)
    prepared.play("start")

    priya.send(prepared.path, {**SAID, "well": "Written a moment too late"})
    assert priya.status == 422
    assert "Written a moment too late" in priya.page
    assert "could not be saved, because the circle has begun" in priya.page
    assert ">Save" not in priya.page.replace("\n", "").replace(" ", "")

    priya.open(prepared.path)
    assert SAID["well"] in priya.page
    assert "Written a moment too late" not in priya.page
    assert "<textarea" not in priya.page


def test_before_the_start_the_saved_notes_can_be_read_and_printed(prepared: Prepared) -> None:
    priya = prepared.opened_by(prepared.makes_a_link())
    priya.send(prepared.path, {**SAID, "decided": ""})
    priya.open(f"{prepared.path}?read=1")
    assert "<textarea" not in priya.page
    assert SAID["worried"] in priya.page
    assert "Nothing written." in priya.page


def test_a_new_link_ends_the_one_before_and_the_page_says_so(prepared: Prepared) -> None:
    first = prepared.makes_a_link()
    priya = prepared.opened_by(first)
    prepared.joanna.open(f"/circles/{prepared.id}/details")
    assert "A new link ends it;" in prepared.joanna.page
    assert first not in prepared.joanna.page

    second = prepared.makes_a_link()

    assert prepared.opened_by(first).status == 403
    assert priya.send(prepared.path, SAID).status == 403
    assert prepared.opened_by(second).status == 200


def test_after_31_days_the_link_has_ended(prepared: Prepared) -> None:
    priya = prepared.opened_by(prepared.makes_a_link())
    prepared.service.later(days=30)
    assert priya.open(prepared.path).status == 200
    prepared.service.later(days=1.1)
    assert priya.open(prepared.path).status == 403


def test_no_link_is_offered_or_made_once_the_circle_has_begun(prepared: Prepared) -> None:
    prepared.joanna.open(f"/circles/{prepared.id}/details")
    prepared.play("start")
    prepared.joanna.send(f"/circles/{prepared.id}/preparing-link")
    assert "nothing can be prepared any more" in prepared.joanna.page
    assert "enter#" not in prepared.joanna.page
    assert "Make a link" not in prepared.joanna.page


def test_somebody_from_another_team_makes_no_link(prepared: Prepared, sam: Person) -> None:
    sam.open("/")
    assert sam.send(f"/circles/{prepared.id}/preparing-link").status == 404


def test_the_link_to_one_circle_opens_no_other(prepared: Prepared, start: Start) -> None:
    token = prepared.makes_a_link()
    priya = prepared.opened_by(token)
    prepared.joanna.open("/").send("/circles", format="solution", team="1")
    other = next(
        each
        for each in re.findall(r"/circles/(\w+)/control", prepared.joanna.open("/").page)
        if each != prepared.id
    )
    priya.client.set_cookie(link_cookie("preparer", other), token, domain="127.0.0.1")
    assert priya.open(f"/circles/{other}/prepare").status == 403


def test_those_whose_link_has_ended_are_told_so(prepared: Prepared) -> None:
    first = prepared.opened_by(prepared.makes_a_link())
    prepared.makes_a_link()
    for answer in (first.send(prepared.path, SAID), first.open(prepared.path)):
        assert answer.status == 403
        assert "Ask the facilitator of your circle for a new one." in answer.page
        assert "open it again" in answer.page


def test_the_browser_keeps_the_link_for_as_long_as_it_holds(
    service: Service, joanna: Person, start: Start
) -> None:
    prepared = Prepared(service, joanna, start)
    token = prepared.makes_a_link()
    answer = service.somebody().client.post("/api/enter", json={"token": token}, base_url=ORIGIN)
    assert f"Max-Age={31 * 86_400}" in answer.headers["Set-Cookie"]
