"""Working days in the four nations of the United Kingdom: Monday to Friday, without the bank holidays.

The councils count in working days without saying which; bank holidays are the one list that is published
for everybody. A new one may be proclaimed at short notice: it is known here once the library is updated.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

#: The names of the nations, for a setting; the keys are what is kept.
NATIONS: Mapping[str, str] = {
    "england": "England",
    "wales": "Wales",
    "scotland": "Scotland",
    "northern_ireland": "Northern Ireland",
}

_SUBDIVISIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern_ireland": "NIR"}
_ONE_DAY = timedelta(days=1)


def after(day: date, count: int, nation: str) -> date:
    """The count-th working day after `day`, which itself is never counted. A count of 0 means “the same
    day”: the day itself where it is a working day, otherwise the next one."""
    if count < 0:
        raise ValueError("Working days are counted forwards only.")
    # A moment is a date too, for Python, yet equal to no bank holiday.
    day = date(day.year, day.month, day.day)
    left = count or int(not is_working_day(day, nation))
    while left:
        day += _ONE_DAY
        left -= is_working_day(day, nation)
    return day


def is_working_day(day: date, nation: str) -> bool:
    return day.weekday() < 5 and day not in bank_holidays(nation, day.year)


@lru_cache(maxsize=64)
def bank_holidays(nation: str, year: int) -> frozenset[date]:
    """Those of one year. A holiday at a weekend stands beside its substitute.

    The set is whole before anybody sees it: the library's own object fills itself year by year, and says
    “no” to a second thread that asks meanwhile."""
    # Here, since the library takes a quarter of a second to load and most pages do not need it.
    from holidays import country_holidays

    return frozenset(country_holidays("GB", subdiv=_SUBDIVISIONS[nation], years=year, expand=False))
