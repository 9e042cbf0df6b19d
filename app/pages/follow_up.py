"""Follow-up: the team's actions as a page and a table, and what is found when they are looked at."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, cast

from flask import Blueprint, Response, abort, flash, g, jsonify, redirect, render_template, request, url_for

from app.circle.state import Circle, Refused
from app.circle.text import clean_date
from app.forgetting.masking import Identifiers, marks, masked
from app.pages.access import acting, circle_staff_only, services, signed_in, staff_only
from app.pages.forms import Form
from app.records import table_file
from app.records.wording import at, day, day_of
from app.store import follow_up, staff
from app.store.follow_up import Action
from app.store.lookup import Team
from app.store.staff import Person
from app.store.store import Store
from app.store.tokens import Bearer

pages = Blueprint("follow_up", __name__)

#: What can be found, in words.
OUTCOMES = {"done": "Done", "not_yet": "Not yet", "changed": "Changed"}
LONGEST_COMMENT = 500
#: How long what was found stands under “done lately”.
LATELY_MS = 31 * 86_400_000
COLUMNS = ("What", "By whom", "By when", "Check-in", "State", "Comment", "Looked at on", "Agreed on", "Circle",
           "Team")  # fmt: skip


@pages.get("/actions")
@staff_only
def actions() -> Any:
    return _page(Form())


@pages.get("/actions.csv")
@staff_only
def actions_table() -> Any:
    """The list for a spreadsheet."""
    teams, still_open, lately = _gathered()
    rows = [_row(each, teams) for each in (*still_open, *lately)]
    response = Response(table_file.to_csv(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"{_today()} actions.csv")
    return response


@pages.post("/circles/<circle_id>/actions/<contribution>")
@circle_staff_only
def check(circle: Circle, contribution: str) -> Any:
    """Note what was found. The control page of another circle sends this too, by script, and stays where it is."""
    if g.right.person is None:
        abort(403)
    form = Form(request.form)
    move = _move(form, contribution)
    if circle.forgotten_at is not None:
        # What stays of a forgotten circle says nothing of whom it is about, and neither does what is added to it.
        move["text"] = masked(move["text"], Identifiers(), date.fromisoformat(_today()))
    if not form.errors:
        answer = services().conduct.play(acting(circle), {"op": secrets.token_hex(16), **move})
        if not answer["ok"]:
            form.wrong(f"outcome-{contribution}", answer["message"])
    if not form.errors:
        _tell_screens(g.right.team, g.right.person)
    by_script = request.accept_mimetypes.best == "application/json"
    if form.errors:
        faults = {name.partition("-")[0]: sentence for name, sentence in form.errors.items()}
        return (jsonify(faults=faults) if by_script else _page(form, contribution)), 422
    if by_script:
        return jsonify(said=said(move["outcome"], move.get("on"), move["text"]))
    flash("Saved.")
    return redirect(_back(form.value("back")), code=303)


def said(outcome: str | None, on: str | None, comment: str) -> str:
    """What was found, in a sentence: “Not yet. To be looked at on 4 December 2026. The school is shut.”"""
    again = f" To be looked at on {day_of(on)}." if outcome == "not_yet" and on else ""
    return f"{OUTCOMES[outcome or '']}.{again}{' ' + comment if comment else ''}"


def for_screen(store: Store, circle: Circle, now: int) -> list[dict[str, str]]:
    """What the circle's screen shows of earlier ones: no comment, since the room may be another one. `state` is
    open, done, not_yet or changed."""
    return [
        {
            "what": each.what,
            "by_whom": each.by_whom,
            "by_when": each.by_when,
            "state": (each.outcome or "open") if each.checked_since(circle.created_at) else "open",
        }
        for each in _unnamed(
            store, follow_up.from_earlier(store, circle, at(now).date().isoformat()), at(now).date()
        )
    ]


def _move(form: Form, contribution: str) -> dict[str, str]:
    """The move `checked`. What is not yet done gets a new day, or it would stand there overdue for ever; what has
    changed is said, since the old words say it no longer."""
    outcome = form.value("outcome")
    if outcome not in OUTCOMES:
        form.wrong(f"outcome-{contribution}", "Say how it went.")
    text = form.text("text", LONGEST_COMMENT)
    if "text" in form.errors:
        form.wrong(f"text-{contribution}", form.errors.pop("text"))
    move = {"type": "checked", "id": contribution, "outcome": outcome, "text": text}
    if outcome == "changed" and not text:
        form.wrong(f"text-{contribution}", "Say what has changed.")
    if outcome == "not_yet":
        on = clean_date(form.value("on").strip())
        if isinstance(on, Refused) or on <= _today():
            form.wrong(f"on-{contribution}", "Give a day after today on which it is looked at again.")
        else:
            move["on"] = on
    return move


def _tell_screens(team: Team, person: Person) -> None:
    """The screens that show earlier actions show what has just been found. To say it again is an act like any
    other, which their facilitators' logs hold."""
    with services().store.reading() as db:
        showing = follow_up.showing_earlier(db, team.id)
    for circle_id in showing:
        bearer = Bearer("", circle_id, "facilitator", None, person.id, person.session_generation)
        again = {"op": secrets.token_hex(16), "type": "earlier", "on": True}
        # Whoever takes them off the screen at this moment wins.
        services().conduct.play(bearer, again, only_if=lambda circle: circle.earlier)


