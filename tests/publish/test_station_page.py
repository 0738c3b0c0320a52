"""Station pages: days against the hours themselves, data blocks, what samples must not have."""

import datetime as dt
import json
import math
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from markupsafe import escape

from locator.geo.geodesic import GEOD
from locator.geo.points import LonLat
from locator.geo.seats import bundled_seats
from locator.publish import station_hours, station_map
from locator.publish.qr import qr_svg
from locator.publish.sitemap import robots_text, sitemap_text
from locator.publish.station_hours import date_text, holiday_rows, week_rows
from locator.publish.station_linked_data import linked_data
from locator.publish.station_page import StationLinks, render_missing_page, render_station_page
from locator.stations.hours import Calendar, OpeningHours
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


def rows_of(osm, day, lang="zh", of=week_rows, **properties):
    station = station_set(feature(opening_hours=osm, **properties))[0]
    hours = OpeningHours(osm) if osm else None
    return of(station, hours, CALENDAR, day, lang)


def page_of(*features, position=0, **options):
    stations = station_set(*features)
    options = {"day": dt.date(2026, 9, 28), "lang": "zh", "links": LINKS, **options}
    return render_station_page(stations, position, **options)


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
    said = set()
    for n in range(120):
        day = first + dt.timedelta(days=n)
        for span in station_hours.spans_of_day(hours, day):
            if span.state == 2:
                said |= {(day.toordinal() * 1440 + m) for m in range(span.start, span.end)}
    for n in range(1, 119):
        day = (first + dt.timedelta(days=n)).toordinal()
        for minute in range(0, 1440, 15):
            is_open = hours.state_code(day, minute) == 2
            assert is_open == (day * 1440 + minute in said)
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
    told = {
        row.first + dt.timedelta(days=n)
        for row in rows
        for n in range((row.last - row.first).days + 1)
    }
    year = next(year for year in CALENDAR.years if year.year == 2026)
    special = {d for d, _ in (*year.off, *year.worked)}
    last = max(told)
    assert told == {d for d in special if d <= last}
    assert len({CALENDAR.day(d).holiday for d in told}) == station_hours.MOST_HOLIDAYS


def test_out_of_season():
    rows = rows_of("08:00-20:00", dt.date(2026, 9, 28), valid_to="2026-09-29")
    assert [row.hours for row in rows][1:3] == ["08:00–20:00", "非开放季节"]


def test_date_text_in_english():
    assert date_text(dt.date(2026, 2, 17), "en") == "Tue 17 Feb"


def specifications(data, name):
    return {
        (s.get("dayOfWeek", s.get("validFrom", "")).rsplit("/", 1)[-1], s["opens"], s["closes"])
        for s in data[name]
    }


def test_linked_data_tells_week_and_special_days():
    osm = "Mo-Fr 08:30-18:00; PH off"
    station = station_set(
        feature(
            "full",
            opening_hours=osm,
            phone="0371-1",
            address="路1号",
            capacity=8,
            services=["water"],
        )
    )[0]
    day = dt.date(2026, 9, 28)
    data = linked_data(station, OpeningHours(osm), CALENDAR, day, url="https://a.cn/stations/full")
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    assert specifications(data, "openingHoursSpecification") == {
        (d, "08:30", "18:00") for d in days
    }
    special = specifications(data, "specialOpeningHoursSpecification")
    assert ("2026-10-01", "00:00", "00:00") in special
    assert ("2026-10-10", "08:30", "18:00") in special
    assert ("2026-10-08", "08:30", "18:00") not in special
    assert data["geo"] == {"@type": "GeoCoordinates", "longitude": 113.6, "latitude": 34.7}
    assert data["amenityFeature"] == [
        {"@type": "LocationFeatureSpecification", "name": "饮水", "value": True}
    ]


def test_linked_data_leaves_uncertain_days_out():
    osm = "Mo-Fr 09:00-17:00"
    station = station_set(feature(opening_hours=osm))[0]
    data = linked_data(station, OpeningHours(osm), CALENDAR, dt.date(2026, 9, 28))
    special = specifications(data, "specialOpeningHoursSpecification")
    assert not [s for s in special if s[0] == "2026-10-01"]
    assert ("2026-10-10", "09:00", "17:00") in special


@pytest.mark.parametrize(
    ("osm", "opens", "closes"),
    [
        ("24/7", "00:00", "23:59"),
        ("22:00-06:00", "22:00", "06:00"),
        ("08:00-24:00", "08:00", "00:00"),
    ],
)
def test_linked_data_at_the_days_edges(osm, opens, closes):
    station = station_set(feature(opening_hours=osm))[0]
    data = linked_data(station, OpeningHours(osm), CALENDAR, dt.date(2026, 11, 23))
    assert {(s["opens"], s["closes"]) for s in data["openingHoursSpecification"]} == {
        (opens, closes)
    }


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


