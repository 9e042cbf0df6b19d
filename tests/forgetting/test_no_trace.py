"""After a circle is forgotten its words are in no file: looked for byte by byte, on a real server, in the database, its
log and journal, the instance folder, the folder for temporary files and what the server printed."""

import sqlite3
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forgetting.full_circle import DAY_MS, Full
from tests.server import Server

KEY = "a key for tests, of forty characters ..."
PATIENCE_S = 10
SOUND = "tests.serve"
MODES = ("eventlet", "gevent", "threading")


class Office:
    """A server with its folders, beside whom the circles are played into the same database."""

    def __init__(self, folder: Path, module: str = SOUND) -> None:
        self.instance, self.temporary = folder / "instance", folder / "temporary"
        for made in (self.instance, self.temporary):
            made.mkdir()
        self.full = Full(self.instance / "circlekeeper.sqlite3")
        environ = {"SECRET_KEY": KEY, "TMPDIR": str(self.temporary)}
        self.server = Server(self.instance, module=module, environ=environ)

    def opens(self, days: int = 0) -> None:
        """Start the server, some days after the circles took place."""
        self.server.stepped_ms = self.full.clock.at + days * DAY_MS - int(time.time() * 1000)
        self.server.start()

    def downloads(self) -> list[int]:
        """Every document in every form, so that the server has had all the words in its hands."""
        tokens = {"Authorization": f"Bearer {self.full.conduct.give(self.full.id, 'facilitator')}"}
        names = [f"solution-form.{kind}?detail=full&for={document}" for document in self.full.documents()[:-1]
                 for kind in ("docx", "pdf", "txt", "html")]  # fmt: skip
        names += [f"record-of-learning.{kind}" for kind in ("docx", "pdf", "txt", "html")]
        sizes = []
        for name in names:
            asked = urllib.request.Request(
                f"{self.server.url}/circles/{self.full.id}/records/{name}", headers=tokens
            )
            with urllib.request.urlopen(asked, timeout=PATIENCE_S) as answer:
                sizes.append(len(answer.read()))
        return sizes

    def traces(self) -> set[str]:
        return self.full.word.found_in([self.instance, self.temporary])

    def forgotten(self) -> int:
        """How many lines of the register say that their words are gone; waits until the server's start is done."""
        give_up = time.monotonic() + PATIENCE_S
        found = 0
        while found < 2 and time.monotonic() < give_up:
            db = sqlite3.connect(self.full.path, isolation_level=None)
            found = db.execute("SELECT count(*) FROM register WHERE forgotten_at IS NOT NULL").fetchone()[0]
            db.close()
        return int(found)

    def plays_and_forgets(self) -> set[str]:
        """The whole story: two circles, all they leave behind filed, and a start of the server 14 days later. The
        answer is what is found of their words."""
        self.full.after_the_close(self.full.solution_circle())
        self.opens()
        if self.server.module == SOUND:
            assert all(self.downloads())
        self.full.checks_in()
        self.full.files_all()
        self.full.success_circle()
        self.full.files_all()
        assert self.traces() == set(self.full.word.all) - {"removed for good"}, "the search itself"
        self.full.store.transactions.engine.dispose()
        self.server.stop()

        self.opens(days=14)
        assert self.forgotten() == 2
        # The log is brought out after the commit.
        give_up = time.monotonic() + (PATIENCE_S if self.server.module == SOUND else 1)
        while self.traces() and time.monotonic() < give_up:
            pass
        return self.traces()


@pytest.fixture
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path, getattr(request, "param", SOUND))
    yield office
    office.full.store.transactions.engine.dispose()
    office.server.stop()


def test_nothing_is_left_of_a_forgotten_circle_but_its_line_in_the_register(office: Office) -> None:
    assert office.plays_and_forgets() == set()
    assert len(office.full.word.all) >= 50
    assert list(office.temporary.iterdir()) == []
    db = sqlite3.connect(office.full.path)
    for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        if "circle_id" in columns and table != "register":
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
    assert db.execute("SELECT count(*) FROM circles").fetchone() == (0,)
    lines = db.execute(
        "SELECT format_title, people, open_actions FROM register ORDER BY created_at"
    ).fetchall()
    assert lines == [("Solution Circle", 3, 0), ("Success Circle", 1, 0)]
    db.close()


@pytest.mark.parametrize("office", ["tests.faulty.keeps_deleted"], indirect=True)
def test_control_without_overwriting_the_words_are_found(office: Office) -> None:
    assert len(office.plays_and_forgets()) > 20


@pytest.mark.parametrize("office", ["tests.faulty.keeps_log"], indirect=True)
def test_control_without_emptying_the_log_the_words_are_found(office: Office) -> None:
    """Deleted for every reader, and yet on the disk: in the log, and in the database until the log is brought in."""
    assert len(office.plays_and_forgets()) > 20
    assert office.full.path.with_name(office.full.path.name + "-wal").stat().st_size > 0


@pytest.mark.parametrize("mode", MODES)
def test_a_server_forgets_at_its_start_whatever_its_mode_and_serves(office: Office, mode: str) -> None:
    office.server.mode = mode
    for _ in range(2):
        office.full.success_circle()
        office.full.checks_in()
        office.full.files_all()
    office.full.store.transactions.engine.dispose()
    office.opens(days=14)
    assert office.forgotten() == 2
    with urllib.request.urlopen(f"{office.server.url}/readyz", timeout=PATIENCE_S) as answer:
        assert answer.status == 200
