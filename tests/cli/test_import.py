"""`locator import`: from a list to the map's file, and again with next month's list."""

import csv
import json
import os
import pty
import re
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from locator.cli import main
from locator.stations import importing, read_stations
from locator.stations.writing import write_any
from tests.making import feature, write

INPUTS = Path(__file__).parents[1] / "stations" / "importing" / "inputs"
ZHENGZHOU = Path(__file__).parents[2] / "data" / "raw" / "zhengzhou_union_stations_82.csv"
HEADINGS = ["名称", "类型", "区县", "地址", "经度", "纬度", "服务时间"]
ROWS = [
    ["甲驿站", "爱心驿站", "中原区", "甲路1号", "113.6130", "34.7480", "8:00-18:00"],
    ["乙驿站", "爱心驿站", "中原区", "乙路1号", "113.6150", "34.7480", ""],
]


@pytest.fixture
def run(tmp_path):
    def invoke(*arguments, code=0):
        result = CliRunner().invoke(main, ["import", *map(str, arguments)])
        assert result.exit_code == code, result.output
        return result

    return invoke


def listed(path, *rows):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *rows])
    return path


def test_the_real_list(run, tmp_path):
    output, page, data = tmp_path / "s.geojson", tmp_path / "r.html", tmp_path / "r.json"
    text = run(ZHENGZHOU, "-o", output, "--report", page).stdout
    assert "读入行数 83 = 站点 82 + 合并 0 + 退回 0 + 表头 1" in text
    assert text.count("坐标却在") == 4
    assert len(read_stations(output)) == 82
    html = page.read_text(encoding="utf-8")
    assert html.count("<circle") == 4
    assert "未经审图，仅供内部使用" in html
    assert not re.search(r"https?://", html)
    run(ZHENGZHOU, "-o", output, "--report", data, "--lang", "en")
    report = json.loads(data.read_text(encoding="utf-8"))
    wrong = [f for f in report["findings"] if f["code"] == "wrong_district"]
    assert [f["row"] for f in wrong] == [38, 62, 78, 80]
    assert set(wrong[0]) >= {
        "file",
        "sheet",
        "row",
        "column",
        "value",
        "problem",
        "remedy",
        "point",
    }
    assert sum(v for k, v in report["ledger"].items() if k != "rows") == report["ledger"]["rows"]
    first = output.read_bytes()
    run(ZHENGZHOU, "-o", output)
    assert output.read_bytes() == first


def test_the_report_shows_what_stands_in_cells_as_text(run, tmp_path):
    row = ["<script>alert(1)</script>驿站", *ROWS[0][1:2], "金水区", *ROWS[0][3:]]
    run(listed(tmp_path / "a.csv", row), "-o", tmp_path / "s.geojson", "--coordsys", "wgs84",
        "--report", tmp_path / "r.html")  # fmt: skip
    html = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_next_months_list(run, tmp_path):
    output = tmp_path / "s.geojson"
    run(listed(tmp_path / "1.csv", *ROWS), "-o", output, "--coordsys", "wgs84")
    document = json.loads(output.read_text(encoding="utf-8"))
    document["note"] = "保留"
    document["features"].append(feature("model-1", name="模拟驿站", position="modelled"))
    paused = document["features"][0]["properties"]
    paused |= {"status": "paused", "url": "https://example.org/"}
    output.write_text(json.dumps(document), encoding="utf-8")
    before = output.read_bytes()
    third = ["丙驿站", *ROWS[1][1:3], "丙路1号", "113.6170", *ROWS[1][5:]]
    moved = [*ROWS[0][:4], "113.6140", "34.7480", "9:00-18:00"]
    second = listed(tmp_path / "2.csv", third, moved)
    text = run(second, "--into", output, "--coordsys", "wgs84").stdout
    assert "新增 1，更改 1，未变 0，不在新名单中（保留并标记） 1，不在名单范围内（未动） 0" in text
    assert re.search(r"~ \S+: where \(9\d m\), opening_hours, hours_text", text)
    assert (tmp_path / "s.geojson.bak").read_bytes() == before
    assert json.loads(output.read_text(encoding="utf-8"))["note"] == "保留"
    stations = {s.name: s for s in read_stations(output)}
    assert list(stations) == ["甲驿站", "乙驿站", "模拟驿站", "丙驿站"]
    assert stations["甲驿站"].id == paused["id"]
    assert (stations["甲驿站"].status, stations["甲驿站"].url) == ("paused", "https://example.org/")
    assert stations["乙驿站"].extra == {"gone": True}
    text = run(second, "--into", output, "--coordsys", "wgs84").stdout
    assert "新增 0，更改 0，未变 2，不在新名单中（保留并标记） 1" in text
    run(second, "--into", output, "--coordsys", "wgs84", "--prune")
    assert [s.name for s in read_stations(output)] == ["甲驿站", "模拟驿站", "丙驿站"]
    run(listed(tmp_path / "3.csv", *ROWS), "--into", output, "--coordsys", "wgs84")
    assert len(read_stations(output)) == 4


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".geojson", ".gpkg", ".kml"])
def test_refused_rows_come_back_and_go_in_once_corrected(run, tmp_path, ending):
    source, output = tmp_path / f"list{ending}", tmp_path / "s.geojson"
    made = write(tmp_path / "made.json", feature("a"), feature("b", name="站房"), feature("c"))
    write_any(source, read_stations(made).stations)
    if ending in (".csv", ".xlsx"):
        run(source, "-o", output, "--coordsys", "wgs84", "--map", "kind=-", "--map", "lat=lat")
    else:
        run(source, "-o", output, "--map", "kind=-")
    returned = tmp_path / f"list.rejected{ending}"
    assert {s.id for s in read_stations(output)} == {"a", "c"}
    text = run(returned, "--into", output, "--coordsys", "wgs84", "--kind", "love_station").stdout
    assert "退回 0" in text
    assert {s.id: s.where for s in read_stations(output)} == {
        s.id: s.where for s in read_stations(made)
    }


