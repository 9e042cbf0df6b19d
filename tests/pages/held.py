"""Circles of a team's past: held, closed, and with something agreed in them."""

import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, select

from app.circle.catalogue import catalogue
from app.records.wording import at
from app.store import tables
from app.store.tokens import Bearer
from tests.pages.conftest import Service

Agreed = dict[str, str]


def play(service: Service, circle: str, type: str, **fields: Any) -> str:
    """A move by Joanna, who is the first account, that must succeed; its op."""
    known = service.services.store.circle(circle)
    assert known is not None
    op = secrets.token_hex(16)
    move = {"op": op, "type": type, "visit": known.visit, **fields}
    answer = service.services.conduct.play(Bearer("", circle, "facilitator", None, 1, 1), move)
    assert answer["ok"], (type, answer)
    return op


def press(service: Service, circle: str, *controls: str) -> None:
    """Controls of the control page, one after the other."""
    for each in controls:
        play(service, circle, each)


def held(
    service: Service,
    *agreed: Agreed,
    team_id: int = 1,
    check_in: str | None = None,
    steps: Sequence[str] = (),
    **details: Any,
) -> str:
    """A Solution Circle from the lobby to the close, in a moment. Each thing agreed has a `text`, and what an action
    has besides."""
    circle = service.services.conduct.create(catalogue().formats["solution"], team_id, 1).id
    play(service, circle, "start")
    for _ in range(2):
        play(service, circle, "next")
    ids = [play(service, circle, "contribute", kind="suggestion", text=each["text"]) for each in agreed]
    play(service, circle, "next")
    for each, action in zip(ids, agreed, strict=True):
        play(service, circle, "choose", id=each, on=True)
        if "by_whom" in action:
            play(service, circle, "action", id=each, **{k: v for k, v in action.items() if k != "text"})
    if check_in:
        play(service, circle, "check_in", on=check_in)
    play(service, circle, "next")
    for step in steps:
        play(service, circle, "contribute", kind="next_step", text=step)
    if details:
        play(service, circle, "details", **details)
    play(service, circle, "close")
    return circle


def filed(service: Service, circle: str, *documents: str) -> None:
    for document in documents:
        play(service, circle, "filing", document=document, state="filed", place="LCS", on=in_days(service, 0))


def action_of(service: Service, circle: str) -> str:
    """The id of the first thing that was chosen."""
    known = service.services.store.circle(circle)
    assert known is not None
    return next(each.id for each in known.contributions.values() if each.chosen)


def in_days(service: Service, days: int) -> str:
    """A day in London by the service's clock, as YYYY-MM-DD."""
    today: date = at(service.clock.at).date()
    return (today + timedelta(days=days)).isoformat()


def copy_past(service: Service, count: int) -> None:
    """As many more lines in the register like the one that is there."""
    with service.services.store.writing() as tx:
        (line,) = [dict(row) for row in tx.db.execute(select(tables.register)).mappings()]
        copies = [{**line, "circle_id": f"{number:032x}"} for number in range(count)]
        tx.db.execute(insert(tables.register), copies)
