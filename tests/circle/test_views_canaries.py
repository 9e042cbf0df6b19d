"""What each role may see, proved with canaries: every text in the circle is unlike any other, and each
role's view is searched for all of them. What a role may see must be there; the rest must not."""

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from app.circle import frame, views
from app.circle.catalogue import catalogue
from app.circle.shapes import ACTION_FIELDS, BOXES, STATEMENTS
from app.circle.state import Actor, Contribution, Wording
from tests.circle.helpers import ADVISOR, FACILITATOR, NAMES, PRIYA, SAM, SCREEN, TOM, Playing

STATES = ("shown", "hidden", "handed_in", "parked", "merged", "withdrawn", "erased")
WRITERS = {"Sam": SAM, "Tom": TOM, "Priya": PRIYA}
CIRCLE_WORDS = ("focus", "title", "told", "check_in_by")
DETAILS = ("facilitator", "advisor", "activity", "attendance", "destinations")
EDIT_KEYS = {name: f"{i:032x}" for i, name in enumerate(WRITERS, 0xA1)}

#: A canary is written <place/…>; its parts say where it was put.
Canary = tuple[str, ...]


def written(canary: Canary) -> str:
    return f"<{'/'.join(canary)}>"


def circle_of_canaries(form: str, index: int, names: str = "hidden") -> tuple[Playing, set[Canary]]:
    """A circle at the given stage in which every text is a canary; and all of them."""
    playing = Playing(form, names=names)
    if index >= 0:
        playing.go_to(index)
    words: dict[tuple[str, str], Canary] = {("circle", name): ("circle", name) for name in CIRCLE_WORDS}
    words |= {("circle", name): ("details", name) for name in DETAILS}
    words |= {("circle", f"box:{name}"): ("box", name) for name in BOXES}
    # What is prepared, composed and answered is for pages of its own: no view of the circle has it.
    words |= {("circle", f"prepare:{name}"): ("elsewhere", name) for name in STATEMENTS}
    words |= {("1" * 32, "text"): ("elsewhere", "line")}
    words |= {("2" * 32, name): ("elsewhere", f"response {name}") for name in ("text", "who", "settled")}
    words |= {(str(actor.seat), "name"): ("name", name) for name, actor in NAMES.items()}
    contributions = {}
    for each, canary in _one_of_everything(form, names):
        contributions[each.id] = each
        words[each.id, "text"] = canary
        if each.chosen:
            words |= {(each.id, name): ("action", name, canary[1], canary[3]) for name in ACTION_FIELDS}
            words |= {(each.id, "comment"): ("elsewhere", "comment", canary[1], canary[3])}
    playing.circle = replace(
        playing.circle,
        contributions=contributions,
        words={place: Wording(written(canary), 1) for place, canary in words.items()},
    )
    return playing, set(words.values())


def _one_of_everything(form: str, names: str) -> list[tuple[Contribution, Canary]]:
    """For each writer, each kind of the format in each state; the shown ones are chosen too."""
    made: list[tuple[Contribution, Canary]] = []
    kinds = {kind for step in catalogue().formats[form].steps for kind in step.shows}
    for writer, actor in WRITERS.items():
        source = "presenter" if actor == PRIYA else "group"
        for kind in sorted(kinds):
            for state in STATES:
                subject = f"{len(made) + 0xC000:032x}"
                each = Contribution(subject, kind, "solutions", 1, 0, source, state=state)
                each = replace(each, chosen=state == "shown")
                if names == "never":
                    # As the protocol has it: a hash of the edit key, and no seat.
                    marked = _mark_of(EDIT_KEYS[writer], subject)
                    each = replace(each, mark=marked)
                else:
                    each = replace(each, author=actor.seat, typist=actor.seat)
                made.append((each, ("said", kind, state, writer)))
    return made


def _mark_of(edit_key: str, op: str) -> str:
    return sha256(f"{edit_key}:{op}".encode()).hexdigest()


def seen(playing: Playing, actor: Actor, edit_key: str | None = None) -> str:
    return json.dumps(views.seen_by(playing.circle, actor, playing.now, edit_key), ensure_ascii=False)


