"""OSM opening hours, read and written: texts into rules, and days and spans into texts.

opening-hours-py judges the grammar: it parses a text and prints it in one canonical form, from
which rules, selectors and times are read here. It also says which dates a season selects. Its own
calendar isn't used: no country is given, and what it would make of `PH` does not enter.

Weekdays are bits: bit 0 is Monday.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from dataclasses import dataclass
from typing import NamedTuple

import opening_hours

from locator.stations.hours import errors
from locator.stations.hours.errors import HoursError
from locator.stations.hours.timeline import MINUTES_A_DAY, TIMELINE_MINUTES

LONGEST_TEXT = 500
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
EVERY_DAY = 0b1111111
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# The longest that each can be: no year is known where a rule names none.
MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_COMMENT = re.compile(r'"[^"]*"')
_WHOLE_DAY = re.compile(r"\b0?0:00 ?- ?24:00\b")
_DAY_NAME = r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)"
_WEEKDAY_START = re.compile(rf"(?:^|(?<= )){_DAY_NAME}\b")
_SUN_EVENT = r"\(?(?:dawn|sunrise|sunset|dusk)(?:[+-]\d\d:\d\d\))?"
_TIME = rf"(?:\d\d:\d\d|{_SUN_EVENT})"
_SPAN = rf"{_TIME}-{_TIME}\+?(?:/\d\d:\d\d)?|{_TIME}\+"
_TIMES = re.compile(rf"(?:^|(?<= ))(?:{_SPAN})(?:,(?:{_SPAN}))*$")
_SPAN_PARTS = re.compile(
    rf"(?P<start>\d\d:\d\d|{_SUN_EVENT})"
    rf"(?:-(?P<end>\d\d:\d\d|{_SUN_EVENT}))?(?P<open_end>\+)?"
)
_HOLIDAY_AND_WEEKDAY = re.compile(r"(?i)\b[PS]H\s+(?:Mo|Tu|We|Th|Fr|Sa|Su)\b")
_HOLIDAYS = re.compile(r"\b[PS]H\b")
_MODIFIER = re.compile(r"(?:^| )(closed|unknown|open)$")
_MONTH_DAY = re.compile(rf"\b({'|'.join(MONTHS)}) (\d{{1,2}})\b(?!:)")
# Whose every date is asked for when a text is read; one of them is a leap year.
_YEARS_TRIED = (2027, 2028)


class TimeSpan(NamedTuple):
    """A span `[start, end)` in minutes of the day it begins on; `end` is at most 2,880.

    `certain` is False where the text leaves the time open, and `why` is then `sun` or `open_end`.
    """

    start: int
    end: int
    certain: bool = True
    why: str = ""


@dataclass(frozen=True, slots=True)
class Selector:
    """The days a rule is for.

    Parameters
    ----------
    season
        Years, months, dates and weeks, as OSM text; empty for all the year.
    weekdays
        Bit 0 is Monday. Zero with `dated_weekdays` or holidays alone.
    dated_weekdays
        Weekdays that need the date, as OSM text (`Mo[1]`); else empty.
    public_holidays, school_holidays
        Whether `PH`, `SH` is among the days.
    """

    season: str = ""
    weekdays: int = EVERY_DAY
    dated_weekdays: str = ""
    public_holidays: bool = False
    school_holidays: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Parameters
    ----------
    separator
        How it meets the rules before it: `;` replaces, `,` adds, `||` fills what isn't open.
    spans
        None where no times stand.
    modifier
        `open`, `closed` or `unknown`.
    """

    separator: str
    selector: Selector
    spans: tuple[TimeSpan, ...] | None
    modifier: str
    comment: str


@functools.lru_cache(maxsize=16_384)
def read_rules(text: str) -> tuple[Rule, ...]:
    """Parse OSM opening hours into rules; compiled once per distinct text.

    Raises
    ------
    HoursError
        The text is longer than 500 characters, is not of the grammar, or asks for what isn't
        supported (`PH` with an offset, `PH Mo`).
    """
    printed, comments = _hide_comments(canonical_text(text))
    rules = []
    separator = ";"
    for position, part in enumerate(re.split(r"(; |, | \|\| )", printed)):
        if position % 2:
            separator = part.strip()
        else:
            rules.append(_read_rule(text, separator, part, comments))
    return tuple(rules)


