"""`make rehearse`: a circle with made-up people for whoever wants to see one, and nothing on the disk afterwards."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.devices import PATIENCE_S, Device
from tests.server import ROOT, Server, free_port

pytestmark = pytest.mark.live


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_a_rehearsal_by_one_command_goes_with_its_folder(tmp_path: Path, end: signal.Signals) -> None:
    port = free_port()
    environ = {"PATH": os.environ["PATH"], "TMPDIR": str(tmp_path), "PORT": str(port), "FORMAT": "success"}
    running = subprocess.Popen(
        [sys.executable, "scripts/rehearse.py"], cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    said = [running.stdout.readline() for _ in range(4)]
    try:
        control = re.search(r"/enter#(\S+)", said[1])
        screen = re.search(r"/screen/\w+#(\S+)", said[2])
        assert control
        assert screen
        # The addresses are printed a moment before the server listens.
        server = Server(tmp_path, port=port, process=running)  # type: ignore[arg-type]
        server.until_it_serves()
        devices = [Device(server, found[1]) for found in (control, screen)]
        for device in devices:
            people = device.sees(lambda view: view["people"])
            assert people[0]["name"] == "Dawid"
            assert device.view["circle"]["rehearsal"]
        assert [path.name.partition("-")[0] for path in tmp_path.iterdir()] == ["rehearsal"]
        for device in devices:
            device.leave()
    finally:
        running.send_signal(end)
        last, _nothing = running.communicate(timeout=PATIENCE_S)
    assert last.strip() == "The rehearsal is over. Nothing is kept."
    assert list(tmp_path.iterdir()) == []
