"""Whoever may see a circle no more is told so at once and hears nothing further, whether or not anything happens
in the circle (protocol, `revoked`)."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.pages.conftest import ORIGIN, PASSWORD, Person, Service

Start = Callable[..., str]


class Socket:
    """A socket of somebody's control page."""

    def __init__(self, service: Service, person: Person, circle: str) -> None:
        answer = person.client.post(
            f"/api/circles/{circle}/token", base_url=ORIGIN, headers={"Origin": ORIGIN}
        )
        assert answer.status_code == 200, answer.text
        self.client = service.app.extensions["socketio"].test_client(
            service.app, auth={"token": answer.get_json()["token"]}, headers={"Origin": ORIGIN}
        )
        self.heard: list[dict[str, Any]] = []
        self.hears("view")

    def hears(self, event: str, within_s: float = 5.0) -> bool:
        give_up = time.monotonic() + within_s
        while time.monotonic() < give_up:
            self.heard += self.client.queue[len(self.heard) :]
            if any(each["name"] == event for each in self.heard):
                return True
            time.sleep(0.01)
        return False


@pytest.fixture
def circle(service: Service, joanna: Person, sam: Person, start: Start) -> str:
    """Sam, now in the team North, is its facilitator; Joanna is only of the team."""
    circle = start(joanna)
    joanna.open("/teams/1").send("/teams/1/people", person="2")
    sam.open(f"/circles/{circle}/control").send(f"/circles/{circle}/hat", hat="facilitator")
    return circle


def hand_over(joanna: Person, sam: Person, circle: str) -> None:
    joanna.open(f"/circles/{circle}/control").send(f"/circles/{circle}/hat", hat="facilitator")


def stop_the_account(joanna: Person, sam: Person, circle: str) -> None:
    joanna.open("/people/2").send("/people/2/active", on="no")


def take_out_of_the_team(joanna: Person, sam: Person, circle: str) -> None:
    joanna.open("/teams/1").send("/teams/1/people/remove", person="2")


def sign_out(joanna: Person, sam: Person, circle: str) -> None:
    sam.open("/account").send("/sign-out")


def sign_out_everywhere(joanna: Person, sam: Person, circle: str) -> None:
    sam.open("/account").send("/account/sign-out-everywhere")


def change_the_password(joanna: Person, sam: Person, circle: str) -> None:
    sam.open("/account").send("/account/password", old=PASSWORD, password="four other random words")


def throw_away(joanna: Person, sam: Person, circle: str) -> None:
    joanna.open("/").send(f"/circles/{circle}/discard")


CHANGES = (
    hand_over,
    stop_the_account,
    take_out_of_the_team,
    sign_out,
    sign_out_everywhere,
    change_the_password,
    throw_away,
)


@pytest.mark.parametrize("change", CHANGES)
def test_who_may_see_it_no_more_is_told_and_hears_nothing_further(
    service: Service, joanna: Person, sam: Person, circle: str, change: Callable[..., None]
) -> None:
    sams = Socket(service, sam, circle)
    change(joanna, sam, circle)
    assert sams.hears("revoked")
    heard = len(sams.heard)
    rooms = service.app.extensions["gateway"].rooms
    assert circle not in rooms._rooms
    if change is throw_away:
        assert service.services.store.circle(circle) is None
    else:
        say_something(service, circle)
    assert not sams.hears("changed", within_s=0.05)
    assert len(sams.heard) == heard


def test_signing_out_on_one_device_leaves_the_others(service: Service, sam: Person, circle: str) -> None:
    elsewhere = service.somebody().sign_in("Sam Whitfield")
    here, there = Socket(service, sam, circle), Socket(service, elsewhere, circle)
    sam.open("/account").send("/sign-out")
    assert here.hears("revoked")
    say_something(service, circle)
    assert there.hears("changed")
    assert not there.hears("revoked", within_s=0.05)


def test_a_token_that_has_run_out_is_noticed_when_something_happens(
    service: Service, sam: Person, circle: str
) -> None:
    sams = Socket(service, sam, circle)
    service.later(hours=13)
    say_something(service, circle)
    assert sams.hears("revoked")
    assert [each["name"] for each in sams.heard].count("changed") == 0


def say_something(service: Service, circle: str) -> None:
    conduct = service.services.conduct
    bearer = conduct.bearer(conduct.give(circle, "facilitator"))
    assert bearer is not None
    assert conduct.play(bearer, {"op": f"{time.monotonic_ns():032x}", "type": "title", "text": "SECRET"})[
        "ok"
    ]
