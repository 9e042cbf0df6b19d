"""How names are kept: shown, hidden from the room, or never stored. And removing words for good."""

from dataclasses import asdict, replace

import pytest

from app.circle import views
from app.circle.format_file import parse
from app.circle.state import Wording
from tests.circle.helpers import ASHA, FACILITATOR, PRIYA, SAM, SCREEN, TOM, Playing
from tests.circle.test_format import DEBRIEF

KEY = "5" * 32
ANOTHER_KEY = "6" * 32


@pytest.fixture
def nameless() -> Playing:
    return Playing(names="never").go_to(2)


def test_where_names_are_never_stored_no_seat_stands_anywhere_in_a_contribution(nameless: Playing) -> None:
    nameless.play("scribe", seat=ASHA.seat, on=True)
    said = [
        nameless.says(SAM, "suggestion", "Breakfast first", edit_key=KEY),
        nameless.says(PRIYA, "suggestion", "A rota", edit_key=KEY),
        nameless.says(ASHA, "suggestion", "A timer", for_=TOM.seat, edit_key=KEY),
        nameless.says(FACILITATOR, "suggestion", "A chart", for_=TOM.seat),
    ]
    nameless.until_the_bell()
    said.append(
        nameless.play("hand_in", SAM, refused="f" * 32, kind="suggestion", text="A song", edit_key=KEY)
    )
    for each in said:
        kept = repr(asdict(nameless.circle.contributions[each]))
        assert not [seat for seat in nameless.circle.seats if seat in kept], kept
        assert KEY not in kept, "only a hash of the edit key is kept"


def test_the_check_for_seats_would_find_one() -> None:
    playing = Playing(names="hidden").go_to(2)
    said = playing.says(SAM, "suggestion", "Breakfast first")
    assert str(SAM.seat) in repr(asdict(playing.circle.contributions[said]))


def test_the_same_phone_leaves_a_different_mark_on_each_text(nameless: Playing) -> None:
    first = nameless.says(SAM, "suggestion", "Breakfast first", edit_key=KEY)
    second = nameless.says(SAM, "suggestion", "A rota", edit_key=KEY)
    marks = [nameless.circle.contributions[each].mark for each in (first, second)]
    assert None not in marks
    assert marks[0] != marks[1], "nobody can tell that one person wrote both"


def test_where_names_are_never_stored_the_edit_key_is_what_makes_words_one_s_own(nameless: Playing) -> None:
    said = nameless.says(SAM, "suggestion", "Breakfast first", edit_key=KEY)
    for fields in ({}, {"edit_key": ANOTHER_KEY}):
        for act, more in (("edit", {"text": "x", "revision": 1}), ("withdraw", {}), ("erase", {})):
            assert nameless.refused(act, SAM, id=said, **more, **fields).code == "not_allowed"
    nameless.play("edit", SAM, id=said, text="Breakfast at seven", revision=1, edit_key=KEY)
    assert nameless.text(said) == "Breakfast at seven"


def test_words_sent_without_an_edit_key_belong_to_nobody(nameless: Playing) -> None:
    said = nameless.says(SAM, "suggestion", "Breakfast first")
    for actor in (SAM, TOM, FACILITATOR):
        assert nameless.refused("edit", actor, id=said, text="x", revision=1).code == "not_allowed"
    assert views.seen_by(nameless.circle, SAM, nameless.now, KEY)["mine"] == []


def test_a_phone_finds_its_own_words_again_by_its_edit_key(nameless: Playing) -> None:
    said = nameless.says(SAM, "suggestion", "Breakfast first", edit_key=KEY)
    with_key = views.seen_by(nameless.circle, SAM, nameless.now, KEY)["mine"]
    without = views.seen_by(nameless.circle, SAM, nameless.now)["mine"]
    others = views.seen_by(nameless.circle, TOM, nameless.now, ANOTHER_KEY)["mine"]
    assert [each["id"] for each in with_key] == [said]
    assert without == others == []


def test_an_edit_key_means_nothing_where_names_are_kept() -> None:
    playing = Playing(names="hidden").go_to(2)
    said = playing.says(SAM, "suggestion", "Breakfast first", edit_key=KEY)
    assert playing.circle.contributions[said].mark is None
    assert playing.refused("edit", TOM, id=said, text="x", revision=1, edit_key=KEY).code == "not_allowed"


def test_the_names_policy_can_be_changed_before_the_start_and_is_fixed_by_it() -> None:
    playing = Playing()
    playing.play("details", names="never")
    playing.play("details", names="shown")
    playing.play("start")
    assert playing.refused("details", names="hidden").code == "not_allowed"
    playing.play("details", names="shown", activity="Process mapping")
    assert playing.circle.names == "shown"
    playing.play("stop")
    playing.play("close")
    assert playing.refused("details", names="never").code == "not_allowed"


def test_a_start_that_was_taken_back_has_fixed_the_names_policy_all_the_same() -> None:
    playing = Playing()
    op = playing.play("start")
    playing.play("undo", undoes=op)
    assert playing.refused("details", names="shown").code == "not_allowed"
    playing.play("details", names="hidden", activity="Process mapping")


