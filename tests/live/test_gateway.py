"""The contract of the sockets, as other programs may rely on it (docs/protocol.md)."""

from collections.abc import Callable

import pytest

from tests.devices import PATIENCE_S, Device, Refused, Table, new_op, post

pytestmark = pytest.mark.live
Seated = Callable[..., Table]


def test_each_device_gets_its_whole_view_on_connecting(seated: Seated) -> None:
    table = seated()
    screen = table.screen()
    sam = table.joins("Sam")

    assert table.facilitator.view["stage"]["state"] == "lobby"
    assert screen.view["join"]["code"] == table.circle["join_code"]
    assert sam.view["you"]["name"] == "Sam"
    assert sam.view["people"] == []


def test_a_token_that_gives_nothing_is_refused_with_a_code_and_a_sentence(seated: Seated) -> None:
    table = seated()

    with pytest.raises(Refused) as refused:
        table.device("A" * 32)

    assert refused.value.answer["code"] == "revoked"
    assert refused.value.answer["message"].endswith(".")


def test_a_suggestion_reaches_those_who_may_see_it_and_nobody_else(seated: Seated) -> None:
    # Given Priya presents, and Sam and Tom are in the group
    table = seated()
    screen = table.screen()
    priya, sam, tom = table.joins("Priya"), table.joins("Sam"), table.joins("Tom")
    table.presents("Priya")
    table.goes_to("solutions")
    tom.sees(lambda view: view["stage"]["key"] == "solutions")
    heard_before = len(tom.received)

    # When Sam sends a suggestion
    sam.done("contribute", visit=sam.visit, kind="suggestion", text="Visit before school")

    # Then it is on the screen, on Priya's phone and on the control page, and among Sam's own
    for device in (screen, priya, table.facilitator):
        device.sees(lambda view: any(one["text"] == "Visit before school" for one in view["contributions"]))
    sam.sees(lambda view: view["mine"])
    assert sam.view["contributions"] == []
    # And Tom's phone was sent nothing at all
    tom.ask("clock")
    assert len(tom.received) == heard_before
    assert "Visit before school" not in tom.heard()
    # And only the facilitator learns whose it is
    assert [one.get("by") for one in table.facilitator.view["contributions"]] == ["Sam"]
    assert all("by" not in one for one in screen.view["contributions"] + priya.view["contributions"])


def test_a_resend_is_harmless_and_another_act_under_the_same_number_is_a_conflict(seated: Seated) -> None:
    table = seated()
    sam, tom = table.joins("Sam"), table.joins("Tom")
    table.goes_to("solutions")
    sam.sees(lambda view: view["stage"]["key"] == "solutions")
    op, act = new_op(), {"visit": sam.visit, "kind": "suggestion", "text": "Ask Mum"}

    assert "repeat" not in sam.play("contribute", op, **act)
    again = sam.play("contribute", op, **act)
    other = sam.play("contribute", op, **{**act, "text": "Ask Dad"})
    stranger = tom.play("contribute", op, **act)

    assert again["ok"]
    assert again["repeat"]
    assert other["code"] == stranger["code"] == "conflict"
    table.facilitator.sees(lambda view: view["contributions"])
    assert table.facilitator.texts() == ["Ask Mum"]


def test_a_saved_word_whose_answer_was_lost_is_not_refused_after_the_bell(seated: Seated) -> None:
    table = seated()
    sam = table.joins("Sam")
    table.goes_to("solutions")
    sam.sees(lambda view: view["stage"]["key"] == "solutions")
    op, act = new_op(), {"visit": sam.visit, "kind": "suggestion", "text": "Ask Mum"}
    sam.play("contribute", op, **act)

    table.server.step(4 * 60_000)

    assert sam.play("contribute", op, **act)["repeat"]
    handed_in = sam.play("hand_in", refused=op, kind="suggestion", text="Ask Mum")
    assert handed_in["ok"]
    assert handed_in["repeat"]
    assert (
        sam.play("contribute", visit=sam.visit, kind="suggestion", text="Too late")["code"] == "stage_closed"
    )


