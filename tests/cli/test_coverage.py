"""`locator coverage`: the folder of files, that it repeats itself, and what it refuses."""

import csv
import io
import json
import shlex
import sys
from datetime import datetime

import geopandas
import pytest
import shapely
from click.testing import CliRunner

from locator.cli import main
from locator.cli.terminal import progress_bar
from locator.geo.districts import read_districts
from locator.plan.coverage import measure_coverage
from locator.plan.demand import read_demand
from locator.plan.gaps import find_gaps
from locator.publish.report.coverage_files import FILES
from locator.stations import read_stations
from locator.stations.writing.records import unguard_cell
from tests.making import feature, write
from tests.plan.making import U

DAY = {"opening_hours": "08:00-20:00"}
FORMULA = '=HYPERLINK("x")'


def places(folder, *rows, name="demand.csv", heading="lon,lat,weight,riders"):
    """Demand on the equator: (hundredths of a degree, weight, riders) each."""
    lines = [heading, *(f"{lon / 100},0,{weight},{riders}" for lon, weight, riders in rows)]
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def counties(folder, *spans, name="districts.geojson"):
    """Counties one degree high: (adcode, name, west, east) in hundredths of a degree."""
    features = []
    for adcode, title, start, end in spans:
        west, east = start / 100, end / 100
        ring = [[west, -0.5], [east, -0.5], [east, 0.5], [west, 0.5], [west, -0.5]]
        features.append(
            {
                "type": "Feature",
                "properties": {"adcode": adcode, "name": title, "level": "county",
                               "prefecture": "410100", "prefecture_name": "甲市"},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )  # fmt: skip
    return write(folder / name, *features)


@pytest.fixture
def files(tmp_path):
    """Two stations at 0 and 20; people at 0, 10, 20 and, outside both counties, at 60."""
    return {
        "stations": write(
            tmp_path / "s.geojson",
            feature("a", 0.0, 0.0, services=["water", "toilet"], **DAY),
            feature("b", 0.2, 0.0, services=["water"]),
        ),
        "demand": places(tmp_path, (0, 60, 6), (10, 20, 5), (20, 16, 0), (60, 4, 4)),
        "districts": counties(tmp_path, ("410101", "子县", -5, 5), ("410102", FORMULA, 5, 45)),
    }


@pytest.fixture
def run(tmp_path, files):
    def invoke(*arguments, code=0, out="out", radius=1.5 * U, **replaced):
        paths = {**files, **replaced}
        options = [w for name, path in paths.items() if path for w in (f"--{name}", path)]
        line = ["coverage", *options, *arguments, "-o", tmp_path / out]
        line += [] if radius is None else ["--radius", radius]
        result = CliRunner().invoke(main, list(map(str, line)))
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result

    return invoke


def read(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def summary_of(folder):
    return json.loads((folder / "summary.json").read_text(encoding="utf-8"))


def rows_of(folder):
    text = (folder / "districts.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


# What is written


def test_the_files_tell_what_the_library_measures(run, files, tmp_path):
    run("--at", "2026-07-08T21:00", "--lang", "en")
    folder = tmp_path / "out"
    assert set(read(folder)) == set(FILES)
    coverage = measure_coverage(
        read_stations(files["stations"]),
        read_demand(files["demand"]),
        1.5 * U,
        by=read_districts(files["districts"]),
        at=datetime(2026, 7, 8, 21),
    )
    summary, expected = summary_of(folder), json.loads(json.dumps(coverage.summary()))
    for key in ("share", "share_detour", "share_known_open", "share_possibly_open", "weight",
                "distance_m", "curve", "groups", "prefectures", "counties", "inputs", "parameters",
                "versions", "at", "area_covered_m2"):  # fmt: skip
        assert summary[key] == expected[key], key
    assert (summary["share"], summary["share_known_open"], summary["share_possibly_open"]) == (
        0.76,
        0,
        0.16,
    )
    gaps = json.loads((folder / "gaps.geojson").read_text(encoding="utf-8"))["features"]
    assert [g["id"] for g in gaps] == [gap.id for gap in find_gaps(coverage)]
    districts = json.loads((folder / "districts.geojson").read_text(encoding="utf-8"))
    assert [f["properties"]["share"] for f in districts["features"]] == [
        row.figures.share for row in (*coverage.prefectures, *coverage.counties)
    ]


def test_weight_in_is_weight_in_districts_and_outside(run, tmp_path):
    output = run().stdout
    assert "需求合计 100 = 区划内 96 + 区划外 4；区划外已覆盖 0" in output
    weight = summary_of(tmp_path / "out")["weight"]
    assert weight["in"] == 100 == weight["in_districts"] + weight["outside_districts"]
    by_level = {}
    for row in rows_of(tmp_path / "out"):
        by_level[row["级别"]] = by_level.get(row["级别"], 0.0) + float(row["需求"])
    assert by_level == {"地级": 96.0, "县级": 96.0, "区划外": 4.0}


def test_the_table_opens_in_a_spreadsheet_and_runs_nothing(run, tmp_path):
    run()
    raw = (tmp_path / "out" / "districts.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    names = [row["名称"] for row in rows_of(tmp_path / "out")]
    assert names[2] == "'" + FORMULA
    assert unguard_cell(names[2]) == FORMULA
    run("--lang", "en")
    (county,) = [row for row in rows_of(tmp_path / "out") if row["adcode"] == "410102"]
    assert (county["weight"], county["covered_weight"], county["share"]) == ("36", "16", "0.4444")
    assert county["stations"] == "1"


def test_the_terminal_has_the_headline_the_worst_districts_and_gaps(run):
    output = run("--clock", "2026-07-08").stdout
    assert "76.0%" in output
    assert "76 / 100, 1,669.792 m" in output
    # At night nobody is known to be open, and Monday 00:00 is the first such hour.
    assert "周一 00:00" in output
    worst = output[output.index("覆盖率最低的县") :].splitlines()
    assert worst[2].split()[:2] == [f"甲市{FORMULA}", "44.4%"]
    gaps = output[output.index("最大的缺口") :].splitlines()
    assert gaps[2].split()[:3] == ["1", f"甲市{FORMULA}", "20"]
    assert "区划外" in gaps[3]
    assert "示例数据" not in output


def test_sample_data_are_said_beside_every_figure(run, tmp_path):
    modelled = write(
        tmp_path / "m.geojson", feature("m", 0.0, 0.0, name="模拟站", position="modelled")
    )
    assert run(stations=modelled).stdout.startswith("示例数据")
    folder = tmp_path / "out"
    assert summary_of(folder)["sample_data"] is True
    assert {row["示例数据"] for row in rows_of(folder)} == {"1"}
    for name in ("gaps.geojson", "districts.geojson"):
        collection = json.loads((folder / name).read_text(encoding="utf-8"))
        assert collection["sample_data"] is True
        assert all(f["properties"]["sample_data"] is True for f in collection["features"])
    for name in ("coverage.html", "report.html"):
        assert "示例数据" in (folder / name).read_text(encoding="utf-8")


def test_need_is_asked_by_service(run, tmp_path):
    """Who is over 1 km from a toilet? Only the first station has one."""
    run("--service", "toilet")
    summary = summary_of(tmp_path / "out")
    assert summary["share"] == 0.6
    assert summary["parameters"]["services"] == ["toilet"]
    run("--service", "toilet", "--service", "shower")
    assert summary_of(tmp_path / "out")["share"] == 0.0


def test_the_clock_has_168_hours_and_the_falls(run, tmp_path):
    run("--clock", "2026-07-08")
    clock = summary_of(tmp_path / "out")["clock"]
    assert clock["monday"] == "2026-07-06"
    assert clock["share_known_open"] == ([0.0] * 8 + [0.6] * 12 + [0.0] * 4) * 7
    assert clock["share_possibly_open"] == ([0.16] * 8 + [0.76] * 12 + [0.16] * 4) * 7
    assert (clock["falls"][0]["name"], clock["falls"][0]["fall"]) == ("子县", 1.0)
    (row,) = [row for row in rows_of(tmp_path / "out") if row["区划代码"] == "410101"]
    assert (row["白天确知开放覆盖率"], row["夜间确知开放覆盖率"]) == ("1", "0")


def test_gaps_are_cut_by_number_and_weight(run, tmp_path):
    def gaps(*options):
        run(*options)
        raw = (tmp_path / "out" / "gaps.geojson").read_text(encoding="utf-8")
        return [f["properties"]["weight"] for f in json.loads(raw)["features"]]

    assert gaps() == [20.0, 4.0]
    assert gaps("--gaps", 1) == [20.0]
    assert gaps("--smallest-weight", 5) == [20.0]
    assert gaps("--smallest-weight", 21) == []


# Repeating it


def test_the_same_command_gives_the_same_bytes(run, tmp_path):
    run("--at", "2026-07-08T21:00", "--clock")
    first = read(tmp_path / "out")
    run("--at", "2026-07-08T21:00", "--clock")
    assert read(tmp_path / "out") == first
    run("--at", "2026-07-08T21:00", "--clock", "2026-07-11")
    assert summary_of(tmp_path / "out")["clock"] == json.loads(first["summary.json"])["clock"]


def test_the_command_in_the_summary_repeats_even_now(run, tmp_path):
    """`now` is resolved to a minute, the week to a date; the line told gives the same bytes."""
    run("--at", "now", "--clock", "--open", "possible", "--kind", "love_station", "--gaps", 1,
        "--smallest-weight", 1.5)  # fmt: skip
    first = read(tmp_path / "out")
    summary = json.loads(first["summary.json"])
    assert summary["at"] == summary["arguments"]["at"]
    words = shlex.split(summary["command"])
    assert words[:2] == ["locator", "coverage"]
    again = CliRunner().invoke(main, words[1:])
    assert again.exit_code == 0, again.output
    assert read(tmp_path / "out") == first
    assert summary["command"] in first["report.html"].decode()


def test_settings_that_change_the_files_stand_in_the_command(run, tmp_path, monkeypatch):
    monkeypatch.setenv("LOCATOR_DETOUR_FACTOR", "1.5")
    monkeypatch.setenv("LOCATOR_HIDE_MODELLED", "1")
    monkeypatch.setenv("LOCATOR_REVIEW_NUMBER", "豫S 1 号")
    run()
    summary = summary_of(tmp_path / "out")
    assert summary["parameters"]["detour_factor"] == 1.5
    start = (
        "LOCATOR_DETOUR_FACTOR=1.5 LOCATOR_HIDE_MODELLED=1 LOCATOR_REVIEW_NUMBER='豫S 1 号' "
        "locator coverage --radius-m "
    )
    assert summary["command"].startswith(start)


def test_the_settings_files_are_taken_and_stand_in_the_command(run, files, tmp_path, monkeypatch):
    run()
    expected = summary_of(tmp_path / "out")
    for name in ("stations", "demand", "districts"):
        monkeypatch.setenv(f"LOCATOR_{name.upper()}", str(files[name]))
    run(stations=None, demand=None, districts=None)
    assert summary_of(tmp_path / "out") == expected
    assert f"--demand {files['demand']}" in expected["command"]


def test_the_summary_knows_the_other_files(run, tmp_path):
    import hashlib

    run()
    contents = read(tmp_path / "out")
    hashes = json.loads(contents.pop("summary.json"))["files"]
    assert hashes == {name: hashlib.sha256(raw).hexdigest() for name, raw in contents.items()}


# Comparing


def test_a_gate_for_a_data_release(run, files, tmp_path):
    fewer = write(tmp_path / "fewer.geojson", feature("b", 0.2, 0.0), feature("c", 0.1, 0.3))
    output = run("--against", files["stations"], "--fail-if-worse", stations=fewer, code=1).stdout
    assert "新增 1 个站点，减少 1 个，移动 0 个" in output
    assert "76 → 16 (−60)" in output
    assert "变差" in output
    comparison = summary_of(tmp_path / "out")["comparison"]
    assert comparison["worse"] is True
    assert "变差" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    output = run("--against", fewer, "--fail-if-worse").stdout
    assert "没有变差" in output
    assert summary_of(tmp_path / "out")["comparison"]["worse"] is False
    run("--against", files["stations"], stations=fewer)


def test_the_gate_watches_each_hour_with_a_clock(run, files, tmp_path):
    shorter = write(
        tmp_path / "shorter.geojson",
        feature("a", 0.0, 0.0, opening_hours="08:00-19:00"),
        feature("b", 0.2, 0.0),
    )
    against = "--against", files["stations"], "--fail-if-worse"
    run(*against, stations=shorter)
    run(*against, "--clock", "2026-07-08", stations=shorter, code=1)
    losses = summary_of(tmp_path / "out")["comparison"]["losses"]
    assert [loss["hour"] for loss in losses] == [24 * day + 19 for day in range(7)]


# The folder


def test_an_earlier_coverage_is_replaced_and_other_files_stay(run, tmp_path):
    run()
    (tmp_path / "out" / "notes.txt").write_text("mine")
    before = read(tmp_path / "out")
    run(radius=11 * U)
    after = read(tmp_path / "out")
    assert set(after) == {*FILES, "notes.txt"}
    assert after["notes.txt"] == b"mine"
    assert all(after[name] != before[name] for name in FILES)


def test_an_empty_folder_is_taken(run, tmp_path):
    (tmp_path / "out").mkdir()
    run()
    assert set(read(tmp_path / "out")) == set(FILES)


@pytest.mark.parametrize("name", ["report.html", "summary.json"])
def test_files_of_another_origin_are_not_written_over(run, tmp_path, name):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_text('{"kind": "mine"}')
    result = run(code=1)
    assert f"已有别的文件：{name}" in result.stderr
    assert read(tmp_path / "out") == {name: b'{"kind": "mine"}'}


def test_an_input_is_not_written_over(run, tmp_path):
    run()
    before = read(tmp_path / "out")
    result = run(districts=tmp_path / "out" / "districts.geojson", code=1)
    assert "会被输出覆盖" in result.stderr
    assert read(tmp_path / "out") == before


def test_where_nothing_can_be_written(run, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("x")
    assert "不是文件夹" in run(out="file", code=1).stderr
    assert "无法写入" in run(out="file/below", code=1).stderr
    assert "无法写入" in run(out="none/below", code=1).stderr
    assert "无法写入" in run(out="x" * 300, code=1).stderr


def test_a_failure_half_way_leaves_nothing(run, tmp_path, monkeypatch):
    run()
    before, entries = read(tmp_path / "out"), sorted(tmp_path.iterdir())

    def fail(*_args, **_options):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("locator.stations.writing.atomic.os.fsync", fail)
        assert "No space left" in run(radius=0, code=1).stderr
        run(out="fresh", code=1)
    with monkeypatch.context() as patched:
        patched.setattr("locator.publish.report.coverage_files.render_coverage_report", fail)
        with pytest.raises(OSError, match="No space"):
            run(radius=0, code=1)
    assert read(tmp_path / "out") == before
    assert sorted(tmp_path.iterdir()) == entries


# Bad input


@pytest.mark.parametrize("radius", ["-1", "nan", "inf", "1e9", "1000000.1"])
def test_a_radius_that_cannot_be(run, tmp_path, monkeypatch, radius):
    result = run(radius=radius, code=1)
    assert result.stderr.startswith("--radius-m：")
    assert "0 至 1000000 之间的数" in result.stderr
    monkeypatch.setenv("LOCATOR_LANG", "en")
    assert "a number from 0 to 1000000" in run(radius=radius, code=1).stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("radius", ["abc", None])
def test_no_radius_is_a_wrong_use(run, radius):
    assert "--radius" in run(radius=radius, code=2).stderr


def test_radius_0_covers_what_stands_on_a_station(run, tmp_path):
    assert "76.0%" in run(radius=0).stdout
    assert summary_of(tmp_path / "out")["area_covered_m2"] == 0.0


def test_a_radius_as_large_as_may_be(run, tmp_path):
    run(radius=1_000_000)
    assert summary_of(tmp_path / "out")["share"] == 1.0


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--at", "soon"], 1, "at：'soon' 不可用"),
        (["--clock", "2026-13-01"], 1, "clock：'2026-13-01' 不可用"),
        (["--open", "only"], 1, "open：'only' 不可用"),
        (["--open", "always"], 2, "--open"),
        (["--kind", "castle"], 2, "castle"),
        (["--service", "toilet,moat"], 2, "moat"),
        (["--number", "0"], 1, "--number：0 不可用"),
        (["--smallest-weight", "-1"], 1, "--smallest-weight：-1 不可用"),
        (["--smallest-weight", "nan"], 1, "--smallest-weight：nan 不可用"),
        (["--fail-if-worse"], 2, "--against"),
        (["--against", "none.geojson"], 1, "none.geojson"),
    ],
)
def test_options_that_cannot_be(run, tmp_path, options, code, message):
    result = run(*options, code=code)
    assert message in result.stderr
    assert "Traceback" not in result.output
    if code == 1:
        assert len(result.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_wrong_files_are_told_and_nothing_is_written(run, files, tmp_path):
    (tmp_path / "x.txt").write_text("x")
    (tmp_path / "x.geojson").write_text("x")
    negative = places(tmp_path, (0, -1, 0), (1, "", 0), (2, "nan", 0), name="negative.csv")
    for replaced, message in [
        ({"demand": tmp_path / "x.txt"}, "x.txt"),
        ({"demand": tmp_path / "none.csv"}, "none.csv"),
        ({"demand": tmp_path / "x.geojson"}, "x.geojson"),
        ({"demand": negative}, "3"),
        ({"demand": files["stations"]}, "weight"),
        ({"districts": tmp_path / "x.txt"}, "x.txt"),
        ({"districts": tmp_path / "none.geojson"}, "none.geojson"),
        ({"districts": files["stations"]}, "s.geojson"),
        ({"stations": tmp_path / "none.geojson"}, "none.geojson"),
        ({"stations": files["districts"]}, "districts.geojson"),
    ]:
        assert message in run(**replaced, code=1).stderr
        assert not (tmp_path / "out").exists()
        assert not [path for path in tmp_path.iterdir() if path.name.endswith(".part")]


def test_empty_sets_are_told(run, tmp_path):
    told = run(demand=places(tmp_path, name="empty.csv")).stdout
    assert "需求合计 0 = 区划内 0 + 区划外 0" in told
    assert summary_of(tmp_path / "out")["share"] is None
    empty = write(tmp_path / "none.geojson")
    assert "0.0%" in run(stations=empty).stdout
    told = summary_of(tmp_path / "out")
    assert (told["share"], told["distance_m"]["mean"]) == (0.0, None)


def test_demand_outside_all_districts_is_kept_and_told(run, tmp_path):
    far = counties(tmp_path, ("410101", "子县", 500, 505), name="far.geojson")
    output = run("--lang", "en", districts=far).stdout
    assert "Demand of 100 = 0 within districts + 100 outside. Covered outside: 76" in output
    assert summary_of(tmp_path / "out")["share"] == 0.76
    assert "outside all districts" in output


def test_overlapping_districts_and_holes_are_told(run, tmp_path):
    two = counties(tmp_path, ("1", "子", -5, 11), ("2", "丑", 9, 15), name="two.geojson")
    output = run("--lang", "en", districts=two).stdout
    # 10 lies in both, and counts in the first; 20 lies in the hole, 60 outside.
    assert "Demand of 100 = 80 within districts + 20 outside" in output
    assert "in several districts: 20" in output
    weights = {row["name"]: row["weight"] for row in rows_of(tmp_path / "out")}
    assert weights["子"] == "80"
    assert weights["丑"] == "0"


def test_a_crs_in_feet_is_understood(run, tmp_path):
    """North Carolina's state plane, US survey feet: a station and people 300 m apart."""
    frame = geopandas.GeoDataFrame(
        {"weight": [7.0, 3.0]},
        geometry=[shapely.Point(-79.0, 35.7), shapely.Point(-79.0, 35.8)],
        crs="EPSG:4326",
    )
    feet = tmp_path / "feet.gpkg"
    frame.to_crs("EPSG:2264").to_file(feet)
    there = write(tmp_path / "there.geojson", feature("a", -79.0, 35.7027))
    run(demand=feet, stations=there, radius=400)
    summary = summary_of(tmp_path / "out")
    assert summary["share"] == 0.7
    assert summary["counties"][0]["weight"] == 0.0
    assert summary["weight"]["outside_districts"] == 10.0


# The terminal


class _Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_progress_bar_on_a_terminal_only(monkeypatch):
    terminal, pipe = _Terminal(), io.StringIO()
    for stream in (terminal, pipe):
        monkeypatch.setattr(sys, "stderr", stream)
        with progress_bar(("reading", "counting")) as progress:
            for done in range(3):
                progress(done, 2)
    assert pipe.getvalue() == ""
    shown = terminal.getvalue()
    assert "reading" in shown
    assert "counting" in shown
    assert "100%" in shown
