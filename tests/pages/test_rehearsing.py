"""Practising with made-up people, as the staff's pages have it."""

import re
from collections.abc import Callable

import pytest

from app.rehearsal.company import Company
from app.store import rehearsals
from tests.pages.conftest import ORIGIN, Person, Service
from tests.pages.held import held, in_days

Start = Callable[..., str]
OVER = "The rehearsal is over. Nothing is kept."


def rehearse(person: Person, team: int = 1, speed: str = "quick", form: str = "solution") -> str:
    """Begin a rehearsal as somebody does from the home page; gives its id."""
    person.open("/rehearse").send("/rehearse", format=form, speed=speed, team=str(team))
    found = re.search(r"/circles/(\w+)/control", person.client.get("/", base_url=ORIGIN).text)
    assert found, person.page
    return found[1]


def company(service: Service) -> Company:
    found: Company = service.app.extensions["rehearsals"]
    return found


def time_passes(service: Service, seconds: int) -> None:
    for _ in range(seconds * 2):
        service.later(seconds=0.5)
        company(service).look()


def test_the_home_page_leads_to_a_rehearsal_that_says_what_it_is_on_every_page(
    service: Service, joanna: Person
) -> None:
    assert 'href="/rehearse"' in joanna.open("/").page
    joanna.open("/rehearse")
    for words in (
        "Six people who do not exist",
        "Solution Circle",
        "Success Circle",
        "removed when you end the rehearsal, or after two hours",
    ):
        assert words in joanna.page
    circle_id = rehearse(joanna)
    for page in ("control", "details", "records"):
        joanna.open(f"/circles/{circle_id}/{page}")
        assert joanna.status == 200
        assert "Rehearsal with made-up people" in joanna.page
        assert "End the rehearsal" in joanna.page
    assert "He lives with his dad, who works nights" in joanna.page, "what the presenter tells the group"
    joanna.open("/")
    assert "Rehearsal with made-up people" in joanna.page


def test_control_a_real_circle_is_nowhere_called_a_rehearsal(joanna: Person, start: Start) -> None:
    circle_id = start(joanna)
    for page in ("control", "details", "records"):
        assert "Rehearsal with made-up people" not in joanna.open(f"/circles/{circle_id}/{page}").page


@pytest.mark.parametrize(
    "fields",
    [
        {"format": "nothing", "speed": "quick", "team": "1"},
        {"format": "solution", "speed": "double", "team": "1"},
        {"format": "solution", "speed": "quick", "team": "2"},
        {"format": "solution", "speed": "quick"},
    ],
)
def test_a_form_that_nobody_was_shown_begins_nothing(joanna: Person, fields: dict[str, str]) -> None:
    assert joanna.open("/rehearse").send("/rehearse", fields).status == 400


def test_only_the_teams_staff_see_it_and_can_end_it(service: Service, joanna: Person, sam: Person) -> None:
    circle_id = rehearse(joanna)
    assert "Rehearsal with made-up people" not in sam.open("/").page
    assert sam.open(f"/circles/{circle_id}/control").status == 404
    sam.open("/")
    assert sam.send(f"/circles/{circle_id}/end-rehearsal").status == 404
    assert service.services.store.circle(circle_id) is not None
    stranger = service.somebody()
    assert "Rehearsal" not in stranger.open(f"/circles/{circle_id}/records").page


def test_made_up_people_come_and_it_ends_with_nothing_kept(service: Service, joanna: Person) -> None:
    circle_id = rehearse(joanna)
    time_passes(service, 15)
    circle = service.services.store.circle(circle_id)
    assert circle is not None
    assert len(circle.seats) == 6
    joanna.open("/").send(f"/circles/{circle_id}/end-rehearsal")
    assert OVER in joanna.page
    assert "No circle is under way." in joanna.page
    assert joanna.open(f"/circles/{circle_id}/control").status == 404
    assert service.services.store.circle(circle_id) is None