def format_osm(text: str) -> str:
    """Return the text in the one form this program writes.

    Two-digit hours and days, `off`, explicit `unknown` where the grammar implies it.

    >>> format_osm("mo-fr 8:30-18:00;PH closed")
    'Mo-Fr 08:30-18:00; PH off'
    """
    read_rules(text)
    printed, comments = _hide_comments(canonical_text(text))
    printed = re.sub(r"\bclosed\b", "off", printed)
    printed = re.sub(r"^24/7 off", "off", printed)
    printed = printed.replace("00:00-00:00", "00:00-24:00")
    printed = re.sub(r"\bweek(?=\d)", "week ", printed)
    printed = _MONTH_DAY.sub(lambda match: f"{match[1]} {int(match[2]):02d}", printed)
    return _show_comments(re.sub(r"^00:00-24:00$", "24/7", printed), comments)


@functools.lru_cache(maxsize=4096)
def canonical_text(text: str) -> str:
    """Have the library parse the text and print it; whole days stand as 00:00-00:00.

    Raises
    ------
    HoursError
        The library refuses the text, or it names a date that no year has.
    """
    if len(text) > LONGEST_TEXT:
        raise HoursError(text, errors.too_long(len(text), LONGEST_TEXT))
    if not text.isprintable():
        raise HoursError(text, errors.OSM_CONTROL)
    if match := _HOLIDAY_AND_WEEKDAY.search(_COMMENT.sub("", text)):
        # OSM means weekdays that are holidays, the library either: neither is taken for granted.
        raise HoursError(text, errors.OSM_HOLIDAY_AND_DAY, match[0])
    printed = str(_parse(text, _make_explicit(text.strip())))
    _check_dates(text, printed)
    return printed


def selects_date(selector: str, ordinal: int) -> bool:
    """Tell whether a season or weekday selector selects a date, by its ordinal.

    >>> selects_date("May-Sep", dt.date(2026, 9, 30).toordinal())
    True
    """
    return ordinal in _dates_in_year(selector, dt.date.fromordinal(ordinal).year)


def days_osm(days: int, *, holidays: bool = False) -> str:
    """Write weekdays, from their bits, as OSM does.

    >>> days_osm(0b1100111, holidays=True)
    'PH,Mo-We,Sa,Su'
    """
    names = ["PH"] if holidays else []
    for first, last in weekday_runs(days):
        separator = "-" if last - first > 1 else ","
        names.append(WEEKDAYS[first] + (separator + WEEKDAYS[last] if last > first else ""))
    return ",".join(names)


def span_osm(start: int, end: int) -> str:
    """Write a span as OSM does; past midnight as 22:00-02:00, or as 14:00-30:00.

    The second where the first might be a slip for the afternoon, and so would not be read again.
    """
    if end > MINUTES_A_DAY and end - MINUTES_A_DAY + MINUTES_A_DAY // 2 <= start:
        end -= MINUTES_A_DAY
    return f"{start // 60:02d}:{start % 60:02d}-{end // 60:02d}:{end % 60:02d}"


def weekday_range_bits(first: int, last: int) -> int:
    """Return the bits of weekdays from one to another, which may pass the end of the week.

    >>> bin(weekday_range_bits(5, 0))  # Saturday to Monday
    '0b1100001'
    """
    return sum(1 << (first + offset) % 7 for offset in range((last - first) % 7 + 1))


def weekday_runs(days: int) -> list[tuple[int, int]]:
    """Return the first and the last of each run of weekdays, Monday is 0."""
    runs: list[tuple[int, int]] = []
    for day in (day for day in range(7) if days >> day & 1):
        if runs and runs[-1][1] == day - 1:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _parse(text: str, explicit: str) -> opening_hours.OpeningHours:
    try:
        return opening_hours.OpeningHours(explicit, auto_country=False, auto_timezone=False)
    except Exception as error:
        place = re.search(r"--> \d+:(\d+)", str(error))
        rest = explicit[int(place[1]) - 1 :] if place else ""
        raise HoursError(text, errors.OSM_GRAMMAR, rest[:40]) from error
    except BaseException as error:
        if not is_panic(error):
            raise
        raise HoursError(text, errors.OSM_FAILED) from error


def is_panic(error: BaseException) -> bool:
    """Tell a panic inside the library's Rust code, which arrives as a BaseException of its own."""
    return type(error).__name__ == "PanicException"


def _make_explicit(text: str) -> str:
    """Write out what the library's print would lose.

    It prints `Mo 00:00-24:00` like `Mo`, `open "x"` like `"x"` and `open` like `24/7`; the first of
    each pair gives hours, the second doesn't.
    """
    hidden, comments = _hide_comments(text)
    hidden = _WHOLE_DAY.sub("00:00-00:00", hidden)
    hidden = re.sub(r"(?i)(^|;|\|\|)(\s*)open(?=\s*(?:$|;|\|\||\x00))", r"\1\2unknown", hidden)
    hidden = re.sub(r"\s*\x00", _with_state, hidden)
    return _show_comments(hidden, comments)


