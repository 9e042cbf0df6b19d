"""What several workers need beside them: a PostgreSQL and a Redis of the test run's own, as ordinary processes on free
ports, which end with the test run whatever happens."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from app.store import migrate
from tests.server import free_port

START_S = 30
LOOK_AGAIN_S = 0.02
#: PostgreSQL refuses to be run by root; the one that Debian's package makes for it is at hand.
ORDINARY = "postgres"


class Process:
    """A program that runs until it is stopped. The system stops it too where the test run is killed."""

    def __init__(self, folder: Path, name: str, command: Sequence[str], user: str | None = None) -> None:
        self.log = folder / f"{name}.log"
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*as_user(user), "--pdeathsig", "TERM", *command], cwd=folder, stdout=log, stderr=log
            )

    def until(self, answers: Callable[[], object]) -> None:
        """Wait until it answers. Raises AssertionError with what it wrote."""
        give_up = time.monotonic() + START_S
        while time.monotonic() < give_up:
            if answers():
                return
            try:
                self._process.wait(timeout=LOOK_AGAIN_S)
            except subprocess.TimeoutExpired:
                continue
            break
        self.stop()
        raise AssertionError(f"It did not start:\n{self.log.read_text()}")

    def send(self, which: signal.Signals) -> None:
        self._process.send_signal(which)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        self.send(how)
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(timeout=10)


def as_user(user: str | None) -> list[str]:
    return ["setpriv", *(["--reuid", user, "--regid", user, "--init-groups"] if user else [])]


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


class Postgres:
    """A PostgreSQL with a database after all migrations, of which each test that wants one gets a copy."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._secret = secrets.token_hex(16)
        self._user = ORDINARY if os.geteuid() == 0 else None
        self._ready: str | None = None

    @property
    def log(self) -> Path:
        return self._process.log

    def start(self) -> "Postgres":
        secret = self.folder / "secret"
        secret.write_text(self._secret)
        if self._user:
            known = pwd.getpwnam(self._user)
            for path in (self.folder, secret):
                os.chown(path, known.pw_uid, known.pw_gid)
        subprocess.run(
            [*as_user(self._user), program("initdb"), "-D", "data", "-U", "tests", "-E", "UTF8",
             "--locale=C.UTF-8", "-A", "scram-sha-256", f"--pwfile={secret}"],
            cwd=self.folder, check=True, capture_output=True, timeout=START_S,
        )  # fmt: skip
        return self.start_again()

    def start_again(self) -> "Postgres":
        self._process = Process(
            self.folder,
            "postgres",
            [program("postgres"), "-D", "data", "-p", str(self.port), "-k", str(self.folder),
             "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=150", "-c", "shared_buffers=32MB"],
            self._user,
        )  # fmt: skip
        self._process.until(self._answers)
        return self

    def stop(self) -> None:
        """At once, as where the power fails."""
        self._process.stop(signal.SIGQUIT)

    def url(self, database: str) -> str:
        return f"postgresql://tests:{self._secret}@127.0.0.1:{self.port}/{database}"

    def empty(self) -> str:
        """The address of a new database with nothing in it."""
        name = f"d{secrets.token_hex(8)}"
        self._command(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)

    def migrated(self) -> str:
        """The address of a new database after all migrations."""
        if self._ready is None:
            self._ready = self.empty()
            migrate.upgrade(self._ready)
        name, like = f"d{secrets.token_hex(8)}", self._ready.rpartition("/")[2]
        self._command(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(like))
        )
        return self.url(name)

    def _command(self, command: sql.Composable) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(command)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


def program(name: str) -> str:
    """Debian keeps the server programs of PostgreSQL out of PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    path = str(found[-1]) if found else shutil.which(name)
    assert path, f"{name} is not installed"
    return path


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for a program that another user runs, who cannot look into pytest's own."""
    path = Path(tempfile.mkdtemp(prefix="circlekeeper-"))
    try:
        yield path
    finally:
        shutil.rmtree(path)


class Redis:
    """A Redis that keeps nothing. It comes back on the same port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> "Redis":
        self._process = Process(
            self.folder,
            "redis",
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
             "--dir", str(self.folder)],
        )  # fmt: skip
        self._process.until(lambda: listens(self.port))
        return self

    def stop(self) -> None:
        self._process.stop()

    def hang(self) -> None:
        """It stays, takes connections and says nothing, like a machine that swaps."""
        self._process.send(signal.SIGSTOP)

    def go_on(self) -> None:
        self._process.send(signal.SIGCONT)
