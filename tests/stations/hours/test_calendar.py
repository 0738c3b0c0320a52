"""The calendar against the packages it is made from, and year files against their mistakes."""

import datetime as dt
import json
import pickle
import re

import chinese_calendar
import holidays
import pytest

from locator.stations.hours import (
    HOLIDAYS,
    Calendar,
    CalendarError,
    DayKind,
    check_year,
    install_year_file,
    read_year_file,
    statutory_days,
)


def days_of(*years):
    for year in years:
        day = dt.date(year, 1, 1)
        while day.year == year:
            yield day
            day += dt.timedelta(1)


def year_document(year=2027, **changes):
    off = {day.isoformat(): name for day, name in statutory_days(year).items()}
    return {"year": year, "off": off, "worked": {}} | changes


def test_each_published_day_is_as_the_package_has_it():
    calendar = Calendar.published()
    for day in days_of(*range(2004, 2027)):
        kind = calendar.day(day).kind
        if day >= dt.date(2026, 12, 29):
            # The notice for 2027 may still make these days off, or worked.
            assert kind == DayKind.UNCERTAIN, day
            continue
        assert (kind == DayKind.OFF) == (day in chinese_calendar.holidays), day
        assert (kind == DayKind.WORKED) == (day in chinese_calendar.workdays), day
        works = kind == DayKind.WORKED or (kind == DayKind.ORDINARY and day.weekday() < 5)
        assert works == chinese_calendar.is_workday(day), day


def test_names_of_holidays():
    calendar = Calendar.published()
    assert calendar.day(dt.date(2025, 10, 1)).holiday == "national_day"
    assert calendar.day(dt.date(2025, 10, 6)).holiday == "mid_autumn"
    assert calendar.day(dt.date(2025, 9, 28)) == (DayKind.WORKED, "national_day")
    assert calendar.day(dt.date(2015, 9, 3)).holiday == "special"


@pytest.mark.parametrize("year", range(2025, 2100))
def test_statutory_dates_agree_with_the_holidays_package(year):
    with_names = holidays.country_holidays("CN", years=year, observed=False, language="en_US")
    # A "day off" is one swapped by the year's notice, not a holiday itself.
    theirs = {day for day, name in with_names.items() if day.year == year and "Day off" not in name}
    assert set(statutory_days(year)) == theirs


def test_thirteen_days_unless_two_coincide():
    assert {len(statutory_days(year)) for year in range(2025, 2100)} <= {12, 13}
    assert len(statutory_days(2027)) == 13


def test_unpublished_year():
    calendar = Calendar.published()
    statutory = statutory_days(2027)
    for day in days_of(2027):
        kind = calendar.day(day).kind
        near = min(abs((day - other).days) for other in statutory) <= 14
        near |= day >= dt.date(2027, 12, 29)
        expected = DayKind.OFF if day in statutory else DayKind(3 if near else 0)
        assert kind == expected, day


@pytest.mark.parametrize(
    ("day", "kind"),
    [(17, DayKind.ORDINARY), (18, DayKind.ORDINARY), (28, DayKind.ORDINARY),
     (29, DayKind.UNCERTAIN), (31, DayKind.UNCERTAIN)],
)  # fmt: skip
def test_december_before_a_new_year_that_is_not_published(day, kind):
    date = dt.date(2026, 12, day)
    assert Calendar.published().day(date).kind == kind
    if kind == DayKind.UNCERTAIN:
        assert Calendar.published().day(date).holiday == "new_year"
    # Once that year is known so is the December before it; and of 2025 it was known all along.
    with_next = Calendar([*Calendar.published().years, check_year(year_document())])
    assert with_next.day(date).kind == DayKind.ORDINARY
    assert Calendar.published().day(date.replace(year=2024)).kind == DayKind.ORDINARY


def test_no_notice_has_touched_an_earlier_december():
    """What the bound at 29 December rests on: the years that are published."""
    listed = {**chinese_calendar.holidays, **chinese_calendar.workdays}
    december = sorted(day.day for day in listed if day.month == 12)
    assert len(december) > 10
    assert december[0] == 29


def holiday_cn(year):
    """A published year as github.com/NateScarlet/holiday-cn writes it."""
    days = [
        {"name": name, "date": day.isoformat(), "isOffDay": is_off}
        for table, is_off in ((year.off, True), (year.worked, False))
        for day, key in table
        for name in [HOLIDAYS[key].name.in_language("zh")]
    ]
    return {"$schema": "s", "$id": "i", "year": year.year, "papers": ["p"], "days": days}


def test_a_year_of_holiday_cn_is_the_same_year(tmp_path):
    for year in Calendar.published().years[-8:]:
        assert check_year(holiday_cn(year)) == year
    document = holiday_cn(Calendar.published().years[-1])
    first = next(row for row in document["days"] if row["name"] == "国庆节")
    first["name"] = "国庆节、中秋节"
    path = tmp_path / "2026.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    install_year_file(path, tmp_path / "kept")
    assert Calendar.load(tmp_path / "kept").years[-1] == Calendar.published().years[-1]


@pytest.mark.parametrize(
    "days", [None, "x", [1], [{"name": "元旦", "date": "2027-01-01"}], [{"isOffDay": True}]]
)
def test_faults_of_a_year_of_holiday_cn(days):
    with pytest.raises(CalendarError, match=r"isOffDay|missing"):
        check_year({"year": 2027, "days": days})


