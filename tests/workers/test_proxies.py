"""Behind nginx and behind Caddy: the devices of a circle are on one worker, and when that one dies they go on on
another."""

import threading
import time
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
import socketio

from tests.devices import PATIENCE_S, Device, Table, new_op
from tests.server import Server, free_port
from tests.workers.fleet import Fleet, fleet
from tests.workers.machines import Postgres, folder
from tests.workers.proxies import Door, Proxy, worker_of

pytestmark = pytest.mark.live
BACK_WITHIN_S = 5
CIRCLES = 6


@pytest.fixture(scope="module")
def workers(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """Three of the default mode, as they would be run."""
    modes = ("eventlet", "eventlet", "eventlet")
    with fleet(tmp_path_factory.mktemp("workers"), postgres, modes=modes, proxy=free_port()) as running:
        yield running


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def proxy(request: pytest.FixtureRequest, workers: Fleet) -> Iterator[Proxy]:
    with folder() as path:
        port = int(workers.environ["BASE_URL"].rpartition(":")[2])
        running = Proxy(request.param, path, port, [each.port for each in workers.workers]).start()
        yield running
        running.stop()


def journey(door: Any, circle: dict[str, Any], **options: Any) -> Table:
    """From the lobby to the review; everybody sees what they should."""
    table = Table(door, circle, **options)
    screen = table.screen()
    sam, tom, _priya = (table.joins(name) for name in ("Sam", "Tom", "Priya"))
    table.presents("Priya")
    table.goes_to("solutions")
    for phone in (sam, tom):
        phone.sees(lambda view: view["stage"]["key"] == "solutions")
        phone.done("contribute", visit=phone.visit, kind="suggestion", text=f"From {phone.token[:4]}")
    for everybody in (screen, table.facilitator):
        everybody.sees(lambda view: len(view["contributions"]) == 2)
    table.goes_to("selection")
    screen.sees(lambda view: view["stage"]["key"] == "selection")
    return table


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_all_devices_of_a_circle_are_on_one_worker_and_circles_on_all(
    proxy: Proxy, workers: Fleet, transport: str
) -> None:
    used = set()
    for circle in workers.create_many("solution", CIRCLES):
        table = journey(Door(proxy, circle["circle"]), circle, transports=[transport])
        assert {device.sio.transport() for device in table.devices} == {transport}
        on = {worker_of(device, workers) for device in table.devices}
        table.leave()
        assert len(on) == 1
        used |= on
    assert len(used) > 1, "with all circles on one worker the others would be of no use"


def test_a_program_that_names_no_circle_is_served_by_polling_too(proxy: Proxy, workers: Fleet) -> None:
    (circle,) = workers.create_many("solution", 1)
    table = journey(Door(proxy, None), circle, transports=["polling"])
    table.leave()


def test_a_circle_whose_devices_are_on_several_workers_is_right_too(proxy: Proxy, workers: Fleet) -> None:
    """The control of `worker_of` as well: past the proxy, devices are spread."""
    (circle,) = workers.create_many("solution", 1)
    table = journey(workers, circle, transports=["websocket"])
    assert len({worker_of(device, workers) for device in table.devices}) == 3
    table.leave()


class Sender:
    """A phone that sends one suggestion after the other, and again what was not answered."""

    def __init__(self, device: Device) -> None:
        self.device, self.sent, self.repeats = device, list[str](), 0
        self.stop = threading.Event()
        self._thread = threading.Thread(target=self._send)
        self._thread.start()

    def _send(self) -> None:
        visit = self.device.visit
        for number in count():
            if self.stop.is_set():
                return
            act = {"op": new_op(), "type": "contribute", "visit": visit, "kind": "suggestion",
                   "text": f"{self.device.token[:6]} {number}"}  # fmt: skip
            self.sent.append(act["text"])
            while not (answer := self._answer(act)):
                self.stop.wait(0.05)
            if answer.get("code") == "too_many":
                self.sent.pop()
                self.stop.wait(0.5)
                continue
            assert answer["ok"], answer
            self.repeats += bool(answer.get("repeat"))

    def _answer(self, act: dict[str, Any]) -> dict[str, Any] | None:
        try:
            answer: dict[str, Any] = self.device.sio.call("move", act, timeout=1)
        except (socketio.exceptions.SocketIOError, TimeoutError):
            return None
        return None if answer.get("code") == "try_again" else answer

    def finish(self) -> None:
        self.stop.set()
        self._thread.join(timeout=30)
        assert not self._thread.is_alive()


def test_when_a_worker_is_killed_its_circles_go_on_on_another_and_nothing_is_lost(
    proxy: Proxy, workers: Fleet
) -> None:
    (circle,) = workers.create_many("solution", 1)
    table = Table(Door(proxy, circle["circle"]), circle, comes_back=True)
    phones = [table.joins(name) for name in ("Sam", "Tom", "Asha")]
    table.goes_to("solutions")
    for phone in phones:
        phone.sees(lambda view: view["stage"]["key"] == "solutions")
    (port,) = {worker_of(device, workers) for device in table.devices}
    first = next(each for each in workers.workers if each.port == port)
    kept = phones[0].play("contribute", op := new_op(), visit=phones[0].visit, kind="suggestion", text="Kept")
    assert kept["ok"]
    senders = [Sender(phone) for phone in phones]
    table.facilitator.sees(lambda view: len(view["contributions"]) > len(phones))

    Server.kill(first)

    killed_at = time.monotonic()
    lines = {device: device.sio.eio.sid for device in table.devices}
    for device in table.devices:
        came_back(device, lines[device])
    assert time.monotonic() - killed_at < BACK_WITHIN_S
    for sender in senders:
        sender.finish()
    assert phones[0].play("contribute", op, visit=phones[0].visit, kind="suggestion", text="Kept")["repeat"]
    said = [one["text"] for one in table.facilitator.ask("sync")["contributions"]]
    assert sorted(said) == sorted(["Kept", *(text for sender in senders for text in sender.sent)])
    table.leave()
    Server.start(first)


def came_back(device: Device, line: str) -> None:
    """Wait until it has another line, and a view by it."""
    give_up = time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up:
        if device.sio.connected and device.sio.eio.sid != line:
            try:
                device.sio.call("sync", {}, timeout=1)
                return
            except (socketio.exceptions.SocketIOError, TimeoutError):
                continue
        device.sio.sleep(0.02)
    raise AssertionError("it did not come back")
