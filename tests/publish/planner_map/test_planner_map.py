"""The planner's map: its data against what they were made of, its words, and its page."""

import hashlib
import json
import os
import re
import subprocess
import sys
from datetime import date, datetime

import pytest

from locator.geo.datum import convert
from locator.paths import static_folder
from locator.plan.clock import measure_clock
from locator.plan.coverage import measure_coverage
from locator.plan.demand import DemandSet
from locator.plan.gaps import find_gaps
from locator.publish.page import environment
from locator.publish.planner_map.map_data import SCRIPT_WORDS as SCRIPTS
from locator.publish.planner_map.map_data import map_data
from locator.publish.planner_map.planner_map import PANEL, coverage_map
from locator.stations.kinds import KINDS
from tests.making import feature, station_set
from tests.markup import HOSTILE, Tags
from tests.plan.making import demand_at, districts_of, stations_at
from tests.publish.planner_map.making import TILES, hostile_coverage

SCRIPT_FILES = sorted((static_folder() / "js" / "planner").glob("*.js"))


@pytest.fixture
def plain(tmp_path):
    """One station; demand on it, near it and far from it; two counties."""
    districts = districts_of(tmp_path, ("410101", -10, 20, "410100"), ("410102", 20, 90, "410100"))
    demand = demand_at((0, 10), (0.5, 20), (3, 30), (40, 5), modelled=True)
    coverage = measure_coverage(stations_at(0), demand, 1000, by=districts)
    return coverage, find_gaps(coverage)


# The data


def test_stations_are_those_that_count(plain):
    stations = station_set(
        feature("a", 113.6, 34.7, kind="rider_home", services=["water", "wifi"]),
        feature("b", 113.7, 34.8, hours_text="8:00-18:00", position="modelled", name="模拟·乙"),
        feature("c", 113.8, 34.9, status="paused"),
    )
    data = map_data(measure_coverage(stations, demand_at(), 500), [], "zh", "wgs84")["stations"]
    assert data["lon"] == [11360000, 11370000]
    assert data["lat"] == [3470000, 3480000]
    assert [list(KINDS)[code] for code in data["kind"]] == ["rider_home", "love_station"]
    assert data["modelled"] == [0, 1]
    assert [data["hours"][code] for code in data["hours_of"]] == ["", "8:00-18:00"]
    offered = data["offered"][data["offered_of"][0]]
    assert bin(offered).count("1") == 2
    assert data["state"] is None


def test_states_are_told_where_a_moment_is_asked_for():
    stations = station_set(
        feature("o", 113.6, 34.7, opening_hours="24/7"),
        feature("s", 113.7, 34.8, opening_hours="Mo-Su 09:00-10:00"),
        feature("u", 113.7, 34.9),
    )
    coverage = measure_coverage(stations, demand_at((0, 1)), 500, at=datetime(2026, 7, 8, 3))
    assert map_data(coverage, [], "zh", "wgs84")["stations"]["state"] == [2, 0, 1]


def test_gaps_and_districts_are_the_librarys(plain):
    coverage, gaps = plain
    data = map_data(coverage, gaps, "en", "wgs84")
    assert [gap["weight"] for gap in data["gaps"]] == [gap.weight for gap in gaps] == [30, 5]
    assert [gap["rank"] for gap in data["gaps"]] == [1, 2]
    assert data["gaps"][0]["nearest"] == "驿站 s0"
    assert data["gaps"][0]["nearest_m"] == pytest.approx(3339.6, abs=0.1)
    counties = data["districts"]["county"]
    assert [county["share"] for county in counties] == [30 / 60, 0.0]
    assert data["districts"]["prefecture"][0]["share"] == coverage.share == 30 / 65
    (ring,) = counties[0]["shape"][0]
    assert {tuple(point) for point in ring} == {(-0.1, -0.5), (0.2, -0.5), (0.2, 0.5), (-0.1, 0.5)}


