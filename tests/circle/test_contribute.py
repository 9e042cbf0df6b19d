"""What people send: their own words, handing in after the bell, and the facilitator's care for them."""

from dataclasses import replace

import pytest

from app.circle import contribute
from tests.circle.helpers import ADVISOR, ASHA, FACILITATOR, JOE, PRIYA, SAM, SCREEN, TOM, Playing

NEVER_SENT = "f" * 32


def in_solutions() -> Playing:
    return Playing().go_to(2)


def test_a_contribution_keeps_who_what_when_and_where() -> None:
    playing = in_solutions().wait(20)
    said = playing.says(SAM, "suggestion", "  Breakfast first ")
    kept = playing.circle.contributions[said]
    assert (kept.author, kept.typist, kept.source, kept.kind) == (SAM.seat, SAM.seat, "group", "suggestion")
    assert (kept.stage, kept.visit, kept.at, kept.state) == (
        "solutions",
        playing.circle.visit,
        playing.now,
        "shown",
    )
    assert playing.text(said) == "Breakfast first"


def test_the_scribe_and_the_facilitator_type_what_somebody_says_aloud() -> None:
    playing = Playing()
    playing.play("scribe", seat=ASHA.seat, on=True)
    joe = playing.play("person", name="Grace")
    playing.go_to(2)
    by_scribe = playing.says(ASHA, "suggestion", "A rota", for_=TOM.seat)
    by_facilitator = playing.says(FACILITATOR, "suggestion", "A timer", for_=joe)
    kept = playing.circle.contributions
    assert (kept[by_scribe].author, kept[by_scribe].typist, kept[by_scribe].source) == (
        TOM.seat,
        ASHA.seat,
        "scribe",
    )
    assert (kept[by_facilitator].author, kept[by_facilitator].typist) == (joe, None)


def test_nobody_else_types_for_another_person() -> None:
    playing = in_solutions()
    for actor in (SAM, PRIYA):
        refusal = playing.refused("contribute", actor, kind="suggestion", text="x", for_=TOM.seat)
        assert refusal.code == "not_allowed"
    unknown = playing.refused("contribute", kind="suggestion", text="x", for_="0000ffff")
    assert unknown.code == "not_found"
    playing.play("remove", seat=TOM.seat)
    gone = playing.refused("contribute", kind="suggestion", text="x", for_=TOM.seat)
    assert gone.code == "not_found"


def test_one_edits_one_s_own_words_and_the_revision_rises() -> None:
    playing = in_solutions()
    said = playing.says(SAM, "suggestion", "Breakfast first")
    assert playing.circle.revision(said, "text") == 1
    playing.play("edit", SAM, id=said, text="Breakfast before phones", revision=1)
    assert playing.text(said) == "Breakfast before phones"
    assert playing.circle.revision(said, "text") == 2


def test_the_same_words_again_are_no_new_wording() -> None:
    playing = in_solutions()
    said = playing.says(SAM, "suggestion", "Breakfast first")
    playing.play("edit", SAM, id=said, text="Breakfast first", revision=1)
    assert playing.done is not None
    assert playing.done.number == playing.circle.revision(said, "text") == 1


def test_nobody_edits_or_withdraws_what_another_wrote_not_even_the_facilitator() -> None:
    playing = in_solutions()
    said = playing.says(SAM, "suggestion", "Breakfast first")
    for actor in (TOM, PRIYA, FACILITATOR, ADVISOR, SCREEN):
        assert playing.refused("edit", actor, id=said, text="Mine", revision=1).code == "not_allowed"
        assert playing.refused("withdraw", actor, id=said).code == "not_allowed"


def test_words_typed_for_somebody_belong_to_both_who_said_and_who_typed() -> None:
    playing = Playing()
    playing.play("scribe", seat=ASHA.seat, on=True)
    playing.go_to(2)
    said = playing.says(ASHA, "suggestion", "A rota", for_=TOM.seat)
    playing.play("edit", TOM, id=said, text="A rota on the fridge", revision=1)
    playing.play("edit", ASHA, id=said, text="A rota on the door", revision=2)
    assert playing.refused("withdraw", SAM, id=said).code == "not_allowed"


def test_an_edit_from_an_old_wording_is_refused_and_both_wordings_are_known() -> None:
    playing = in_solutions()
    said = playing.says(SAM, "suggestion", "Breakfast first")
    playing.play("edit", SAM, id=said, text="Breakfast before phones", revision=1)
    refusal = playing.refused("edit", SAM, id=said, text="Breakfast at seven", revision=1)
    assert refusal.code == "stale"
    assert refusal.detail == {"text": "Breakfast before phones", "revision": 2}