def _with_state(match: re.Match[str]) -> str:
    """Write `unknown` before a comment that no state precedes: OSM's specification has it so."""
    before = match.string[: match.start()].lower()
    return match[0] if before.endswith(("open", "off", "closed", "unknown")) else " unknown \x00"


def _hide_comments(text: str) -> tuple[str, list[str]]:
    """Replace each quoted comment by a NUL, so that its words aren't taken for syntax."""
    return _COMMENT.sub("\x00", text), [match[1:-1] for match in _COMMENT.findall(text)]


def _show_comments(text: str, comments: list[str]) -> str:
    remaining = iter(comments)
    return re.sub("\x00", lambda _: f'"{next(remaining)}"', text)


def _check_dates(text: str, printed: str) -> None:
    """Refuse 30 February, and a range of dates that ends before it begins within one month.

    The second would be a year but for some days, which nobody means.
    """
    for month, day in _MONTH_DAY.findall(_COMMENT.sub("", printed)):
        if not 1 <= int(day) <= MONTH_DAYS[MONTHS.index(month)]:
            raise HoursError(text, errors.NO_SUCH_DATE, f"{month} {day}")
    for month, first, last in re.findall(r"\b([A-Z][a-z]{2}) (\d+)-\1 (\d+)\b", printed):
        if int(first) > int(last):
            raise HoursError(text, errors.DATES_REVERSED, f"{month} {first}-{month} {last}")
    dated = r"\b(\d{4}) ([A-Z][a-z]{2}) (\d+)"
    for match in re.finditer(rf"{dated}-{dated}\b", printed):
        start, end = [(int(year), MONTHS.index(month), int(day)) for year, month, day in
                      (match.groups()[:3], match.groups()[3:])]  # fmt: skip
        if start > end:
            raise HoursError(text, errors.DATES_REVERSED, match[0])
    for first, last in re.findall(r"\b(\d{4})-(\d{4})\b", _COMMENT.sub("", printed)):
        if int(first) > int(last):
            raise HoursError(text, errors.YEARS_REVERSED, f"{first}-{last}")


def _read_rule(text: str, separator: str, part: str, comments: list[str]) -> Rule:
    """Read one rule of the canonical form: selector, times, modifier, comment, each optional."""
    part = part.strip()
    comment = ""
    if part.endswith("\x00"):
        comment, part = comments.pop(0), part[:-1].rstrip()
    modifier = "open"
    if stated := _MODIFIER.search(part):
        modifier, part = stated[1], part[: stated.start()].rstrip()
    spans: tuple[TimeSpan, ...] | None = None
    if times := _TIMES.search(part):
        if "/" in times[0]:
            # Moments at which a tour or a service begins; or 17:00, or else 18:00.
            raise HoursError(text, errors.OSM_REPEATED, times[0])
        spans, part = _read_spans(times[0]), part[: times.start()].rstrip()
    if part == "24/7":
        part = ""
        spans = (TimeSpan(0, MINUTES_A_DAY),) if modifier == "open" else spans
    return Rule(separator, _read_selector(text, part), spans, modifier, comment)


def _read_spans(text: str) -> tuple[TimeSpan, ...]:
    """Read the time spans of one rule in canonical OSM form.

    >>> _read_spans("22:00-02:00,12:00+")
    (TimeSpan(start=1320, end=1560, certain=True, why=''), TimeSpan(start=720, end=1440, certain=False, why='open_end'))
    """  # noqa: E501
    return tuple(span for match in _SPAN_PARTS.finditer(text) for span in _spans_of(match))


def _spans_of(match: re.Match[str]) -> list[TimeSpan]:
    """Turn one match into spans.

    Where the sun rises and sets is not known here, so a span that begins or ends with the sun is
    uncertain from, or up to, midnight: it may never be shown as open nor as closed.
    """
    start, end = _minutes(match["start"]), _minutes(match["end"] or "24:00")
    if start is None or end is None:
        return [
            TimeSpan(start or 0, end if end and end > (start or 0) else MINUTES_A_DAY, False, "sun")
        ]
    if end <= start:
        end += MINUTES_A_DAY
    if not match["open_end"]:
        return [TimeSpan(start, end)]
    if not match["end"]:
        return [TimeSpan(start, MINUTES_A_DAY, False, "open_end")]
    return [
        TimeSpan(start, end),
        TimeSpan(end, max(MINUTES_A_DAY, min(end + 1, TIMELINE_MINUTES)), False, "open_end"),
    ]


