"""Chinese texts of many hands against the corpus, and arbitrary text against the promise."""

import csv
import datetime as dt
import pickle
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from locator.stations.hours import HoursError, OpeningHours, SeasonMonths, parse_hours, word_reason

CORPUS = Path(__file__).with_name("corpus.tsv")
ESCAPES = {r"\n": "\n", r"\x00": "\x00", r"\u200b": "\u200b"}
MOMENT = dt.datetime(2026, 7, 8, 10)


def rows():
    with CORPUS.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def unescape(text):
    for written, meant in ESCAPES.items():
        text = text.replace(written, meant)
    return text


def test_the_corpus_is_large():
    texts = [row[0] for row in rows()]
    assert len(texts) == len(set(texts)) >= 400
    assert sum(row[1] == "!" for row in rows()) > 60


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_corpus(row):
    text, osm, note, status = map(unescape, row)
    if osm == "!":
        with pytest.raises(HoursError) as caught:
            parse_hours(text)
        assert note in {caught.value.part, caught.value.fault.in_language("en")}
        return
    parsed = parse_hours(text)
    assert (parsed.osm or "", parsed.note, parsed.status or "") == (osm, note, status)
    if osm:
        assert OpeningHours(osm).at(MOMENT).state in {"open", "closed", "unknown"}
        # Times alone are a list's and are read as such; every other OSM text is its own form.
        assert parse_hours(osm).osm == osm


@pytest.mark.parametrize("text", ["暂无", "无", "—", "-", "/", " 未知 ", "“暂无”"])
def test_nobody_has_said(text):
    parsed = parse_hours(text)
    assert (parsed.osm, parsed.note, parsed.status) == (None, "", None)


def test_seasons_without_dates_can_be_set():
    parsed = parse_hours("夏季 8:00-20:00，冬季 8:30-18:00", SeasonMonths(6, 8))
    assert parsed.osm == "Jun-Aug 08:00-20:00; Sep-May 08:30-18:00"
    assert parsed.note == "夏季按6月至8月"
    with pytest.raises(ValueError, match="not within a year"):
        SeasonMonths(9, 5)


# All that a Chinese fault may have in Latin letters, and an English one in Chinese.
LATIN = {"OSM", "PH", "SH", "Mo", "Fr", "datetime"}
CHINESE = {"点", "次日", "下午", "凌晨", "外"}
ILL = ["", "x" * 501, "Mo-Fr 08:30", "Feb 30 off", "PH +1 day off", "PH Mo off", None, "ﷺ" * 400,
       "2027 Oct 01-2026 Oct 01 off", "2027-2026 off", "08:00-18:00\n09:00"]  # fmt: skip


def refusals():
    for row in rows():
        if row[1] == "!":
            with pytest.raises(HoursError) as caught:
                parse_hours(unescape(row[0]))
            yield caught.value
    for call in (OpeningHours, parse_hours):
        for text in ILL:
            try:
                call(text)
            except HoursError as error:
                yield error


def test_refusals_are_in_either_language():
    for error in refusals():
        zh, en = error.in_language("zh"), error.in_language("en")
        assert set(re.findall("[A-Za-z]+", error.fault.in_language("zh"))) <= LATIN, zh
        assert set(re.findall("[\u4e00-\u9fff]+", error.fault.in_language("en"))) <= CHINESE, en
        assert zh.startswith("开放时间 ")
        assert error.fault.in_language("zh") in zh
        assert "\n" not in zh + en
        assert str(pickle.loads(pickle.dumps(error))) == str(error) == en


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        ("8:00-12:00，2:00-6:00", "问题在 '02:00-06:00'（时间在天亮之前"),
        ("午休12-14点", "问题在 '12:00-14:00'（只有休息时间，没有开放时间）"),
        ("8:00-18:00 8:30-17:30", "问题在 '08:00-18:00, 08:30-17:30'（两段时间重叠"),
        ("周一至周五8:00-18:00；周三9:00-12:00", "问题在 '周三'（同一天写了两次）"),
        ("14:00-6:00", "问题在 '14:00-6:00'（结束早于开始"),
    ],
)
def test_a_refusal_in_chinese_names_the_piece(text, zh):
    with pytest.raises(HoursError) as caught:
        parse_hours(text)
    assert caught.value.in_language("zh").startswith(f"开放时间 {text!r} 无法理解，{zh}")


