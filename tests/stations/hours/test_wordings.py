"""Texts made from known hours, in many wordings and orders: read as these, or refused.

To say open where the text says closed, or closed where it says open, is the gravest fault. Each
text is made of statements; what they mean together is worked out here from the statements alone.
"""

import datetime as dt
import functools
from itertools import cycle, permutations, product

import pytest

from locator.stations.hours import HoursError, OpeningHours, parse_hours

# Weeks without a holiday near, one in summer and one in winter; and National Day, a Thursday.
SUMMER, WINTER = dt.date(2026, 7, 6), dt.date(2026, 11, 16)
HOLIDAYS = (dt.date(2026, 10, 1), dt.date(2026, 10, 5))
WEEK = frozenset(range(7))
WORK, END = frozenset(range(5)), frozenset({5, 6})
DAY, HALVES, LATE = ((540, 1020),), ((510, 720), (840, 1080)), ((1140, 1260),)
WRITTEN = {
    DAY: ["9:00-17:00", "9点至17点", "上午9:00-下午5:00"],
    HALVES: ["8:30-12:00，14:00-18:00", "上午8:30-12:00 下午2:00-6:00", "8:30-12:00、14:00-18:00"],
    LATE: ["19:00-21:00", "晚上7:00-9:00"],
}  # fmt: skip
NAMED = {
    WORK: ["周一至周五", "星期一到星期五", "每周一至周五"],
    END: ["周六、周日", "周末", "周六至周日"],
    frozenset({0}): ["周一", "每周一", "星期一"],
    frozenset({6}): ["周日", "每周日"],
    frozenset({2, 4}): ["周三、周五", "每周三、五"],
}  # fmt: skip
SEPARATORS = ("，", "；", " ")


@functools.cache
def states(osm, date):
    hours = OpeningHours(osm)
    noon = dt.datetime(date.year, date.month, date.day)
    return [hours.state_at(noon + dt.timedelta(minutes=m)) for m in range(0, 1440, 30)]


def wanted(spans):
    return [
        "open" if any(start <= m < end for start, end in spans) else "closed"
        for m in range(0, 1440, 30)
    ]


def reversed_on(osm, date, spans):
    """Whether the reading contradicts known hours on a date; unknown contradicts nothing."""
    return any(
        "unknown" not in (mine, theirs) and mine != theirs
        for mine, theirs in zip(states(osm, date), wanted(spans), strict=True)
    )


def check(texts, week, holiday=None):
    """`week` gives the spans of each weekday by season, `holiday` those of holidays, if known."""
    read = 0
    for text in texts:
        try:
            parsed = parse_hours(text)
        except HoursError:
            continue
        if parsed.osm is None:
            continue
        read += 1
        for monday in (SUMMER, WINTER):
            for day in range(7):
                date = monday + dt.timedelta(day)
                spans = week(monday == SUMMER, day)
                assert not reversed_on(parsed.osm, date, spans), (text, parsed.osm, date)
        for date in HOLIDAYS if holiday is not None else ():
            spans = holiday(date.weekday())
            assert not reversed_on(parsed.osm, date, spans), (text, parsed.osm, date)
    return read


def closings(days):
    for name in NAMED[days]:
        for word in ("闭馆", "休息", "不开放", "休", "关闭", "全天关闭", "公休", "停业"):
            yield name + word
            yield f"（{name}{word}）"
        for label in ("闭馆：", "休息：", "休息日：", "闭馆日：", "停业：", "公休日：", "不开放："):
            yield label + name


@pytest.mark.parametrize("spans", [DAY, HALVES])
@pytest.mark.parametrize("off", [frozenset({0}), frozenset({6}), END, frozenset({2, 4})])
def test_days_that_are_closed(spans, off):
    texts = [
        joined.join(parts)
        for (closing, joined), time in zip(
            product(closings(off), SEPARATORS), cycle(WRITTEN[spans]), strict=False
        )
        for parts in permutations([time, closing])
    ]
    read = check(texts, lambda _, day: () if day in off else spans)
    assert read > len(texts) / 2


