"""What all tests share: a server of one's own, which is stopped whatever happens."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import Server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A real server in threading mode with a clock that the test moves."""
    running = Server(tmp_path / "instance").start()
    yield running
    running.stop()
