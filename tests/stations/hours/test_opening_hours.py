"""`OpeningHours` on moments whose answer anyone can tell, and what the class promises."""

import datetime as dt
import pickle
import threading
import zoneinfo

import pytest

from locator.stations.hours import (
    Calendar,
    HoursError,
    OpeningHours,
    YearCalendar,
    parse_hours,
    word_reason,
)
from locator.stations.moments import CHINA

WORKDAYS = "Mo-Fr 08:30-18:00"
MAKE_UP_SUNDAY = dt.datetime(2025, 9, 28, 10)
NATIONAL_DAY = dt.datetime(2025, 10, 1, 10)


@pytest.mark.parametrize(
    ("osm", "moment", "state", "code"),
    [
        (WORKDAYS, MAKE_UP_SUNDAY, "open", "make_up_day"),
        (WORKDAYS, NATIONAL_DAY, "unknown", "holiday_unstated"),
        (WORKDAYS, NATIONAL_DAY.replace(day=4), "closed", "day_off"),
        ("Mo-Su 08:00-20:00", NATIONAL_DAY, "open", "hours"),
        ("Mo-Su 08:00-20:00", MAKE_UP_SUNDAY, "open", "hours"),
        (WORKDAYS + "; PH off", NATIONAL_DAY, "closed", "holiday_off"),
        (WORKDAYS + "; PH 09:00-12:00", NATIONAL_DAY, "open", "holiday_hours"),
        ("PH,Mo-Fr 08:30-18:00", NATIONAL_DAY, "open", "hours"),
        ("Sa,Su 09:00-17:00", MAKE_UP_SUNDAY, "closed", "make_up_off"),
        ("Tu-Su 09:00-17:00", MAKE_UP_SUNDAY, "open", "hours"),
        ("Fr,Sa 09:00-17:00", MAKE_UP_SUNDAY, "unknown", "make_up_unstated"),
        ("Fr,Sa 09:00-17:00; Su off", MAKE_UP_SUNDAY, "closed", "day_off"),
        ("24/7", NATIONAL_DAY, "open", "all_day"),
        ("off", NATIONAL_DAY, "closed", "day_off"),
        ("Mo-Fr", dt.datetime(2026, 7, 8, 10), "unknown", "no_times"),
        ("Mo-Fr", dt.datetime(2026, 7, 11, 10), "closed", "day_off"),
        ("May-Sep 08:00-20:00", dt.datetime(2026, 1, 5, 10), "closed", "out_of_season"),
        ("Mo-Fr 08:30-12:00,14:00-18:00", dt.datetime(2026, 7, 8, 12), "closed", "lunch_break"),
        ("08:00-10:00,16:00-18:00", dt.datetime(2026, 7, 8, 12), "closed", "break"),
        (WORKDAYS, dt.datetime(2026, 7, 8, 8, 29), "closed", "before_opening"),
        (WORKDAYS, dt.datetime(2026, 7, 8, 8, 30), "open", "hours"),
        (WORKDAYS, dt.datetime(2026, 7, 8, 17, 59, 59), "open", "hours"),
        (WORKDAYS, dt.datetime(2026, 7, 8, 18), "closed", "after_closing"),
        ("22:00-02:00", dt.datetime(2026, 7, 8, 1, 59), "open", "hours"),
        ("22:00-02:00", dt.datetime(2026, 7, 8, 2), "closed", "before_opening"),
        # The night before a holiday belongs to the day it began on.
        ("22:00-02:00; PH off", dt.datetime(2025, 10, 1, 1), "open", "hours"),
        ("22:00-02:00; PH off", dt.datetime(2025, 10, 9, 1), "closed", "before_opening"),
        ("18:00-02:00; Mo-Su 00:00-01:00 off", dt.datetime(2026, 7, 8, 0, 30), "closed", "*"),
        ("08:00-18:00; Oct 01-Oct 07 off", NATIONAL_DAY, "closed", "day_off"),
        ("sunrise-sunset", dt.datetime(2026, 7, 8, 12), "unknown", "sun"),
        ("18:00+", dt.datetime(2026, 7, 8, 19), "unknown", "open_end"),
        ("18:00+", dt.datetime(2026, 7, 8, 17), "closed", "before_opening"),
        ("12:00-16:00+", dt.datetime(2026, 7, 8, 13), "open", "hours"),
        ("12:00-16:00+", dt.datetime(2026, 7, 8, 17), "unknown", "open_end"),
        (WORKDAYS + "; SH off", dt.datetime(2026, 7, 8, 10), "unknown", "school_holidays"),
        (WORKDAYS + "; SH off", dt.datetime(2026, 7, 8, 20), "closed", "after_closing"),
        ('Mo-Fr 08:00-18:00 "电话"', dt.datetime(2026, 7, 8, 10), "unknown", "comment"),
        ('Mo-Fr 08:00-18:00 open "电话"', dt.datetime(2026, 7, 8, 10), "open", "hours"),
        ("08:00-18:00 unknown", dt.datetime(2026, 7, 8, 10), "unknown", "stated_unknown"),
        ('08:00-18:00 || "电话"', dt.datetime(2026, 7, 8, 20), "unknown", "comment"),
        ("Mo-Fr 08:00-12:00, We 14:00-16:00", dt.datetime(2026, 7, 8, 15), "open", "hours"),
        ("Mo[1] 09:00-12:00", dt.datetime(2026, 7, 6, 10), "open", "hours"),
        ("Mo[1] 09:00-12:00", dt.datetime(2026, 7, 13, 10), "closed", "day_off"),
        ("week 01-53/2 09:00-12:00", dt.datetime(2026, 7, 8, 10), "closed", "out_of_season"),
        # 2027 is not published: Spring Festival is 5 to 8 February, the 20th a Saturday.
        (WORKDAYS + "; PH off", dt.datetime(2027, 2, 8, 10), "closed", "holiday_off"),
        (WORKDAYS + "; PH off", dt.datetime(2027, 2, 9, 10), "unknown", "calendar_unpublished"),
        (WORKDAYS + "; PH off", dt.datetime(2027, 2, 9, 20), "closed", "after_closing"),
        (WORKDAYS, dt.datetime(2027, 2, 20, 10), "unknown", "calendar_unpublished"),
        (WORKDAYS, dt.datetime(2027, 2, 20, 20), "closed", "after_closing"),
        (WORKDAYS, dt.datetime(2027, 3, 10, 10), "open", "hours"),
        ("Mo-Su 08:00-20:00", dt.datetime(2027, 2, 20, 10), "open", "hours"),
        ("24/7", dt.datetime(2027, 2, 6, 10), "open", "all_day"),
        # So is New Year 2027, and with it the days before: 1 January is a Friday.
        (WORKDAYS, dt.datetime(2026, 12, 18, 10), "open", "hours"),
        (WORKDAYS, dt.datetime(2026, 12, 28, 10), "open", "hours"),
        (WORKDAYS, dt.datetime(2026, 12, 29, 10), "unknown", "calendar_unpublished"),
        (WORKDAYS, dt.datetime(2026, 12, 29, 20), "unknown", "calendar_unpublished"),
        ("Mo-Su 08:00-20:00", dt.datetime(2026, 12, 31, 10), "open", "hours"),
        (WORKDAYS, dt.datetime(2025, 12, 26, 10), "open", "hours"),
    ],
)
def test_state_and_reason(osm, moment, state, code):
    answer = OpeningHours(osm).at(moment)
    assert answer.state == state
    assert code in {answer.reason.code, "*"}
    for lang in ("zh", "en"):
        assert word_reason(answer.reason, lang)


