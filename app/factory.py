"""The composition root: the only place where everything meets."""

from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import segno
from flask import Flask, request
from flask_wtf.csrf import CSRFProtect
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter

from app import keys, log
from app.circle import audience
from app.circle import clock as circle_clock
from app.circle.audience import Plain
from app.circle.state import Circle
from app.clock import Clock, SystemClock
from app.conduct import Conduct
from app.config import Config
from app.forgetting.housekeeping import Housekeeping
from app.live.gateway import Gateway
from app.pages import (
    assets,
    commands,
    composing,
    control,
    details,
    errors,
    files,
    filing,
    follow_up,
    handing_over,
    help,
    home,
    links,
    phone,
    preparing,
    previewing,
    printing,
    reading,
    records,
    register,
    rehearsing,
    screen,
    security,
    staff,
    teams,
)
from app.pages.access import Services
from app.pages.undefined import Nothing
from app.rehearsal.company import Company
from app.store import engine
from app.store.store import Store

#: What browsers are given as it lies there.
STATIC = Path(__file__).parent.parent / "static"
#: One of the eight patterns that may be laid over a QR; every reader takes it off again.
QR_MASK = 3
BLUEPRINTS = (
    home.pages,
    staff.pages,
    links.pages,
    teams.pages,
    control.pages,
    handing_over.pages,
    details.pages,
    screen.pages,
    phone.pages,
    previewing.pages,
    records.pages,
    composing.pages,
    filing.pages,
    files.pages,
    reading.pages,
    preparing.pages,
    printing.pages,
    register.pages,
    follow_up.pages,
    rehearsing.pages,
    help.pages,
)


def create_app(config: Config, clock: Clock | None = None) -> Flask:
    """The app, with its sockets. `clock` is handed in by tests that move time."""
    log.set_up()
    app = Flask(__name__, static_folder=None, template_folder="../templates")
    app.url_map.converters["default"] = InAddress
    app.config.update(
        SECRET_KEY=config.secret_key,
        SESSION_COOKIE_NAME="staff",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.secure,
        MAX_CONTENT_LENGTH=256 * 1024,
        WTF_CSRF_TIME_LIMIT=None,
        # Some councils' proxies strip the Referer that this would demand; security.py checks the Origin.
        WTF_CSRF_SSL_STRICT=False,
    )
    _templates(app, config)
    assets.serve(app, STATIC)
    keyring = keys.Keyring(config.secret_key)
    store = Store(engine.Transactions(engine.connect(config.database_url)), keyring)
    conduct = Conduct(store, clock or SystemClock())
    csrf = CSRFProtect(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    # Not forms but scripts and other programs; security.protect checks where they come from.
    for view in (phone.join, phone.seat_token, control.token, control.take_token):
        csrf.exempt(view)
    errors.register(app)
    commands.register(app)
    extras = Extras(HowToJoin(keyring, config), Earlier(store).of)
    gateway = Gateway(app, config, conduct.clock, conduct, extras.of)
    conduct.publish = gateway.publish
    app.extensions["gateway"] = gateway
    app.extensions["circlekeeper"] = Services(config, conduct.clock, store, conduct, gateway.look_again)
    app.extensions["rehearsals"] = Company(conduct)
    security.protect(app, config)
    if config.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.proxies, x_proto=config.proxies)  # type: ignore[method-assign]
    return app


class InAddress(BaseConverter):
    """What may stand in an address. A NUL is in no name of anything, and PostgreSQL cannot even look for it."""

    regex = r"[^/\x00]+"


def announce(app: Flask, config: Config) -> None:
    """Say where the pages are and, until there is an account, the one-time link that makes the first."""
    print(f"Circlekeeper serves at {config.base_url}", flush=True)
    with app.app_context():
        if link := links.set_up_link():
            print(f"First, choose a name and a password (this link works once): {link}", flush=True)


