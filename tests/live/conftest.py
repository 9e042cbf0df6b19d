"""A server for each async mode, and a circle of one's own for each test."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.devices import Table
from tests.live.wires import texts
from tests.server import Server

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


@pytest.fixture(scope="session", params=MODES)
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The real server, once in each async mode."""
    server = Server(tmp_path_factory.mktemp(request.param), mode=request.param).start()
    yield Served(server)
    server.stop()


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
