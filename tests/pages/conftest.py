"""The pages without a server: Flask's test client, a database of its own and a clock that the test sets."""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.test import TestResponse

from app.config import Config
from app.factory import create_app
from app.pages import links, passwords
from app.pages.access import Services
from app.store import migrate

ORIGIN = "http://127.0.0.1:5000"
PASSWORD = "three random words"
CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')


class SetClock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.at = 1_795_341_600_000

    def now_ms(self) -> int:
        return self.at


class TranslatedOnce(BytecodeCache):
    """Each test makes an app, and each app would translate its templates anew. A template that was changed is
    translated again, since the cache compares what it was made from."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = TranslatedOnce()


@dataclass
class Person:
    """Somebody at a browser. `page` is the text of the page that they see, `status` its status."""

    client: FlaskClient
    page: str = ""
    status: int = 0
    address: str = "127.0.0.1"

    def open(self, path: str) -> "Person":
        return self._seen(self.client.get(path, base_url=ORIGIN, follow_redirects=True))

    def send(self, path: str, given: Mapping[str, str] | None = None, **fields: str) -> "Person":
        """Fill in the page's form and send it, with the token against forgery that stands on it."""
        token = CSRF.search(self.page)
        data = {"csrf_token": token[1] if token else "", **(given or {}), **fields}
        response = self.client.post(
            path,
            data=data,
            base_url=ORIGIN,
            follow_redirects=True,
            environ_base={"REMOTE_ADDR": self.address},
        )
        return self._seen(response)

    def sign_in(self, name: str, password: str = PASSWORD, **fields: str) -> "Person":
        return self.open("/sign-in").send("/sign-in", name=name, password=password, **fields)

    def use_link(self, link: str, **fields: str) -> "Person":
        """Open a link and fill in what it asks for."""
        self.open("/invitation").send("/invitation", link=link)
        fields.setdefault("password", PASSWORD)
        return self.send("/invitation/accept", link=link.partition("#")[2], **fields)

    def invite_link(self, team_id: int, **fields: str) -> str:
        """Make a link into a team and read it from the page."""
        self.open(f"/teams/{team_id}").send(f"/teams/{team_id}/invitations", **fields)
        return self.link()

    def link(self) -> str:
        found = re.search(r'value="(\S+/invitation#[^"]+)"', self.page)
        assert found, self.page
        return found[1]

    def _seen(self, response: TestResponse) -> "Person":
        self.page, self.status = unescape(response.text), response.status_code
        return self


@dataclass
class Service:
    """The app under test with its clock."""

    app: Flask
    clock: SetClock

    @property
    def services(self) -> Services:
        found: Services = self.app.extensions["circlekeeper"]
        return found

    def somebody(self) -> Person:
        return Person(self.app.test_client())

    def set_up_link(self) -> str | None:
        with self.app.app_context():
            return links.set_up_link()

    def later(self, **time: float) -> None:
        units = {"seconds": 1000, "minutes": 60_000, "hours": 3_600_000, "days": 86_400_000}
        self.clock.at += int(sum(units[unit] * amount for unit, amount in time.items()))


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing is dear on purpose; tests hash much and have nothing to guard."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database after all migrations, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "test.sqlite3"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def service(tmp_path: Path, empty_database: Path) -> Iterator[Service]:
    """A service that nobody has set up."""
    url = f"sqlite:///{shutil.copy(empty_database, tmp_path)}"
    clock = SetClock()
    config = Config(
        instance=tmp_path,
        secret_key=b"a key for tests, of forty characters ...",
        database_url=url,
        base_url=ORIGIN,
        host="127.0.0.1",
        port=5000,
        async_mode="threading",
        proxies=0,
        origins=(ORIGIN,),
        hosts=("127.0.0.1:5000",),
    )
    app = create_app(config, clock)
    app.jinja_env.bytecode_cache = TEMPLATES
    yield Service(app, clock)
    app.extensions["circlekeeper"].store.transactions.engine.dispose()


@pytest.fixture
def joanna(service: Service) -> Person:
    """Signed in; administrator, and alone in the team North, which has the id 1."""
    link = service.set_up_link()
    assert link
    return service.somebody().use_link(link, name="Joanna Okafor", team="North")


@pytest.fixture
def sam(service: Service, joanna: Person) -> Person:
    """Signed in; no administrator, alone in the team East, which has the id 2."""
    joanna.open("/teams").send("/teams", name="East")
    return service.somebody().use_link(joanna.invite_link(2), name="Sam Whitfield")


@pytest.fixture
def start(service: Service) -> Callable[..., str]:
    """Starts a circle as somebody does on the home page, and gives its id."""

    def start(person: Person, team_id: int = 1, form: str = "solution") -> str:
        person.open("/").send("/circles", format=form, team=str(team_id))
        found = re.search(r"/circles/(\w+)/control", person.open("/").page)
        assert found, person.page
        return found[1]

    return start