HOLIDAY_OFF = [
    "节假日休息",
    "法定节假日除外",
    "（节假日除外）",
    "节假日不开放",
    "节假日闭馆",
    "除节假日外",
]
HOLIDAY_OPEN = ["节假日不休", "节假日照常开放", "含节假日", "（含节假日）", "法定节假日正常开放"]


@pytest.mark.parametrize("spans", [DAY, HALVES])
@pytest.mark.parametrize("days", [WORK, WEEK])
@pytest.mark.parametrize("is_open", [False, True])
def test_holidays(spans, days, is_open):
    names = NAMED.get(days, ["", "每天", "周一至周日"])
    texts = [
        joined.join(parts)
        for (name, holiday, joined), time in zip(
            product(names, HOLIDAY_OPEN if is_open else HOLIDAY_OFF, SEPARATORS),
            cycle(WRITTEN[spans]),
            strict=False,
        )
        for parts in permutations([name + time, holiday])
    ]
    read = check(
        texts,
        lambda _, day: spans if day in days else (),
        lambda day: spans if is_open else (),
    )
    assert read > len(texts) / 3


@pytest.mark.parametrize("off", [frozenset({0}), frozenset({6})])
def test_an_exception_of_a_closing(off):
    """周一闭馆（节假日除外): on holidays it is open, whatever the order; or it is refused."""
    names, exceptions = NAMED[off], ("节假日除外", "法定节假日除外", "除法定节假日外")
    texts = []
    for name, but, word, time in product(names, exceptions, ("闭馆", "休息"), WRITTEN[DAY]):
        closing = [f"{name}（{but}）{word}", f"{name}{word}（{but}）", f"{name}{word}，{but}"]
        if but.startswith("除"):
            closing += [f"{but}{name}{word}", f"{but}，{name}{word}", f"{name}{but}{word}"]
        texts += [f"{time}，{one}" for one in closing] + [f"{one}，{time}" for one in closing]
        texts += [f"周二至周日{time}，{one}" for one in closing if off == frozenset({0})]
    read = check(texts, lambda _, day: () if day in off else DAY, lambda _: DAY)
    assert read > len(texts) / 4


def test_a_closing_that_includes_holidays():
    texts = [
        text
        for name, word, time in product(NAMED[frozenset({0})], ("闭馆", "休息"), WRITTEN[DAY])
        for text in (
            f"{name}{word}（含法定节假日）{time}", f"{time}，{name}（含节假日）{word}",
            f"{time}（{name}{word}，含节假日）", f"{name}{word}，包括节假日，{time}",
        )
    ]  # fmt: skip
    check(texts, lambda _, day: () if day == 0 else DAY, lambda day: () if day == 0 else DAY)


@pytest.mark.parametrize("first", [DAY, HALVES])
@pytest.mark.parametrize("second", [DAY, LATE, ((600, 960),)])
def test_two_groups_of_days(first, second):
    written = WRITTEN | {((600, 960),): ["10:00-16:00", "上午10:00-下午4:00"]}
    texts = []
    pairs = product(written[first], written[second])
    for (one, other), joined in zip(pairs, cycle(SEPARATORS), strict=False):
        for work, end in product(NAMED[WORK], NAMED[END]):
            texts += [
                f"{work}{one}{joined}{end}{other}", f"{one}（{work}）{joined}{other}（{end}）",
                f"{end}{other}{joined}{work}{one}", f"{work}：{one}{joined}{end}：{other}",
                f"{one} {work}{joined}{other} {end}",
            ]  # fmt: skip
    read = check(texts, lambda _, day: first if day in WORK else second)
    assert read > len(texts) / 2


def test_more_hours_on_some_days():
    """An evening on two days is in addition; where that isn't sure it is refused."""
    days = frozenset({2, 4})
    texts = []
    for base, late, name, joined in product(WRITTEN[DAY], WRITTEN[LATE], NAMED[days], SEPARATORS):
        texts += [
            f"{base}{joined}{late}（{name}）", f"{base}{joined}{name}{late}",
            f"{base}{joined}{late} {name}", f"{name}{late}{joined}{base}",
            f"每天{base}{joined}{name}{late}", f"{base}（{name}{late}）",
            f"{base}{joined}{name}夜间{late}",
        ]  # fmt: skip
    check(texts, lambda _, day: DAY + LATE if day in days else DAY)


