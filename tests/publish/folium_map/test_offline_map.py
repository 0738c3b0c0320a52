"""The Folium map: its layers and data, names that attack it, and a real browser that opens it."""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime

import folium
import folium.plugins
import pytest

from locator.errors import LocatorError
from locator.find import find_nearest
from locator.geo.boxes import HENAN, LonLatBox
from locator.geo.geodesic import GEOD
from locator.geo.points import LonLat
from locator.paths import static_folder
from locator.publish.folium_map.nearest_map import nearest_map
from locator.publish.folium_map.offline_map import (
    STYLES,
    OfflineMap,
    Part,
    basemap_layer,
    corners,
    lat_lon,
    script_json,
)
from locator.stations import KINDS, Station, StationSet
from locator.stations.station_set import Origin
from tests.markup import HOSTILE, Tags
from tests.waiting import at_rest

ZHENGZHOU = LonLatBox(113.4, 34.6, 113.9, 34.9)
HERE = LonLat(113.66, 34.75)
# A line separator ends a line of older scripts; a file of stations may hold no such name.
NAMES = [*HOSTILE, "one \u2028 line"]


def _neighbours(names, kinds=None, position="modelled"):
    """Return stations around HERE: the nearest 310 m away, the next 620 m, and so on."""
    if not names:
        return []
    kinds = kinds or list(KINDS)
    stations = []
    for i, name in enumerate(names):
        lon, lat, _ = GEOD.fwd(HERE.lon, HERE.lat, 75.0 * i, 310.0 * (i + 1))
        station = Station(
            f"s{i}", kinds[i % len(kinds)], name, LonLat(lon, lat),
            address=name, hours_text=name, services=("water", "toilet"), position=position,
        )  # fmt: skip
        stations.append(station)
    origin = Origin("none", "0" * 64, datetime(2026, 1, 1, tzinfo=UTC))
    return find_nearest(StationSet(stations, origin), HERE, k=len(names))


@pytest.fixture(scope="module")
def hostile_page():
    return nearest_map(HERE, _neighbours(NAMES)).to_html()


# The map and its page


def test_flips_lon_and_lat_for_leaflet():
    assert lat_lon(113.6, 34.7) == [34.7, 113.6]
    assert corners(HENAN) == [[31.3, 110.3], [36.4, 116.7]]


def test_stock_folium_is_left_as_it_is():
    OfflineMap(HENAN, title="m").to_html()
    assert any(name == "jquery" for name, _ in folium.Map.default_js)
    assert "https://" in folium.Map().get_root().render()