def test_with_gcj02_tiles_everything_moves():
    stations = station_set(feature("a", 113.6, 34.7))
    demand = DemandSet([113.6, 113.7], [34.7, 34.7], [1, 2])
    coverage = measure_coverage(stations, demand, 500)
    gaps = find_gaps(coverage)
    plain, moved = (map_data(coverage, gaps, "zh", datum) for datum in ("wgs84", "gcj02"))
    lon, lat = convert([113.6], [34.7], "wgs84", "gcj02")
    assert moved["stations"]["lon"] == [round(lon[0] * 1e5)]
    assert moved["stations"]["lat"] == [round(lat[0] * 1e5)]
    assert moved["gaps"][0]["spot"][0] - plain["gaps"][0]["spot"][0] == pytest.approx(
        0.006, abs=1e-3
    )
    assert plain["shift"] is None
    shift = moved["shift"]
    assert shift["lon"][0] / 1e5 == pytest.approx(lon[0] - 113.6, abs=5e-4)
    assert len(shift["lon"]) % shift["columns"] == 0
    page = coverage_map(coverage, gaps, tiles=TILES).to_html()
    assert "https://tiles.test;" in page
    assert "高德 \\u0026lt;b\\u0026gt;" in page
    assert "Natural Earth" not in page


# The page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_says_what_the_library_found(plain, lang):
    coverage, gaps = plain
    text = Tags(coverage_map(coverage, gaps, lang=lang).to_html()).text
    assert "46.2%" in text
    assert ("65 人中的 30 人" if lang == "zh" else "30 of 65 people") in text
    first = "市410100县410101" if lang == "zh" else "县410101, 市410100"
    assert re.search(rf"1\s*{first}", text)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sample_data_are_told_beside_every_block_of_figures(plain, tmp_path, lang):
    coverage, gaps = plain
    clock = measure_clock(
        coverage.stations, coverage.demand, 1000, date(2026, 7, 8), by=coverage.districts
    )
    page = coverage_map(coverage, gaps, clock=clock, lang=lang).to_html()
    notice = PANEL["sample"].in_language(lang)
    assert page.count(f'<span class="planner-sample">{notice}</span>') == 4
    assert map_data(coverage, gaps, lang, "wgs84")["sample"] is True
    real = measure_coverage(coverage.stations, demand_at((0, 1)), 1000)
    assert f">{notice}</span>" not in coverage_map(real, [], lang=lang).to_html()


def test_the_law_is_told(plain):
    assert "未经审图，仅供内部使用" in coverage_map(*plain).to_html()
    reviewed = coverage_map(*plain, review_number="豫S(2026)1号").to_html()
    assert "审图号：豫S(2026)1号" in reviewed
    assert "未经审图" not in reviewed


def test_weight_outside_all_districts_is_told(tmp_path):
    districts = districts_of(tmp_path, ("410101", -10, 20, "410100"))
    coverage = measure_coverage(stations_at(0), demand_at((0, 10), (40, 5)), 1000, by=districts)
    text = Tags(coverage_map(coverage, find_gaps(coverage)).to_html()).text
    assert re.search(r"不在任何区县内的人数\s*5\s", text)


@pytest.mark.parametrize("with_districts", [True, False])
@pytest.mark.parametrize("rows", [(), ((0, 0),), ((0, 3),)])
@pytest.mark.parametrize("stations", [(), (0,)])
def test_empty_sets_have_a_page(tmp_path, with_districts, rows, stations):
    districts = districts_of(tmp_path, ("410101", -10, 20, "410100")) if with_districts else None
    coverage = measure_coverage(stations_at(*stations), demand_at(*rows), 0, by=districts)
    page = coverage_map(coverage, find_gaps(coverage)).to_html()
    assert "服务覆盖地图" in page


