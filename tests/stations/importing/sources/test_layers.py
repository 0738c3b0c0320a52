"""Lists as layers of a map: every format, its encodings, its areas, and whom a file points to."""

import json
import os
import socket
import threading
from contextlib import nullcontext, suppress
from dataclasses import replace

import geopandas
import pandas as pd
import pyogrio
import pytest
import shapely

from locator.paths import data_file
from locator.stations import read_stations
from locator.stations.importing import Options, import_files
from locator.stations.importing.datum_evidence import CoordsysError
from locator.stations.importing.sources.detect import read_tables
from locator.stations.writing import write_any
from locator.stations.writing.atomic import FileError
from tests.stations.importing.test_pipeline import INPUTS, codes

ROWS = {
    "站点名称": ["建设路工会驿站", "棉纺路爱心驿站"],
    "所属区县": ["中原区", "中原区"],
    "服务时间": ["周一至周五 8:30-18:00", "24小时"],
    "服务内容": ["饮水、擦鞋机", "充电"],
    "联系电话": ["0371-65506110", "13812345678"],
}
POINTS = [shapely.Point(113.613, 34.748), shapely.Point(113.623, 34.749)]


def frame(**columns):
    return geopandas.GeoDataFrame(
        pd.DataFrame({**ROWS, **columns}), geometry=POINTS, crs="EPSG:4326"
    )


def written(path, table, **options):
    cuts = options.pop("cuts", False)  # of which GDAL warns
    with pytest.warns(RuntimeWarning) if cuts else nullcontext():
        pyogrio.write_dataframe(table, path, **options)
    return path


def known(stations):
    """Stations by their ids; the order of their services says nothing."""
    return {s.id: replace(s, services=tuple(sorted(s.services))) for s in stations}


def names(result):
    return [station.name for station in result.stations]


@pytest.mark.parametrize("encoding", ["GBK", "UTF-8"])
@pytest.mark.parametrize("message", [True, False])
def test_shapefiles(tmp_path, encoding, message):
    # 详细地址信息 is over ten bytes in either; in UTF-8 all headings are, cut within a character.
    path = written(
        tmp_path / "list.shp",
        frame(详细地址信息=["甲路1号", "乙路2号"]),
        encoding=encoding,
        cuts=True,
    )
    cpg = tmp_path / "list.cpg"
    assert cpg.read_text() == encoding
    if not message:
        cpg.unlink()
    result = import_files([path], Options())
    assert names(result) == ROWS["站点名称"]
    first, second = result.stations
    assert first.opening_hours == "Mo-Fr 08:30-18:00"
    assert (first.services, second.services) == (("water",), ("phone_charging",))
    assert (first.phone, second.phone) == ("0371-65506110", None)
    assert (first.where.lon, first.where.lat) == (113.613, 34.748)
    assert result.ledger.as_dict()["rows"] == 2


def test_a_text_that_the_shapefile_cut_in_mid_character(tmp_path):
    long = "驿" * 100
    path = written(tmp_path / "list.shp", frame(备注=[long, "短"]), encoding="UTF-8", cuts=True)
    assert import_files([path], Options()).stations[0].note == "驿" * 84  # 254 bytes, 2 left over


def test_a_wrong_cpg_is_not_believed(tmp_path):
    path = written(tmp_path / "list.shp", frame(), encoding="GBK")
    (tmp_path / "list.cpg").write_text("UTF-8")
    assert names(import_files([path], Options())) == ROWS["站点名称"]
    (tmp_path / "list.cpg").write_text("hex")
    assert names(import_files([path], Options())) == ROWS["站点名称"]


def test_two_headings_cut_to_the_same_stay_apart(tmp_path):
    table = frame(详细地址甲=["甲路1号", "乙路2号"], 详细地址乙=["丙", "丁"])
    path = written(tmp_path / "list.shp", table, encoding="UTF-8", cuts=True)
    first = import_files([path], Options()).stations[0]
    assert first.address == "甲路1号"
    assert "丙" in first.extra.values()


@pytest.mark.parametrize(
    ("ending", "driver"), [(".gpkg", "GPKG"), (".kml", "LIBKML"), (".geojson", "GeoJSON")]
)
def test_other_layers(tmp_path, ending, driver):
    path = written(tmp_path / f"list{ending}", frame(), driver=driver)
    result = import_files([path], Options())
    assert names(result) == ROWS["站点名称"]
    assert result.stations[0].services == ("water",)
    assert {"personal", "services", "phone"} & set(codes(result)) == {"services", "phone"}


def test_layers_are_chosen_by_name(tmp_path):
    path = tmp_path / "list.gpkg"
    for layer, table in (("中原区", frame()), ("旧", frame(编号=["a", "b"]))):
        pyogrio.write_dataframe(table, path, layer=layer, append=path.exists())
    assert [table.sheet for table in read_tables(path)] == ["中原区", "旧"]
    assert [s.id for s in import_files([path], Options(sheet="旧")).stations] == ["a", "b"]
    with pytest.raises(FileError, match="there are 中原区, 旧"):
        read_tables(path, "新")


def test_a_projected_layer_is_converted(tmp_path):
    path = written(tmp_path / "list.gpkg", frame().to_crs("EPSG:4547"))
    where = import_files([path], Options()).stations[0].where
    assert (where.lon, where.lat) == pytest.approx((113.613, 34.748), abs=1e-6)


def test_the_bundled_example_comes_in_as_it_is():
    example = data_file("example.geojson")
    assert known(import_files([example], Options()).stations) == known(read_stations(example))


