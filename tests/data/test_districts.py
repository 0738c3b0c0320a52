import json

import shapely
from pyproj import Geod

GEOD = Geod(ellps="WGS84")


def area_m2(shapes):
    return sum(abs(GEOD.geometry_area_perimeter(shape)[0]) for shape in shapes)


def of_level(districts, level):
    return [feature for feature in districts if feature["properties"]["level"] == level]


def test_counts_and_order(districts):
    for level, count in (("prefecture", 18), ("county", 157)):
        adcodes = [feature["properties"]["adcode"] for feature in of_level(districts, level)]
        assert len(adcodes) == count
        assert adcodes == sorted(set(adcodes))
    assert len(districts) == 175


def test_counties_name_their_prefecture(districts):
    names = {
        f["properties"]["adcode"]: f["properties"]["name"]
        for f in of_level(districts, "prefecture")
    }
    for feature in of_level(districts, "county"):
        own = feature["properties"]
        assert names[own["prefecture"]] == own["prefecture_name"]
        assert own["prefecture"] == own["adcode"][:4] + "00" or own["adcode"] == "419001"


def test_jiyuan_is_its_own_prefecture(districts):
    both = [f["properties"] for f in districts if f["properties"]["adcode"] == "419001"]
    assert [own["level"] for own in both] == ["prefecture", "county"]
    assert both[1]["prefecture"] == "419001"


def test_areas_sum_to_the_province(districts, root, shapes_of):
    raw = json.loads((root / "data/raw/henan_province_tianditu.geojson").read_text("utf-8"))
    province_m2 = area_m2(shapes_of(raw["features"]))
    for level in ("prefecture", "county"):
        level_m2 = area_m2(shapes_of(of_level(districts, level)))
        assert abs(level_m2 / province_m2 - 1) < 0.001


def test_shapes_are_valid_and_do_not_overlap(districts, shapes_of):
    for level in ("prefecture", "county"):
        shapes = shapes_of(of_level(districts, level))
        assert shapely.is_valid(shapes).all()
        assert shapely.coverage_is_valid(shapes)


def test_prefectures_are_exactly_their_counties(districts, shapes_of):
    counties = of_level(districts, "county")
    shapes = shapes_of(counties)
    for feature in of_level(districts, "prefecture"):
        adcode = feature["properties"]["adcode"]
        own = [s for c, s in zip(counties, shapes, strict=True)
               if c["properties"]["prefecture"] == adcode]  # fmt: skip
        (prefecture,) = shapes_of([feature])
        assert shapely.equals(shapely.union_all(own), prefecture)
