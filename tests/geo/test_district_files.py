"""A planner's own districts: other headings, other CRS, and every fault with its feature."""

import json

import geopandas
import numpy as np
import pytest
import shapely

from locator.errors import LocatorError
from locator.geo.district_files import DistrictFileError, districts_or_bundled, read_district_file
from locator.geo.districts import bundled_districts
from locator.geo.points import LonLat
from locator.paths import data_file
from locator.plan.coverage import measure_coverage
from tests.plan.making import demand_at, stations_at

WEST, EAST = shapely.box(113, 34, 114, 35), shapely.box(114, 34, 115, 35)
WRITERS = {
    ".geojson": lambda data, path: data.to_file(path, driver="GeoJSON"),
    ".gpkg": lambda data, path: data.to_file(path, driver="GPKG"),
    ".parquet": lambda data, path: data.to_parquet(path),
    ".shp": lambda data, path: data.to_file(path, driver="ESRI Shapefile", encoding="GB18030"),
}


def written(path, columns, shapes=(WEST, EAST), crs="EPSG:4326"):
    frame = geopandas.GeoDataFrame(columns, geometry=list(shapes), crs="EPSG:4326").to_crs(crs)
    WRITERS[path.suffix](frame, path)
    return path


@pytest.mark.parametrize("ending", list(WRITERS))
@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:4547", "EPSG:2263"])  # the last in feet
def test_any_format_and_crs(tmp_path, ending, crs):
    shapes = WEST, EAST
    if crs == "EPSG:2263":
        shapes = shapely.box(-74, 40.6, -73.9, 40.7), shapely.box(-73.9, 40.6, -73.8, 40.7)
    columns = {"区划代码": ["410102", "410103"], "名称": ["中原区", "二七区"]}
    path = written(tmp_path / f"d{ending}", columns, shapes, crs)
    districts = read_district_file(path)
    assert [(d.adcode, d.name, d.prefecture_adcode) for d in districts.counties] == [
        ("410102", "中原区", "410100"), ("410103", "二七区", "410100"),
    ]  # fmt: skip
    np.testing.assert_allclose(districts.counties[0].geometry.bounds, shapes[0].bounds, atol=2e-4)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("adcode", "name"),
        ("CODE", "NAME"),
        ("XZQDM", "XZQMC"),
        ("行政区划代码", "区县"),
        ("gb", "县"),
    ],
)
def test_usual_headings(tmp_path, code, name):
    path = written(tmp_path / "d.gpkg", {code: [410102, 410103], name: ["甲", "乙"], "pop": [1, 2]})
    assert [(d.adcode, d.name) for d in read_district_file(path).counties] == [
        ("410102", "甲"), ("410103", "乙"),
    ]  # fmt: skip


def test_other_headings_are_named(tmp_path):
    columns = {"k": [2.0, 1.0], "t": ["乙", "甲"], "above": ["东", "西"], "upper": ["东市", "西市"]}
    path = written(tmp_path / "d.geojson", columns)
    districts = read_district_file(
        path, code="k", name="t", prefecture="above", prefecture_name="upper"
    )
    counties = districts.counties
    assert [(d.adcode, d.name, d.prefecture_adcode, d.prefecture_name) for d in counties] == [
        ("1", "甲", "西", "西市"), ("2", "乙", "东", "东市"),
    ]  # fmt: skip
    with pytest.raises(DistrictFileError, match=r"file: nonesuch \['k', 't'.*no such column"):
        read_district_file(path, code="nonesuch", name="t")
    with pytest.raises(DistrictFileError, match=r"(?s)adcode \['k'.*name \['k'"):
        read_district_file(path)


def test_prefectures_by_code_by_name_and_alone(tmp_path):
    path = written(
        tmp_path / "a.gpkg", {"adcode": ["419001", "410102"], "name": ["济源市", "中原区"]}
    )
    counties = read_district_file(path).counties
    fields = [(d.name, d.prefecture_adcode, d.prefecture_name) for d in counties]
    assert fields == [("中原区", "410100", "410100"), ("济源市", "419001", "济源市")]
    path = written(tmp_path / "b.gpkg", {"code": ["N", "S"], "name": ["北", "南"]})
    fields = [(d.prefecture_adcode, d.prefecture_name) for d in read_district_file(path).counties]
    assert fields == [("N", "北"), ("S", "南")]
    path = written(
        tmp_path / "c.gpkg", {"code": ["N", "S"], "name": ["北", "南"], "市": ["东市", "东市"]}
    )
    fields = [(d.prefecture_adcode, d.prefecture_name) for d in read_district_file(path).counties]
    assert fields == [("东市", "东市")] * 2


def test_both_levels_in_one_file(tmp_path):
    columns = {
        "level": ["district", "city"], "adcode": ["410102", "410100"], "name": ["中原区", "郑州市"],
    }  # fmt: skip
    districts = read_district_file(written(tmp_path / "d.geojson", columns))
    assert [d.name for d in districts.prefectures] == ["郑州市"]
    assert districts.counties[0].prefecture_name == "郑州市"


