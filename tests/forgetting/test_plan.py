"""When the words go, by the calendar. In 2026 Christmas Day is a Friday and Boxing Day's bank holiday the Monday after."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.forgetting import plan
from app.forgetting.plans import DISAGREEMENT, FORGOTTEN, HELD
from app.records.deadlines import may_forget_unfiled, unfiled_limit
from app.store.lookup import Team
from app.store.register import Line

LONDON = ZoneInfo("Europe/London")


def ms(day: str, hour: int = 14) -> int:
    return int(datetime.fromisoformat(f"{day}T{hour:02}:00").replace(tzinfo=LONDON).timestamp() * 1000)


CLOSED = ms("2026-11-23")
LINE = Line(
    circle_id="c1", team_id=1, format_title="Solution Circle", created_at=CLOSED, started_at=CLOSED, closed_at=CLOSED,
    planned_ms=0, actual_ms=0, people=5, open_documents=2, settled_at=None, window_from=CLOSED, open_disagreements=0,
    held=False, open_actions=0, check_on=None, forgotten_at=None,
)  # fmt: skip
FILED = replace(LINE, open_documents=0, settled_at=ms("2026-11-24"))
TEAM = Team(1, "North", True, True)
TODAY = date(2026, 11, 25)
#: The last day of a circle of 23 November that nobody files, and the first on which it is announced.
LIMIT, FIRST = date(2026, 12, 24), date(2026, 12, 17)


@pytest.mark.parametrize(
    ("keep_days", "on"),
    [
        (0, "2026-12-01"),  # corrections until Monday 30 November, all of it
        (6, "2026-12-01"),
        (7, "2026-12-01"),
        (8, "2026-12-02"),
        (31, "2026-12-25"),
    ],
)
def test_what_is_filed_goes_after_the_days_of_the_team_and_never_within_the_time_for_corrections(
    keep_days: int, on: str
) -> None:
    assert plan(FILED, replace(TEAM, keep_days=keep_days), TODAY, ()).on == date.fromisoformat(on)


@pytest.mark.parametrize(
    ("closed", "nation", "on"),
    [
        # Working days: 24, 29, 30, 31 December and 4 January; in Scotland the 4th is the bank holiday for the 2nd.
        ("2026-12-23", "england", "2027-01-05"),
        ("2026-12-24", "england", "2027-01-06"),
        ("2026-12-24", "scotland", "2027-01-07"),
    ],
)
def test_over_christmas_the_time_for_corrections_is_long(closed: str, nation: str, on: str) -> None:
    at = ms(closed)
    line = replace(FILED, closed_at=at, window_from=at, settled_at=at)
    assert plan(line, replace(TEAM, keep_days=0, nation=nation), TODAY, ()).on == date.fromisoformat(on)


def test_the_time_for_corrections_counts_from_the_day_the_presenter_got_the_form() -> None:
    later = replace(FILED, window_from=ms("2026-11-30"))
    assert plan(later, replace(TEAM, keep_days=0), TODAY, ()).on == date(2026, 12, 8)


def test_a_day_is_a_day_in_london() -> None:
    summer = ms("2027-06-01", 0)  # 23:00 the day before in UTC
    line = replace(FILED, closed_at=summer, window_from=summer, settled_at=summer)
    assert plan(line, replace(TEAM, keep_days=31), TODAY, ()).on == date(2027, 7, 2)


@pytest.mark.parametrize("line", [LINE, FILED])
@pytest.mark.parametrize(
    ("kept_by", "why"),
    [
        ({"held": True}, HELD),
        ({"open_disagreements": 1}, DISAGREEMENT),
        ({"forgotten_at": CLOSED}, FORGOTTEN),
    ],
)
def test_a_hold_and_an_open_disagreement_keep_the_words(
    line: Line, kept_by: dict[str, int], why: str
) -> None:
    told = {LIMIT - timedelta(days=back) for back in range(5)}
    found = plan(replace(line, **kept_by), TEAM, date(2028, 1, 1), told)
    assert (found.on, found.because, found.warn) == (None, why, False)


@pytest.mark.parametrize("told", [0, 1, 2])
def test_what_is_not_filed_never_goes_before_it_was_announced_on_three_days(told: int) -> None:
    days = {FIRST + timedelta(days=each) for each in range(told)}
    for today in (LIMIT, LIMIT + timedelta(days=1), date(2028, 1, 1)):
        found = plan(LINE, TEAM, today, days)
        assert not found.due(today)
        assert found.warn
        assert found.on is not None
        assert found.on >= today + timedelta(days=3 - told)


def test_after_three_announcements_it_goes_the_day_after_the_limit() -> None:
    days = {FIRST, FIRST + timedelta(days=2), LIMIT}
    assert not plan(LINE, TEAM, LIMIT, days).due(LIMIT)
    tomorrow = LIMIT + timedelta(days=1)
    assert plan(LINE, TEAM, tomorrow, days).due(tomorrow)


def test_one_document_of_three_that_is_open_is_enough_to_keep_the_words() -> None:
    nearly = replace(LINE, open_documents=1)
    assert plan(nearly, replace(TEAM, keep_days=0), LIMIT, ()).on == LIMIT + timedelta(days=3)


@pytest.mark.parametrize(
    ("today", "warn"), [(FIRST - timedelta(days=1), False), (FIRST, True), (LIMIT, True)]
)
def test_it_is_announced_over_the_last_week(today: date, warn: bool) -> None:
    found = plan(LINE, TEAM, today, ())
    assert found.warn is warn
    assert not plan(FILED, TEAM, today, ()).warn


def test_whoever_is_told_each_day_is_told_the_day_on_which_it_happens() -> None:
    """The day in the sentence never moves nearer, and is the day on which it goes."""
    told: set[date] = set()
    today, promised = FIRST, LIMIT + timedelta(days=1)
    while not (found := plan(LINE, TEAM, today, told)).due(today):
        assert found.on == promised
        assert may_forget_unfiled(today, LIMIT, told) is False
        told.add(today)
        today += timedelta(days=1)
    assert today == promised


def test_a_circle_that_was_never_closed_counts_from_its_last_move() -> None:
    left = replace(LINE, closed_at=None, window_from=None)
    moved = ms("2026-12-01")
    limit = unfiled_limit(date(2026, 12, 1))
    days = {limit - timedelta(days=back) for back in range(3)}
    assert not plan(left, TEAM, limit, days, moved).due(limit)
    assert plan(left, TEAM, limit + timedelta(days=1), days, moved).due(limit + timedelta(days=1))
    assert "never closed" in plan(left, TEAM, limit, days, moved).because
