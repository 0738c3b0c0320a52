"""Weekdays, dates and seasons of Chinese lists: into weekday bits and OSM's months and dates.

Weekdays are bits throughout: bit 0 is Monday.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from locator.stations.hours import errors
from locator.stations.hours.errors import HoursError
from locator.stations.hours.lexer import read_number
from locator.stations.hours.osm import MONTH_DAYS, MONTHS, weekday_range_bits, weekday_runs

WORKDAYS = 0b0011111
WEEKEND = 0b1100000

_WEEKDAYS = "一二三四五六日"
_NUMBERS = {name: number for number, name in enumerate(_WEEKDAYS)} | {"天": 6}
_WEEKDAY = re.compile(r"([一二三四五六日天1-7])(?:-(?:周|星期|礼拜)?([一二三四五六日天1-7]))?")
_ENGLISH = re.compile("(mon|tue|wed|thu|fri|sat|sun)[a-z]*")
_ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_PARTS = re.compile(
    r"(?:(?P<year>\d{4})[年-])?(?P<month>\d{1,2})(?:[月.-](?:份|(?P<day>\d{1,2}|底|初)[日号]?)?)?"
)
_IN_CHINESE = re.compile("[一二三四五六七八九十]+")
_NEXT_YEAR = re.compile("次年|翌年|第二年|来年")


def weekday_bits(text: str) -> int:
    """Return the bits of 周一-周五,周日; Monday is bit 0. A range may pass the end of the week.

    >>> weekday_bits("周六-周一")
    97
    """
    bits = 0
    named = _ENGLISH.sub(lambda match: str(_ENGLISH_DAYS.index(match[1]) + 1), text)
    for first, last in _WEEKDAY.findall(re.sub("周|星期|礼拜|每", "", named)):
        bits |= weekday_range_bits(_weekday(first), _weekday(last or first))
    return bits


def days_shown(days: int) -> str:
    """Write weekdays, from their bits, in Chinese.

    >>> days_shown(0b1000111)
    '周一至周三、周日'
    """
    names = []
    for first, last in weekday_runs(days):
        joint = "至周" if last - first > 1 else "、周"
        names.append(
            f"周{_WEEKDAYS[first]}" + (f"{joint}{_WEEKDAYS[last]}" if last > first else "")
        )
    return "、".join(names)


def read_dates(text: str, written: str) -> str:
    """Turn a date, a month or a range of them, as one word of the text, into OSM syntax.

    >>> read_dates("", "10月1日-次年4月底")
    'Oct 01-Apr 30'

    Raises
    ------
    HoursError
        A date no year has, a range that ends before it begins, or a piece that can't be read.
    """
    plain = _NEXT_YEAR.sub("", re.sub("^(?:每年)?[自从]?", "", written))
    plain = _IN_CHINESE.sub(lambda match: str(read_number(match[0])), plain)
    iso = re.fullmatch(r"(\d{4}-\d{1,2}-\d{1,2})(?:-(\d{4}-\d{1,2}-\d{1,2}))?", plain)
    start, _, end = (iso[1], "-", iso[2] or "") if iso else plain.partition("-")
    if not end:
        date = _read_date(text, start)
        return date.osm_month + (f" {date.day:02d}" if date.day else "")
    if re.fullmatch(r"\d{1,2}[日号]", end):
        end = start[: start.index("月") + 1] + end
    first, last = _read_date(text, start), _read_date(text, end, is_end=True)
    _check_order(text, written, first, last)
    if first.day is None and last.day is None:
        return f"{first.osm_month}-{last.osm_month}"
    last_day = last.day or MONTH_DAYS[last.month - 1]
    return f"{first.osm_month} {first.day or 1:02d}-{last.osm_month} {last_day:02d}"


@dataclass(frozen=True, slots=True)
class SeasonMonths:
    """Which months 夏, 夏秋 mean where a list gives no dates; 冬, 冬春 are the others.

    Parameters
    ----------
    first, last
        Months 1 to 12, both in.
    """

    first: int = 5
    last: int = 9

    def __post_init__(self) -> None:
        if not 1 <= self.first <= self.last <= 12:
            raise ValueError(f"summer from month {self.first} to {self.last}: not within a year")

    def osm(self, word: str) -> str | None:
        """Return the months of a season's name; None for names that don't halve the year.

        >>> SeasonMonths().osm("冬春季")
        'Oct-Apr'
        """
        if word.rstrip("季节天令时") in {"夏", "夏秋"}:
            return f"{MONTHS[self.first - 1]}-{MONTHS[self.last - 1]}"
        if word.rstrip("季节天令时") in {"冬", "冬春"}:
            return f"{MONTHS[self.last % 12]}-{MONTHS[self.first - 2]}"
        return None


def _weekday(name: str) -> int:
    return int(name) - 1 if name.isdigit() else _NUMBERS[name]


class _Date(NamedTuple):
    """A date as a list writes it, which may leave out its year and its day."""

    year: int | None
    month: int
    day: int | None

    @property
    def osm_month(self) -> str:
        year = f"{self.year} " if self.year else ""
        return year + MONTHS[self.month - 1]


def _read_date(text: str, written: str, *, is_end: bool = False) -> _Date:
    match = _PARTS.fullmatch(written.rstrip("份"))
    month = int(match["month"]) if match else 0
    if not match or not 1 <= month <= 12:
        raise HoursError(text, errors.NO_SUCH_MONTH, written)
    longest = MONTH_DAYS[month - 1]
    named = {None: None, "初": 1, "底": longest}
    day = named[match["day"]] if match["day"] in named else int(match["day"])
    if day is not None and not 1 <= day <= longest:
        raise HoursError(text, errors.NO_SUCH_DATE, written)
    if is_end and month == 2 and match["day"] == "底":
        day = 29
    return _Date(int(match["year"]) if match["year"] else None, month, day)


def _check_order(text: str, written: str, first: _Date, last: _Date) -> None:
    """Refuse a range with years that runs backwards, and one that wraps within its own month."""
    if (first.year is None) != (last.year is None):
        raise HoursError(text, errors.YEAR_ON_BOTH, written)
    start, end = (first.month, first.day or 1), (last.month, last.day or 31)
    backwards = (first.year or 0, *start) > (last.year or 0, *end)
    if backwards and (first.year is not None or first.month == last.month):
        raise HoursError(text, errors.DATES_REVERSED, written)
    if first.year is not None and (first.day is None or last.day is None):
        raise HoursError(text, errors.YEAR_NEEDS_DAYS, written)