@pytest.mark.parametrize(
    ("osm", "moment", "changes_at"),
    [
        (WORKDAYS, MAKE_UP_SUNDAY, "2025-09-28T18:00:00+08:00"),
        (WORKDAYS + "; PH off", NATIONAL_DAY, "2025-10-09T08:30:00+08:00"),
        ("22:00-02:00", dt.datetime(2026, 7, 8, 23), "2026-07-09T02:00:00+08:00"),
        ("00:00-24:00", NATIONAL_DAY, None),
        ("Mo-Su 00:00-24:00", NATIONAL_DAY, None),
        ("08:00-24:00, 00:00-02:00", dt.datetime(2026, 7, 8, 23), "2026-07-09T02:00:00+08:00"),
        ("May-Sep 08:00-20:00", dt.datetime(2026, 10, 1, 10), "2027-05-01T08:00:00+08:00"),
        ("2020 08:00-20:00", dt.datetime(2026, 10, 1, 10), None),
        ("24/7 unknown", dt.datetime(2026, 10, 1, 10), None),
        ("08:00-20:00; PH off", dt.datetime(9999, 12, 31, 21), None),
    ],
)
def test_next_change(osm, moment, changes_at):
    answer = OpeningHours(osm).at(moment).changes_at
    assert (answer and answer.isoformat()) == changes_at


