"""The sitemap and robots.txt."""

import xml.etree.ElementTree as ET

from locator.publish.site.sitemap import robots_text, sitemap_text
from tests.making import feature, station_set

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
