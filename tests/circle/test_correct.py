"""Corrections by staff, and what the presenter prepares beforehand."""

from tests.circle.helpers import ADVISOR, FACILITATOR, PREPARER, PRIYA, SAM, Playing

STATEMENTS = {"worried": "He is late", "well": "He likes maths", "decided": "I will ring"}


def offered() -> tuple[Playing, str]:
    playing = Playing().go_to(2)
    return playing, playing.says(SAM, "suggestion", "A rotta")


def test_a_correction_is_a_new_wording_before_and_after_the_close() -> None:
    playing, rota = offered()
    playing.play("correct", id=rota, text="A rota", revision=1)
    playing.go_on_to(3)
    playing.play("close")
    playing.play("correct", ADVISOR, id=rota, text="A rota for mornings", revision=2)
    assert (playing.text(rota), playing.circle.revision(rota, "text")) == ("A rota for mornings", 3)
    assert playing.touched.forgotten == frozenset(), "the earlier wording stays"


def test_a_correction_made_from_an_older_wording_shows_both() -> None:
    playing, rota = offered()
    playing.play("correct", id=rota, text="A rota", revision=1)
    refused = playing.refused("correct", id=rota, text="A list", revision=1)
    assert (refused.code, refused.detail) == ("stale", {"text": "A rota", "revision": 2})


def test_the_focus_is_corrected_after_the_close() -> None:
    playing = Playing().go_to(0)
    playing.play("focus", PRIYA, text="Mornigs", revision=0)
    playing.go_on_to(3)
    playing.play("close")
    playing.play("correct", id="focus", text="Mornings", revision=1)
    assert playing.text("circle", "focus") == "Mornings"


def test_what_was_removed_for_good_is_not_brought_back_by_a_correction() -> None:
    playing, rota = offered()
    playing.play("erase", SAM, id=rota)
    assert playing.refused("correct", id=rota, text="A rota", revision=0).code == "not_found"


def test_the_group_corrects_nothing() -> None:
    playing, rota = offered()
    for actor in (SAM, PRIYA, PREPARER):
        assert playing.refused("correct", actor, id=rota, text="Mine", revision=1).code == "not_allowed"
    assert playing.refused("correct", ADVISOR, id=rota, text="Mine", revision=1).code == "not_allowed", (
        "not yet"
    )


def test_what_was_prepared_fills_the_focus() -> None:
    playing = Playing()
    playing.play("prepare", PREPARER, **STATEMENTS, issue="Mornings")
    assert playing.text("circle", "prepare:worried") == "He is late"
    assert playing.text("circle", "focus") == "Mornings"
    playing.play("prepare", PREPARER, **STATEMENTS, issue="Mornings before school")
    assert playing.text("circle", "focus") == "Mornings before school"


def test_a_focus_that_somebody_else_wrote_is_left_alone() -> None:
    playing = Playing()
    playing.play("prepare", PREPARER, **STATEMENTS, issue="Mornings")
    playing.play("correct", FACILITATOR, id="focus", text="Getting up", revision=1)
    playing.play("prepare", PREPARER, **STATEMENTS, issue="Evenings")
    assert playing.text("circle", "focus") == "Getting up"


def test_a_focus_that_is_removed_for_good_is_in_no_preparation_either() -> None:
    playing = Playing()
    playing.play("prepare", PREPARER, **STATEMENTS, issue="About Kai Quick")
    playing.play("erase", id="focus")
    assert not [wording for wording in playing.circle.words.values() if "Kai" in wording.text]


def test_nobody_prepares_once_the_circle_has_begun() -> None:
    playing = Playing().go_to(0)
    refused = playing.refused("prepare", PREPARER, **STATEMENTS, issue="Mornings")
    assert (refused.code, refused.message) == (
        "stage_closed",
        "The circle has begun. Your words are kept here.",
    )
