"""The hint where words seem to name somebody or to speak of a case: the right phrase, and no false alarm."""

import json
import random
import re
import subprocess
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from app.records import hint_names
from app.records.hint_words import WORDS
from app.records.hints import SENTENCES, Hint, case_hints, hints

TESTS = Path(__file__).parents[1]
#: The same cases are put to the phones' hints in tests/js/hints.test.mjs.
CASES: dict[str, Any] = json.loads((TESTS / "hints.json").read_text(encoding="utf-8"))
TODAY = date.fromisoformat(CASES["today"])

Marked = list[list[str]]


def marked(text: str, found: tuple[Hint, ...]) -> Marked:
    return [[text[one.start : one.end], one.kind] for one in found]


def named(text: str, *known: str, today: date | None = TODAY) -> Marked:
    return marked(text, hints(text, known, today=today))


def test_there_are_enough_sentences_to_go_by() -> None:
    assert len(CASES["plain"]) >= 60
    assert len(CASES["named"]) >= 60
    assert {kind for case in CASES["named"] for _, kind in case["hints"]} == set(SENTENCES) - {"case"}


@pytest.mark.parametrize("text", CASES["plain"])
def test_what_supervisors_usually_write_is_left_alone(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize("case", CASES["named"], ids=lambda case: case["text"])
def test_the_phrase_that_names_somebody_is_marked(case: dict[str, Any]) -> None:
    assert named(case["text"]) == case["hints"]


@pytest.mark.parametrize("text", CASES["learning"])
def test_a_team_may_write_of_families_in_general(text: str) -> None:
    assert case_hints(text) == ()


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["text"])
def test_words_for_one_person_of_a_family_are_marked(case: dict[str, Any]) -> None:
    assert marked(case["text"], case_hints(case["text"])) == case["hints"]


def test_initials_and_system_number_are_marked_where_they_are_known() -> None:
    assert named("KQ likes it, and so does kq") == []
    assert named("KQ likes it, KQ’s aunt too, not KQX or kq", "KQ") == [["KQ", "name"], ["KQ", "name"]]
    assert named("File A-77/1 and A-77/12", "A-77/1") == [["A-77/1", "system_number"]]
    assert named("A K is one letter, K too", "K", "") == []


def test_a_known_number_is_marked_once() -> None:
    assert named("On LCS 8675309", "8675309") == [["8675309", "system_number"]]


@pytest.mark.parametrize(
    ("text", "last_day_unmarked"),
    [("Seen on 22/05/2026", date(2026, 11, 22)), ("Seen on 31 August 2025", date(2026, 2, 28))],
)
def test_only_a_date_of_more_than_six_months_ago_may_be_a_birth(text: str, last_day_unmarked: date) -> None:
    assert named(text, today=last_day_unmarked) == []
    day_after = date.fromordinal(last_day_unmarked.toordinal() + 4)
    assert [kind for _, kind in named(text, today=day_after)] == ["date_of_birth"]


def test_without_today_a_date_counts_only_after_born() -> None:
    assert named("Since 14/02/2015", today=None) == []
    assert named("Born 14/02/2015", today=None) == [["Born 14/02/2015", "date_of_birth"]]


@pytest.mark.parametrize("text", ["by 3/12/27", "on 3 December 2029", "from 1.2.30", "2026-12-03, 09:30"])
def test_a_due_date_is_never_taken_for_a_birth_or_a_phone_number(text: str) -> None:
    assert named(text) == []


def test_an_nhs_number_needs_its_check_digit() -> None:
    assert named("943 476 5919") == [["943 476 5919", "nhs_number"]]
    assert named("943 476 5918") == []


def test_who_takes_part_may_be_named() -> None:
    text = "Priya asks Ruby, then Sam does"
    assert marked(text, hints(text, present=["Priya", "Sam 2"])) == [["Ruby", "name"]]
    assert [phrase for phrase, _ in named(text)] == ["Priya", "Ruby", "Sam"]