def test_areas_come_in_by_an_inner_point_and_other_shapes_are_refused(tmp_path):
    ring = [(113.6, 34.7), (113.603, 34.7), (113.603, 34.703), (113.602, 34.7005), (113.6, 34.7)]
    shapes = {
        "面驿站": shapely.Polygon(ring),
        "多面驿站": shapely.MultiPolygon([shapely.box(113.6, 34.7, 113.61, 34.71)]),
        "单点驿站": shapely.MultiPoint([(113.6, 34.7)]),
        "多点驿站": shapely.MultiPoint([(113.6, 34.7), (113.61, 34.7)]),
        "线驿站": shapely.LineString([(113.6, 34.7), (113.61, 34.7)]),
        "空驿站": shapely.Polygon(),
        "无驿站": None,
    }
    table = geopandas.GeoDataFrame({"名称": list(shapes)}, geometry=[*shapes.values()], crs=4326)
    result = import_files([written(tmp_path / "list.geojson", table)], Options())
    points = {s.name: shapely.Point(s.where.lon, s.where.lat) for s in result.stations}
    assert set(points) == {"面驿站", "多面驿站", "单点驿站"}
    assert all(shapes[name].covers(point) for name, point in points.items())
    assert [draft.name for draft in result.rejected] == ["多点驿站", "线驿站", "空驿站", "无驿站"]
    (note,) = [f for f in result.findings if f.code == "areas"]
    assert note.problem.in_language("zh").startswith("2 个面")


def test_geometries_go_before_columns_of_degrees(tmp_path):
    table = frame(
        经度=[113.7, 113.7], 纬度=[34.8, 34.8], gcj02_lng=[113.8] * 2, gcj02_lat=[34.9] * 2
    )
    path = written(tmp_path / "list.gpkg", table)
    result = import_files([path], Options())
    assert [s.where.lon for s in result.stations] == [113.613, 113.623]
    assert result.stations[0].extra["经度"] == "113.7"
    assert codes(result).count("datums_differ") == 2
    mapping = {"经度": "lon", "纬度": "lat"}
    mapped = import_files([path], Options(coordsys="wgs84", mapping=mapping))
    assert [s.where.lon for s in mapped.stations] == [113.7, 113.7]
    with pytest.raises(CoordsysError):  # the format's datum is its geometries'
        import_files([path], Options(mapping=mapping))


def test_openstreetmap_points_and_areas():
    result = import_files([INPUTS / "stations.osm.pbf"], Options())
    stations = {s.id: s for s in result.stations}
    assert {i: s.name for i, s in stations.items()} == {
        "osm-n1": "陇海路工会驿站", "osm-w10": "碧沙岗爱心驿站", "osm-r20": "豫通司机之家",
    }  # fmt: skip
    node = stations["osm-n1"]
    assert (node.opening_hours, node.address) == ("24/7", "陇海西路50号")
    assert (stations["osm-w10"].where.lon, stations["osm-w10"].where.lat) == (113.6202, 34.7502)
    problems = [f.problem.in_language("zh") for f in result.findings if f.code == "osm"]
    assert problems[1].startswith("1 条线")
    plain = pyogrio.read_dataframe(INPUTS / "stations.osm.xml", layer="points")
    assert "某某超市" in set(plain["name"])  # which has no kind's name in it
    assert result.ledger.rows == 3


REDIRECTING = {
    "list.kml": "<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>{0}</SrcDataSource>"
    "</OGRVRTLayer></OGRVRTDataSource>",
    "list.geojson": "<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>{0}</SrcDataSource>"
    "</OGRVRTLayer></OGRVRTDataSource>",
    "b.kml": "<kml/>" + " " * 200_000 + "<OGRVRTDataSource><OGRVRTLayer name='a'>"
    "<SrcDataSource>{0}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
    "list.json": '{{"type":"gdal_streamed_alg","command_line":"gdal vector pipeline ! read {0}"}}',
    "c.kml": "<ogr:FeatureCollection xmlns:gml='http://www.opengis.net/gml' xmlns:ogr='x' "
    "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='x {0}'/>",
    "list.shp": "<OGRVRTDataSource/>",
    "list.gpkg": "<OGRVRTDataSource/>",
    "list.pbf": "<OGRVRTDataSource/>",
}


@pytest.mark.parametrize("name", REDIRECTING)
def test_no_file_makes_another_be_read_or_a_host_be_asked(tmp_path, name):
    requests = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)

        def listen():
            with suppress(TimeoutError):
                requests.append(server.accept())

        listener = threading.Thread(target=listen)
        listener.start()
        url = f"/vsicurl/http://127.0.0.1:{server.getsockname()[1]}/x.geojson"
        (tmp_path / name).write_text(REDIRECTING[name].format(url))
        with pytest.raises(FileError, match="not what its name says"):
            read_tables(tmp_path / name)
        listener.join()
    assert not requests


def test_our_own_formats_come_in_again(tmp_path):
    stations = read_stations(data_file("example.geojson")).stations
    for ending in (".gpkg", ".kml"):
        write_any(tmp_path / f"s{ending}", stations)
        imported = import_files([tmp_path / f"s{ending}"], Options()).stations
        assert known(imported) == known(stations)


def test_hostile_names_of_layers_and_columns_are_one_plain_line(tmp_path):
    document = {
        "type": "FeatureCollection",
        "name": "a\x1b[2Jb\nc",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": "甲驿站", "x\x1b[2J\ny": "1"},
                "geometry": {"type": "Point", "coordinates": [113.6, 34.7]},
            }
        ],
    }
    path = tmp_path / "list.geojson"
    path.write_text(json.dumps(document))
    os.utime(path, (0, 0))
    (table,) = read_tables(path)
    assert "\x1b" not in table.sheet + "".join(table.headings)
