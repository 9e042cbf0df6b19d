"""Who is at the controls: the facilitator, the advisor, and how a part is handed over on purpose."""

import json
from collections.abc import Callable

from tests.pages.conftest import ORIGIN, Person, Service


def token(person: Person, circle: str) -> tuple[int, str]:
    """What the control page's script gets when it asks for a token: the status and the part it is for."""
    answer = person.client.post(f"/api/circles/{circle}/token", base_url=ORIGIN, headers={"Origin": ORIGIN})
    return answer.status_code, json.loads(answer.data).get("kind", "")


def colleague(service: Service, joanna: Person) -> Person:
    """Ann, who is in Joanna's team."""
    return service.somebody().use_link(joanna.invite_link(1), name="Ann Lee")


def test_whoever_starts_a_circle_has_its_controls(joanna: Person, start: Callable[..., str]) -> None:
    circle = start(joanna)
    assert token(joanna, circle) == (200, "facilitator")
    assert "Connecting" in joanna.open(f"/circles/{circle}/control").page


def test_a_colleague_takes_over_only_by_a_press_that_says_so(
    service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    circle, ann = start(joanna), colleague(service, joanna)
    assert token(ann, circle)[0] == 403
    assert "Take over as facilitator" in ann.open(f"/circles/{circle}/control").page

    ann.send(f"/circles/{circle}/hat", hat="facilitator")

    assert token(ann, circle) == (200, "facilitator")
    assert token(joanna, circle)[0] == 403
    assert "Ann Lee runs this circle" in joanna.open(f"/circles/{circle}/control").page


def test_the_advisor_gets_the_advisors_part(
    service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    circle, ann = start(joanna), colleague(service, joanna)
    ann.open(f"/circles/{circle}/control").send(f"/circles/{circle}/hat", hat="advisor")
    assert token(ann, circle) == (200, "advisor")
    assert token(joanna, circle) == (200, "facilitator")


def test_tokens_that_somebody_had_for_a_part_end_when_it_is_handed_over(
    service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    circle, ann = start(joanna), colleague(service, joanna)
    answer = joanna.client.post(f"/api/circles/{circle}/token", base_url=ORIGIN, headers={"Origin": ORIGIN})
    held = json.loads(answer.data)["token"]
    assert service.services.conduct.bearer(held) is not None

    ann.open(f"/circles/{circle}/control").send(f"/circles/{circle}/hat", hat="facilitator")

    assert service.services.conduct.bearer(held) is None


def test_another_team_sees_nothing_of_a_circle(
    joanna: Person, sam: Person, start: Callable[..., str]
) -> None:
    circle = start(joanna)
    assert sam.open(f"/circles/{circle}/control").status == 404
    assert token(sam, circle)[0] == 404
    assert sam.open("/").send(f"/circles/{circle}/hat", hat="facilitator").status == 404


def test_the_screen_opens_with_a_token_in_the_fragment(joanna: Person, start: Callable[..., str]) -> None:
    circle = start(joanna)
    joanna.open(f"/circles/{circle}/control")
    csrf = joanna.page.split('name="csrf_token" value="')[1].split('"')[0]
    answer = joanna.client.post(f"/circles/{circle}/screen-link", data={"csrf_token": csrf}, base_url=ORIGIN)
    assert answer.status_code == 303
    path, _, fragment = answer.headers["Location"].partition("#")
    assert path == f"/screen/{circle}"
    assert len(fragment) >= 22