def test_henans_districts_stand_in_for_a_file():
    bundled = districts_or_bundled(None)
    assert bundled is bundled_districts()
    read = districts_or_bundled(data_file("districts.geojson"))
    assert read is not bundled
    assert [c.adcode for c in read.counties] == [c.adcode for c in bundled.counties]


def test_the_bundled_file_reads_the_same():
    districts, expected = read_district_file(data_file("districts.geojson")), bundled_districts()
    for one, other in zip(
        districts.counties + districts.prefectures,
        expected.counties + expected.prefectures,
        strict=True,
    ):
        fields, expected_fields = (
            (d.adcode, d.name, d.level, d.prefecture_adcode) for d in (one, other)
        )
        assert fields == expected_fields
        assert one.prefecture_name == other.prefecture_name
        assert one.geometry.symmetric_difference(other.geometry).area < 1e-9


def test_all_faults_come_together(tmp_path):
    line = shapely.LineString([(113, 34), (114, 35)])
    columns = {"adcode": ["1", "", "3", "1", "5"], "name": ["甲", "乙", None, "丁", "戊"]}
    path = written(tmp_path / "d.gpkg", columns, [WEST, EAST, line, EAST, None])
    with pytest.raises(DistrictFileError) as caught:
        read_district_file(path)
    fields = [(fault.row, fault.field) for fault in caught.value.faults]
    assert fields == [(2, "adcode"), (3, "name"), (3, "geometry"), (4, "adcode"), (5, "geometry")]
    assert "第 4 行：adcode '1'：代码重复" in caught.value.in_language("zh")


def test_a_wrong_or_missing_crs(tmp_path):
    feet = geopandas.GeoDataFrame(
        {"adcode": ["1"], "name": ["甲"]}, geometry=[shapely.box(9e5, 2e5, 1e6, 3e5)]
    )
    feet.to_parquet(tmp_path / "none.parquet")
    with pytest.raises(DistrictFileError, match="declares no CRS"):
        read_district_file(tmp_path / "none.parquet")
    feet.set_crs("EPSG:4326").to_parquet(tmp_path / "wrong.parquet")
    with pytest.raises(DistrictFileError, match=r"row 1: geometry.*outside the Earth"):
        read_district_file(tmp_path / "wrong.parquet")


def test_bow_ties_are_repaired(tmp_path):
    bow_tie = shapely.Polygon([(113, 34), (114, 35), (114, 34), (113, 35)])
    path = written(tmp_path / "d.gpkg", {"adcode": ["1"], "name": ["甲"]}, [bow_tie])
    districts = read_district_file(path)
    assert shapely.is_valid(districts.counties[0].geometry)
    assert districts.county_at(LonLat(113.1, 34.5)).name == "甲"
    assert districts.county_at(LonLat(113.5, 34.1)) is None


def test_overlaps_and_holes_of_a_file_are_told_by_coverage(tmp_path):
    shapes = shapely.box(-0.05, -1, 0.012, 1), shapely.box(0.008, -1, 0.03, 1)
    path = written(tmp_path / "d.gpkg", {"adcode": ["1", "2"], "name": ["甲", "乙"]}, shapes)
    demand = demand_at((0, 10), (1, 20), (2, 30), (20, 40))
    coverage = measure_coverage(stations_at(0), demand, 10, by=read_district_file(path))
    assert [row.figures.weight for row in coverage.counties] == [30, 30]
    assert coverage.outside == (40, 0, 20)
    weight = coverage.summary()["weight"]
    assert weight["in"] == weight["in_districts"] + weight["outside_districts"] == 100


def test_files_that_are_none(tmp_path):
    for name, message in (
        ("d.csv", "must end in"), ("none.gpkg", "no such file"), ("bad.geojson", "can't be read"),
    ):  # fmt: skip
        if not name.startswith("none"):
            (tmp_path / name).write_bytes(b"nonsense")
        with pytest.raises(LocatorError, match=message):
            read_district_file(tmp_path / name)
    (tmp_path / "empty.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": []})
    )
    with pytest.raises(LocatorError):
        read_district_file(tmp_path / "empty.geojson")
    prefectures = {"level": ["city"], "adcode": ["1"], "name": ["甲"]}
    with pytest.raises(DistrictFileError, match="no district of county level"):
        read_district_file(written(tmp_path / "p.gpkg", prefectures, [WEST]))


def test_several_layers_are_refused(tmp_path):
    path = tmp_path / "two.gpkg"
    frame = geopandas.GeoDataFrame({"adcode": ["1"], "name": ["甲"]}, geometry=[WEST], crs=4326)
    frame.to_file(path, layer="counties")
    frame.to_file(path, layer="towns")
    with pytest.raises(LocatorError, match="counties, towns"):
        read_district_file(path)
