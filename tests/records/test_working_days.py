"""Working days, against the bank holidays that GOV.UK publishes (www.gov.uk/bank-holidays, as it stood in
August 2026: the lists for 2026, 2027 and 2028)."""

import subprocess
import sys
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.working_days import NATIONS, after, bank_holidays, is_working_day

ENGLAND_AND_WALES = """
    2026: 1 Jan, 3 Apr, 6 Apr, 4 May, 25 May, 31 Aug, 25 Dec, 28 Dec
    2027: 1 Jan, 26 Mar, 29 Mar, 3 May, 31 May, 30 Aug, 27 Dec, 28 Dec
    2028: 3 Jan, 14 Apr, 17 Apr, 1 May, 29 May, 28 Aug, 25 Dec, 26 Dec
"""
#: 15 June 2026 was proclaimed in February of that year, for the football.
SCOTLAND = """
    2026: 1 Jan, 2 Jan, 3 Apr, 4 May, 25 May, 15 Jun, 3 Aug, 30 Nov, 25 Dec, 28 Dec
    2027: 1 Jan, 4 Jan, 26 Mar, 3 May, 31 May, 2 Aug, 30 Nov, 27 Dec, 28 Dec
    2028: 3 Jan, 4 Jan, 14 Apr, 1 May, 29 May, 7 Aug, 30 Nov, 25 Dec, 26 Dec
"""
NORTHERN_IRELAND = """
    2026: 1 Jan, 17 Mar, 3 Apr, 6 Apr, 4 May, 25 May, 13 Jul, 31 Aug, 25 Dec, 28 Dec
    2027: 1 Jan, 17 Mar, 26 Mar, 29 Mar, 3 May, 31 May, 12 Jul, 30 Aug, 27 Dec, 28 Dec
    2028: 3 Jan, 17 Mar, 14 Apr, 17 Apr, 1 May, 29 May, 12 Jul, 28 Aug, 25 Dec, 26 Dec
"""
PUBLISHED = {
    "england": ENGLAND_AND_WALES,
    "wales": ENGLAND_AND_WALES,
    "scotland": SCOTLAND,
    "northern_ireland": NORTHERN_IRELAND,
}
YEARS = (2026, 2027, 2028)


def published(nation: str) -> set[date]:
    lines = [line.split(":") for line in PUBLISHED[nation].strip().splitlines()]
    return {
        datetime.strptime(f"{day.strip()} {year.strip()}", "%d %b %Y").date()
        for year, days in lines
        for day in days.split(",")
    }


