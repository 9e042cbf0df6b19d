"""What waits stands first on the home page: records to file, check-ins, words that will go; of one's own teams only."""

import re
from collections.abc import Callable

from app.store import register, staff
from tests.pages.conftest import Person, Service
from tests.pages.held import filed, held, in_days, play, press


def due(person: Person) -> list[tuple[str, str, str]]:
    """What waits: what it is, how it stands, and where it leads."""
    page = person.open("/").page
    found = re.findall(r'<li class="app-due__item"(.*?)</li>', page, re.DOTALL)
    return [
        (
            _one(r'app-due__what">(.*?)<', item),
            _one(r'app-due__standing">(.*?)<', item),
            _one(r'href="(.*?)"', item),
        )
        for item in found
    ]


def _one(pattern: str, text: str) -> str:
    found = re.search(pattern, text, re.DOTALL)
    assert found, text
    return found[1]


def test_nothing_waits_where_there_was_no_circle(joanna: Person) -> None:
    assert due(joanna) == []
    assert "Nothing is waiting to be filed, and no check-in is due." in joanna.page


def test_closed_circle_waits_to_be_filed(service: Service, joanna: Person, start: Callable[..., str]) -> None:
    circle = start(joanna)
    press(service, circle, "start", "next", "next", "next", "next", "close")
    # Sunday 22 November: two working days on is Tuesday.
    assert due(joanna) == [
        ("File the form and the Record of Learning", "Due on Tuesday 24 November 2026", f"/circles/{circle}/records")
    ]  # fmt: skip
    assert "No circle is under way." in joanna.page
    assert "Solution Circle, 22 November 2026 at" in joanna.page


def test_overdue_is_said_in_words_and_comes_first(service: Service, joanna: Person) -> None:
    old = held(service)
    service.later(days=4)
    held(service)
    joanna.sign_in("Joanna Okafor")
    assert [standing for _, standing, _ in due(joanna)] == [
        "Overdue since Tuesday 24 November 2026", "Due on Monday 30 November 2026",
    ]  # fmt: skip
    assert "1 of 2 is overdue." in joanna.page
    assert joanna.page.count("data-overdue") == 1
    filed(service, old, "form")
    assert ("File the Record of Learning", "Not filed yet", f"/circles/{old}/records") in due(joanna)
    assert "overdue" not in joanna.page.replace("data-overdue", "").lower()
    filed(service, old, "learning")
    assert len(due(joanna)) == 1


def test_the_teams_own_days_and_nation_count(service: Service, joanna: Person) -> None:
    service.clock.at = 1_795_773_600_000  # Friday 27 November 2026; Monday 30 is Scotland's bank holiday
    joanna.sign_in("Joanna Okafor")
    held(service)
    with service.services.store.writing() as tx:
        staff.set_team(tx.db, 1, file_within=1, nation="scotland")
    assert [standing for _, standing, _ in due(joanna)] == ["Due on Tuesday 1 December 2026"]
    with service.services.store.writing() as tx:
        staff.set_team(tx.db, 1, nation="england")
    assert [standing for _, standing, _ in due(joanna)] == ["Due on Monday 30 November 2026"]


def test_each_person_has_a_form_of_their_own(service: Service, joanna: Person) -> None:
    whose = [
        {"id": "", "kind": "child", "initials": each, "number": "", "worker": ""} for each in ("AB", "CD")
    ]
    held(service, destinations=whose)
    assert due(joanna)[0][0] == "File 2 forms and the Record of Learning"


def test_a_disagreement_waits_until_it_is_settled(service: Service, joanna: Person) -> None:
    circle = held(service)
    filed(service, circle, "form", "learning")
    response = play(service, circle, "respond", agrees=False, text="It was Tuesday", who="Priya")
    assert [what for what, _, _ in due(joanna)] == ["Settle a disagreement"]
    assert "Tuesday" not in joanna.page
    play(service, circle, "settle", id=response, text="Put right")
    assert due(joanna) == []


