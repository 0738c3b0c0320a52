"""Station pages: all that is known stands there; a sample leads nobody anywhere; text is text."""

import datetime as dt
import json
import re
from dataclasses import replace

from markupsafe import escape

from locator.publish.station.station_page import (
    StationLinks,
    render_missing_page,
    render_station_page,
)
from locator.stations.hours import Calendar
from locator.stations.station_set import StationSet
from tests.making import feature, station_set

CALENDAR = Calendar.published()
LINKS = StationLinks(
    home="/",
    other_language="/en",
    styles=("/a.css",),
    canonical="https://example.org/stations/full",
)
HOSTILE = "</script><script>alert(1)</script>${x}{{y}}\"'<img src=x onerror=y>"


def page_of(*features, position=0, **options):
    stations = station_set(*features)
    options = {"day": dt.date(2026, 9, 28), "lang": "zh", "links": LINKS, **options}
    return render_station_page(stations, position, **options)


def block_of(page):
    return json.loads(
        re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1]
    )


KNOWN = {
    "name": "工会驿站",
    "address": "中原路1号",
    "phone": "0371-12345678",
    "operator": "郑州市总工会",
    "opening_hours": "Mo-Fr 08:30-18:00",
    "hours_text": "工作日八点半",
    "capacity": 12,
    "services": ["water", "shower"],
    "access": "骑手",
    "note": "二楼",
    "part_of": "big",
    "verified_at": "2026-08-01",
    "url": "https://example.org/a?b=1&c=2",
    "source": "名单",
    "position": "surveyed",
    "adcode": "410102",
    "valid_from": "2026-01-01",
    "valid_to": "2026-12-31",
}


def test_hours_that_nobody_knows_are_one_line_and_no_table():
    known = feature("a", opening_hours="24/7")
    unknown = feature("b", hours_text="看门口告示")
    assert '<table class="days">' in page_of(known, unknown)
    page = page_of(known, unknown, position=1)
    assert '<table class="days">' not in page
    assert "前往前请先核实" in page
    assert "看门口告示" in page


def test_a_page_holds_everything_known():
    page = page_of(feature("full", **KNOWN), feature("big"))
    texts = {str(v) for k, v in KNOWN.items() if k not in ("services", "opening_hours", "adcode")}
    for words in (
        *(texts - {"surveyed", KNOWN["url"], "12", "2026-01-01", "2026-12-31"}),
        "tel:037112345678",
        "饮水",
        "淋浴",
        "12 人",
        "https://example.org/a?b=1&amp;c=2",
        "实测",
        "郑州市中原区",
        "08:30–18:00",
        "2026-01-01 至 2026-12-31",
        "uri.amap.com",
        "maps.apple.com",
        "未经审图，仅供内部使用",
        "数据更新 2026-01-02",
    ):
        assert words in page, words
    assert block_of(page)["name"] == "工会驿站"
    assert 'rel="canonical" href="https://example.org/stations/full"' in page
    assert 'class="qr"' in page
    assert "noindex" not in page


def test_a_sample_has_nothing_that_leads_anybody_there():
    page = page_of(feature("m", name="模拟·站", position="modelled", services=["water"]))
    for words in ("ld+json", 'class="qr"', "uri.amap", "maps.apple", 'href="tel:', "canonical"):
        assert words not in page, words
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert page.count("示例数据") >= 3


def test_hostile_texts_stay_texts():
    texts = dict.fromkeys(
        ("name", "address", "note", "access", "operator", "hours_text", "source"), HOSTILE
    )
    page = page_of(feature("full", **texts))
    assert block_of(page)["name"] == HOSTILE
    outside = re.sub(r'<script type="application/ld\+json">.*?</script>', "", page, flags=re.S)
    assert "<script" not in outside
    assert "<img" not in outside


def test_an_address_that_is_no_web_page_is_text():
    checked = station_set(feature("full"))
    for address in ("javascript:alert(1)", 'https://a.cn/" onclick="x', "//a.cn"):
        stations = StationSet([replace(checked[0], url=address)], checked.origin)
        page = render_station_page(stations, 0, day=dt.date(2026, 9, 28), lang="zh", links=LINKS)
        assert escape(address) in page
        assert f'href="{escape(address)}' not in page


def test_without_an_address_there_is_no_code():
    links = StationLinks(home="/", other_language="/en", styles=())
    page = page_of(feature("full"), links=links)
    assert 'class="qr"' not in page
    assert "url" not in block_of(page)


def test_the_missing_page_shows_the_id_as_text():
    page = render_missing_page('"><script>', "en", LINKS)
    assert "<script" not in page
    assert "&#34;&gt;&lt;script&gt;" in page


def test_the_state_is_told_for_its_moment_only():
    at = dt.datetime.fromisoformat("2026-09-28T10:00+08:00")
    station = feature("full", opening_hours="Mo-Fr 08:30-18:00")
    assert "营业中 · 18:00 关" in page_of(station, at=at)
    assert "未来七天" in page_of(station, at=at)
    page = page_of(station)
    assert 'class="told' not in page
    assert "今天" not in page
    assert "未来七天" not in page
    assert " 起七天的开放时间" in page