@pytest.mark.parametrize(
    "text", ["", " \n", "学校のルビー", "Рубі іде", "روبي", "🙂", "ǅ", "'s", "O'", "-", "A"]
)
def test_nothing_is_guessed_in_other_scripts_or_of_scraps(text: str) -> None:
    assert hints(text, today=TODAY) == case_hints(text, [text]) == ()


def test_marks_stand_in_order_and_never_overlap() -> None:
    text = "Mrs Ruby Khan, born 3 May 2012, DY1 1HF, 07700 900123, LCS 1234567, 943 476 5919"
    found = hints(text, ["Ruby"], today=TODAY)
    assert [one.start for one in found] == sorted(one.start for one in found)
    assert all(one.end <= after.start for one, after in pairwise(found))
    assert {one.kind for one in found} == set(SENTENCES) - {"case"}


FOCUS = "How can we help K. feel safe enough to go back to school?"


def test_five_words_in_a_row_from_the_case_are_marked() -> None:
    text = "We learned to help — k feel SAFE enough, always"
    assert marked(text, case_hints(text, [FOCUS])) == [["help — k feel SAFE enough", "case"]]
    # Four are no more than chance, and a longer run is one phrase
    assert case_hints("To feel safe enough to rest", ["Can he feel safe enough too?"]) == ()
    assert marked(FOCUS, case_hints(FOCUS, ["", "Title", FOCUS])) == [[FOCUS[:-1], "case"]]


def test_words_that_nobody_took_from_the_case_are_left_alone() -> None:
    assert case_hints("Short questions helped us to listen", [FOCUS]) == ()


def test_there_is_a_sentence_for_each_kind_and_none_is_blaming() -> None:
    for sentence in SENTENCES.values():
        assert sentence.startswith("This ")
        assert not {"must", "error", "invalid"} & set(sentence.lower().split())


def test_the_lists_of_words_do_not_contradict_each_other() -> None:
    ordinary, names, either = (WORDS[name].split() for name in ("ordinary", "names", "either"))
    for words in (ordinary, names, either):
        assert words == sorted(set(words))
    assert not set(names) & set(either)
    assert not set(ordinary) & {*names, *either}


def test_phones_give_the_same_hints_for_any_mixture_of_words() -> None:
    """Texts put together at random, the same each time, in the page's language and in ours."""
    chance = random.Random(7)
    pool = [text for case in CASES["named"] for text in case["text"].split(" ")]
    pool += [text for sentence in CASES["plain"] for text in sentence.split(" ")]
    texts = [
        "".join(chance.choice(pool) + chance.choice("     \n,.’") for _ in range(12)) for _ in range(600)
    ]
    module = (TESTS.parent / "static/js/lib/hints.js").as_uri()
    program = (
        f"import {{ hints }} from '{module}'; import {{ readFileSync }} from 'node:fs';"
        "const { texts, today } = JSON.parse(readFileSync(0, 'utf8'));"
        "const marks = (text) => hints(text, { today }).map(({ phrase, kind }) => [phrase, kind]);"
        "process.stdout.write(JSON.stringify(texts.map(marks)));"
    )
    sent = json.dumps({"texts": texts, "today": [TODAY.year, TODAY.month, TODAY.day]})
    done = subprocess.run(
        ["node", "--input-type=module", "-e", program], input=sent, capture_output=True, text=True, check=True
    )
    answers = json.loads(done.stdout)
    assert sum(map(len, answers)) > 300
    assert [named(text) for text in texts] == answers


class _Counted:
    """A pattern that counts how often it was asked."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern, self.asked = pattern, 0

    def fullmatch(self, text: str) -> object:
        self.asked += 1
        return self.pattern.fullmatch(text)


def test_a_long_row_of_capitals_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise a few phones could make the records page so slow that circles under way stand still."""
    counted = _Counted(hint_names._SPACE)
    monkeypatch.setattr(hint_names, "_SPACE", counted)
    hints("Aa " * 1000)
    assert 1000 <= counted.asked <= 5000
