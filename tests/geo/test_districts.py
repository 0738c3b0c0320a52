import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from locator.errors import LocatorError
from locator.geo.districts import (
    Districts,
    assign_counties,
    bundled_districts,
    read_districts,
)
from locator.geo.points import LonLat
from locator.paths import data_file
from tests.plan.making import districts_of


@pytest.fixture(scope="module")
def henan() -> Districts:
    return bundled_districts()


def square(adcode, name, west, level="county", prefecture="419001", prefecture_name="某市"):
    ring = [[west, 0], [west + 1, 0], [west + 1, 1], [west, 1], [west, 0]]
    return {
        "type": "Feature",
        "properties": {
            "level": level,
            "adcode": adcode,
            "name": name,
            "prefecture": prefecture,
            "prefecture_name": prefecture_name,
        },
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


@pytest.fixture
def two_squares(tmp_path) -> Districts:
    path = tmp_path / "two.geojson"
    features = [square("410002", "乙县", 1), square("410001", "甲回族区", 0)]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return read_districts(path)


def test_all_of_henan(henan):
    assert len(henan.counties) == 157
    assert len(henan.prefectures) == 18
    assert {county.prefecture_adcode for county in henan.counties} == {
        prefecture.adcode for prefecture in henan.prefectures
    }


@pytest.mark.parametrize(
    ("lon", "lat", "county", "prefecture"),
    [
        (113.6134, 34.7483, "中原区", "郑州市"),
        (112.9630, 34.7484, "巩义市", "郑州市"),
        (112.6020, 35.0670, "济源市", "济源市"),
        (112.4680, 34.6840, "老城区", "洛阳市"),
    ],
)
def test_which_county_a_place_lies_in(henan, lon, lat, county, prefecture):
    district = henan.county_at(LonLat(lon, lat))
    assert (district.name, district.prefecture_name) == (county, prefecture)
    assert henan.prefecture_at(LonLat(lon, lat)).name == prefecture


@pytest.mark.parametrize("where", [LonLat(116.4, 39.9), LonLat(0, 0), LonLat(-113.6, 34.7)])
def test_outside_all_of_them(henan, where):
    assert henan.county_at(where) is None
    assert henan.prefecture_at(where) is None


def test_locate_agrees_with_every_polygon(henan):
    rng = np.random.default_rng(2)
    lon, lat = rng.uniform(110, 117, 400), rng.uniform(31, 37, 400)
    from shapely import intersects_xy

    inside = np.array([intersects_xy(county.geometry, lon, lat) for county in henan.counties])
    expected = np.where(inside.any(axis=0), inside.argmax(axis=0), -1)
    assert henan.locate(lon, lat).tolist() == expected.tolist()


def test_a_border_belongs_to_the_lowest_code(two_squares):
    assert two_squares.locate([0.5, 1.0, 1.5, 2.5], [0.5] * 4).tolist() == [0, 0, 1, -1]
    assert two_squares.county_at(LonLat(1.0, 0.5)).adcode == "410001"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("瀍河回族区", "410304"),
        ("瀍河区", "410304"),
        ("瀍河", "410304"),
        ("洛阳瀍河", "410304"),
        ("洛阳市瀍河区", "410304"),
        (" 管城 区 ", "410104"),
        ("郑州", "410100"),
        ("郑州市", "410100"),
        ("河南省郑州市中原区", "410102"),
        ("中原", "410102"),
        ("济源", "419001"),
        ("杞县", "410221"),
        ("鼓楼区", "410204"),
    ],
)
def test_search_by_full_and_short_names(henan, text, first):
    assert henan.search(text)[0].adcode == first


def test_search_ranks_whole_names_then_beginnings_then_parts(henan):
    names = [district.name for district in henan.search("新", limit=50)]
    kinds = [0 if name.startswith("新") else 1 if "新" in name else 2 for name in names]
    assert kinds == sorted(kinds)
    assert {0, 2} <= set(kinds)  # the last: counties of 新乡市
    assert [d.name for d in henan.search("新乡", limit=3)][:2] == ["新乡市", "新乡县"]


@pytest.mark.parametrize("text", ["", "  ", "河南省", "Springfield", "郑州市" * 1000, "\0"])
def test_search_finds_nothing_where_there_is_nothing(henan, text):
    assert henan.search(text) == []


def test_one_character_is_not_a_short_form(henan):
    assert "杞" not in henan.county("410221").own_names()


def test_full_names(henan):
    assert henan.county("410102").full_name == "郑州市中原区"
    assert henan.county("419001").full_name == "济源市"


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"features": [{"properties": {}}]}', "\xff"])
def test_a_file_that_is_none_says_so(tmp_path, text):
    path = tmp_path / "bad.geojson"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(LocatorError, match=r"bad\.geojson.*districts"):
        read_districts(path)


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(LocatorError, match=r"none\.geojson"):
        read_districts(tmp_path / "none.geojson")


def test_the_bundled_file_is_found_in_the_checkout():
    assert data_file("districts.geojson").is_file()


def test_a_block_inside_two_counties_counts_in_the_lower_code_and_says_so(tmp_path):
    by = districts_of(tmp_path, ("410002", -100, 100, "A"), ("410001", -50, 50, "A"))
    assigned = assign_counties(by, np.array([0.21, 0.71, 3.0]), np.zeros(3))
    assert assigned.county.tolist() == [0, 1, -1]
    assert assigned.several.tolist() == [0]


def test_a_hole_belongs_to_nobody(tmp_path):
    by = districts_of(tmp_path, ("410001", -10, 0, "A"), ("410002", 10, 20, "A"))
    assert assign_counties(by, np.array([-0.05, 0.05, 0.15]), np.zeros(3)).county.tolist() == [
        0,
        -1,
        1,
    ]


def test_no_districts_and_no_positions():
    assert assign_counties(Districts([]), np.zeros(2), np.zeros(2)).county.tolist() == [-1, -1]
    assert assign_counties(bundled_districts(), np.empty(0), np.empty(0)).county.tolist() == []


@settings(max_examples=60)
@given(st.lists(st.tuples(st.floats(110, 117), st.floats(31, 37)), min_size=1, max_size=30))
def test_the_same_as_one_by_one(points):
    lon, lat = np.array(points).T
    districts = bundled_districts()
    assert (
        assign_counties(districts, lon, lat).county.tolist() == districts.locate(lon, lat).tolist()
    )


def test_vertices_lie_on_borders_of_several():
    districts = bundled_districts()
    county = districts.counties[0].geometry
    lon, lat = np.array(
        county.geoms[0].exterior.coords if hasattr(county, "geoms") else county.exterior.coords
    ).T
    assigned = assign_counties(districts, lon, lat)
    assert assigned.county.tolist() == districts.locate(lon, lat).tolist()
    assert len(assigned.several)