def _minutes(text: str) -> int | None:
    """Return the minutes of HH:MM, or None for a sun event."""
    if not text[0].isdigit():
        return None
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _read_selector(text: str, part: str) -> Selector:
    """Read the days of one rule, and see that every date of some years can be asked for.

    The library evaluates what it parses, or fails; and it is the oracle of how the text was split
    here. In `Mar Su[-1]-Oct Su[-1]` the weekdays belong to the dates: the whole is a season.
    """
    match = _WEEKDAY_START.search(part)
    if not match:
        selector = Selector(season=part)
        _selected(text, part)
        return selector
    season, days = part[: match.start()].strip(), part[match.start() :]
    items = re.split(r",(?![^\[]*\])", days)
    if any(re.match(r"[PS]H .", item) for item in items):
        raise HoursError(text, errors.OSM_SHIFTED, days)
    selector = _split_selector(season, items)
    named = ",".join(item for item in items if item not in {"PH", "SH"})
    if selector.dated_weekdays or (season and named):
        whole = f"{season} {named}".strip()
        years = _years_tried(whole)
        dates = _selected(text, whole, years)
        try:
            is_split = dates == _selected_by(text, selector, years)
        except HoursError:
            is_split = False
        if not is_split:
            if whole != part or _HOLIDAYS.search(part):
                raise HoursError(text, errors.OSM_FAILED, part)
            return Selector(season=whole)
    elif season:
        _selected(text, season)
    return selector


def _split_selector(season: str, items: list[str]) -> Selector:
    ordinary = [item for item in items if item not in {"PH", "SH"}]
    plain = all(re.fullmatch(r"[A-Z][a-z](-[A-Z][a-z])?", item) for item in ordinary)
    return Selector(
        season=season,
        weekdays=_weekday_bits(ordinary) if plain else 0,
        dated_weekdays="" if plain else ",".join(ordinary),
        public_holidays="PH" in items,
        school_holidays="SH" in items,
    )


def _years_tried(selector: str) -> frozenset[int]:
    named = map(int, re.findall(r"\b(?:19|20)\d\d\b", selector)[:4])
    return frozenset({*_YEARS_TRIED, *named})


def _selected(text: str, selector: str, years: frozenset[int] | None = None) -> frozenset[int]:
    """Return the ordinals of the dates that a selector selects in the years that are tried.

    Raises
    ------
    HoursError
        The library parses the selector but can't evaluate it.
    """
    years = years or _years_tried(selector)
    if not selector:
        return frozenset(
            day
            for year in years
            for day in range(dt.date(year, 1, 1).toordinal(), dt.date(year + 1, 1, 1).toordinal())
        )
    try:
        return frozenset().union(*(_dates_in_year(selector, year) for year in years))
    except Exception as error:
        raise HoursError(text, errors.OSM_FAILED, selector) from error
    except BaseException as error:
        if not is_panic(error):
            raise
        raise HoursError(text, errors.OSM_FAILED, selector) from error


def _selected_by(text: str, selector: Selector, years: frozenset[int]) -> frozenset[int]:
    """Return what `_selected` would for a selector that has been split."""
    dates = _selected(text, selector.season, years)
    if selector.dated_weekdays:
        return dates & _selected(text, selector.dated_weekdays, years)
    return frozenset(day for day in dates if selector.weekdays >> (day - 1) % 7 & 1)


def _weekday_bits(items: list[str]) -> int:
    """Return the bits of `Mo-Fr`, `Su`, `Sa-Mo`: a range may pass the end of the week."""
    bits = 0
    for item in items:
        first, _, last = item.partition("-")
        bits |= weekday_range_bits(WEEKDAYS.index(first), WEEKDAYS.index(last or first))
    return bits


@functools.lru_cache(maxsize=8_192)
def _dates_in_year(selector: str, year: int) -> frozenset[int]:
    """Return the ordinals of the year's dates that the selector selects, as the library sees it."""
    hours = opening_hours.OpeningHours(
        f"{selector} 00:00-24:00", auto_country=False, auto_timezone=False
    )
    # The library reckons in local time, without a zone.
    first = dt.datetime(year, 1, 1)  # noqa: DTZ001
    last = dt.datetime(year, 12, 31, 23, 59)  # noqa: DTZ001
    selected: set[int] = set()
    for start, end, state, _ in hours.intervals(first, last):
        if state == opening_hours.State.OPEN:
            # The last interval ends at 23:59 of the last day, which is in.
            past = end.toordinal() + (end.time() != dt.time())
            selected.update(range(start.toordinal(), past))
    return frozenset(selected)