def test_nothing_is_written_where_no_row_is_a_station(run, tmp_path):
    output = tmp_path / "s.geojson"
    output.write_text("precious")
    result = run(INPUTS / "dms.csv", "-o", output, "--coordsys", "wgs84", code=1)
    assert output.read_text() == "precious"
    assert "dms.rejected.csv" in result.stderr
    assert (tmp_path / "dms.rejected.csv").exists()


def test_corrected_rows_are_not_written_over(run, tmp_path):
    source, output = tmp_path / "list.csv", tmp_path / "s.geojson"
    unplaced = ["丁驿站", *ROWS[0][1:4], "", "", ""]
    listed(source, ROWS[0], unplaced)
    run(source, "-o", output, "--coordsys", "wgs84")
    returned = tmp_path / "list.rejected.csv"
    returned.write_text(corrected := returned.read_text(encoding="utf-8-sig") + "订正")
    run(source, "-o", output, "--coordsys", "wgs84")
    assert (tmp_path / "list.rejected.csv.bak").read_text() == corrected
    again = returned.read_bytes()
    run(source, returned, "-o", output, "--coordsys", "wgs84")  # which is a list itself now
    assert returned.read_bytes() == again
    assert (tmp_path / "list.rejected-2.csv").exists()


def test_worksheets_of_any_name_come_back(run, tmp_path):
    source = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(str(source)) as book:
        for name in ("表一", "表二"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, HEADINGS)
            sheet.write_row(1, 0, [name + "驿站", "爱心驿站"])
        sheet.write_row(2, 0, ROWS[0])
    with zipfile.ZipFile(source) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    index = members["xl/workbook.xml"]
    members["xl/workbook.xml"] = index.replace("表二".encode(), b"a/b[c]*" * 9)
    with zipfile.ZipFile(source, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    text = run(source, "-o", tmp_path / "s.geojson", "--coordsys", "wgs84").stdout
    assert "站点 1 + 合并 0 + 退回 2" in text
    returned = CalamineWorkbook.from_path(str(tmp_path / "list.rejected.xlsx"))
    assert returned.sheet_names[0] == "表一"
    assert len(returned.sheet_names) == 2


def test_a_file_that_changes_during_the_import_is_left_alone(run, tmp_path, monkeypatch):
    output = tmp_path / "s.geojson"
    run(listed(tmp_path / "1.csv", *ROWS), "-o", output, "--coordsys", "wgs84")

    def edited(*arguments):
        output.write_bytes(output.read_bytes() + b" ")
        return importing.import_files(*arguments)

    monkeypatch.setattr("locator.cli.import_.import_files", edited)
    before = output.read_bytes()
    result = run(tmp_path / "1.csv", "--into", output, "--coordsys", "wgs84", code=1)
    assert "再导入一次" in result.stderr
    assert output.read_bytes() == before + b" "


@pytest.mark.slow
def test_a_bar_is_shown_on_a_terminal_only(run, tmp_path):
    source, output = listed(tmp_path / "1.csv", *ROWS * 1500), tmp_path / "s.geojson"
    command = [sys.executable, "-m", "locator", "import", source, "-o", output]
    command += ["--coordsys", "wgs84"]
    ours, theirs = pty.openpty()
    done = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    shown = b""
    with suppress(OSError):  # so ends a terminal that its last process has left
        while block := os.read(ours, 4096):
            shown += block
    os.close(ours)
    assert b"%" not in done.communicate()[0]
    assert done.returncode == 0
    shares = [int(share) for share in re.findall(rb"(\d+)%", shown)]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 100)
    assert len(set(shares)) > 3
    assert b"\r" in shown
    assert run(source, "-o", output, "--coordsys", "wgs84").stderr == ""


def test_several_lists_at_once(run, tmp_path):
    output = tmp_path / "s.geojson"
    names = ("title_total_empty.csv", "missing.csv", "duplicates.csv")
    text = run(*(INPUTS / name for name in names), "-o", output, "--coordsys", "wgs84").stdout
    assert "读入行数 22 = 站点 7 + 合并 2 + 退回 5" in text


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ([], 2, "FILES"),
        (["x.csv"], 2, "--into"),
        (["x.csv", "-o", "x.xlsx"], 2, "convert"),
        (["x.csv", "-o", "x.geojson", "--prune"], 2, "--into"),
        (["x.csv", "-o", "x.geojson", "--report", "r.pdf"], 2, ".html"),
        (["x.geojson", "-o", "x.geojson"], 2, "x.geojson"),
        (["x.csv", "-o", "x.geojson", "--map", "a"], 2, "HEADING"),
        (["x.csv", "-o", "x.json", "--report", "x.json"], 2, "x.json"),
        (["x.csv", "-o", "none/x.geojson"], 1, "文件夹"),
        (["x.csv", "--into", "none.geojson"], 1, "none.geojson"),
        (["none.csv", "-o", "x.geojson"], 1, "none.csv"),
        ([INPUTS / "swapped.csv", "-o", "x.geojson"], 1, "--coordsys"),
        ([INPUTS / "merged.xls", "-o", "x.geojson", "--sheet", "x"], 1, "名单"),
        ([INPUTS / "swapped.csv", "-o", "x.geojson", "--sheet", "x"], 1, "--sheet"),
    ],
)
def test_mistakes_are_told_in_a_line(run, arguments, code, says, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert says in run(*arguments, code=code).stderr
    assert not list(tmp_path.glob("*.geojson"))