def test_the_same_coverage_gives_the_same_bytes_in_any_process(plain):
    code = (
        "import hashlib; from tests.plan.making import *; from locator.plan.coverage import *;"
        "from locator.plan.gaps import *; from locator.publish.planner_map.planner_map import *;"
        "c = measure_coverage(stations_at(0, 7), demand_at((0, 1), (50, 2)), 900);"
        "print(hashlib.sha256(coverage_map(c, find_gaps(c)).to_html().encode()).hexdigest())"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"PYTHONHASHSEED": "1"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    coverage = measure_coverage(stations_at(0, 7), demand_at((0, 1), (50, 2)), 900)
    page = coverage_map(coverage, find_gaps(coverage)).to_html()
    assert run.stdout.strip() == hashlib.sha256(page.encode()).hexdigest()
    assert coverage_map(*plain).to_html() == coverage_map(*plain).to_html()


def test_a_contained_page_names_no_host_and_a_served_one_only_static_files(plain):
    alone = Tags(coverage_map(*plain).to_html()).tags
    assert not [a for _, a in alone if "src" in a]
    assert {a["href"] for _, a in alone if "href" in a} == {"data:,"}
    served = Tags(coverage_map(*plain, static_url="/static/").to_html()).tags
    sources = [a["src"] for tag, a in served if tag == "script" and "src" in a]
    assert len(sources) == 1 + len(SCRIPT_FILES)
    assert all(url.startswith("/static/") for url in sources)


def test_a_served_page_needs_no_inline_style_or_handler(plain):
    tags = Tags(coverage_map(*plain, static_url="/static/").to_html()).tags
    assert not [tag for tag, _ in tags if tag == "style"]
    attributes = {name for _, a in tags for name in a}
    assert not [name for name in attributes if name == "style" or name.startswith("on")]


# Names that attack


def test_hostile_names_add_no_tag(tmp_path):
    harmless = Tags(coverage_map(*hostile_coverage(tmp_path, ["甲"] * len(HOSTILE))).to_html())
    hostile = Tags(coverage_map(*hostile_coverage(tmp_path)).to_html())
    assert [tag for tag, _ in hostile.tags] == [tag for tag, _ in harmless.tags]
    assert HOSTILE[2] + HOSTILE[0] in hostile.text


def test_hostile_names_arrive_as_they_are(tmp_path):
    page = coverage_map(*hostile_coverage(tmp_path)).to_html()
    (text,) = re.findall(r'id="planner-data">(.*?)</script>', page, flags=re.DOTALL)
    data = json.loads(text)
    assert data["stations"]["name"] == HOSTILE
    assert data["gaps"][0]["district"] == HOSTILE[2] + HOSTILE[0]
    assert not re.search(r"[<>&'`$\u2028]|\{[{%#]", text)


# Words


def test_every_word_is_used_and_every_used_word_is_there():
    scripts = "".join(file.read_text(encoding="utf-8") for file in SCRIPT_FILES)
    wanted_words = set(re.findall(r'\.word\(\s*"(\w+)"', scripts))
    known = set(re.findall(r'"(\w+)"', scripts)) | set(re.findall(r"(\w+): \"M", scripts))
    assert wanted_words - set(SCRIPTS) == set()
    assert set(SCRIPTS) - known == set()
    template = environment().loader.get_source(environment(), "map.coverage.html")[0]
    named = set(re.findall(r"say\.(\w+)", template))
    assert named - set(PANEL) == set()
    code = (static_folder().parent / "locator/publish/planner_map/planner_map.py").read_text(
        encoding="utf-8"
    )
    prefixed = {key for key in PANEL if re.match(r"(open|people|districts)_\w+$", key)}
    shown_words = set(re.findall(r'(?:say\(\s*|PANEL\[)"(\w+)"', code))
    assert set(PANEL) - named - shown_words - prefixed == set()


def test_parts_of_people_are_told():
    demand = DemandSet([113.6, 113.9], [34.7, 34.7], [0.25, 0.5])
    coverage = measure_coverage(station_set(feature("a", 113.6, 34.7)), demand, 1000)
    text = Tags(coverage_map(coverage, find_gaps(coverage), lang="en").to_html()).text
    assert "0.25 of 0.75 people" in text
    assert "0.5 people" in text
