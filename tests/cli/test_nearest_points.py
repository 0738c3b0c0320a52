"""`locator nearest --points`: the same answers as one by one, every row accounted for."""

import csv

import pytest
from click.testing import CliRunner

from locator.cli import main, nearest
from locator.find import find_nearest
from locator.geo.datum import convert_point
from locator.geo.points import LonLat
from locator.stations import read_stations
from tests.making import feature, write


@pytest.fixture
def stations(tmp_path):
    return write(
        tmp_path / "stations.geojson",
        feature("a", lon=113.60, name="=HYPERLINK(1)"),
        feature("b", lon=113.70),
        feature("c", lon=113.80, kind="driver_home"),
    )


@pytest.fixture
def run(tmp_path, stations):
    """Write places, run the command, and return its result and the rows written."""

    def invoke(text, *options, raw=None):
        places, out = tmp_path / "places.csv", tmp_path / "out.csv"
        places.write_bytes(text.encode() if raw is None else raw)
        out.unlink(missing_ok=True)
        arguments = ["nearest", "--points", places, "-o", out, "--stations", stations, *options]
        result = CliRunner().invoke(main, [str(a) for a in arguments])
        if not out.exists():
            return result, None
        with out.open(encoding="utf-8-sig", newline="") as file:
            return result, list(csv.DictReader(file))

    return invoke


def test_rows_are_the_single_answers(run, stations):
    result, rows = run("name,lon,lat\n甲,113.61,34.7\n乙,113.78,34.71\n", "-k", "2")
    assert result.exit_code == 0
    station_set = read_stations(stations)
    expected = [
        (name, neighbour)
        for name, lon, lat in (("甲", 113.61, 34.7), ("乙", 113.78, 34.71))
        for neighbour in find_nearest(station_set, LonLat(lon, lat), 2)
    ]
    assert len(rows) == 4
    for row, (name, neighbour) in zip(rows, expected, strict=True):
        assert row["name"] == name
        assert row["nearest_rank"] == str(neighbour.rank)
        assert row["nearest_id"] == neighbour.station.id
        assert row["nearest_kind"] == neighbour.station.kind
        assert float(row["nearest_lon"]) == neighbour.station.where.lon
        assert float(row["nearest_distance_m"]) == pytest.approx(neighbour.distance_m, abs=6e-4)


def test_own_columns_stay_as_they_stand(run):
    _, rows = run('id,lon,lat,note\n007,113.60,34.70,"=1+1, ""x"""\nNA,113.6000,34.7,\n')
    assert [row["id"] for row in rows] == ["007", "NA"]
    assert rows[0]["note"] == '=1+1, "x"'
    assert rows[1]["lon"] == "113.6000"


def test_a_stations_name_cannot_be_a_formula(run):
    _, rows = run("lon,lat\n113.6,34.7\n")
    assert rows[0]["nearest_name"] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("heading", ["lng,lat", "Longitude,Latitude", "经度,纬度", " lon , lat "])
def test_other_headings_for_positions(run, heading):
    result, rows = run(heading + "\n113.6,34.7\n")
    assert result.exit_code == 0
    assert rows[0]["nearest_id"] == "a"


def test_byte_order_mark_and_crlf(run):
    _, rows = run("", raw=b"\xef\xbb\xbflon,lat\r\n113.6,34.7\r\n")
    assert list(rows[0])[:2] == ["lon", "lat"]
    assert rows[0]["nearest_id"] == "a"


def test_places_with_nothing_in_reach_keep_their_row(run):
    _, rows = run("lon,lat\n113.6,34.7\n100,30\n", "--max-distance-m", "100")
    assert [row["nearest_id"] for row in rows] == ["a", ""]
    assert rows[1]["nearest_distance_m"] == rows[1]["nearest_rank"] == rows[1]["nearest_name"] == ""


def test_filters_and_datum(run):
    shifted = convert_point(LonLat(113.6, 34.7), "wgs84", "gcj02")
    _, rows = run(f"lon,lat\n{shifted.lon!r},{shifted.lat!r}\n", "--coordsys", "gcj02")
    assert float(rows[0]["nearest_distance_m"]) < 0.01
    _, rows = run("lon,lat\n113.6,34.7\n", "--kind", "driver_home")
    assert rows[0]["nearest_id"] == "c"


