"""What must never be written down, in the log or the table of moves: words, names, codes and tokens."""

import re
import secrets
from collections.abc import Callable

import pytest
import requests

from app.store import tables as t
from tests.devices import Device, Table, new_op, post
from tests.live.canaries import (
    Canaries,
    canaries_for,
    database,
    log_of,
    moves_of,
    without_the_words,
    written_words,
)
from tests.live.strangers import POLLING, Browser, ask, connecting, handshake
from tests.live.wires import Wire
from tests.server import Server

pytestmark = pytest.mark.live
Seated = Callable[..., Table]


def play_a_circle(table: Table, canaries: Canaries, names: str) -> None:
    """From the lobby to the close, with a word of its own in each field that takes words."""
    word, facilitator, key = canaries.word, table.facilitator, secrets.token_hex(16)
    sam, priya = table.joins(word("Sam")), table.joins(word("Priya"))
    canaries.secrets |= {*table.tokens.values(), facilitator.view["screen_code"], key}
    facilitator.done("title", text=word("title"))
    facilitator.done(
        "details",
        names=names,
        **{name: word(name) for name in ("facilitator", "advisor", "activity")},
        attendance=[{"name": word("attends"), "role": word("role")}],
        destinations=[
            {"kind": "child", "initials": canaries.marker[:8], "number": word("number"), "worker": word("w")}
        ],
        boxes={
            box: word(box) for box in ("happened", "understood", "impact", "tried", "measure", "decision")
        },
    )
    facilitator.done("person", name=word("no-phone"))
    table.presents(word("Priya"))
    table.goes_to("focus")
    priya.sees(lambda view: view["stage"]["key"] == "focus")
    priya.done("focus", text=word("focus"), revision=0)
    priya.done("focus", text=word("focus-again"), revision=1)
    table.goes_to("solutions")
    sam.sees(lambda view: view["stage"]["key"] == "solutions")
    said = new_op()
    sam.play("contribute", said, visit=sam.visit, kind="suggestion", text=word("said"), edit_key=key)
    sam.done("edit", id=said, text=word("edited"), revision=1, edit_key=key)
    failing_moves(table, sam, canaries)
    table._press("next")
    late = new_op()
    assert (
        sam.play("contribute", late, visit=sam.visit - 1, kind="suggestion", text=word("late"))["ok"] is False
    )
    sam.done("hand_in", refused=late, kind="suggestion", text=word("handed-in"), edit_key=key)
    priya.sees(lambda view: view["stage"]["key"] == "selection")
    priya.done("choose", id=said, on=True)
    fields = ("by_whom", "what", "how", "why", "by_when", "measure", "decision_by")
    priya.done("action", id=said, **{name: word(name)[:40] for name in fields})
    priya.done("check_in", on="2027-03-01", by=word("checks-in"))
    facilitator.done("new_code")
    facilitator.done("stop", told=word("told"))
    view = facilitator.ask("sync")
    canaries.secrets |= {view["screen_code"], view["join"]["code"] if view["join"] else view["screen_code"]}
    facilitator.done("resume", visit=view["stage"]["visit"])
    table._press("next")
    sam.sees(lambda view: view["stage"]["key"] == "review")
    sam.done("contribute", visit=sam.visit, kind="issue", text=word("issue"))
    by_the_plain_form(table, canaries)
    facilitator.done("close", visit=facilitator.visit)
    by_the_records_page(table, canaries)


def failing_moves(table: Table, sam: Device, canaries: Canaries) -> None:
    """Refused, malformed, and with a database that fails in the middle of it."""
    word, visit = canaries.word, sam.visit
    for fields in ({"kind": word("kind")}, {"visit": word("visit")}, {"text": {word("key"): word("value")}},
                   {"text": word("x") + "\x00"}, {"text": word("long") * 50}, {"for": word("for")}):  # fmt: skip
        sam.play("contribute", **{"visit": visit, "kind": "suggestion", "text": word("refused"), **fields})
    sam.ask(word("event"), {word("field"): word("value")})
    assert sam.play(word("type"))["code"] == "invalid"
    with without_the_words(table.server):
        answer = sam.play("contribute", visit=visit, kind="suggestion", text=word("fails"))
        assert answer["code"] == "try_again"
        key = table.circle["join_url"].partition("#")[2]
        status, joining = post(table.server, "/api/join", {"key": key, "name": word("fails")})
        assert (status, joining["code"]) == (503, "try_again")
    for frame in (f'427["move",{{"op":"{word("frame")}"', f'427["{word("event")}",{"[" * 5000}', word("frame"), f"4{word('frame')}",
                  f'42/{word("namespace")},7["move"]', f'427[{{"{word("event")}":1}}]', f'44"{word("error")}"'):  # fmt: skip
        cut_off_by(table, frame)


def cut_off_by(table: Table, frame: str) -> None:
    wire = Wire(table.server, table.circle["screen_token"])
    wire.line.send(frame)
    assert wire.ends()


