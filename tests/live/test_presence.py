"""What the facilitator can ask for about the phones in the circle: whether they are there, and what they show."""

from collections.abc import Callable

import pytest

from tests.devices import Table

pytestmark = pytest.mark.live
Seated = Callable[..., Table]


def test_the_facilitator_learns_who_is_connected_and_when_the_others_were_last_seen(seated: Seated) -> None:
    # Given Sam and Tom with phones, Ann without one, and a screen
    table = seated()
    table.screen()
    sam, _tom = table.joins("Sam"), table.joins("Tom")
    table.facilitator.done("person", name="Ann")
    ask = lambda: table.facilitator.ask("presence")  # noqa: E731

    # When both are there, then both are connected, and of Ann nothing is said. What another worker knows comes a
    # moment later
    both = {table.seats["Sam"]: True, table.seats["Tom"]: True}
    table.facilitator.sees(
        lambda _view: {seat: one["connected"] for seat, one in ask()["seats"].items()} == both, "both"
    )
    table.facilitator.sees(lambda _view: ask()["screens"] == 1, "the screen")

    # When Sam’s phone goes away and a minute passes
    before = ask()["server_now"]
    sam.leave()
    table.facilitator.sees(lambda _view: not ask()["seats"][table.seats["Sam"]]["connected"], "Sam has gone")
    table.server.step(60_000)

    # Then it is said when it was last seen, and Tom is as before
    told = ask()
    gone = told["seats"][table.seats["Sam"]]
    assert before <= gone["seen"] <= told["server_now"] - 60_000
    assert told["seats"][table.seats["Tom"]]["connected"]

    # When it comes back
    table.device(table.tokens["Sam"]).sees(lambda view: view["you"])
    table.facilitator.sees(lambda _view: ask()["seats"][table.seats["Sam"]]["connected"], "Sam is back")


def test_presence_is_nobodys_news(seated: Seated) -> None:
    table = seated()
    sam = table.joins("Sam")
    tom = table.joins("Tom")

    def connected() -> object:
        return table.facilitator.ask("presence")["seats"].get(table.seats["Sam"], {}).get("connected")

    table.facilitator.sees(lambda _view: connected(), "Sam is there")
    version = table.facilitator.view["version"]
    heard = len(table.facilitator.received), len(tom.received)
    sam.leave()
    table.facilitator.sees(lambda _view: connected() is False, "Sam has gone")
    tom.ask("clock")
    assert (len(table.facilitator.received), len(tom.received)) == heard
    assert table.facilitator.ask("sync")["version"] == version


@pytest.mark.parametrize("event", ["presence", "preview"])
def test_phones_and_the_screen_are_told_nothing_of_others(seated: Seated, event: str) -> None:
    table = seated()
    for device in (table.joins("Sam"), table.screen()):
        answer = device.ask(event)
        assert (answer["ok"], answer["code"]) == (False, "not_allowed")


def test_the_preview_is_what_a_phone_that_has_sent_nothing_is_shown(seated: Seated) -> None:
    # Given a circle in its third stage, in which Tom has said something
    table = seated()
    sam, tom = table.joins("Sam"), table.joins("Tom")
    table.joins("Priya")
    table.presents("Priya")
    table.goes_to("solutions")
    tom.sees(lambda view: view["stage"]["key"] == "solutions")
    tom.done("contribute", visit=tom.visit, kind="suggestion", text="Visit before school")

    # When the facilitator looks at a phone, and Sam at Sam’s
    preview, sams = table.facilitator.ask("preview"), sam.ask("sync")

    # Then they are the same but for who looks
    ours = {"server_now", "role_version", "you"}
    assert {name: preview[name] for name in preview if name not in ours} == {
        name: sams[name] for name in sams if name not in ours
    }
    assert "Visit before school" not in str(preview)
    # And nobody was added by looking
    assert {one["name"] for one in table.facilitator.view["people"]} == {"Sam", "Tom", "Priya"}


def test_the_presenters_phone_can_be_looked_at_once_somebody_presents(seated: Seated) -> None:
    table = seated()
    priya = table.joins("Priya")
    assert table.facilitator.ask("preview", {"as": "presenter"})["code"] == "not_found"
    table.presents("Priya")
    priya.sees(lambda view: view["role"] == "presenter")
    preview, hers = table.facilitator.ask("preview", {"as": "presenter"}), priya.ask("sync")
    for each in (preview, hers):
        each.pop("server_now")
        each.pop("role_version", None)
    assert preview == hers
