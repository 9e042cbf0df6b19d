"""What pages and views cost: snapshots, pages, the start, and the home page and the register after 10,000 circles.

    python -m bench.pages

Views and pages in this process, without a network; the start from the command until the server answers, beside the
bare floor's.
"""

import secrets
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import insert, select

from app.circle.state import Circle
from app.live.room import Connection
from app.live.rooms import Rooms
from app.store import migrate, tables
from bench import servers
from bench.circles import Maker
from bench.tables import about, row, rows
from tests.pages.conftest import Service, SetClock
from tests.pages.held import copy_past, filed, held

CONTRIBUTIONS = 40
PAST = 10_000
TIMES = 30
STARTS = 5


def ms(work: Callable[[], object]) -> str:
    """The median of some runs after two to warm up."""
    taken = []
    for run in range(TIMES + 2):
        began = time.perf_counter()
        work()
        if run > 1:
            taken.append((time.perf_counter() - began) * 1000)
    return f"{statistics.median(taken):.2f} ms"


def view_of(circle: Circle, connection: Connection) -> tuple[str, str, str]:
    """How long the first whole view of a role takes, each further one, and how many bytes it has."""
    empty, kept = (Rooms(lambda *_: None, lambda *_: {}, lambda: circle.created_at) for _ in range(2))
    kept.enter(circle, connection)
    length = len(kept.snapshot(connection, circle).encoded.encode())
    first = ms(lambda: empty.snapshot(connection, circle).encoded)
    return first, ms(lambda: kept.snapshot(connection, circle).encoded), f"{length:,}"


def views(folder: Path) -> None:
    maker = Maker(folder / "views")
    made = maker.circle(contributions=CONTRIBUTIONS)
    circle = maker.store.circle(made.circle)
    assert circle is not None
    rows(
        f"a whole view, {CONTRIBUTIONS} contributions, 13 people",
        "the first of its kind",
        "each further one",
        "bytes",
    )
    for role, token in (
        ("screen", made.screen),
        ("facilitator", made.facilitator),
        ("presenter", made.presenter),
        ("group member", made.group[0]),
    ):
        bearer = maker.conduct.bearer(token)
        assert bearer is not None
        row(role, *view_of(circle, Connection("", bearer, None)))
    maker.close()
    print()


def pages(folder: Path) -> None:
    path = folder / "pages"
    path.mkdir()
    service = _service(path)
    link = service.set_up_link()
    assert link
    joanna = service.somebody().use_link(link, name="Joanna Okafor", team="North")
    circle = held(service, {"text": "Ask the school", "by_whom": "Priya"})
    filed(service, circle, "form", "learning")
    few = {address: ms(lambda: joanna.open(address)) for address in ("/", "/register")}  # noqa: B023
    copy_past(service, PAST)
    _past_circles(service, circle)
    rows("page, made by the server", "time")
    for title, address in (("control page", "control"), ("records", "records")):
        row(title, ms(lambda: joanna.open(f"/circles/{circle}/{address}")))  # noqa: B023
        assert joanna.status == 200, (address, joanna.status)
    for title, address in (("home", "/"), ("register", "/register")):
        row(f"{title}, one past circle", few[address])
        row(f"{title}, {PAST:,} past circles", ms(lambda: joanna.open(address)))  # noqa: B023
        assert joanna.status == 200, (address, joanna.status)
    print()


def _service(folder: Path) -> Service:
    from app import config, factory

    settings = config.read({"INSTANCE": str(folder), "ASYNC_MODE": "threading"})
    migrate.upgrade(settings.database_url)
    clock = SetClock()
    return Service(factory.create_app(settings, clock), clock)


def _past_circles(service: Service, circle: str) -> None:
    """As many closed circles as there are lines in the register."""
    with service.services.store.writing() as tx:
        found = tx.db.execute(select(tables.circles).where(tables.circles.c.id == circle)).mappings().one()
        unique = ("join_code_hash", "join_key_hash", "screen_code_hash")
        copies = [
            {**found, "id": f"{number:032x}", **{name: secrets.token_hex(32) for name in unique}}
            for number in range(PAST)
        ]
        tx.db.execute(insert(tables.circles), copies)


def starts(folder: Path) -> None:
    maker = Maker(folder / "prepared")
    maker.circle()
    maker.close()
    rows("from the command until it answers", "median", "each")
    for start in (lambda: servers.app(folder, folder / "prepared"), lambda: servers.floor(folder)):
        taken = []
        for _ in range(STARTS):
            server = start()
            began = time.perf_counter()
            server.start()
            taken.append(time.perf_counter() - began)
            server.stop()
        row(server.name, f"{statistics.median(taken):.2f} s", ", ".join(f"{each:.2f}" for each in taken))


def main() -> None:
    servers.leave_the_core_to_the_server()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(about("bench.pages"))
        views(folder)
        pages(folder)
        starts(folder)


if __name__ == "__main__":
    main()
