"""Bad input over the real line, which gets a clear answer: nothing changes, and everybody else is served as before.
What cannot even be read is looked at in test_unreadable.py."""

import http.client
import json
from typing import Any

import pytest

from tests.devices import PATIENCE_S, Table, post
from tests.live.wires import AN_OP, Wire, sam_of, suggests, texts

pytestmark = pytest.mark.live


# Words

KEPT = {
    "  Trimmed \n": "Trimmed",
    f"  {'x' * 500}\n\n": "x" * 500,
    "👩🏽‍🏫" * 100: "👩🏽‍🏫" * 100,
    "e\u0301te\u0301": "été",
    "two\r\nlines": "two\nlines",
    "<script>alert(1)</script>": "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)> &amp; {{ 7*7 }} {% raw %}": "<img src=x onerror=alert(1)> &amp; {{ 7*7 }} {% raw %}",
    "=cmd|' /C calc'!A0": "=cmd|' /C calc'!A0",
    "+1, -1, @all": "+1, -1, @all",
    "Robert'); DROP TABLE circles;--": "Robert'); DROP TABLE circles;--",
    "مرحبا עברית": "مرحبا עברית",
    '42["move",{}]': '42["move",{}]',
}
REFUSED = {
    "": "invalid",
    "  \n\t ": "invalid",
    "\u200b\u200d": "invalid",
    "x" * 501: "too_long",
    f"  {'é' * 501} ": "too_long",
    "bell\x07": "invalid",
    "nothing\x00": "invalid",
    "colour\x1b[31m": "invalid",
    "turned\u202egnp.exe": "invalid",
    "kept apart\u2066": "invalid",
    "half\ud83d": "invalid",
    "no character\uffff": "invalid",
    "line\u2028end": "invalid",
}


def test_words_are_kept_as_they_were_sent(table: Table) -> None:
    for text in KEPT:
        assert suggests(sam_of(table), text)["ok"], text
    assert texts(table) == list(KEPT.values())


def test_words_that_cannot_be_kept_are_refused_with_a_sentence(unchanged: Table) -> None:
    for text, code in REFUSED.items():
        answer = suggests(sam_of(unchanged), text)
        assert answer["code"] == code, ascii(text)
        assert answer["message"].endswith("."), ascii(text)


def test_what_is_no_text_is_refused(unchanged: Table) -> None:
    for text in (7, True, None, ["x"], {"x": 1}, 1.5):
        assert suggests(sam_of(unchanged), text)["code"] == "invalid", text


# Who, and when


def test_a_role_that_a_device_claims_gives_it_nothing(unchanged: Table) -> None:
    sam = sam_of(unchanged)
    claims = {
        "role": "facilitator",
        "kind": "facilitator",
        "seat": "0" * 16,
        "actor": "facilitator",
        "staff": True,
    }
    assert sam.play("next", visit=sam.visit, **claims)["code"] == "not_allowed"
    assert sam.play("phones", visit=sam.visit, on=True, **claims)["code"] == "not_allowed"
    wire = Wire(unchanged.server, None)
    wire.line.send("40" + json.dumps({"token": unchanged.tokens["Sam"], **claims}))
    wire.hears("40")
    frame = f'427["move",{{"op":"{AN_OP}","type":"title","text":"Mine"}}]'
    assert wire.asks(frame)["code"] == "not_allowed"


def test_a_seat_that_a_device_claims_is_not_believed(table: Table) -> None:
    sam = sam_of(table)
    answer = sam.play(
        "contribute",
        visit=sam.visit,
        kind="suggestion",
        text="Mine",
        author=table.seats["Tom"],
        seat=table.seats["Tom"],
        by="Tom",
    )
    assert answer["ok"]
    assert [one["by"] for one in table.facilitator.ask("sync")["contributions"]] == ["Sam"]


