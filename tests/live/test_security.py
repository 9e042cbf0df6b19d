"""What somebody who means no good might try: other sites, other names for this server, guessed codes, borrowed
tokens. And what must never be written down: words, names, codes and tokens (docs/protocol.md, "Who holds what")."""

import http.client
import json
import re
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import websocket

from tests.devices import PATIENCE_S, Device, Table, new_op, post
from tests.live.conftest import Served
from tests.server import Server

pytestmark = pytest.mark.live
Seated = Callable[..., Table]

POLLING = "/socket.io/?EIO=4&transport=polling"
CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Answer:
    """What came back, with nothing followed and nothing unpacked."""

    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def code(self) -> str:
        return str(json.loads(self.text)["code"])


def ask(
    server: Server, method: str, path: str, body: object = None, address: str = "127.0.0.1", **headers: str
) -> Answer:
    """A request as it stands. `address` is where it seems to come from; a header named with _ has a - there."""
    line = http.client.HTTPConnection(
        "127.0.0.1", server.port, timeout=PATIENCE_S, source_address=(address, 0)
    )
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    if body is not None:
        given.setdefault("Content-Type", "application/json")
    data = body if isinstance(body, str) or body is None else json.dumps(body)
    line.request(method, path, data, given)
    answer = line.getresponse()
    found = Answer(answer.status, answer.headers, answer.read().decode(errors="replace"))
    line.close()
    return found


def handshake(server: Server, **options: Any) -> int:
    """Open a websocket; 101 where the server lets it."""
    options.setdefault("suppress_origin", "origin" not in options)
    address = server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    try:
        websocket.create_connection(address, timeout=PATIENCE_S, **options).close()
    except websocket.WebSocketBadStatusException as error:
        return int(error.status_code)
    return 101


def connecting(server: Server, token: str | None, **options: Any) -> str:
    """The code with which a token is refused on connecting."""
    address = server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    line = websocket.create_connection(address, timeout=PATIENCE_S, suppress_origin=True, **options)
    line.recv()
    line.send("40" + json.dumps({"token": token}))
    answer = str(line.recv())
    line.close()
    assert answer.startswith("44"), answer
    return str(json.loads(answer[2:])["code"])


class Browser(requests.Session):
    """Somebody at a browser: cookies are kept, and forms are sent with the token that stands on the page."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        self.server = server
        self.page = ""

    def open(self, path: str) -> requests.Response:
        return self._seen(self.get(self.server.url + path, timeout=PATIENCE_S))

    def submit(self, path: str, origin: str | None = None, **fields: str) -> requests.Response:
        headers = {"Origin": origin} if origin else {}
        token = CSRF.search(self.page)
        data = {"csrf_token": token[1] if token else "", **fields}
        return self._seen(
            self.post(
                self.server.url + path, data, headers=headers, timeout=PATIENCE_S, allow_redirects=False
            )
        )

    def call(self, path: str, body: object = None) -> requests.Response:
        """As a script of one of our own pages does."""
        headers = {"Origin": self.server.url}
        return self.post(self.server.url + path, json=body, headers=headers, timeout=PATIENCE_S)

    def _seen(self, answer: requests.Response) -> requests.Response:
        self.page = answer.text
        return answer


_joannas: dict[str, Browser] = {}


@pytest.fixture
def joanna(served: Served) -> Browser:
    """Signed in; administrator, and facilitator in the team North. Circles of the command line are another team's."""
    server = served.server
    if server.url not in _joannas:
        link = re.findall(r"/invitation#(\S+)", server.log.read_text())[-1]
        browser = _joannas[server.url] = Browser(server)
        browser.open("/invitation")
        browser.submit("/invitation", link=link)
        done = browser.submit(
            "/invitation/accept", link=link, name="Joanna Okafor", team="North", password="three random words"
        )
        assert done.status_code == 303, done.text
    return _joannas[server.url]


# Other sites


def foreign(server: Server) -> list[str]:
    port = server.port
    return [
        "https://evil.example",
        "null",
        f"{server.url}.evil.example",
        f"{server.url}0",
        f"https://127.0.0.1:{port}",
        "http://127.0.0.1",
        f"http://127.0.0.2:{port}",
        f"http://evil.example@127.0.0.1:{port}",
        f"{server.url}/",
        f"{server.url}, https://evil.example",
        f"http://localhost.evil.example:{port}",
    ]


