"""Signing in and out, and when a session ends."""

import re

import pytest
from argon2 import extract_parameters

from app.pages import passwords
from app.pages.access import ABSOLUTE_MS, IDLE_MS
from app.pages.forms import local_path
from app.pages.passwords import Throttle
from tests.pages.conftest import CSRF, ORIGIN, PASSWORD, Person, Service

#: As it was before the tests' own cheap one took its place.
REAL_HASHER = passwords._hasher


def sentence(page: str) -> str:
    found = re.search(r'<p id="name-error".*?</span>(.*?)</p>', page, re.DOTALL)
    assert found, page
    return found[1].strip()


def test_sign_in_and_out(service: Service, joanna: Person) -> None:
    joanna.send("/sign-out")
    assert "You are signed out." in joanna.page
    assert "Sign in" in joanna.open("/").page
    assert "Start a circle" in joanna.sign_in("  joanna okafor ").page


def test_unknown_name_and_wrong_password_get_the_same_answer(service: Service, joanna: Person) -> None:
    wrong = service.somebody().sign_in("Joanna Okafor", "not her password")
    unknown = service.somebody().sign_in("Nobody Atall", "not her password")
    assert (wrong.status, sentence(wrong.page)) == (unknown.status, sentence(unknown.page))
    assert wrong.status == 403
    assert "not her password" not in wrong.page


def test_unknown_name_costs_a_verification_too(
    service: Service, joanna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []
    monkeypatch.setattr(passwords, "_fits", lambda hashed, _password: bool(looked_at.append(hashed)))
    service.somebody().sign_in("Nobody Atall")
    service.somebody().sign_in("Joanna Okafor")
    assert len(looked_at) == 2


def test_verification_for_an_unknown_name_costs_as_much() -> None:
    nobodys = extract_parameters(passwords._NOBODYS)
    for cost in ("time_cost", "memory_cost", "parallelism"):
        assert getattr(nobodys, cost) == getattr(REAL_HASHER, cost)
    assert not passwords.right(None, "x" * 12), "it is a hash that can be checked"


def test_failures_are_slowed_down_and_never_locked_out_for_good(service: Service, joanna: Person) -> None:
    eve = service.somebody()
    for _ in range(5):
        assert eve.sign_in("Joanna Okafor", "a guess at it").status == 403
    waiting = eve.sign_in("Joanna Okafor")
    assert waiting.status == 429
    assert "Wait 5 seconds" in waiting.page
    service.later(seconds=5)
    assert "Start a circle" in eve.sign_in("Joanna Okafor").page


def test_somebody_at_another_address_need_not_wait(service: Service, joanna: Person) -> None:
    eve = service.somebody()
    eve.address = "192.0.2.66"
    for _ in range(6):
        eve.sign_in("Joanna Okafor", "a guess at it")
    assert eve.status == 429
    assert "Start a circle" in service.somebody().sign_in("Joanna Okafor").page


def test_the_wait_grows_to_a_minute_and_no_further() -> None:
    throttle, now, waits = Throttle(), 1_000_000, []
    for _ in range(20):
        throttle.failed("jo", "192.0.2.1", now)
        wait = throttle.wait_ms("jo", "192.0.2.1", now)
        waits.append(wait // 1000)
        now += wait
    assert waits[:4] == [0, 0, 0, 0]
    assert waits[4:10] == [5, 10, 20, 40, 60, 60]
    assert max(waits) == 60
    assert throttle.wait_ms("jo", "192.0.2.1", now + Throttle.WINDOW_MS) == 0


def test_success_forgets_the_failures_of_that_name_at_that_address() -> None:
    throttle = Throttle()
    for _ in range(4):
        throttle.failed("jo", "192.0.2.1", 0)
    throttle.succeeded("jo", "192.0.2.1")
    throttle.failed("jo", "192.0.2.1", 0)
    assert throttle.wait_ms("jo", "192.0.2.1", 0) == 0


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("three random words", None),
        ("short", "12 characters"),
        ("x" * 201, "up to 200"),
        ("aaaaaaaaaaaaaaaa", "easy to guess"),
        ("password12345", "easy to guess"),
        ("Joanna Okafor1", "easy to guess"),
        ("three random\x00words", "hidden character"),
    ],
)
def test_which_passwords_are_too_weak(password: str, fault: str | None) -> None:
    said = passwords.weakness(password, "Joanna Okafor")
    assert (said is None) if fault is None else (fault in (said or ""))


