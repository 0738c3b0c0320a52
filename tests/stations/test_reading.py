"""Every fault of a file is reported, all together, each with its place and a remedy."""

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from locator.errors import LocatorError
from locator.paths import data_file
from locator.stations import KINDS, SERVICES, StationFileError, read_stations
from locator.stations.station import STATUSES
from tests.making import collection, feature, write


def faults_of(path):
    with pytest.raises(StationFileError) as caught:
        read_stations(path)
    return caught.value.faults


def fault_of(tmp_path, *features, **members):
    """The one fault that a file has."""
    (fault,) = faults_of(write(tmp_path / "stations.geojson", *features, **members))
    return fault


def test_a_good_file_with_everything(tmp_path):
    member = feature(
        "full.station_1-a",
        address="郑州市中原区",
        adcode="410102",
        opening_hours="Mo-Fr 08:30-18:00",
        hours_text="周一至周五 8:30-18:00",
        services=["water", "toilet"],
        phone="0371-12345678",
        operator="郑州市总工会",
        capacity=20,
        access="户外劳动者",
        status="paused",
        valid_from="2026-06-01",
        valid_to="2026-06-01",
        note="第一行\n第二行",
        verified_at="2026-05-04",
        url="https://example.org/站?id=1",
        source="test",
        position="surveyed",
        my_column={"deep": [1, None, "文"]},
    )
    (station,) = read_stations(write(tmp_path / "one.geojson", member))
    assert (station.where.lon, station.where.lat) == (113.6, 34.7)
    expected = dict(member["properties"])
    assert station.extra == {"my_column": expected.pop("my_column")}
    assert station.properties() == expected


def test_the_least_a_station_needs(tmp_path):
    (station,) = read_stations(write(tmp_path / "one.geojson", feature()))
    assert station.properties() == {
        "id": "a",
        "kind": "love_station",
        "name": "驿站 a",
        "status": "active",
    }
    assert station.opening_hours is None  # unknown, never "always"


def test_null_and_empty_text_mean_absent(tmp_path):
    member = feature(address=None, phone="", services=None, capacity=None, status="")
    (station,) = read_stations(write(tmp_path / "one.geojson", member))
    assert station.address is station.phone is station.capacity is None
    assert station.services == ()
    assert station.status == "active"


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_byte_order_mark_crlf_and_heights_are_fine(tmp_path, before, newline):
    member = feature()
    member["geometry"]["coordinates"].append(105.5)
    text = json.dumps(collection(member), indent=1).replace("\n", newline)
    path = tmp_path / "one.geojson"
    path.write_bytes(before + text.encode())
    assert len(read_stations(path)) == 1


def test_the_features_own_id_serves_where_the_property_lacks(tmp_path):
    member = feature(...)
    member["id"] = "top"
    member["properties"]["name"] = "名"
    (station,) = read_stations(write(tmp_path / "one.geojson", member))
    assert station.id == "top"


def test_an_empty_collection_is_a_set_of_none(tmp_path):
    stations = read_stations(write(tmp_path / "none.geojson"))
    assert len(stations) == 0
    assert len(stations.frame) == 0


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("id", ..., "missing"),
        ("id", "", "missing"),
        ("id", 12, "usable id"),
        ("id", ".hidden", "usable id"),
        ("id", "../etc", "usable id"),
        ("id", "a" * 65, "usable id"),
        ("id", "a\n", "usable id"),
        ("id", "站", "usable id"),
        ("kind", ..., "missing"),
        ("kind", "driver_hom", "not known"),
        ("kind", ["love_station"], "not known"),
        ("name", ..., "missing"),
        ("name", "", "missing"),
        ("name", 7, "no text"),
        ("name", "a\x00b", "control"),
        ("name", "a\x1b[31mb", "control"),
        ("services", "water,toilet", "no list"),
        ("services", ["water", "sauna"], "'sauna'"),
        ("services", [["water"]], "no known service"),
        ("services", ["water", "water"], "twice"),
        ("phone", "13800138000", "mobile"),
        ("phone", "+86 138-0013-8000", "mobile"),
        ("phone", "call me", "no phone"),
        ("capacity", 0, "number of people"),
        ("capacity", True, "number of people"),
        ("capacity", 2.5, "number of people"),
        ("capacity", "20", "number of people"),
        ("status", "open", "not known"),
        ("valid_from", "2026-02-30", "no date"),
        ("valid_from", "20260101", "no date"),
        ("valid_to", "1.5.2026", "no date"),
        ("valid_to", 20260501, "no date"),
        ("verified_at", "yesterday", "no date"),
        ("verified_at", "2026-05-01T99:00", "no date"),
        ("adcode", 410102, "district code"),
        ("adcode", "41010", "district code"),
        ("url", "javascript:alert(1)", "web address"),
        ("url", "https://", "web address"),
        ("url", "http://[bad", "web address"),
        ("position", "guessed", "not known"),
        ("part_of", "b c", "usable id"),
        ("part_of", "nobody", "no other station"),
        ("part_of", "a", "no other station"),
        ("opening_hours", 8, "no text"),
        ("my_column", math.nan, "no number"),
        ("my_column", {"deep": [math.inf]}, "no number"),
        ("my_column", "\ud800", "half a character"),
    ],
)
def test_each_fault_of_a_property(tmp_path, field, value, problem):
    member = feature()
    member["properties"].pop(field, None)
    if value is not ...:
        member["properties"][field] = value
    fault = fault_of(tmp_path, feature("good", lon=113.7), member)
    assert fault.feature == 2
    assert fault.field == field
    assert problem in fault.problem.in_language("en")
    for lang in ("zh", "en"):
        line = fault.in_language(lang)
        assert field in line
        assert "2" in line
        assert fault.remedy.in_language(lang) in line


