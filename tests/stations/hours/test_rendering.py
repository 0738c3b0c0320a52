"""Hours in words: read back they are the same hours, and no word of OSM is left in them."""

import csv
import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locator.stations.hours import HoursError, OpeningHours, parse_hours, word_hours
from tests.stations.hours.test_parser import CORPUS

OSM_WORDS = re.compile(r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH|off|unknown)\b")
MOMENTS = [
    dt.datetime(2026, month, day) + dt.timedelta(hours=hour)
    for month, first, last in ((7, 6, 12), (11, 16, 22), (10, 1, 1))
    for day in range(first, last + 1)
    for hour in range(1, 24, 5)
]


def corpus():
    with CORPUS.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return sorted({row[1] for row in rows if row[1] not in {"", "!"}})


@pytest.mark.parametrize("osm", corpus())
def test_words_say_what_the_rules_say(osm):
    english = word_hours(osm, "en")
    plain = re.sub(r'"[^"]*"', "", osm)
    assert not OSM_WORDS.search(word_hours(osm))
    assert not OSM_WORDS.search(english)
    if plain == osm:
        assert not re.search("[\u4e00-\u9fff]", english)
    try:
        read = parse_hours(word_hours(osm)).osm
    except HoursError:
        return
    ours, theirs = OpeningHours(osm), OpeningHours(read)
    for moment in MOMENTS:
        states = {ours.state_at(moment), theirs.state_at(moment)}
        assert len(states) == 1 or "unknown" in states, (word_hours(osm), read, moment)


def test_most_words_are_read_back():
    read = 0
    for osm in corpus():
        try:
            parse_hours(word_hours(osm))
        except HoursError:
            continue
        read += 1
    assert read > 0.8 * len(corpus())


@pytest.mark.parametrize(
    ("osm", "zh", "en"),
    [
        ("24/7", "全天 24 小时", "open 24 hours"),
        ('Mo-Su 08:00-18:00 open "Sunday: knock"', "每天 8:00–18:00（Sunday: knock）",
         "daily 8:00–18:00 (Sunday: knock)"),
        ("May 01-Sep 30: 08:00-20:00", "5月1日至9月30日 8:00–20:00", "1 May–30 Sep 8:00–20:00"),
        ("Mo-Fr 22:00-02:00; PH unknown \"节假日另行通知\"",
         "周一至周五 22:00–次日2:00；节假日 时间未注明（节假日另行通知）",
         "Mon–Fri 22:00–2:00 the next day; public holidays times not stated (节假日另行通知)"),
        ("Mo[1] off", "每月第一个周一 休息", "first Mon of the month closed"),
        ("08:00-18:00, We 19:00-21:00 || \"call\"",
         "每天 8:00–18:00；另有 周三 19:00–21:00；其余时间 每天 时间未注明（call）",
         "daily 8:00–18:00; also Wed 19:00–21:00; otherwise daily times not stated (call)"),
        ('Mo-Su 08:00-18:00 "call"', "每天 8:00–18:00 可能开放（call）",
         "daily 8:00–18:00 possibly open (call)"),
        ("dusk-dawn", "每天 时间随日出日落", "daily times follow the sun"),
        ("Mo-Fr,Su[1] 10:00-12:00", "周一至周五、每月第一个周日 10:00–12:00",
         "Mon–Fri, first Sun of the month 10:00–12:00"),
        ("18:00+", "每天 18:00 起，关门时间未注明", "daily from 18:00, closing time not stated"),
        ("2026 May 1-2026 May 5 off", "2026年5月1日至2026年5月5日 休息",
         "1 May 2026–5 May 2026 closed"),
    ],
)  # fmt: skip
def test_examples(osm, zh, en):
    assert (word_hours(osm), word_hours(osm, "en")) == (zh, en)


@given(st.from_regex(r"[A-Za-z周一 {}%<>]{1,20}", fullmatch=True))
def test_a_comment_stays_as_it_is(comment):
    osm = f'Mo-Su 08:00-18:00 open "{comment}"'
    assert comment in word_hours(osm)
    assert comment in word_hours(osm, "en")
