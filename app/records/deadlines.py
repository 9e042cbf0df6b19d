"""By when a record is filed and put right, and from when its words may be forgotten (pure).

All days are days in London. Where a last day is given, the whole of it still counts.
"""

from collections.abc import Collection
from datetime import date, timedelta

from app.records import working_days
from app.records.wording import day as day_words

#: Working days within which a supervision record is on the child's file (Dudley, "Recording Practice
#: Supervision"). A team may set its own.
FILE_WITHIN_DEFAULT = 2
#: Working days in which those concerned say what is wrong, before agreement is assumed (West Sussex,
#: section 11, its templates give 5 days; Central Bedfordshire, one-to-one templates).
CORRECT_WITHIN = 5
#: Days for which the words are kept after the record was filed.
KEEP_DAYS_DEFAULT = 7
KEEP_DAYS_MOST = 31
#: Days after which a circle whose record nobody filed comes to its end too, and how it is announced.
UNFILED_DAYS = 31
WARN_BEFORE_DAYS = 7
WARNINGS = 3


def file_by(closed: date, days: int, nation: str) -> date:
    """The last day for filing. 0 days means the day of the circle, or the next working day after a weekend."""
    return working_days.after(closed, days, nation)


def corrections_until(closed: date, nation: str) -> date:
    """The last day for corrections and disagreements."""
    return working_days.after(closed, CORRECT_WITHIN, nation)


def forget_on(settled: date | None, corrections_until: date, keep_days: int) -> date | None:
    """The first day on which the words may be forgotten: `keep_days` after everything was filed or discarded
    (`settled`), and never before the correction window's last day is over. None while something is open."""
    if not 0 <= keep_days <= KEEP_DAYS_MOST:
        raise ValueError(f"Words are kept for 0 to {KEEP_DAYS_MOST} days after filing.")
    if settled is None:
        return None
    return max(settled + timedelta(days=keep_days), corrections_until + timedelta(days=1))


def unfiled_limit(closed_or_last_touched: date) -> date:
    """The last day of a circle whose record nobody filed, if it was announced (`may_forget_unfiled`)."""
    return closed_or_last_touched + timedelta(days=UNFILED_DAYS)


def may_forget_unfiled(today: date, limit: date, warned_on: Collection[date]) -> bool:
    """Whether words that nobody filed may go: the limit has passed, and staff were warned on three different
    days that are over, none of them earlier than a week before the limit. So a server that was off for a
    month warns for three days first, and warnings about an earlier limit count for nothing."""
    first = limit - timedelta(days=WARN_BEFORE_DAYS)
    counted = {day for day in warned_on if first <= day < today}
    return today > limit and len(counted) >= WARNINGS


def standing(today: date, due: date) -> str:
    """How it stands with something that is due, to be read after “The form is”."""
    if due < today:
        return f"overdue since {_weekday_and_day(due)}"
    if due == today:
        return "due today"
    if due == today + timedelta(days=1):
        return "due tomorrow"
    return f"due on {_weekday_and_day(due)}"


def _weekday_and_day(when: date) -> str:
    return f"{_WEEKDAYS[when.weekday()]} {day_words(when)}"


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
