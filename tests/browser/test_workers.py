"""The real pages behind nginx and three workers: all pages of a circle are on one worker, and when that one is killed
they go on on another by themselves."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.browser.phones import Room, say, state
from tests.devices import Table
from tests.server import Server, free_port
from tests.workers.fleet import Fleet, fleet
from tests.workers.machines import Postgres, folder
from tests.workers.proxies import Door, Proxy, worker_of

pytestmark = pytest.mark.browser
MODES = ("eventlet", "eventlet", "eventlet")


@pytest.fixture
def workers(postgres: Postgres, tmp_path: Path) -> Iterator[Fleet]:
    with fleet(tmp_path / "workers", postgres, modes=MODES, proxy=free_port()) as running:
        yield running


@pytest.fixture
def proxy(workers: Fleet) -> Iterator[Proxy]:
    with folder() as path:
        port = int(workers.environ["BASE_URL"].rpartition(":")[2])
        running = Proxy("nginx", path, port, [each.port for each in workers.workers]).start()
        yield running
        running.stop()


def test_the_pages_of_a_circle_are_on_one_worker_and_go_on_when_it_is_killed(
    workers: Fleet, proxy: Proxy, window: Callable[..., Page]
) -> None:
    with Room(workers, window, "solution") as room:
        # Given a control page, a screen and Sam’s phone
        lines: list[str] = []
        control, screen, phone = window(), window(), window(phone=True)
        for page in (control, screen, phone):
            page.on("websocket", lambda line: lines.append(asked_for(line)))
        control.goto(room.made["facilitator_url"])
        screen.goto(room.made["screen_url"])
        phone.goto(room.made["join_url"])
        room.join("Sam", phone)
        room.go_to("Solutions")
        expect(screen.get_by_text("Solutions").first).to_be_visible()
        expect(state(say(phone, "Visit before school"))).to_have_text("Saved")
        expect(screen.get_by_text("Visit before school")).to_be_visible()

        # Then each names its circle, by which the proxy keeps them together
        assert len(lines) >= 3
        assert all(f"circle={room.made['circle']}&" in line for line in lines), lines

        # When their worker is killed
        of_the_circle = Table(Door(proxy, room.made["circle"]), room.made)
        port = worker_of(of_the_circle.facilitator, workers)
        of_the_circle.leave()
        Server.kill(next(each for each in workers.workers if each.port == port))

        # Then what is sent next is saved, and the screen shows it
        expect(state(say(phone, "Start with mornings"))).to_have_text("Saved")
        expect(screen.get_by_text("Start with mornings")).to_be_visible()
        expect(control.get_by_text("Start with mornings").first).to_be_visible()


def asked_for(line: WebSocket) -> str:
    return f"{line.url.partition('?')[2]}&"
