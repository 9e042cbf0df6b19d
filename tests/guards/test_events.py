"""No event of the sockets works for a line that has shown no token. (That each move asks for its role is the
table's business: tests/circle/moves_table.csv has a row for every one of them.)"""

from typing import Any

import pytest

from app.circle.parse import FIELDS
from app.live.gateway import HANDLERS, Gateway
from tests.circle.situations import ATTEMPTS
from tests.pages.conftest import Service, cheap_passwords, empty_database, service

__all__ = ["cheap_passwords", "empty_database", "service"]


def registered_in(gateway: Gateway) -> dict[str, Any]:
    found: dict[str, Any] = gateway.socketio.server.handlers["/"]
    return found


def test_only_the_events_of_the_protocol_are_listened_to(service: Service) -> None:
    gateway = service.app.extensions["gateway"]
    assert set(registered_in(gateway)) == {*HANDLERS, "connect", "disconnect", "*"}


@pytest.mark.parametrize("event", [*HANDLERS])
def test_an_event_without_a_token_is_answered_with_revoked(service: Service, event: str) -> None:
    gateway = service.app.extensions["gateway"]
    client = gateway.socketio.test_client(service.app)
    assert not client.is_connected(), "a line without a token is not let in"
    answer = registered_in(gateway)[event]("nobody", {"op": "0" * 32, "type": "next", "visit": 0})
    assert answer["code"] == "revoked"


def test_each_move_has_its_row_in_the_table() -> None:
    assert set(FIELDS) <= {attempt.type for attempt in ATTEMPTS.values()}