def found(
    playing: Playing, actor: Actor, all_canaries: set[Canary], edit_key: str | None = None
) -> set[Canary]:
    text = seen(playing, actor, edit_key)
    return {canary for canary in all_canaries if written(canary) in text}


# What each role may see, said once more and in other words than the code says it.


def for_group(canary: Canary) -> bool:
    match canary:
        case ("said", _, state, "Sam"):
            return state not in ("withdrawn", "erased")
        case ("circle", "focus") | ("name", "Priya") | ("name", "Sam"):
            return True
    return False


def for_screen(canary: Canary) -> bool:
    match canary:
        case ("said", _, "shown", _) | ("name", _):
            return True
        case ("action", name, _, _):
            return name in ("what", "by_whom", "by_when")
        case ("circle", name):
            return name != "told"
    return False


def for_presenter(canary: Canary) -> bool:
    match canary:
        case ("said", _, state, "Priya"):
            return state not in ("withdrawn", "erased")
        case ("said", _, "shown", _) | ("name", _) | ("action", *_):
            return True
        case ("circle", name):
            return name != "told"
    return False


def for_staff(canary: Canary) -> bool:
    if canary[0] == "elsewhere":
        return False
    return canary[0] != "said" or canary[2] not in ("withdrawn", "erased")


ROLES: dict[str, tuple[Actor, Callable[[Canary], bool]]] = {
    "group": (SAM, for_group),
    "screen": (SCREEN, for_screen),
    "presenter": (PRIYA, for_presenter),
    "facilitator": (FACILITATOR, for_staff),
    "advisor": (ADVISOR, for_staff),
}
PLACES = [("solution", i) for i in range(-1, 5)] + [("success", i) for i in range(-1, 6)]


@pytest.mark.parametrize(("form", "index"), PLACES)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("names", ["shown", "hidden", "never"])
def test_a_role_sees_exactly_what_it_may(role: str, form: str, index: int, names: str) -> None:
    playing, canaries = circle_of_canaries(form, index, names)
    actor, may_see = ROLES[role]
    edit_key = EDIT_KEYS[{"group": "Sam", "presenter": "Priya"}.get(role, "Tom")]
    assert found(playing, actor, canaries, edit_key) == {canary for canary in canaries if may_see(canary)}


@pytest.mark.parametrize("act", ["stop", "close"])
@pytest.mark.parametrize("role", ROLES)
def test_a_stop_or_the_close_shows_nobody_more_than_before(role: str, act: str) -> None:
    playing, canaries = circle_of_canaries("solution", 4)
    playing.play(act)
    actor, may_see = ROLES[role]
    assert found(playing, actor, canaries) <= {canary for canary in canaries if may_see(canary)}


COVERS: dict[str, tuple[str, dict[str, bool]]] = {"stopped": ("stop", {}), "blank": ("blank", {"on": True})}


@pytest.mark.parametrize("cover", COVERS)
@pytest.mark.parametrize(("form", "index"), PLACES)
def test_a_covered_screen_is_sent_no_words_at_all(form: str, index: int, cover: str) -> None:
    # Given a circle full of words, with somebody's turn in the round and a date agreed
    playing, canaries = circle_of_canaries(form, index, "shown")
    playing.circle = replace(
        playing.circle,
        check_in_on="2026-03-16",
        clockwork=replace(playing.circle.clockwork, speaker=SAM.seat),
    )
    before = views.seen_by(playing.circle, SCREEN, playing.now)
    # When the screen is covered
    act, fields = COVERS[cover]
    playing.play(act, **fields)
    # Then it is sent nobody's words and nobody's name, and is built as it always is
    assert found(playing, SCREEN, canaries) == set()
    assert "2026-03-16" not in seen(playing, SCREEN)
    after = views.seen_by(playing.circle, SCREEN, playing.now)
    assert after["contributions"] == after["people"] == []
    assert outline(after["circle"]) == outline(before["circle"])
    assert outline(after["round"]) == outline(before["round"])
    # And everybody else sees what they saw
    for role, (actor, may_see) in ROLES.items():
        if role != "screen":
            assert found(playing, actor, canaries) == {canary for canary in canaries if may_see(canary)}


def outline(plain: Any) -> Any:
    """The names of the fields, and of the fields in them."""
    return {name: outline(value) for name, value in plain.items()} if isinstance(plain, dict) else None


