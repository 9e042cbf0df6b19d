"""By when a record is due, and from when its words may be forgotten."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.deadlines import (
    FILE_WITHIN_DEFAULT,
    KEEP_DAYS_DEFAULT,
    WARN_BEFORE_DAYS,
    WARNINGS,
    corrections_until,
    file_by,
    forget_on,
    may_forget_unfiled,
    standing,
    unfiled_limit,
)

SUNDAY = date(2026, 11, 22)
CHRISTMAS = date(2026, 12, 23)
DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2028, 12, 31))


def ago(limit: date, *days: int) -> list[date]:
    return [limit - timedelta(days=each) for each in days]


# Filing and correcting


def test_a_form_is_filed_within_two_working_days_unless_the_team_says_otherwise():
    assert file_by(date(2026, 11, 20), FILE_WITHIN_DEFAULT, "england") == date(2026, 11, 24)
    assert file_by(CHRISTMAS, FILE_WITHIN_DEFAULT, "england") == date(2026, 12, 29)
    assert file_by(CHRISTMAS, 1, "england") == date(2026, 12, 24)
    assert file_by(SUNDAY, 0, "england") == date(2026, 11, 23)


def test_corrections_have_five_working_days_which_are_twelve_days_at_christmas():
    assert corrections_until(date(2026, 11, 23), "england") == date(2026, 11, 30)
    assert corrections_until(date(2026, 11, 23), "scotland") == date(2026, 12, 1)
    assert corrections_until(CHRISTMAS, "england") - CHRISTMAS == timedelta(days=12)
    assert corrections_until(date(2027, 3, 25), "england") == date(2027, 4, 5)
    assert corrections_until(date(2027, 3, 25), "scotland") == date(2027, 4, 2)


# Forgetting what was filed


def test_nothing_is_forgotten_before_everything_is_settled():
    assert forget_on(None, date(2026, 11, 30), KEEP_DAYS_DEFAULT) is None


@pytest.mark.parametrize(
    ("settled", "until", "keep_days", "expected"),
    [
        # The days of keeping are the later end.
        (date(2026, 11, 25), date(2026, 11, 30), 7, date(2026, 12, 2)),
        (date(2026, 11, 25), date(2026, 11, 30), 31, date(2026, 12, 26)),
        # The window is: its last day is whole.
        (date(2026, 11, 23), date(2026, 11, 30), 0, date(2026, 12, 1)),
        (date(2026, 11, 23), date(2026, 11, 30), 7, date(2026, 12, 1)),
        (CHRISTMAS, date(2027, 1, 4), 7, date(2027, 1, 5)),
        # Settled late, with nothing to be kept.
        (date(2026, 12, 10), date(2026, 11, 30), 0, date(2026, 12, 10)),
    ],
)
def test_words_go_at_the_later_of_the_two(settled, until, keep_days, expected):
    assert forget_on(settled, until, keep_days) == expected


@given(DAYS, DAYS, st.integers(min_value=0, max_value=31))
def test_neither_the_window_nor_the_days_of_keeping_are_ever_cut(settled, until, keep_days):
    day = forget_on(settled, until, keep_days)
    assert day > until
    assert (day - settled).days >= keep_days
    assert day in (until + timedelta(days=1), settled + timedelta(days=keep_days))


@pytest.mark.parametrize("keep_days", [-1, 32])
def test_keeping_for_less_than_nothing_or_more_than_a_month_is_an_error(keep_days):
    with pytest.raises(ValueError, match="0 to 31 days"):
        forget_on(SUNDAY, SUNDAY, keep_days)


# Forgetting what was never filed

LIMIT = unfiled_limit(date(2026, 11, 22))


def test_the_limit_is_a_month_after_the_last_touch():
    assert date(2026, 12, 23) == LIMIT


@pytest.mark.parametrize(
    ("warned", "may"),
    [
        ([], False),
        ([7], False),
        ([7, 3], False),
        ([7, 3, 3, 3], False),  # two days, however often
        ([7, 3, 0], True),
        ([7, 6, 5, 4, 3, 2, 1, 0], True),
        ([8, 3, 0], False),  # one of them too early to count
        ([30, 20, 10], False),
        ([30, 7, 3, 0], True),
        ([3, 0, -1], False),  # the third is still being read today
    ],
)
def test_three_warnings_on_three_days_of_the_last_week(warned, may):
    tomorrow = LIMIT + timedelta(days=1)
    assert may_forget_unfiled(tomorrow, LIMIT, ago(LIMIT, *warned)) is may


def test_not_on_the_last_day_itself_however_often_was_warned():
    assert not may_forget_unfiled(LIMIT, LIMIT, ago(LIMIT, 7, 6, 5, 4, 3, 2, 1))
    assert may_forget_unfiled(LIMIT + timedelta(days=1), LIMIT, ago(LIMIT, 7, 6, 5))


def test_after_a_month_without_power_three_days_of_warning_come_first():
    back = LIMIT + timedelta(days=30)
    warned: list[date] = []
    for waited in range(4):
        today = back + timedelta(days=waited)
        assert may_forget_unfiled(today, LIMIT, warned) == (waited == 3)
        warned.append(today)


def test_a_touch_in_the_last_week_begins_anew():
    warned = ago(LIMIT, 7, 5, 3)
    touched = LIMIT - timedelta(days=2)
    later = unfiled_limit(touched)
    assert later == touched + timedelta(days=31)
    assert not may_forget_unfiled(later + timedelta(days=1), later, warned)


@given(DAYS, DAYS, st.lists(DAYS, max_size=8))
def test_whatever_happens_there_were_three_days_of_warning(today, limit, warned):
    if may_forget_unfiled(today, limit, warned):
        assert today > limit
        assert len({day for day in warned if (limit - day).days <= WARN_BEFORE_DAYS}) >= WARNINGS


# In words


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2026, 11, 22), "due today"),
        (date(2026, 11, 23), "due tomorrow"),
        (date(2026, 11, 24), "due on Tuesday 24 November 2026"),
        (date(2026, 11, 25), "due on Wednesday 25 November 2026"),
        (date(2027, 1, 4), "due on Monday 4 January 2027"),
        (date(2026, 11, 21), "overdue since Saturday 21 November 2026"),
        (date(2026, 11, 20), "overdue since Friday 20 November 2026"),
    ],
)
def test_how_it_stands_reads_as_part_of_a_sentence(due, words):
    assert standing(SUNDAY, due) == words


@given(DAYS)
def test_weekdays_are_the_right_ones_in_english(due):
    assert standing(due - timedelta(days=9), due).startswith(f"due on {due:%A} {due.day} {due:%B} {due.year}")
