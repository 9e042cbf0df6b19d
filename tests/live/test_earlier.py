"""What was agreed in earlier circles reaches the screen, on a press, and no other device."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.circle.state import Circle
from app.factory import Extras, HowToJoin
from app.keys import Keyring
from tests.circle.helpers import Playing
from tests.devices import Table, new_op
from tests.live.conftest import Served

CANARY = "Ring grandma about Sundays"
LISTED = [{"what": CANARY, "by_whom": "", "by_when": "", "state": "open"}]
ROLES = ("facilitator", "advisor", "presenter", "group", "screen")


class _Settings:
    base_url = "https://circles.example"


def told(circle: Circle, role: str) -> Any:
    """What a role is told of earlier circles; None for nothing at all."""
    how_to_join = HowToJoin(Keyring(b"a key for tests, of forty characters ..."), _Settings())  # type: ignore[arg-type]
    return Extras(how_to_join, lambda *_: LISTED).of(circle, role, circle.created_at).get("earlier")


def pressed() -> Playing:
    playing = Playing("solution")
    playing.play("earlier", on=True)
    return playing


def test_the_screen_alone_is_told_and_only_after_a_press() -> None:
    assert [told(Playing("solution").circle, role) for role in ROLES] == [None] * 5
    assert [told(pressed().circle, role) for role in ROLES] == [None, None, None, None, LISTED]


@pytest.mark.parametrize(
    ("moves", "back"),
    [
        ([("blank", {"on": True})], [("blank", {"on": False})]),
        ([("stop", {})], [("resume", {})]),
        ([("earlier", {"on": False})], [("earlier", {"on": True})]),
        ([("start", {})], [("earlier", {"on": True})]),
    ],
)
def test_a_screen_that_is_covered_or_goes_on_is_told_nothing(
    moves: list[tuple[str, dict[str, Any]]], back: list[tuple[str, dict[str, Any]]]
) -> None:
    playing = pressed()
    for move, given in moves:
        playing.play(move, **given)
    assert told(playing.circle, "screen") is None
    for move, given in back:
        playing.play(move, **given)
    assert told(playing.circle, "screen") == LISTED


def test_a_closed_circle_shows_nothing() -> None:
    playing = pressed().go_to(3)
    playing.play("next")
    playing.play("earlier", on=True)
    assert told(playing.circle, "screen") == LISTED, "the control"
    playing.play("close")
    assert told(playing.circle, "screen") is None


def test_a_team_that_shows_counts_only_shows_none() -> None:
    playing = Playing("solution", words_on_screen=False)
    assert "counts only" in playing.refused("earlier", on=True).message


# On the real server, in each async mode


@pytest.fixture
def twice(served: Served) -> Iterator[tuple[Table, Table]]:
    """Two circles of one team of their own."""
    made = served.server.create_many("solution", 2, "--team", f"Team {new_op()}")
    tables = [Table(served.server, circle) for circle in made]
    yield tables[0], tables[1]
    for table in tables:
        table.leave()


def agree(table: Table) -> str:
    """The circle is held; one thing is chosen in it, without a day. Its id."""
    table.goes_to("solutions")
    facilitator, action = table.facilitator, new_op()
    facilitator.done("contribute", op=action, visit=facilitator.visit, kind="suggestion", text=CANARY)
    table.goes_to("selection")
    facilitator.done("choose", id=action, on=True)
    facilitator.done("action", id=action, by_whom="Priya", by_when="by Friday")
    table.goes_to("review")
    facilitator.done("close", visit=facilitator.visit)
    return action


@pytest.mark.live
def test_the_next_circles_screen_follows_what_is_found(twice: tuple[Table, Table]) -> None:
    before, here = twice
    # Given a circle that is over, and the team's next one with a screen and two phones
    action = agree(before)
    screen, sam, priya = here.screen(), here.joins("Sam"), here.joins("Priya")
    here.presents("Priya")
    assert "earlier" not in screen.view
    # When the facilitator presses, then the screen shows it
    here.facilitator.done("earlier", on=True)
    found = screen.sees(lambda view: view.get("earlier"), "what was agreed")
    assert found == [{"what": CANARY, "by_whom": "Priya", "by_when": "by Friday", "state": "open"}]
    # When it is found done, and that is said again, then the screen says so, in one message and no whole view
    before.facilitator.done("checked", id=action, outcome="done", text="She comes each Sunday")
    views = [event for event, _ in screen.received].count("view")
    here.facilitator.done("earlier", on=True)
    screen.sees(lambda view: view["earlier"][0]["state"] == "done", "that it is done")
    assert [event for event, _ in screen.received].count("view") == views
    # When the screen is blanked, it has nothing to show; afterwards it has
    here.facilitator.done("blank", on=True)
    screen.sees(lambda view: "earlier" not in view, "a blank screen")
    here.facilitator.done("blank", on=False)
    screen.sees(lambda view: view.get("earlier"), "what was agreed")
    # When the circle goes on, it is gone
    here.goes_to("focus")
    screen.sees(lambda view: view["stage"]["key"] == "focus" and "earlier" not in view, "the stage")
    assert CANARY in screen.heard(), "the control"
    # Then no other device ever heard of it, and the comment went nowhere
    assert [each for each in (here.facilitator, sam, priya) if CANARY in each.heard()] == []
    assert "Sunday" not in screen.heard().replace(CANARY, "")
