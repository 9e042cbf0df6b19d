"""What it costs as it grows: circles, people in one circle, contributions in one circle.

    python -m bench.growth [FILE.svg]

The app alone, on one core. For contributions the totals are drawn: bytes sent, processor time, rows and disk; a
straight line from the beginning through the middle shows whether the second half costs more than the first.
"""

import asyncio
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import matplotlib as mpl

from bench import servers
from bench.circles import Made, Maker
from bench.load import Load, median, p99
from bench.servers import Server
from bench.tables import about, row, rows

mpl.use("svg")
from matplotlib import pyplot as plt

CIRCLES = (10, 50, 100, 200)
PEOPLE = (12, 50, 100, 200)
CONTRIBUTIONS, PORTION = 2_000, 100
#: Enough phones that none sends faster than anybody may.
WRITERS = 60
PACE = 60.0
EVERY_S, SECONDS = 5.0, 10.0
T = TypeVar("T")
Prepare = Callable[[Maker, int], list[Made]]
TABLES = ("circles", "contributions", "wordings", "moves", "visits", "seats", "tokens")


@dataclass
class Standing:
    """The totals after so many contributions."""

    contributions: int
    sent_bytes: int
    cpu_s: float
    rows: int
    disk_kb: float
    memory_kb: float
    p99_s: float


def disk_kb(server: Server) -> float:
    return sum(path.stat().st_size for path in server.folder.glob("*.sqlite3*")) / 1024


def rows_kept(server: Server) -> int:
    (path,) = server.folder.glob("*.sqlite3")
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        return sum(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES)  # noqa: S608


async def contributions(server: Server, made: list[Made]) -> list[Standing]:
    """Two thousand contributions in one circle, in portions."""
    load = Load(server, made)
    await load.connect()
    begun = sum(device.received.bytes for device in load.devices), server.cpu_s(), rows_kept(server)
    found = [Standing(0, 0, 0.0, 0, disk_kb(server), server.memory_kb(), 0.0)]
    for number in range(1, CONTRIBUTIONS // PORTION + 1):
        waits = await load.send(PACE, PORTION / PACE, number)
        if waits.refused or waits.lost:
            raise RuntimeError(f"{waits.refused} refused, {waits.lost} lost")
        sent = sum(device.received.bytes for device in load.devices) - begun[0]
        found.append(
            Standing(number * PORTION, sent, server.cpu_s() - begun[1], rows_kept(server) - begun[2],
                     disk_kb(server), server.memory_kb(), p99(waits.screen))
        )  # fmt: skip
    load.close()
    return found


async def steady(server: Server, made: list[Made], a_second: float) -> tuple[float, float, float, float]:
    """Latency to the screen (median, p99), milliseconds of processor a suggestion, and memory in MB."""
    load = Load(server, made)
    await load.connect()
    used = server.cpu_s()
    waits = await load.send(a_second, SECONDS, 1)
    if waits.refused or waits.lost:
        raise RuntimeError(f"{waits.refused} refused, {waits.lost} lost")
    cpu = (server.cpu_s() - used) / waits.sent * 1000
    memory = server.memory_kb() / 1024
    load.close()
    return median(waits.screen) * 1000, p99(waits.screen) * 1000, cpu, memory


def on(folder: Path, prepared: Path, work: Callable[[Server], Coroutine[Any, Any, T]]) -> tuple[T, float]:
    """What was measured on a server of its own, and how much disk (KB) its database took in the end."""
    server = servers.app(folder, prepared).start()
    try:
        return asyncio.run(work(server)), disk_kb(server)
    finally:
        server.stop()


def table_of(
    title: str, counts: Sequence[int], folder: Path, prepare: Prepare, pace: Callable[[int], float]
) -> None:
    rows(title, "on the screen, median / p99", "processor a suggestion", "memory", "database")
    for count in counts:
        prepared = folder / f"{title} {count}"
        maker = Maker(prepared)
        work = partial(steady, made=prepare(maker, count), a_second=pace(count))
        maker.close()
        (middle, high, cpu, memory), disk = on(folder, prepared, work)
        row(
            str(count),
            f"{middle:.1f} / {high:.0f} ms",
            f"{cpu:.2f} ms",
            f"{memory:.0f} MB",
            f"{disk / 1024:.1f} MB",
        )
    print()


def draw(found: Sequence[Standing], path: str) -> None:
    """The totals over the contributions, each with a straight line through its middle."""
    panels = (
        ("MB sent to all devices", [each.sent_bytes / 1e6 for each in found]),
        ("seconds of processor time", [each.cpu_s for each in found]),
        ("rows in the database", [each.rows for each in found]),
        ("99 of 100 on the screen within, ms", [each.p99_s * 1000 for each in found]),
    )
    counts = [each.contributions for each in found]
    half = len(counts) // 2
    figure, axes = plt.subplots(2, 2, figsize=(9, 6.4), layout="constrained")
    for axis, (title, values) in zip(axes.flat, panels, strict=True):
        if title.startswith("99"):
            axis.plot(counts[1:], values[1:], color="#003d5b")
            axis.set_ylim(bottom=0)
        else:
            axis.plot(counts, [values[half] / counts[half] * count for count in counts], "--", color="#8a8a8a",
                      label="a straight line through the middle")  # fmt: skip
            axis.plot(counts, values, color="#003d5b", label="measured")
            axis.legend(frameon=False, loc="upper left")
        axis.set_title(title, fontsize=11, loc="left")
        axis.set_xlabel("contributions in one circle")
        axis.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def main(path: str) -> None:
    servers.leave_the_core_to_the_server()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(about("bench.growth"))
        table_of("circles of 14 devices", CIRCLES, folder, lambda maker, n: [maker.circle() for _ in range(n)],
                 lambda n: n / EVERY_S)  # fmt: skip
        # The presenter is one of the people.
        table_of(
            "people in one circle",
            PEOPLE,
            folder,
            lambda maker, n: [maker.circle(group=n - 1)],
            lambda _: 10.0,
        )
        maker = Maker(folder / "one circle")
        made = [maker.circle(group=WRITERS)]
        maker.close()
        found, _ = on(folder, folder / "one circle", partial(contributions, made=made))
    rows(
        "contributions in one circle",
        "sent to all 63 devices",
        "processor",
        "rows",
        "database",
        "memory",
        "p99 to the screen",
    )
    for each in found[::4]:
        row(f"{each.contributions:,}", f"{each.sent_bytes / 1e6:.2f} MB", f"{each.cpu_s:.2f} s", f"{each.rows:,}",
            f"{each.disk_kb / 1024:.1f} MB", f"{each.memory_kb / 1024:.0f} MB", f"{each.p99_s * 1000:.0f} ms")  # fmt: skip
    middle, last = found[len(found) // 2], found[-1]
    print("\nThe second half to the first:", ", ".join(
        f"{title} {(getattr(last, name) - getattr(middle, name)) / getattr(middle, name):.2f}"
        for title, name in (("bytes", "sent_bytes"), ("processor", "cpu_s"), ("rows", "rows"))
    ))  # fmt: skip
    draw(found, path)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "growth.svg")
