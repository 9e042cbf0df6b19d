"""A rehearsal on a real server: people join and suggest by themselves, and afterwards none of their words is in any file,
looked for byte by byte in the database, its log, the folder for temporary files and what the server printed."""

import re
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from app.circle.catalogue import catalogue
from app.rehearsal.script import script_for
from tests.browser.people import PASSWORD
from tests.devices import PATIENCE_S, Device
from tests.live.conftest import MODES
from tests.server import Server

pytestmark = pytest.mark.live

SCRIPT = script_for(catalogue().formats["solution"])
WORDS = [*SCRIPT.words, *SCRIPT.people]
#: Enough of the quick minutes of Solutions, which are 60 seconds, for most to have something to say.
MOST_OF_IT_MS = 45_000


class Practice:
    """Joanna with her browser, and the server's folders."""

    def __init__(self, folder: Path, mode: str) -> None:
        self.instance, self.temporary = folder / "instance", folder / "temporary"
        for made in (self.instance, self.temporary):
            made.mkdir()
        self.server = Server(self.instance, mode=mode, environ={"TMPDIR": str(self.temporary)}).start()
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.page = ""

    def signs_in(self) -> None:
        link = re.search(r"works once\): (\S+)", self.server.log.read_text())
        assert link
        self.opens("/invitation").sends("/invitation", link=link[1])
        self.sends(
            "/invitation/accept", link=link[1].partition("#")[2], name="Jo", team="N", password=PASSWORD
        )

    def begins(self) -> None:
        self.opens("/rehearse").sends("/rehearse", format="solution", speed="quick", team="1")
        found = re.search(r'data-circle="(\w+)"', self.page)
        assert found
        self.circle = found[1]
        answer = self.sends(f"/api/circles/{self.circle}/token").page
        self.control = Device(self.server, answer.split('"token":"')[1].split('"')[0])
        self.control.sees(lambda view: view["role"] == "facilitator")

    def goes_to(self, stage: str) -> None:
        while self.control.view["stage"]["key"] != stage:
            before = self.control.visit
            self.control.done("start" if before == 0 else "next", visit=before)
            self.control.sees(lambda view: view["stage"]["visit"] != before)  # noqa: B023

    def opens(self, path: str) -> "Practice":
        with self._browser.open(self.server.url + path, timeout=PATIENCE_S) as answer:
            self.page = answer.read().decode()
        return self

    def sends(self, path: str, **fields: str) -> "Practice":
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.page)
        data = urllib.parse.urlencode({"csrf_token": token[1] if token else "", **fields}).encode()
        asked = urllib.request.Request(self.server.url + path, data, {"Origin": self.server.url})
        with self._browser.open(asked, timeout=PATIENCE_S) as answer:
            self.page = answer.read().decode()
        return self

    def traces(self) -> set[str]:
        """The words of the script, and its people's names, that stand in any file."""
        files = [path for folder in (self.instance, self.temporary) for path in folder.rglob("*")]
        held = b"".join(path.read_bytes() for path in files if path.is_file())
        return {each for each in WORDS if each.encode() in held}

    def waits_until(self, holds: Callable[[], bool]) -> bool:
        give_up = time.monotonic() + PATIENCE_S
        while time.monotonic() < give_up:
            if holds():
                return True
        return False


@pytest.fixture(params=MODES)
def practice(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Practice]:
    practice = Practice(tmp_path, request.param)
    yield practice
    practice.server.stop()


def suggesting(practice: Practice) -> None:
    """A rehearsal in which everybody is there and most have suggested something."""
    practice.signs_in()
    practice.begins()
    practice.server.step(20_000)
    practice.control.sees(lambda view: len(view["people"]) == 6 and view["circle"]["presenter"])
    practice.goes_to("solutions")
    practice.server.step(MOST_OF_IT_MS)
    practice.control.sees(lambda view: len(view["contributions"]) >= 4)


def test_people_join_and_suggest_and_nothing_of_it_is_left(practice: Practice) -> None:
    suggesting(practice)
    assert len(practice.traces()) >= 4 + 6, "the search itself"

    practice.opens("/").sends(f"/circles/{practice.circle}/end-rehearsal")

    assert "Nothing is kept" in practice.page
    assert practice.waits_until(lambda: practice.traces() == set()), practice.traces()
    assert practice.waits_until(lambda: "revoked" in dict(practice.control.received)), (
        "whoever is there is sent off"
    )
    practice.control.leave()


def test_what_a_killed_server_left_is_thrown_away_at_the_next_start(practice: Practice) -> None:
    suggesting(practice)
    practice.server.kill()
    assert len(practice.traces()) >= 4 + 6, "the search itself"

    practice.server.start()

    assert practice.waits_until(lambda: practice.traces() == set()), practice.traces()
