"""China's calendar: which days are off, which weekends are worked, and what isn't published yet."""

from __future__ import annotations

import datetime as dt
import enum
import functools
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import chinese_calendar

from locator.stations.hours.statutory_holidays import statutory_days
from locator.stations.hours.year_file import YearCalendar, read_year_file

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

NEAR_DAYS = 14
# No notice from 2004 to 2026 has touched a date before 29 December for the New Year after it: 29
# December 2007 and 2018 were worked, so were 30 December 2006 and 31 December 2011.
_BEFORE_NEW_YEAR = (12, 29)
_CACHED_DAYS = 20_000
_PACKAGE_NAMES = {
    "new_years_day": "new_year",
    "spring_festival": "spring_festival",
    "tomb_sweeping_day": "qingming",
    "labour_day": "labour_day",
    "dragon_boat_festival": "dragon_boat",
    "national_day": "national_day",
    "mid_autumn_festival": "mid_autumn",
}


class DayKind(enum.IntEnum):
    """What the calendar says of a date.

    `UNCERTAIN` is a date within 14 days of a statutory holiday whose year has no published
    calendar: it may be swapped with the holiday, worked, or neither. The holiday's year counts: the
    New Year's of the first unpublished year reaches back into the last published December.
    """

    ORDINARY = 0
    OFF = 1
    WORKED = 2
    UNCERTAIN = 3


class CalendarDay(NamedTuple):
    """A date's kind, and the key of the holiday that made it so (None for ordinary days)."""

    kind: DayKind
    holiday: str | None


class Calendar:
    """China's days off as observed, for the years that are published; immutable.

    Parameters
    ----------
    years
        Published years; of two with the same year the later one counts.

    Notes
    -----
    Equal content makes equal calendars, so one that went through pickle shares compiled hours with
    the original.
    """

    __slots__ = ("_by_ordinal", "_days", "_hash", "_numbers", "_years")

    def __init__(self, years: Iterable[YearCalendar] = ()) -> None:
        by_year = {year.year: year for year in years}
        self._years = tuple(by_year[year] for year in sorted(by_year))
        self._numbers = frozenset(by_year)
        days: dict[dt.date, CalendarDay] = {}
        for year in self._years:
            days |= {day: CalendarDay(DayKind.OFF, key) for day, key in year.off}
            days |= {day: CalendarDay(DayKind.WORKED, key) for day, key in year.worked}
        self._days = days
        self._hash = hash(self._years)
        self._by_ordinal: dict[int, CalendarDay] = {}

    @classmethod
    def published(cls) -> Calendar:
        """Return the calendar of the years that the `chinesecalendar` package knows."""
        return _published()

    @classmethod
    def load(cls, folder: str | os.PathLike[str] | None = None) -> Calendar:
        """Return the published calendar together with the year files (`*.json`) of a folder.

        A folder that doesn't exist yet counts as empty.

        Raises
        ------
        CalendarError
            A year file is wrong.
        """
        files = sorted(Path(folder).glob("*.json")) if folder is not None else []
        return cls([*_published().years, *map(read_year_file, files)])

    @property
    def years(self) -> tuple[YearCalendar, ...]:
        """The published years in full, in order."""
        return self._years

    @property
    def published_years(self) -> tuple[int, ...]:
        """The numbers of the published years, in order."""
        return tuple(year.year for year in self._years)

    def day(self, date: dt.date) -> CalendarDay:
        """Return what kind of day a date is; every date has a kind.

        >>> Calendar.published().day(dt.date(2025, 9, 28))
        CalendarDay(kind=<DayKind.WORKED: 2>, holiday='national_day')
        """
        return self.day_at(date.toordinal())

    def day_at(self, ordinal: int) -> CalendarDay:
        """Return the same by the date's proleptic ordinal, from a cache."""
        known = self._by_ordinal.get(ordinal)
        if known is None:
            known = self._look_up(dt.date.fromordinal(ordinal))
            if len(self._by_ordinal) > _CACHED_DAYS:
                self._by_ordinal = {}
            self._by_ordinal[ordinal] = known
        return known

    def _look_up(self, date: dt.date) -> CalendarDay:
        listed = self._days.get(date)
        if listed is not None:
            return listed
        if date.year in self._numbers:
            if (date.month, date.day) >= _BEFORE_NEW_YEAR and date.year + 1 not in self._numbers:
                return CalendarDay(DayKind.UNCERTAIN, "new_year")
            return CalendarDay(DayKind.ORDINARY, None)
        return _unpublished_day(date)

    def __eq__(self, other: object) -> bool:
        return self._years == other._years if isinstance(other, Calendar) else NotImplemented

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[type[Calendar], tuple[tuple[YearCalendar, ...]]]:
        return type(self), (self._years,)

    def __repr__(self) -> str:
        return f"Calendar(published_years={self.published_years})"


@functools.cache
def _published() -> Calendar:
    """Read the tables of `chinesecalendar` once; they are constants of that package.

    The package keeps a date under the year of the date, also where the notice of the next year
    named it (30 December 2018), and so do we. A year counts as published when it has days in
    January and in October: one known only by a New Year's holiday begun in December is not.
    """
    days = {day: _package_key(name) for day, name in chinese_calendar.holidays.items()}
    worked = {day: _package_key(name) for day, name in chinese_calendar.workdays.items()}
    january = {day.year for day in days if day.month == 1}
    october = {day.year for day in days if day.month == 10}
    return Calendar(
        YearCalendar(
            year,
            tuple(sorted((day, key) for day, key in days.items() if day.year == year)),
            tuple(sorted((day, key) for day, key in worked.items() if day.year == year)),
        )
        for year in january & october
    )


def _package_key(name: str) -> str:
    """Turn the package's English name of a holiday into our key."""
    member = chinese_calendar.Holiday(name).name
    return _PACKAGE_NAMES.get(member, "special")


def _unpublished_day(date: dt.date) -> CalendarDay:
    """Return what a date of an unpublished year is.

    Statutory holidays themselves are off by law. Swaps and make-up days have never lain further
    than 14 days away, so beyond that the week rules. A year whose statutory dates are unknown has
    no date that is certain.
    """
    own = statutory_days(date.year)
    if date in own:
        return CalendarDay(DayKind.OFF, own[date])
    if not own:
        return CalendarDay(DayKind.UNCERTAIN, None)
    # New Year's Day lies at the edge of a year and is the only holiday that reaches over it.
    if (date.month, date.day) >= _BEFORE_NEW_YEAR:
        return CalendarDay(DayKind.UNCERTAIN, "new_year")
    around = own.items()
    away, key = min((abs((day - date).days), key) for day, key in around)
    if away <= NEAR_DAYS:
        return CalendarDay(DayKind.UNCERTAIN, key)
    return CalendarDay(DayKind.ORDINARY, None)