def keep_house(app: Flask) -> None:
    """Begin what a server does by itself. Commands and tests do not."""
    known: Services = app.extensions["circlekeeper"]
    Housekeeping(known.store, known.clock, known.look_again, alone=not known.config.several).begin()
    gateway: Gateway = app.extensions["gateway"]
    for work in (gateway.bus, gateway.attendance):
        if work:
            work.begin()
    rehearsals: Company = app.extensions["rehearsals"]
    rehearsals.go_to_work()


class Extras:
    """What is added to the views beyond the domain: how to join, and what came of the team's earlier circles."""

    def __init__(self, how_to_join: "HowToJoin", earlier: Callable[[Circle, int], list[Plain]]) -> None:
        self._how_to_join = how_to_join
        self._earlier = earlier

    def of(self, circle: Circle, role: str, now: int) -> Plain:
        """What is added to a role's view. Earlier actions go to the screen alone, while the facilitator shows them,
        and never to one that is covered or shows counts only."""
        extras = self._how_to_join.of(circle, role, now)
        if role == "screen" and circle.earlier and circle.words_on_screen and not audience.covered(circle):
            extras["earlier"] = self._earlier(circle, now)
        return extras


class Earlier:
    """What came of the team's earlier circles, as a screen shows it. Kept for each version of a circle, so that
    what a screen was told can be set against what holds now."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: OrderedDict[tuple[str, int], list[Plain]] = OrderedDict()

    def of(self, circle: Circle, now: int) -> list[Plain]:
        key = (circle.id, circle.version)
        if key not in self._kept:
            self._kept[key] = follow_up.for_screen(self._store, circle, now)
            while len(self._kept) > 100:
                self._kept.popitem(last=False)
        return self._kept[key]


class HowToJoin:
    """The join code, the QR and the address to type: shown by the screen and the control page while the
    door is open, and to nobody else."""

    def __init__(self, keyring: keys.Keyring, config: Config) -> None:
        self._keyring = keyring
        self._base_url = config.base_url
        self._ways = lru_cache(maxsize=500)(self._made)

    def of(self, circle: Circle, role: str, now: int) -> Plain:
        if role not in ("facilitator", "advisor", "screen") or circle.closed_at is not None:
            return {}
        join, screen_code = self._ways(circle.id, circle.code_generation)
        extras: Plain = {"join": join if circle_clock.door_open(circle, now) else None}
        return extras if role == "screen" else extras | {"screen_code": screen_code}

    def _made(self, circle_id: str, generation: int) -> tuple[Plain, str]:
        """How to join, and the code for the screen."""
        join = {
            "code": keys.spoken(self._keyring.code("join-code", circle_id, generation)),
            "address": f"{self._base_url.split('://', 1)[1]}/j",
            "qr": self._qr_path(self._url(circle_id, generation)),
        }
        return join, keys.spoken(self._keyring.code("screen-code", circle_id, generation))

    def _url(self, circle_id: str, generation: int) -> str:
        """The address in the QR; its key stands in the fragment, which no server log ever sees."""
        return f"{self._base_url}/j#{self._keyring.long_key('join-key', circle_id, generation)}"

    @staticmethod
    def _qr_path(url: str) -> Plain:
        """The QR as an SVG path over a square of `size` modules, a stroke for each run of dark ones. The mask is fixed:
        trying all eight for the evenest picture takes five times as long, and after a restart every circle waits."""
        rows = [list(row) for row in segno.make(url, error="m", micro=False, mask=QR_MASK).matrix]
        path, size = "", len(rows)
        for y, row in enumerate(rows):
            edges = [x for x in range(size + 1) if (x < size and row[x]) != (x > 0 and row[x - 1])]
            path += "".join(
                f"M{x} {y}h{end - x}v1h-{end - x}z" for x, end in zip(edges[::2], edges[1::2], strict=True)
            )
        return {"size": size, "path": path}


def _templates(app: Flask, config: Config) -> None:
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    own = app.jinja_loader
    app.jinja_options = {"undefined": Nothing, "trim_blocks": True, "lstrip_blocks": True}
    app.jinja_loader = ChoiceLoader([own, govuk] if own else [govuk])
    app.context_processor(
        lambda: {"unencrypted": config.unencrypted_network, "govuk_version": "6.3.0", "here": request.path}
    )
