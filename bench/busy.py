"""Many circles at once on one core: latency, the most that one process carries, connecting, memory.

    python -m bench.busy

The app and the bare floor in turns, in several rounds of one run, and the raw websocket server as the limit. Each of
200 circles has 14 devices; a suggestion comes from each every five seconds, whatever the server does meanwhile.
"""

import asyncio
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench import servers
from bench.circles import Made, Maker
from bench.load import Load, median, p99
from bench.servers import Server
from bench.tables import about, ratio, row, rows

CIRCLES = (10, 50, 100, 200)
EVERY_S = 5.0
SECONDS = 10.0
ROUNDS = 3
#: How long each pace is held, by what it rises, and when it was too much.
STEP_S, STEP, TOO_SLOW_S = 4.0, 1.1, 0.25
FIRST_PACE = 280.0
MOST_STEPS = 16


@dataclass
class Found:
    """What one server was measured at, a value a round: seconds, connects a second, KB a socket, milliseconds."""

    connects: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    waits: dict[tuple[int, str], list[tuple[float, float]]] = field(default_factory=dict)

    def p99(self, circles: int, where: str) -> float:
        return statistics.median(high for _, high in self.waits[circles, where])

    def median(self, circles: int, where: str) -> float:
        return statistics.median(middle for middle, _ in self.waits[circles, where])


async def busy(server: Server, made: Sequence[Made], found: Found, seed: int) -> None:
    """One server with so many circles: connect, a suggestion each every five seconds; with all, the most as well."""
    before = server.memory_kb()
    load = Load(server, made)
    took = await load.connect()
    count = len(load.devices)
    if len(made) == max(CIRCLES):
        found.connects.append(count / took)
        found.memory.append((server.memory_kb() - before) / count)
    used = server.cpu_s()
    waits = await load.send(len(made) / EVERY_S, SECONDS, seed)
    if waits.refused or waits.lost:
        raise RuntimeError(f"{server.name}: {waits.refused} refused, {waits.lost} lost")
    for where, values in (("answer", waits.answer), ("screen", waits.screen), ("presenter", waits.presenter)):
        found.waits.setdefault((len(made), where), []).append((median(values), p99(values)))
    if len(made) == max(CIRCLES):
        found.cpu.append((server.cpu_s() - used) / waits.sent * 1000)
        found.most.append(await most(load, seed))
    load.close()


async def most(load: Load, seed: int) -> float:
    """The highest pace at which 99 of 100 suggestions are on the screen within a quarter of a second."""
    pace, reached = FIRST_PACE, 0.0
    for number in range(MOST_STEPS):
        waits = await load.send(pace, STEP_S, seed + number)
        if waits.refused or waits.lost or p99(waits.screen) > TOO_SLOW_S:
            break
        reached, pace = pace, pace * STEP
    return reached


def measure(rounds: int = ROUNDS) -> dict[str, Found]:
    """Everything, in turns."""
    servers.leave_the_core_to_the_server()
    found: dict[str, Found] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        maker = Maker(folder / "prepared")
        made = [maker.circle() for _ in range(max(CIRCLES))]
        maker.close()
        starts: list[Callable[[], Server]] = [
            lambda: servers.app(folder, folder / "prepared"),
            lambda: servers.floor(folder),
            lambda: servers.limit(folder),
        ]
        for number in range(rounds):
            # In another order each round, so that none has always the same before it.
            for start in starts[number % 3 :] + starts[: number % 3]:
                for circles in CIRCLES:
                    server = start().start()
                    try:
                        asyncio.run(
                            busy(server, made[:circles], found.setdefault(server.name, Found()), number)
                        )
                    finally:
                        server.stop()
                    print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return found


def report(found: dict[str, Found]) -> None:
    app, floor, limit = found["Circlekeeper"], found["bare floor"], found["raw websocket"]
    print(about("bench.busy"))
    rows(
        "suggestion until …, median / p99 in ms", "Circlekeeper", "bare floor", "p99 to p99", "raw websocket"
    )
    for circles in CIRCLES:
        for where in ("answer", "screen", "presenter"):
            cells = [
                f"{each.median(circles, where) * 1000:.1f} / {each.p99(circles, where) * 1000:.0f}"
                for each in (app, floor, limit)
            ]
            both = ratio(app.p99(circles, where), floor.p99(circles, where))
            row(f"{circles} circles, {where}", cells[0], cells[1], both, cells[2])
    print()
    rows("200 circles × 14 sockets", "Circlekeeper", "bare floor", "ratio", "raw websocket")
    for title, name, form in (
        ("most suggestions a second", "most", "{:.0f}"),
        ("connects a second", "connects", "{:.0f}"),
        ("KB a socket", "memory", "{:.1f}"),
        ("processor, ms a suggestion, pings included", "cpu", "{:.2f}"),
    ):
        values = [statistics.median(getattr(each, name)) for each in (app, floor, limit)]
        cells = [form.format(value) for value in values]
        row(title, cells[0], cells[1], ratio(values[0], values[1]), cells[2])
    print(
        "\nEach round:",
        {name: {"most": each.most, "connects": each.connects} for name, each in found.items()},
    )


if __name__ == "__main__":
    report(measure())