def test_a_refusal_names_the_piece():
    with pytest.raises(HoursError, match="not understood: '看情况'") as caught:
        parse_hours("周一至周五 8:30-18:00 看情况")
    assert caught.value.part == "看情况"
    assert caught.value.text == "周一至周五 8:30-18:00 看情况"
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


@pytest.mark.parametrize("text", [None, 5, "", "  \n", "哈" * 10_000, "8:00-18:00 " * 2_000])
def test_no_text_or_too_much(text):
    with pytest.raises(HoursError):
        parse_hours(text)


PIECES = st.sampled_from(
    ["周一至周五", "周六", "、", "，", "；", "（", "）", "(", ")", "8:30-18:00", "08:00", "-",
     "24小时", "全天", "工作日", "节假日", "法定", "除外", "除", "外", "休息", "闭馆", "开放",
     "不休", "夏季", "冬季", "5月1日", "至", "9月30日", "次日", "下午2:00-6:00", "早", "晚", "8点",
     "半", "国庆", "春节", "和", "暂停开放", "午休", "中午", "照常", "含", "不含", "每", "其他时间",
     "Mo-Fr", "off", ";", "||", "PH", ",", "搬迁中", "25:61", "30", "月", "日", "\n", '"',
     "12:00-14:00"]
)  # fmt: skip


# The worst of the texts below takes 37,000.
MOST_CALLS = 60_000


def only_hours_errors(call, text):
    try:
        return call(text)
    except HoursError as error:
        assert "\n" not in str(error) + error.in_language("zh")
        return None


def calls_made(call, text):
    """How many functions are called, Python's own included."""
    made = 0

    def count(_frame, event, _argument):
        nonlocal made
        made += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        only_hours_errors(call, text)
    finally:
        sys.setprofile(before)
    return made


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=60))
def test_arbitrary_text_raises_nothing_else(text):
    parsed = only_hours_errors(parse_hours, text)
    if parsed and parsed.osm:
        hours = OpeningHours(parsed.osm)
        assert hours.at(MOMENT).state in {"open", "closed", "unknown"}
        assert parsed.note is not None
    hours = only_hours_errors(OpeningHours, text)
    if hours:
        assert hours.at(MOMENT).reason.code


OSM_PIECES = st.sampled_from(
    ["Mo", "Tu-Fr", "Sa,Su", "PH", "SH", "08:00-12:00", "22:00-02:00", "18:00+", "sunrise-sunset",
     "off", "unknown", "open", ";", ",", "||", '"x"', "May-Sep", "Oct[1]", "Mo[1]", "week 01-20",
     "2026", "2025-2027", "easter", "24/7", "Dec 25-Jan 05", "+1 day", "-2 days", "00:00-24:00",
     "26:00", "08:00-sunset", "(sunrise+01:00)-18:00", "Jan", "Feb 29", "Feb 30", "/", "2", ":"]
)  # fmt: skip


@settings(max_examples=400)
@given(st.lists(OSM_PIECES, max_size=10).map(" ".join), st.datetimes())
def test_arbitrary_osm_raises_nothing_else(text, moment):
    hours = only_hours_errors(OpeningHours, text)
    if hours:
        answer = hours.at(moment)
        assert answer.state in {"open", "closed", "unknown"}
        assert word_reason(answer.reason)
        assert word_reason(answer.reason, "en")
        if answer.changes_at:
            assert hours.at(answer.changes_at).state != answer.state
        parsed = only_hours_errors(parse_hours, text)
        if parsed:
            assert OpeningHours(parsed.osm).at(moment).state == answer.state


@pytest.mark.parametrize(
    "piece",
    ["周一", "(", "[", "夏季", "1", "一", "、", "因", "除", "期间", "开放", "房体", "1月", "次日",
     '"', "ﷺ", "8:00-", "8:00-18:00,", "周一至周五8:00-18:00;", "Mo-Fr 08:00-18:00; ", "早",
     "春节及", "10:00-12:00,", "May-Sep Mo-Fr 10:00-12:00; ", "8:00-18:00(", "节假日", "，",
     "Mo[1],"],
)  # fmt: skip
@pytest.mark.parametrize("length", [500, 10_000])
def test_repeated_pieces_take_a_bounded_amount_of_work(piece, length):
    text = (piece * length)[:length]
    assert calls_made(parse_hours, text) < MOST_CALLS
    assert calls_made(OpeningHours, text) < MOST_CALLS
