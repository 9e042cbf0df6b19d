"""What is taken out of the words of an action that stays, and what stays readable."""

from dataclasses import replace
from datetime import date

import pytest

from app.circle.destinations import Destination, as_text
from app.circle.state import CIRCLE, Wording
from app.forgetting.masking import identifiers, masked
from tests.circle.helpers import Playing

TODAY = date(2026, 11, 22)
CHILD = Destination("aaaaaaaa01", "child", "KQ", "8675309")
CARER = Destination("aaaaaaaa02", "carer", "A.N", "LCS-12 345")


def mask(
    text: str, focus: str = "How do we keep Zbigniew Hope in school, asks Ewa?", may_name: bool = False
) -> str:
    words = {
        (CIRCLE, "destinations"): Wording(as_text((CHILD, CARER)), 1),
        (CIRCLE, "focus"): Wording(focus, 1),
    }
    circle = replace(Playing("solution").circle, words=words)
    return masked(text, identifiers(circle, TODAY, ["Ewa Nowak"]), TODAY, may_name)


@pytest.mark.parametrize(
    "text",
    ["KQ", "kq", "Kq", "K.Q.", "k. q.", "K-Q", "K Q", "KQs", "AN", "A.N.", "8675309", "867 5309", "86-75-309",
     "LCS12345", "lcs 12 345", "12345", "Zbigniew", "zbigniew", "ZBIGNIEW", "Hope", "KAI", "kai", "amy@example.com",
     "12 High Street", "Flat 3, 12b Mill Lane", "07700 900123", "ZE3 9JW", "3.4.2012"],
)  # fmt: skip
def test_no_way_of_writing_who_it_is_stays(text: str) -> None:
    for sentence in (f"{text} to be rung", f"Ask at {text} about it", f"Ask for {text}"):
        assert mask(sentence) == sentence.replace(text, "[removed]")


@pytest.mark.parametrize(
    "text",
    ["Ring an aunt and hope for an answer", "Ask the school about the side door", "Ewa goes at 10 to the family court",
     "Invite 3 workers this way", "Take 86 minutes for it", "Look at it again by 12 May 2027"],
)  # fmt: skip
def test_what_says_nothing_of_anybody_stays_readable(text: str) -> None:
    assert mask(text).replace("[removed] goes", "Ewa goes") == text


def test_the_worker_who_does_it_stays_named_but_nobody_elses_initials() -> None:
    assert mask("Samuel Okoro for kq, 867 5309", may_name=True) == "Samuel Okoro for [removed], [removed]"


def test_a_name_that_is_also_a_word_is_known_by_its_capital() -> None:
    assert mask("Hope to be asked, with hope") == "[removed] to be asked, with hope"
