"""The home page: what waits, first; one press starts a circle; one's own teams' circles and no others."""

import re
import secrets
from collections.abc import Callable

import pytest
from sqlalchemy import event, insert, select

from app.circle.catalogue import catalogue
from app.pages.home import segments
from app.store import register, staff, tables
from app.store.tokens import Bearer
from tests.pages.conftest import Person, Service
from tests.pages.held import filed, held, in_days
from tests.pages.held import play as act


def play(service: Service, circle: str, *types: str, **fields: str) -> str:
    """Control a circle as its facilitator; the last op."""
    conduct, op = service.services.conduct, ""
    for kind in types:
        known = service.services.store.circle(circle)
        assert known is not None
        op = secrets.token_hex(16)
        move = {"op": op, "type": kind, "visit": known.visit, **fields}
        assert conduct.play(Bearer("", circle, "facilitator", None, 1, 1), move)["ok"]
    return op


def test_home_needs_a_sign_in(service: Service, joanna: Person) -> None:
    assert "Sign in" in service.somebody().open("/").page


def test_one_press_gives_a_lobby(service: Service, joanna: Person, start: Callable[..., str]) -> None:
    circle = service.services.store.circle(start(joanna, form="success"))
    assert circle is not None
    assert (circle.format.key, circle.started_at) == ("success", None)
    assert circle.text("circle", "facilitator") == "Joanna Okafor"


def test_press_leads_to_the_control_page(joanna: Person) -> None:
    token = joanna.open("/").page.split('name="csrf_token" value="')[1].split('"')[0]
    answer = joanna.client.post(
        "/circles",
        data={"csrf_token": token, "format": "solution", "team": "1"},
        base_url="http://127.0.0.1:5000",
    )
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/control")


def test_circle_cannot_be_started_for_another_team_or_in_no_format(joanna: Person, sam: Person) -> None:
    assert sam.open("/").send("/circles", format="solution", team="1").status == 400
    assert sam.open("/").send("/circles", format="none", team="2").status == 400
    assert "No circle is under way." in sam.open("/").page


def test_home_lists_only_own_teams_circles(joanna: Person, sam: Person, start: Callable[..., str]) -> None:
    north, east = start(joanna), start(sam, 2)
    assert north in joanna.open("/").page
    assert east not in joanna.page
    assert east in sam.open("/").page
    assert north not in sam.page


def test_somebody_in_no_team_is_told_what_to_do(service: Service, joanna: Person, sam: Person) -> None:
    joanna.open("/teams/2").send("/teams/2/people/remove", person="2")
    held(service, {"text": "Ask Mum"}, next_date=in_days(service, 30))
    assert len(due(joanna)) == 2, "the control: something waits for the others"
    assert due(sam) == []
    assert "Group supervision on" not in sam.page
    assert "Ask an administrator to add you." in sam.page
    assert "No circle has been closed yet." in sam.open("/register").page
    assert "Ask Mum" not in sam.open("/actions").page


def test_team_that_was_chosen_last_is_remembered(
    joanna: Person, sam: Person, start: Callable[..., str]
) -> None:
    assert '<select class="govuk-select" id="team"' not in joanna.open("/").page
    joanna.open("/teams/2").send("/teams/2/people", person="1")
    start(joanna, 2)
    assert '<option value="2" selected>East' in joanna.open("/").page


