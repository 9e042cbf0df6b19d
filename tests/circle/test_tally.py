"""The counts of contributions, which are kept as they come instead of being counted anew."""

import random
from collections import Counter

import pytest

from app.circle.state import Contribution
from app.circle.tally import Tallied, tallied
from tests.circle.helpers import SAM, TOM, Playing

STATES = ("shown", "hidden", "handed_in", "withdrawn", "erased")


def counted(contributions: dict[str, Contribution]) -> tuple[Counter, Counter]:
    """The same, counted anew."""
    standing = Counter((c.kind, c.state, c.tried, c.chosen) for c in contributions.values())
    return standing, Counter(c.typist for c in contributions.values())


def random_contribution(dice: random.Random) -> Contribution:
    return Contribution(
        id=f"{dice.randrange(12):032x}",
        kind=dice.choice(("question", "suggestion")),
        stage="solutions",
        visit=1,
        at=0,
        source="group",
        typist=dice.choice((None, SAM.seat, TOM.seat)),
        state=dice.choice(STATES),
        tried=dice.random() < 0.5,
        chosen=dice.random() < 0.5,
    )


@pytest.mark.parametrize("seed", range(10))
def test_however_contributions_come_and_change_the_counts_are_those_counted_anew(seed: int) -> None:
    dice, plain, kept = random.Random(seed), {}, Tallied({})
    for _ in range(60):
        contribution = random_contribution(dice)
        plain[contribution.id] = contribution
        kept = Tallied(kept)
        kept.put(contribution)
        assert kept == plain
        assert (+kept.standing, +kept.typed) == counted(plain)


def test_a_copy_that_changes_leaves_the_one_it_was_made_from_as_it_was() -> None:
    before = Tallied({})
    after = Tallied(before)
    after.put(random_contribution(random.Random(1)))
    assert (len(before), before.standing.total(), after.standing.total()) == (0, 0, 1)


def test_a_circle_in_play_keeps_its_counts() -> None:
    playing = Playing().go_to(2)
    first = playing.says(SAM, "suggestion", "Ask the school")
    playing.says(TOM, "suggestion", "Meet the grandmother")
    playing.play("withdraw", SAM, id=first)
    kept = playing.circle.contributions
    assert tallied(kept) is kept, "nothing was counted anew"
    assert (+kept.standing, +kept.typed) == counted(dict(kept))