def days_of(*years: int) -> list[date]:
    first = date(min(years), 1, 1)
    return [first + timedelta(days=n) for n in range((date(max(years) + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("nation", NATIONS)
def test_the_library_knows_exactly_the_published_bank_holidays(nation):
    known = {day for year in YEARS for day in bank_holidays(nation, year)}
    assert {day for day in known if day.weekday() < 5} == published(nation)


@pytest.mark.parametrize("nation", NATIONS)
def test_every_day_of_three_years_is_a_working_day_or_is_not(nation):
    for day in days_of(*YEARS):
        weekend = day.strftime("%A") in ("Saturday", "Sunday")
        assert is_working_day(day, nation) == (not weekend and day not in published(nation)), day


def test_control_the_three_lists_differ_where_the_nations_do():
    england, scotland, ireland = (published(each) for each in ("england", "scotland", "northern_ireland"))
    assert [len(each) for each in (england, scotland, ireland)] == [24, 28, 30]
    assert date(2027, 3, 29) in england & ireland - scotland
    assert date(2027, 11, 30) in scotland - england - ireland


@pytest.mark.parametrize(
    ("day", "count", "nation", "expected"),
    [
        # An ordinary week: from a Monday, a Friday, a Sunday.
        (date(2026, 11, 23), 2, "england", date(2026, 11, 25)),
        (date(2026, 11, 20), 2, "england", date(2026, 11, 24)),
        (date(2026, 11, 22), 2, "england", date(2026, 11, 24)),
        # St Andrew's Day.
        (date(2026, 11, 27), 1, "england", date(2026, 11, 30)),
        (date(2026, 11, 27), 1, "scotland", date(2026, 12, 1)),
        # Christmas 2026: Boxing Day is a Saturday, so Monday 28 December is free; in Scotland 2 January too.
        (date(2026, 12, 23), 1, "england", date(2026, 12, 24)),
        (date(2026, 12, 23), 2, "england", date(2026, 12, 29)),
        (date(2026, 12, 23), 5, "england", date(2027, 1, 4)),
        (date(2026, 12, 23), 5, "wales", date(2027, 1, 4)),
        (date(2026, 12, 23), 5, "northern_ireland", date(2027, 1, 4)),
        (date(2026, 12, 23), 5, "scotland", date(2027, 1, 5)),
        # Easter 2027: Good Friday everywhere, Easter Monday not in Scotland.
        (date(2027, 3, 25), 1, "england", date(2027, 3, 30)),
        (date(2027, 3, 25), 1, "northern_ireland", date(2027, 3, 30)),
        (date(2027, 3, 25), 1, "scotland", date(2027, 3, 29)),
        # The bank holiday Mondays of May 2027.
        (date(2027, 4, 30), 1, "wales", date(2027, 5, 4)),
        (date(2027, 5, 28), 2, "england", date(2027, 6, 2)),
        # St Patrick's Day and the Twelfth, in Northern Ireland only.
        (date(2027, 3, 16), 1, "northern_ireland", date(2027, 3, 18)),
        (date(2027, 3, 16), 1, "england", date(2027, 3, 17)),
        (date(2027, 7, 9), 1, "northern_ireland", date(2027, 7, 13)),
        (date(2027, 7, 9), 1, "scotland", date(2027, 7, 12)),
        # New Year 2028 begins with a weekend.
        (date(2027, 12, 31), 1, "england", date(2028, 1, 4)),
        (date(2027, 12, 31), 1, "scotland", date(2028, 1, 5)),
        # None at all: the day itself, or the next working day.
        (date(2026, 11, 23), 0, "england", date(2026, 11, 23)),
        (date(2026, 11, 21), 0, "england", date(2026, 11, 23)),
        (date(2026, 12, 25), 0, "england", date(2026, 12, 29)),
    ],
)
def test_so_many_working_days_later(day, count, nation, expected):
    assert after(day, count, nation) == expected


@given(
    st.dates(min_value=date(2026, 1, 1), max_value=date(2028, 12, 1)),
    st.integers(min_value=0, max_value=10),
    st.sampled_from(list(NATIONS)),
)
def test_between_the_two_days_lie_as_many_working_days_as_were_counted(day, count, nation):
    end = after(day, count, nation)
    assert is_working_day(end, nation)
    passed = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    counted = sum(is_working_day(each, nation) for each in passed)
    assert counted == (count or int(not is_working_day(day, nation)))


def test_a_moment_counts_from_its_day():
    christmas_eve = datetime(2026, 12, 24, 23, 59)
    assert after(christmas_eve, 1, "england") == date(2026, 12, 29)
    assert type(after(christmas_eve, 0, "england")) is date


def test_an_unknown_nation_or_a_count_backwards_is_an_error_and_never_a_date():
    with pytest.raises(KeyError):
        after(date(2026, 11, 23), 1, "jersey")
    with pytest.raises(ValueError, match="forwards"):
        after(date(2026, 11, 23), -1, "england")


def test_the_library_is_loaded_only_when_a_day_is_counted():
    program = """if True:
        import sys, datetime
        from app.records import working_days
        before = "holidays" in sys.modules
        working_days.after(datetime.date(2026, 11, 23), 1, "england")
        print(before, "holidays" in sys.modules)
    """
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["False", "True"]