def test_where_a_circle_stands_is_said_in_words(
    service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    circle = start(joanna)
    assert "Not started yet" in joanna.open("/").page
    play(service, circle, "start")
    assert "Stage 1 of 4: Set the focus" in joanna.open("/").page
    play(service, circle, "pause")
    assert "Stage 1 of 4: Set the focus, paused" in joanna.open("/").page
    play(service, circle, "resume")
    service.later(minutes=2)
    assert "Stage 1 of 4: Set the focus, time is up" in joanna.open("/").page
    play(service, circle, "next", "next", "next", "next")
    assert "Review" in joanna.open("/").page


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
    play(service, circle, "start", "next", "next", "next", "next", "close")
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
    response = act(service, circle, "respond", agrees=False, text="It was Tuesday", who="Priya")
    assert [what for what, _, _ in due(joanna)] == ["Settle a disagreement"]
    assert "Tuesday" not in joanna.page
    act(service, circle, "settle", id=response, text="Put right")
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


def test_home_stays_quick_with_ten_thousand_past_circles(service: Service, joanna: Person) -> None:
    """Measured in the statements it takes, which depend on no machine: as many as without that past, and none that
    reads a past circle."""
    filed(service, held(service), "form", "learning")
    joanna.open("/")
    before = statements(service, joanna)
    copy_past(service, 10_000)
    after = statements(service, joanna)
    assert len(after) == len(before)
    assert not [each for each in after if "FROM wordings" in each or "FROM contributions" in each]


def statements(service: Service, person: Person) -> list[str]:
    """What the database is asked while the home page is made."""
    asked: list[str] = []

    def listen(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    database = service.services.store.transactions.engine
    event.listen(database, "before_cursor_execute", listen)
    person.open("/")
    event.remove(database, "before_cursor_execute", listen)
    return asked


def copy_past(service: Service, count: int) -> None:
    """As many more lines in the register like the one that is there."""
    with service.services.store.writing() as tx:
        (line,) = [dict(row) for row in tx.db.execute(select(tables.register)).mappings()]
        copies = [{**line, "circle_id": f"{number:032x}"} for number in range(count)]
        tx.db.execute(insert(tables.register), copies)


def test_times_are_londons(service: Service, joanna: Person, start: Callable[..., str]) -> None:
    service.clock.at = 1_782_900_000_000  # 1 July 2026, 10:00 UTC, which is 11:00 in London
    joanna.sign_in("Joanna Okafor")
    start(joanna)
    assert "Made today at 11:00" in joanna.open("/").page
    service.later(hours=13, minutes=1)
    assert "Made on 1 July 2026 at 11:00" in joanna.sign_in("Joanna Okafor").page


def test_faulty_format_of_ones_own_is_named_to_administrators(
    service: Service, joanna: Person, sam: Person
) -> None:
    folder = service.services.config.own_formats
    folder.mkdir()
    (folder / "debrief.toml").write_text('key = "debrief"\ntitle = "Debrief"\n', encoding="utf-8")
    assert "debrief.toml" in joanna.open("/").page
    assert "needs at least one stage" in joanna.page
    assert "debrief.toml" not in sam.open("/").page
    assert "Start a Solution Circle" in sam.page


def test_segments_are_as_long_as_the_stages() -> None:
    drawn = segments(catalogue().formats["solution"])
    widths = [width for _, width, _ in drawn]
    assert abs(widths[1] - 2 * widths[0]) <= 1
    assert widths[1] == widths[2] or abs(widths[1] - widths[2]) <= 1
    assert drawn[-1][0] + drawn[-1][1] == 1000


def test_a_circle_that_never_began_can_be_thrown_away_and_one_that_did_is_kept(
    service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    mistaken = start(joanna)
    service.later(minutes=1)
    begun = start(joanna)
    play(service, begun, "start")

    joanna.open("/").send(f"/circles/{mistaken}/discard")
    assert "The circle is thrown away." in joanna.page
    assert service.services.store.circle(mistaken) is None
    joanna.send(f"/circles/{begun}/discard")
    assert "The circle has begun, so it is kept." in joanna.page
    assert service.services.store.circle(begun) is not None


@pytest.mark.parametrize("happened", ["a start that was taken back", "who was told of a risk"])
def test_a_circle_in_which_anything_happened_is_kept(
    service: Service, joanna: Person, start: Callable[..., str], happened: str
) -> None:
    circle = start(joanna)
    if happened == "who was told of a risk":
        play(service, circle, "stop", told="The duty manager")
    else:
        undone = play(service, circle, "start")
        play(service, circle, "undo", undoes=undone)
    joanna.open("/").send(f"/circles/{circle}/discard")
    assert service.services.store.circle(circle) is not None


def test_another_teams_circle_cannot_be_thrown_away(
    service: Service, joanna: Person, sam: Person, start: Callable[..., str]
) -> None:
    theirs = start(sam, 2)
    assert joanna.open("/").send(f"/circles/{theirs}/discard").status == 404
    assert service.services.store.circle(theirs) is not None