def test_what_somebody_else_wrote_cannot_be_changed(table: Table) -> None:
    sam, tom = sam_of(table), table.devices[2]
    tom.done("contribute", visit=tom.visit, kind="suggestion", text="Tom’s")
    theirs = tom.sees(lambda view: view["mine"] and view["mine"][0])
    acts: list[dict[str, Any]] = [
        {"type": "edit", "text": "Sam’s", "revision": 1},
        {"type": "withdraw"},
        {"type": "erase"},
        {"type": "hide"},
        {"type": "admit"},
    ]
    for act in acts:
        assert sam.play(**act, id=theirs["id"])["code"] == "not_allowed", act
        assert sam.play(**act, id=theirs["id"], edit_key="0" * 32)["code"] == "not_allowed", act
    assert sam.play("withdraw", id="f" * 32)["code"] == "not_found"
    speaks_for_tom = {"visit": sam.visit, "kind": "suggestion", "text": "Tom says", "for": table.seats["Tom"]}
    assert sam.play("contribute", **speaks_for_tom)["code"] == "not_allowed"
    assert tom.ask("sync")["mine"] == [theirs]


def test_a_move_for_another_stage_is_refused(unchanged: Table) -> None:
    sam, facilitator = sam_of(unchanged), unchanged.facilitator
    earlier, later = sam.visit - 1, sam.visit + 1
    for visit in (0, earlier, later):
        answer = sam.play("contribute", visit=visit, kind="suggestion", text="Early")
        assert answer["code"] == "stage_closed"
        assert facilitator.play("next", visit=visit)["code"] == "stage_moved"
    assert sam.play("contribute", visit=sam.visit, kind="question", text="Why?")["code"] == "stage_closed"
    assert sam.play("contribute", visit=sam.visit, kind="outcome", text="What?")["code"] == "not_allowed"
    assert facilitator.play("tried", id=AN_OP, on=True)["code"] == "stage_closed"


def test_an_old_token_is_told_so(table: Table) -> None:
    gone = table.joins("Gone")
    table.facilitator.done("remove", seat=table.seats["Gone"])
    gone.sees(lambda _: not gone.sio.connected, "the cut")
    wire = Wire(table.server, None)
    wire.line.send("40" + json.dumps({"token": table.tokens["Gone"]}))
    assert json.loads(wire.hears("44")[2:])["code"] == "revoked"


# Numbers and shapes

NUMBERS = [
    '"3"',
    "3.0",
    "true",
    "null",
    "-1",
    "1e999",
    "-1e999",
    "NaN",
    "Infinity",
    "-Infinity",
    "9" * 99,
    "[3]",
]


def test_a_number_that_is_none_is_refused(unchanged: Table) -> None:
    wire = Wire(unchanged.server, unchanged.circle["facilitator_token"])
    for number in NUMBERS:
        answer = wire.asks(f'427["move",{{"op":"{AN_OP}","type":"next","visit":{number}}}]')
        assert answer["code"] == "invalid", number


def test_a_length_of_time_that_is_none_is_refused(unchanged: Table) -> None:
    wire = Wire(unchanged.server, unchanged.circle["facilitator_token"])
    visit = unchanged.facilitator.visit
    for seconds in ("0", "3601", "60.5", '"60"', "NaN", "1e2"):
        frame = f'427["move",{{"op":"{AN_OP}","type":"extend","visit":{visit},"seconds":{seconds}}}]'
        assert wire.asks(frame)["code"] == "invalid", seconds


