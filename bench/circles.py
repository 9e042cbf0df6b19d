"""Circles as they stand in the middle of a busy morning, made through the app's own door into a database file of
their own: a facilitator, a shared screen, a presenter and a group, in the stage in which the group sends solutions."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app import config, factory
from app.circle.catalogue import catalogue
from app.clock import SystemClock
from app.conduct import Conduct, Joined
from app.pages.access import Services
from app.store import lookup, migrate
from app.store.store import Store
from bench.sockets import words

#: Long enough for all measurements of one run.
STAGE_S = 3600
#: As in the issue's circles: a facilitator, a screen, a presenter and a group of eleven.
GROUP = 11


@dataclass(frozen=True)
class Made:
    """The tokens of one circle, with which its devices connect; `group` are those of its phones but the presenter's."""

    circle: str
    facilitator: str
    screen: str
    presenter: str
    group: list[str]
    visit: int

    @property
    def tokens(self) -> list[str]:
        return [self.facilitator, self.screen, self.presenter, *self.group]


class Maker:
    """Makes circles in an instance folder that no server uses."""

    def __init__(self, instance: Path, database_url: str | None = None) -> None:
        environ = {"INSTANCE": str(instance), "ASYNC_MODE": "threading"}
        if database_url:
            environ["DATABASE_URL"] = database_url
        settings = config.read(environ)
        migrate.upgrade(settings.database_url)
        known: Services = factory.create_app(settings).extensions["circlekeeper"]
        self.store: Store = known.store
        self.conduct = Conduct(self.store, SystemClock())
        with self.store.writing() as tx:
            self.team = lookup.team_named(tx.db, "Default")

    def close(self) -> None:
        """Let go of the database, so that a server has it to itself."""
        self.store.transactions.engine.dispose()

    def circle(self, group: int = GROUP, contributions: int = 0) -> Made:
        """A circle in its solutions stage."""
        circle = self.conduct.create(catalogue().formats["solution"], self.team)
        facilitator = self.conduct.give(circle.id, "facilitator")
        code = self.store.keyring.code("join-code", circle.id, circle.code_generation)
        joined = [self._joined(code, number) for number in range(group + 1)]
        self._plays(facilitator, "presenter", seat=joined[0].seat)
        self._plays(facilitator, "minutes", visit=0, seconds={"solutions": STAGE_S})
        for visit, move in enumerate(("start", "next", "next")):
            self._plays(facilitator, move, visit=visit)
        self._plays(facilitator, "extend", visit=3, seconds=STAGE_S)
        for number in range(contributions):
            self._plays(facilitator, "contribute", visit=3, kind="suggestion", text=words(number))
        return Made(
            circle.id,
            facilitator,
            self.conduct.give(circle.id, "screen"),
            joined[0].token,
            [each.token for each in joined[1:]],
            3,
        )

    def _joined(self, code: str, number: int) -> Joined:
        joined = self.conduct.join(f"Person {number}", code=code)
        assert isinstance(joined, Joined), joined
        return joined

    def _plays(self, token: str, type: str, **fields: Any) -> None:
        bearer = self.conduct.bearer(token)
        assert bearer is not None
        answer = self.conduct.play(bearer, {"op": secrets.token_hex(16), "type": type, **fields})
        assert answer["ok"], answer
