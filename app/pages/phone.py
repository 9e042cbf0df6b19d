"""A participant's phone: joining, the page itself, and the plain form for when scripts or sockets fail."""

import hashlib
import secrets
from typing import Any

from flask import Blueprint, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from app.circle import views
from app.circle.format import KINDS
from app.circle.state import Circle, Refused
from app.conduct import Joined
from app.pages import assets, tries
from app.pages.access import open_to_anybody, seat_cookie, seat_only, services, set_token_cookie
from app.store.tokens import Bearer

pages = Blueprint("phone", __name__)

_STATUS = {
    "code_unknown": 404,
    "door_closed": 403,
    "too_many_tries": 429,
    "name_invalid": 422,
    "try_again": 503,
}


@pages.get("/j")
@open_to_anybody
def join_page() -> Any:
    """Where the QR and the typed address lead. Packed, since it is the first page that a poor line waits
    for; nothing stands on it that anybody wrote."""
    page = render_template("phone/join.html", refused=None, code="", name="")
    return assets.pack(make_response(page))


@pages.post("/j")
@open_to_anybody
def join_by_form() -> Any:
    """Joining without scripts."""
    code, name = request.form.get("code", ""), request.form.get("name", "")
    joined = _join(name, code, request.form.get("key") or None)
    if isinstance(joined, Refused):
        page = render_template("phone/join.html", refused=joined, code=code, name=name)
        return page, _STATUS.get(joined.code, 422)
    return _seated(joined, redirect(url_for("phone.phone", circle_id=joined.circle), code=303))


@pages.post("/api/join")
@open_to_anybody
def join() -> Any:
    """Joining by script or by another program (protocol, "HTTP")."""
    given = request.get_json(silent=True)
    given = given if isinstance(given, dict) else {}
    code, key = given.get("code"), given.get("key")
    joined = _join(
        given.get("name"), code if isinstance(code, str) else None, key if isinstance(key, str) else None
    )
    if isinstance(joined, Refused):
        return jsonify(code=joined.code, message=joined.message), _STATUS.get(joined.code, 422)
    return _seated(joined, jsonify(token=joined.token, seat=joined.seat, circle=joined.circle))


@pages.get("/p/<circle_id>")
@seat_only
def phone(circle: Circle, bearer: Bearer) -> Any:
    """The phone page. What is on it without scripts is the plain form; `simple` asks for that alone."""
    return _page(circle, bearer, op=secrets.token_hex(16), sent=request.args.get("sent"))


@pages.post("/p/<circle_id>")
@seat_only
def send_by_form(circle: Circle, bearer: Bearer) -> Any:
    """Send a contribution without scripts. What cannot be taken stays in the form, and after the bell it
    can be handed in."""
    form = request.form
    op = form.get("op", "")
    visit = form.get("visit", "")
    payload: dict[str, object] = {"kind": form.get("kind"), "text": form.get("text", "")}
    if edit_key := form.get("edit_key"):
        payload["edit_key"] = edit_key
    if handing_in := bool(form.get("hand_in")):
        payload |= {"op": _number_of_hand_in(op), "type": "hand_in", "refused": op}
    else:
        payload |= {"op": op, "type": "contribute", "visit": int(visit) if visit.isdigit() else -1}
    answer = services().conduct.play(bearer, payload)
    if answer["ok"]:
        sent = "handed" if handing_in else "saved"
        simple = "1" if _simple() else None
        return redirect(url_for("phone.phone", circle_id=circle.id, sent=sent, simple=simple), code=303)
    kind = form.get("kind", "")
    return _page(circle, bearer, op=op, refused=answer, kept=form.get("text", ""), kind=kind), 409


def _page(
    circle: Circle,
    bearer: Bearer,
    op: str,
    refused: dict[str, Any] | None = None,
    kept: str = "",
    kind: str = "",
    sent: str | None = None,
) -> str:
    view = views.seen_by(circle, bearer.actor, services().clock.now_ms())
    kinds = [each for each in KINDS if each in view["stage"]["accepts"]]
    if refused and kind in KINDS and kind not in kinds:
        kinds = [kind]  # what was refused keeps its place, whatever the present stage takes
    return render_template(
        "phone/phone.html",
        view=view,
        kinds=kinds,
        refused=refused,
        kept=kept,
        kind=kind,
        op=op,
        sent=sent,
        simple=_simple(),
    )


def _simple() -> bool:
    return "simple" in request.values


def _number_of_hand_in(op: str) -> str:
    """The same for each press of the button, so that a second press hands nothing in twice."""
    return hashlib.sha256(f"hand in {op}".encode()).hexdigest()[:32]


@pages.post("/api/circles/<circle_id>/seat-token")
@seat_only
def seat_token(circle: Circle, bearer: Bearer) -> Any:
    """The seat's own token, for the script of a page that was loaded anew."""
    return jsonify(token=request.cookies.get(seat_cookie(circle.id)), seat=bearer.seat)


def _join(name: object, code: str | None, key: str | None) -> Joined | Refused:
    if not key and tries.used_up():
        return Refused("too_many_tries", tries.SENTENCE)
    joined = services().conduct.join(name, code, key)
    if isinstance(joined, Refused) and joined.code == "code_unknown" and not key:
        tries.failed()
    return joined


@pages.errorhandler(403)
def outside(_error: HTTPException) -> Any:
    """For a phone without a seat here: removed, or the circle ended a while ago."""
    if request.path.startswith("/api/"):
        return jsonify(code="revoked", message="You do not take part in this circle any more."), 403
    return render_template("phone/outside.html"), 403


def _seated(joined: Joined, answer: Any) -> Any:
    response = make_response(answer)
    set_token_cookie(response, seat_cookie(joined.circle), joined.token)
    return response
