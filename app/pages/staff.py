"""Signing in and out, and one's own account."""

import math
from typing import Any, cast

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for

from app.pages import access, passwords
from app.pages.access import open_to_anybody, services, signed_in, staff_only
from app.pages.forms import Form, local_path
from app.pages.passwords import Throttle
from app.store import staff
from app.store.engine import Unavailable
from app.store.staff import Person

pages = Blueprint("staff", __name__)

LONGEST_NAME = 80
NO_SUCH = "The name and the password do not go together. Check both and try again."


@pages.app_context_processor
def for_the_layout() -> dict[str, Any]:
    return {"whose_session": whose_session}


def whose_session() -> Person | None:
    """Who is signed in, for the head of each page. The page that says that the database does not answer
    must not ask it."""
    try:
        return signed_in()
    except Unavailable:
        return None


@pages.get("/sign-in")
@open_to_anybody
def sign_in() -> Any:
    if signed_in() is not None:
        return redirect(local_path(request.args.get("next")) or url_for("home.home"))
    with services().store.reading() as db:
        somebody = staff.anybody(db)
    return _sign_in_page(Form(), somebody=somebody)


@pages.post("/sign-in")
@open_to_anybody
def check_sign_in() -> Any:
    """The same sentence for a wrong name and a wrong password; failures are slowed down."""
    form = Form(request.form)
    name, password = form.text("name", LONGEST_NAME, "Enter your name."), form.value("password")
    if not password:
        form.wrong("password", "Enter your password.")
    if form.errors:
        return _sign_in_page(form), 422
    folded, address, now = staff.folded(name), request.remote_addr or "", services().clock.now_ms()
    if wait_ms := _throttle().wait_ms(folded, address, now):
        form.wrong("name", _wait_sentence(wait_ms))
        return _sign_in_page(form), 429
    with services().store.reading() as db:
        person = staff.by_sign_in_name(db, name)
    if not passwords.right(person.password_hash if person else None, password) or not (
        person and person.active
    ):
        _throttle().failed(folded, address, now)
        form.wrong("name", NO_SUCH)
        return _sign_in_page(form), 403
    _throttle().succeeded(folded, address)
    access.sign_in(person)
    return redirect(local_path(form.value("next")) or url_for("home.home"), code=303)


@pages.post("/sign-out")
@open_to_anybody
def sign_out() -> Any:
    access.sign_out()
    flash("You are signed out.")
    return redirect(url_for("staff.sign_in"), code=303)


@pages.get("/account")
@staff_only
def account() -> Any:
    return _account_page(Form())


@pages.post("/account/password")
@staff_only
def change_password() -> Any:
    """A new password ends all other sessions; this one goes on."""
    person, form, now = _me(), Form(request.form), services().clock.now_ms()
    address = request.remote_addr or ""
    if wait_ms := _throttle().wait_ms(person.sign_in_name, address, now):
        form.wrong("old", _wait_sentence(wait_ms))
    elif not passwords.right(person.password_hash, form.value("old")):
        _throttle().failed(person.sign_in_name, address, now)
        form.wrong("old", "This is not your current password.")
    if weakness := passwords.weakness(form.value("password"), person.name):
        form.wrong("password", weakness)
    if form.errors:
        return _account_page(form), 422
    _begin_with(person.id, passwords.hashed(form.value("password")))
    flash("Your password is changed. Everywhere else you are signed out.")
    return redirect(url_for("staff.account"), code=303)


@pages.post("/account/sign-out-everywhere")
@staff_only
def sign_out_everywhere() -> Any:
    with services().store.writing() as tx:
        staff.end_sessions(tx.db, _me().id)
    access.sign_out()
    flash("You are signed out on every device.")
    return redirect(url_for("staff.sign_in"), code=303)


def _begin_with(staff_id: int, password_hash: str) -> None:
    with services().store.writing() as tx:
        staff.set_password(tx.db, staff_id, password_hash)
        person = staff.by_id(tx.db, staff_id)
    if person is None:
        abort(404)
    services().look_again(None)
    access.sign_in(person)


def _me() -> Person:
    return cast(Person, signed_in())


def _throttle() -> Throttle:
    throttle: Throttle = current_app.extensions.setdefault("sign-in-throttle", Throttle())
    return throttle


def _wait_sentence(wait_ms: int) -> str:
    seconds = math.ceil(wait_ms / 1000)
    return f"That was wrong several times. Wait {seconds} second{'s' if seconds > 1 else ''}, then try again."


def _sign_in_page(form: Form, somebody: bool = True) -> str:
    next_path = local_path(form.value("next") or request.args.get("next")) or ""
    return render_template(
        "staff/sign_in.html", form=form, errors=form.errors, next_path=next_path, somebody=somebody
    )


def _account_page(form: Form) -> str:
    person = _me()
    with services().store.reading() as db:
        teams = staff.teams(db, person.team_ids)
    return render_template(
        "staff/account.html",
        form=form,
        errors=form.errors,
        person=person,
        teams=teams,
        least=passwords.LEAST,
    )