def test_after_the_bell_words_can_be_handed_in_and_let_in(seated: Seated) -> None:
    table = seated()
    screen, sam = table.screen(), table.joins("Sam")
    table.goes_to("solutions")
    sam.sees(lambda view: view["stage"]["key"] == "solutions")
    table.server.step(4 * 60_000)
    op = new_op()
    assert (
        sam.play("contribute", op, visit=sam.visit, kind="suggestion", text="Late")["code"] == "stage_closed"
    )

    sam.done("hand_in", refused=op, kind="suggestion", text="Late")
    table.facilitator.sees(lambda view: view["sums"]["handed_in"])
    assert screen.view["contributions"] == []

    table.facilitator.done("admit", id=table.facilitator.view["contributions"][0]["id"])
    screen.sees(lambda view: [one["text"] for one in view["contributions"]] == ["Late"])
    assert screen.view["contributions"][0]["late"]


def test_changes_come_without_gaps_for_screen_facilitator_and_presenter(seated: Seated) -> None:
    table = seated()
    screen, priya, sam = table.screen(), table.joins("Priya"), table.joins("Sam")
    table.presents("Priya")
    table.goes_to("solutions")
    sam.sees(lambda view: view["stage"]["key"] == "solutions")

    for number in range(12):
        sam.done("contribute", visit=sam.visit, kind="suggestion", text=f"Idea {number}")

    ideas = [f"Idea {number}" for number in range(12)]
    for device in (screen, priya, table.facilitator):
        device.sees(lambda view: len(view["contributions"]) == 12)
        assert device.texts() == ideas
        assert device.gaps == 0


def test_nothing_is_sent_while_a_stage_just_runs(seated: Seated) -> None:
    table = seated()
    screen, sam = table.screen(), table.joins("Sam")
    table.goes_to("solutions")
    everybody = (table.facilitator, screen, sam)
    for device in everybody:
        device.sees(lambda view: view["stage"]["key"] == "solutions")
    before = [len(device.received) for device in everybody]

    table.server.step(5 * 60_000)
    times = [device.ask("clock")["server_now"] for device in everybody]

    assert min(times) > table.facilitator.view["stage"]["ends_at"]
    assert [len(device.received) for device in everybody] == before


def test_clients_on_polling_alone_and_on_websocket_alone_are_served(seated: Seated) -> None:
    table = seated()
    polling = table.joins("Pat", transports=["polling"])
    socket = table.joins("Win", transports=["websocket"])
    table.goes_to("solutions")
    for phone, text in ((polling, "By polling"), (socket, "By websocket")):
        phone.sees(lambda view: view["stage"]["key"] == "solutions")
        phone.done("contribute", visit=phone.visit, kind="suggestion", text=text)
    table.facilitator.sees(lambda view: len(view["contributions"]) == 2)
    assert polling.sio.transport() == "polling"
    assert socket.sio.transport() == "websocket"


def test_somebody_who_is_removed_is_cut_off_at_once(seated: Seated) -> None:
    table = seated()
    sam = table.joins("Sam")

    table.facilitator.done("remove", seat=table.seats["Sam"])

    sam.sees(lambda _: not sam.sio.connected, "the cut")
    with pytest.raises(Refused) as refused:
        table.device(table.tokens["Sam"])
    assert refused.value.answer["code"] == "revoked"


def test_after_the_close_a_phone_may_still_ask_for_ten_minutes_what_became_of_its_words(
    seated: Seated,
) -> None:
    table = seated()
    sam = table.joins("Sam")
    table.goes_to("review")
    sam.sees(lambda view: view["stage"]["key"] == "review")
    op, act = new_op(), {"visit": sam.visit, "kind": "key_learning", "text": "Ask earlier"}
    sam.play("contribute", op, **act)

    table.facilitator.done("close", visit=table.facilitator.visit)

    assert sam.play("contribute", op, **act)["repeat"]
    assert sam.play("contribute", **act)["code"] == "circle_closed"
    assert sam.ask("sync")["stage"]["state"] == "closed"
    table.server.step(10 * 60_000)
    assert sam.ask("sync")["code"] == "revoked"
    assert sam.play("contribute", op, **act)["code"] == "revoked"