@pytest.mark.parametrize("cover", COVERS)
def test_a_screen_that_is_uncovered_shows_again_what_it_may(cover: str) -> None:
    playing, canaries = circle_of_canaries("solution", 2)
    act, fields = COVERS[cover]
    playing.play(act, **fields)
    if act == "stop":
        playing.play("resume")
    else:
        playing.play("blank", on=False)
    assert found(playing, SCREEN, canaries) == {canary for canary in canaries if for_screen(canary)}


@pytest.mark.parametrize("actor", [SCREEN, PRIYA], ids=["screen", "presenter"])
@pytest.mark.parametrize("names", ["shown", "hidden", "never"])
def test_names_stand_beside_words_only_where_the_policy_shows_them(names: str, actor: Actor) -> None:
    playing, _ = circle_of_canaries("solution", 2, names)
    items = views.seen_by(playing.circle, actor, playing.now)["contributions"]
    assert {each.get("by") for each in items} == (
        {"<name/Sam>", "<name/Tom>", "<name/Priya>"} if names == "shown" else {None}
    )
    assert items


def test_the_facilitator_knows_who_said_what_unless_names_are_never_stored() -> None:
    for names, known in (("shown", True), ("hidden", True), ("never", False)):
        playing, _ = circle_of_canaries("solution", 2, names)
        items = views.seen_by(playing.circle, FACILITATOR, playing.now)["contributions"]
        assert any("by" in each for each in items) is known


def test_a_phone_is_told_of_no_other_seat() -> None:
    playing, _ = circle_of_canaries("solution", 2)
    text = seen(playing, SAM)
    assert str(SAM.seat) in text
    assert not [seat for seat in playing.circle.seats if seat != SAM.seat and seat in text]


def test_a_team_that_shows_no_words_has_counts_on_its_screen() -> None:
    playing, canaries = circle_of_canaries("solution", 2)
    playing.circle = replace(playing.circle, words_on_screen=False)
    on_screen = found(playing, SCREEN, canaries)
    assert on_screen == {
        canary
        for canary in canaries
        if for_screen(canary)
        and canary[0] != "said"
        and canary[:2] not in (("action", "what"), ("circle", "focus"), ("circle", "title"))
    }
    assert any(canary[:2] == ("action", "by_whom") for canary in on_screen), "who does it is no secret"
    sums = views.seen_by(playing.circle, SCREEN, playing.now)["sums"]
    assert sums["counts"]["suggestion"] == len(WRITERS)
    # The others see what they saw before.
    assert found(playing, FACILITATOR, canaries) == {canary for canary in canaries if for_staff(canary)}
    assert found(playing, PRIYA, canaries) == {canary for canary in canaries if for_presenter(canary)}
    assert found(playing, SAM, canaries) == {canary for canary in canaries if for_group(canary)}


# The control: each of these leaks is found.


def _everything(circle: Any, contribution: Contribution, role: str) -> dict[str, str]:
    return {"text": circle.text(contribution.id, "text")}


def _told(circle: Any, role: str) -> dict[str, str]:
    return {"told": circle.text("circle", "told")}


LEAKS: dict[str, tuple[Any, str, Callable[..., object], str, Canary]] = {
    "a phone taken for the facilitator’s": (
        views, "role_of", lambda circle, actor: "facilitator", "group", ("said", "issue", "handed_in", "Tom")),
    "all words sent to the screen": (views, "item", _everything, "screen", ("said", "suggestion", "parked", "Sam")),
    "who was told, on the screen": (frame, "_circle", _told, "screen", ("circle", "told")),
    "withdrawn words in the facilitator’s list": (
        views, "item", _everything, "facilitator", ("said", "question", "withdrawn", "Tom")),
}  # fmt: skip


@pytest.mark.parametrize("leak", LEAKS)
def test_a_leak_would_be_found(leak: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, function, careless, role, canary = LEAKS[leak]
    playing, canaries = circle_of_canaries("solution", 2)
    actor, may_see = ROLES[role]
    assert canary not in found(playing, actor, canaries)
    monkeypatch.setattr(module, function, careless)
    assert canary in found(playing, actor, canaries)
    assert not may_see(canary)
