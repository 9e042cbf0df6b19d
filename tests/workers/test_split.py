"""A circle whose devices are on three workers, and what the workers say to each other. Redis is really stopped and
started; how fast screens follow is measured in real time."""

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis as redis_client

from tests.devices import Device, Table, new_op
from tests.server import Server
from tests.workers.fleet import MODES, Fleet, fleet
from tests.workers.machines import Postgres

pytestmark = pytest.mark.live

CONVERGE_WITHIN_S = 10
#: An act is saved in about a hundredth of this; with a Redis that hangs, too.
AT_ONCE_S = 1
ROUNDS = 30


@pytest.fixture(scope="module")
def workers(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    with fleet(tmp_path_factory.mktemp("split"), postgres) as running:
        yield running


@pytest.fixture
def table(workers: Fleet) -> Iterator[Table]:
    """In stage 3, with the facilitator, the screen and Sam each on another worker."""
    table = Table(workers, workers.create("solution"))
    table.screen()
    sam = table.joins("Sam")
    while sam.url in {device.url for device in table.devices if device is not sam}:
        sam = table.device(sam.token)
    table.goes_to("solutions")
    for device in table.devices:
        device.sees(lambda view: view["stage"]["key"] == "solutions")
    assert len({device.url for device in table.devices}) == 3
    yield table
    table.leave()


def says(device: Device, text: str) -> None:
    """Sends a suggestion, which is saved at once."""
    began = time.monotonic()
    device.done("contribute", visit=device.visit, kind="suggestion", text=text)
    assert time.monotonic() - began < AT_ONCE_S


def follows(table: Table, text: str) -> float:
    """How long it takes until the facilitator and the screen show it."""
    began = time.monotonic()
    for device in table.devices[:2]:
        device.sees(lambda view: text in [one["text"] for one in view["contributions"]], text)
    return time.monotonic() - began


def test_without_redis_circles_go_on_and_screens_follow(table: Table, workers: Fleet) -> None:
    facilitator, _screen, sam = table.devices[0], table.devices[1], table.devices[-1]
    says(sam, "Before")
    assert follows(table, "Before") < AT_ONCE_S
    workers.redis.stop()
    try:
        # While Redis is away, whoever looks into the database follows
        for number in range(3):
            says(sam, f"Away {number}")
            assert follows(table, f"Away {number}") < CONVERGE_WITHIN_S
        # And what is done with a press is done for everybody
        facilitator.done("pause", visit=facilitator.visit)
        sam.sees(lambda view: view["stage"]["state"] == "paused")
        facilitator.done("resume", visit=facilitator.visit)
        sam.sees(lambda view: view["stage"]["state"] == "running")
        says(sam, "Just before its return")
    finally:
        workers.redis.start()
    assert follows(table, "Just before its return") < CONVERGE_WITHIN_S
    until_news_comes_at_once(table, workers)


def until_news_comes_at_once(table: Table, workers: Fleet) -> None:
    """Three in a row, so that it was not looking into the database that found them."""
    sam, in_a_row, give_up = table.devices[-1], 0, time.monotonic() + CONVERGE_WITHIN_S
    while in_a_row < 3:
        assert time.monotonic() < give_up
        workers.step(1000)  # so that it is not too fast for one seat
        says(sam, text := f"Back {new_op()}")
        in_a_row = in_a_row + 1 if follows(table, text) < AT_ONCE_S / 2 else 0


def test_a_redis_that_hangs_delays_nobody(table: Table, workers: Fleet) -> None:
    sam = table.devices[-1]
    workers.redis.hang()
    try:
        for number in range(3):
            says(sam, f"Hanging {number}")
            assert follows(table, f"Hanging {number}") < CONVERGE_WITHIN_S
    finally:
        workers.redis.go_on()
    says(sam, "It goes on")
    assert follows(table, "It goes on") < CONVERGE_WITHIN_S


@pytest.mark.parametrize("away", [False, True])
def test_whoever_is_removed_is_sent_off_on_every_worker(table: Table, workers: Fleet, away: bool) -> None:
    facilitator, sam = table.devices[0], table.devices[-1]
    if away:
        workers.redis.stop()
    try:
        facilitator.done("remove", seat=table.seats["Sam"])
        began = time.monotonic()
        while not any(event == "revoked" for event, _ in sam.received):
            assert time.monotonic() - began < (CONVERGE_WITHIN_S if away else AT_ONCE_S)
            sam.sio.sleep(0.01)
    finally:
        if away:
            workers.redis.start()


def test_of_two_presses_on_different_workers_never_both_win(workers: Fleet) -> None:
    table = Table(workers, workers.create("solution"))
    here, there = table.facilitator, table.device(table.circle["facilitator_token"])
    assert here.url != there.url
    here.done("start", visit=here.visit)
    for number in range(ROUNDS):
        workers.step(1000)  # so that it is not too fast for one person
        visit = here.ask("sync")["stage"]["visit"]
        there.sees(lambda view, visit=visit: view["stage"]["visit"] == visit)
        answers = at_once([here, there], "next" if number % 2 else "back" if number else "next", visit)
        assert sorted(answer["ok"] for answer in answers) == [False, True]
        assert [answer["code"] for answer in answers if not answer["ok"]] == ["stage_moved"]
    table.leave()


def at_once(devices: list[Device], press: str, visit: int) -> list[dict[str, Any]]:
    """What each was answered, sent at the same moment."""
    gate, answers = threading.Barrier(len(devices)), dict[Device, dict[str, Any]]()

    def send(device: Device) -> None:
        gate.wait(timeout=10)
        answers[device] = device.play(press, visit=visit)

    threads = [threading.Thread(target=send, args=(device,)) for device in devices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return list(answers.values())


# What stands on Redis

ALLOWED = re.compile(r'\{"circle": (?:null|"[0-9a-f]{16}"), "version": (?:null|\d+)\}')


@contextmanager
def overheard(workers: Fleet) -> Iterator[list[str]]:
    """Every command that Redis is sent."""
    heard: list[str] = []
    listening, client = threading.Event(), redis_client.Redis.from_url(workers.redis.url, protocol=2)

    def listen() -> None:
        with client.monitor() as monitor:
            listening.set()
            while True:
                heard.append(monitor.next_command()["command"])
                if heard[-1] == "ECHO enough":
                    return

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    assert listening.wait(timeout=10)
    yield heard
    client.echo("enough")
    thread.join(timeout=10)
    client.close()


def published(heard: list[str]) -> list[str]:
    prefix = "PUBLISH circlekeeper "
    return [command.removeprefix(prefix) for command in heard if command.startswith(prefix)]


@pytest.mark.parametrize("planted", [False, True])
def test_redis_is_told_circles_and_versions_and_nothing_else(workers: Fleet, planted: bool) -> None:
    """With a control: a word that does go to Redis is found."""
    with overheard(workers) as heard:
        table = Table(workers, workers.create("solution", "--title", "Canary title"))
        table.screen()
        sam = table.joins("Canary name")
        table.goes_to("focus")
        table.facilitator.done("focus", text="Canary focus", revision=0)
        table.goes_to("solutions")
        sam.sees(lambda view: view["stage"]["key"] == "solutions")
        says(sam, "Canary suggestion")
        table.devices[1].sees(lambda view: view["contributions"])
        table.facilitator.done("remove", seat=table.seats["Canary name"])
        table.leave()
        if planted:
            client = redis_client.Redis.from_url(workers.redis.url)
            client.publish(
                "circlekeeper", json.dumps({"circle": table.circle["circle"], "version": "Canary"})
            )
            client.close()
    said = published(heard)
    assert len(said) > 2, "of acts that follow each other at once only the latest need be said"
    secret = [*table.tokens.values(), *(v for k, v in table.circle.items() if k not in ("circle",))]
    found = [each for each in ("Canary", *table.seats.values(), *secret) if any(each in one for one in heard)]
    assert (found == [] and all(ALLOWED.fullmatch(one) for one in said)) is not planted


# Whether a slow answer of the database holds up others


SLOW_S = 1


@pytest.mark.parametrize(
    ("mode", "module"),
    [(mode, "tests.serve") for mode in MODES] + [("eventlet", "tests.faulty.waits_for_database")],
)
def test_whoever_waits_for_the_database_holds_up_nobody_else(
    postgres: Postgres, tmp_path: Path, mode: str, module: str
) -> None:
    """Somebody's act waits for a circle that another program has locked; meanwhile somebody in another circle is
    answered. In the control the driver waits as it does by itself."""
    url = postgres.migrated()
    server = Server(tmp_path / "instance", mode=mode, module=module, environ={"DATABASE_URL": url}).start()
    slow, other = (Table(server, circle) for circle in server.create_many("solution", 2))
    try:
        with psycopg.connect(url) as locking:
            locking.execute("SELECT 1 FROM circles WHERE id = %s FOR UPDATE", (slow.circle["circle"],))
            waiting = threading.Thread(target=slow.facilitator.play, args=("title",), kwargs={"text": "Slow"})
            waiting.start()
            longest, began = 0.0, time.monotonic()
            while time.monotonic() - began < SLOW_S:
                asked = time.monotonic()
                other.facilitator.ask("clock")
                longest = max(longest, time.monotonic() - asked)
            ours = module == "tests.serve"
            assert waiting.is_alive() or not ours, "the act waits"
        waiting.join(timeout=10)
        assert (longest < SLOW_S / 2) is ours
    finally:
        for table in (slow, other):
            table.leave()
        server.stop()
