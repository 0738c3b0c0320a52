"""Files of demand: what is read, in which CRS, and that every fault is told with its row."""

import gzip
import json
import math

import geopandas
import numpy as np
import pyogrio
import pytest
import shapely

from locator.errors import LocatorError, ParameterError
from locator.geo.districts import bundled_districts
from locator.plan.demand import (
    GROUPS,
    DemandSet,
    bundled_demand,
    demand_or_bundled,
    read_demand,
)
from locator.plan.demand_files import DemandFileError


def write_csv(tmp_path, text, name="demand.csv"):
    path = tmp_path / name
    raw = text.encode()
    path.write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
    return path


def frame(shapes, weights=(5,), crs="EPSG:4326", **columns):
    return geopandas.GeoDataFrame({"weight": weights, **columns}, geometry=shapes, crs=crs)


def test_a_file_is_read_where_one_is_given_else_the_grid_is(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("lon,lat,weight\n113.6,34.7,5\n")
    assert demand_or_bundled(file).total == 5.0
    assert demand_or_bundled(None) is bundled_demand()


def test_the_bundled_grid_is_labelled_and_whole():
    demand = bundled_demand()
    assert demand.modelled
    assert demand.total == 8_400_000
    assert list(demand.groups) == list(GROUPS)
    assert sum(values.sum() for values in demand.groups.values()) == demand.total
    assert len(demand.origin.sha256) == 64


@pytest.mark.parametrize("name", ["demand.csv", "demand.csv.gz", "DEMAND.CSV"])
def test_csv_with_groups_labels_and_a_byte_order_mark(tmp_path, name):
    text = "\ufefflon,lat,weight,riders,name\r\n113.5,34.5,10,4,甲\r\n113.6,34.6,2.5,0,乙\r\n"
    demand = read_demand(write_csv(tmp_path, text, name))
    assert demand.lon.tolist() == [113.5, 113.6]
    assert demand.weight.tolist() == [10, 2.5]
    assert {key: values.tolist() for key, values in demand.groups.items()} == {"riders": [4, 0]}
    assert not demand.modelled


def test_all_faults_come_together_with_their_rows(tmp_path):
    rows = ["113,34,-1", "113,34,", "113,34,abc", "200,34,1", "113,nan,1", "113,34,inf", "113,34,3"]
    with pytest.raises(DemandFileError) as caught:
        read_demand(write_csv(tmp_path, "\n".join(["lon,lat,weight", *rows])))
    faults = [(fault.row, fault.field) for fault in caught.value.faults]
    assert faults == [
        (1, "weight"), (2, "weight"), (3, "weight"), (4, "lon"), (5, "lat"), (6, "weight"),
    ]  # fmt: skip
    assert "6 faults" in str(caught.value)
    assert "row 3: weight 'abc': expected a number, 0 or more" in str(caught.value)
    assert "第 1 行" in caught.value.in_language("zh")


def test_the_weight_is_the_column_that_is_named(tmp_path):
    path = write_csv(tmp_path, "lon,lat,weight,people,riders\n1,2,3,4,5\n")
    demand = read_demand(path, weight="people")
    assert (demand.weight.tolist(), list(demand.groups)) == ([4], ["riders"])
    with pytest.raises(ParameterError, match="groups: 'weight'"):
        read_demand(path, weight="people", groups=["weight"])
    with pytest.raises(ParameterError, match="groups: 'lon'"):
        DemandSet([1], [2], [3], {"lon": [4]})


def test_negative_groups_are_faults_too(tmp_path):
    with pytest.raises(DemandFileError, match="row 1: riders -4"):
        read_demand(write_csv(tmp_path, "lon,lat,weight,riders\n113,34,1,-4\n"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("lon,lat\n113,34\n", "file: weight.*no such column"),
        ("", "can't be read"),
        ("lon,lat,weight\n113,34,1,9\n", "can't be read"),
        ("lon,lat,weight\n113,34,1\n113,34,1,9\n", "can't be read"),
        ("lon,lat,weight\n\udcff", "can't be read"),
    ],
)
def test_broken_csv_says_so(tmp_path, text, message):
    path = tmp_path / "broken.csv"
    path.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(LocatorError, match=message):
        read_demand(path)


def test_a_heading_alone_is_an_empty_set(tmp_path):
    demand = read_demand(write_csv(tmp_path, "lon,lat,weight\n"))
    assert (len(demand), demand.total) == (0, 0)


WRITERS = {
    ".geojson": lambda data, path: data.to_file(path, driver="GeoJSON"),
    ".gpkg": lambda data, path: data.to_file(path, driver="GPKG"),
    ".parquet": lambda data, path: data.to_parquet(path),
}


@pytest.mark.parametrize("ending", list(WRITERS))
@pytest.mark.parametrize(
    "crs",
    [
        "EPSG:4326",  # latitude comes first in these two by their own definition
        "EPSG:4490",
        "EPSG:4547",  # CGCS2000, 3-degree zone of 114 E: northing first
        "EPSG:3857",
        "EPSG:32649",
        "ESRI:102704",  # Nebraska, in feet
    ],
)
def test_any_crs_and_axis_order_that_a_file_declares(tmp_path, ending, crs):
    if crs == "ESRI:102704":
        lon, lat = -100.0, 41.0
    else:
        lon, lat = 113.65, 34.76
    points = geopandas.GeoSeries([shapely.Point(lon, lat)], crs="EPSG:4326").to_crs(crs)
    path = tmp_path / f"demand{ending}"
    WRITERS[ending](frame(points, crs=crs), path)
    demand = read_demand(path)
    assert demand.lon[0] == pytest.approx(lon, abs=1e-5)
    assert demand.lat[0] == pytest.approx(lat, abs=1e-5)


def test_polygons_become_one_point_inside_with_their_weight(tmp_path):
    horseshoe = shapely.Polygon([(0, 0), (3, 0), (3, 3), (2, 3), (2, 1), (1, 1), (1, 3), (0, 3)])
    both = shapely.MultiPolygon([shapely.box(10, 0, 11, 1), shapely.box(20, 0, 21, 1)])
    path = tmp_path / "areas.gpkg"
    frame([horseshoe.buffer(0), both], [7, 8]).to_file(path)
    demand = read_demand(path)
    assert demand.weight.tolist() == [7, 8]
    points = shapely.points(demand.lon, demand.lat)
    assert shapely.contains(horseshoe, points[0])
    assert shapely.contains(both, points[1])


def test_shapes_that_are_no_place_are_faults(tmp_path):
    path = tmp_path / "shapes.geojson"
    shapes = [shapely.Point(113, 34), shapely.LineString([(0, 0), (1, 1)]), None, shapely.Point()]
    frame(shapes, [1, 2, 3, -4]).to_file(path, driver="GeoJSON")
    with pytest.raises(DemandFileError) as caught:
        read_demand(path)
    faults = [(fault.row, fault.field) for fault in caught.value.faults]
    assert faults == [(2, "geometry"), (3, "geometry"), (4, "geometry"), (4, "weight")]


def test_a_file_without_a_crs_is_refused(tmp_path):
    path = tmp_path / "demand.parquet"
    frame([shapely.Point(1, 2)], crs=None).to_parquet(path)
    with pytest.raises(DemandFileError, match="declares no CRS"):
        read_demand(path)


def test_groups_of_vector_files_are_the_known_ones_or_those_named(tmp_path):
    path = tmp_path / "demand.geojson"
    data = frame([shapely.Point(1, 2)], lorry_drivers=[2], height=[-8], nurses=[3])
    data.to_file(path, driver="GeoJSON")
    assert list(read_demand(path).groups) == ["lorry_drivers"]
    assert list(read_demand(path, groups=["nurses"]).groups) == ["nurses"]
    with pytest.raises(DemandFileError, match="doctors"):
        read_demand(path, groups=["doctors"])


def test_sample_data_says_so(tmp_path):
    assert read_demand(write_csv(tmp_path, "lon,lat,weight,source\n1,2,3,model\n")).modelled


@pytest.mark.parametrize("name", ["x.jpg", "x.shp", "x"])
def test_other_endings_are_refused(tmp_path, name):
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(LocatorError, match="must end in"):
        read_demand(tmp_path / name)


@pytest.mark.parametrize("name", ["none.csv", "nul\0.csv"])
def test_a_missing_file_says_so(tmp_path, name):
    with pytest.raises(LocatorError, match="can't be read"):
        read_demand(str(tmp_path / name))


@pytest.mark.parametrize("name", ["x.geojson", "x.gpkg", "x.parquet", "x.csv.gz"])
def test_damaged_files_say_so(tmp_path, name):
    (tmp_path / name).write_bytes(b"nonsense")
    with pytest.raises(LocatorError, match="can't be read"):
        read_demand(tmp_path / name)


@pytest.mark.parametrize("name", ["x.geojson", "x.gpkg"])
def test_files_that_lead_to_others_are_not_followed(tmp_path, name):
    """GDAL goes by the content: this would read another file, or an address."""
    (tmp_path / "other.csv").write_text("lon,lat,weight\n113,34,5\n")
    (tmp_path / name).write_text(
        f'<OGRVRTDataSource><OGRVRTLayer name="other"><SrcDataSource>{tmp_path / "other.csv"}'
        "</SrcDataSource><GeometryType>wkbPoint</GeometryType><LayerSRS>WGS84</LayerSRS>"
        '<GeometryField encoding="PointFromColumns" x="lon" y="lat"/>'
        '<Field name="weight" type="Real"/></OGRVRTLayer></OGRVRTDataSource>'
    )
    assert len(pyogrio.read_dataframe(tmp_path / name)) == 1
    with pytest.raises(LocatorError, match="isn't what"):
        read_demand(tmp_path / name)


def test_a_mark_before_geojson_is_none_of_it(tmp_path):
    path = tmp_path / "marked.geojson"
    shape = {"type": "Point", "coordinates": [113, 34]}
    feature = {"type": "Feature", "properties": {"weight": 5}, "geometry": shape}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    path.write_text("\n" + text, encoding="utf-8-sig")
    assert read_demand(path).total == 5


def test_geojson_without_features_of_use(tmp_path):
    path = tmp_path / "empty.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": []}))
    with pytest.raises(LocatorError):
        read_demand(path)


def test_arrays_of_one_s_own():
    demand = DemandSet([1], [2], [3], {"a": [1]})
    with pytest.raises(ValueError, match="read-only"):
        demand.weight[0] = 9
    with pytest.raises(DemandFileError, match="row 1: weight nan"):
        DemandSet([1], [2], [math.nan])
    with pytest.raises(ParameterError, match="weight"):
        DemandSet([1, 2], [2, 2], [1])
    with pytest.raises(ParameterError, match="lon"):
        DemandSet([[1]], [[2]], [[1]])
    assert demand.origin == DemandSet([1], [2], [3], {"a": [1]}).origin
    assert demand.origin != DemandSet([1], [2], [4], {"a": [1]}).origin


def test_counties_are_those_of_locate():
    demand, districts = bundled_demand(), bundled_districts()
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(110, 117, 3000), rng.uniform(31, 37, 3000)
    assigned = DemandSet(lon, lat, np.ones(3000)).assigned_to(districts)
    assert assigned.county.tolist() == districts.locate(lon, lat).tolist()
    assert (demand.assigned_to(districts).county >= 0).all()
