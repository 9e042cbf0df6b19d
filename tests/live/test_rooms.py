"""What each device is sent after each act, without a server. That it has then the view that it would get if it asked for
everything afresh is looked at in test_rooms_random.py."""

import json

import pytest

from app.circle.state import Circle
from app.live import shown
from tests.circle.helpers import PRIYA, SAM, TOM, Playing
from tests.live.rooms_table import ANOTHER_KEY, KEY, Plain, Table, agree, in_solutions

# Who is sent what


def test_a_suggestion_is_sent_to_those_who_see_it_and_to_its_author_alone_in_the_group() -> None:
    table = in_solutions()
    table.playing.says(SAM, "suggestion", "Breakfast first")
    table.publish()
    seeing = {"facilitator", "advisor", "screen", "second screen", "Priya", "Priya’s tablet"}
    told = [(name, event) for name, device in table.devices.items() for event in device.events]
    # The tablet puts together by itself what becomes of Sam's words; the phone does not.
    seeing.add("Sam’s tablet")
    assert set(told) == {(name, "changed") for name in seeing} | {("Sam", "view")}
    assert len(told) == len(set(told))


def test_a_change_holds_only_what_has_changed() -> None:
    table = in_solutions()
    table.playing.says(SAM, "suggestion", "A rota")
    table.publish()
    table.playing.says(SAM, "suggestion", "Breakfast first")
    table.publish()
    _, change = table.devices["screen"].heard[-1]
    assert [one["text"] for one in change["contributions"]] == ["Breakfast first"]
    assert set(change) == {"version", "server_now", "role", "role_version", "sums", "contributions"}


@pytest.mark.parametrize("names", ["shown", "hidden", "never"])
@pytest.mark.parametrize(
    ("act", "more"), [("tried", {"on": True}), ("choose", {"on": True}), ("answered", {}), ("hide", {})]
)
def test_a_group_phone_is_sent_nothing_when_nothing_of_its_own_changed(
    names: str, act: str, more: Plain
) -> None:
    # Given words of Sam's, and somebody's care for them that he is not told of, or only he is
    table = Table(Playing(names=names).go_to(1 if act == "answered" else 2))
    table.play("phones", on=True)
    kind = "question" if act == "answered" else "suggestion"
    said = table.play("contribute", SAM, kind=kind, text="A rota?", edit_key=KEY)
    if act in ("tried", "choose"):
        table.play("next")
    for device in table.devices.values():
        device.heard.clear()
    # When it is done, Then no phone is sent anything but Sam's where his own words look different now
    table.play(act, id=said, **more)
    sams = {"Sam", "Sam’s tablet"} if act == "hide" else set()
    told = {name for name, device in table.devices.items() if device.heard}
    assert told & {"Sam", "Sam’s tablet", "Tom", "Asha", "Joe"} == sams
    assert "facilitator" in told


def test_where_names_are_never_stored_a_phone_is_not_told_of_others_words() -> None:
    table = in_solutions("never")
    table.play("contribute", SAM, kind="suggestion", text="A rota", edit_key=KEY)
    assert table.devices["Tom"].heard == table.devices["Asha"].heard == []
    assert [one["text"] for one in table.devices["Sam"].view["mine"]] == ["A rota"]
    assert table.devices["Sam’s tablet"].view["mine"] == []


def test_two_devices_of_the_presenter_are_each_told_of_their_own_words() -> None:
    table = in_solutions("never")
    table.play("contribute", PRIYA, kind="suggestion", text="A rota", edit_key=ANOTHER_KEY)
    assert table.devices["Priya"].view["mine"] == []
    assert [one["text"] for one in table.devices["Priya’s tablet"].view["mine"]] == ["A rota"]


def test_whoever_becomes_the_presenter_is_sent_the_whole_view() -> None:
    table = Table(Playing())
    table.play("presenter", seat=SAM.seat)
    for name, role in (("Sam", "presenter"), ("Sam’s tablet", "presenter"), ("Priya", "group")):
        assert table.devices[name].events == ["view"]
        assert table.devices[name].view["role"] == role
    assert table.devices["Tom"].events == ["view"], "the presenter's name stands in everybody's view"


def test_what_comes_back_into_sight_stands_where_it_stood() -> None:
    table = in_solutions()
    first = table.play("contribute", SAM, kind="suggestion", text="A rota")
    table.play("contribute", TOM, kind="suggestion", text="Breakfast first")
    table.play("hide", id=first)
    table.play("hide", id=first, on=False)
    for name in ("screen", "Priya", "facilitator"):
        texts = [one["text"] for one in table.devices[name].view["contributions"]]
        assert texts == ["A rota", "Breakfast first"], name


