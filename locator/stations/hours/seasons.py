"""Dates and seasons of Chinese lists into OSM's month and date ranges."""

from __future__ import annotations

import re
from dataclasses import dataclass

from locator.stations.hours import faults
from locator.stations.hours.clock import read_number
from locator.stations.hours.errors import HoursError

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_PARTS = re.compile(
    r"(?:(?P<year>\d{4})[年-])?(?P<month>\d{1,2})(?:[月.-](?:份|(?P<day>\d{1,2}|底|初)[日号]?)?)?"
)
_IN_CHINESE = re.compile("[一二三四五六七八九十]+")
_NEXT_YEAR = re.compile("次年|翌年|第二年|来年")


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
            return f"{_MONTHS[self.first - 1]}-{_MONTHS[self.last - 1]}"
        if word.rstrip("季节天令时") in {"冬", "冬春"}:
            return f"{_MONTHS[self.last % 12]}-{_MONTHS[self.first - 2]}"
        return None


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
    plain = _IN_CHINESE.sub(lambda found: str(read_number(found[0])), plain)
    iso = re.fullmatch(r"(\d{4}-\d{1,2}-\d{1,2})(?:-(\d{4}-\d{1,2}-\d{1,2}))?", plain)
    start, _, end = (iso[1], "-", iso[2] or "") if iso else plain.partition("-")
    if not end:
        return _one(text, start)
    if re.fullmatch(r"\d{1,2}[日号]", end):
        end = start[: start.index("月") + 1] + end
    first, last = _read(text, start), _read(text, end, is_end=True)
    _check_order(text, written, first, last)
    if first[2] is None and last[2] is None:
        return f"{_year(first)}{_MONTHS[first[1] - 1]}-{_MONTHS[last[1] - 1]}"
    last_day = last[2] or _LENGTHS[last[1] - 1]
    return (
        f"{_year(first)}{_MONTHS[first[1] - 1]} {first[2] or 1:02d}"
        f"-{_year(last)}{_MONTHS[last[1] - 1]} {last_day:02d}"
    )


_Date = tuple[int | None, int, int | None]


def _one(text: str, written: str) -> str:
    year, month, day = _read(text, written)
    return f"{_year((year, month, day))}{_MONTHS[month - 1]}" + (f" {day:02d}" if day else "")


def _year(date: _Date) -> str:
    return f"{date[0]} " if date[0] else ""


def _read(text: str, written: str, *, is_end: bool = False) -> _Date:
    """Return year, month and day of one date; year and day may be absent."""
    found = _PARTS.fullmatch(written.rstrip("份"))
    month = int(found["month"]) if found else 0
    if not found or not 1 <= month <= 12:
        raise HoursError(text, faults.NO_SUCH_MONTH, written)
    longest = _LENGTHS[month - 1]
    named = {None: None, "初": 1, "底": longest}
    day = named[found["day"]] if found["day"] in named else int(found["day"])
    if day is not None and not 1 <= day <= longest:
        raise HoursError(text, faults.NO_SUCH_DATE, written)
    if is_end and month == 2 and found["day"] == "底":
        day = 29
    return (int(found["year"]) if found["year"] else None), month, day


def _check_order(text: str, written: str, first: _Date, last: _Date) -> None:
    """Refuse a range with years that runs backwards, and one that wraps within its own month."""
    if (first[0] is None) != (last[0] is None):
        raise HoursError(text, faults.YEAR_ON_BOTH, written)
    start, end = (first[1], first[2] or 1), (last[1], last[2] or 31)
    backwards = (first[0] or 0, *start) > (last[0] or 0, *end)
    if backwards and (first[0] is not None or first[1] == last[1]):
        raise HoursError(text, faults.DATES_REVERSED, written)
    if first[0] is not None and (first[2] is None or last[2] is None):
        raise HoursError(text, faults.YEAR_NEEDS_DAYS, written)