def test_no_rows_is_no_rows(run):
    result, rows = run("lon,lat\n")
    assert result.exit_code == 0
    assert rows == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "CSV"),
        ("x,y\n1,2\n", "lon"),
        ("lon,lng,lat\n1,2,3\n", "lon"),
        ("lon,lat\n113,34\nx,34\n113,\n999,34\n", "3 行"),
        ("lon,lat\n34.7,113.6\n", "1 行"),
        ("lon,lat\nnan,34\n", "1 行"),
        ("lon,lat,nearest_id\n113,34,1\n", "nearest_id"),
        ('lon,lat\n"113,34\n', "CSV"),
        ("name,lon,lat\nA,113,34,\n", "4 ≠ 3"),
        ("name,lon,lat\nA,113\n", "2 ≠ 3"),
        ("lon,lat,lon\n113,34,113\n", "lon"),
    ],
)
def test_a_bad_file_writes_nothing(run, text, says, tmp_path):
    result, rows = run(text)
    assert result.exit_code == 1
    assert says in result.stderr
    assert rows is None
    assert not list(tmp_path.glob("*.part"))


def test_every_bad_row_is_named(run):
    result, _ = run("lon,lat\n113,34\nx,34\n113,\n")
    assert "3: 'x', '34'" in result.stderr
    assert "4: '113', ''" in result.stderr


def test_other_encodings_are_told(run):
    result, rows = run("", raw="lon,lat,名称\n113,34,驿站\n".encode("gb18030"))
    assert result.exit_code == 1
    assert "UTF-8" in result.stderr
    assert rows is None


def test_an_older_output_survives_a_bad_run(tmp_path, stations):
    places, out = tmp_path / "places.csv", tmp_path / "out.csv"
    places.write_text("lon,lat\nx,y\n")
    out.write_text("precious")
    arguments = ["nearest", "--points", places, "-o", out, "--stations", stations]
    assert CliRunner().invoke(main, [str(a) for a in arguments]).exit_code == 1
    assert out.read_text() == "precious"


def test_chunks_are_joined_with_one_heading(run, monkeypatch):
    monkeypatch.setattr(nearest, "_CHUNK_ROWS", 3)
    places = "".join(f"113.{i:02d},34.7\n" for i in range(10))
    result, rows = run("lon,lat\n" + places)
    assert result.exit_code == 0
    assert [row["lon"] for row in rows] == [f"113.{i:02d}" for i in range(10)]


def test_bad_rows_count_over_all_chunks(run, monkeypatch):
    monkeypatch.setattr(nearest, "_CHUNK_ROWS", 3)
    places = "".join("x,34\n" if i in (4, 9) else "113,34\n" for i in range(10))
    result, rows = run("lon,lat\n" + places)
    assert rows is None
    assert "6: 'x'" in result.stderr
    assert "11: 'x'" in result.stderr


def test_odd_headings_and_empty_lines_keep_their_place(run):
    result, rows = run("lon,,lat\n\n113.6,x,34.7\n\n")
    assert result.exit_code == 0
    assert [row[""] for row in rows] == ["x"]
    assert list(rows[0])[:3] == ["lon", "", "lat"]
    result, _ = run("lon,lat\n113,34\n\n\nx,34\n")
    assert "5: 'x'" in result.stderr  # the line of the file, empty ones counted


def test_quoted_line_breaks_are_part_of_a_cell(run):
    _, rows = run('note,lon,lat\n"two\nlines",113.6,34.7\n')
    assert rows[0]["note"] == "two\nlines"


def test_modelled_stations_are_marked(run, stations):
    write(stations, feature("m", name="模拟·站", position="modelled"))
    _, rows = run("lon,lat\n113.6,34.7\n")
    assert rows[0]["nearest_position"] == "modelled"
    assert rows[0]["nearest_name"].startswith("模拟")


def test_options_that_are_for_one_place_are_refused(run):
    assert run("lon,lat\n113.6,34.7\n", "--format", "geojson")[0].exit_code == 2
