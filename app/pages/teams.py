"""Teams, the people in them and the links that bring people in: for administrators. Being one gives no sight of
another team's circles."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from app import keys
from app.pages.access import administrators_only, services, signed_in
from app.pages.forms import Form
from app.pages.links import LONGEST_TEAM, link, link_hash
from app.pages.teams_form import as_typed, filing_values
from app.records import working_days
from app.records.wording import at, moment
from app.store import staff
from app.store.lookup import Team
from app.store.staff import Person

pages = Blueprint("teams", __name__)

LOCKED_OUT = "Then nobody could invite people any more. Make somebody else an administrator first."


@pages.get("/teams")
@administrators_only
def teams() -> Any:
    return _teams_page(Form())


@pages.post("/teams")
@administrators_only
def make_team() -> Any:
    form = Form(request.form)
    name = form.text("name", LONGEST_TEAM, "Enter a name for the team.")
    if not form.errors:
        with services().store.writing() as tx:
            made = staff.add_team(tx.db, name)
        if made:
            flash(f"{name} is made. Invite its people below, or add those who have an account.")
            return redirect(url_for("teams.team", team_id=made), code=303)
        form.wrong("name", "There is a team with that name already.")
    return _teams_page(form), 422


@pages.get("/teams/<int:team_id>")
@administrators_only
def team(team_id: int) -> Any:
    return _team_page(team_id)


@pages.post("/teams/<int:team_id>/switches")
@administrators_only
def set_switches(team_id: int) -> Any:
    """Each circle takes the switches as they are when it is started."""
    _team(team_id)
    with services().store.writing() as tx:
        staff.set_team(
            tx.db,
            team_id,
            phones_allowed="phones" in request.form,
            words_on_screen="words" in request.form,
        )
    flash("Saved. This is for circles that start from now on.")
    return _to_team(team_id)


@pages.post("/teams/<int:team_id>/filing")
@administrators_only
def set_filing(team_id: int) -> Any:
    """How the team files, and for how long words are kept then. It holds for the circles of the past too, as far as
    their words are still there."""
    _team(team_id)
    form = Form(request.form)
    values = filing_values(form)
    if form.errors:
        return _team_page(team_id, form=form), 422
    with services().store.writing() as tx:
        staff.set_team(tx.db, team_id, **values)
    flash("Saved. Days to file are counted by this from now on.")
    return _to_team(team_id)


@pages.post("/teams/<int:team_id>/invitations")
@administrators_only
def invite(team_id: int) -> Any:
    """Make a link. It stands in this one answer: only its hash is kept."""
    _team(team_id)
    token = keys.new_token()
    with services().store.writing() as tx:
        now, administrator = services().clock.now_ms(), "administrator" in request.form
        staff.invite(tx.db, link_hash(token), now, team_id, administrator)
    return _team_page(team_id, link(token))


@pages.post("/teams/<int:team_id>/invitations/withdraw")
@administrators_only
def withdraw(team_id: int) -> Any:
    with services().store.writing() as tx:
        staff.withdraw_invitation(tx.db, request.form.get("invitation", ""), team_id)
    flash("The link is cancelled. Nobody can use it any more.")
    return _to_team(team_id)


@pages.post("/teams/<int:team_id>/people")
@administrators_only
def add_person(team_id: int) -> Any:
    team = _team(team_id)
    with services().store.writing() as tx:
        person = staff.by_id(tx.db, Form(request.form).whole("person"))
        if person is not None:
            staff.join_teams(tx.db, person.id, [team_id])
    if person is None:
        form = Form()
        form.wrong("person", "Choose who to add.")
        return _team_page(team_id, form=form), 422
    flash(f"{person.name} is now in {team.name}.")
    return _to_team(team_id)


@pages.post("/teams/<int:team_id>/people/remove")
@administrators_only
def remove_person(team_id: int) -> Any:
    team, person = _team(team_id), _person(Form(request.form).whole("person"))
    with services().store.writing() as tx:
        staff.leave_team(tx.db, person.id, team_id, services().clock.now_ms())
    services().look_again(None)
    flash(f"{person.name} is no longer in {team.name} and cannot open its circles any more.")
    return _to_team(team_id)


@pages.get("/people/<int:staff_id>")
@administrators_only
def person(staff_id: int) -> Any:
    return _person_page(staff_id)


@pages.post("/people/<int:staff_id>/active")
@administrators_only
def set_active(staff_id: int) -> Any:
    """Stop an account or allow it again. One's own cannot be stopped."""
    person, active = _person(staff_id), request.form.get("on") == "yes"
    if not active and staff_id == _my_id():
        return _person_page(
            staff_id, fault="You cannot stop your own account. Ask another administrator."
        ), 409
    with services().store.writing() as tx:
        # Two administrators may stop each other at the same moment; the second is refused.
        allowed = active or staff.other_administrators(tx.db, staff_id)
        if allowed:
            staff.set_active(tx.db, staff_id, active)
    if not allowed:
        return _person_page(staff_id, fault=LOCKED_OUT), 409
    services().look_again(None)
    flash(
        f"{person.name} can sign in again." if active else f"{person.name} is signed out and cannot sign in."
    )
    return _to_person(staff_id)