def test_an_undone_start_does_not_reveal_who_wrote_what_was_promised_to_stay_hidden() -> None:
    # Given a format whose first stage takes words from the phones, and Sam's words in it
    form = parse(
        DEBRIEF.replace('presenter = ["focus"]', 'presenter = ["focus"]\ngroup = ["reflection"]').replace(
            'phones = "shut"', 'phones = "open"'
        )
    )
    playing = Playing(form, names="hidden")
    op = playing.play("start")
    playing.says(SAM, "reflection", "We were tired")
    # When the start is taken back, Then his name is not put beside them after all
    playing.play("undo", undoes=op)
    assert playing.refused("details", names="shown").code == "not_allowed"


def test_words_that_are_there_fix_the_names_policy_however_they_came() -> None:
    playing = Playing().go_to(2)
    playing.says(SAM, "suggestion", "Breakfast first")
    there = playing.circle.contributions
    playing = Playing()
    playing.circle = replace(playing.circle, contributions=there)
    assert playing.refused("details", names="shown").code == "not_allowed"


# Remove for good


def erased(playing: Playing, subject: str, words: str) -> None:
    """No wording is left anywhere in the circle, and the store is told to wipe the earlier ones too."""
    assert playing.text(subject) == ""
    assert words not in repr(playing.circle)
    assert subject in playing.touched.forgotten


@pytest.mark.parametrize("actor", [SAM, FACILITATOR], ids=["its author", "the facilitator"])
def test_words_removed_for_good_leave_who_and_when_but_no_wording(actor) -> None:  # type: ignore[no-untyped-def]
    playing = Playing().go_to(2)
    said = playing.says(SAM, "suggestion", "Ask Mrs Underhill")
    playing.play("edit", SAM, id=said, text="Ask her neighbour", revision=1)
    before = playing.circle.contributions[said]
    playing.play("erase", actor, id=said)
    after = playing.circle.contributions[said]
    erased(playing, said, "neighbour")
    assert (after.author, after.at, after.stage, after.state) == (
        SAM.seat,
        before.at,
        "solutions",
        "erased",
    )


def test_erasing_a_chosen_solution_empties_its_action_as_well() -> None:
    playing = Playing().go_to(2)
    said = playing.says(SAM, "suggestion", "Ask Mrs Underhill")
    playing.play("next")
    playing.play("choose", PRIYA, id=said, on=True)
    playing.play("action", PRIYA, id=said, by_whom="Priya", why="Mrs Underhill has time")
    playing.play("erase", id=said)
    erased(playing, said, "Underhill")
    kept = playing.circle.contributions[said]
    assert (kept.chosen, kept.tried, kept.answered) == (False, False, False)


def test_nobody_else_removes_words_for_good() -> None:
    playing = Playing().go_to(2)
    said = playing.says(SAM, "suggestion", "Breakfast first")
    for actor in (TOM, PRIYA, SCREEN):
        assert playing.refused("erase", actor, id=said).code == "not_allowed"


def test_words_can_be_removed_for_good_by_their_author_long_after_the_stage() -> None:
    playing = Playing().go_to(2)
    said = playing.says(SAM, "suggestion", "Ask Mrs Underhill")
    playing.play("next")
    playing.play("next")
    playing.play("erase", SAM, id=said)
    erased(playing, said, "Underhill")


@pytest.mark.parametrize("what", ["focus", "title"])
def test_the_facilitator_removes_the_focus_or_the_title_for_good_even_after_the_close(what: str) -> None:
    playing = Playing().go_to(0)
    playing.play("title", text="Mrs Underhill’s mornings")
    playing.play("focus", text="Mrs Underhill’s mornings", revision=0)
    playing.play("stop")
    playing.play("close")
    playing.play("erase", id=what)
    assert playing.text("circle", what) == ""
    assert playing.touched.forgotten_fields == {("circle", what)}
    other = {"focus": "title", "title": "focus"}[what]
    assert playing.text("circle", other) == "Mrs Underhill’s mornings"


@pytest.mark.parametrize("what", ["focus", "title"])
def test_revisions_rise_on_after_a_removal_for_good(what: str) -> None:
    playing = Playing().go_to(0)
    playing.play("title", text="Mrs Underhill’s mornings")
    playing.play("focus", text="Mrs Underhill’s mornings", revision=0)
    for revision in (2, 3):
        playing.play("erase", id=what)
        assert playing.circle.words["circle", what] == Wording("", revision)
        # The store wipes every row of the field, and then writes the empty one.
        assert playing.touched.forgotten_fields == playing.touched.words == {("circle", what)}


def test_what_was_never_said_can_be_removed_for_good_and_leaves_nothing() -> None:
    playing = Playing().go_to(0)
    playing.play("erase", id="focus")
    assert ("circle", "focus") not in playing.circle.words
    assert playing.touched.words == frozenset()


def test_a_focus_made_from_a_wording_that_was_removed_for_good_is_stale() -> None:
    # Given Priya's phone still shows a focus that the facilitator has removed and put anew
    playing = Playing().go_to(0)
    playing.play("focus", PRIYA, text="Mrs Underhill", revision=0)
    playing.play("erase", id="focus")
    playing.play("focus", text="Mornings before school", revision=playing.circle.revision("circle", "focus"))
    # When she betters what she sees, Then it does not overwrite what stands now
    refusal = playing.refused("focus", PRIYA, text="Mrs Underhill’s mornings", revision=1)
    assert refusal.code == "stale"
    assert refusal.detail == {"text": "Mornings before school", "revision": 3}


def test_neither_phone_nor_presenter_removes_the_title_for_good() -> None:
    playing = Playing().go_to(0)
    for actor in (SAM, PRIYA):
        assert playing.refused("erase", actor, id="title").code == "not_allowed"
