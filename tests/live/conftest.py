"""A server for each async mode, and a circle of one's own for each test."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.devices import Table
from tests.live.strangers import Browser
from tests.live.wires import texts
from tests.server import Server
from tests.workers.fleet import fleet

MODES = ("eventlet", "gevent", "threading")


class Served:
    """A running server with circles made beforehand, since the command takes a second to start."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._made: dict[str, list[dict[str, Any]]] = {}

    def circle(self, form: str) -> dict[str, Any]:
        if not self._made.get(form):
            self._made[form] = self.server.create_many(form, 25)
        return self._made[form].pop()


@pytest.fixture(scope="session", params=[*MODES, "workers"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The real server, once in each async mode on SQLite, and once as three workers on PostgreSQL and Redis, over which
    the devices of each circle are spread."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "workers":
        with fleet(folder, request.getfixturevalue("postgres")) as workers:
            yield Served(workers)
        return
    server = Server(folder, mode=request.param).start()
    yield Served(server)
    server.stop()


@pytest.fixture
def together(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """For what each worker counts for itself: all devices on one, as a proxy would have it."""
    monkeypatch.setattr(served.server, "together", True, raising=False)


#: Of each server, since the link to set it up works once.
_joannas: dict[str, Browser] = {}


@pytest.fixture
def joanna(served: Served) -> Browser:
    """Signed in; administrator, and facilitator in the team North. Circles of the command line are another team's."""
    server = served.server
    if server.url not in _joannas:
        link = re.findall(r"/invitation#(\S+)", server.log.read_text())[-1]
        browser = _joannas[server.url] = Browser(server)
        browser.open("/invitation")
        browser.submit("/invitation", link=link)
        done = browser.submit(
            "/invitation/accept", link=link, name="Joanna Okafor", team="North", password="three random words"
        )
        assert done.status_code == 303, done.text
    return _joannas[server.url]


@pytest.fixture
def seated(served: Served) -> Iterator[Callable[..., Table]]:
    """Makes a circle with its facilitator connected."""
    tables: list[Table] = []

    def make(form: str = "solution") -> Table:
        tables.append(Table(served.server, served.circle(form)))
        return tables[-1]

    yield make
    for table in tables:
        table.leave()


@pytest.fixture
def table(seated: Callable[..., Table]) -> Iterator[Table]:
    """In stage 3, with Sam and Tom. Afterwards the circle must be as it was, but for what was said there, and
    Tom must be served."""
    table = seated()
    sam, tom = table.joins("Sam"), table.joins("Tom")
    table.goes_to("solutions")
    for phone in (sam, tom):
        phone.sees(lambda view: view["stage"]["key"] == "solutions")
    table.facilitator.sees(lambda view: len(view["people"]) == 2)
    yield table
    assert tom.ask("sync")["you"]["name"] == "Tom"
    tom.done("contribute", visit=tom.visit, kind="suggestion", text="Still here")
    assert "Still here" in texts(table)


@pytest.fixture
def unchanged(table: Table) -> Iterator[Table]:
    """The version must stay the same."""
    before = table.facilitator.ask("sync")["version"]
    yield table
    assert table.facilitator.ask("sync")["version"] == before