AFTERNOONS = ((900, 1080), (870, 1050))


def test_a_morning_shared_by_seasons():
    morning = (480, 720)
    texts = []
    for am, (summer, winter) in product(
        ["上午8:00-12:00", "8:00-12:00", "早上8点到12点"],
        [("下午15:00-18:00", "下午14:30-17:30"), ("15:00-18:00", "14:30-17:30"),
         ("下午3:00-6:00", "下午2:30-5:30"), ("下午3:00-6:00", "2:30-5:30")],
    ):  # fmt: skip
        for joined in SEPARATORS:
            texts += [
                joined.join([am, f"夏季{summer}", f"冬季{winter}"]),
                joined.join([am, f"{summer}（夏季）", f"{winter}（冬季）"]),
                joined.join([f"{am}，{summer}（夏季）", f"{winter}（冬季）"]),
                joined.join([am, f"{summer}（5月-9月）", f"{winter}（10月-4月）"]),
                joined.join([f"夏季{am}，{summer}", f"冬季{am}，{winter}"]),
                joined.join([f"夏季：{summer}", f"冬季：{winter}", am]),
                f"{am}，{summer}（夏季）{winter}（冬季）",
                f"周一至周日{am}{joined}夏季{summer}{joined}冬季{winter}",
            ]
    read = check(texts, lambda summer, _: (morning, AFTERNOONS[0 if summer else 1]))
    assert read > len(texts) / 5


@pytest.mark.parametrize("closed", ["暂停开放", "暂停营业", "停止开放", "闭馆", "不开放", "停业"])
def test_closed_in_a_part(closed):
    for part, is_off in (
        ("冬季", lambda summer, day: not summer),
        ("周末", lambda _, day: day >= 5),
    ):
        texts = [
            joined.join(parts)
            for time, joined in product(WRITTEN[DAY], SEPARATORS)
            for parts in permutations([time, f"{part}{closed}"])
        ] + [f"{time}（{part}{closed}）" for time in WRITTEN[DAY]]
        check(texts, lambda summer, day, is_off=is_off: () if is_off(summer, day) else DAY)


def test_working_days_and_holidays_as_a_pair():
    """The pair means all days: a weekend isn't closed."""
    for (work, holiday), joined in product(
        [
            ("工作日", "节假日"),
            ("平日", "假日"),
            ("工作日", "法定节假日"),
            ("周一至周五", "节假日"),
        ],
        SEPARATORS,
    ):
        text = f"{work}8:30-12:00{joined}{holiday}10:00-16:00"
        try:
            osm = parse_hours(text).osm
        except HoursError:
            continue
        assert not reversed_on(osm, SUMMER, ((510, 720),)), text
        assert not reversed_on(osm, SUMMER + dt.timedelta(5), ((600, 960),)), (text, osm)
        assert not reversed_on(osm, HOLIDAYS[0], ((600, 960),)), (text, osm)


def test_a_closing_that_is_put_off_is_refused():
    for text in (
        "周一闭馆，遇法定节假日顺延至周二闭馆，9:00-17:00", "周一闭馆（遇节假日顺延） 9:00-17:00",
        "9:00-17:00，周一闭馆，如遇节假日顺延", "9:00-17:00（周一闭馆，逢节假日顺延一天）",
    ):  # fmt: skip
        with pytest.raises(HoursError, match="put off"):
            parse_hours(text)


def test_an_afternoon_without_its_word_is_refused():
    for text in ("8:30-11:30，2:30-5:30", "2:30-5:30", "夏季3:00-6:00，冬季2:30-5:30"):
        with pytest.raises(HoursError):
            parse_hours(text)
    assert parse_hours("凌晨2:00-6:00").osm == "02:00-06:00"
