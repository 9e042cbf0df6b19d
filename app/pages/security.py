"""What protects every answer, whichever page or library gave it: hosts, origins and headers."""

import sys
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, request

from app.config import Config
from app.log import failure
from app.pages import errors

Environ = dict[str, Any]
StartResponse = Callable[..., Any]

#: Only what this server itself serves; no inline script or style, nothing from anybody else.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'{sockets}; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": under that, browsers send "Origin: null" with our own forms, and the check below
    # would refuse every one of them. Tokens stand in fragments, which no referrer holds.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), screen-wake-lock=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}
FOREIGN = "This did not come from one of our pages. Open the page again and try once more."
UNKNOWN_HOST = "This server is not known under that name. Set BASE_URL to the address people open."


def protect(app: Flask, config: Config) -> None:
    """Add the checks to all routes, and headers and the check of hosts to the sockets too."""
    # A policy cannot name an IPv6 address; there the page's own origin ('self') has to do.
    named = [origin for origin in config.origins if "[" not in origin]
    policy = POLICY.format(sockets="".join(f" {_socket_origin(origin)}" for origin in named))

    @app.before_request
    def refuse_to_be_guessed() -> Any:
        """Browsers open pages ahead of time that nobody may ever look at. But what somebody was shown counts here
        (that words will go), and what was downloaded too."""
        if "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")):
            return errors.answer(503)
        return None

    @app.before_request
    def refuse_foreign_origins() -> Any:
        origin = request.headers.get("Origin")
        if request.method in ("GET", "HEAD"):
            return None
        if origin is not None and origin not in config.origins:
            return errors.answer(403, FOREIGN)
        # Forms carry a token against forgery. A script's request does not: where it draws its right from a
        # cookie, it must say where it comes from, as browsers do.
        by_cookie = bool(request.cookies) and "Authorization" not in request.headers
        if request.path.startswith("/api/") and by_cookie and origin is None:
            return errors.answer(403, FOREIGN)
        return None

    headers = HEADERS | {"Content-Security-Policy": policy}
    if config.secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    app.wsgi_app = Outermost(app.wsgi_app, config.hosts, headers)  # type: ignore[method-assign]


class Outermost:
    """Around the routes and the sockets alike. Gives every answer its headers, whichever part made it.

    Answers only to the names this server is known by: a page that made its own name point here (DNS
    rebinding) gets nothing, neither from the routes nor from the sockets."""

    def __init__(
        self, inner: Callable[..., Iterable[bytes]], hosts: tuple[str, ...], headers: dict[str, str]
    ) -> None:
        self._inner = inner
        self._hosts = {host.lower() for host in hosts}
        self._headers = headers

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, given: list[tuple[str, str]], *exc_info: Any) -> Any:
            names = {name.lower() for name, _ in given}
            added = [(name, value) for name, value in self._headers.items() if name.lower() not in names]
            return start_response(status, given + added, *exc_info)

        # Probes of a load balancer come under the machine's own address.
        known = environ.get("HTTP_HOST", "").lower() in self._hosts
        if not known and environ.get("PATH_INFO") not in ("/healthz", "/readyz"):
            return _plain(start, "421 Misdirected Request", UNKNOWN_HOST)
        try:
            return self._inner(environ, start)
        except ConnectionError:
            raise  # how a websocket tells its server that it has ended
        except Exception as error:  # a server would print it, or even send it, with what it quotes
            failure("serving", error)
            return _plain(start, "500 Internal Server Error", "Something went wrong. Try again in a moment.")


def _plain(start: StartResponse, status: str, sentence: str) -> list[bytes]:
    start(status, [("Content-Type", "text/plain; charset=utf-8")], sys.exc_info())
    return [f"{sentence}\n".encode()]


def _socket_origin(origin: str) -> str:
    parts = urlsplit(origin)
    return f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.netloc}"