def test_a_real_circle_is_not_ended_this_way(service: Service, joanna: Person, start: Start) -> None:
    circle_id = start(joanna)
    assert joanna.send(f"/circles/{circle_id}/end-rehearsal").status == 404
    assert service.services.store.circle(circle_id) is not None


def test_whoever_came_by_a_link_is_told_that_it_is_over(service: Service, joanna: Person) -> None:
    circle_id = rehearse(joanna)
    token = service.services.conduct.give(circle_id, "facilitator")
    guest = service.somebody()
    guest.client.set_cookie(f"facilitator-{circle_id}", token, domain="127.0.0.1")
    guest.open(f"/circles/{circle_id}/control").send(f"/circles/{circle_id}/end-rehearsal")
    assert (guest.status, OVER in guest.page) == (200, True)


@pytest.mark.parametrize(
    "path",
    [
        "records/solution-form.docx?for=form",
        "records/record-of-learning.pdf",
        "records/boxes?for=form",
        "records/words",
        "records/learning",
        "records/check-in.ics",
        "records/filing/forget",
    ],
)
def test_there_are_no_records_to_take_out(service: Service, joanna: Person, start: Start, path: str) -> None:
    circle_id = rehearse(joanna)
    assert joanna.open(f"/circles/{circle_id}/{path}").status == 404


def test_nothing_of_a_rehearsal_can_be_filed_or_handed_to_a_reader(joanna: Person) -> None:
    circle_id = rehearse(joanna)
    joanna.open(f"/circles/{circle_id}/records")
    assert "This is a rehearsal: nothing is kept" in joanna.page
    assert (
        joanna.send(f"/circles/{circle_id}/records/filing/learning", state="filed", place="LCS").status == 404
    )
    joanna.open("/")
    assert joanna.send(f"/circles/{circle_id}/records/filing/link").status == 404


def test_it_is_in_no_register_and_nothing_waits_once_it_is_closed(service: Service, joanna: Person) -> None:
    circle_id = rehearse(joanna)
    known = service.services
    right = known.conduct.bearer(known.conduct.give(circle_id, "facilitator"))
    assert right is not None
    circle = known.store.circle(circle_id)
    assert circle is not None
    for number, move in enumerate(("start", *["next"] * len(circle.format.stages), "close")):
        circle = known.store.circle(circle_id)
        assert circle is not None
        sent = {"op": f"{number:032x}", "type": move, "visit": circle.visit}
        assert known.conduct.play(right, sent)["ok"]
    assert "Solution Circle" not in joanna.open("/register").page.partition("<main")[2]
    assert "What waits" not in joanna.open("/").page
    joanna.open(f"/circles/{circle_id}/records").send(f"/circles/{circle_id}/end-rehearsal")
    assert OVER in joanna.page


def test_what_earlier_circles_agreed_stands_in_real_circles_only(
    service: Service, joanna: Person, start: Start
) -> None:
    held(service, {"text": "Ring the school", "by_whom": "Sam"}, check_in=in_days(service, 0))
    circle_id = rehearse(joanna)
    assert "Ring the school" not in joanna.open(f"/circles/{circle_id}/control").page
    joanna.open("/").send(f"/circles/{circle_id}/end-rehearsal")
    assert "Ring the school" in joanna.open(f"/circles/{start(joanna)}/control").page


def test_a_phone_without_scripts_is_told_too(service: Service, joanna: Person) -> None:
    circle_id = rehearse(joanna)
    keyring = service.services.store.keyring
    phone = service.somebody()
    phone.open("/j").send("/j", name="Jo", code=keyring.code("join-code", circle_id, 1))
    assert "Rehearsal with made-up people" in phone.page


def test_two_hours_later_nothing_of_it_is_there(service: Service, joanna: Person) -> None:
    circle_id = rehearse(joanna)
    service.later(hours=2, seconds=1)
    before = service.clock.at - rehearsals.KEPT_MS
    with service.services.store.reading() as db:
        assert rehearsals.made_before(db, before) == [circle_id]