def test_own_words_can_be_changed_only_until_the_stage_locks() -> None:
    playing = in_solutions()
    said = playing.says(SAM, "suggestion", "Breakfast first")
    playing.play("pause")
    assert playing.refused("edit", SAM, id=said, text="x", revision=1).code == "paused"
    playing.play("resume")
    playing.until_the_bell()
    assert playing.refused("edit", SAM, id=said, text="x", revision=1).code == "stage_closed"
    assert playing.refused("withdraw", SAM, id=said).code == "stage_closed"
    playing.play("next")
    assert playing.refused("withdraw", SAM, id=said).code == "stage_closed"


def test_withdrawn_words_are_gone_for_everybody() -> None:
    playing = in_solutions()
    said = playing.says(SAM, "suggestion", "Breakfast first")
    playing.play("withdraw", SAM, id=said)
    assert playing.circle.contributions[said].state == "withdrawn"
    assert playing.refused("withdraw", SAM, id=said).code == "not_found"
    assert playing.refused("hide", id=said).code == "not_found"
    assert playing.refused("edit", SAM, id=said, text="x", revision=1).code == "not_found"


@pytest.mark.parametrize("later", [False, True], ids=["in the same stage", "only in the next stage"])
def test_words_refused_at_the_bell_are_handed_in_and_let_in_with_the_stage_they_belong_to(
    later: bool,
) -> None:
    # Given Sam's words arrive at the bell and are refused
    playing = in_solutions().until_the_bell()
    words = {"kind": "suggestion", "text": "Breakfast first"}
    assert playing.refused("contribute", SAM, **words).code == "stage_closed"
    if later:
        playing.play("next")
    # When Sam hands them in
    handed = playing.play("hand_in", SAM, refused=NEVER_SENT, **words)
    # Then they wait, and belong to Solutions
    kept = playing.circle.contributions[handed]
    assert (kept.state, kept.stage, kept.late) == ("handed_in", "solutions", False)
    # And when the facilitator lets them in, they stand there as late
    playing.play("admit", id=handed)
    kept = playing.circle.contributions[handed]
    assert (kept.state, kept.stage, kept.late) == ("shown", "solutions", True)
    assert playing.refused("admit", id=handed).code == "not_allowed"


def test_what_was_in_truth_saved_cannot_be_handed_in_again() -> None:
    playing = in_solutions()
    saved = playing.says(SAM, "suggestion", "Breakfast first")
    playing.until_the_bell()
    refusal = playing.refused("hand_in", SAM, refused=saved, kind="suggestion", text="Breakfast first")
    assert refusal.code == "conflict"


def test_what_its_own_stage_would_take_is_sent_as_usual_and_not_handed_in() -> None:
    playing = Playing()
    playing.play("scribe", seat=ASHA.seat, on=True)
    playing.go_to(2)
    words = {"refused": NEVER_SENT, "kind": "suggestion", "text": "A rota"}
    for actor in (SAM, PRIYA, ASHA):
        answer = playing.refused("hand_in", actor, **words)
        assert (answer.code, answer.message) == ("not_allowed", "The stage is open. Send it as usual.")
    # After the bell only the phones of the group are shut; who notes goes on.
    playing.until_the_bell()
    assert playing.refused("hand_in", ASHA, **words).code == "not_allowed"
    playing.play("hand_in", SAM, **words)
    # In the next stage the scribe too hands in what belongs to this one.
    playing.play("next")
    playing.play("hand_in", ASHA, **words)


def test_words_can_be_handed_in_while_their_stage_is_paused_or_its_phones_are_shut() -> None:
    for act, fields in (("pause", {}), ("stop", {}), ("phones", {"on": False})):
        playing = in_solutions()
        playing.play(act, **fields)
        playing.play("hand_in", SAM, refused=NEVER_SENT, kind="suggestion", text="A rota")


def test_words_for_a_stage_that_has_not_come_cannot_be_handed_in_early() -> None:
    playing = Playing().go_to(1)
    refusal = playing.refused("hand_in", SAM, refused=NEVER_SENT, kind="suggestion", text="A rota")
    assert refusal.code == "stage_closed"


