"""The contributions of a circle, counted as they come: what is asked at every move must not take the longer the more
there are."""

from collections import Counter
from collections.abc import Mapping

from app.circle.state import Contribution

#: Of which kind, in which state, whether marked as tried, whether chosen.
Standing = tuple[str, str, bool, bool]


class Tallied(dict[str, Contribution]):
    """Contributions by their ids, in their order. `standing` says how many there are of each standing, `typed` how
    many each seat has typed. Once it is part of a circle it is changed no more; a change begins with a copy."""

    standing: Counter[Standing]
    typed: Counter[str | None]

    def __init__(self, contributions: Mapping[str, Contribution]) -> None:
        super().__init__(contributions)
        if isinstance(contributions, Tallied):
            self.standing, self.typed = contributions.standing.copy(), contributions.typed.copy()
        else:
            self.standing = Counter(map(_standing, self.values()))
            self.typed = Counter(each.typist for each in self.values())

    def put(self, contribution: Contribution) -> None:
        """Add one, or set it in the place of its earlier self."""
        if (earlier := self.get(contribution.id)) is not None:
            self.standing[_standing(earlier)] -= 1
            self.typed[earlier.typist] -= 1
        self[contribution.id] = contribution
        self.standing[_standing(contribution)] += 1
        self.typed[contribution.typist] += 1


def tallied(contributions: Mapping[str, Contribution]) -> Tallied:
    """The contributions with their counts, which most already have."""
    return contributions if isinstance(contributions, Tallied) else Tallied(contributions)


def _standing(contribution: Contribution) -> Standing:
    return contribution.kind, contribution.state, contribution.tried, contribution.chosen
