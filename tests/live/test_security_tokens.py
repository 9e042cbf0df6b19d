"""What somebody who means no good might try with codes and tokens: guessing them, borrowing them, opening records
with them (docs/protocol.md, "Who holds what")."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from socketio.exceptions import SocketIOError

from tests.devices import Device, Table, new_op, post
from tests.live.conftest import Served
from tests.live.strangers import CSRF, Answer, Browser, ask, connecting
from tests.server import Server

pytestmark = pytest.mark.live
Seated = Callable[..., Table]


# Guessing


def test_the_eleventh_wrong_code_from_an_address_is_refused_and_the_square_still_lets_in(
    seated: Seated,
) -> None:
    table = seated()
    server, guesser, neighbour = table.server, "127.0.0.21", "127.0.0.22"
    code, key = table.circle["join_code"], table.circle["join_url"].partition("#")[2]

    def join(address: str, **way: str) -> Answer:
        return ask(server, "POST", "/api/join", {"name": "Eve", **way}, address)

    for number in range(10):
        assert join(guesser, code=f"ZZZZ-ZZ{number:02}").code == "code_unknown", number
    eleventh, right = join(guesser, code="ZZZZ-ZZZZ"), join(guesser, code=code)

    assert (eleventh.status, eleventh.code) == (429, "too_many_tries")
    assert right.code == "too_many_tries", "otherwise the right one would show itself"
    assert join(guesser, key=key).status == 200
    assert join(neighbour, code=code).status == 200
    assert join(guesser, key="0" * 32).code == "code_unknown"
    # The same count holds for the screen's code and for the plain form
    browser = Browser(server)
    for path in ("/screen", "/j"):
        page = browser.open(path)
        fields = {"csrf_token": CSRF.findall(page.text)[0], "code": code, "name": "Eve"}
        cookie = "; ".join(f"{each.name}={each.value}" for each in browser.cookies)
        body = "&".join(f"{name}={value}" for name, value in fields.items())
        form = {"Content_Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        assert ask(server, "POST", path, body, guesser, **form).status == 429, path


def test_many_addresses_together_are_slowed_down_too(server: Server) -> None:
    """On a server of its own: for a minute nobody there can type a code."""
    circle = server.create("solution")
    for number in range(60):
        guess = ask(
            server, "POST", "/api/join", {"code": "ZZZZ-ZZZZ", "name": "Eve"}, f"127.0.1.{number // 10 + 1}"
        )
        assert guess.code == "code_unknown", number
    typed = {"code": circle["join_code"], "name": "Sam"}
    assert ask(server, "POST", "/api/join", typed, "127.0.2.1").code == "too_many_tries"
    scanned = {"key": circle["join_url"].partition("#")[2], "name": "Sam"}
    assert ask(server, "POST", "/api/join", scanned, "127.0.2.1").status == 200


# Borrowed tokens


def test_a_token_gives_nothing_in_another_circle(seated: Seated) -> None:
    mine, theirs = seated(), seated()
    mine.joins("Sam")
    theirs.joins("Tom")
    sam, circle = mine.device(mine.tokens["Sam"]), theirs.circle["circle"]
    for token in (mine.tokens["Sam"], mine.circle["facilitator_token"], mine.circle["screen_token"]):
        view = mine.device(token).ask("sync")
        assert view["circle"]["id"] == mine.circle["circle"]
        cookie = f"seat-{circle}={token}; facilitator-{circle}={token}"
        for path in ("seat-token", "token"):
            answer = ask(
                mine.server, "POST", f"/api/circles/{circle}/{path}", Cookie=cookie, Origin=mine.server.url
            )
            assert answer.status in (403, 404), path
        assert ask(mine.server, "GET", f"/p/{circle}", Cookie=cookie).status == 403
        for path in ("control", "records", "details"):
            answer = ask(mine.server, "GET", f"/circles/{circle}/{path}", Authorization=f"Bearer {token}")
            assert answer.status == 404, path
    assert mine.facilitator.play("remove", seat=theirs.seats["Tom"])["code"] == "not_found"
    # Naming the other circle in a move does not help either
    assert sam.play("title", text="Mine", circle=circle)["code"] == "not_allowed"
    assert theirs.facilitator.ask("sync")["circle"]["title"] == ""


def test_the_screen_reads_and_does_nothing(seated: Seated) -> None:
    table = seated()
    sam, screen = table.joins("Sam"), table.screen()
    table.goes_to("solutions")
    sam.sees(lambda view: view["stage"]["key"] == "solutions")
    sam.done("contribute", visit=sam.visit, kind="suggestion", text="Sam’s")
    view = table.facilitator.ask("sync")
    visit, said, seat = view["stage"]["visit"], view["contributions"][0]["id"], table.seats["Sam"]
    acts: list[dict[str, Any]] = [
        {"type": "next", "visit": visit}, {"type": "pause", "visit": visit}, {"type": "cut", "visit": visit},
        {"type": "close", "visit": visit}, {"type": "door", "on": True}, {"type": "new_code"}, {"type": "stop"},
        {"type": "title", "text": "Ours"}, {"type": "details", "activity": "Ours"}, {"type": "presenter", "seat": seat},
        {"type": "person", "name": "Eve"}, {"type": "remove", "seat": seat}, {"type": "hide", "id": said},
        {"type": "erase", "id": said}, {"type": "withdraw", "id": said},
        {"type": "contribute", "visit": visit, "kind": "suggestion", "text": "Ours"},
        {"type": "hand_in", "refused": new_op(), "kind": "suggestion", "text": "Ours"},
    ]  # fmt: skip
    for act in acts:
        assert screen.play(**act)["code"] == "not_allowed", act
    assert table.facilitator.ask("sync")["version"] == view["version"]


def _asks_what_became_of_it(device: Device) -> str:
    """The code of the refusal. Of several workers one may have noticed by itself, and ended the line with that."""
    try:
        return str(device.ask("sync")["code"])
    except SocketIOError:
        return next(str(why["code"]) for event, why in device.received if event == "revoked")


def test_after_the_close_only_the_records_are_left(seated: Seated) -> None:
    table = seated()
    sam, screen = table.joins("Sam"), table.screen()
    table.goes_to("review")
    table.facilitator.done("close", visit=table.facilitator.visit)
    table.server.step(10 * 60_000)
    for token in (table.tokens["Sam"], table.circle["screen_token"]):
        assert connecting(table.server, token) == "revoked"
    assert {_asks_what_became_of_it(device) for device in (sam, screen)} == {"revoked"}
    code = post(
        table.server, "/api/join", {"key": table.circle["join_url"].partition("#")[2], "name": "Late"}
    )
    assert (code[0], code[1]["code"]) == (403, "door_closed")
    facilitator = table.device(table.circle["facilitator_token"])
    assert facilitator.play("blank", on=True)["code"] == "circle_closed"
    assert facilitator.play("title", text="For the record")["ok"]
    assert opened(table, f"Bearer {table.circle['facilitator_token']}") == {200}


# The records

RECORDS = ("", "/solution-form.docx", "/solution-form.txt", "/solution-form.txt?detail=full", "/record-of-learning.docx",
           "/record-of-learning.txt")  # fmt: skip


def opened(table: Table, authorization: str | None = None, cookie: str | None = None) -> set[int]:
    """The answers to all calls for the records; what is refused must hold nothing of the circle."""
    headers = {"Authorization": authorization or "", "Cookie": cookie or ""}
    sent = {name: value for name, value in headers.items() if value}
    answers = [
        ask(table.server, "GET", f"/circles/{table.circle['circle']}/records{path}", **sent)
        for path in RECORDS
    ]
    for answer in answers:
        assert answer.status == 200 or "Canary" not in answer.text
    return {answer.status for answer in answers}


def test_the_records_are_for_the_staff_of_the_team_and_nobody_else(seated: Seated, joanna: Browser) -> None:
    table, other = seated(), seated()
    table.joins("Sam")
    table.facilitator.done("title", text="Canary")
    circle, tokens = table.circle["circle"], table.circle
    assert opened(table, f"Bearer {tokens['facilitator_token']}") == {200}
    assert opened(table, cookie=f"facilitator-{circle}={tokens['facilitator_token']}") == {200}
    for token in (tokens["screen_token"], table.tokens["Sam"], other.circle["facilitator_token"], "x" * 32, "", circle,
                  tokens["join_code"], tokens["facilitator_token"][:-1]):  # fmt: skip
        assert opened(table, f"Bearer {token}") == {404}, token
        if token:
            assert opened(table, cookie=f"facilitator-{circle}={token}; seat-{circle}={token}") == {302}
    assert opened(table, f"Basic {tokens['facilitator_token']}") == {404}
    assert opened(table) == {302}, "a person is asked to sign in"
    # An administrator of another team is told that there is nothing
    assert {joanna.open(f"/circles/{circle}/records{path}").status_code for path in RECORDS} == {404}


def test_the_staff_of_a_team_open_its_records_by_their_session(joanna: Browser, served: Served) -> None:
    joanna.open("/")
    team = re.findall(r'name="team" value="(\d+)"', joanna.page)[0]
    started = joanna.submit("/circles", format="solution", team=team).headers["Location"]
    own = started.removesuffix("/control")
    assert {joanna.open(f"{own}/records{path}").status_code for path in RECORDS} == {200}
    given = joanna.call(f"/api{own}/token").json()
    assert given["kind"] == "facilitator"
    device = Device(served.server, given["token"])
    assert device.sees(lambda view: view["role"] == "facilitator")
    # Signed out everywhere, the token that came from the session ends too
    joanna.open("/account")
    joanna.submit("/account/sign-out-everywhere")
    device.sees(lambda _: not device.sio.connected, "the cut")
    assert connecting(served.server, given["token"]) == "revoked"
    assert joanna.open(f"{own}/records").url.startswith(f"{served.server.url}/sign-in")
    joanna.submit("/sign-in", name="Joanna Okafor", password="three random words")


def test_nobody_reaches_the_records_of_a_circle_that_does_not_exist(served: Served) -> None:
    for circle in ("0" * 16, "..", "%2e%2e", "x" * 500, "%00", "'%20OR%201=1"):
        answer = ask(
            served.server,
            "GET",
            f"/circles/{circle}/records/solution-form.txt",
            Authorization="Bearer " + "x" * 32,
        )
        assert answer.status == 404, circle
