"""After a restart everybody comes back at once; and more sockets than one process is meant for.

    python -m bench.storm

1,000 clients lose their line when the server is killed and try again as our pages do: after 0.3 s, then twice as long
up to 2 s, each time more or less by half. Measured until the last of them has its view. Some had an act in flight: it
is sent again and must be answered with success. Then 3,000 sockets on one process: each is served, or refused with a reason.
"""

import asyncio
import random
import secrets
import signal
import statistics
import tempfile
import time
from pathlib import Path

from bench import servers
from bench.circles import Made, Maker
from bench.load import AT_ONCE, Load
from bench.servers import Server
from bench.sockets import Device, connect_all, words
from bench.tables import about, row, rows

CLIENTS, MANY, DEVICES = 1_000, 3_000, 14
ROUNDS = 3
IN_FLIGHT = 50
FIRST_S, LONGEST_S = 0.3, 2.0
GIVE_UP_S = 30.0


async def back(device: Device, base: str, restarted: float) -> tuple[Device, float]:
    """Try again until it is in: the new connection, and after how many seconds it had its view."""
    wait = FIRST_S
    while time.perf_counter() - restarted < GIVE_UP_S:
        await asyncio.sleep(wait * random.uniform(0.5, 1.5))
        again = Device(device.auth)
        again.waits_for_view = device.waits_for_view
        try:
            await again.connect(base)
        except Exception:  # not there yet, or busy: what matters is when it is in
            wait = min(wait * 2, LONGEST_S)
            continue
        return again, time.perf_counter() - restarted
    raise RuntimeError(f"a client was not back after {GIVE_UP_S:.0f} s")


async def storm(server: Server, made: list[Made]) -> tuple[list[float], int, float]:
    """Seconds until each client was back, how many acts in flight were saved after all, and how long the start took."""
    load = Load(server, made)
    devices = load.devices[:CLIENTS]
    await connect_all([(device, server.base) for device in devices], AT_ONCE)
    # The fourth device of each circle is the first of its group.
    acts = {
        number * DEVICES + 3: _act(made[number], number)
        for number in range(IN_FLIGHT if server.gives_view else 0)
    }
    flying = [asyncio.create_task(devices[number].call("move", act)) for number, act in acts.items()]
    await asyncio.sleep(0)  # they are on their way
    server.stop(signal.SIGKILL)
    restarted = time.perf_counter()
    await asyncio.to_thread(server.start)
    started = time.perf_counter() - restarted
    returned = await asyncio.gather(*(back(device, server.base, restarted) for device in devices))
    await asyncio.gather(*flying, return_exceptions=True)  # what came of them is asked for now
    answers = [await returned[number][0].call("move", act) for number, act in acts.items()]
    for device, _ in returned:
        device.close()
    return [took for _, took in returned], sum(answer["ok"] is True for answer in answers), started


def _act(made: Made, number: int) -> dict[str, object]:
    return {
        "op": secrets.token_hex(16),
        "type": "contribute",
        "visit": made.visit,
        "kind": "suggestion",
        "text": words(number),
    }


async def many(server: Server, made: list[Made]) -> tuple[int, int, int]:
    """How many of many sockets are served, refused with a reason, and left hanging."""
    load = Load(server, made)
    served = refused = hanging = 0

    async def one(device: Device) -> None:
        nonlocal served, refused, hanging
        try:
            await device.connect(server.base)
            if server.gives_view:
                await asyncio.wait_for(device.call("clock", {}), GIVE_UP_S)
            served += 1
        except ConnectionError:
            refused += 1
        except TimeoutError:
            hanging += 1

    turn = asyncio.Semaphore(200)

    async def in_turn(device: Device) -> None:
        async with turn:
            await one(device)

    await asyncio.gather(*(in_turn(device) for device in load.devices[:MANY]))
    load.close()
    return served, refused, hanging


def main() -> None:
    servers.leave_the_core_to_the_server()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        maker = Maker(folder / "prepared")
        made = [maker.circle() for _ in range(-(-MANY // DEVICES))]
        maker.close()
        few = made[: -(-CLIENTS // DEVICES)]
        print(about("bench.storm"))
        rows(
            f"restart with {CLIENTS:,} clients",
            "last is back after",
            "half are back after",
            "of that the start",
            "acts in flight saved",
        )
        for start in (lambda: servers.app(folder, folder / "prepared"), lambda: servers.floor(folder)):
            last, half, starting, saved = [], [], [], []
            for _ in range(ROUNDS):
                server = start().start()
                try:
                    took, kept, started = asyncio.run(storm(server, few))
                finally:
                    server.stop()
                last.append(max(took))
                half.append(statistics.median(took))
                starting.append(started)
                saved.append(kept)
            acts = f"{sum(saved)} of {ROUNDS * IN_FLIGHT}" if server.gives_view else "–"
            row(server.name, *(f"{statistics.median(each):.1f} s" for each in (last, half, starting)), acts)
        server = servers.app(folder, folder / "prepared").start()
        try:
            served, refused, hanging = asyncio.run(many(server, made))
        finally:
            server.stop()
        print(
            f"\n{MANY:,} sockets on one process: {served:,} served, {refused:,} refused with a reason, {hanging:,} left hanging"
        )


if __name__ == "__main__":
    main()
