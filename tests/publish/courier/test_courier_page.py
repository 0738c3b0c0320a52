import json
import re

import pytest

from locator.publish.courier.courier_page import content_policy, render_page
from locator.publish.page import asset_url, asset_version, script_safe
from locator.settings import Tiles
from tests.making import feature, station_set

TILES = Tiles(
    urls=("https://t{s}.example.cn/{z}/{x}/{y}?tk=k",), servers="01", attribution="天地图 <b>",
    datum="gcj02",
)  # fmt: skip


def data_of(page):
    return json.loads(
        re.search(r'<script type="application/json" id="data">(.*?)</script>', page)[1]
    )


@pytest.fixture(scope="module")
def stations():
    return station_set(
        feature("a", services=["water"]), feature("b", name="模拟·站", position="modelled")
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tables_reach_the_scripts(stations, lang):
    data = data_of(render_page(stations, lang, None, ""))
    assert {kind["key"]: kind["offered"] for kind in data["kinds"]}["love_station"] == 2
    assert {s["key"]: s["offered"] for s in data["services"]}["water"] == 1
    assert [app["key"] for app in data["navigation"]] == ["amap", "baidu", "tencent", "apple"]
    assert data["map"]["tiles"] is None
    assert len(data["winds"]) == 8


def test_every_icon_of_the_tables_is_in_the_sprite(stations):
    page = render_page(stations, "zh", None, "")
    icons = set(re.findall(r'<symbol id="icon-([a-z]+)"', page))
    data = data_of(page)
    assert {row["icon"] for row in data["kinds"] + data["services"]} <= icons
    assert set(re.findall(r"#icon-([a-z]+)", page)) <= icons


def test_a_kinds_number_can_be_read_on_its_colour(stations):
    for kind in data_of(render_page(stations, "zh", None, ""))["kinds"]:
        assert _contrast(kind["colour"], kind["ink"]) >= 4.5


def test_sample_notice_and_law(stations):
    page = render_page(stations, "zh", None, "")
    assert "示例数据" in page
    assert "未经审图，仅供内部使用" in page
    reviewed = render_page(station_set(feature("a")), "zh", None, "豫S(2026)001号")
    assert "审图号：豫S(2026)001号" in reviewed
    assert "未经审图" not in reviewed
    assert 'class="sample-notice"' not in reviewed


def test_tiles(stations):
    page = render_page(stations, "zh", TILES, "1 <script>")
    settings = data_of(page)["map"]
    assert settings["datum"] == "gcj02"
    assert settings["tiles"] == {"urls": list(TILES.urls), "servers": "01", "max_zoom": 18}
    assert settings["credits"] == ["示例数据", "审图号：1 <script>", "天地图 <b>"]
    assert "1 &lt;script&gt;" in page
    policy = content_policy(TILES)
    assert "img-src 'self' data: https://t0.example.cn https://t1.example.cn;" in policy
    assert "connect-src 'self'" in policy
    assert "example" not in content_policy(None)


def test_json_cannot_end_its_element():
    text = script_safe({"a": "</script><!--\u2028&"})
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == {"a": "</script><!--\u2028&"}


def test_assets():
    assert re.fullmatch(r"/static/css/page\.css\?v=[0-9a-f]{10}", asset_url("css/page.css"))
    with pytest.raises(FileNotFoundError):
        asset_url("css/none.css")
    for name in ("../pyproject.toml", "css", "a\0b", "", "x" * 5000, "/etc/passwd"):
        assert asset_version(name) is None


def _contrast(a, b):
    def luminance(colour):
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)
