"""PostgreSQL stops in the middle of a circle, as where the power fails, and comes back."""

import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.devices import PATIENCE_S, Device, Table, new_op
from tests.server import Server
from tests.workers.fleet import MODES
from tests.workers.machines import Postgres, folder

pytestmark = pytest.mark.live

SENTENCE = "That could not be saved just now. Try again in a moment."
#: The patience of an act, and a little for the way.
ANSWERED_WITHIN_S = 4


@pytest.mark.parametrize("mode", MODES)
def test_without_its_database_a_server_says_so_and_after_its_return_goes_on(
    mode: str, tmp_path: Path
) -> None:
    with folder() as place:
        postgres = Postgres(place).start()
        environ = {"DATABASE_URL": postgres.migrated()}
        server = Server(tmp_path / "instance", mode=mode, environ=environ).start()
        try:
            goes_and_comes_back(server, postgres)
        finally:
            server.stop()
            postgres.stop()


def goes_and_comes_back(server: Server, postgres: Postgres) -> None:
    table = Table(server, server.create("solution"))
    sam = table.joins("Sam")
    table.goes_to("solutions")
    sam.sees(lambda view: view["stage"]["key"] == "solutions")
    act = {"visit": sam.visit, "kind": "suggestion"}
    assert sam.play("contribute", op := new_op(), text="Saved before", **act)["ok"]

    postgres.stop()

    began = time.monotonic()
    refused = sam.play("contribute", again := new_op(), text="Sent meanwhile", **act)
    assert (refused["code"], refused["message"]) == ("try_again", SENTENCE)
    assert time.monotonic() - began < ANSWERED_WITHIN_S
    assert status(server, "/healthz") == 200
    assert status(server, "/readyz") == 503
    assert sam.ask("clock")["server_now"], "the clock goes on"

    postgres.start_again()

    assert sam.play("contribute", again, text="Sent meanwhile", **act)["ok"]
    assert sam.play("contribute", op, text="Saved before", **act)["repeat"], "what was acknowledged was kept"
    assert status(server, "/readyz") == 200
    said = Device(server, table.circle["facilitator_token"])
    assert [one["text"] for one in said.ask("sync")["contributions"]] == ["Saved before", "Sent meanwhile"]
    said.leave()
    table.leave()


def status(server: Server, path: str) -> int:
    try:
        with urllib.request.urlopen(server.url + path, timeout=PATIENCE_S) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
