"""The links by which accounts are made and passwords renewed.

A link's secret stands in its fragment, so that no log and no referrer ever holds it. The page's script
moves it into a form; without scripts the person pastes the link. What the link is for (the first set-up,
a place in a team, a new password) is known only after it was sent, so the form for that comes second.
"""

from dataclasses import dataclass
from typing import Any, cast

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy import Connection

from app import keys
from app.pages import access, passwords
from app.pages.access import open_to_anybody, services
from app.pages.forms import Form
from app.store import lookup, staff
from app.store.lookup import Team
from app.store.staff import Invitation, Person

pages = Blueprint("links", __name__)

LONGEST_NAME = 80
LONGEST_TEAM = 80
UNUSABLE = {
    "used": (
        "This link has been used",
        "Each link works once. If you chose your password with it, sign in. If you did not, tell your"
        " administrator: somebody else may have used it.",
    ),
    "expired": ("This link has run out", "Links work for seven days. Ask your administrator for a new one."),
    "unknown": (
        "This link does not work",
        "Part of it may be missing, or a newer link has taken its place. Open it again from the message that"
        " you were sent, or ask your administrator for a new one.",
    ),
}


@dataclass(frozen=True)
class Found:
    """What a link is for, with what its page says about that."""

    invitation: Invitation
    team: Team | None
    person: Person | None

    @property
    def set_up(self) -> bool:
        return self.team is None and self.person is None


def set_up_link() -> str | None:
    """The one-time link with which the first account is made; None where there is one already. Only the
    newest is good."""
    token = keys.new_token()
    with services().store.writing() as tx:
        staff.withdraw_set_up_links(tx.db)
        if staff.anybody(tx.db):
            return None
        staff.invite(tx.db, link_hash(token), services().clock.now_ms(), administrator=True)
    return link(token)


def link(token: str) -> str:
    """The whole address. At the start of the server there is no request from which `url_for` could build it."""
    return f"{services().config.base_url}/invitation#{token}"


def link_hash(token: str) -> str:
    return services().store.keyring.digest("invitation", token)


@pages.get("/invitation")
@open_to_anybody
def invitation() -> Any:
    """Where a link leads. Its secret never comes with the address."""
    return render_template("staff/link.html", form=Form(), errors={})


@pages.post("/invitation")
@open_to_anybody
def open_link() -> Any:
    """The second step: what the link is for, with the fields for that."""
    form = Form({"link": request.form.get("link", "").strip().rpartition("#")[2]})
    if not form.value("link"):
        form.wrong("link", "Paste the link that you were sent.")
        return render_template("staff/link.html", form=form, errors=form.errors), 422
    with services().store.reading() as db:
        found = _find(db, form)
    return _page(found, form)


@pages.post("/invitation/accept")
@open_to_anybody
def accept() -> Any:
    """Make the account, or give an account its new password, and sign in."""
    form = Form(request.form)
    with services().store.reading() as db:
        found = _checked(db, form)
    if isinstance(found, str) or form.errors:
        return _page(found, form)
    password_hash = passwords.hashed(form.value("password"))
    with services().store.writing() as tx:
        # Looked at again: somebody may have been quicker while the password was hashed.
        found = _checked(tx.db, form)
        if not isinstance(found, str) and not form.errors:
            if staff.use_invitation(tx.db, found.invitation.token_hash, services().clock.now_ms()):
                person = _accepted(tx.db, found, form, password_hash)
            else:
                found = "used"
    if isinstance(found, str) or form.errors:
        return _page(found, form)
    services().look_again(None)  # a new password has ended the sessions that were begun with the old one
    access.sign_in(person)
    return redirect(url_for("home.home"), code=303)


def _find(db: Connection, form: Form) -> Found | str:
    """What the link is for, or why it cannot be used (a key of UNUSABLE)."""
    invited = staff.invitation(db, link_hash(form.value("link")), services().clock.now_ms())
    if isinstance(invited, str):
        return invited
    found = Found(
        invited,
        lookup.team(db, invited.team_id) if invited.team_id else None,
        staff.by_id(db, invited.for_staff_id) if invited.for_staff_id else None,
    )
    return "used" if found.set_up and staff.anybody(db) else found


def _checked(db: Connection, form: Form) -> Found | str:
    """The same, with the errors of the form filled in."""
    found = _find(db, form)
    if isinstance(found, str):
        return found
    name = found.person.name if found.person else form.text("name", LONGEST_NAME, "Enter your name.")
    if name and not found.person and staff.by_sign_in_name(db, name):
        form.wrong("name", "Somebody here has that name already. Add a middle initial.")
    if found.set_up:
        form.text("team", LONGEST_TEAM, "Enter the name of your team.")
    if weakness := passwords.weakness(form.value("password"), name):
        form.wrong("password", weakness)
    return found


def _accepted(db: Connection, found: Found, form: Form, password_hash: str) -> Person:
    if found.person:
        staff.set_password(db, found.person.id, password_hash)
        return cast(Person, staff.by_id(db, found.person.id))
    team_id = found.team.id if found.team else lookup.team_named(db, form.text("team", LONGEST_TEAM))
    name = form.text("name", LONGEST_NAME)
    now = services().clock.now_ms()
    made = staff.add(db, name, password_hash, found.invitation.administrator, [team_id], now)
    return cast(Person, staff.by_id(db, made))


def _page(found: Found | str, form: Form) -> Any:
    if isinstance(found, str):
        title, sentence = UNUSABLE[found]
        return render_template("staff/link_unusable.html", title=title, sentence=sentence), 410
    page = render_template(
        "staff/invitation.html", form=form, errors=form.errors, found=found, least=passwords.LEAST
    )
    return page, 422 if form.errors else 200