def test_moments_of_any_zone():
    hours = OpeningHours("08:00-18:00")
    utc, berlin = dt.UTC, zoneinfo.ZoneInfo("Europe/Berlin")
    assert hours.state_at(dt.datetime(2026, 7, 8, 0, tzinfo=utc)) == "open"
    assert hours.state_at(dt.datetime(2026, 7, 8, 10, tzinfo=utc)) == "closed"
    assert hours.state_at(dt.datetime(2026, 7, 8, 2, tzinfo=berlin)) == "open"
    naive = hours.at(dt.datetime(2026, 7, 8, 9))
    assert hours.at(dt.datetime(2026, 7, 8, 9, tzinfo=CHINA)) is naive


def test_the_edges_of_time():
    hours = OpeningHours("May-Sep Mo[1] 22:00-02:00; PH off")
    assert hours.at(dt.datetime(1, 1, 1)).state in {"open", "closed", "unknown"}
    assert hours.at(dt.datetime(9999, 12, 31, 23, 59)).state in {"open", "closed", "unknown"}
    with pytest.raises(HoursError):
        hours.at(dt.datetime(9999, 12, 31, 23, tzinfo=dt.UTC))


@pytest.mark.parametrize("moment", ["2026-10-01T10:00", dt.date(2026, 10, 1), None, 5])
def test_what_is_no_moment_is_refused(moment):
    for ask in (OpeningHours("24/7").at, OpeningHours("24/7").state_at):
        with pytest.raises(HoursError) as caught:
            ask(moment)
        assert "须为带时刻的时间" in caught.value.in_language("zh")


@pytest.mark.parametrize(
    "moment",
    [
        dt.datetime(1, 1, 1, 7),
        dt.datetime(1, 1, 1, 7, tzinfo=CHINA),
        dt.datetime(1, 1, 1, 0, tzinfo=dt.UTC),
        dt.datetime(1, 6, 1, 12, tzinfo=zoneinfo.ZoneInfo("America/New_York")),
        dt.datetime(1900, 1, 1, 12, tzinfo=dt.UTC),
        dt.datetime(1988, 7, 1, 12, tzinfo=dt.UTC),
    ],
)
def test_long_ago_it_is_plainly_eight_hours(moment):
    answer = OpeningHours("09:07-18:00").at(moment)
    assert answer.changes_at.utcoffset() == dt.timedelta(hours=8)
    assert answer.changes_at.time() in {dt.time(9, 7), dt.time(18)}
    if moment.tzinfo == dt.UTC and moment.hour == 12:
        # 20:00 in China, so that it opens on the next day.
        assert answer.changes_at.isoformat()[10:] == "T09:07:00+08:00"


def test_what_a_text_excepts_is_not_open():
    spring, national = dt.datetime(2026, 2, 17, 10), dt.datetime(2026, 10, 1, 10)
    for text in ("8:00-18:00，节假日不休，春节休息", "8:00-18:00（春节除外，节假日不休）",
                 "8:00-18:00，全年无休（春节除外）", "全年无休，除夕休息，8:00-18:00",
                 "周末及节假日9:00-17:00，春节休息"):  # fmt: skip
        answer = OpeningHours(parse_hours(text).osm).at(spring)
        assert answer.state == "unknown"
        assert answer.reason.comment[:2] in {"春节", "除夕"}
    hours = OpeningHours(parse_hours("8:00-20:00，国庆期间正常开放").osm)
    assert hours.at(national).state == "open"


def test_the_calendar_is_an_argument():
    away = Calendar([YearCalendar(2025, ((NATIONAL_DAY.date(), "national_day"),), ())])
    hours = OpeningHours(WORKDAYS + "; PH off", away)
    assert hours.at(MAKE_UP_SUNDAY).state == "closed"
    assert hours.at(NATIONAL_DAY).state == "closed"
    assert hours.at(NATIONAL_DAY.replace(day=2)).state == "open"


