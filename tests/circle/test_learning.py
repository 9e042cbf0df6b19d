"""The Record of Learning as the advisor composes it: joined, reworded, ordered, left out; and what is removed for
good leaves it with every wording."""

import pytest

from app.circle.filing import open_actions
from app.circle.learning import OUT, composed
from tests.circle.helpers import ADVISOR, FACILITATOR, PRIYA, SAM, TOM, Playing


@pytest.fixture
def review() -> Playing:
    """A Success Circle in its review: two things worked well, one was learned, Tom will use one."""
    playing = Playing("success").go_to(4)
    playing.use = playing.says(TOM, "learning_use", "I will ask the school first")  # type: ignore[attr-defined]
    playing.play("next")
    playing.calm = playing.says(SAM, "worked_well", "It was calm")  # type: ignore[attr-defined]
    playing.clear = playing.says(TOM, "worked_well", "The questions were clear")  # type: ignore[attr-defined]
    playing.slow = playing.says(SAM, "key_learning", "Slow down")  # type: ignore[attr-defined]
    return playing


def line(column: str, *sources: str, text: str = "", id: str = "") -> dict[str, object]:
    return {"id": id, "column": column, "sources": list(sources), "text": text}


def said(playing: Playing, column: str) -> list[str]:
    return [each.text for each in composed(playing.circle)[column]]


def test_until_somebody_composes_it_stands_as_it_was_said_and_uses_are_left_out(review: Playing) -> None:
    assert said(review, "worked_well") == ["It was calm", "The questions were clear"]
    assert said(review, "key_learning") == ["Slow down"]
    assert said(review, "next_step") == []
    assert said(review, OUT) == ["I will ask the school first"]


def test_lines_are_joined_reworded_ordered_and_left_out(review: Playing) -> None:
    review.play("compose", ADVISOR, lines=[
        line("worked_well", review.clear, review.calm, text="Clear questions, calmly asked"),
        line("next_step", review.use),
        line("next_step", text="Try it with a family"),
        line(OUT, review.slow),
    ])  # fmt: skip
    assert said(review, "worked_well") == ["Clear questions, calmly asked"]
    assert said(review, "next_step") == ["I will ask the school first", "Try it with a family"]
    assert said(review, "key_learning") == []
    assert said(review, OUT) == ["Slow down"]


def test_joined_words_that_nobody_reworded_are_not_kept_twice(review: Playing) -> None:
    review.play("compose", lines=[line("worked_well", review.calm, review.clear)])
    assert said(review, "worked_well") == ["It was calm\nThe questions were clear"]
    assert [key for key in review.circle.words if key[0] == review.circle.learning[0].id] == []


def test_a_line_keeps_its_wording_when_it_is_composed_again(review: Playing) -> None:
    review.play("compose", lines=[line("worked_well", review.calm, text="Calm")])
    (kept,) = review.circle.learning
    review.play("compose", lines=[line("key_learning", review.calm, text="Calm", id=kept.id)])
    (now,) = review.circle.learning
    assert (now.id, now.column, said(review, "key_learning")) == (
        kept.id,
        "key_learning",
        ["Calm", "Slow down"],
    )
    assert review.circle.revision(kept.id, "text") == 1


def test_a_line_that_goes_back_to_what_was_said_forgets_the_rewording(review: Playing) -> None:
    review.play("compose", lines=[line("worked_well", review.calm, text="Calm")])
    (kept,) = review.circle.learning
    review.play("compose", lines=[line("worked_well", review.calm, text="It was calm", id=kept.id)])
    assert (kept.id, "text") not in review.circle.words
    assert kept.id in review.touched.forgotten


def test_what_is_said_after_it_was_composed_stands_at_the_end_of_its_column(review: Playing) -> None:
    review.play("compose", lines=[line("worked_well", review.clear), line(OUT, review.calm)])
    review.says(TOM, "worked_well", "Everybody spoke")
    assert said(review, "worked_well") == ["The questions were clear", "Everybody spoke"]


