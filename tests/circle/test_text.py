"""What may stand in a text. What somebody wrote is kept as it is, or refused; it is never changed silently."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.circle.state import Refused
from app.circle.text import LONGEST_TEXT, clean, clean_date, clean_name


def code(value: object, **options: str) -> str:
    answer = clean(value, **options)  # type: ignore[arg-type]
    assert isinstance(answer, Refused), f"{value!r} was kept as {answer!r}"
    return answer.code


def test_words_are_trimmed_and_kept() -> None:
    assert clean("  Breakfast first \n") == "Breakfast first"
    assert clean("one\r\ntwo\tthree") == "one\ntwo three"


@pytest.mark.parametrize("value", ["", "   ", "\n\n", "\t", "\u00a0"])
def test_nothing_is_not_a_text_unless_it_may_be_empty(value: str) -> None:
    assert code(value) == "invalid"
    assert clean(value, empty="") == ""


@pytest.mark.parametrize(
    "value",
    [
        "\u200b",
        "\u200d",
        "\u2060",
        "\u00ad",
        " \u200b\n\u3000\u200e ",
        "\u3164",
        "\u2800",
        "\ufe0f",
        "\U000e0100",
    ],
    ids=ascii,
)
def test_a_text_of_which_nothing_can_be_seen_is_empty(value: str) -> None:
    assert code(value) == "invalid"
    assert clean(value, empty="") == ""
    assert clean(f"a{value}b") == f"a{value}b", "beside something that can be seen it stays"


@pytest.mark.parametrize("value", ["?", "–", "👍", "\u0301", "1", "½"])
def test_a_single_sign_is_a_text(value: str) -> None:
    assert clean(value) == value


@pytest.mark.parametrize("value", [None, 7, 1.5, True, [], {}, b"words"])
def test_only_a_text_is_a_text(value: object) -> None:
    assert code(value) == "invalid"
    assert code(value, empty="") == "invalid"


def test_five_hundred_characters_fit_and_one_more_does_not() -> None:
    assert clean("a" * LONGEST_TEXT) == "a" * 500
    assert clean("  " + "a" * 500 + "  ") == "a" * 500
    refusal = clean("a" * 501)
    assert isinstance(refusal, Refused)
    assert refusal.code == "too_long"
    assert "1 character too long" in refusal.message


@pytest.mark.parametrize(
    "harmful",
    ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\u2028", "\u202a", "\u202e", "\u2066", "\u2069",
     "\ufeff", "\ufffe", "\uffff", "\U0001fffe", "\U0010ffff", "\ufdd0", "\ufff9"],
    ids=ascii,
)  # fmt: skip
def test_hidden_characters_that_can_do_harm_are_refused_wherever_they_stand(harmful: str) -> None:
    assert code(f"Break{harmful}fast") == "invalid"
    assert code(f"Break{harmful}fast", empty="") == "invalid"


@pytest.mark.parametrize("code_point", [0xD800, 0xDBFF, 0xDC00, 0xDFFF], ids=hex)
def test_half_a_character_is_refused_because_no_document_can_hold_it(code_point: int) -> None:
    lone = chr(code_point)
    assert code(f"Break{lone}fast") == "invalid"
    assert code(lone) == "invalid"


def test_letters_made_of_two_parts_become_one_so_that_the_same_word_is_the_same() -> None:
    apart = "Zoe\u0308"
    assert clean(apart) == "Zoë"
    assert len(clean(apart)) == 3  # type: ignore[arg-type]
    assert clean("e\u0301" * 500) == "é" * 500


@pytest.mark.parametrize(
    "words",
    [
        "Breakfast 🥣 first",
        "👨‍👩‍👧‍👦",
        "👍🏽",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "נסו ארוחת בוקר",
        "الفطور أولاً",
        "می‌خواهم",
        "早饭",
        "नाश्ता पहले",
        "½ £5 – “so”",
    ],
)
def test_emoji_and_every_script_are_kept_as_they_were_written(words: str) -> None:
    assert clean(words) == unicodedata.normalize("NFC", words)


def test_a_name_stands_on_one_line() -> None:
    assert clean_name(" Sam ") == "Sam"
    for value in ("Sam\nTom", "", "S" * 41):
        assert isinstance(clean_name(value), Refused)


@pytest.mark.parametrize("day", ["2026-03-16", "2028-02-29"])
def test_a_date_is_kept(day: str) -> None:
    assert clean_date(day) == day


@pytest.mark.parametrize(
    "day", ["2026-02-30", "2027-02-29", "16/03/2026", "2026-3-16", "", "٢٠٢٦-٠٣-١٦", "0000-01-01", "2026-03-16T10:00", "2026-03-16\n", None, 20260316]
)  # fmt: skip
def test_what_is_no_day_of_the_calendar_is_refused(day: object) -> None:
    answer = clean_date(day)
    assert isinstance(answer, Refused)
    assert answer.code == "invalid"


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=520))
def test_whatever_is_kept_can_be_written_down_and_is_clean_when_it_is_read_again(value: str) -> None:
    answer = clean(value)
    if isinstance(answer, Refused):
        assert answer.code in ("invalid", "too_long")
    else:
        assert answer.encode("utf-8")
        assert clean(answer) == answer
        assert 1 <= len(answer) <= LONGEST_TEXT
