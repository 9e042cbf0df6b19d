"""More devices than the server can hold: none hangs, and those who are refused are told why."""

import json
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.live.line import RESERVED_HANDLES
from tests.devices import Table
from tests.live.conftest import MODES
from tests.live.wires import Wire
from tests.server import Server

FIT = 30


@pytest.fixture(params=MODES)
def small(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """A server that the system lets have few files open."""
    server = Server(tmp_path / "instance", mode=request.param).start()
    assert server.process is not None
    most = RESERVED_HANDLES + FIT
    resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (most, most))
    yield server
    server.stop()


def test_who_does_not_fit_is_told_why_and_the_others_go_on(small: Server) -> None:
    table = Table(small, small.create("solution"))
    # Given as many screens as there is room for, and the facilitator
    token = table.circle["screen_token"]
    inside = [Wire(small, token) for _ in range(FIT - 1)]
    # When more come, Then each is answered with a reason that says what happens next
    for _ in range(20):
        outside = Wire(small, None)
        outside.line.send("40" + json.dumps({"token": token}))
        why = json.loads(outside.hears("44")[2:])
        assert why["code"] == "try_again"
        assert "no room" in why["message"]
        outside.line.close()
    # And the circle goes on
    table.goes_to("focus")
    for wire in inside:
        assert wire.asks('427["sync",{}]')["stage"]["key"] == "focus"
    # When one leaves, Then another comes in
    inside.pop().line.close()
    table.facilitator.sees(lambda _: _comes_in(small, token), "room")
    for wire in inside:
        wire.line.close()
    table.leave()


def _comes_in(server: Server, token: str) -> bool:
    newcomer = Wire(server, None)
    newcomer.line.send("40" + json.dumps({"token": token}))
    came = newcomer.hears("4")
    newcomer.line.close()
    return came.startswith(("40", "42"))  # the view may come before the library says that it is connected
