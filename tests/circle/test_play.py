"""Random play: whatever anybody sends, at whatever moment, the circle keeps its promises."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.circle import gate, views
from app.circle.edit import Done, Touched
from app.circle.moves import apply
from app.circle.parse import FIELDS
from app.circle.shapes import ERASABLE
from app.circle.state import Circle, Refused
from tests.circle.helpers import EVERYBODY, FACILITATOR, NAMES, PREPARER, Playing
from tests.circle.random_moves import ACTS, fields

PROTOCOL_CODES = {
    "stage_closed", "stage_moved", "paused", "not_your_turn", "not_allowed", "not_found", "invalid",
    "too_long", "too_many", "conflict", "stale", "circle_closed", "revoked", "try_again",
}  # fmt: skip
#: Each wording takes the place of all earlier ones.
WITHOUT_HISTORY = {("circle", "attendance"), ("circle", "destinations")}
WAY = ("start", "next", "back", "undo")
SEEDS = st.integers(0, 2**32)


def difference(old: Circle, new: Circle) -> Touched:
    """What differs between two circles, worked out by comparing them field by field."""

    def changed(name: str) -> set[Any]:
        before, after = getattr(old, name), getattr(new, name)
        return {key for key in {*before, *after} if before.get(key) != after.get(key)}

    words = changed("words")
    gone = {key for key in words if key not in new.words}
    return Touched(
        contributions=frozenset(changed("contributions")),
        seats=frozenset(changed("seats")),
        visits=frozenset(changed("visits")),
        filings=frozenset(changed("filings")),
        responses=frozenset(changed("responses")),
        words=frozenset(words - gone),
        forgotten=frozenset(subject for subject, _ in gone if subject != "circle"),
    )


def names_what_differs(done: Done, old: Circle) -> None:
    """All that differs is named, and nothing is named that the move was not about."""
    true, told = difference(old, done.circle), done.touched
    assert told.words == true.words
    assert told.visits >= true.visits
    assert told.filings >= true.filings
    assert told.responses >= true.responses
    assert all(told_of >= real for told_of, real in (
        (told.contributions, true.contributions), (told.seats, true.seats),
        (told.forgotten, true.forgotten)))  # fmt: skip
    # A mark that is set again is written again; and whose wording changes is told of as well.
    about = {done.subject} | {subject for subject, _ in true.words}
    assert told.contributions - true.contributions <= about
    assert told.seats - true.seats <= about
    lines = {line.id for line in old.learning or ()}
    assert told.forgotten - true.forgotten <= about | lines
    # Single fields are never missing: what was removed for good is empty, and a revision further.
    for subject, name in told.forgotten_fields - WITHOUT_HISTORY:
        assert done.subject in (subject, name) or name.startswith("prepare:")
        assert done.circle.text(subject, name) == ""
        assert old.text(subject, name) == "" or done.circle.revision(subject, name) > old.revision(
            subject, name
        )
    if done.subject in ERASABLE:
        assert ("circle", done.subject) in told.forgotten_fields


def keeps_its_promises(old: Circle, new: Circle, act: str) -> None:
    clockwork = new.clockwork
    assert clockwork.ends_at is None or clockwork.remaining_ms is None
    assert clockwork.remaining_ms is None or clockwork.remaining_ms >= 0
    assert new.version == old.version + 1
    assert new.visit in (old.visit, old.visit + 1)
    assert new.stage_index == old.stage_index or (act in WAY and new.visit > old.visit)
    assert abs(new.stage_index - old.stage_index) <= 1
    assert old.closed_at in (None, new.closed_at)
    assert not [
        seat for seat in new.seats.values() if seat.removed and (seat.scribe or seat.id == new.presenter)
    ]
    assert set(old.seats) <= set(new.seats)
    assert set(old.contributions) <= set(new.contributions)
    assert old.names == new.names or not (old.visit or old.contributions)
    assert all(new.revision(*key) >= was.revision for key, was in old.words.items() if key[0] == "circle")
    for each in new.contributions.values():
        assert not (each.tried and each.chosen)
        assert (each.state == "erased") <= (new.text(each.id, "text") == "")
        assert (each.state == "merged") == (each.merged_into is not None)
        if each.merged_into:
            assert new.contributions[each.merged_into].state in ("shown", "hidden")


def play_on(playing: Playing, act: str, seed: int, step: int) -> None:
    """One move by somebody a moment later. `seed` decides by whom, and with what in it."""
    draw = Random(seed).randrange
    playing.wait(ms=(0, 1, 900, 4_000, 130_000)[step])
    usual = PREPARER if act == "prepare" else FACILITATOR
    actor = usual if draw(3) else EVERYBODY[draw(len(EVERYBODY))]
    move = playing.move(act, **fields(playing, act, draw))
    old = playing.circle
    answer = playing.answer(move, actor)
    if isinstance(answer, Refused):
        assert answer.code in PROTOCOL_CODES
        assert answer.message
        return
    names_what_differs(answer, old)
    keeps_its_promises(old, answer.circle, act)
    playing.circle = answer.circle
    views.seen_by(playing.circle, EVERYBODY[draw(len(EVERYBODY))], playing.now)


@pytest.mark.parametrize("form", ["solution", "success"])
@settings(max_examples=250, deadline=None)
@given(
    names=st.sampled_from(["shown", "hidden", "never"]),
    play=st.lists(st.tuples(st.sampled_from(ACTS), SEEDS, st.integers(0, 4)), min_size=10, max_size=70),
)
def test_nothing_that_anybody_sends_breaks_a_promise(
    form: str, names: str, play: list[tuple[str, int, int]]
) -> None:
    playing = Playing(form, names=names)
    playing.play("start")
    for act, number, step in play:
        play_on(playing, act, number, step)


def test_the_random_play_gets_as_far_as_the_review_and_succeeds_with_every_move() -> None:
    """A play that is refused all along would prove nothing."""
    done: set[str] = set()
    furthest = set()
    for seed in range(120):
        playing, random = Playing(("solution", "success")[seed % 2]), Random(seed)
        acts = ["prepare", "start", *(random.choice(ACTS) for _ in range(250)), "stop", "close"]
        for act in [*acts, *(random.choice(gate.AFTER_CLOSE) for _ in range(30))]:
            before = playing.circle
            play_on(playing, act, random.getrandbits(32), random.choice((0, 1, 2, 2, 3)))
            if playing.circle is not before:
                done.add(act)
            furthest.add(playing.circle.stage.key if playing.circle.stage else "lobby")
    assert "review" in furthest
    assert done == set(FIELDS)


def test_a_touched_that_forgets_something_would_be_found() -> None:
    playing = Playing().go_to(2)
    move = playing.move("contribute", kind="suggestion", text="A rota")
    done = apply(playing.circle, move, NAMES["Sam"], playing.now)
    assert isinstance(done, Done)
    names_what_differs(done, playing.circle)
    for forgetful in (
        replace(done.touched, words=frozenset()),
        replace(done.touched, contributions=frozenset()),
        replace(done.touched, contributions=done.touched.contributions | {"f" * 32}),
    ):
        with pytest.raises(AssertionError):
            names_what_differs(replace(done, touched=forgetful), playing.circle)


def test_a_clock_with_both_an_end_and_a_remainder_would_be_found() -> None:
    playing = Playing().go_to(0)
    wrong = replace(
        playing.circle,
        version=playing.circle.version + 1,
        clockwork=replace(playing.circle.clockwork, remaining_ms=1),
    )
    with pytest.raises(AssertionError):
        keeps_its_promises(playing.circle, wrong, "extend")
