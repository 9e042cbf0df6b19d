"""What somebody who means no good might try from outside: other sites, other names for this server, cookies, and what
pages tell."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.devices import Table
from tests.live.conftest import Served
from tests.live.strangers import POLLING, Answer, Browser, ask, connecting, handshake
from tests.server import Server

pytestmark = pytest.mark.live
Seated = Callable[..., Table]


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
