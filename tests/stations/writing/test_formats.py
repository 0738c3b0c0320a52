"""Each format holds the same stations: written, read back, and written to the same bytes."""

import csv
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from locator.paths import data_file
from locator.stations import StationFileError, read_stations
from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES
from locator.stations.writing import ENDINGS, FileError, read_any, write_any
from tests.making import feature, station_set

WHOLE = [ending for ending in ENDINGS if ending != ".gpx"]
FULL = feature(
    "zy-1.a_B", 113.61234567, 34.71234567, kind="driver_home", name="豫通'<司机>&\"之家\"",
    address="甲路1号，东院", adcode="410102", opening_hours="Mo-Fr 08:30-18:00; PH off",
    hours_text="周一至周五8:30-18:00", services=["water", "parking"], phone="0371-65506110",
    operator="+1", capacity=20, access="货车司机", status="paused", valid_from="2026-05-01",
    valid_to="2026-09-30", part_of="b", note="=1+1\n二行", verified_at="2026-09-01T08:00:00+08:00",
    url="https://example.org/a?b=c&d", source="名单", position="surveyed",
    extra_list=[1, {"a": None}], number=1.5, flag=True, nothing=None, text="-x",
)  # fmt: skip
TEXTS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Cn", "Zs", "Zl", "Zp")),
    min_size=1,
    max_size=12,
) | st.sampled_from(
    ["=1+1", "-5", "'x", "''", "@a", "+86", "007", "1e5", "NA", "null", "true", "＝1"]
)


def _rounded(degrees):
    return round(degrees, 9)


DEGREES = st.floats(-180, 180).map(_rounded)


@pytest.fixture
def stations():
    return station_set(FULL, feature("b"), feature("c", -5.5, -34.0, name="'=引号"))


@pytest.mark.parametrize("ending", WHOLE)
def test_every_property_comes_back(stations, tmp_path, ending):
    path = tmp_path / f"stations{ending}"
    write_any(path, stations.stations)
    assert read_any(path).stations == stations.stations
    again = tmp_path / f"again{ending}"
    write_any(again, stations.stations)
    if ending != ".kml":  # which holds the file's name
        assert again.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("ending", ENDINGS)
def test_no_stations_come_back_as_none(tmp_path, ending):
    path = tmp_path / f"stations{ending}"
    write_any(path, [])
    assert len(read_any(path)) == 0


def test_gpx_holds_id_name_and_position(stations, tmp_path):
    path = tmp_path / "stations.gpx"
    write_any(path, stations.stations)
    read = [(s.id, s.name, s.where, s.kind) for s in read_any(path)]
    assert read == [(s.id, s.name, s.where, s.kind) for s in stations]


@pytest.mark.slow
@pytest.mark.parametrize("ending", WHOLE)
def test_the_bundled_stations_come_back(tmp_path, ending):
    stations = read_stations(data_file("stations.geojson")).stations
    path = tmp_path / f"stations{ending}"
    write_any(path, stations)
    assert read_any(path).stations == stations


@pytest.mark.parametrize("ending", WHOLE)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=TEXTS, note=TEXTS, capacity=st.none() | st.integers(1, 999_999),
    services=st.lists(st.sampled_from(list(SERVICES)), unique=True),
    kind=st.sampled_from(list(KINDS)), lon=DEGREES, lat=st.floats(-70, 70).map(_rounded),
)  # fmt: skip
def test_whatever_is_in_it(tmp_path, ending, name, note, capacity, services, kind, lon, lat):
    made = station_set(
        feature(
            "a", lon, lat, name=name, note=note, capacity=capacity, services=services, kind=kind,
            other=name,
        )
    )  # fmt: skip
    path = tmp_path / f"stations{ending}"
    write_any(path, made.stations)
    assert read_any(path).stations == made.stations


def test_no_cell_for_people_is_a_formula_and_no_number_is_guarded(stations, tmp_path):
    write_any(tmp_path / "s.csv", stations.stations)
    write_any(tmp_path / "s.xlsx", stations.stations)
    raw = (tmp_path / "s.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    with (tmp_path / "s.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (rows[0]["note"], rows[0]["operator"]) == ("'=1+1\n二行", "'+1")
    assert (rows[2]["name"], rows[2]["lon"], rows[2]["lat"]) == ("''=引号", "-5.5", "-34.0")
    book = CalamineWorkbook.from_path(str(tmp_path / "s.xlsx"))
    headings, first, *_ = book.get_sheet_by_index(0).to_python()
    cells = dict(zip(headings, first, strict=True))
    assert cells["note"] == "'=1+1\n二行"
    assert (cells["lon"], cells["capacity"]) == (113.61234567, 20)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.csv", "a,b\n1,2\n"),
        ("x.csv", ""),
        ("x.csv", "id,lon,lat,kind,name\na,x,34,love_station,b\n"),
        ("x.csv", "id,lon,lat,kind,name,extra\na,113,34,love_station,b,{\n"),
        ("x.xlsx", "no"),
        ("x.gpkg", "no"),
        ("x.kml", "no"),
        ("x.gpx", "no"),
        ("x.parquet", "no"),
        ("x.docx", "no"),
    ],
)
def test_other_files_are_refused_in_a_line(tmp_path, name, content):
    (tmp_path / name).write_text(content)
    with pytest.raises(FileError) as caught:
        read_any(tmp_path / name)
    assert len(caught.value.in_language("zh").splitlines()) == 1


def test_faults_of_stations_are_told_as_ever(tmp_path):
    (tmp_path / "x.csv").write_text("id,lon,lat,kind,name\na,113,34,hotel,b\n", encoding="utf-8")
    with pytest.raises(StationFileError, match="hotel"):
        read_any(tmp_path / "x.csv")
    with pytest.raises(FileError):
        read_any(tmp_path / "none.csv")


def test_geojson_is_one_feature_a_line(stations, tmp_path):
    write_any(tmp_path / "s.geojson", stations.stations)
    lines = (tmp_path / "s.geojson").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[3].rstrip(","))["properties"]["id"] == "b"