@pytest.mark.parametrize(
    ("geometry", "problem"),
    [
        (None, "no geometry"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}, "no Point"),
        ({"type": "Point"}, "two or three"),
        ({"type": "Point", "coordinates": []}, "two or three"),
        ({"type": "Point", "coordinates": [113.6]}, "two or three"),
        ({"type": "Point", "coordinates": [113.6, 34.7, 1, 2]}, "two or three"),
        ({"type": "Point", "coordinates": "113.6,34.7"}, "two or three"),
        ({"type": "Point", "coordinates": ["113.6", "34.7"]}, "no number"),
        ({"type": "Point", "coordinates": [True, False]}, "no number"),
        ({"type": "Point", "coordinates": [113.6, None]}, "no number"),
        ({"type": "Point", "coordinates": [math.nan, 34.7]}, "not finite"),
        ({"type": "Point", "coordinates": [113.6, math.inf]}, "not finite"),
        ({"type": "Point", "coordinates": [34.7, 113.6]}, "swapped"),
        ({"type": "Point", "coordinates": [39.5, 76.0]}, "swapped"),  # Kashgar
        ({"type": "Point", "coordinates": [213.6, 34.7]}, "outside the world"),
        ({"type": "Point", "coordinates": [113.6, 1034.7]}, "outside the world"),
        ({"type": "Point", "coordinates": [10**400, 34.7]}, "outside the world"),
    ],
)
def test_each_fault_of_a_geometry(tmp_path, geometry, problem):
    member = {**feature(), "geometry": geometry}
    fault = fault_of(tmp_path, member)
    assert fault.field == "geometry"
    assert problem in fault.problem.in_language("en")
    if problem == "swapped":
        lat, lon = geometry["coordinates"]
        assert f"[{lon}, {lat}]" in fault.remedy.in_language("en")


@pytest.mark.parametrize(
    ("lon", "lat"), [(-122.4, 37.8), (25.5, 71.2), (151.2, -33.9), (0, 0), (24.0, 65.0)]
)
def test_places_elsewhere_are_not_taken_for_swapped_ones(tmp_path, lon, lat):
    path = write(tmp_path / "one.geojson", feature(lon=lon, lat=lat))
    assert len(read_stations(path)) == 1


def test_all_faults_come_together_in_order(tmp_path):
    path = write(
        tmp_path / "bad.geojson",
        feature("a", kind="x", phone="13800138000", capacity=-1),
        "no feature at all",
        feature("c", lon=999),
        feature("a", lon=113.7),
        {**feature("e"), "type": "feature"},
    )
    faults = [(fault.feature, fault.field) for fault in faults_of(path)]
    assert faults == [
        (1, "kind"),
        (1, "phone"),
        (1, "capacity"),
        (2, "type"),
        (3, "geometry"),
        (4, "id"),
        (5, "type"),
    ]


def test_a_double_id_names_the_other_feature(tmp_path):
    fault = fault_of(tmp_path, feature("x"), feature("y"), feature("x"))
    assert (fault.feature, fault.id, fault.field) == (3, "x", "id")
    assert "feature 1" in fault.problem.in_language("en")


def test_seasons_must_not_end_before_they_begin(tmp_path):
    fault = fault_of(tmp_path, feature(valid_from="2026-05-02", valid_to="2026-05-01"))
    assert fault.field == "valid_to"


@pytest.mark.parametrize(
    ("changes", "field"),
    [({}, "name"), ({"name": "模拟·站", "phone": "0371-1234567"}, "phone"),
     ({"name": "模拟·站", "address": "某路 1 号"}, "address")],
)  # fmt: skip
def test_a_modelled_station_cannot_be_taken_for_a_real_one(tmp_path, changes, field):
    fault = fault_of(tmp_path, feature(position="modelled", **changes))
    assert fault.field == field


