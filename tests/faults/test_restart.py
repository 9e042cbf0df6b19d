"""kill -9 in the middle of stage 3, and start again: nothing that was acknowledged is lost or doubled, and
the clock is where it was. A small version of the fault suite, with its two controls."""

import random
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import socketio

from tests.devices import Device, Refused, Table, new_op
from tests.server import Server

pytestmark = pytest.mark.faults

NAMES = ("Sam", "Tom", "Asha", "Joe", "Ben", "Eve", "Kim", "Lee")
EACH_SENDS = 8
SEEDS = {"eventlet": 1, "gevent": 2, "threading": 3}
#: How long a phone waits for an answer before it counts the outcome as unknown.
UNKNOWN_AFTER_S = 2


@dataclass
class Sender:
    """One phone: what it sends, under which number, and what it was answered. No answer is not a no."""

    name: str
    token: str
    ops: dict[str, str] = field(default_factory=dict)
    saved: set[str] = field(default_factory=set)
    last_saved: str | None = None

    def sends(
        self, device: Device, visit: int, until: threading.Event, acknowledged: threading.Semaphore
    ) -> None:
        """Sends one suggestion after the other until the line is cut."""
        for number in range(EACH_SENDS):
            if until.is_set():
                return
            op, text = new_op(), f"{self.name} {number}"
            self.ops[op] = text
            try:
                move = {"op": op, "type": "contribute", "visit": visit, "kind": "suggestion", "text": text}
                answer = device.sio.call("move", move, timeout=UNKNOWN_AFTER_S)
            except (socketio.exceptions.SocketIOError, TimeoutError):
                return
            if answer["ok"]:
                self.saved.add(text)
                self.last_saved = op
                acknowledged.release()

    def sends_again(self, device: Device, visit: int) -> None:
        """What was not answered, and the last one that was: its answer may be what got lost."""
        for op, text in self.ops.items():
            if text not in self.saved or op == self.last_saved:
                answer = device.play("contribute", op, visit=visit, kind="suggestion", text=text)
                assert answer["ok"], answer
                self.saved.add(text)


def kill_and_restart(server: Server, seed: int) -> None:
    """The whole scenario. Raises AssertionError where a promise is broken."""
    circle = server.create("solution")
    table = Table(server, circle)
    phones = {name: table.joins(name) for name in NAMES}
    table.goes_to("solutions")
    before = table.facilitator.view["stage"]
    for phone in phones.values():
        phone.sees(lambda view: view["stage"]["key"] == "solutions")
    senders = [Sender(name, table.tokens[name]) for name in NAMES]

    # The server is killed at a moment that depends on the seed: just after so many acknowledgements
    cut, acknowledged = threading.Event(), threading.Semaphore(0)
    threads = [
        threading.Thread(target=sender.sends, args=(phones[sender.name], before["visit"], cut, acknowledged))
        for sender in senders
    ]
    for thread in threads:
        thread.start()
    for _ in range(random.Random(seed).randint(1, len(NAMES) * EACH_SENDS - 10)):
        assert acknowledged.acquire(timeout=10)
    server.kill()
    cut.set()
    table.leave()
    for thread in threads:
        thread.join(timeout=20)
    promised = set().union(*(sender.saved for sender in senders))
    sent = {text for sender in senders for text in sender.ops.values()}

    server.start()
    again = Table(server, circle)
    after = again.facilitator.view["stage"]
    assert (after["key"], after["visit"]) == (before["key"], before["visit"])
    assert after["ends_at"] == before["ends_at"]
    kept = again.facilitator.texts()
    assert promised - set(kept) == set(), "acknowledged and lost"
    assert set(kept) - sent == set(), "nobody sent this"

    # The phones come back, and send again what they were not answered
    for sender in senders:
        sender.sends_again(again.device(sender.token), before["visit"])
    final = again.facilitator.ask("sync")["contributions"]
    again.leave()
    assert sorted(one["text"] for one in final) == sorted(sent), "each once, none twice"


@pytest.mark.parametrize("mode", ["eventlet", "gevent", "threading"])
def test_nothing_acknowledged_is_lost_or_doubled_when_the_server_is_killed(mode: str, tmp_path: Path) -> None:
    server = Server(tmp_path, mode=mode).start()
    try:
        kill_and_restart(server, SEEDS[mode])
    finally:
        server.stop()


@pytest.mark.parametrize("fault", ["ack_before_commit", "no_unique_op"])
def test_the_check_finds_a_server_that_breaks_the_promise(fault: str, tmp_path: Path) -> None:
    """The controls: each of these servers has one fault built in, and must be found out."""
    server = Server(tmp_path, module=f"tests.faulty.{fault}").start()
    try:
        with pytest.raises(AssertionError, match=r"acknowledged and lost|each once, none twice"):
            kill_and_restart(server, seed=4)
    finally:
        server.stop()


def test_a_paused_stage_is_still_paused_after_a_restart(tmp_path: Path) -> None:
    server = Server(tmp_path).start()
    try:
        circle = server.create("solution")
        table = Table(server, circle)
        table.goes_to("solutions")
        server.step(90_000)
        table.facilitator.done("pause", visit=table.facilitator.visit)
        paused = table.facilitator.sees(lambda view: view["stage"]["state"] == "paused" and view["stage"])
        table.leave()

        server.kill()
        server.start()
        server.step(600_000)

        again = Table(server, circle)
        assert again.facilitator.view["stage"] == paused
        again.facilitator.done("resume", visit=paused["visit"])
        resumed = again.facilitator.sees(lambda view: view["stage"]["state"] == "running" and view)
        # The view is read a moment after the clock was started again.
        gone = paused["remaining_ms"] - (resumed["stage"]["ends_at"] - resumed["server_now"])
        assert 0 <= gone < 1000
        again.leave()
    finally:
        server.stop()


def test_an_outage_does_not_move_the_deadline(tmp_path: Path) -> None:
    server = Server(tmp_path).start()
    try:
        circle = server.create("solution")
        table = Table(server, circle)
        table.goes_to("focus")
        ends_at = table.facilitator.view["stage"]["ends_at"]
        table.leave()

        server.kill()
        server.stepped_ms += 130_000
        server.start()

        again = Table(server, circle)
        stage: dict[str, Any] = again.facilitator.view["stage"]
        assert (stage["key"], stage["state"], stage["ends_at"]) == ("focus", "over", ends_at)
        again.leave()
    finally:
        server.stop()


def test_a_token_outlives_a_restart_and_a_wrong_one_does_not_begin_to_work(tmp_path: Path) -> None:
    server = Server(tmp_path).start()
    try:
        circle = server.create("solution")
        table = Table(server, circle)
        table.joins("Sam")
        token = table.tokens["Sam"]
        table.facilitator.done("remove", seat=table.seats["Sam"])
        table.leave()
        server.kill()
        server.start()
        with pytest.raises(Refused):
            Device(server, token)
        Table(server, circle).leave()
    finally:
        server.stop()