def test_handed_in_words_can_be_bettered_or_taken_back_by_their_writer_alone() -> None:
    playing = in_solutions().until_the_bell()
    handed = playing.play("hand_in", SAM, refused=NEVER_SENT, kind="suggestion", text="Breakfest")
    playing.play("edit", SAM, id=handed, text="Breakfast", revision=1)
    assert playing.refused("edit", TOM, id=handed, text="x", revision=2).code == "not_allowed"
    playing.play("withdraw", SAM, id=handed)
    assert playing.refused("admit", id=handed).code == "not_found"


def test_hiding_takes_words_off_the_screen_and_showing_brings_them_back() -> None:
    playing = in_solutions()
    said = playing.says(SAM, "suggestion", "Breakfast first")
    playing.play("hide", id=said)
    assert playing.circle.contributions[said].state == "hidden"
    playing.play("hide", id=said, on=False)
    assert playing.circle.contributions[said].state == "shown"


def test_a_solution_in_disguise_is_parked_and_a_suggestion_cannot_be() -> None:
    playing = Playing().go_to(1)
    playing.play("phones", on=True)
    asked = playing.says(SAM, "question", "Have you thought of a rota?")
    playing.play("park", id=asked)
    assert playing.circle.contributions[asked].state == "parked"
    assert playing.text(asked) == "Have you thought of a rota?", "it becomes its author’s draft"
    assert playing.refused("park", id=asked).code == "not_allowed"
    assert playing.refused("edit", SAM, id=asked, text="x", revision=1).code == "not_allowed"
    playing.play("next")
    offered = playing.says(SAM, "suggestion", "A rota")
    playing.play("back")
    playing.play("resume")
    assert playing.refused("park", id=offered).code == "not_allowed"


def test_a_question_is_marked_as_answered_and_the_mark_is_taken_away() -> None:
    playing = Playing().go_to(1)
    asked = playing.says(FACILITATOR, "question", "How often?")
    playing.play("answered", id=asked)
    assert playing.circle.contributions[asked].answered
    playing.play("answered", id=asked, on=False)
    assert not playing.circle.contributions[asked].answered


def test_care_for_words_that_are_not_there_finds_nothing() -> None:
    playing = Playing().go_to(1)
    for act in ("admit", "hide", "park", "answered"):
        assert playing.refused(act, id=NEVER_SENT).code == "not_found"
    assert playing.refused("erase", id=NEVER_SENT).code == "not_found"


def test_a_removed_person_can_do_nothing_any_more_but_what_they_said_stays() -> None:
    playing = in_solutions()
    said = playing.says(JOE, "suggestion", "Breakfast first")
    playing.play("remove", seat=JOE.seat)
    attempts = {
        "contribute": {"kind": "suggestion", "text": "A rota"},
        "edit": {"id": said, "text": "A rota", "revision": 1},
        "withdraw": {"id": said},
        "erase": {"id": said},
        "hand_in": {"refused": NEVER_SENT, "kind": "suggestion", "text": "A rota"},
        "next": {},
    }
    for act, fields in attempts.items():
        assert playing.refused(act, JOE, **fields).code == "revoked", act
    assert playing.text(said) == "Breakfast first"


def test_a_circle_holds_only_so_many_contributions() -> None:
    # Given a circle with room for one more
    playing = in_solutions()
    said = playing.says(SAM, "suggestion", "Breakfast first")
    filler = replace(playing.circle.contributions[said], author=None, typist=None)
    gone = replace(filler, state="withdrawn")
    many = {f"{0xABC0000 + i:032x}": filler for i in range(contribute.MOST_CONTRIBUTIONS - 1)}
    many |= {f"{0xDEF0000 + i:032x}": gone for i in range(5)}
    playing.circle = replace(playing.circle, contributions=many)
    # Then one more is taken, and not two, except from the facilitator
    playing.says(SAM, "suggestion", "The last")
    assert playing.refused("contribute", SAM, kind="suggestion", text="One more").code == "too_many"
    playing.says(FACILITATOR, "suggestion", "The facilitator’s")


def test_a_seat_sends_only_so_many_and_others_go_on() -> None:
    playing = in_solutions()
    said = playing.says(SAM, "suggestion", "Breakfast first")
    gone = replace(playing.circle.contributions[said], state="erased")
    many = {f"{0xABC0000 + i:032x}": gone for i in range(contribute.MOST_OF_A_SEAT - 1)}
    playing.circle = replace(playing.circle, contributions=many)
    playing.says(SAM, "suggestion", "The last")
    refused = playing.refused("contribute", SAM, kind="suggestion", text="One more")
    assert (refused.code, "300" in refused.message) == ("too_many", True)
    playing.says(TOM, "suggestion", "A walk")
