"""A station's hours by the day, against the hours themselves."""

import datetime as dt

import pytest

from locator.publish.station import station_hours
from locator.publish.station.station_hours import date_text, holiday_rows, week_rows
from locator.stations.hours import Calendar, OpeningHours
from tests.making import feature, station_set

CALENDAR = Calendar.published()


def rows_of(osm, day, lang="zh", of=week_rows, **properties):
    station = station_set(feature(opening_hours=osm, **properties))[0]
    hours = OpeningHours(osm) if osm else None
    return of(station, hours, CALENDAR, day, lang)


def test_a_week_with_a_holiday_in_it():
    rows = rows_of("Mo-Fr 08:30-12:00,14:00-18:00; PH off", dt.date(2026, 9, 28))
    assert [row.hours for row in rows] == ["08:30–12:00，14:00–18:00"] * 3 + ["休息"] * 4
    assert rows[3].calendar == "国庆节放假"
    assert [row.is_today for row in rows] == [True] + [False] * 6
    assert rows[0].dates == "9月28日 周一"


@pytest.mark.parametrize(
    ("osm", "day", "zh", "en", "state"),
    [
        ("24/7", "2026-11-23", "全天 24 小时", "open 24 hours", "open"),
        ("22:00-06:00", "2026-11-23", "22:00–次日 06:00", "22:00–06:00 next day", "open"),
        ("18:00+", "2026-11-23", "18:00–24:00 不确定", "18:00–24:00 uncertain", "unknown"),
        ("Mo-Fr 09:00-17:00", "2026-10-01", "时间未知", "hours unknown", "unknown"),
        ("May-Sep 08:00-20:00", "2026-11-23", "休息", "closed", "closed"),
        (None, "2026-11-23", "时间未知", "hours unknown", "unknown"),
    ],
)
def test_a_days_hours_in_words(osm, day, zh, en, state):
    day = dt.date.fromisoformat(day)
    assert rows_of(osm, day)[0].hours == zh
    assert rows_of(osm, day, "en")[0].hours == en
    assert rows_of(osm, day)[0].state == state


def test_a_day_says_why_it_is_unknown():
    assert rows_of("Mo-Fr 09:00-17:00", dt.date(2026, 10, 1))[0].why == "国庆节，节假日未注明"


@pytest.mark.parametrize(
    "osm", ["Mo-Fr 08:30-18:00; PH off", "Fr 20:00-03:00", "PH,Sa 10:00-11:30"]
)
def test_every_open_minute_of_a_year_is_told_and_no_other(osm):
    """Minute by minute: what rows say is open is what the hours say."""
    hours, station = OpeningHours(osm), station_set(feature(opening_hours=osm))[0]
    first = dt.date(2025, 12, 28)
    minutes = set()
    for n in range(120):
        day = first + dt.timedelta(days=n)
        for span in station_hours.spans_of_day(hours, day):
            if span.state == 2:
                minutes |= {(day.toordinal() * 1440 + m) for m in range(span.start, span.end)}
    for n in range(1, 119):
        day = (first + dt.timedelta(days=n)).toordinal()
        for minute in range(0, 1440, 15):
            is_open = hours.state_code(day, minute) == 2
            assert is_open == (day * 1440 + minute in minutes)
    assert station.opening_hours == osm


def test_holidays_and_make_up_days():
    rows = rows_of("Mo-Fr 08:30-18:00; PH off", dt.date(2026, 9, 26), of=holiday_rows)
    assert [(row.dates, row.calendar, row.hours) for row in rows[:3]] == [
        ("9月26–27日", "中秋节放假", "休息"),
        ("10月1–7日", "国庆节放假", "休息"),
        ("10月10日 周六", "国庆节调休上班", "08:30–18:00"),
    ]
    english = rows_of("Mo-Fr 08:30-18:00; PH off", dt.date(2026, 9, 26), "en", holiday_rows)
    assert english[2].calendar == "make-up working day (National Day)"


def test_no_day_off_of_the_calendar_is_left_out():
    day = dt.date(2026, 1, 1)
    rows = rows_of("08:00-20:00", day, of=holiday_rows)
    days = {
        row.first + dt.timedelta(days=n)
        for row in rows
        for n in range((row.last - row.first).days + 1)
    }
    year = next(year for year in CALENDAR.years if year.year == 2026)
    special = {d for d, _ in (*year.off, *year.worked)}
    last = max(days)
    assert days == {d for d in special if d <= last}
    assert len({CALENDAR.day(d).holiday for d in days}) == station_hours.MOST_HOLIDAYS


def test_out_of_season():
    rows = rows_of("08:00-20:00", dt.date(2026, 9, 28), valid_to="2026-09-29")
    assert [row.hours for row in rows][1:3] == ["08:00–20:00", "非开放季节"]


def test_date_text_in_english():
    assert date_text(dt.date(2026, 2, 17), "en") == "Tue 17 Feb"
