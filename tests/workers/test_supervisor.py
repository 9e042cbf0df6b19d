"""The example for supervisor in deploy/, run as it stands but for its places: it starts the workers, and starts one
again that died."""

import os
import re
import signal
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import ROOT
from tests.workers.fleet import free_row
from tests.workers.machines import Postgres, Process, Redis, folder
from tests.workers.proxies import DEPLOY

pytestmark = pytest.mark.live

AGAIN_WITHIN_S = 20
MAIN = """
[supervisord]
nodaemon=true
pidfile=supervisord.pid
logfile=supervisord.log
childlogdir=.
{user}
[include]
files = circlekeeper.conf
"""


class Supervisor:
    def __init__(self, path: Path, postgres: Postgres, redis: Redis) -> None:
        self.folder = path
        self.ports = free_row(3)
        root = os.geteuid() == 0
        places = {
            "/opt/circlekeeper/.venv/bin/python": sys.executable,
            "/opt/circlekeeper": str(ROOT),
            "user=circlekeeper": "user=root" if root else "",
            "/var/lib/circlekeeper": str(path / "instance"),
            "/var/log/circlekeeper": str(path),
            "500%(process_num)d": f"{self.ports[0] // 10}%(process_num)d",
            "https://circles.example.gov.uk": f"http://127.0.0.1:{self.ports[0]}",
            "postgresql:///circlekeeper?host=/var/run/postgresql": postgres.migrated(),
            "redis://127.0.0.1:6379/0": redis.url,
        }
        example = (DEPLOY / "supervisor.conf").read_text()
        for place, ours in places.items():
            assert place in example, place
            example = example.replace(place, ours)
        (path / "circlekeeper.conf").write_text(example)
        (path / "supervisord.conf").write_text(MAIN.format(user="user=root" if root else ""))
        program = Path(sys.executable).parent / "supervisord"
        self._process = Process(path, "supervisor", [str(program), "-c", str(path / "supervisord.conf")])

    @property
    def log(self) -> str:
        return (self.folder / "supervisord.log").read_text()

    def pids(self, worker: int) -> list[int]:
        """Of each time that the worker was started."""
        return [int(pid) for pid in re.findall(rf"spawned: 'circlekeeper-{worker}' with pid (\d+)", self.log)]

    def until_all_serve(self) -> None:
        give_up = time.monotonic() + AGAIN_WITHIN_S
        for port in self.ports:
            while not serves(port):
                assert time.monotonic() < give_up, self.log
                time.sleep(0.05)

    def stop(self) -> None:
        self._process.stop()


def serves(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.fixture
def supervisor(postgres: Postgres) -> Iterator[Supervisor]:
    with folder() as path:
        redis = Redis(path).start()
        running = Supervisor(path, postgres, redis)
        yield running
        running.stop()
        redis.stop()


def test_the_example_starts_the_workers_and_starts_one_again_that_died(supervisor: Supervisor) -> None:
    supervisor.until_all_serve()
    (first,) = supervisor.pids(2)
    os.kill(first, signal.SIGKILL)
    give_up = time.monotonic() + AGAIN_WITHIN_S
    while len(supervisor.pids(2)) < 2:
        assert time.monotonic() < give_up, supervisor.log
        time.sleep(0.05)
    supervisor.until_all_serve()
    assert len(supervisor.pids(1)) == len(supervisor.pids(3)) == 1

    supervisor.stop()
    assert not any(serves(port) for port in supervisor.ports), "they stop with it"
