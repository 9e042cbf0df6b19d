"""Bad input over the real line. Whatever comes, it gets a clear answer or ends the one connection it came on; nothing
changes, and everybody else is served as before."""

import contextlib
import http.client
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
import websocket

from tests.devices import PATIENCE_S, Device, Table, new_op, post
from tests.server import Server

pytestmark = pytest.mark.live
Seated = Callable[..., Table]

AN_OP = "0" * 31 + "1"


class Wire:
    """A websocket without a client library: what is sent is sent as it stands."""

    def __init__(self, server: Server, token: str | None) -> None:
        address = server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        self.line = websocket.create_connection(address, timeout=PATIENCE_S, suppress_origin=True)
        self.hears("0")
        if token is not None:
            self.line.send("40" + json.dumps({"token": token}))
            self.hears("40")

    def hears(self, beginning: str) -> str:
        """Wait for a frame that begins like this, and return it."""
        while True:
            frame = self.line.recv()
            assert frame != "", f"the line ended before {beginning} came"
            if isinstance(frame, str) and frame.startswith(beginning):
                return frame

    def asks(self, frame: str) -> dict[str, Any]:
        """Send an event numbered 7 and return what it is answered."""
        self.line.send(frame)
        (answer,) = json.loads(self.hears("437")[3:])
        return dict(answer)

    def ends(self) -> bool:
        """Whether the server ends the line; waits for it."""
        with contextlib.suppress(websocket.WebSocketConnectionClosedException, ConnectionError):
            while self.line.recv() != "":
                pass
        return True


class Polling:
    """A polling client without a client library."""

    def __init__(self, server: Server, token: str) -> None:
        self.session = requests.Session()
        self.address = f"{server.url}/socket.io/?EIO=4&transport=polling"
        self.address += f"&sid={json.loads(self.get()[1:])['sid']}"
        assert self.post("40" + json.dumps({"token": token})) == 200
        self.heard: list[str] = []
        self.hears("42")

    def post(self, body: str | bytes) -> int:
        data = body.encode() if isinstance(body, str) else body
        return self.session.post(self.address, data, timeout=PATIENCE_S).status_code

    def get(self) -> str:
        answer = self.session.get(self.address, timeout=PATIENCE_S)
        assert answer.status_code == 200, answer.text
        return answer.text

    def hears(self, beginning: str, many: int = 1) -> list[str]:
        """Wait until so many packets that begin like this have come."""
        while True:
            found = [packet for packet in self.heard if packet.startswith(beginning)]
            if len(found) >= many:
                return found
            self.heard += self.get().split("\x1e")

    def gone(self) -> bool:
        return self.session.get(self.address, timeout=PATIENCE_S).status_code == 400


@pytest.fixture
def table(seated: Seated) -> Iterator[Table]:
    """In stage 3, with Sam and Tom. Afterwards the circle must be as it was, but for what was said there, and
    Tom must be served."""
    table = seated()
    sam, tom = table.joins("Sam"), table.joins("Tom")
    table.goes_to("solutions")
    for phone in (sam, tom):
        phone.sees(lambda view: view["stage"]["key"] == "solutions")
    table.facilitator.sees(lambda view: len(view["people"]) == 2)
    yield table
    assert tom.ask("sync")["you"]["name"] == "Tom"
    tom.done("contribute", visit=tom.visit, kind="suggestion", text="Still here")
    assert "Still here" in texts(table)


@pytest.fixture
def unchanged(table: Table) -> Iterator[Table]:
    """The version must stay the same."""
    before = table.facilitator.ask("sync")["version"]
    yield table
    assert table.facilitator.ask("sync")["version"] == before


def sam_of(table: Table) -> Device:
    return table.devices[1]


def texts(table: Table) -> list[str]:
    """What the circle holds now."""
    return [one["text"] for one in table.facilitator.ask("sync")["contributions"]]


def suggests(phone: Device, text: object) -> dict[str, Any]:
    return phone.play("contribute", visit=phone.visit, kind="suggestion", text=text)


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


# What cannot be read

