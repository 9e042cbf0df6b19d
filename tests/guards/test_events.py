"""No event of the sockets works for a line that has shown no token. (That each move asks for its role is the
table's business: tests/circle/moves_table.csv has a row for every one of them.)"""

from typing import Any

import pytest
from flask import request

from app.circle.parse import FIELDS
from app.live.gateway import HANDLERS, Gateway
from tests.circle.situations import ATTEMPTS
from tests.pages.conftest import Service, cheap_passwords, empty_database, service

__all__ = ["cheap_passwords", "empty_database", "service"]


def answers(gateway: Gateway, event: str, payload: object) -> Any:
    """What a line that never showed a token gets for an event."""
    registered = {name: handler for name, handler, _namespace in registered_in(gateway)}
    return registered[event](payload)


def registered_in(gateway: Gateway) -> list[tuple[str, Any, str]]:
    found = gateway.socketio.server.handlers.get("/", {})
    return [(name, handler, "/") for name, handler in found.items()]


def test_only_the_events_of_the_protocol_are_listened_to(service: Service) -> None:
    gateway = service.app.extensions["gateway"]
    names = {name for name, _handler, _namespace in registered_in(gateway)}
    assert names == {*HANDLERS, "connect", "disconnect", "*"}


@pytest.mark.parametrize("event", [*HANDLERS])
def test_an_event_without_a_token_is_answered_with_revoked(service: Service, event: str) -> None:
    gateway = service.app.extensions["gateway"]
    client = gateway.socketio.test_client(service.app)
    assert not client.is_connected(), "a line without a token is not let in"
    with service.app.test_request_context():
        request.sid = "nobody"  # type: ignore[attr-defined]
        answer = gateway._answered(event, HANDLERS[event])({"op": "0" * 32, "type": "next", "visit": 0})
    assert answer["code"] == "revoked"


def test_each_move_has_its_row_in_the_table() -> None:
    assert set(FIELDS) <= {attempt.type for attempt in ATTEMPTS.values()}
