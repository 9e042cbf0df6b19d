"""Several workers on one database, one in each async mode, as one server under test: devices take turns among them, so
that every circle is split, which is the worst case. A proxy would keep a circle together."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any

from tests.server import Server, free_port
from tests.workers.machines import Postgres, Redis, listens

MODES = ("eventlet", "gevent", "threading")


class Fleet(Server):
    """What tests know of one server, for all workers. Itself it is the first of them."""

    def __init__(
        self,
        instance: Path,
        postgres: Postgres,
        redis: Redis,
        modes: tuple[str, ...] = MODES,
        proxy: int | None = None,
    ) -> None:
        port = free_port()
        environ = {
            "DATABASE_URL": postgres.migrated(),
            "REDIS_URL": redis.url,
            "WORKERS": str(len(modes)),
            "BASE_URL": f"http://127.0.0.1:{proxy or port}",
            "PROXIES": "1" if proxy else "0",
        }
        super().__init__(instance, modes[0], environ=environ, port=port)
        self.others = [Server(instance, mode, environ=environ) for mode in modes[1:]]
        self.redis = redis
        self._turns = cycle([self, *self.others])
        #: Whether devices connect to the first worker only, as through a proxy that keeps circles together.
        self.together = False

    @property
    def workers(self) -> list[Server]:
        return [self, *self.others]

    @property
    def next_url(self) -> str:
        return self.url if self.together else next(self._turns).url

    def start(self) -> "Fleet":
        super().start()
        for other in self.others:
            other.start()
        return self

    def step(self, milliseconds: int) -> None:
        super().step(milliseconds)
        for other in self.others:
            other.step(milliseconds)

    def stop(self) -> None:
        for each in self.others:
            each.stop()
        super().stop()

    def kill(self) -> None:
        for each in self.others:
            each.kill()
        super().kill()


@contextmanager
def fleet(instance: Path, postgres: Postgres, **options: Any) -> Iterator[Fleet]:
    """Three workers with a Redis of their own."""
    instance.mkdir(parents=True, exist_ok=True)
    redis = Redis(instance).start()
    running = Fleet(instance, postgres, redis, **options)
    try:
        yield running.start()
    finally:
        running.stop()
        redis.stop()


def free_row(length: int) -> list[int]:
    """Free ports that differ in their last digit only, beginning with 1."""
    for _ in range(200):
        first = free_port() // 10 * 10 + 1
        row = [first + number for number in range(length)]
        if not any(listens(port) for port in row):
            return row
    raise AssertionError("no ports are free")