def test_a_page_holds_everything_known():
    page = page_of(feature("full", **KNOWN), feature("big"))
    told = {str(v) for k, v in KNOWN.items() if k not in ("services", "opening_hours", "adcode")}
    for words in (
        *(told - {"surveyed", KNOWN["url"], "12", "2026-01-01", "2026-12-31"}),
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
    given = feature("full", opening_hours="Mo-Fr 08:30-18:00")
    assert "营业中 · 18:00 关" in page_of(given, at=at)
    assert "未来七天" in page_of(given, at=at)
    kept = page_of(given)
    assert 'class="told' not in kept
    assert "今天" not in kept
    assert "未来七天" not in kept
    assert " 起七天的开放时间" in kept


def test_a_map_holds_what_lies_around():
    drawn = station_map.station_map(LonLat(113.65, 34.76))
    assert {"province", "urban"} <= {layer for layer, _ in drawn.paths}
    assert "郑州" in [label.name for label in drawn.labels]
    assert all(0 < label.x < drawn.width and 0 < label.y < drawn.height for label in drawn.labels)
    assert drawn.scale_px == pytest.approx(drawn.width * drawn.scale_m / station_map.WIDTH_M)


def test_a_map_is_true_to_scale():
    """A county's seat lies in the picture where the geodesic says it does, to two pixels."""
    centre, seats = LonLat(113.55, 34.66), bundled_seats()
    drawn = station_map.station_map(centre)
    label = next(label for label in drawn.labels if label.rank == 1)
    seat = min(seats.values(), key=lambda where: _away_px(centre, where, label))
    assert _away_px(centre, seat, label) < 2


def _away_px(centre, where, label):
    azimuth, _, metres = GEOD.inv(centre.lon, centre.lat, where.lon, where.lat)
    px = metres * station_map.WIDTH_PX / station_map.WIDTH_M
    x = station_map.WIDTH_PX / 2 + px * math.sin(math.radians(azimuth))
    y = station_map.HEIGHT_PX / 2 - px * math.cos(math.radians(azimuth))
    return math.hypot(x - label.x, y - label.y)


def test_far_from_the_basemap_a_map_is_empty_but_there():
    drawn = station_map.station_map(LonLat(-70.0, -30.0))
    assert drawn.paths == []
    assert drawn.labels == []


def test_a_code_is_read_back_by_another_library():
    zxingcpp = pytest.importorskip("zxingcpp")
    import numpy as np

    address = "https://example.org/stations/" + "a-very.long_ID" * 4
    svg = qr_svg(address, "")
    side = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    picture = np.full((side, side), 255, np.uint8)
    for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)v1", svg):
        picture[int(y), int(x) : int(x) + int(run)] = 0
    picture = np.kron(picture, np.ones((4, 4), np.uint8))
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [address]


NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def test_the_sitemap_lists_all_but_samples():
    stations = station_set(
        feature("a", verified_at="2026-08-01"),
        feature("b", name="模拟·b", position="modelled"),
        feature("c"),
    )
    root = ET.fromstring(sitemap_text(stations, "https://x.cn/rest"))
    assert [e.text for e in root.findall("s:url/s:loc", NS)] == [
        "https://x.cn/rest/", "https://x.cn/rest/stations/a", "https://x.cn/rest/stations/c",
    ]  # fmt: skip
    assert [e.text for e in root.findall("s:url/s:lastmod", NS)] == ["2026-08-01"]
    assert sitemap_text(stations, "https://x.cn", 1) is None


def test_a_long_sitemap_comes_in_parts():
    stations = station_set(*(feature(f"s{n}") for n in range(7)))
    index = ET.fromstring(sitemap_text(stations, "https://x.cn", limit=3))
    parts = [e.text for e in index.findall("s:sitemap/s:loc", NS)]
    assert parts == [f"https://x.cn/sitemap-{n}.xml" for n in (1, 2, 3)]
    listed = []
    for number in (1, 2, 3):
        root = ET.fromstring(sitemap_text(stations, "https://x.cn", number, limit=3))
        listed += [e.text for e in root.findall("s:url/s:loc", NS)]
    assert listed == ["https://x.cn/"] + [f"https://x.cn/stations/s{n}" for n in range(7)]
    assert sitemap_text(stations, "https://x.cn", 4, limit=3) is None


def test_robots_leads_to_the_sitemap():
    assert "Sitemap: https://x.cn/sitemap.xml\n" in robots_text("https://x.cn")
