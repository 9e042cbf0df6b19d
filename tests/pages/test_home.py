"""The home page: one press starts a circle, and one that never began is thrown away; one's own teams' circles and no
others; and it stays quick."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from app.circle.catalogue import catalogue
from app.pages.home import segments
from tests.pages.conftest import Person, Service
from tests.pages.held import copy_past, filed, held, play, press


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
    press(service, circle, "next", "next", "next", "next")
    assert "Review" in joanna.open("/").page


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


def test_home_asks_no_more_however_many_circles_are_under_way(
    service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    circle = start(joanna)
    play(service, circle, "title", text="Mornings at home")
    few = statements(service, joanna)
    for _ in range(20):
        start(joanna)
    service.services.store.forget_all()  # as after a restart: none is in memory
    many = statements(service, joanna)
    assert len(many) == len(few)
    assert not [each for each in many if "FROM contributions" in each or "FROM seats" in each]
    assert "Mornings at home" in joanna.page


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