@pages.post("/people/<int:staff_id>/administrator")
@administrators_only
def set_administrator(staff_id: int) -> Any:
    """There is always an administrator left who can sign in."""
    person, administrator = _person(staff_id), request.form.get("on") == "yes"
    with services().store.writing() as tx:
        allowed = administrator or staff.other_administrators(tx.db, staff_id)
        if allowed:
            staff.set_administrator(tx.db, staff_id, administrator)
    if not allowed:
        return _person_page(staff_id, fault=LOCKED_OUT), 409
    flash(f"{person.name} is {'now' if administrator else 'no longer'} an administrator.")
    if staff_id == _my_id():
        return redirect(url_for("home.home"), code=303)
    return _to_person(staff_id)


@pages.post("/people/<int:staff_id>/password-link")
@administrators_only
def password_link(staff_id: int) -> Any:
    """A link to choose a new password; the one before it ends."""
    if not _person(staff_id).active:
        abort(400)
    token = keys.new_token()
    with services().store.writing() as tx:
        staff.withdraw_password_links(tx.db, staff_id)
        staff.invite(tx.db, link_hash(token), services().clock.now_ms(), for_staff_id=staff_id)
    return _person_page(staff_id, new_link=link(token))


def _teams_page(form: Form) -> str:
    with services().store.reading() as db:
        all_teams, everybody = staff.teams(db), staff.everybody(db)
    members = {team.id: [p for p in everybody if team.id in p.team_ids] for team in all_teams}
    return render_template(
        "staff/teams.html",
        form=form,
        errors=form.errors,
        teams=all_teams,
        members=members,
        unplaced=[person for person in everybody if not person.team_ids],
    )


def _team_page(team_id: int, new_link: str | None = None, form: Form | None = None) -> str:
    team, form = _team(team_id), form or Form()
    form.given = {**as_typed(team), **form.given}
    with services().store.reading() as db:
        everybody = staff.everybody(db)
        unused = staff.open_invitations(db, team_id, services().clock.now_ms())
    return render_template(
        "staff/team.html",
        team=team,
        form=form,
        errors=form.errors,
        nations=working_days.NATIONS,
        members=[person for person in everybody if team_id in person.team_ids],
        others=[person for person in everybody if team_id not in person.team_ids and person.active],
        unused=[(each, moment(at(each.created_at)), moment(at(each.expires_at))) for each in unused],
        new_link=new_link,
    )


def _person_page(staff_id: int, new_link: str | None = None, fault: str | None = None) -> str:
    person, form = _person(staff_id), Form()
    if fault:
        form.wrong("", fault)
    with services().store.reading() as db:
        teams = staff.teams(db, person.team_ids)
    return render_template(
        "staff/person.html",
        person=person,
        teams=teams,
        form=form,
        errors=form.errors,
        new_link=new_link,
        me=staff_id == _my_id(),
    )


def _team(team_id: int) -> Team:
    with services().store.reading() as db:
        found = staff.teams(db, [team_id])
    if not found:
        abort(404)
    return found[0]


def _person(staff_id: int) -> Person:
    with services().store.reading() as db:
        found = staff.by_id(db, staff_id)
    if found is None:
        abort(404)
    return found


def _my_id() -> int:
    person = signed_in()
    return person.id if person else 0


def _to_team(team_id: int) -> Any:
    return redirect(url_for("teams.team", team_id=team_id), code=303)


def _to_person(staff_id: int) -> Any:
    return redirect(url_for("teams.person", staff_id=staff_id), code=303)
