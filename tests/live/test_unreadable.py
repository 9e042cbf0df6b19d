"""Input that cannot be read, over the real line: it ends the one connection it came on, or its request is refused;
nothing is swallowed, nothing changes, and everybody else is served as before."""

import contextlib
import json

import pytest
import requests
import websocket

from tests.devices import PATIENCE_S, Table, new_op
from tests.live.wires import AN_OP, Polling, Wire, sam_of, texts

pytestmark = pytest.mark.live


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
