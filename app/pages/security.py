"""What protects every answer, whichever page or library gave it: hosts, origins and headers."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

from app.config import Config

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
}


def protect(app: Flask, config: Config) -> None:
    """Add the checks and headers to all routes, and the check of hosts in front of the sockets too."""
    # A policy cannot name an IPv6 address; there the page's own origin ('self') has to do.
    named = [origin for origin in config.origins if "[" not in origin]
    policy = POLICY.format(sockets="".join(f" {_socket_origin(origin)}" for origin in named))

    @app.before_request
    def refuse_foreign_origins() -> None:
        origin = request.headers.get("Origin")
        if request.method in ("GET", "HEAD"):
            return
        if origin is not None and origin not in config.origins:
            abort(403)
        # Forms carry a token against forgery. A script's request does not: where it draws its right from a
        # cookie, it must say where it comes from, as browsers do.
        by_cookie = bool(request.cookies) and "Authorization" not in request.headers
        if request.path.startswith("/api/") and by_cookie and origin is None:
            abort(403)

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", policy)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if config.secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if request.endpoint == "static":
            response.headers["Cache-Control"] = "no-cache"
        else:
            response.headers["Cache-Control"] = "no-store"
        return response

    app.wsgi_app = KnownHosts(app.wsgi_app, config.hosts)  # type: ignore[method-assign]


class KnownHosts:
    """Answers only to the names this server is known by: a page that made its own name point here (DNS
    rebinding) gets nothing, neither from the routes nor from the sockets."""

    def __init__(self, inner: Callable[..., Iterable[bytes]], hosts: tuple[str, ...]) -> None:
        self._inner = inner
        self._hosts = {host.lower() for host in hosts}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        # Probes of a load balancer come under the machine's own address.
        known = environ.get("HTTP_HOST", "").lower() in self._hosts
        if not known and environ.get("PATH_INFO") not in ("/healthz", "/readyz"):
            start_response("421 Misdirected Request", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"This server is not known under that name. Set BASE_URL to the address people open.\n"]
        return self._inner(environ, start_response)


def _socket_origin(origin: str) -> str:
    parts = urlsplit(origin)
    return f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.netloc}"
