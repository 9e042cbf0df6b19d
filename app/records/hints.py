"""A reminder where words look as if they named somebody, or as if they spoke of a case.

A case record names initials and a system number, a team's learning record neither (West Sussex, Appendices
5, 8 and 9). A hint marks the phrase at fault and stops nothing: whoever wrote it decides.

What is marked first is not marked again, and what is known to be harmless (a due date) is set aside before
other patterns see it. static/js/lib/hints.js gives the same hints on the phone; tests/hints.json holds both
to it. Nothing here reads a clock or keeps a word.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from app.records.hint_names import names
from app.records.hint_words import WORDS, any_date, found, joined, whole

SENTENCES: Mapping[str, str] = {
    "name": "This looks like a name. Leave names of families out; say “the young person” or “their aunt”.",
    "date_of_birth": "This looks like a date of birth. Leave it out, or give an age.",
    "nhs_number": "This looks like an NHS number. Leave it out.",
    "postcode": "This looks like a postcode. Leave addresses out.",
    "phone_number": "This looks like a phone number. Leave it out.",
    "system_number": "This looks like a number from LCS, EHM or Mosaic. It belongs in the form’s own box.",
    "case": "This seems to speak of a case. Say what the team learned, so that it is true of any family.",
}


@dataclass(frozen=True)
class Hint:
    """A phrase of a text, by where it starts and ends, and what it looks like."""

    start: int
    end: int
    kind: str


_BIRTH = whole(WORDS["birth"].replace("{date}", any_date()))
_DATES = [(order, whole(source)) for order, source in WORDS["dates"]]
_NHS = whole(WORDS["nhs"])
_NUMBERS = [
    ("phone_number", whole(WORDS["phone"])),
    *(("postcode", whole(source, 0)) for source in WORDS["postcodes"]),
    *(("system_number", whole(source)) for source in WORDS["systems"]),
]
_NOT_CASE, _CASE = whole(WORDS["not_case"]), whole(WORDS["case"])
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"

#: So many words in a row that also stand in the case are no accident.
_RUN = 5
_PLAIN_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class _Marks:
    """Phrases marked so far. The kind "" sets a phrase aside as harmless."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.hints: list[Hint] = []

    def add(self, kind: str, start: int, end: int) -> None:
        if all(end <= one.start or start >= one.end for one in self.hints):
            self.hints.append(Hint(start, end, kind))

    def add_all(
        self, kind: str, pattern: re.Pattern[str], counts: Callable[[str], bool] = lambda _: True
    ) -> None:
        for match in found(pattern, self.text):
            if counts(match[0]):
                self.add(kind, match.start(), match.end())

    def given(self) -> tuple[Hint, ...]:
        return tuple(sorted((one for one in self.hints if one.kind), key=lambda one: one.start))


def hints(
    text: str, known: Collection[str] = (), *, today: date | None = None, present: Collection[str] = ()
) -> tuple[Hint, ...]:
    """`known` are exact phrases to mark, such as a child's initials and system number. `today` tells a date of
    birth from a due date; without it a date counts only after "born" and the like. `present` are the names
    of those who take part, who may be named."""
    marks = _Marks(text)
    for exact in sorted(known, key=len, reverse=True):
        _mark_known(marks, exact)
    marks.add_all("date_of_birth", _BIRTH)
    for order, pattern in _DATES:
        for match in found(pattern, text):
            past = today is not None and _long_ago(order, match, today)
            marks.add("date_of_birth" if past else "", match.start(), match.end())
    marks.add_all("nhs_number", _NHS, _is_nhs_number)
    for kind, pattern in _NUMBERS:
        marks.add_all(kind, pattern)
    here = set(" ".join(present).lower().split())
    at = 0
    for line in text.split("\n"):
        for start, end in names(line, here):
            marks.add("name", at + start, at + end)
        at += len(line) + 1
    return marks.given()


def case_hints(text: str, case_texts: Collection[str] = ()) -> tuple[Hint, ...]:
    """For the Record of Learning only: words for one person of a family ("his school", "the boy"), and
    any five words in a row that also stand in a text of the case. A team's learning speaks of families
    and children in general, which is not marked."""
    marks = _Marks(text)
    for start, end in _repeated(text, case_texts):
        marks.add("case", start, end)
    marks.add_all("", _NOT_CASE)
    marks.add_all("case", _CASE)
    return marks.given()


def _mark_known(marks: _Marks, exact: str) -> None:
    if sum(sign.isalnum() for sign in exact) < 2:
        return
    kind = "system_number" if any(sign.isdigit() for sign in exact) else "name"
    for match in re.finditer(re.escape(exact), marks.text):
        if not joined(marks.text, match.start() - 1) and not joined(marks.text, match.end()):
            marks.add(kind, match.start(), match.end())


def _long_ago(order: str, match: re.Match[str], today: date) -> bool:
    """More than six months ago: nobody sets such a date for an action. A year in two digits is one of the
    next ten years, or past."""
    year, month, day = (match[order.index(part) + 1] for part in "ymd")
    number = int(month) if month.isdecimal() else _MONTHS.index(month[:3].lower()) // 3 + 1
    full = int(year)
    if len(year) < 3:
        full += 1900 if full + 2000 > today.year + 10 else 2000
    return (full * 12 + number, int(day)) < (today.year * 12 + today.month - 6, today.day)


def _is_nhs_number(phrase: str) -> bool:
    """The last of the ten digits is a check on the nine before it, modulo 11 (NHS Data Dictionary)."""
    digits = [int(sign) for sign in phrase if sign.isdigit()]
    return sum(digit * (10 - place or 1) for place, digit in enumerate(digits)) % 11 == 0


def _repeated(text: str, case_texts: Collection[str]) -> list[tuple[int, int]]:
    runs = {
        run for case_text in case_texts for run in _runs([word for word, _, _ in _plain_words(case_text)])
    }
    found_words = _plain_words(text)
    spans: list[tuple[int, int]] = []
    for place, run in enumerate(_runs([word for word, _, _ in found_words])):
        if run not in runs:
            continue
        start, end = found_words[place][1], found_words[place + _RUN - 1][2]
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _plain_words(text: str) -> list[tuple[str, int, int]]:
    found_words = _PLAIN_WORD.finditer(text)
    return [(match[0].casefold().replace("’", "'"), match.start(), match.end()) for match in found_words]


def _runs(in_order: list[str]) -> list[tuple[str, ...]]:
    return [tuple(in_order[place : place + _RUN]) for place in range(len(in_order) - _RUN + 1)]
