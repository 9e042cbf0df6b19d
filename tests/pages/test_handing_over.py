"""A circle is handed over on purpose: by whoever runs it, to somebody of the team, and by nobody else."""

import re
from collections.abc import Callable

from app.store import staff
from tests.pages.conftest import ORIGIN, Person, Service
from tests.pages.held import held
from tests.pages.test_control import colleague, token


def hand_over(giver: Person, circle: str, to: str) -> Person:
    """Opens the control page and sends its form, whatever stands on it."""
    return giver.open(f"/circles/{circle}/control").send(f"/circles/{circle}/hand-over", to=to)


def offered(person: Person, circle: str) -> dict[str, str]:
    """To whom the page offers to hand over: names with what the form sends."""
    page = person.open(f"/circles/{circle}/control").page
    form = re.search(r'<details[^>]*id="hand-over".*?</details>', page, re.DOTALL)
    return {
        name: value for value, name in re.findall(r'value="(\d+)">([^<]+)</option>', form[0] if form else "")
    }


def test_who_runs_a_circle_hands_it_to_a_colleague_who_has_the_controls_at_once(
    service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    circle, ann = start(joanna), colleague(service, joanna)
    assert list(offered(joanna, circle)) == ["Ann Lee"]

    hand_over(joanna, circle, offered(joanna, circle)["Ann Lee"])

    assert "You handed this circle over to Ann Lee." in joanna.page
    assert "Ann Lee runs this circle" in joanna.page
    assert token(joanna, circle)[0] == 403
    assert token(ann, circle) == (200, "facilitator")
    assert "Connecting" in ann.open(f"/circles/{circle}/control").page


def test_the_advisor_can_be_given_the_circle_too(
    service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    circle, ann = start(joanna), colleague(service, joanna)
    ann.open(f"/circles/{circle}/control").send(f"/circles/{circle}/hat", hat="advisor")
    hand_over(joanna, circle, offered(joanna, circle)["Ann Lee"])
    assert token(ann, circle) == (200, "facilitator")


def test_opening_the_page_takes_and_gives_nothing(
    service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    circle, ann = start(joanna), colleague(service, joanna)
    ann.open(f"/circles/{circle}/control")
    assert "Joanna Okafor runs this circle" in ann.page
    assert ann.open(f"/circles/{circle}/hand-over").status in (404, 405)
    assert token(joanna, circle) == (200, "facilitator")


def test_only_who_runs_the_circle_can_give_it(
    service: Service, joanna: Person, sam: Person, start: Callable[..., str]
) -> None:
    circle, ann = start(joanna), colleague(service, joanna)
    somebody = offered(joanna, circle)["Ann Lee"]
    assert offered(ann, circle) == {}
    # Not a colleague, not even the advisor; another team is told that there is no such circle
    assert hand_over(ann, circle, somebody).status == 403
    ann.open(f"/circles/{circle}/control").send(f"/circles/{circle}/hat", hat="advisor")
    assert offered(ann, circle) == {}
    assert hand_over(ann, circle, somebody).status == 403
    assert sam.open("/").send(f"/circles/{circle}/hand-over", to=somebody).status == 404
    assert token(joanna, circle) == (200, "facilitator")


def test_it_can_be_given_to_staff_of_the_team_only(
    service: Service, joanna: Person, sam: Person, start: Callable[..., str]
) -> None:
    circle, _ann = start(joanna), colleague(service, joanna)
    teams = joanna.open("/teams").page
    others = set(re.findall(r"/people/(\d+)", teams)) - set(offered(joanna, circle).values())
    assert len(others) >= 2, "Sam of the other team, and Joanna herself"
    for wrong in (*others, "", "0", "-1", "99999", "1 or 1=1", "facilitator"):
        assert hand_over(joanna, circle, wrong).status == 404, wrong
    assert token(joanna, circle) == (200, "facilitator")


def test_whose_account_is_stopped_is_not_offered_and_cannot_be_given_it(
    service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    circle, _ann = start(joanna), colleague(service, joanna)
    ann = offered(joanna, circle)["Ann Lee"]
    with service.services.store.writing() as tx:
        staff.set_active(tx.db, int(ann), active=False)
    assert offered(joanna, circle) == {}
    assert hand_over(joanna, circle, ann).status == 404


def test_a_form_without_its_token_gives_nothing(
    service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    circle, _ann = start(joanna), colleague(service, joanna)
    to = offered(joanna, circle)["Ann Lee"]
    answer = joanna.client.post(f"/circles/{circle}/hand-over", data={"to": to}, base_url=ORIGIN)
    assert answer.status_code == 400
    assert token(joanna, circle) == (200, "facilitator")


def test_whoever_is_signed_out_is_asked_to_sign_in(
    service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    circle, _ann = start(joanna), colleague(service, joanna)
    to = offered(joanna, circle)["Ann Lee"]
    nobody = service.somebody().open("/sign-in")
    assert nobody.send(f"/circles/{circle}/hand-over", to=to).status in (401, 404)
    assert token(joanna, circle) == (200, "facilitator")


def test_a_circle_that_is_over_is_not_handed_over(
    service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    _ann, to = colleague(service, joanna), offered(joanna, start(joanna))["Ann Lee"]
    circle = held(service)
    assert token(joanna, circle) == (200, "facilitator")
    assert offered(joanna, circle) == {}
    assert hand_over(joanna, circle, to).status == 403


def test_tokens_of_the_giver_end_with_the_part(
    service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    circle, _ann = start(joanna), colleague(service, joanna)
    conduct = service.services.conduct
    kept = conduct.give(circle, "facilitator", 1)
    assert conduct.bearer(kept) is not None
    hand_over(joanna, circle, offered(joanna, circle)["Ann Lee"])
    assert conduct.bearer(kept) is None