def test_an_inlined_page_has_no_address_of_any_file():
    tags = Tags(OfflineMap(HENAN, title="河南").to_html()).tags
    assert not [a["src"] for _, a in tags if "src" in a]
    assert [a["href"] for _, a in tags if "href" in a] == ["data:,"]
    (policy,) = (a["content"] for _, a in tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none';")
    assert "http" not in policy


def _script_hashes(page):
    inline = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    digests = [hashlib.sha256(text.encode()).digest() for text in inline]
    return {f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests}


def test_a_policy_names_the_scripts_within_the_page_and_allows_no_others():
    inlined = OfflineMap(HENAN, title="m").to_html()
    (policy,) = (a["content"] for _, a in Tags(inlined).tags if a.get("http-equiv"))
    allowed = re.search(r"script-src ([^;]*);", policy)[1].split()
    assert set(allowed) == _script_hashes(inlined)
    assert len(allowed) == 2
    made = OfflineMap(HENAN, title="m", static_url="/static/")
    served = made.to_html()
    policy = made.content_policy()
    assert "unsafe" not in policy
    assert set(re.search(r"script-src ([^;]*);", policy)[1].split()) == {
        "'self'",
        *_script_hashes(served),
    }
    assert "frame-ancestors 'none'" in policy


def test_an_inlined_page_takes_no_picture_from_a_file_and_names_no_source_map():
    page = OfflineMap(HENAN, title="m").to_html()
    assert set(re.findall(r"url\(([^)]{0,10})", page)) == {"data:image", "#default#V"}
    assert "sourceMappingURL" not in page


def test_a_served_page_names_our_own_files():
    tags = Tags(OfflineMap(HENAN, title="m", static_url="/static/").to_html()).tags
    urls = [a.get("src") or a.get("href") for tag, a in tags if tag in {"script", "link"}]
    named = [url.split("?v=") for url in urls if url != "data:," and url]
    assert "/static/vendor/leaflet/leaflet.js" in dict(named)
    for url, version in named:
        content = (static_folder() / url.removeprefix("/static/")).read_bytes()
        assert hashlib.sha256(content).hexdigest().startswith(version)
    assert len(OfflineMap(HENAN, title="m", static_url="/static/").to_html()) < 5000


@pytest.mark.parametrize("name", ["jquery", "bootstrap", "awesome", "fontawesome", "glyphicons"])
def test_a_page_has_nothing_that_it_does_not_need(name):
    assert name not in OfflineMap(HENAN, title="m").to_html().lower()


def test_a_plugin_from_elsewhere_is_refused():
    made = OfflineMap(HENAN, title="m")
    folium.plugins.MarkerCluster().add_to(made)
    with pytest.raises(LocatorError, match=r"cdn.*static/ only"):
        made.to_html()


@pytest.mark.parametrize(
    "element", [folium.Popup("${1}"), folium.Tooltip("${1}"), folium.Icon()], ids=type
)
def test_elements_that_run_names_are_refused(element):
    made = OfflineMap(HENAN, title="m")
    folium.Marker(lat_lon(HERE.lon, HERE.lat)).add_to(made).add_child(element)
    with pytest.raises(LocatorError, match="write a Part instead"):
        made.to_html()


@pytest.mark.parametrize("file", ["../data/README.md", "vendor/none.js", "/etc/passwd"])
def test_a_file_that_is_not_ours_is_refused(file):
    class Asks(OfflineMap):
        default_js = (("x", file),)

    with pytest.raises(LocatorError, match="static/ only"):
        Asks(HENAN, title="m").to_html()


def test_a_title_is_text():
    tags = Tags(OfflineMap(HENAN, title=NAMES[0] + NAMES[3]).to_html())
    assert NAMES[0] + NAMES[3] in tags.text
    assert tags.count("script") == 2


def test_the_law_notice_and_the_review_number():
    assert "未经审图，仅供内部使用" in OfflineMap(HENAN, title="m").to_html()
    assert "边界仅供示意" in OfflineMap(HENAN, title="m").to_html()
    assert "Boundaries are indicative" in OfflineMap(HENAN, title="m", lang="en").to_html()
    reviewed = OfflineMap(HENAN, title="m", review_number="豫S(2026)1号<b>").to_html()
    assert "审图号：豫S(2026)1号\\u0026lt;b\\u0026gt;" in reviewed
    assert "未经审图" not in reviewed


# Determinism


def test_the_same_map_gives_the_same_bytes():
    pages = {nearest_map(HERE, _neighbours(["甲", "乙"])).to_html() for _ in range(3)}
    made = nearest_map(HERE, _neighbours(["甲", "乙"]))
    assert pages == {made.to_html(), made.to_html()}
    assert len(pages) == 1


@pytest.mark.slow
def test_another_process_gives_the_same_bytes():
    code = (
        "import hashlib; from locator.geo.boxes import HENAN;"
        "from locator.publish.folium_map.offline_map import *;"
        "m = OfflineMap(HENAN, title='m'); m.add_child(basemap_layer());"
        "print(hashlib.sha256(m.to_html().encode()).hexdigest())"
    )
    made = OfflineMap(HENAN, title="m")
    made.add_child(basemap_layer())
    own = hashlib.sha256(made.to_html().encode()).hexdigest()
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", code], env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert run.stdout.strip() == own


def test_what_is_added_after_a_rendering_is_rendered():
    made = OfflineMap(HENAN, title="m")
    before = made.to_html()
    made.add_child(basemap_layer(ZHENGZHOU))
    assert "basemap" not in before.split("</head>")[1]
    assert made.to_html().count('createPane("basemap")') == 1
    assert made.to_html() == made.to_html()


def test_a_page_has_every_id_once():
    ids = [a["id"] for _, a in Tags(nearest_map(HERE, []).to_html()).tags if "id" in a]
    assert len(ids) == len(set(ids)) == 1


# The background


def test_the_background_has_every_layer_in_its_order():
    data = basemap_layer().data
    layers = [shape["properties"]["layer"] for shape in data["shapes"]]
    assert list(dict.fromkeys(layers)) == list(STYLES)
    assert len(data["places"]) == 174
    assert {place["properties"]["rank"] for place in data["places"]} == {1, 2, 3}


def test_a_clipped_background_is_small_and_within_its_box():
    clipped = basemap_layer(ZHENGZHOU)
    assert len(script_json(clipped.data)) < len(script_json(basemap_layer().data)) / 5
    places = [place["geometry"]["coordinates"] for place in clipped.data["places"]]
    assert places
    numbers = re.findall(r"\[(-?[\d.]+),(-?[\d.]+)\]", json.dumps(clipped.data).replace(" ", ""))
    west, south, east, north = ZHENGZHOU.edges
    assert all(west <= float(x) <= east and south <= float(y) <= north for x, y in numbers)
    assert len(numbers) > 20


def test_areas_have_no_stroke():
    """A clipped one would draw the box's edge as a border."""
    assert all(style.get("stroke") is False for style in STYLES.values() if style["fill"])
    assert {"river", "county", "prefecture", "outline"} == {
        layer for layer, style in STYLES.items() if not style["fill"]
    }


# The nearest stations


def _data(made):
    (part,) = (p for p in made._children.values() if isinstance(p, Part) and p._name == "Nearest")
    return part.data


def test_the_map_has_the_position_and_the_stations():
    neighbours = _neighbours(["甲", "乙", "丙"])
    data = _data(nearest_map(HERE, neighbours))
    assert data["here"] == [113.66, 34.75]
    for shown, neighbour in zip(data["stations"], neighbours, strict=True):
        assert shown["rank"] == neighbour.rank
        assert shown["at"] == [neighbour.station.where.lon, neighbour.station.where.lat]
        assert shown["colour"] == KINDS[neighbour.station.kind].colour
    assert [shown["away"] for shown in data["stations"]] == ["310 米", "620 米", "930 米"]


def test_the_map_shows_all_of_them():
    neighbours = _neighbours(["甲"] * 5)
    west, south, east, north = nearest_map(HERE, neighbours).bounds.edges
    for where in (HERE, *(neighbour.station.where for neighbour in neighbours)):
        assert west - 1e-5 <= where.lon <= east + 1e-5  # written with five decimals
        assert south - 1e-5 <= where.lat <= north + 1e-5


def test_the_list_says_what_the_map_shows():
    text = Tags(nearest_map(HERE, _neighbours(["甲站", "乙站"]), lang="en").to_html()).text
    assert re.search(r"1\s*甲站\s*Driver home\s*310 m\s*2\s*乙站\s*Rider home\s*620 m", text)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_modelled_stations_are_told_on_the_map_and_under_the_list(lang):
    modelled = nearest_map(HERE, _neighbours(["模拟·甲"]), lang=lang)
    assert "示例数据" in _data(modelled)["words"]["sample"]
    assert "模拟" in Tags(modelled.to_html()).text.replace("模拟·甲", "")
    assert _data(modelled)["stations"][0]["lines"][1].startswith("示例数据")
    real = nearest_map(HERE, _neighbours(["甲"], position="surveyed"), lang=lang)
    assert _data(real)["words"]["sample"] is None
    assert "示例数据" not in real.to_html()


def test_no_station_is_said_in_words():
    assert "没有找到站点" in Tags(nearest_map(HERE, []).to_html()).text
    assert "No station was found" in Tags(nearest_map(HERE, [], lang="en").to_html()).text


# Names that attack


@pytest.mark.parametrize("name", NAMES)
def test_json_in_a_script_is_the_value_and_nothing_else(name):
    text = script_json({"name": name, "nested": [{"name": name}]})
    assert json.loads(text) == {"name": name, "nested": [{"name": name}]}
    assert not re.search(r"[<>&'`$\u2028\u2029]|\{[{%#]", text)


def test_hostile_names_add_no_tag(hostile_page):
    harmless = Tags(nearest_map(HERE, _neighbours(["甲"] * len(NAMES))).to_html())
    hostile = Tags(hostile_page)
    assert [tag for tag, _ in hostile.tags] == [tag for tag, _ in harmless.tags]


def test_hostile_names_are_listed_as_text(hostile_page):
    text = Tags(hostile_page).text
    for name in NAMES:
        assert name in text


def test_no_template_engine_reads_a_name(hostile_page):
    assert ">42<" not in hostile_page
    assert hostile_page.count("6 * 7") == 3  # list, marker, hours in the popup


# A browser


class Opened:
    """A page that is open, with what it asked for and what it complained about."""

    def __init__(self, browser, path, size):
        self.page = browser.new_page(viewport={"width": size[0], "height": size[1]})
        self.requests, self.complaints = [], []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(path.as_uri())
        at_rest(self.page)


PHONE, DESK = (390, 844), (1280, 800)


@pytest.fixture
def opened(chromium, tmp_path):
    made = []

    def open_page(html, size=PHONE):
        path = tmp_path / "map.html"
        path.write_text(html, encoding="utf-8")
        made.append(Opened(chromium, path, size))
        return made[-1]

    yield open_page
    for one in made:
        one.page.close()


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_browser_asks_for_nothing_and_complains_of_nothing(opened, hostile_page, size):
    there = opened(hostile_page, size)
    there.page.locator(".leaflet-control-zoom-in").click()
    at_rest(there.page)
    assert len(there.requests) == 1
    assert there.requests[0].startswith("file:")
    assert there.complaints == []


def test_a_browser_draws_the_whole_background(opened):
    made = OfflineMap(HENAN, title="河南")
    made.add_child(basemap_layer())
    there = opened(made.to_html(), DESK)
    assert there.complaints == []
    assert there.page.locator(".map-place-1").count() == 18
    assert "GeoNames" in there.page.locator(".leaflet-control-attribution").inner_text()
    drawn = "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v)"
    assert there.page.locator(".leaflet-basemap-pane canvas").evaluate(drawn)


def test_a_browser_shows_hostile_names_as_text(opened, hostile_page):
    there = opened(hostile_page)
    for rank, name in enumerate(NAMES, start=1):
        there.page.locator(f".map-list button[data-rank='{rank}']").click()
        popup = there.page.locator(".map-popup strong").last  # the one before may still fade
        assert popup.evaluate("e => e.textContent") == name
        titles = there.page.locator(".leaflet-marker-icon[title]").evaluate_all(
            "icons => icons.map(icon => icon.title)"
        )
        assert f"{rank} {name}, {310 * rank} 米" in titles or rank > 3
    assert there.page.evaluate("window.hacked") is None
    assert there.complaints == []


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_browser_shows_every_station_at_first(opened, size):
    there = opened(nearest_map(HERE, _neighbours(["甲"] * 5)).to_html(), size)
    area = there.page.locator(".folium-map").bounding_box()
    notice = there.page.locator(".leaflet-control-attribution").bounding_box()
    marks = there.page.locator(".folium-map .map-rank")
    assert marks.count() == 5
    for box in (marks.nth(i).bounding_box() for i in range(5)):
        assert area["x"] <= box["x"] <= area["x"] + area["width"] - box["width"]
        assert area["y"] <= box["y"] <= notice["y"] - box["height"]
    assert there.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert "未经审图" in there.page.locator(".leaflet-control-attribution").inner_text()
    assert there.page.locator(".map-sample").inner_text() == "示例数据"


def test_a_browser_opens_a_station_by_keyboard(opened):
    there = opened(nearest_map(HERE, _neighbours(["甲站", "乙站"])).to_html())
    there.page.locator(".map-list button").first.focus()
    there.page.keyboard.press("Enter")
    there.page.locator(".map-popup strong", has_text="甲站").wait_for()


def test_a_browser_takes_a_position_without_stations(opened):
    there = opened(nearest_map(HERE, []).to_html())
    assert there.page.locator(".map-here").is_visible()
    assert there.complaints == []