ANSWERED = {
    "an event that does not exist": '427["shout",{}]',
    "an event without a payload": '427["move"]',
    "several payloads": '427["move",{},{},{}]',
    "a payload that is a list": '427["move",[1,2]]',
    "lists nested a bit": '427["move",' + "[" * 300 + "]" * 300 + "]",
    "an op that is a number": '427["move",{"op":1,"type":"next","visit":3}]',
    "an op of capitals": f'427["move",{{"op":"{"A" * 32}","type":"next","visit":3}}]',
    "a type that is a list": f'427["move",{{"op":"{AN_OP}","type":["next"],"visit":3}}]',
    "a type that Python knows": f'427["move",{{"op":"{AN_OP}","type":"__class__","visit":3}}]',
    "a name in another alphabet": f'427["move",{{"op":"{AN_OP}","type":"nехt","visit":3}}]',
    "an id with a path": f'427["move",{{"op":"{AN_OP}","type":"hide","id":"../../etc"}}]',
    "an id that is an object": f'427["move",{{"op":"{AN_OP}","type":"erase","id":{{"$ne":1}}}}]',
    "a switch that is a word": f'427["move",{{"op":"{AN_OP}","type":"blank","on":"yes"}}]',
    "a list that is too long": f'427["move",{{"op":"{AN_OP}","type":"details","attendance":[{"{}," * 60}{{}}]}}]',
    "a box that does not exist": f'427["move",{{"op":"{AN_OP}","type":"details","boxes":{{"x":"y"}}}}]',
    "a day that does not exist": f'427["move",{{"op":"{AN_OP}","type":"check_in","on":"2027-02-30"}}]',
}


def test_what_can_be_read_is_answered(unchanged: Table) -> None:
    wire = Wire(unchanged.server, unchanged.circle["facilitator_token"])
    for what, frame in ANSWERED.items():
        answer = wire.asks(frame)
        assert answer["code"] == "invalid", what
        assert answer["message"].endswith((".", "?")), what


def test_sync_and_clock_take_no_notice_of_what_comes_with_them(unchanged: Table) -> None:
    wire = Wire(unchanged.server, unchanged.circle["facilitator_token"])
    for payload in ("", ",null", ',"x"', ",[]", ',{"role":"screen"}', ",NaN"):
        assert wire.asks(f'427["sync"{payload}]')["role"] == "facilitator"
        assert "server_now" in wire.asks(f'427["clock"{payload}]')


# Joining

JOINING: list[bytes] = [b"", b"{", b"\xff", b"[]", b'{"code": ["K7QM-2XPD"]}', b'{"code": 7}', b'{"key": {"a": 1}}',
                        b'{"code": "\\ud800"}']  # fmt: skip
NAMES: list[object] = [
    "",
    "   ",
    "x" * 41,
    "Sam\x00",
    "Sam\u202e",
    "Sam\ud800",
    "Sam\nTom",
    None,
    7,
    ["Sam"],
    {"a": "Sam"},
]


def test_a_join_without_a_right_code_is_refused(unchanged: Table) -> None:
    for body in JOINING:
        # From an address of its own: wrong codes are counted.
        line = http.client.HTTPConnection(
            "127.0.0.1", unchanged.server.port, timeout=PATIENCE_S, source_address=("127.0.0.9", 0)
        )
        line.request("POST", "/api/join", body, {"Content-Type": "application/json"})
        answer = line.getresponse()
        assert (answer.status, json.load(answer)["code"]) == (404, "code_unknown"), body
        line.close()


def test_a_name_that_is_none_is_refused(unchanged: Table) -> None:
    key = unchanged.circle["join_url"].partition("#")[2]
    for name in NAMES:
        status, answer = post(unchanged.server, "/api/join", {"key": key, "name": name})
        assert (status, answer["code"]) == (422, "name_invalid"), ascii(name)


def test_names_may_be_in_any_script_and_are_words_only(table: Table) -> None:
    key = table.circle["join_url"].partition("#")[2]
    names = ["Zoë", "Nguyễn", "王芳", "O’Brien-Ćirić", "👩🏽‍🏫", "<b>Sam</b>", "=1+1", "x" * 40]
    for name in names:
        assert post(table.server, "/api/join", {"key": key, "name": name})[0] == 200, name
    assert set(names) <= {person["name"] for person in table.facilitator.ask("sync")["people"]}


def test_a_body_that_is_too_big_or_too_deep_is_refused(unchanged: Table) -> None:
    for body in (b'{"key":"' + b"x" * 300_000 + b'"}', b"[" * 100_000):
        status, answer = post(unchanged.server, "/api/join", body)
        assert status >= 400
        assert answer["message"].endswith(".")