@pytest.mark.parametrize(
    ("crs", "good"),
    [
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}, True),
        ({"type": "name", "properties": {"name": "EPSG:4326"}}, True),
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4326"}}, True),
        ({"type": "name", "properties": {"name": "EPSG:3857"}}, False),
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}, False),
        ({"type": "link"}, False),
        (None, False),
        ("GCJ-02", False),
    ],
)
def test_a_crs_member_must_be_wgs_84(tmp_path, crs, good):
    path = write(tmp_path / "crs.geojson", feature(), crs=crs)
    if good:
        assert len(read_stations(path)) == 1
    else:
        (fault,) = faults_of(path)
        assert (fault.feature, fault.field) == (None, "crs")


@pytest.mark.parametrize(
    ("raw", "field", "says"),
    [
        (b"", "json", "line 1"),
        (b"{", "json", "line 1"),
        (b'{"type": "FeatureCollection",\n "features": [}', "json", "line 2, column 15"),
        ("驿站".encode("gb18030"), "encoding", "UTF-8"),
        (b"\xff\xfe{\x00}\x00", "encoding", "UTF-8"),
        (b"[]", "type", "FeatureCollection"),
        (b"null", "type", "FeatureCollection"),
        (b'{"type": "Feature"}', "type", "FeatureCollection"),
        (b'{"type": "FeatureCollection"}', "type", "FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": {}}', "type", "FeatureCollection"),
        (b"[" * 200_000, "json", "nested"),
        (b"1" * 10_000, "json", "long a number"),
        (b"\x89PNG\r\n\x1a\n", "encoding", "UTF-8"),
    ],
)
def test_what_is_no_collection(tmp_path, raw, field, says):
    path = tmp_path / "bad.geojson"
    path.write_bytes(raw)
    (fault,) = faults_of(path)
    assert (fault.feature, fault.field) == (None, field)
    assert says in fault.problem.in_language("en")
    assert fault.problem.in_language("zh") != fault.problem.in_language("en")


def test_deep_properties_are_no_crash(tmp_path):
    deep = "[" * 900 + "]" * 900
    text = json.dumps(collection(feature())).replace('"kind"', f'"deep": {deep}, "kind"')
    path = tmp_path / "deep.geojson"
    path.write_text(text)
    try:
        assert len(read_stations(path)) == 1
    except StationFileError as error:
        assert "nested" in str(error)


@pytest.mark.parametrize("name", ["missing.geojson", "folder", "nul\0.geojson"])
def test_what_cannot_be_read_says_so(tmp_path, name):
    (tmp_path / "folder").mkdir()
    with pytest.raises(LocatorError, match="can't be read"):
        read_stations(f"{tmp_path}/{name}")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=10,
)
FIELDS = st.sampled_from(["id", "kind", "name", "services", "phone", "valid_from", "url", "x"])


@settings(max_examples=400)
@given(st.dictionaries(FIELDS, JSON), JSON, JSON)
def test_any_json_is_read_or_refused_and_nothing_else(tmp_path_factory, properties, geometry, more):
    path = tmp_path_factory.mktemp("any") / "any.geojson"
    member = {"type": "Feature", "properties": properties, "geometry": geometry}
    write(path, member, more, feature("good"))
    try:
        read_stations(path)
    except StationFileError as error:
        assert error.faults
        for fault in error.faults:
            assert fault.in_language("zh")
            assert fault.in_language("en")
        error.in_language("zh").encode()


def test_a_long_list_of_faults_is_cut_in_the_message_only(tmp_path):
    path = write(tmp_path / "bad.geojson", *(feature(f"s{i}", kind="x") for i in range(100)))
    with pytest.raises(StationFileError) as caught:
        read_stations(path)
    assert len(caught.value.faults) == 100
    assert "80 more" in str(caught.value)
    assert "另有 80 处" in caught.value.in_language("zh")


def test_the_example_has_every_kind_service_status_and_season():
    stations = read_stations(data_file("example.geojson"))
    assert {station.kind for station in stations} == set(KINDS)
    assert {service for station in stations for service in station.services} == set(SERVICES)
    assert {station.status for station in stations} == set(STATUSES)
    assert any(station.valid_from for station in stations)
    assert any(station.valid_to for station in stations)
    assert any(station.opening_hours is None for station in stations)


def test_the_frame_is_the_set():
    stations = read_stations(data_file("example.geojson"))
    frame = stations.frame
    assert frame.crs == "EPSG:4326"
    assert frame["id"].tolist() == [station.id for station in stations]
    assert frame.geometry.x.tolist() == stations.lon.tolist()
    assert frame.geometry.y.tolist() == stations.lat.tolist()
