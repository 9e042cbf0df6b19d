"""The load: rooms full of devices, and suggestions sent at an even pace whatever the server does meanwhile."""

import asyncio
import itertools
import random
import secrets
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.circles import Made
from bench.servers import Server
from bench.sockets import Device, connect_all, words

AT_ONCE = 64
#: After the last was sent, so long is waited for what is still on its way.
REST_S = 20.0


@dataclass
class Waits:
    """Seconds from a phone's send until its answer, until the shared screen and until the presenter have it."""

    answer: list[float] = field(default_factory=list)
    screen: list[float] = field(default_factory=list)
    presenter: list[float] = field(default_factory=list)
    sent: int = 0
    refused: int = 0

    @property
    def lost(self) -> int:
        return self.sent - self.refused - len(self.screen)


def p99(values: Sequence[float]) -> float:
    """The longest of 99 in 100; of few values the longest."""
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.99))] if values else float("nan")


def median(values: Sequence[float]) -> float:
    return statistics.median(values) if values else float("nan")


class Room:
    """The devices of one circle, or of one room of the floor with as many."""

    def __init__(self, server: Server, made: Made, load: "Load", bases: Iterator[str]) -> None:
        auths = [_auth(server, made, token) for token in made.tokens]
        heard = [None, load.on_screen, load.at_presenter, *[None] * len(made.group)]
        self.devices = [server.line(auth, on) for auth, on in zip(auths, heard, strict=True)]
        for device in self.devices:
            device.waits_for_view = server.gives_view
        self.bases = [next(bases) for _ in self.devices]
        self.made = made
        self.writers: Iterator[Device] = itertools.cycle(self.devices[3:])


class Load:
    """All rooms on one server, or on several workers: then `bases` gives each room the addresses of its devices."""

    def __init__(
        self, server: Server, made: Sequence[Made], bases: Callable[[int], Iterator[str]] | None = None
    ) -> None:
        self.server = server
        self.waits = Waits()
        self._sent_at: dict[int, float] = {}
        self._numbers = itertools.count(1)
        bases = bases or (lambda _: itertools.repeat(server.base))
        self.rooms = [Room(server, each, self, bases(number)) for number, each in enumerate(made)]

    @property
    def devices(self) -> list[Device]:
        return [device for room in self.rooms for device in room.devices]

    async def connect(self) -> float:
        """Bring everybody in; returns the seconds it took."""
        bases = [base for room in self.rooms for base in room.bases]
        return await connect_all(zip(self.devices, bases, strict=True), AT_ONCE)

    def close(self) -> None:
        for device in self.devices:
            device.close()

    def on_screen(self, number: int, at: float) -> None:
        if number in self._sent_at:
            self.waits.screen.append(at - self._sent_at[number])

    def at_presenter(self, number: int, at: float) -> None:
        if number in self._sent_at:
            self.waits.presenter.append(at - self._sent_at[number])

    async def send(self, a_second: float, seconds: float, seed: int) -> Waits:
        """Send at this pace, the rooms in a shuffled order; returns what was waited for."""
        self.waits = Waits()
        order = list(self.rooms)
        random.Random(seed).shuffle(order)
        turns = itertools.cycle(order)
        sending, began = [], time.perf_counter()
        for number in range(round(a_second * seconds)):
            await _until(began + number / a_second)
            sending.append(asyncio.create_task(self._send_one(next(turns))))
        give_up = time.perf_counter() + REST_S
        await asyncio.wait(sending, timeout=REST_S)
        while self.waits.lost and time.perf_counter() < give_up:
            await asyncio.sleep(0.01)
        return self.waits

    async def _send_one(self, room: Room) -> None:
        number = next(self._numbers)
        move = {"op": secrets.token_hex(16), "type": "contribute", "visit": room.made.visit, "kind": "suggestion",
                "text": words(number)}  # fmt: skip
        self.waits.sent += 1
        began = self._sent_at[number] = time.perf_counter()
        answer = await next(room.writers).call("move", move)
        if answer["ok"]:
            self.waits.answer.append(time.perf_counter() - began)
        else:
            self.waits.refused += 1


def _auth(server: Server, made: Made, token: str) -> dict[str, Any]:
    """As the app's own pages connect; the floor knows rooms only."""
    return {"token": token, "changes": True} if server.gives_view else {"room": made.circle}


async def _until(moment: float) -> None:
    if (rest := moment - time.perf_counter()) > 0:
        await asyncio.sleep(rest)
