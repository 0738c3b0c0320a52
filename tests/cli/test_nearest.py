import json

import pytest
from click.testing import CliRunner

from locator.cli import main
from locator.find import find_nearest
from locator.geo.points import LonLat
from locator.paths import data_file
from locator.stations import read_stations
from tests.making import feature, write


@pytest.fixture
def run():
    def invoke(*arguments, **environment):
        result = CliRunner().invoke(main, [str(a) for a in arguments], env=environment)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


def test_the_table_can_be_read(run):
    result = run("nearest", 113.65, 34.76)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["距离", "方向", "类别", "名称", "状态", "开放时间", "地址"]
    assert [line.split()[0] for line in lines[1:6]] == ["1", "2", "3", "4", "5"]
    assert "示例数据" in lines[-1]


def test_in_english_and_by_the_setting(run):
    assert "Distance" in run("nearest", 113.65, 34.76, "--lang", "en").stdout
    assert "Distance" in run("nearest", 113.65, 34.76, LOCATOR_LANG="en").stdout


def test_geojson_is_the_librarys_answer(run):
    result = run("nearest", 113.65, 34.76, "--format", "geojson", "-k", 3, "--kind", "rider_home")
    body = json.loads(result.stdout)
    stations = read_stations(data_file("stations.geojson"))
    expected = find_nearest(stations, LonLat(113.65, 34.76), 3, kinds=["rider_home"])
    assert [f["id"] for f in body["features"]] == [n.station.id for n in expected]


def test_negative_longitudes_are_no_options(run):
    result = run("nearest", -113.65, -34.76, "-k", 1)
    assert result.exit_code == 0
    assert "米" in result.stdout


def test_own_file_filters_and_reach(run, tmp_path):
    path = write(
        tmp_path / "own.geojson",
        feature("near", lon=113.6, services=["water"]),
        feature("far", lon=113.9, kind="driver_home", services=["water", "bed"]),
        feature("paused", lon=113.61, status="paused"),
    )

    def ids(*options):
        result = run("nearest", 113.6, 34.7, "--stations", path, "--format", "geojson", *options)
        return [f["id"] for f in json.loads(result.stdout)["features"]]

    assert ids() == ["near", "far"]
    assert ids("--kind", "driver_home,rider_home") == ["far"]
    assert ids("--kind", "driver_home", "--kind", "love_station") == ["near", "far"]
    assert ids("--service", "water", "--service", "bed") == ["far"]
    assert ids("--max-distance-m", 5) == ["near"]
    assert ids("--status", "paused") == ["paused"]


def test_nothing_found_is_said(run):
    result = run("nearest", 113.6, 34.7, "--max-distance-m", 0)
    assert result.stdout.strip() == "没有符合条件的站点"


@pytest.mark.parametrize(
    ("arguments", "exit_code", "says"),
    [
        (["nearest"], 2, "LON"),
        (["nearest", "113"], 2, "LON"),
        (["nearest", "x", "34"], 2, "x"),
        (["nearest", "213", "34"], 1, "-180"),
        (["nearest", "nan", "34"], 1, "nan"),
        (["nearest", "113", "34", "-k", "0"], 1, "-k：0 不可用"),
        (["nearest", "113", "34", "--kind", "hotel"], 2, "love_station"),
        (["nearest", "113", "34", "--at", "never"], 1, "ISO 8601"),
        (["nearest", "113", "34", "--stations", "none.geojson"], 1, "none.geojson"),
        (["nearest", "113", "34", "--nonsense"], 2, "nonsense"),
        (["nearest", "--points", "none.csv", "-o", "x.csv"], 2, "none.csv"),
        (["nearest", "113", "34", "-o", "x.csv"], 2, "--points"),
        (["nothing"], 2, "nothing"),
    ],
)
def test_mistakes_are_told_in_a_line(run, arguments, exit_code, says):
    result = run(*arguments)
    assert result.exit_code == exit_code
    assert says in result.stderr
    assert "Traceback" not in result.output


def test_every_command_has_help(run):
    overview = run("--help").stdout
    for name in main.list_commands(None):
        assert name in overview
        result = run(name, "--help")
        assert result.exit_code == 0
        assert "Usage" in result.stdout


def test_check_says_what_the_server_would(run, tmp_path):
    good = run("check", data_file("example.geojson"))
    assert good.exit_code == 0
    assert "17" in good.stdout
    bad = write(tmp_path / "bad.geojson", *(feature(f"s{i}", kind="x") for i in range(30)))
    result = run("check", bad, "--lang", "en")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 30
    assert "feature 30 ('s29'): kind 'x': is not known" in result.stdout
    assert "faults: 30" in result.stderr
    missing = run("check", tmp_path / "none.geojson")
    assert missing.exit_code == 1
    assert "none.geojson" in missing.stderr
