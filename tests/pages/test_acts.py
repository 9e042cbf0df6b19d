"""The one door: what an act may not be numbered, and how many come in a stretch of time."""

import secrets
from typing import Any

from app.circle.catalogue import catalogue
from app.pace import MOST_MOVES
from app.store.tokens import Bearer
from tests.pages.conftest import Person, Service
from tests.pages.held import held, play


def act(service: Service, bearer: Bearer, type: str, op: str = "", **fields: Any) -> dict[str, Any]:
    move = {"op": op or secrets.token_hex(16), "type": type, **fields}
    return service.services.conduct.play(bearer, move)


def test_no_act_is_numbered_like_words_that_stand_already(service: Service, joanna: Person) -> None:
    """The advisor's own line has a number that no act had: an act under it would put its words in their place."""
    conduct, store = service.services.conduct, service.services.store
    id_ = conduct.create(catalogue().formats["solution"], 1, 1).id
    play(service, id_, "start")
    for _ in range(4):
        play(service, id_, "next")
    said = play(service, id_, "contribute", kind="issue", text="It took long")
    play(service, id_, "compose", lines=[
        {"column": "next_step", "sources": [], "text": "Meet sooner"},
        {"column": "issue", "sources": [said], "text": "It took an hour"},
    ])  # fmt: skip
    circle = store.circle(id_)
    assert circle is not None
    assert circle.learning is not None
    own, line = circle.learning[0].sources[0], circle.learning[1].id
    facilitator = Bearer("", id_, "facilitator", None, 1, 1)
    for number in (own, line):
        forged = act(
            service, facilitator, "contribute", number, kind="issue", text="FORGED", visit=circle.visit
        )
        assert forged["code"] == "conflict"
    again = store.circle(id_)
    assert again is not None
    assert [again.text(own, "text"), again.text(line, "text")] == ["Meet sooner", "It took an hour"]


def test_a_private_link_has_its_pace(service: Service, joanna: Person) -> None:
    circle = held(service, {"text": "Ring the school"})
    conduct = service.services.conduct
    token = conduct.give_link(circle, "reader", service.clock.at + 86_400_000)
    reader = conduct.bearer(token)
    assert reader is not None
    answers = [act(service, reader, "respond", agrees=True) for _ in range(MOST_MOVES + 1)]
    assert [answer["ok"] for answer in answers] == [True] * MOST_MOVES + [False]
    assert answers[-1]["code"] == "too_many"
    service.later(seconds=11)
    assert act(service, reader, "respond", agrees=True)["ok"]


def test_an_act_on_what_somebody_looked_at_waits_where_it_has_changed(
    service: Service, joanna: Person
) -> None:
    id_ = held(service)
    facilitator = Bearer("", id_, "facilitator", None, 1, 1)
    conduct, store = service.services.conduct, service.services.store
    op = secrets.token_hex(16)
    move = {"op": op, "type": "title", "text": "Second"}
    assert conduct.play(facilitator, move, only_if=lambda circle: not circle.held)["ok"]
    assert conduct.play(facilitator, move, only_if=lambda circle: False)["ok"], "a resend is still harmless"
    play(service, id_, "hold", on=True)
    later = {"op": secrets.token_hex(16), "type": "title", "text": "Third"}
    assert conduct.play(facilitator, later, only_if=lambda circle: not circle.held)["code"] == "stale"
    circle = store.circle(id_)
    assert circle is not None
    assert circle.text("circle", "title") == "Second"