@pytest.mark.usefixtures("together")
def test_a_seat_has_at_most_five_windows(seated: Seated) -> None:
    table = seated()
    table.joins("Sam")
    for _ in range(4):
        table.device(table.tokens["Sam"])

    with pytest.raises(Refused) as refused:
        table.device(table.tokens["Sam"])

    assert refused.value.answer["code"] == "too_many"


def test_a_flood_from_one_seat_is_answered_with_too_many_and_others_go_on(seated: Seated) -> None:
    table = seated()
    sam, tom = table.joins("Sam"), table.joins("Tom")
    table.goes_to("solutions")
    for phone in (sam, tom):
        phone.sees(lambda view: view["stage"]["key"] == "solutions")

    codes = [
        sam.play("contribute", visit=sam.visit, kind="suggestion", text=f"{i}").get("code") for i in range(22)
    ]

    assert codes == [None] * 20 + ["too_many"] * 2
    tom.done("contribute", visit=tom.visit, kind="suggestion", text="Mine")


MALFORMED = [
    None, 7, "move", [], {}, {"op": "x"}, {"op": "0" * 32}, {"op": "0" * 32, "type": "nothing"},
    {"op": "0" * 32, "type": ["next"]}, {"op": "0" * 32, "type": "next", "visit": "1"},
    {"op": "0" * 32, "type": "contribute", "visit": 3, "kind": "suggestion", "text": {"a": 1}},
    {"op": "0" * 32, "type": "contribute", "visit": 3, "kind": "suggestion", "text": "\ud800"},
    {"op": "0" * 32, "type": "next", "visit": True},
]  # fmt: skip


def test_malformed_acts_get_a_sentence_and_change_nothing(seated: Seated) -> None:
    table = seated()
    table.goes_to("solutions")
    version = table.facilitator.ask("sync")["version"]

    for payload in MALFORMED:
        answer = table.facilitator.sio.call("move", payload, timeout=PATIENCE_S)
        assert answer["code"] == "invalid", payload
        assert answer["message"].endswith("."), payload

    assert table.facilitator.ask("sync")["version"] == version


def test_a_frame_that_is_too_big_ends_that_connection_and_no_other(seated: Seated) -> None:
    table = seated()
    sam, tom = table.joins("Sam", transports=["websocket"]), table.joins("Tom")

    sam.sio.emit("move", {"op": new_op(), "type": "title", "text": "x" * 40_000})

    sam.sees(lambda _: not sam.sio.connected, "the end of the connection")
    assert tom.ask("sync")["you"]["name"] == "Tom"
    assert isinstance(table.device(table.tokens["Sam"]), Device)


def test_joining_answers_with_the_codes_of_the_protocol(seated: Seated) -> None:
    table = seated()
    code = table.circle["join_code"]
    key = table.circle["join_url"].split("#")[1]

    assert post(table.server, "/api/join", {"key": key, "name": "Sam"})[0] == 200
    assert post(table.server, "/api/join", {"code": code.lower().replace("-", " "), "name": "Ann"})[0] == 200
    empty = post(table.server, "/api/join", {"code": code, "name": "  "})
    unknown = post(table.server, "/api/join", {"code": "ZZZZ-ZZZZ", "name": "Sam"})
    table.facilitator.done("door", on=False)
    shut = post(table.server, "/api/join", {"code": code, "name": "Late"})

    assert (empty[0], empty[1]["code"]) == (422, "name_invalid")
    assert (unknown[0], unknown[1]["code"]) == (404, "code_unknown")
    assert (shut[0], shut[1]["code"]) == (403, "door_closed")


def test_a_new_code_ends_the_old_one(seated: Seated) -> None:
    table = seated()

    table.facilitator.done("new_code")

    new = table.facilitator.sees(
        lambda view: view["join"]["code"] != table.circle["join_code"] and view["join"]
    )
    assert post(table.server, "/api/join", {"code": table.circle["join_code"], "name": "Sam"})[0] == 404
    assert post(table.server, "/api/join", {"code": new["code"], "name": "Sam"})[0] == 200
