"""What was agreed stands on the control page of the team's next circle, and on the screen while that shows it."""

import json
import re
from collections.abc import Callable
from html import unescape

import pytest
from sqlalchemy import Connection

from app.circle.catalogue import catalogue
from app.pages.follow_up import for_screen
from app.store import follow_up
from app.store.tokens import Bearer
from tests.pages.actions import MORNINGS, SCHOOL, check
from tests.pages.conftest import ORIGIN, Person, Service
from tests.pages.held import action_of, held, in_days, play


def test_what_is_taken_off_the_screen_at_this_moment_does_not_come_back(
    service: Service, joanna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between looking which screens show earlier actions and telling them, the facilitator of one takes them off."""
    earlier = held(service, SCHOOL)
    here = service.services.conduct.create(catalogue().formats["solution"], 1, 1).id
    play(service, here, "earlier", on=True)
    looked = follow_up.showing_earlier

    def then_somebody_takes_them_off(db: Connection, team_id: int) -> list[str]:
        found = looked(db, team_id)
        taking_off.append(here)
        return found

    taking_off: list[str] = []
    played = service.services.conduct.play

    def play_after_taking_off(bearer: Bearer, move: dict[str, object], **kwargs: object) -> dict[str, object]:
        if taking_off and move["type"] == "earlier":
            play_off = {"op": "0" * 32, "type": "earlier", "on": False}
            assert played(Bearer("", taking_off.pop(), "facilitator", None, 1, 1), play_off)["ok"]
        return played(bearer, move, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(follow_up, "showing_earlier", then_somebody_takes_them_off)
    monkeypatch.setattr(service.services.conduct, "play", play_after_taking_off)
    check(service, joanna, earlier, outcome="done")
    circle = service.services.store.circle(here)
    assert circle is not None
    assert not circle.earlier


def answer_by_script(person: Person, circle: str, action: str, **typed: str) -> tuple[int, dict[str, object]]:
    """What the control page's script does: the same form, answered as JSON."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', person.page)
    assert token
    answer = person.client.post(
        f"/circles/{circle}/actions/{action}",
        data={"csrf_token": token[1], **typed},
        headers={"Accept": "application/json", "Origin": ORIGIN},
        base_url=ORIGIN,
    )
    return answer.status_code, json.loads(answer.data)


def panel(person: Person, circle: str) -> str:
    found = re.search(
        r'<details class="control-earlier".*?<div[^>]* id="people-place">',
        person.open(f"/circles/{circle}/control").page,
        re.DOTALL,
    )
    return unescape(found[0]) if found else ""


def test_what_is_due_stands_on_the_next_circles_control_page(
    service: Service, joanna: Person, sam: Person, start: Callable[..., str]
) -> None:
    held(service, SCHOOL, check_in=in_days(service, 1))
    held(service, MORNINGS)
    here = start(joanna)
    assert "side door" not in panel(joanna, here), "its day has not come"
    assert "mornings only" in panel(joanna, here), "no day was agreed, so it is any circle's"
    service.later(days=1)
    joanna.sign_in("Joanna Okafor")
    assert "side door" in panel(joanna, here)
    assert panel(sam, start(sam.sign_in("Sam Whitfield"), 2)) == ""


def test_a_circle_does_not_ask_after_its_own_actions(service: Service, joanna: Person) -> None:
    own = held(service, MORNINGS)
    assert panel(joanna, own) == ""


def test_what_is_found_is_noted_without_leaving_the_page(
    service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    before = held(service, MORNINGS)
    action = action_of(service, before)
    service.later(minutes=1)
    here = start(joanna)
    panel(joanna, here)
    status, answer = answer_by_script(joanna, before, action, outcome="not_yet", text="Half term")
    assert (status, list(answer["faults"])) == (422, ["on"])  # type: ignore[call-overload]
    status, answer = answer_by_script(joanna, before, action, outcome="done", text="Every day now")
    assert (status, answer) == (200, {"said": "Done. Every day now"})
    assert "Done. Every day now" in panel(joanna, here), "it stands there until this circle is over"
    play(service, here, "start")
    service.later(minutes=1)
    assert "mornings only" not in panel(joanna, start(joanna)), "and is gone from the next"


def test_screens_that_show_earlier_actions_are_told_what_was_found(
    service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    before = held(service, MORNINGS)
    action = action_of(service, before)
    service.later(minutes=1)
    showing = service.services.conduct.create(catalogue().formats["success"], 1, 1).id
    play(service, showing, "earlier", on=True)
    service.later(minutes=1)
    other = start(joanna)
    versions = {each: version(service, each) for each in (showing, other)}
    joanna.open("/actions").send(f"/circles/{before}/actions/{action}", outcome="done")
    assert version(service, showing) == versions[showing] + 1
    assert version(service, other) == versions[other]
    shown = service.services.store.circle(showing)
    assert shown is not None
    now = service.clock.at
    assert [each["state"] for each in for_screen(service.services.store, shown, now)] == ["done"]


def version(service: Service, circle: str) -> int:
    known = service.services.store.circle(circle)
    assert known is not None
    return known.version


def test_without_scripts_the_form_leads_back_to_the_control_page(
    service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    before = held(service, MORNINGS)
    here = start(joanna)
    path = f"/circles/{before}/actions/{action_of(service, before)}"
    joanna.open(f"/circles/{here}/control").send(path, outcome="done", text="Yes", back=here)
    assert 'id="control"' in joanna.page
    joanna.open("/actions").send(path, outcome="done", text="Yes", back="//evil.example")
    assert "Actions</h1>" in joanna.page


def test_a_token_of_one_circle_shows_nothing_of_another(
    service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    before, here = held(service, MORNINGS), start(joanna)
    token = service.services.conduct.give(here, "facilitator")
    somebody = service.somebody().client
    headers = {"Authorization": f"Bearer {token}"}
    page = somebody.get(f"/circles/{here}/control", base_url=ORIGIN, headers=headers)
    assert page.status_code == 200
    assert "mornings only" not in page.text
    assert "mornings only" in panel(joanna, here), "the control: it is there for the team"
    assert somebody.get(f"/circles/{before}/control", base_url=ORIGIN, headers=headers).status_code == 404
