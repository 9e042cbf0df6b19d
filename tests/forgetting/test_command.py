"""Forgetting from the command line, as cron does it."""

import subprocess
import sys
import time
from pathlib import Path

from tests.forgetting.full_circle import DAY_MS, Full
from tests.server import ROOT, Server


def forget(instance: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "forget"],
        cwd=ROOT, env=Server(instance).settings, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    return done.stdout


def test_the_command_forgets_what_is_due_and_says_how_much(tmp_path: Path) -> None:
    full = Full(tmp_path / "circlekeeper.sqlite3")
    full.clock.at = int(time.time() * 1000) - 20 * DAY_MS
    full.success_circle()
    full.checks_in()
    full.files_all()
    full.store.transactions.engine.dispose()

    assert forget(tmp_path) == "Circles forgotten: 1.\n"
    assert full.word.found_in([tmp_path]) == set()
    assert forget(tmp_path) == "Circles forgotten: 0.\n"
