"""The events of the sockets and the view of each role are documented in full, and as the code has them: both ways."""

import ast
from collections.abc import Iterator
from typing import Any

from app.circle import audience
from app.circle.state import Actor
from app.factory import Extras, HowToJoin
from app.keys import Keyring
from app.live import gateway
from app.live.room import Connection
from app.live.rooms import Rooms
from app.store.tokens import Bearer
from tests.circle.helpers import ADVISOR, ASHA, FACILITATOR, PRIYA, SAM, SCREEN, TOM, Playing
from tests.guards.protocol import PAGE, Page, calls, differences, marked


def emitted() -> set[str]:
    """The events that the gateway and the rooms send."""
    return {
        call.args[1].value
        for call in calls("app/live")
        if ast.unparse(call.func).endswith("._send") and isinstance(call.args[1], ast.Constant)
    }


def test_every_event_stands_on_the_page() -> None:
    page = Page(PAGE)
    assert (
        differences({marked(row[0])[0] for row in page.rows("From the client")}, set(gateway.HANDLERS)) == []
    )
    assert emitted(), "the guard looks in the wrong place"
    assert differences({marked(row[0])[0] for row in page.rows("From the server")}, emitted()) == []


WHO: dict[str, Actor] = {
    "facilitator": FACILITATOR,
    "advisor": ADVISOR,
    "presenter": PRIYA,
    "group": SAM,
    "scribe": ASHA,
    "screen": SCREEN,
}
SEVERAL = {"all": set(WHO), "staff": {"facilitator", "advisor"}, "seats": {"presenter", "group", "scribe"}}
#: Each stands under a heading of its own; what stands inside has its own fields.
SECTIONS = ("circle", "stage", "stages", "people", "you", "contributions", "mine", "sums", "round", "undo", "times",
            "join", "earlier")  # fmt: skip
#: What the screen is shown of earlier circles; `follow_up.for_screen` puts it together.
FROM_EARLIER = [{"what": "Ring the school", "by_whom": "Priya", "by_when": "by Friday", "state": "open"}]


def fields_on(page: Page) -> set[tuple[str, str]]:
    """(path, role) for all that the page says a role gets."""
    found = set()
    for section in ("", *SECTIONS):
        for name, who, _ in page.rows(f"`{section}`" if section else "The view"):
            (field,) = marked(name)
            path = f"{section}.{field}".strip(".").removesuffix("?")
            roles = set().union(*(SEVERAL.get(each, {each}) for each in who.split(", ")))
            # A path of several parts stands for the object around it too.
            parts = path.split(".")
            found |= {(".".join(parts[: i + 1]), role) for i in range(len(parts)) for role in roles}
    return found


def fields_in(value: Any, path: str = "") -> set[str]:
    if isinstance(value, list):
        return {path}.union(*(fields_in(each, path) for each in value))
    if not isinstance(value, dict) or path == "sums.counts":
        return {path} - {""}
    inner = (fields_in(each, f"{path}.{name}".strip(".")) for name, each in value.items())
    return ({path} - {""}).union(*inner)


def all_views() -> Iterator[tuple[str, dict[str, Any]]]:
    """The views of every role in circles that between them hold everything that a view can hold."""
    how_to_join = HowToJoin(Keyring(b"a key for tests, of forty characters ..."), _Settings())  # type: ignore[arg-type]
    extras = Extras(how_to_join, lambda *_: FROM_EARLIER).of
    for playing in played():
        for role, actor in WHO.items():
            told = Rooms(lambda *_: None, extras, lambda: playing.now)  # noqa: B023
            connection = Connection("", Bearer("", playing.circle.id, actor.kind, actor.seat, None), None)
            yield role, told.snapshot(connection, playing.circle)


class _Settings:
    base_url = "https://circles.example"


def played() -> Iterator[Playing]:
    """Two circles from the lobby to the close, looked at on the way."""
    for form in ("solution", "success"):
        playing = Playing(form, names="shown")
        playing.play("scribe", seat=ASHA.seat, on=True)
        playing.play("earlier", on=True)
        yield playing
        playing.play("start")
        yield playing
        playing.play("pause")
        yield playing
        playing.play("resume")
        while not playing.circle.in_review:
            playing.play("next")
            yield from in_stage(playing)
        playing.play("close")
        yield playing


def in_stage(playing: Playing) -> Iterator[Playing]:
    stage = playing.circle.stage
    assert stage is not None
    if stage.lets("facilitator", "answered"):
        playing.play("answered", id=playing.says(FACILITATOR, "question", "Why?"))
    for kind in stage.may["group"] if stage.phones_open else ():
        for actor in (SAM, ASHA, *((PRIYA,) if stage.lets("presenter", kind) else ())):
            playing.says(actor, kind, "Words")
    if stage.lets("presenter", "choose"):
        yield from chosen(playing)
    if stage.lets("facilitator", "speaker"):
        playing.play("speaker", seat=TOM.seat)
    yield playing


def chosen(playing: Playing) -> Iterator[Playing]:
    one, other, third, *_ = [
        c.id for c in playing.circle.contributions.values() if c.kind == "suggestion" and c.state == "shown"
    ]
    for actor in (SAM, ASHA, PRIYA):
        late = playing.play("hand_in", actor, refused="f" * 32, kind="suggestion", text="Late")
        playing.play("admit", id=late)
    playing.play("merge", id=other, into=one)
    playing.play("choose", PRIYA, id=one, on=True)
    playing.play("tried", PRIYA, id=third, on=True)
    names = ("what", "by_whom", "how", "why", "by_when", "measure", "decision_by")
    playing.play("action", PRIYA, id=one, **dict.fromkeys(names, "Something"))
    yield playing


def test_every_field_of_the_view_stands_on_the_page_with_who_sees_it() -> None:
    done = {(path, role) for role, view in all_views() for path in fields_in(view)}
    assert differences(fields_on(Page(PAGE)), done) == []


def test_control_a_field_of_the_view_that_is_missing_is_found() -> None:
    without = Page(PAGE.replace("| `told` | staff |", "| `told` | facilitator |"))
    done = {(path, role) for role, view in all_views() for path in fields_in(view)}
    assert "not on the page: ('circle.told', 'advisor')" in differences(fields_on(without), done)


def test_roles_of_the_page_are_those_of_the_view() -> None:
    (row,) = [row for row in Page(PAGE).rows("Words") if row[0] == "role"]
    shown = {view["role"] for _, view in all_views()}
    assert set(marked(row[1])) == shown
    assert SEVERAL["staff"] == set(audience.STAFF)
