"""A station's hours by the day, as people read them: this week, and the holidays that come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from locator.language import Language, phrase
from locator.stations.hours import (
    CLOSED,
    HOLIDAYS,
    MINUTES_A_DAY,
    OPEN,
    DayKind,
    Reason,
    word_reason,
)
from locator.stations.hours.reason import SHORT_MONTHS, SHORT_WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from locator.stations.hours import Calendar, OpeningHours
    from locator.stations.station import Station

# As far ahead as a notice on a door is read: the holidays of the coming months.
HOLIDAY_DAYS = 150
MOST_HOLIDAYS = 4

_ALL_DAY = phrase("station_page.all_day")
_CLOSED = phrase("station_page.closed")
_UNKNOWN = phrase("station_page.unknown")
_UNSURE = phrase("station_page.unsure")
_NEXT_DAY = phrase("station_page.next_day")
_OUT_OF_SEASON = phrase("station_page.out_of_season")
_KINDS = {
    DayKind.OFF: phrase("station_page.kinds.day_off"),
    DayKind.WORKED: phrase("station_page.kinds.make_up_working_day"),
    DayKind.UNCERTAIN: phrase("station_page.kinds.calendar_published_near"),
}


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day, or several in a row that are alike: when, what the calendar says, the hours.

    `state` is `open` where some time is known to be open, `closed` where none is, else `unknown`;
    `why` words a closed or unknown day's reason, where that tells more than the hours.
    """

    first: date
    last: date
    dates: str
    calendar: str
    hours: str
    state: str
    why: str = ""
    is_today: bool = False


class HoursSpan(NamedTuple):
    """Minutes `[start, end)` of a day, past 1,440 those of the next, in one state, and why."""

    start: int
    end: int
    state: int
    code: str
    comment: str


def week_rows(
    station: Station,
    hours: OpeningHours | None,
    calendar: Calendar,
    day: date,
    lang: Language,
    *,
    is_today: bool = True,
) -> list[DayRow]:
    """Return the seven days from `day` on, a row each; `is_today` tells what the first is."""
    days = (day + timedelta(days=n) for n in range(7))
    return [
        _row(station, hours, calendar, one, lang, is_today=is_today and one == day) for one in days
    ]


def holiday_rows(
    station: Station, hours: OpeningHours | None, calendar: Calendar, day: date, lang: Language
) -> list[DayRow]:
    """Return the next holidays and make-up days; days in a row that are alike share theirs.

    Days that are only near a holiday of a year without a published calendar are not told one by
    one: nothing is known of them yet.
    """
    rows: list[DayRow] = []
    holidays: list[str | None] = []
    for one in (day + timedelta(days=n) for n in range(HOLIDAY_DAYS)):
        kind, holiday = calendar.day(one)
        if kind not in (DayKind.OFF, DayKind.WORKED):
            continue
        if holiday not in holidays:
            holidays.append(holiday)
        if len(holidays) > MOST_HOLIDAYS:
            break
        rows.append(_row(station, hours, calendar, one, lang))
    return list(_joined(rows, lang))


def unpublished_year(calendar: Calendar, day: date) -> int | None:
    """Return the year within the days told whose calendar is not published; none if all are."""
    years = (day.year, (day + timedelta(days=HOLIDAY_DAYS)).year)
    return next((year for year in years if year not in calendar.published_years), None)


def _row(
    station: Station,
    hours: OpeningHours | None,
    calendar: Calendar,
    day: date,
    lang: Language,
    *,
    is_today: bool = False,
) -> DayRow:
    kind, key = calendar.day(day)
    holiday = HOLIDAYS[key].name if key else phrase("station_page.a_holiday")
    calendar_text = (
        _KINDS[kind].in_language(lang).format(holiday=holiday.in_language(lang))
        if kind in _KINDS
        else ""
    )
    text, state, why = _day_hours(station, hours, calendar, day, lang)
    return DayRow(day, day, date_text(day, lang), calendar_text, text, state, why, is_today)