def test_form_without_its_token_is_refused(service: Service, joanna: Person) -> None:
    client = service.app.test_client()
    answer = client.post("/sign-in", data={"name": "Joanna Okafor", "password": PASSWORD}, base_url=ORIGIN)
    assert answer.status_code == 400
    assert "open for too long" in answer.text


def test_token_of_another_session_is_refused(service: Service, joanna: Person) -> None:
    found = CSRF.search(service.somebody().open("/sign-in").page)
    assert found
    joanna.page = f'name="csrf_token" value="{found[1]}"'
    assert joanna.send("/account/sign-out-everywhere").status == 400
    assert "Start a circle" in joanna.open("/").page


def test_form_from_another_origin_is_refused(service: Service, joanna: Person) -> None:
    found = CSRF.search(joanna.open("/account").page)
    assert found
    answer = joanna.client.post(
        "/sign-out",
        data={"csrf_token": found[1]},
        base_url=ORIGIN,
        headers={"Origin": "https://elsewhere.example"},
    )
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "/\t/elsewhere.example",
        "x",
    ],
)
def test_sign_in_leads_to_this_server_only(service: Service, joanna: Person, elsewhere: str) -> None:
    somebody = service.somebody().open("/sign-in")
    found = CSRF.search(somebody.page)
    assert found
    answer = somebody.client.post(
        "/sign-in",
        data={"csrf_token": found[1], "name": "Joanna Okafor", "password": PASSWORD, "next": elsewhere},
        base_url=ORIGIN,
    )
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"


def test_sign_in_leads_back_to_where_one_came_from(service: Service, joanna: Person) -> None:
    somebody = service.somebody().open("/account")
    assert 'name="next" value="/account"' in somebody.page
    assert "Your account" in somebody.sign_in("Joanna Okafor", next="/account").page
    assert local_path("/circles/1a2b/details?x=1") == "/circles/1a2b/details?x=1"


def test_session_ends_when_nothing_is_opened(service: Service, joanna: Person) -> None:
    service.clock.at += IDLE_MS
    assert "Start a circle" in joanna.open("/").page
    service.clock.at += IDLE_MS + 1
    assert "Sign in" in joanna.open("/").page


def test_session_ends_after_its_longest_time_whatever_is_opened(service: Service, joanna: Person) -> None:
    for _ in range(ABSOLUTE_MS // IDLE_MS):
        service.clock.at += IDLE_MS
        assert "Start a circle" in joanna.open("/").page
    service.clock.at += 1
    assert "Sign in" in joanna.open("/").page


def test_sign_out_everywhere(service: Service, joanna: Person) -> None:
    elsewhere = service.somebody().sign_in("Joanna Okafor")
    joanna.open("/account").send("/account/sign-out-everywhere")
    assert "signed out on every device" in joanna.page
    assert "Sign in" in elsewhere.open("/").page
    assert "Sign in" in joanna.open("/").page


def test_new_password_ends_the_other_sessions_and_not_this_one(service: Service, joanna: Person) -> None:
    elsewhere = service.somebody().sign_in("Joanna Okafor")
    joanna.open("/account").send("/account/password", old=PASSWORD, password="another three words")
    assert "Your password is changed." in joanna.page
    assert "Sign in" in elsewhere.open("/").page
    assert "do not go together" in elsewhere.sign_in("Joanna Okafor").page
    assert "Start a circle" in elsewhere.sign_in("Joanna Okafor", "another three words").page


def test_new_password_needs_the_present_one(service: Service, joanna: Person) -> None:
    joanna.open("/account").send("/account/password", old="not it", password="another three words")
    assert joanna.status == 422
    assert "not your current password" in joanna.page


def test_stopped_account_is_signed_out_and_cannot_sign_in(
    service: Service, joanna: Person, sam: Person
) -> None:
    joanna.open("/people/2").send("/people/2/active", on="no")
    assert "Sign in" in sam.open("/").page
    assert "do not go together" in sam.sign_in("Sam Whitfield").page
    joanna.send("/people/2/active", on="yes")
    assert "Start a circle" in sam.sign_in("Sam Whitfield").page
