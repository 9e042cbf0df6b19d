"""Several workers: what a suggestion costs them, and how many they carry.

    python -m bench.workers

The same circles on one process with SQLite, on one with PostgreSQL, and on three with Redis too, once with whole circles on
a worker, as the proxies of deploy/ keep them, and once with every circle split over all three. PostgreSQL and Redis are
started by this run, privately; processor time is the workers' own, PostgreSQL's stands beside it. Nothing is pinned to a
core, and the load takes its share: how many a second three workers carry says something only where there are cores.
"""

import asyncio
import itertools
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.circles import Made, Maker
from bench.load import Load, median, p99
from bench.servers import cpu_of
from bench.sockets import Device
from bench.tables import about, ratio, row, rows
from tests.server import Server
from tests.workers.fleet import Fleet
from tests.workers.machines import Postgres, Redis, folder

CIRCLES, A_SECOND, SECONDS, ROUNDS = 60, 60.0, 10.0, 3
FIRST_PACE, STEP, STEP_S, TOO_SLOW_S, MOST_STEPS = 100.0, 1.15, 4.0, 0.25, 16


@dataclass(frozen=True)
class Several:
    """Workers under measurement, as the load knows a server."""

    workers: Sequence[Server]
    line: type[Device] = Device
    gives_view: bool = True

    @property
    def base(self) -> str:
        return self.workers[0].url

    def cpu_s(self) -> float:
        return sum(cpu_of(worker.process.pid) for worker in self.workers if worker.process)

    def whole(self, room: int) -> Iterator[str]:
        """All devices of a circle on one worker."""
        return itertools.repeat(self.workers[room % len(self.workers)].url)

    def split(self, _room: int) -> Iterator[str]:
        """The devices of a circle on all workers in turns."""
        return itertools.cycle([worker.url for worker in self.workers])


@dataclass
class Found:
    cpu_ms: float
    database_ms: float
    median_ms: float
    p99_ms: float
    most: float


async def measure(
    several: Several, made: list[Made], bases: Callable[[int], Iterator[str]], database: Callable[[], float]
) -> Found:
    load = Load(several, made, bases)  # type: ignore[arg-type]
    await load.connect()
    await load.send(A_SECOND, 2.0, 0)  # loaded and warm
    used, asked = several.cpu_s(), database()
    waits = await load.send(A_SECOND, SECONDS, 1)
    if waits.refused or waits.lost:
        raise RuntimeError(f"{waits.refused} refused, {waits.lost} lost")
    cpu, asked = several.cpu_s() - used, database() - asked
    pace, reached = FIRST_PACE, 0.0
    for number in range(MOST_STEPS):
        more = await load.send(pace, STEP_S, number)
        if more.refused or more.lost or p99(more.screen) > TOO_SLOW_S:
            break
        reached, pace = pace, pace * STEP
    load.close()
    return Found(
        cpu / waits.sent * 1000,
        asked / waits.sent * 1000,
        median(waits.screen) * 1000,
        p99(waits.screen) * 1000,
        reached,
    )


def postmaster(postgres: Postgres) -> int:
    return int((postgres.folder / "data" / "postmaster.pid").read_text().split()[0])


def prepared(instance: Path, url: str | None = None) -> list[Made]:
    maker = Maker(instance, url)
    made = [maker.circle() for _ in range(CIRCLES)]
    maker.close()
    return made


def on_sqlite(base: Path) -> Found:
    made = prepared(base)
    server = Server(base, "eventlet").start()
    try:
        several = Several([server])
        return asyncio.run(measure(several, made, several.whole, lambda: 0.0))
    finally:
        server.stop()


def on_postgres(base: Path, postgres: Postgres, split: bool, workers: int) -> Found:
    base.mkdir()
    redis = Redis(base).start()
    server: Server = Fleet(base, postgres, redis, modes=("eventlet",) * workers)
    if workers == 1:
        server = Server(base, "eventlet", environ={"DATABASE_URL": postgres.migrated()})
    made = prepared(base, server.environ["DATABASE_URL"])
    try:
        server.start()
        several = Several(server.workers if isinstance(server, Fleet) else [server])
        bases = several.split if split else several.whole
        return asyncio.run(
            measure(several, made, bases, lambda: cpu_of(postmaster(postgres), with_children=True))
        )
    finally:
        server.stop()
        redis.stop()


def main() -> None:
    ways = {
        "one process, SQLite": None,
        "one process, PostgreSQL": (False, 1),
        "three workers, whole circles": (False, 3),
        "three workers, every circle split": (True, 3),
    }
    found: dict[str, list[Found]] = {name: [] for name in ways}
    with tempfile.TemporaryDirectory() as name, folder() as home:
        postgres = Postgres(home)
        postgres.start()
        try:
            for number, (title, way) in itertools.product(range(ROUNDS), ways.items()):
                base = Path(name) / f"{number} {title}"
                found[title].append(on_postgres(base, postgres, *way) if way else on_sqlite(base))
        finally:
            postgres.stop()
    print(about("bench.workers"))
    rows(f"{CIRCLES} circles × 14, {A_SECOND:.0f} suggestions a second", "workers’ processor a suggestion", "to one process",
         "PostgreSQL’s", "on the screen, median / p99", "most a second")  # fmt: skip
    first = median([each.cpu_ms for each in found["one process, SQLite"]])
    for title, several in found.items():
        cpu, database, middle, high, most = (
            median([getattr(each, field) for each in several])
            for field in ("cpu_ms", "database_ms", "median_ms", "p99_ms", "most")
        )
        row(
            title,
            f"{cpu:.2f} ms",
            ratio(cpu, first),
            f"{database:.2f} ms",
            f"{middle:.1f} / {high:.0f} ms",
            f"{most:.0f}",
        )


if __name__ == "__main__":
    main()
