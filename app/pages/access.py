"""Who may open which page. Every view says so with one of the decorators here; a test fails on any
route that does not.

Three kinds of right: a member of staff's session; a token that a device holds in a cookie or an
Authorization header (facilitator, seat); and pages open to anybody, which show nothing of a circle.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import Response, abort, current_app, g, redirect, request, session, url_for

from app.circle.state import Circle
from app.clock import Clock
from app.conduct import Conduct
from app.config import Config
from app.pages.errors import LinkEnded
from app.store import lookup, staff, tokens
from app.store.lookup import Team
from app.store.staff import Person
from app.store.store import Store
from app.store.tokens import Bearer, Session

P = ParamSpec("P")
R = TypeVar("R")

#: A session ends after this long without a page being opened, and in any case after the other.
IDLE_MS = 60 * 60_000 * 3
ABSOLUTE_MS = 60 * 60_000 * 12


LookAgain = Callable[[str | None], None]


@dataclass(frozen=True)
class Services:
    """What the pages work with; put together by the factory."""

    config: Config
    clock: Clock
    store: Store
    conduct: Conduct
    #: To be called after any change of who may see a circle (or, with None, any circle).
    look_again: LookAgain


def services() -> Services:
    return cast(Services, current_app.extensions["circlekeeper"])


def open_to_anybody(view: Callable[P, R]) -> Callable[P, R]:
    """For pages that show nothing that is not public."""
    return _marked(view, "anybody")


def staff_only(view: Callable[P, R]) -> Callable[P, R]:
    """For any signed-in member of staff."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if signed_in() is None:
            return cast(R, _to_sign_in())
        return view(*args, **kwargs)

    return _marked(guarded, "staff")


def administrators_only(view: Callable[P, R]) -> Callable[P, R]:
    """For staff who invite people and make teams."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        person = signed_in()
        if person is None:
            return cast(R, _to_sign_in())
        if not person.administrator:
            abort(403)
        return view(*args, **kwargs)

    return _marked(guarded, "administrator")


def circle_staff_only(view: Callable[..., R]) -> Callable[..., R]:
    """For the staff of the circle's team, or whoever holds its facilitator token. The view's first
    argument is the circle; somebody else is told that there is no such circle."""

    @wraps(view)
    def guarded(circle_id: str, **kwargs: Any) -> R:
        right = right_in(circle_id)
        if right is None:
            # A form that is sent when the session has ended is no wrong address; programs are told the same 404 for
            # whatever they have no right to.
            page = request.method == "GET" or not request.path.startswith("/api/")
            if page and signed_in() is None and "Authorization" not in request.headers:
                return cast(R, _to_sign_in())
            abort(404)
        circle = services().store.circle(circle_id)
        if circle is None:
            abort(404)
        g.right = right
        return view(circle, **kwargs)

    return _marked(guarded, "circle staff")


def seat_only(view: Callable[..., R]) -> Callable[..., R]:
    """For the phone that holds a seat of the circle. The view's arguments are the circle and the bearer."""

    @wraps(view)
    def guarded(circle_id: str, **kwargs: Any) -> R:
        bearer = services().conduct.bearer(request.cookies.get(seat_cookie(circle_id)))
        circle = services().store.circle(circle_id)
        if bearer is None or bearer.kind != "seat" or bearer.circle_id != circle_id or circle is None:
            abort(403)
        return view(circle, bearer, **kwargs)

    return _marked(guarded, "seat")


def link_only(kind: str) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """For the presenter's private links: `reader` to the form, `preparer` to prepare. The view's arguments are the
    circle and the bearer. Whoever's link has ended is told so."""

    def decorated(view: Callable[..., R]) -> Callable[..., R]:
        @wraps(view)
        def guarded(circle_id: str, **kwargs: Any) -> R:
            bearer = services().conduct.bearer(request.cookies.get(link_cookie(kind, circle_id)))
            circle = services().store.circle(circle_id)
            if bearer is None or bearer.kind != kind or bearer.circle_id != circle_id or circle is None:
                raise LinkEnded
            return view(circle, bearer, **kwargs)

        return _marked(guarded, "private link")

    return decorated