@pytest.mark.parametrize("by", [SAM, FACILITATOR])
def test_removed_for_good_leaves_the_line_with_every_wording_of_it(review: Playing, by: object) -> None:
    review.play(
        "compose", lines=[line("worked_well", review.calm, review.clear, text="Sam’s words, reworded")]
    )
    (joined,) = review.circle.learning
    review.play("erase", by, id=review.calm)  # type: ignore[arg-type]
    assert "reworded" not in str(review.circle.words)
    assert joined.id in review.touched.forgotten
    assert said(review, "worked_well") == ["The questions were clear"]

    review.play("erase", id=review.clear)
    assert review.circle.learning == ()


def test_control_the_words_were_there_before(review: Playing) -> None:
    review.play("compose", lines=[line("worked_well", review.calm, text="Sam’s words, reworded")])
    assert "reworded" in str(review.circle.words)


@pytest.mark.parametrize("act", ["hide", "withdraw"])
def test_a_rewording_does_not_outlive_what_it_was_made_of(review: Playing, act: str) -> None:
    review.play("compose", lines=[line("worked_well", review.calm, review.clear, text="Calm and clear")])
    review.play(act, SAM if act == "withdraw" else FACILITATOR, id=review.calm)
    assert said(review, "worked_well") == ["The questions were clear"]


def test_only_what_the_review_said_can_be_put_in(review: Playing) -> None:
    """Nothing of the case may reach the team's folder."""
    playing = Playing().go_to(2)
    suggestion = playing.says(SAM, "suggestion", "A rota")
    playing.go_on_to(4)
    refused = playing.refused("compose", lines=[line("next_step", suggestion)])
    assert refused.code == "not_found"


def test_the_same_words_cannot_stand_in_two_lines(review: Playing) -> None:
    both = [line("worked_well", review.calm), line("key_learning", review.calm)]
    assert review.refused("compose", lines=both).code == "invalid"
    assert review.refused("compose", lines=[line("worked_well", review.calm, review.calm)]).code == "invalid"


def test_a_line_of_the_advisors_own_is_followed_up_and_removed_like_any_other(review: Playing) -> None:
    review.play("compose", ADVISOR, lines=[line("next_step", text="Try it with a family")])
    (own,) = review.circle.learning
    (added,) = own.sources
    assert review.circle.contributions[added].source == "advisor"
    assert [each.id for each in open_actions(review.circle)] == [added]

    review.play("compose", ADVISOR, lines=[line("next_step", added, id=own.id)])
    assert said(review, "next_step") == ["Try it with a family"]
    review.play("erase", id=added)
    assert said(review, "next_step") == []


def test_a_next_step_that_is_left_out_or_put_elsewhere_is_not_followed_up(review: Playing) -> None:
    step = review.says(SAM, "next_step", "Ask for a room")
    assert [each.id for each in open_actions(review.circle)] == [step]
    for column in (OUT, "key_learning"):
        review.play("compose", lines=[line(column, step)])
        assert open_actions(review.circle) == []


def test_a_use_of_the_learning_that_is_taken_in_as_a_next_step_is_followed_up(review: Playing) -> None:
    assert open_actions(review.circle) == []
    review.play("compose", lines=[line("next_step", review.use)])
    assert [each.id for each in open_actions(review.circle)] == [review.use]


def test_two_lines_never_share_an_id(review: Playing) -> None:
    review.play("compose", lines=[line("worked_well", review.calm, text="Calm")])
    (kept,) = review.circle.learning
    forged = [
        line("worked_well", review.calm, text="X", id=kept.id),
        line("worked_well", review.clear, text="Y", id=kept.id),
    ]
    review.play("compose", lines=forged)
    assert said(review, "worked_well") == ["X", "Y"]


def test_an_empty_line_of_ones_own_is_refused(review: Playing) -> None:
    assert review.refused("compose", lines=[line("next_step")]).code == "invalid"


def test_the_group_composes_nothing(review: Playing) -> None:
    for actor in (SAM, PRIYA):
        assert review.refused("compose", actor, lines=[line("next_step", text="Mine")]).code == "not_allowed"