def test_compiled_once_equal_immutable_and_pickled():
    hours = OpeningHours(WORKDAYS)
    again = pickle.loads(pickle.dumps(hours))
    assert again == hours
    assert hash(again) == hash(hours)
    assert again._compiled is hours._compiled
    assert again.at(NATIONAL_DAY) == hours.at(NATIONAL_DAY)
    assert pickle.loads(pickle.dumps(hours.at(NATIONAL_DAY))) == hours.at(NATIONAL_DAY)
    with pytest.raises(AttributeError):
        hours.osm = "24/7"


def test_threads_see_the_same():
    hours = OpeningHours("Mo-Fr 09:07-18:00; May-Sep Sa 10:00-12:00; PH off")
    moments = [dt.datetime(2026, 1, 1) + dt.timedelta(hours=7 * n) for n in range(1200)]
    seen = []
    run = lambda: seen.append([hours.at(moment).state for moment in moments])  # noqa: E731
    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8
    assert all(states == seen[0] for states in seen)


@pytest.mark.parametrize(
    "text",
    ["", " ", "nonsense", "25:61-26:00", "Mo-Fr 08:30", "Feb 30 off", "May 30-May 01 off",
     "2027 Oct 01-2026 Oct 01 off", "周一至周五 8:30-18:00", "08:00–22:00", "Mo-Fr 08:00-18:00;",
     "08:00-18:00\n", "x" * 501, "PH +1 day off", "PH Mo-Fr 08:00-12:00", None, 5, b"24/7"],
)  # fmt: skip
def test_refused_texts(text):
    with pytest.raises(HoursError) as caught:
        OpeningHours(text)
    assert str(caught.value)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_working_days_in_words_are_worked_on_make_up_days():
    hours = OpeningHours(parse_hours("工作日8:30-18:00").osm)
    assert hours.at(MAKE_UP_SUNDAY).state == "open"
    assert hours.at(NATIONAL_DAY).state == "closed"
    assert OpeningHours(parse_hours("工作日开放").osm).at(MAKE_UP_SUNDAY).state == "unknown"


@pytest.mark.parametrize(
    ("osm", "moment", "zh", "en"),
    [
        (WORKDAYS + "; PH off", NATIONAL_DAY, "国庆节休息", "closed for National Day"),
        (WORKDAYS, MAKE_UP_SUNDAY, "9月28日 调休上班", "28 September is a make-up working day"),
        (WORKDAYS, NATIONAL_DAY, "国庆节，节假日未注明",
         "National Day: holiday hours are not stated"),
        ("24/7", NATIONAL_DAY, "全天开放", "open all day"),
        ("08:00-12:00,14:00-18:00", NATIONAL_DAY.replace(hour=13), "午休, 14:00 开",
         "lunch break, opens 14:00"),
        (WORKDAYS, dt.datetime(2026, 7, 8, 19), "今日已关, 明天 8:30 开",
         "closed for today, opens tomorrow 8:30"),
        (WORKDAYS, dt.datetime(2026, 7, 11, 9), "周六休息, 7月13日 8:30 开",
         "closed on Saturday, opens 13 July 8:30"),
        (WORKDAYS, dt.datetime(2027, 2, 20, 9), "2027年放假安排尚未公布（临近春节）",
         "the 2027 holiday calendar is not published yet (near Spring Festival)"),
        (WORKDAYS, dt.datetime(2026, 12, 29, 10), "2027年放假安排尚未公布（临近元旦）",
         "the 2027 holiday calendar is not published yet (near New Year's Day)"),
        ('08:00-20:00; PH unknown "春节休息"', NATIONAL_DAY, "春节休息", "春节休息"),
        ('08:00-20:00 open "请敲门"', NATIONAL_DAY, "开放时间内（请敲门）",
         "within opening hours (请敲门)"),
    ],
)  # fmt: skip
def test_wording(osm, moment, zh, en):
    reason = OpeningHours(osm).at(moment).reason
    assert word_reason(reason) == zh
    assert word_reason(reason, "en") == en
    assert reason.as_dict()["code"] == reason.code


def test_a_language_that_is_not_there():
    with pytest.raises(ValueError, match="zh or en"):
        word_reason(OpeningHours("24/7").at(NATIONAL_DAY).reason, "fr")
