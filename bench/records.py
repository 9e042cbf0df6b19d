"""What making records costs, and what it costs those who sit in a circle meanwhile.

    make bench

Word and PDF of a record of 40 contributions, warm, in this process; then a real server (eventlet, the default) on
loopback: how long a phone waits for its answer while nothing else happens, and while 20 records are made at once.
Prints a table for docs/performance.md; all figures of one run belong together.
"""

import itertools
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from app.records.content import record_of_learning, solution_form
from app.records.pdf import to_pdf
from app.records.word import to_docx
from tests.circle.helpers import SAM, Playing
from tests.devices import Device, Table
from tests.server import Server

CONTRIBUTIONS = 40
AT_ONCE = 20
ROUNDS = 5
ACKS = 500
PHONES = 40
PAUSE_S = 0.013
WORDS = "Ask the school whether he can come in by the side door for the first weeks, and who meets him"


def of_forty() -> Playing:
    """A circle with 40 suggestions, and what its review said."""
    playing = Playing().go_to(2)
    for number in range(CONTRIBUTIONS):
        playing.says(SAM, "suggestion", f"{WORDS} ({number + 1})")
    playing.go_on_to(4)
    for kind in ("worked_well", "key_learning", "next_step"):
        for number in range(5):
            playing.says(SAM, kind, f"{WORDS} ({kind} {number + 1})")
    return playing


def median_ms(work: Callable[[], Any], times: int = 15) -> float:
    """The median of some runs after two to warm up."""
    taken = []
    for run in range(times + 2):
        began = time.perf_counter()
        work()
        if run > 1:
            taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def alone() -> list[tuple[str, float]]:
    playing = of_forty()
    form = solution_form(playing.circle, playing.now, "North team", "full")
    learning = record_of_learning(playing.circle, playing.now, "North team")
    return [
        ("Solution Circle form, full, Word", median_ms(lambda: to_docx(form))),
        ("Solution Circle form, full, PDF", median_ms(lambda: to_pdf(form))),
        ("Record of Learning, Word", median_ms(lambda: to_docx(learning))),
        ("Record of Learning, PDF", median_ms(lambda: to_pdf(learning))),
    ]


def beside_a_circle() -> dict[str, list[float]]:
    """Waiting times in ms, at rest and while records are made, in turns in one run."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), mode="eventlet").start()
        try:
            return _beside(server)
        finally:
            server.stop()


def _beside(server: Server) -> dict[str, list[float]]:
    full, running = Table(server, server.create("solution")), Table(server, server.create("solution"))
    writers = [full.joins(f"Writer {number}") for number in range(4)]
    full.goes_to("solutions")
    _everybody_is_there(writers)
    for number in range(CONTRIBUTIONS):
        _send(writers[number % len(writers)], f"{WORDS} ({number})")
    phones = [running.joins(f"Person {number}") for number in range(PHONES)]
    running.goes_to("solutions")
    _everybody_is_there(phones)
    waits: dict[str, list[float]] = {"rest": [], "word": [], "pdf": []}
    turns = itertools.cycle(phones)
    for _ in range(ROUNDS):
        waits["rest"] += [_send(next(turns)) for _ in range(ACKS // ROUNDS)]
        for kind, extension in (("word", "docx"), ("pdf", "pdf")):
            waits[kind] += _while_made(server, full.circle, extension, turns)
    full.leave()
    running.leave()
    return waits


def _everybody_is_there(phones: list[Device]) -> None:
    for phone in phones:
        phone.sees(lambda view: view["stage"]["key"] == "solutions")


def _while_made(
    server: Server, circle: dict[str, Any], extension: str, turns: Iterator[Device]
) -> list[float]:
    """The records are asked for by a process of its own, so that it is the server that is measured."""
    address = f"{server.url}/circles/{circle['circle']}/records/solution-form.{extension}?detail=full"
    asking = subprocess.Popen(
        [sys.executable, "-c", ASKING, address, circle["facilitator_token"], str(AT_ONCE)]
    )
    waits = []
    while asking.poll() is None:
        waits.append(_send(next(turns)))
    if asking.returncode:
        raise SystemExit("A record is missing.")
    return waits


ASKING = """
import sys, urllib.request
from concurrent.futures import ThreadPoolExecutor
address, token, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})
with ThreadPoolExecutor(count) as pool:
    sizes = list(pool.map(lambda _: len(urllib.request.urlopen(request, timeout=60).read()), range(count)))
sys.exit(min(sizes) < 1000)
"""


def _send(phone: Device, text: str = WORDS) -> float:
    """How long a phone waits for “Saved”. Then a moment goes by, since a seat may send 20 moves in 10 s."""
    began = time.perf_counter()
    phone.done("contribute", visit=phone.visit, kind="suggestion", text=text)
    waited = (time.perf_counter() - began) * 1000
    time.sleep(PAUSE_S)
    return waited


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def main() -> None:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True
    ).stdout.strip()
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, commit {commit}\n")
    print("| a record of 40 contributions, warm | median |\n| --- | --- |")
    for name, value in alone():
        print(f"| {name} | {value:.0f} ms |")
    waits = beside_a_circle()
    rest = percentile(waits["rest"], 0.99)
    print(
        "\n| a phone's wait for its answer | answers | median | p99 | p99 beside rest |\n| --- | --- | --- | --- | --- |"
    )
    names = {
        "rest": "at rest",
        "word": f"while {AT_ONCE} Word files are made",
        "pdf": f"while {AT_ONCE} PDFs are made",
    }
    for kind, name in names.items():
        values = waits[kind]
        p99 = percentile(values, 0.99)
        print(
            f"| {name} | {len(values)} | {statistics.median(values):.1f} ms | {p99:.1f} ms | {p99 / rest:.1f} |"
        )


if __name__ == "__main__":
    main()
