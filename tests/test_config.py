"""Settings that would lose messages or act unsafely are refused with a sentence that says what to do."""

import multiprocessing
from pathlib import Path

import pytest

from app import config
from app.config import UnsafeSetting

POSTGRES, REDIS = "postgresql://circlekeeper@127.0.0.1/circlekeeper", "redis://127.0.0.1:6379/0"


def read(folder: Path, **environ: str) -> config.Config:
    return config.read({"INSTANCE": str(folder), **environ})


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"WORKERS": "3"}, "a SQLite file belongs to one process"),
        ({"WORKERS": "3", "REDIS_URL": REDIS}, "a SQLite file belongs to one process"),
        ({"WORKERS": "3", "DATABASE_URL": POSTGRES}, "Set REDIS_URL"),
        ({"WORKERS": "3", "DATABASE_URL": POSTGRES, "REDIS_URL": ""}, "Set REDIS_URL"),
        ({"REDIS_URL": REDIS}, "Set WORKERS"),
        ({"REDIS_URL": REDIS, "DATABASE_URL": POSTGRES}, "Set WORKERS"),
        ({"WORKERS": "3", "DATABASE_URL": POSTGRES, "REDIS_URL": "127.0.0.1:6379"}, "address of a Redis"),
        ({"WORKERS": "0"}, "1 to 64"),
        ({"WORKERS": "three"}, "1 to 64"),
        ({"WORKERS": "65"}, "1 to 64"),
        ({"DATABASE_URL": "mysql://127.0.0.1/circles"}, "PostgreSQL"),
        ({"DATABASE_URL": "postgresql+psycopg2://127.0.0.1/circles"}, "PostgreSQL"),
    ],
)
def test_a_mixture_that_loses_messages_is_refused(tmp_path: Path, environ: dict[str, str], said: str) -> None:
    with pytest.raises(UnsafeSetting, match=said):
        read(tmp_path, **environ)


@pytest.mark.parametrize(
    ("environ", "several"),
    [
        ({}, False),
        ({"WORKERS": "1"}, False),
        ({"DATABASE_URL": POSTGRES}, False),
        ({"WORKERS": "3", "DATABASE_URL": POSTGRES, "REDIS_URL": REDIS}, True),
    ],
)
def test_what_fits_together_is_taken(tmp_path: Path, environ: dict[str, str], several: bool) -> None:
    assert read(tmp_path, **environ).several is several


def test_a_refusal_repeats_no_password(tmp_path: Path) -> None:
    with pytest.raises(UnsafeSetting) as refused:
        read(tmp_path, WORKERS="3", DATABASE_URL="postgresql://tests:hush@127.0.0.1/circles")
    assert "hush" not in str(refused.value)


def _key(folder: Path) -> bytes:
    return read(folder).secret_key


def test_processes_that_begin_at_once_with_one_folder_have_one_key(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        keys = pool.map(_key, [tmp_path] * 16)
    assert len(set(keys)) == 1
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