def test_other_sites_get_no_socket(served: Served) -> None:
    server = served.server
    for origin in foreign(server):
        polling = ask(server, "GET", POLLING, Origin=origin)
        assert polling.status == 400, origin
        assert "Access-Control-Allow-Origin" not in polling.headers
        assert handshake(server, origin=origin) == 400, origin


def test_other_sites_can_send_nothing(served: Served) -> None:
    for origin in foreign(served.server):
        for path in ("/api/join", "/api/enter", "/api/circles/0/token", "/api/circles/0/seat-token"):
            answer = ask(served.server, "POST", path, {}, Origin=origin)
            assert (answer.status, answer.code) == (403, "not_allowed"), (origin, path)


def test_a_form_from_another_site_is_refused_even_with_its_token(served: Served) -> None:
    browser = Browser(served.server)
    for path in ("/j", "/screen", "/sign-in", "/invitation"):
        browser.open(path)
        fields = {"code": "", "name": "Sam", "link": ""}
        assert browser.submit(path, **fields, origin="https://evil.example").status_code == 403, path
        browser.open(path)
        assert browser.submit(path, **fields, origin=served.server.url).status_code != 403, path
        browser.page = ""
        assert browser.submit(path, **fields).status_code == 400, "without its token"


def test_our_own_pages_are_let_in(served: Served) -> None:
    for origin in (served.server.url, f"http://localhost:{served.server.port}"):
        assert ask(served.server, "GET", POLLING, Origin=origin).status == 200
        assert handshake(served.server, origin=origin) == 101
    assert handshake(served.server) == 101, "programs that are no browser send no origin"


def test_under_another_name_there_is_nothing_here(served: Served) -> None:
    """DNS rebinding: a page of evil.example makes its own name point to this server."""
    server = served.server
    for host in (
        "evil.example",
        f"evil.example:{server.port}",
        "127.0.0.1",
        f"127.0.0.1:{server.port}.evil.example",
    ):
        for path in ("/", "/j", "/sign-in", "/static/css/app.css", "/api/none", POLLING):
            answer = ask(server, "GET", path, Host=host)
            assert answer.status == 421, (host, path)
            assert host not in answer.text
        assert ask(server, "POST", "/api/join", {}, Host=host, Origin=f"http://{host}").status == 421
        assert handshake(server, host=host) == 421, host
        assert ask(server, "GET", "/healthz", Host=host).status == 200, "a probe comes under any name"


# Cookies


def test_cookies_give_no_authority_to_the_sockets(seated: Seated) -> None:
    table = seated()
    table.joins("Sam")
    circle = table.circle["circle"]
    cookies = f"seat-{circle}={table.tokens['Sam']}; facilitator-{circle}={table.circle['facilitator_token']}"
    for token in ("", None, "x" * 32):
        assert connecting(table.server, token, cookie=cookies) == "revoked"


def test_a_call_with_a_cookie_has_to_say_where_it_comes_from(seated: Seated) -> None:
    table = seated()
    table.joins("Sam")
    circle, token = table.circle["circle"], table.tokens["Sam"]
    path, cookie = f"/api/circles/{circle}/seat-token", f"seat-{circle}={token}"
    assert ask(table.server, "POST", path, Cookie=cookie).code == "not_allowed"
    with_origin = ask(table.server, "POST", path, Cookie=cookie, Origin=table.server.url)
    assert json.loads(with_origin.text)["token"] == token
    key = table.circle["join_url"].partition("#")[2]
    joining = {"key": key, "name": "Eve"}
    assert ask(table.server, "POST", "/api/join", joining, Cookie=cookie).status == 403


def flags(set_cookie: str) -> set[str]:
    return {part.strip().lower() for part in set_cookie.split(";")[1:]}


def test_no_script_can_read_a_cookie_of_ours(seated: Seated, joanna: Browser) -> None:
    table = seated()
    key = table.circle["join_url"].partition("#")[2]
    joined = ask(table.server, "POST", "/api/join", {"key": key, "name": "Sam"})
    entered = ask(table.server, "POST", "/api/enter", {"token": table.circle["facilitator_token"]})
    page = ask(table.server, "GET", "/sign-in")
    for answer, name in ((joined, "seat-"), (entered, "facilitator-"), (page, "staff=")):
        cookie = str(answer.headers["Set-Cookie"])
        assert cookie.startswith(name)
        assert {"httponly", "samesite=lax", "path=/"} <= flags(cookie)