def by_the_plain_form(table: Table, canaries: Canaries) -> None:
    """Without scripts: joining, sending, and both once more while the database fails."""
    word, browser = canaries.word, Browser(table.server)
    table.facilitator.done("door", on=True)
    code = table.facilitator.ask("sync")["join"]["code"]
    browser.open("/j")
    at = browser.submit("/j", code=code, name=word("plain")).headers["Location"]
    canaries.secrets |= {str(cookie.value) for cookie in browser.cookies}

    def send(text: str) -> requests.Response:
        page = browser.open(at).text
        op, visit = (re.findall(rf'name="{name}" value="([^"]*)"', page)[0] for name in ("op", "visit"))
        return browser.submit(at, op=op, visit=visit, kind="issue", text=text, edit_key=secrets.token_hex(16))

    assert send(word("plain-said")).status_code == 303
    assert send(word("plain-long") * 50).status_code == 409
    with without_the_words(table.server):
        failed = send(word("plain-fails"))
    assert failed.status_code == 409
    assert "tried again" in failed.text or "not be saved" in failed.text


def by_the_records_page(table: Table, canaries: Canaries) -> None:
    """The facilitator completes the records, by their token in a cookie."""
    browser, address = Browser(table.server), f"/circles/{table.circle['circle']}/records"
    browser.call("/api/enter", {"token": table.circle["facilitator_token"]})
    browser.open(address)
    boxes = {f"box-{box}": canaries.word(f"{box}-by-page") for box in ("happened", "understood", "impact")}
    assert browser.submit(address, **boxes).status_code in (303, 422)
    with without_the_words(table.server):
        failed = browser.submit(address, **{"box-happened": canaries.word("page-fails")})
    assert failed.status_code >= 400
    for name in ("solution-form.docx", "solution-form.txt?detail=full", "record-of-learning.docx"):
        assert browser.open(f"{address}/{name}").status_code == 200


def failing_requests(server: Server, canaries: Canaries) -> None:
    """Words where a server might log them: in addresses, headers, bodies and forms."""
    word = canaries.word
    for path in (f"/{word('path')}", f"/circles/{word('circle')}/records", f"/p/{word('seat')}?sent={word('query')}",
                 f"{POLLING}&sid={word('session')}", f"/socket.io/?EIO={word('version')}", f"/static/{word('file')}"):  # fmt: skip
        ask(server, "GET", path, User_Agent=word("agent"), Referer=f"http://{word('referer')}/")
    ask(server, "GET", POLLING, Origin=f"https://{word('origin')}")
    handshake(server, origin=f"https://{word('origin')}")
    ask(server, "GET", "/", Host=word("host"))
    ask(
        server,
        "GET",
        "/circles/0/records",
        Authorization=f"Bearer {word('bearer')}",
        Cookie=f"staff={word('cookie')}",
    )
    ask(server, "POST", "/api/join", {"code": word("code"), "name": word("name")}, "127.0.0.31")
    ask(server, "POST", "/api/enter", {"token": word("token")})
    ask(server, "POST", "/api/enter", word("body"))
    ask(server, "POST", f"{POLLING}&sid={word('session')}", word("body"))
    ask(server, word("VERB").upper(), "/")
    somebody = Browser(server)
    for path, fields in (
        ("/sign-in", {"name": word("name"), "password": word("password")}),
        ("/invitation", {"link": f"x#{word('link')}"}),
        ("/screen", {"code": "x"}),
    ):
        somebody.open(path)
        somebody.submit(path, **fields)
    assert connecting(server, word("token-that-is-none")) == "revoked"


@pytest.mark.parametrize("names", ["shown", "never"])
def test_no_word_name_code_or_token_is_logged(seated: Seated, names: str) -> None:
    table = seated()
    canaries = canaries_for(table.circle)
    play_a_circle(table, canaries, names)
    failing_requests(table.server, canaries)

    log, moves = log_of(table.server), moves_of(table.server, table.circle["circle"])
    assert "failed: " in log, "the failures themselves are logged"
    assert canaries.found_in(log) == set()
    assert canaries.found_in(moves) == set()


def test_control_a_canary_that_was_written_down_is_found(seated: Seated) -> None:
    table = seated()
    canaries, circle = canaries_for(table.circle), table.circle["circle"]
    planted = [canaries.word("planted"), table.circle["join_code"], table.circle["facilitator_token"]]
    table.facilitator.done("title", text=planted[0])
    assert canaries.found_in(written_words(table.server, circle)) == {planted[0]}, (
        "words are kept in one table"
    )
    for word in planted:
        with table.server.log.open("a") as log:
            log.write(f"somebody sent {word}\n")
        with database(table.server) as db:
            db.execute(t.moves.update().where(t.moves.c.circle_id == circle).values(digest=word))
        assert word in canaries.found_in(log_of(table.server))
        assert canaries.found_in(moves_of(table.server, circle)) == {word}
