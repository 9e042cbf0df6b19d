"""Every cell of move × role × stage state, against the checked-in table; and how the log names people."""

from collections.abc import Mapping

import pytest

from app.circle.moves import HANDLERS, logged_as
from app.circle.parse import FIELDS
from app.circle.state import Actor
from tests.circle.helpers import ADVISOR, FACILITATOR, PRIYA, SAM, SCREEN, Playing
from tests.circle.situations import ATTEMPTS, ROLES, Situation, outcome, read_table, situations

ROWS: dict[Situation, dict[str, Mapping[str, str]]] = {}
for _row in read_table():
    _at = Situation(_row["format"], _row["stage"], _row["state"], _row["phones"])
    ROWS.setdefault(_at, {})[_row["move"]] = _row


def differences(at: Situation, rows: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The cells of a situation in which the circle does not answer as the table says."""
    found = []
    for move, row in rows.items():
        for role in ROLES:
            answer = outcome(at, move, role)
            if answer != row[role]:
                found.append(f"{at}: {move} by {role} should be {row[role]}, is {answer}")
    return found


@pytest.mark.parametrize("at", ROWS, ids=lambda at: f"{at.form}-{at.stage}-{at.state}-phones {at.phones}")
def test_every_move_of_every_role_is_answered_as_the_table_says(at: Situation) -> None:
    assert differences(at, ROWS[at]) == []


def test_the_table_has_every_situation_and_every_move() -> None:
    assert list(ROWS) == list(situations())
    assert all(list(rows) == list(ATTEMPTS) for rows in ROWS.values())
    assert {attempt.type for attempt in ATTEMPTS.values()} == set(FIELDS) == set(HANDLERS)


def test_a_wrong_cell_would_be_found() -> None:
    # Given the true table but for one cell: a phone that may still send after the bell
    at = Situation("solution", "solutions", "over", "open")
    wrong = {**ROWS[at]["contribute suggestion"], "group": "ok"}

    # When it is compared with what the circle answers
    found = differences(at, {**ROWS[at], "contribute suggestion": wrong})

    # Then exactly that cell is named
    assert len(found) == 1
    assert "contribute suggestion by group should be ok, is stage_closed" in found[0]


def test_a_move_that_changed_the_circle_in_place_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a rule that spoils the mapping it was handed before it refuses
    def careless(circle, *_):  # type: ignore[no-untyped-def]
        circle.words.clear()
        return honest(circle, *_)

    honest = HANDLERS["focus"]
    monkeypatch.setitem(HANDLERS, "focus", careless)
    playing = Playing()

    # When it is played, Then the helper says so
    with pytest.raises(AssertionError, match="focus changed the circle it was given"):
        playing.refused("focus", SAM, text="Mornings", revision=0)


def test_somebody_who_is_not_known_to_the_circle_can_do_nothing() -> None:
    playing = Playing()
    assert playing.refused("start", Actor("seat", "0000ffff")).code == "revoked"
    assert playing.refused("start", Actor("seat")).code == "revoked"
    assert playing.refused("start", Actor("stranger")).code == "not_allowed"


@pytest.mark.parametrize("names", ["shown", "hidden"])
def test_the_log_names_the_seat_that_acted(names: str) -> None:
    playing = Playing(names=names)
    move = playing.move("contribute", kind="suggestion", text="Breakfast first")
    assert logged_as(playing.circle, move, SAM) == f"seat:{SAM.seat}"
    assert logged_as(playing.circle, move, FACILITATOR) == "facilitator"
    assert logged_as(playing.circle, move, ADVISOR) == "advisor"
    assert logged_as(playing.circle, move, SCREEN) == "screen"


def test_where_names_are_never_stored_the_log_says_only_that_a_member_wrote() -> None:
    playing = Playing(names="never")
    one = "a" * 32
    writing = (
        playing.move("contribute", kind="suggestion", text="Breakfast first"),
        playing.move("edit", id=one, text="Breakfast", revision=1),
        playing.move("withdraw", id=one),
        playing.move("hand_in", refused=one, kind="suggestion", text="Breakfast"),
        playing.move("erase", id=one),
    )
    for move in writing:
        assert logged_as(playing.circle, move, SAM) == "member"
        assert logged_as(playing.circle, move, FACILITATOR) == "facilitator"
    # What the presenter decides is no contribution: the room sees who presents anyway.
    choice = playing.move("choose", id=one, on=True)
    assert logged_as(playing.circle, choice, PRIYA) == f"seat:{PRIYA.seat}"
