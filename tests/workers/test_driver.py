"""The driver for PostgreSQL waits by `select` under eventlet, whose own `select` has no limit of 1,024 files. A worker with
a thousand phones has connections to its database beyond that number."""

import os
import subprocess
import sys

import pytest

from tests.server import ROOT
from tests.workers.machines import Postgres

pytestmark = pytest.mark.live

ASK = """
import os, resource, sys
{patch}
resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
taken = [os.open("/dev/null", os.O_RDONLY) for _ in range(1500)]
from app.store import engine
with engine.connect(sys.argv[1]).connect() as connection:
    assert connection.connection.driver_connection.fileno() > 1024
    print(connection.exec_driver_sql("SELECT 6 * 7").scalar())
"""
OURS = "import wsgi; wsgi._patch('eventlet')"
PLAIN = "os.environ.update(PSYCOPG_WAIT_FUNC='wait_select')"


@pytest.mark.parametrize(("patch", "answered"), [(OURS, True), (PLAIN, False)], ids=["ours", "control"])
def test_connections_beyond_a_thousand_files_work(postgres: Postgres, patch: str, answered: bool) -> None:
    """In the control the system's own `select` is asked, which cannot."""
    done = subprocess.run(
        [sys.executable, "-c", ASK.format(patch=patch), postgres.empty()],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (done.stdout.strip() == "42") is answered, done.stderr