def test_the_close_takes_the_ways_in_away() -> None:
    table = Table(Playing().go_to(4))
    table.play("close")
    for name in ("screen", "facilitator", "advisor"):
        assert not {"join", "screen_code"} & set(table.devices[name].view), name


# The screen that is covered

COVERS: dict[str, tuple[tuple[str, Plain], tuple[str, Plain]]] = {
    "stopped": (("stop", {}), ("resume", {})),
    "blank": (("blank", {"on": True}), ("blank", {"on": False})),
}


@pytest.mark.parametrize("cover", COVERS)
def test_a_screen_that_is_covered_or_uncovered_gets_its_whole_view(cover: str) -> None:
    # Given words on the screen
    table = in_solutions()
    table.play("contribute", SAM, kind="suggestion", text="A rota")
    screens = [table.devices["screen"], table.devices["second screen"]]
    # When it is covered, Then what it holds is replaced, and no word is left on it
    (act, more), (back, more_back) = COVERS[cover]
    table.play(act, **more)
    for screen in screens:
        assert screen.events[-1] == "view"
        assert "A rota" not in str(screen.view)
    assert table.devices["facilitator"].events[-1] == table.devices["Priya"].events[-1] == "changed"
    # And when it is uncovered, Then all is there again, and changes count on from the view
    table.play(back, **more_back)
    for screen in screens:
        assert screen.events[-1] == "view"
        assert [one["text"] for one in screen.view["contributions"]] == ["A rota"]
    table.play("contribute", SAM, kind="suggestion", text="Breakfast first")
    for screen in screens:
        assert screen.events[-1] == "changed"
        assert len(screen.view["contributions"]) == 2


@pytest.mark.parametrize("cover", COVERS)
def test_no_word_reaches_a_covered_screen(cover: str) -> None:
    # Given a circle at the bell of Solutions, with its screen covered
    table = in_solutions()
    said = table.play("contribute", SAM, kind="suggestion", text="WORDS of Sam")
    table.playing.until_the_bell()
    handed = table.play("hand_in", TOM, refused="f" * 32, kind="suggestion", text="WORDS of Tom")
    table.play(COVERS[cover][0][0], **COVERS[cover][0][1])
    heard = len(table.devices["screen"].heard)
    # When all goes on that can, Then the screen is sent no word of it
    table.play("title", text="WORDS as a title")
    table.play("admit", id=handed)
    table.play("hide", id=said)
    table.play("hide", id=said, on=False)
    table.play("person", name="WORDS as a name")
    if cover == "blank":
        table.play("contribute", kind="suggestion", text="WORDS of the facilitator")
        table.play("next")
        table.play("choose", PRIYA, id=said, on=True)
        table.play("action", PRIYA, id=said, by_whom="WORDS as a doer")
    later = table.devices["screen"].heard[heard:]
    assert "WORDS" not in json.dumps(later)
    assert "view" not in [event for event, _ in later]
    assert "WORDS" in json.dumps(table.devices["facilitator"].view)


def test_a_stop_on_a_blank_screen_changes_no_cover() -> None:
    table = in_solutions()
    table.play("blank", on=True)
    table.play("stop")
    table.play("resume")
    assert table.devices["screen"].events == ["view", "changed", "changed"]


def test_what_the_server_adds_is_looked_at_anew_by_an_act_that_leaves_the_circle_as_it_was() -> None:
    # Given a screen that shows what came of earlier circles, which is looked up for each version
    found = {"state": "open"}
    looked_up: dict[int, Plain] = {}

    def earlier(circle: Circle, role: str, now: int) -> Plain:
        return {"earlier": looked_up.setdefault(circle.version, dict(found))} if role == "screen" else {}

    table = in_solutions()
    table.rooms._extras = earlier
    table.play("earlier", on=True)
    # When something is found meanwhile and the facilitator presses again
    found["state"] = "done"
    table.play("earlier", on=True)
    assert table.devices["screen"].view["earlier"] == {"state": "done"}


# The time


def told_after_the_bell() -> set[str]:
    """Who is told something by an act that concerns nobody's phone, when the bell has rung since the last."""
    table = in_solutions()
    table.play("title", text="Mornings")
    table.playing.until_the_bell()
    before = len(table.sent)
    table.play("title", text="Mornings at home")
    agree(table)
    return {sid for sid, _ in table.sent[before:]}


def test_the_bell_is_nobody_s_news_whatever_is_told_after_it() -> None:
    assert told_after_the_bell() == {
        "facilitator",
        "advisor",
        "screen",
        "second screen",
        "Priya",
        "Priya’s tablet",
    }


def test_a_room_that_overlooks_the_time_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown.Shown, "holds", lambda kept, circle, now: kept.circle.version == circle.version)
    assert "Tom" in told_after_the_bell()
