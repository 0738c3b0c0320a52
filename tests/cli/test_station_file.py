import pytest
from click.testing import CliRunner

from locator.cli import main
from locator.paths import data_file
from locator.stations import read_stations


def run(*arguments):
    return CliRunner().invoke(main, ["convert", *map(str, arguments)])


@pytest.mark.parametrize("ending", [".gpkg", ".csv", ".xlsx", ".kml", ".parquet", ".geojson"])
def test_there_and_back(tmp_path, ending):
    source = data_file("example.geojson")
    there, back = tmp_path / f"stations{ending}", tmp_path / "back.geojson"
    assert run(source, "-o", there).exit_code == 0
    result = run(there, "-o", back)
    assert result.exit_code == 0
    assert "17 个站点" in result.stdout
    assert read_stations(back).stations == read_stations(source).stations


def test_an_unknown_ending_is_told_before_anything_is_read(tmp_path):
    result = run("none.geojson", "-o", tmp_path / "x.doc")
    assert result.exit_code == 1
    assert ".geoparquet" in result.stderr


def test_a_file_with_faults_touches_nothing(tmp_path):
    bad, output = tmp_path / "bad.csv", tmp_path / "x.geojson"
    bad.write_text("id,lon,lat\n")
    output.write_text("precious")
    bad.write_text("id,lon,lat,kind,name\na,1,2,hotel,b\n")
    assert run(bad, "-o", output).exit_code == 1
    assert output.read_text() == "precious"
