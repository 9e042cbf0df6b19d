"""What all tests share: a server of one's own, which is stopped whatever happens."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import Server
from tests.workers.machines import Postgres, folder


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A real server in threading mode with a clock that the test moves."""
    running = Server(tmp_path / "instance").start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL of this test run's own."""
    with folder() as path:
        running = Postgres(path).start()
        try:
            yield running
        finally:
            running.stop()