def test_tokens_stand_in_fragments_only(seated: Seated) -> None:
    table = seated()
    circle, facilitator = table.circle["circle"], table.circle["facilitator_token"]
    key = table.circle["join_url"].partition("#")[2]
    secret = {facilitator, table.circle["screen_token"], key, table.circle["join_code"]}
    addresses = [table.circle[name] for name in ("join_url", "facilitator_url", "screen_url")]
    assert all(urlsplit(address).fragment in secret for address in addresses)
    # What the server itself sends people to
    staff, sam, screen = Browser(table.server), Browser(table.server), Browser(table.server)
    entered = staff.call("/api/enter", {"token": facilitator})
    staff.open(f"/circles/{circle}/control")
    sam.open("/j")
    screen.open("/screen")
    addresses += [
        table.server.url + entered.json()["address"],
        staff.submit(f"/circles/{circle}/screen-link").headers["Location"],
        sam.submit("/j", code=table.circle["join_code"], name="Sam").headers["Location"],
        screen.submit("/screen", code=table.facilitator.view["screen_code"]).headers["Location"],
    ]
    for cookies in (staff.cookies, sam.cookies):
        secret |= {str(cookie.value) for cookie in cookies}
    for address in addresses:
        before = address.partition("#")[0]
        assert not any(each in before for each in secret), before


# Headers


def of_every_kind(server: Server, circle: dict[str, Any]) -> Iterator[tuple[str, Answer]]:
    """Pages, files, sockets and errors of every kind."""
    bearer = f"Bearer {circle['facilitator_token']}"
    own = f"/circles/{circle['circle']}"
    for path in ("/", "/sign-in", "/j", "/screen", f"/screen/{circle['circle']}", "/enter", "/invitation", "/account",
                 "/nowhere", f"/p/{circle['circle']}", f"{own}/control", f"{own}/records", "/static/js/app.js",
                 "/static/nowhere", "/healthz", "/readyz", "/api/join", "/api/nowhere", POLLING, f"{POLLING}&sid=x",
                 "/socket.io/"):  # fmt: skip
        yield f"GET {path}", ask(server, "GET", path)
        yield f"HEAD {path}", ask(server, "HEAD", path)
    for path in (f"{own}/control", f"{own}/records", f"{own}/details", f"{own}/records/solution-form.txt"):
        yield f"GET {path} as the facilitator", ask(server, "GET", path, Authorization=bearer)
    for path in (
        "/api/join",
        "/api/enter",
        "/j",
        "/sign-in",
        f"{own}/records",
        f"{POLLING}&sid=x",
        "/nowhere",
    ):
        yield f"POST {path}", ask(server, "POST", path, {"key": "0" * 32})
    yield "too big", ask(server, "POST", "/api/enter", {"token": "x" * 300_000})
    yield "foreign", ask(server, "POST", "/j", {}, Origin="https://evil.example")
    yield "foreign socket", ask(server, "GET", POLLING, Origin="https://evil.example")
    yield "another name", ask(server, "GET", "/", Host="evil.example")
    yield "another verb", ask(server, "DELETE", "/j")


def test_every_answer_forbids_what_no_page_of_ours_needs(served: Served) -> None:
    answers = list(of_every_kind(served.server, served.circle("solution")))
    assert {200, 302, 400, 403, 404, 405, 413, 421} <= {answer.status for _, answer in answers}
    for what, answer in answers:
        policy = answer.headers.get("Content-Security-Policy", "")
        assert "unsafe" not in policy, what
        assert "default-src 'none'" in policy, what
        assert "frame-ancestors 'none'" in policy, what
        assert "script-src 'self';" in policy, what
        assert answer.headers.get("X-Content-Type-Options") == "nosniff", what
        assert answer.headers.get("Referrer-Policy") == "same-origin", what
        kept = "no-cache" if "/static/js" in what else "no-store"
        assert answer.headers.get("Cache-Control") == kept, what
        for name in ("Content-Security-Policy", "X-Content-Type-Options", "Cache-Control"):
            assert len(answer.headers.get_all(name) or []) == 1, what