def test_years_without_any_dates_are_uncertain_throughout():
    calendar = Calendar.published()
    assert calendar.day(dt.date(2150, 6, 15)).kind == DayKind.UNCERTAIN
    assert calendar.day(dt.date.max).kind == DayKind.UNCERTAIN
    assert calendar.day(dt.date.min).kind == DayKind.UNCERTAIN


def test_equal_content_makes_equal_calendars():
    calendar = Calendar.published()
    again = pickle.loads(pickle.dumps(calendar))
    assert again == calendar
    assert hash(again) == hash(calendar)
    assert Calendar() != calendar


def test_a_year_file_is_installed_and_loaded(tmp_path):
    source, folder = tmp_path / "mine.json", tmp_path / "calendar" / "years"
    document = year_document(worked={"2027-02-20": "春节"})
    document["off"]["2026-12-31"] = "元旦"
    source.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    assert install_year_file(source, folder) == folder / "2027.json"
    calendar = Calendar.load(folder)
    assert calendar.published_years[-1] == 2027
    assert calendar.day(dt.date(2027, 2, 20)) == (DayKind.WORKED, "spring_festival")
    assert calendar.day(dt.date(2027, 2, 15)).kind == DayKind.ORDINARY
    assert calendar.day(dt.date(2026, 12, 31)).kind == DayKind.OFF
    assert [path.name for path in folder.iterdir()] == ["2027.json"]


def test_a_missing_folder_counts_as_empty(tmp_path):
    assert Calendar.load(tmp_path / "none") == Calendar.published()
    assert Calendar.load() == Calendar.published()


def test_a_year_file_replaces_the_package_year(tmp_path):
    (tmp_path / "2026.json").write_text(json.dumps(year_document(2026)), encoding="utf-8")
    calendar = Calendar.load(tmp_path)
    assert calendar.day(dt.date(2026, 2, 14)).kind == DayKind.ORDINARY
    assert len(calendar.published_years) == len(Calendar.published().published_years)


@pytest.mark.parametrize(
    ("document", "part"),
    [
        ([], "top level"),
        ({"year": "2027"}, "year: '2027'"),
        ({"year": True}, "year: True"),
        (year_document(off=[]), "off: must be an object"),
        (year_document(off={}), "statutory holidays are missing: 2027-01-01"),
        (year_document(extra=1), "unknown field 'extra'"),
        (year_document(worked={"2027-02-22": "春节"}), "no Saturday or Sunday"),
        (year_document(worked={"2027-02-30": "春节"}), "is not a date of 2027"),
        (year_document(worked={"20270220": "春节"}), "is not a date of 2027"),
        (year_document(worked={"2028-02-20": "春节"}), "is not a date of 2027"),
        (year_document(worked={"2027-02-20": "植树节"}), "holiday '植树节' is unknown"),
        (year_document(worked={"2027-02-20": 5}), "holiday 5 is unknown"),
        (year_document(worked={"2027-02-06": "春节"}), "under off and under worked"),
    ],
)
def test_wrong_years_are_told(document, part):
    with pytest.raises(CalendarError, match="calendar file") as caught:
        check_year(document)
    assert part in str(caught.value)


def test_all_faults_are_told_together():
    document = year_document(worked={"2027-02-22": "春节", "x": "春节"}, extra=1)
    with pytest.raises(CalendarError) as caught:
        check_year(document)
    assert len(caught.value.faults) == 3
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


@pytest.mark.parametrize(
    ("document", "part"),
    [
        ([], "最外层应为对象"),
        ({"year": True}, "应为年份"),
        (year_document(off={}), "缺法定节日 2027-01-01"),
        (year_document(extra=1), "没有 'extra' 这个字段"),
        (year_document(off=[]), "off：应形如"),
        (year_document(worked={"2027-02-22": "春节"}), "不是周六、周日"),
        (year_document(worked={"2027-02-30": "春节"}), "不是 2027 年的日期"),
        (year_document(worked={"2027-02-20": "植树节"}), "没有 '植树节' 这个节日"),
        (year_document(worked={"2027-02-06": "春节"}), "既放假又上班"),
    ],
)
def test_faults_in_chinese(document, part):
    with pytest.raises(CalendarError) as caught:
        check_year(document, "文件")
    message = caught.value.in_language("zh")
    assert part in message
    names = {"year", "off", "worked", "True", "extra"}
    assert set(re.findall("[A-Za-z]+", message)) <= names
    assert "\n" not in message


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b" " * 300_000])
def test_unreadable_files(tmp_path, content):
    path = tmp_path / "2027.json"
    path.write_bytes(content)
    with pytest.raises(CalendarError) as caught:
        read_year_file(path)
    assert re.search("不是 UTF-8 编码的 JSON|字节", caught.value.in_language("zh"))
    with pytest.raises(CalendarError):
        install_year_file(path, tmp_path / "folder")
    assert not (tmp_path / "folder").exists()


def test_missing_file(tmp_path):
    with pytest.raises(CalendarError) as caught:
        read_year_file(tmp_path / "none.json")
    assert "没有这个文件" in caught.value.in_language("zh")