UNREADABLE: dict[str, str | bytes] = {
    "an empty frame": "",
    "no packet": "x",
    "a packet of no type": "9",
    "a type in another script": "²",
    "an opening from the client": '0{"sid":"x"}',
    "a ping from the client": "2",
    "a message without a type": "4",
    "a message of no type": "4x",
    "a message of an unknown type": "49",
    "no JSON": '427["move",',
    "no list": '427{"move":{}}',
    "a number": "427",
    "an empty list": "427[]",
    "an event that is an object": '427[{"a":1},{}]',
    "an event that is a list": '427[["move"],{}]',
    "an event that is a number": "427[5,{}]",
    "the library’s own event of coming": '427["connect",{"token":"x"}]',
    "the library’s own event of going": '427["disconnect"]',
    "an error from the client": '44{"message":"x"}',
    "lists nested deep": '427["move",' + "[" * 7000 + "]" * 7000 + "]",
    "objects nested deep": '427["move",' + '{"a":' * 3000 + "1" + "}" * 3000 + "]",
    "a number of 200 digits": f'427["next",{{"visit":{"9" * 200}}}]',
    "a number of an event that is too long": "42" + "1" * 150 + '["clock",{}]',
    "another namespace": '42/admin,7["move",{}]',
    "an attachment that is announced": '451-7["move",{"_placeholder":true,"num":0}]',
    "a thousand million attachments": '45999999999-7["move",{}]',
    "an answer with an attachment": '461-7[{"_placeholder":true,"num":0}]',
    "base64": "bAAECAw==",
    "base64 that is none": "b!",
    "bytes": b"\x00\x01\x02",
    "bytes that look like an event": b'2["move",{}]',
    "text that is no UTF-8": b"\xff\xfe",
}


def test_what_cannot_be_read_ends_that_line_and_no_other(unchanged: Table) -> None:
    token = unchanged.circle["facilitator_token"]
    others = Wire(unchanged.server, token)
    for what, frame in UNREADABLE.items():
        wire = Wire(unchanged.server, token)
        if isinstance(frame, bytes):
            wire.line.send_binary(frame)
        else:
            wire.line.send(frame)
        assert wire.ends(), what
        assert "server_now" in others.asks('427["clock",{}]'), what


def test_what_cannot_be_read_leaves_nobody_in_the_room(table: Table) -> None:
    """Where a line ended without being taken out of its room, a sixth window of the seat would be refused."""
    for _ in range(6):
        wire = Wire(table.server, table.tokens["Tom"])
        wire.line.send('427["disconnect"]')
        assert wire.ends()


def test_a_message_that_never_ends_is_cut_off(unchanged: Table) -> None:
    wire = Wire(unchanged.server, unchanged.circle["facilitator_token"])
    # A frame that says it has ten million bytes, and the first hundred thousand of them.
    with contextlib.suppress(OSError):  # it may be cut off before it was all sent
        wire.line.sock.sendall(b"\x81\xff" + (10_000_000).to_bytes(8, "big") + bytes(4) + b"x" * 100_000)
    assert wire.ends()


def test_other_namespaces_are_refused_and_the_line_goes_on(unchanged: Table) -> None:
    token = unchanged.circle["facilitator_token"]
    wire = Wire(unchanged.server, token)
    for namespace in ("/admin", "/socket.io", "/*", "/../"):
        wire.line.send(f"40{namespace}," + json.dumps({"token": token}))
        assert wire.hears(f"44{namespace}").endswith('"Unable to connect"')
    assert "server_now" in wire.asks('427["clock",{}]')


def test_without_connecting_nothing_is_done(unchanged: Table) -> None:
    wire = Wire(unchanged.server, None)
    wire.line.send(f'427["move",{{"op":"{AN_OP}","type":"new_code"}}]')
    wire.line.send("40" + json.dumps({"token": unchanged.circle["facilitator_token"]}))
    wire.hears("40")
    answered = wire.asks('427["sync",{}]')
    assert answered["role"] == "facilitator", "the first event was answered with nothing, and did nothing"