@dataclass(frozen=True)
class Right:
    """By what right somebody works with a circle: as staff of its team, or with a token."""

    team: Team
    person: Person | None
    bearer: Bearer | None


def right_in(circle_id: str) -> Right | None:
    """The right of whoever asks to this circle's control page and records, or None."""
    with services().store.reading() as db:
        team = lookup.team_of(db, circle_id)
    if team is None:
        return None
    bearer = _facilitator_token(circle_id)
    person = signed_in()
    if person is not None and team.id in person.team_ids:
        return Right(team, person, bearer)
    return Right(team, None, bearer) if bearer else None


def acting(circle: Circle) -> Bearer:
    """As whom the present request plays moves: staff of the team by their session, as the facilitator
    does; others by the token they hold. For views with `circle_staff_only`."""
    right: Right = g.right
    if right.person is None and right.bearer is not None:
        return right.bearer
    if right.person is None:
        abort(403)
    return Bearer("", circle.id, "facilitator", None, right.person.id, right.person.session_generation)


def signed_in() -> Person | None:
    """The member of staff whose session this is, if it still holds."""
    if "person" not in g:
        g.person = _from_session()
    return cast("Person | None", g.person)


def sign_in(person: Person) -> None:
    """Begin a session. The old one's contents go, so that nothing is carried over from before."""
    session.clear()
    now = services().clock.now_ms()
    session.update(
        id=secrets.token_hex(16),
        staff=person.id,
        generation=person.session_generation,
        began=now,
        seen=now,
    )
    g.person = person


def sign_out() -> None:
    """End the session, and with it what was given to its windows."""
    if ended := session.get("id"):
        with services().store.writing() as tx:
            tokens.revoke_session(tx.db, ended, services().clock.now_ms())
        services().look_again(None)
    session.clear()
    g.person = None


def this_session(person: Person) -> Session:
    return Session(person.session_generation, session.get("id"))


def seat_cookie(circle_id: str) -> str:
    return f"seat-{circle_id}"


def facilitator_cookie(circle_id: str) -> str:
    return f"facilitator-{circle_id}"


def link_cookie(kind: str, circle_id: str) -> str:
    return f"{kind}-{circle_id}"


def set_token_cookie(response: Response, name: str, token: str, days: int = 7) -> None:
    """A cookie that no script can read, for this server's own pages only. The token may end before it."""
    response.set_cookie(
        name, token, httponly=True, samesite="Lax", secure=services().config.secure, max_age=days * 86_400
    )


def _facilitator_token(circle_id: str) -> Bearer | None:
    header = request.headers.get("Authorization", "")
    token = header.removeprefix("Bearer ") if header.startswith("Bearer ") else None
    bearer = services().conduct.bearer(token or request.cookies.get(facilitator_cookie(circle_id)))
    if bearer is None or bearer.circle_id != circle_id or bearer.kind not in ("facilitator", "advisor"):
        return None
    return bearer


def _from_session() -> Person | None:
    if "staff" not in session:
        return None
    now = services().clock.now_ms()
    if now - session.get("seen", 0) > IDLE_MS or now - session.get("began", 0) > ABSOLUTE_MS:
        session.clear()
        return None
    with services().store.reading() as db:
        person = staff.by_id(db, session["staff"])
    if person is None or not person.active or person.session_generation != session.get("generation"):
        session.clear()
        return None
    session["seen"] = now
    return person


def _to_sign_in() -> Any:
    if request.method != "GET" or request.path.startswith("/api/"):
        abort(401)
    return redirect(url_for("staff.sign_in", next=request.path))


def _marked(view: Callable[P, R], who: str) -> Callable[P, R]:
    view.authorisation = who  # type: ignore[attr-defined]
    return view