def _back(circle_id: str) -> str:
    """To the control page from which it was sent, or to the list."""
    if circle_id.isalnum():
        return url_for("control.control", circle_id=circle_id)
    return url_for("follow_up.actions")


def _page(form: Form, sent: str = "") -> str:
    """The list; after a fault with what was typed, in the form that was `sent`."""
    teams, still_open, lately = _gathered()
    today = _today()
    return render_template(
        "follow_up/actions.html",
        teams=teams,
        form=form,
        errors=form.errors,
        sent=sent,
        due=_by_circle([each for each in still_open if each.check_on and each.due(today)]),
        no_day=_by_circle([each for each in still_open if not each.check_on]),
        later=_by_circle([each for each in still_open if not each.due(today)]),
        lately=lately,
        today=today,
        **WORDS,
    )


def _by_circle(actions: Sequence[Action]) -> list[list[Action]]:
    """One circle's actions together, the circle first whose first action is."""
    found: dict[str, list[Action]] = {}
    for each in actions:
        found.setdefault(each.circle_id, []).append(each)
    return list(found.values())


def _gathered() -> tuple[dict[int, Team], list[Action], list[Action]]:
    person = cast(Person, signed_in())
    store = services().store
    with store.reading() as db:
        teams = {team.id: team for team in staff.teams(db, person.team_ids)}
    since = services().clock.now_ms() - LATELY_MS
    ids, today = list(teams), at(services().clock.now_ms()).date()
    found = (follow_up.open_actions(store, ids), follow_up.checked_actions(store, ids, since))
    still_open, lately = (_unnamed(store, actions, today) for actions in found)
    return teams, still_open, lately


def _unnamed(store: Store, actions: Sequence[Action], today: date) -> list[Action]:
    """As they stay when the circle's words are gone, without whatever may say whom they are about: a table outlives
    what it was made from, and before a screen sits another room."""
    known: dict[str, Identifiers] = {}
    for circle_id in {each.circle_id for each in actions}:
        circle = store.circle(circle_id)
        known[circle_id] = marks(circle) if circle else Identifiers()

    def without(each: Action) -> Action:
        def bare(text: str, may_name: bool = False) -> str:
            return masked(text, known[each.circle_id], today, may_name)

        return replace(
            each,
            what=bare(each.what),
            by_whom=bare(each.by_whom, may_name=True),
            by_when=bare(each.by_when),
            comment=bare(each.comment),
        )

    return [without(each) for each in actions]


def _row(action: Action, teams: dict[int, Team]) -> list[str]:
    return [
        action.what, action.by_whom, action.by_when, day_of(action.check_on), state(action), action.comment, checked(action),
        day(at(action.agreed_at)), action.format_title, teams[action.team_id].name,
    ]  # fmt: skip


def state(action: Action) -> str:
    return OUTCOMES.get(action.outcome or "", "Open")


def checked(action: Action) -> str:
    """The day on which it was looked at; once the circle's words are gone that is not known any more."""
    return day(at(action.checked_at)) if action.checked_at is not None else ""


def overdue(action: Action, today: str) -> bool:
    return action.is_open and action.check_on is not None and action.check_on < today


def _today() -> str:
    """The day in London, as YYYY-MM-DD."""
    return at(services().clock.now_ms()).date().isoformat()


def tomorrow(today: str) -> str:
    return date.fromordinal(date.fromisoformat(today).toordinal() + 1).isoformat()


#: What the templates of follow-up say things with.
WORDS = {
    "outcomes": OUTCOMES,
    "state": state,
    "said": said,
    "overdue": overdue,
    "tomorrow": tomorrow,
    "day_of": day_of,
    "agreed": lambda action: day(at(action.agreed_at)),
    "checked": checked,
}