AUTH = ["", "null", "[]", "[1]", '"x"', "7", "{}", '{"token":null}', '{"token":["x"]}', '{"token":7}',
        '{"token":""}', '{"token":"\\ud800' + "x" * 30 + '"}', '{"token":"' + "x" * 5000 + '"}',
        '{"token":"\\u0000' + "x" * 30 + '"}']  # fmt: skip


def test_whatever_comes_instead_of_a_token_is_refused(unchanged: Table) -> None:
    for auth in AUTH:
        wire = Wire(unchanged.server, None)
        wire.line.send("40" + auth)
        assert json.loads(wire.hears("44")[2:])["code"] == "revoked", auth
        wire.line.close()


# Polling


def test_a_hundred_packets_in_one_request_are_all_answered(table: Table) -> None:
    sam = Polling(table.server, table.tokens["Sam"])
    visit = sam_of(table).visit
    packets = [
        f'42{number}["move",{{"op":"{new_op()}","type":"contribute","visit":{visit},"kind":"suggestion","text":"{number}"}}]'
        for number in range(100)
    ]
    assert sam.post("\x1e".join(packets)) == 200
    answers = [packet[2:] for packet in sam.hears("43", many=100)]
    numbered = {int(each.partition("[")[0]): json.loads(each[each.index("[") :])[0] for each in answers}
    assert set(numbered) == set(range(100))
    saved = {str(number) for number, answer in numbered.items() if answer["ok"]}
    assert len(saved) == 20, "as many as a seat may send in ten seconds"
    assert {answer["code"] for answer in numbered.values() if not answer["ok"]} == {"too_many"}
    assert sorted(texts(table)) == sorted(saved)


BODIES: dict[str, str | bytes] = {
    "no UTF-8": b"\xff\xfe\xfd",
    "no packet": "x",
    "an empty packet among others": '427["clock",{}]\x1e\x1e427["clock",{}]',
    "too many packets": "\x1e".join(['427["clock",{}]'] * 129),
    "too many bytes": '427["clock","' + "x" * 17_000 + '"]',
    "no JSON": '427["move",',
    "lists nested deep": '427["move",' + "[" * 7000 + "]" * 7000 + "]",
    "a type that does not exist": "9",
    "base64 that is none": "b!",
    "a form": "d=x&e=y",
    "a form without its field": "d=",
}


def test_a_request_that_cannot_be_read_is_refused_and_not_swallowed(unchanged: Table) -> None:
    for what, body in BODIES.items():
        polling = Polling(unchanged.server, unchanged.circle["facilitator_token"])
        assert polling.post(body) == 400, what
        assert polling.gone(), what


def test_a_request_that_does_not_say_how_long_it_is_is_refused(unchanged: Table) -> None:
    polling = Polling(unchanged.server, unchanged.circle["facilitator_token"])
    chunks = iter([b'427["clock",{}]'])
    assert polling.session.post(polling.address, chunks, timeout=PATIENCE_S).status_code == 400


def test_a_change_to_a_websocket_that_fails_leaves_polling_as_it_was(unchanged: Table) -> None:
    polling = Polling(unchanged.server, unchanged.circle["facilitator_token"])
    address = polling.address.replace("http", "ws", 1).replace("transport=polling", "transport=websocket")
    for garbage in ("x", "", "9"):
        line = websocket.create_connection(address, timeout=PATIENCE_S, suppress_origin=True)
        line.send(garbage)
        while line.recv() != "":
            pass
    assert polling.post('427["clock",{}]') == 200
    assert polling.hears("437")


QUERIES = ["", "EIO=3&transport=polling", "EIO=4&transport=carrier-pigeon", "EIO=4&transport=polling&sid=nobody",
           "EIO=4&transport=polling&sid=<b>x</b>", "EIO=4&transport=polling&j=x", "EIO=4&transport=websocket"]  # fmt: skip


def test_a_handshake_that_is_none_is_refused(unchanged: Table) -> None:
    for query in QUERIES:
        answer = requests.get(f"{unchanged.server.url}/socket.io/?{query}", timeout=PATIENCE_S)
        assert answer.status_code == 400, query
        assert "Traceback" not in answer.text


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
