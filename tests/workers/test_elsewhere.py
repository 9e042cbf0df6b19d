"""What one process does with what another committed, without a server and without Redis."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from app.circle.catalogue import catalogue
from app.live.bus import Bus
from app.live.elsewhere import Elsewhere
from app.live.room import Connection
from app.live.rooms import Rooms
from app.store.engine import Unavailable
from tests.store.conftest import Kept


@dataclass
class Here:
    """A process with the facilitator and Sam connected. Somebody else plays on the same database."""

    other: Kept
    kept: Kept
    heard: list[tuple[str, str]] = field(default_factory=list)
    sent_off: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sam = self.other.joins("Sam")
        self.rooms = Rooms(
            lambda sid, event, _data: self.heard.append((sid, event)),
            lambda *_who: {},
            self.kept.clock.now_ms,
            self.kept.conduct.holding,
            self.sent_off.append,
        )
        circle = self.other.circle
        for sid, bearer in (("facilitator", self.other.facilitator), ("sam", self.sam)):
            assert self.rooms.enter(circle, Connection(sid, bearer, None))
        self.elsewhere = Elsewhere(self.rooms, self.kept.conduct)

    def told(self) -> int | None:
        return self.rooms.version(self.other.id)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Here]:
    other = Kept(tmp_path / "one.sqlite3")
    other.begin()
    here = Here(other, Kept(other.path))
    yield here
    for each in (here.other, here.kept):
        each.store.transactions.engine.dispose()


def test_who_hears_of_a_newer_version_is_told_it(here: Here) -> None:
    before = here.told()
    assert here.other.play("start")["ok"]
    version = here.other.circle.version
    assert here.told() == before, "the control: by itself nothing is told"

    here.elsewhere.hear(here.other.id, version)

    assert here.told() == version
    assert {sid for sid, _event in here.heard} == {"facilitator", "sam"}


@pytest.mark.parametrize("said", ["older", "of another circle"])
def test_what_is_known_and_what_concerns_nobody_here_asks_nothing_of_the_database(
    here: Here, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(here.kept.store, "circle", None)
    here.elsewhere.hear(
        here.other.id if said == "older" else "0" * 16, here.told() if said == "older" else 99
    )
    assert here.heard == []


def test_what_was_missed_is_found_by_looking(here: Here) -> None:
    assert here.other.play("start")["ok"]
    here.elsewhere.catch_up()
    assert here.told() == here.other.circle.version
    heard = list(here.heard)
    here.elsewhere.catch_up()
    assert here.heard == heard, "there is nothing new"


@pytest.mark.parametrize("by", ["hearing of the circle", "hearing of all circles", "looking"])
def test_whose_right_ended_elsewhere_is_sent_off(here: Here, by: str) -> None:
    with here.other.store.writing() as tx:
        tx.forget(here.other.circle, None, here.other.clock.at)
    {
        "hearing of the circle": lambda: here.elsewhere.hear(here.other.id, None),
        "hearing of all circles": lambda: here.elsewhere.hear(None, None),
        "looking": here.elsewhere.catch_up,
    }[by]()
    assert sorted(here.sent_off) == ["facilitator", "sam"]
    assert here.told() is None


def test_what_was_forgotten_elsewhere_leaves_the_memory_and_what_was_not_stays(here: Here) -> None:
    store, other = here.kept.store, here.other
    forgotten = other.conduct.create(catalogue().formats["success"], other.team()).id
    before = {each: store.circle(each) for each in (other.id, forgotten)}
    with other.store.writing() as tx:
        tx.discard(forgotten)
    assert store._kept.keys() == before.keys(), "the control"

    here.elsewhere.hear(None, None)

    assert store._kept == {other.id: before[other.id]}


# The bus, without Redis


class Listener:
    """Counts what the bus asks for."""

    def __init__(self, fails: bool = False) -> None:
        self.heard: list[tuple[str | None, int | None]] = []
        self.looked = 0
        self._fails = fails

    def hear(self, circle_id: str | None, version: int | None) -> None:
        if self._fails:
            raise Unavailable
        self.heard.append((circle_id, version))

    def look(self) -> None:
        self.looked += 1


def bus(listener: Listener) -> Bus:
    return Bus("redis://127.0.0.1:1/0", listener.hear, listener.look)


def test_of_one_circle_only_the_latest_waits_to_be_said_and_an_ended_right_beside_it() -> None:
    waiting = bus(Listener())
    for version in (3, 4, 5):
        waiting.say("a", version)
    waiting.say("a", None)
    waiting.say("b", 1)
    assert waiting._to_say == {("a", False): 5, ("a", True): None, ("b", False): 1}


@pytest.mark.parametrize(
    "data",
    [
        b"no json",
        b"[]",
        b'{"circle": 3, "version": 1}',
        b'{"circle": "a"}',
        b'{"circle": "a", "version": "1"}',
        b"\xff",
    ],
)
def test_what_nobody_of_us_said_is_let_go(data: bytes, caplog: pytest.LogCaptureFixture) -> None:
    listener = Listener()
    bus(listener)._take({"type": "message", "data": data})
    assert listener.heard == []
    assert [record.message.partition(" at ")[0].partition(":")[0] for record in caplog.records] == [
        "hearing of a circle failed"
    ]


def test_what_could_not_be_loaded_is_looked_for_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("app.live.bus.time.monotonic", lambda: now[0])
    listener = Listener(fails=True)
    hearing = bus(listener)
    hearing._look(0)
    message: dict[str, Any] = {"type": "message", "data": b'{"circle": "a", "version": 2}'}
    hearing._take(message)
    now[0] += 3.1
    hearing._look(15)
    assert listener.looked == 2
    now[0] += 3.1
    hearing._look(15)
    assert listener.looked == 2, "the control: otherwise not so often"