def _day_hours(
    station: Station, hours: OpeningHours | None, calendar: Calendar, day: date, lang: Language
) -> tuple[str, str, str]:
    """Return a day's hours, its state and why."""
    if not in_season(station, day):
        return _OUT_OF_SEASON.in_language(lang), "closed", ""
    if hours is None:
        return _UNKNOWN.in_language(lang), "unknown", ""
    spans = list(spans_of_day(hours, day))
    if not spans:
        return _CLOSED.in_language(lang), "closed", ""
    text = phrase("language.comma").in_language(lang).join(_span_text(span, lang) for span in spans)
    if any(span.state == OPEN for span in spans):
        return text, "open", ""
    doubt = spans[0]
    holiday = calendar.day(day).holiday
    why = word_reason(Reason(doubt.code, day, holiday, None, doubt.comment), lang)
    whole = len(spans) == 1 and doubt.end - doubt.start >= MINUTES_A_DAY
    return _UNKNOWN.in_language(lang) if whole else text, "unknown", why


def spans_of_day(hours: OpeningHours, day: date) -> Iterator[HoursSpan]:
    """Yield what of the hours that begin on a day is not closed, in order."""
    course = hours.own_timeline(day.toordinal())
    ends = [start for start, _ in course[1:]] + [2 * MINUTES_A_DAY]
    pieces = [(start, end, mark) for (start, mark), end in zip(course, ends, strict=True)]
    # Pieces of one state that meet are one span: their reasons differ, the door does not.
    for state, group in groupby(pieces, key=lambda piece: piece[2].state):
        if state != CLOSED:
            met = list(group)
            mark = met[0][2]
            yield HoursSpan(met[0][0], met[-1][1], state, mark.code, mark.comment)


def _span_text(span: HoursSpan, lang: Language) -> str:
    if span.state == OPEN and (span.start, span.end) == (0, MINUTES_A_DAY):
        return _ALL_DAY.in_language(lang)
    text = f"{clock(span.start)}–{_end_text(span.end, lang)}"
    return text if span.state == OPEN else _UNSURE.in_language(lang).format(span=text)


def _end_text(minute: int, lang: Language) -> str:
    if minute <= MINUTES_A_DAY:
        return clock(minute)
    return _NEXT_DAY.in_language(lang).format(time=clock(minute - MINUTES_A_DAY))


def clock(minute: int) -> str:
    """Return a minute of the day as clocks show it; 1,440 is 24:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def date_text(day: date, lang: Language) -> str:
    """Return a date with its weekday.

    Examples
    --------
    >>> date_text(date(2026, 10, 1), "zh"), date_text(date(2026, 10, 1), "en")
    ('10月1日 周四', 'Thu 1 Oct')
    """
    return phrase(
        "station_page.date",
        month=day.month,
        month_name=SHORT_MONTHS[day.month - 1],
        day=day.day,
        weekday=SHORT_WEEKDAYS[day.weekday()],
    ).in_language(lang)


def in_season(station: Station, day: date) -> bool:
    """Tell whether a day lies within a station's first and last."""
    begun = station.valid_from is None or station.valid_from <= day
    return begun and (station.valid_to is None or day <= station.valid_to)


def _joined(rows: list[DayRow], lang: Language) -> Iterator[DayRow]:
    """Join rows of days that follow each other and are told alike."""
    runs: list[list[DayRow]] = []
    for row in rows:
        alike = runs and _content(runs[-1][-1]) == _content(row)
        if alike and runs[-1][-1].last + timedelta(days=1) == row.first:
            runs[-1].append(row)
        else:
            runs.append([row])
    for run in runs:
        first, last = run[0], run[-1]
        dates = first.dates if first is last else _range_text(first.first, last.last, lang)
        yield DayRow(
            first.first, last.last, dates, first.calendar, first.hours, first.state, first.why
        )


def _content(row: DayRow) -> tuple[str, str, str, str]:
    return row.calendar, row.hours, row.state, row.why


def _range_text(first: date, last: date, lang: Language) -> str:
    """Return a range of dates: 10月1–8日, 1–8 Oct, 30 Sep – 2 Oct."""
    values: dict[str, object] = {
        "month": first.month,
        "month_name": SHORT_MONTHS[first.month - 1],
        "day": first.day,
        "last_month": last.month,
        "last_month_name": SHORT_MONTHS[last.month - 1],
        "last_day": last.day,
    }
    if first.month == last.month:
        return phrase("station_page.dates_of_month", **values).in_language(lang)
    return phrase("station_page.dates_of_two_months", **values).in_language(lang)