def test_no_page_leads_or_reaches_to_another_host(served: Served) -> None:
    """What stands in the files themselves is looked at by tests/guards/test_house.py."""
    own = urlsplit(served.server.url).netloc
    for what, answer in of_every_kind(served.server, served.circle("solution")):
        hosts = set(re.findall(r"(?:https?:|wss?:|[\"'(=])//([\w.:-]+)", answer.text)) - {"www.w3.org"}
        assert hosts <= {own}, what
        allowed = re.findall(r"\b\w+://[^\s;]+", answer.headers["Content-Security-Policy"])
        assert all(urlsplit(each).hostname in ("127.0.0.1", "localhost") for each in allowed), what


def test_errors_tell_nothing_of_the_inside(served: Served) -> None:
    for what, answer in of_every_kind(served.server, served.circle("solution")):
        assert not re.search(r"Traceback|\.py\b|sqlite|werkzeug", answer.text, re.IGNORECASE), what


# Guessing


def test_the_eleventh_wrong_code_from_an_address_is_refused_and_the_square_still_lets_in(
    seated: Seated,
) -> None:
    table = seated()
    server, guesser, neighbour = table.server, "127.0.0.21", "127.0.0.22"
    code, key = table.circle["join_code"], table.circle["join_url"].partition("#")[2]

    def join(address: str, **way: str) -> Answer:
        return ask(server, "POST", "/api/join", {"name": "Eve", **way}, address)

    for number in range(10):
        assert join(guesser, code=f"ZZZZ-ZZ{number:02}").code == "code_unknown", number
    eleventh, right = join(guesser, code="ZZZZ-ZZZZ"), join(guesser, code=code)

    assert (eleventh.status, eleventh.code) == (429, "too_many_tries")
    assert right.code == "too_many_tries", "otherwise the right one would show itself"
    assert join(guesser, key=key).status == 200
    assert join(neighbour, code=code).status == 200
    assert join(guesser, key="0" * 32).code == "code_unknown"
    # The same count holds for the screen's code and for the plain form
    browser = Browser(server)
    for path in ("/screen", "/j"):
        page = browser.open(path)
        fields = {"csrf_token": CSRF.findall(page.text)[0], "code": code, "name": "Eve"}
        cookie = "; ".join(f"{each.name}={each.value}" for each in browser.cookies)
        body = "&".join(f"{name}={value}" for name, value in fields.items())
        form = {"Content_Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        assert ask(server, "POST", path, body, guesser, **form).status == 429, path


def test_many_addresses_together_are_slowed_down_too(server: Server) -> None:
    """On a server of its own: for a minute nobody there can type a code."""
    circle = server.create("solution")
    for number in range(60):
        guess = ask(
            server, "POST", "/api/join", {"code": "ZZZZ-ZZZZ", "name": "Eve"}, f"127.0.1.{number // 10 + 1}"
        )
        assert guess.code == "code_unknown", number
    typed = {"code": circle["join_code"], "name": "Sam"}
    assert ask(server, "POST", "/api/join", typed, "127.0.2.1").code == "too_many_tries"
    scanned = {"key": circle["join_url"].partition("#")[2], "name": "Sam"}
    assert ask(server, "POST", "/api/join", scanned, "127.0.2.1").status == 200


# Borrowed tokens


def test_a_token_gives_nothing_in_another_circle(seated: Seated) -> None:
    mine, theirs = seated(), seated()
    mine.joins("Sam")
    theirs.joins("Tom")
    sam, circle = mine.device(mine.tokens["Sam"]), theirs.circle["circle"]
    for token in (mine.tokens["Sam"], mine.circle["facilitator_token"], mine.circle["screen_token"]):
        view = mine.device(token).ask("sync")
        assert view["circle"]["id"] == mine.circle["circle"]
        cookie = f"seat-{circle}={token}; facilitator-{circle}={token}"
        for path in ("seat-token", "token"):
            answer = ask(
                mine.server, "POST", f"/api/circles/{circle}/{path}", Cookie=cookie, Origin=mine.server.url
            )
            assert answer.status in (403, 404), path
        assert ask(mine.server, "GET", f"/p/{circle}", Cookie=cookie).status == 403
        for path in ("control", "records", "details"):
            answer = ask(mine.server, "GET", f"/circles/{circle}/{path}", Authorization=f"Bearer {token}")
            assert answer.status == 404, path
    assert mine.facilitator.play("remove", seat=theirs.seats["Tom"])["code"] == "not_found"
    # Naming the other circle in a move does not help either
    assert sam.play("title", text="Mine", circle=circle)["code"] == "not_allowed"
    assert theirs.facilitator.ask("sync")["circle"]["title"] == ""


def test_the_screen_reads_and_does_nothing(seated: Seated) -> None:
    table = seated()
    sam, screen = table.joins("Sam"), table.screen()
    table.goes_to("solutions")
    sam.sees(lambda view: view["stage"]["key"] == "solutions")
    sam.done("contribute", visit=sam.visit, kind="suggestion", text="Sam’s")
    view = table.facilitator.ask("sync")
    visit, said, seat = view["stage"]["visit"], view["contributions"][0]["id"], table.seats["Sam"]
    acts: list[dict[str, Any]] = [
        {"type": "next", "visit": visit}, {"type": "pause", "visit": visit}, {"type": "cut", "visit": visit},
        {"type": "close", "visit": visit}, {"type": "door", "on": True}, {"type": "new_code"}, {"type": "stop"},
        {"type": "title", "text": "Ours"}, {"type": "details", "activity": "Ours"}, {"type": "presenter", "seat": seat},
        {"type": "person", "name": "Eve"}, {"type": "remove", "seat": seat}, {"type": "hide", "id": said},
        {"type": "erase", "id": said}, {"type": "withdraw", "id": said},
        {"type": "contribute", "visit": visit, "kind": "suggestion", "text": "Ours"},
        {"type": "hand_in", "refused": new_op(), "kind": "suggestion", "text": "Ours"},
    ]  # fmt: skip
    for act in acts:
        assert screen.play(**act)["code"] == "not_allowed", act
    assert table.facilitator.ask("sync")["version"] == view["version"]


def test_after_the_close_only_the_records_are_left(seated: Seated) -> None:
    table = seated()
    sam, screen = table.joins("Sam"), table.screen()
    table.goes_to("review")
    table.facilitator.done("close", visit=table.facilitator.visit)
    table.server.step(10 * 60_000)
    for token in (table.tokens["Sam"], table.circle["screen_token"]):
        assert connecting(table.server, token) == "revoked"
    assert {device.ask("sync")["code"] for device in (sam, screen)} == {"revoked"}
    code = post(
        table.server, "/api/join", {"key": table.circle["join_url"].partition("#")[2], "name": "Late"}
    )
    assert (code[0], code[1]["code"]) == (403, "door_closed")
    facilitator = table.device(table.circle["facilitator_token"])
    assert facilitator.play("blank", on=True)["code"] == "circle_closed"
    assert facilitator.play("title", text="For the record")["ok"]
    assert opened(table, f"Bearer {table.circle['facilitator_token']}") == {200}


# The records

RECORDS = ("", "/solution-form.docx", "/solution-form.txt", "/solution-form.txt?detail=full", "/record-of-learning.docx",
           "/record-of-learning.txt")  # fmt: skip


def opened(table: Table, authorization: str | None = None, cookie: str | None = None) -> set[int]:
    """The answers to all calls for the records; what is refused must hold nothing of the circle."""
    headers = {"Authorization": authorization or "", "Cookie": cookie or ""}
    sent = {name: value for name, value in headers.items() if value}
    answers = [
        ask(table.server, "GET", f"/circles/{table.circle['circle']}/records{path}", **sent)
        for path in RECORDS
    ]
    for answer in answers:
        assert answer.status == 200 or "Canary" not in answer.text
    return {answer.status for answer in answers}


def test_the_records_are_for_the_staff_of_the_team_and_nobody_else(seated: Seated, joanna: Browser) -> None:
    table, other = seated(), seated()
    table.joins("Sam")
    table.facilitator.done("title", text="Canary")
    circle, tokens = table.circle["circle"], table.circle
    assert opened(table, f"Bearer {tokens['facilitator_token']}") == {200}
    assert opened(table, cookie=f"facilitator-{circle}={tokens['facilitator_token']}") == {200}
    for token in (tokens["screen_token"], table.tokens["Sam"], other.circle["facilitator_token"], "x" * 32, "", circle,
                  tokens["join_code"], tokens["facilitator_token"][:-1]):  # fmt: skip
        assert opened(table, f"Bearer {token}") == {404}, token
        if token:
            assert opened(table, cookie=f"facilitator-{circle}={token}; seat-{circle}={token}") == {302}
    assert opened(table, f"Basic {tokens['facilitator_token']}") == {404}
    assert opened(table) == {302}, "a person is asked to sign in"
    # An administrator of another team is told that there is nothing
    assert {joanna.open(f"/circles/{circle}/records{path}").status_code for path in RECORDS} == {404}


def test_the_staff_of_a_team_open_its_records_by_their_session(joanna: Browser, served: Served) -> None:
    joanna.open("/")
    team = re.findall(r'name="team" value="(\d+)"', joanna.page)[0]
    started = joanna.submit("/circles", format="solution", team=team).headers["Location"]
    own = started.removesuffix("/control")
    assert {joanna.open(f"{own}/records{path}").status_code for path in RECORDS} == {200}
    given = joanna.call(f"/api{own}/token").json()
    assert given["kind"] == "facilitator"
    device = Device(served.server, given["token"])
    assert device.sees(lambda view: view["role"] == "facilitator")
    # Signed out everywhere, the token that came from the session ends too
    joanna.open("/account")
    joanna.submit("/account/sign-out-everywhere")
    device.sees(lambda _: not device.sio.connected, "the cut")
    assert connecting(served.server, given["token"]) == "revoked"
    assert joanna.open(f"{own}/records").url.startswith(f"{served.server.url}/sign-in")
    joanna.submit("/sign-in", name="Joanna Okafor", password="three random words")


def test_nobody_reaches_the_records_of_a_circle_that_does_not_exist(served: Served) -> None:
    for circle in ("0" * 16, "..", "%2e%2e", "x" * 500, "%00", "'%20OR%201=1"):
        answer = ask(
            served.server,
            "GET",
            f"/circles/{circle}/records/solution-form.txt",
            Authorization="Bearer " + "x" * 32,
        )
        assert answer.status == 404, circle


# Nothing is written down


@dataclass
class Canaries:
    """Words unlike any other, so that they can be found again wherever they went."""

    marker: str
    secrets: set[str]

    def word(self, place: str) -> str:
        return f"{self.marker}-{place}"

    def found_in(self, text: str) -> set[str]:
        found = {each for each in self.secrets if each.lower() in text.lower()}
        return found | set(re.findall(rf"{self.marker}[\w-]*", text, re.IGNORECASE))


def log_of(server: Server) -> str:
    return server.log.read_text(errors="replace")


def moves_of(server: Server, circle: str) -> str:
    """Everything in the table of moves: all columns of all rows."""
    with database(server) as db:
        rows = db.execute("SELECT * FROM moves WHERE circle_id = ?", (circle,)).fetchall()
    assert rows, "the search looks in the wrong place"
    return json.dumps(rows)


@contextmanager
def database(server: Server) -> Iterator[sqlite3.Connection]:
    db = sqlite3.connect(server.instance / "circlekeeper.sqlite3", timeout=PATIENCE_S)
    try:
        yield db
        db.commit()
    finally:
        db.close()


@contextmanager
def without_the_words(server: Server) -> Iterator[None]:
    """The table of words is away for a moment: whatever would be written fails inside the database."""
    with database(server) as db:
        db.execute("ALTER TABLE wordings RENAME TO elsewhere")
    try:
        yield
    finally:
        with database(server) as db:
            db.execute("ALTER TABLE elsewhere RENAME TO wordings")


def play_a_circle(table: Table, canaries: Canaries, names: str) -> None:
    """From the lobby to the close, with a word of its own in each field that takes words."""
    word, facilitator, key = canaries.word, table.facilitator, secrets.token_hex(16)
    sam, priya = table.joins(word("Sam")), table.joins(word("Priya"))
    canaries.secrets |= {*table.tokens.values(), facilitator.view["screen_code"], key}
    facilitator.done("title", text=word("title"))
    facilitator.done(
        "details",
        names=names,
        **{name: word(name) for name in ("facilitator", "advisor", "activity")},
        attendance=[{"name": word("attends"), "role": word("role")}],
        destinations=[
            {"kind": "child", "initials": canaries.marker[:8], "number": word("number"), "worker": word("w")}
        ],
        boxes={
            box: word(box) for box in ("happened", "understood", "impact", "tried", "measure", "decision")
        },
    )
    facilitator.done("person", name=word("no-phone"))
    table.presents(word("Priya"))
    table.goes_to("focus")
    priya.sees(lambda view: view["stage"]["key"] == "focus")
    priya.done("focus", text=word("focus"), revision=0)
    priya.done("focus", text=word("focus-again"), revision=1)
    table.goes_to("solutions")
    sam.sees(lambda view: view["stage"]["key"] == "solutions")
    said = new_op()
    sam.play("contribute", said, visit=sam.visit, kind="suggestion", text=word("said"), edit_key=key)
    sam.done("edit", id=said, text=word("edited"), revision=1, edit_key=key)
    failing_moves(table, sam, canaries)
    table._press("next")
    late = new_op()
    assert (
        sam.play("contribute", late, visit=sam.visit - 1, kind="suggestion", text=word("late"))["ok"] is False
    )
    sam.done("hand_in", refused=late, kind="suggestion", text=word("handed-in"), edit_key=key)
    priya.sees(lambda view: view["stage"]["key"] == "selection")
    priya.done("choose", id=said, on=True)
    fields = ("by_whom", "what", "how", "why", "by_when", "measure", "decision_by")
    priya.done("action", id=said, **{name: word(name)[:40] for name in fields})
    priya.done("check_in", on="2027-03-01", by=word("checks-in"))
    facilitator.done("new_code")
    facilitator.done("stop", told=word("told"))
    view = facilitator.ask("sync")
    canaries.secrets |= {view["screen_code"], view["join"]["code"] if view["join"] else view["screen_code"]}
    facilitator.done("resume", visit=view["stage"]["visit"])
    table._press("next")
    sam.sees(lambda view: view["stage"]["key"] == "review")
    sam.done("contribute", visit=sam.visit, kind="issue", text=word("issue"))
    by_the_plain_form(table, canaries)
    facilitator.done("close", visit=facilitator.visit)
    by_the_records_page(table, canaries)


def failing_moves(table: Table, sam: Device, canaries: Canaries) -> None:
    """Refused, malformed, and with a database that fails in the middle of it."""
    word, visit = canaries.word, sam.visit
    for fields in ({"kind": word("kind")}, {"visit": word("visit")}, {"text": {word("key"): word("value")}},
                   {"text": word("x") + "\x00"}, {"text": word("long") * 50}, {"for": word("for")}):  # fmt: skip
        sam.play("contribute", **{"visit": visit, "kind": "suggestion", "text": word("refused"), **fields})
    sam.ask(word("event"), {word("field"): word("value")})
    assert sam.play(word("type"))["code"] == "invalid"
    with without_the_words(table.server):
        answer = sam.play("contribute", visit=visit, kind="suggestion", text=word("fails"))
        assert answer["code"] == "try_again"
        key = table.circle["join_url"].partition("#")[2]
        status, joining = post(table.server, "/api/join", {"key": key, "name": word("fails")})
        assert (status, joining["code"]) == (503, "try_again")
    for frame in (f'427["move",{{"op":"{word("frame")}"', f'427["{word("event")}",{"[" * 5000}', word("frame"), f"4{word('frame')}",
                  f'42/{word("namespace")},7["move"]', f'427[{{"{word("event")}":1}}]', f'44"{word("error")}"'):  # fmt: skip
        cut_off_by(table, frame)


def cut_off_by(table: Table, frame: str) -> None:
    address = table.server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    line = websocket.create_connection(address, timeout=PATIENCE_S, suppress_origin=True)
    line.send("40" + json.dumps({"token": table.circle["screen_token"]}))
    while not str(line.recv()).startswith("40"):
        pass
    line.send(frame)
    while line.recv() != "":
        pass


def by_the_plain_form(table: Table, canaries: Canaries) -> None:
    """Without scripts: joining, sending, and both once more while the database fails."""
    word, browser = canaries.word, Browser(table.server)
    table.facilitator.done("door", on=True)
    code = table.facilitator.ask("sync")["join"]["code"]
    browser.open("/j")
    at = browser.submit("/j", code=code, name=word("plain")).headers["Location"]
    canaries.secrets |= {str(cookie.value) for cookie in browser.cookies}

    def send(text: str) -> requests.Response:
        page = browser.open(at).text
        op, visit = (re.findall(rf'name="{name}" value="([^"]*)"', page)[0] for name in ("op", "visit"))
        return browser.submit(at, op=op, visit=visit, kind="issue", text=text, edit_key=secrets.token_hex(16))

    assert send(word("plain-said")).status_code == 303
    assert send(word("plain-long") * 50).status_code == 409
    with without_the_words(table.server):
        failed = send(word("plain-fails"))
    assert failed.status_code == 409
    assert "tried again" in failed.text or "not be saved" in failed.text


def by_the_records_page(table: Table, canaries: Canaries) -> None:
    """The facilitator completes the records, by their token in a cookie."""
    browser, address = Browser(table.server), f"/circles/{table.circle['circle']}/records"
    browser.call("/api/enter", {"token": table.circle["facilitator_token"]})
    browser.open(address)
    boxes = {f"box-{box}": canaries.word(f"{box}-by-page") for box in ("happened", "understood", "impact")}
    assert browser.submit(address, **boxes).status_code in (303, 422)
    with without_the_words(table.server):
        failed = browser.submit(address, **{"box-happened": canaries.word("page-fails")})
    assert failed.status_code >= 400
    for name in ("solution-form.docx", "solution-form.txt?detail=full", "record-of-learning.docx"):
        assert browser.open(f"{address}/{name}").status_code == 200


def failing_requests(server: Server, canaries: Canaries) -> None:
    """Words where a server might log them: in addresses, headers, bodies and forms."""
    word = canaries.word
    for path in (f"/{word('path')}", f"/circles/{word('circle')}/records", f"/p/{word('seat')}?sent={word('query')}",
                 f"{POLLING}&sid={word('session')}", f"/socket.io/?EIO={word('version')}", f"/static/{word('file')}"):  # fmt: skip
        ask(server, "GET", path, User_Agent=word("agent"), Referer=f"http://{word('referer')}/")
    ask(server, "GET", POLLING, Origin=f"https://{word('origin')}")
    handshake(server, origin=f"https://{word('origin')}")
    ask(server, "GET", "/", Host=word("host"))
    ask(
        server,
        "GET",
        "/circles/0/records",
        Authorization=f"Bearer {word('bearer')}",
        Cookie=f"staff={word('cookie')}",
    )
    ask(server, "POST", "/api/join", {"code": word("code"), "name": word("name")}, "127.0.0.31")
    ask(server, "POST", "/api/enter", {"token": word("token")})
    ask(server, "POST", "/api/enter", word("body"))
    ask(server, "POST", f"{POLLING}&sid={word('session')}", word("body"))
    ask(server, word("VERB").upper(), "/")
    somebody = Browser(server)
    for path, fields in (
        ("/sign-in", {"name": word("name"), "password": word("password")}),
        ("/invitation", {"link": f"x#{word('link')}"}),
        ("/screen", {"code": "x"}),
    ):
        somebody.open(path)
        somebody.submit(path, **fields)
    assert connecting(server, word("token-that-is-none")) == "revoked"


def canaries_for(circle: dict[str, Any]) -> Canaries:
    """The marker is of letters and digits only, so that nothing on the way has to write it otherwise."""
    fragments = {urlsplit(circle[name]).fragment for name in ("join_url", "facilitator_url", "screen_url")}
    return Canaries(f"kanarie{secrets.token_hex(4)}", {circle["join_code"], *fragments})


@pytest.mark.parametrize("names", ["shown", "never"])
def test_no_word_name_code_or_token_is_logged(seated: Seated, names: str) -> None:
    table = seated()
    canaries = canaries_for(table.circle)
    play_a_circle(table, canaries, names)
    failing_requests(table.server, canaries)

    log, moves = log_of(table.server), moves_of(table.server, table.circle["circle"])
    assert "failed: " in log, "the failures themselves are logged"
    assert canaries.found_in(log) == set()
    assert canaries.found_in(moves) == set()


def test_control_a_canary_that_was_written_down_is_found(seated: Seated) -> None:
    table = seated()
    canaries, circle = canaries_for(table.circle), table.circle["circle"]
    planted = [canaries.word("planted"), table.circle["join_code"], table.circle["facilitator_token"]]
    table.facilitator.done("title", text=planted[0])
    assert canaries.found_in(written_words(table.server, circle)) == {planted[0]}, (
        "words are kept in one table"
    )
    for word in planted:
        with table.server.log.open("a") as log:
            log.write(f"somebody sent {word}\n")
        with database(table.server) as db:
            db.execute("UPDATE moves SET subject = ? WHERE circle_id = ?", (word, circle))
        assert word in canaries.found_in(log_of(table.server))
        assert canaries.found_in(moves_of(table.server, circle)) == {word}


def written_words(server: Server, circle: str) -> str:
    with database(server) as db:
        rows: Iterable[Any] = db.execute(
            "SELECT text FROM wordings WHERE circle_id = ?", (circle,)
        ).fetchall()
    return json.dumps(list(rows))
