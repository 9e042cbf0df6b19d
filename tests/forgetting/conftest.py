"""Databases with full circles in them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forgetting.full_circle import Full


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Full]:
    full = Full(tmp_path / "test.sqlite3")
    yield full
    full.store.transactions.engine.dispose()