def test_check_ins_wait_from_their_day_on(service: Service, joanna: Person) -> None:
    circle = held(service, {"text": "Ask Mum"}, {"text": "Ask Dad"}, check_in=in_days(service, 2))
    filed(service, circle, "form", "learning")
    assert due(joanna) == []
    service.later(days=2)
    joanna.sign_in("Joanna Okafor")
    assert due(joanna) == [("Check in: 2 actions open", "Due today", f"/actions#circle-{circle}")]
    assert f'id="circle-{circle}"' in joanna.open("/actions").page
    service.later(days=1)
    assert [each[1] for each in due(joanna.sign_in("Joanna Okafor"))] == [
        "Overdue since Tuesday 24 November 2026"
    ]


def test_actions_without_a_day_wait_in_one_line_at_the_end(service: Service, joanna: Person) -> None:
    for text in ("Ask Mum", "Ask Dad"):
        filed(service, held(service, {"text": text}), "form", "learning")
    assert due(joanna) == [
        (
            "Look at 2 actions without a day",
            "In the team’s next circle, or now",
            "/actions#no-day",
        )
    ]


def test_words_that_will_go_unfiled_are_announced_and_that_is_noted_once_a_day(
    service: Service, joanna: Person, sam: Person
) -> None:
    circle = held(service)
    service.later(days=26)
    sam.sign_in("Sam Whitfield").open("/")
    assert warned(service, circle) == [], "whoever is not of the team was not told"
    joanna.sign_in("Joanna Okafor")
    assert "File before the words are removed" in [what for what, _, _ in due(joanna)]
    due(joanna)
    assert warned(service, circle) == ["2026-12-18"]
    service.later(days=1)
    due(joanna.sign_in("Joanna Okafor"))
    assert warned(service, circle) == ["2026-12-18", "2026-12-19"]


def warned(service: Service, circle: str) -> list[str]:
    with service.services.store.reading() as db:
        return [day.isoformat() for day in register.warned(db, [circle]).get(circle, [])]


def test_a_long_list_is_cut_but_what_announces_a_loss_is_not(service: Service, joanna: Person) -> None:
    first = held(service)
    for _ in range(9):
        service.later(minutes=1)
        held(service)
    service.later(days=26)
    joanna.sign_in("Joanna Okafor")
    # Ten forms and ten announcements: eight of the first, all of the others.
    assert len(due(joanna)) == 18
    assert "Show all 20" in joanna.page
    assert len(warned(service, first)) == 1
    assert "Show all" not in joanna.open("/?all=yes").page


def test_the_next_group_supervision_can_be_put_into_a_calendar(service: Service, joanna: Person) -> None:
    circle = held(service, next_date=in_days(service, 30))
    held(service, next_date=in_days(service, -1))
    page = joanna.open("/").page
    assert "Group supervision on Tuesday 22 December 2026" in page
    assert f"/circles/{circle}/records/next-supervision.ics" in page
    assert page.count("next-supervision.ics") == 1
    assert joanna.open(f"/circles/{circle}/records/next-supervision.ics").status == 200


def test_what_waits_is_the_own_teams(service: Service, joanna: Person, sam: Person) -> None:
    held(service, {"text": "Ask Mum"}, next_date=in_days(service, 30))
    assert len(due(joanna)) == 2, "the control: it is there for the team"
    assert due(sam) == []
    assert "Group supervision on" not in sam.page


def test_somebody_in_no_team_is_told_what_to_do(service: Service, joanna: Person, sam: Person) -> None:
    joanna.open("/teams/2").send("/teams/2/people/remove", person="2")
    held(service, {"text": "Ask Mum"}, next_date=in_days(service, 30))
    assert len(due(joanna)) == 2, "the control: something waits for the others"
    assert due(sam) == []
    assert "Group supervision on" not in sam.page
    assert "Ask an administrator to add you." in sam.page
    assert "No circle has been closed yet." in sam.open("/register").page
    assert "Ask Mum" not in sam.open("/actions").page
