"""`locator site`: the folder of files, that it repeats itself, and what it refuses."""

import csv
import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
import threading
from contextlib import suppress

import pytest
from click.testing import CliRunner

from locator.cli import main
from locator.publish.plan_map.plan_files import FILES
from tests.making import feature, write
from tests.plan.making import U

FORMULA = '=HYPERLINK("x")'


@pytest.fixture
def case(tmp_path):
    """A line on the equator: a station at 0, people at 0 to 30 hundredths of a degree."""
    rows = ((0, 50), (1, 5), (3, 12), (4, 7), (5, 9), (6, 10), (7, 3), (30, 2))
    demand = tmp_path / "demand.csv"
    demand.write_text(
        "lon,lat,weight,riders\n" + "".join(f"{x / 100},0,{n},{n}\n" for x, n in rows)
    )
    ring = [[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5], [-0.5, -0.5]]
    properties = {
        "level": "county", "adcode": "410001", "name": "甲县", "prefecture": "410000",
        "prefecture_name": "甲市",
    }  # fmt: skip
    districts = tmp_path / "districts.geojson"
    polygon = {"type": "Polygon", "coordinates": [ring]}
    features = [{"type": "Feature", "properties": properties, "geometry": polygon}]
    districts.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    stations = write(tmp_path / "stations.geojson", feature("s0", 0.0, 0.0))
    return [
        "--radius", f"{1.5 * U}", "--demand", f"{demand}", "--districts", f"{districts}",
        "--stations", f"{stations}",
    ]  # fmt: skip


def run(*arguments):
    return CliRunner().invoke(main, ["site", *map(str, arguments)])


def read(folder):
    return {name: (folder / name).read_bytes() for name in FILES}


def test_writes_the_plan_and_says_the_same_on_every_run(case, tmp_path):
    outputs = []
    for name in ("a", "b"):
        result = run(*case, "--new", 2, "-o", tmp_path / name)
        assert result.exit_code == 0, result.output
        outputs.append(read(tmp_path / name))
    assert outputs[0] == outputs[1]
    files = outputs[0]
    summary = json.loads(files["summary.json"])
    assert summary["plan"]["objective"] == 96
    assert summary["plan"]["optimal"] is True
    assert summary["weight"] | {"in": 98.0, "covered_before": 55.0} == summary["weight"]
    assert [site["gain"] for site in summary["sites"]] == [28, 13]
    assert summary["arguments"]["p"] == 2
    collection = json.loads(files["plan.geojson"])
    assert collection["features"][0]["geometry"]["coordinates"] == [0.04, 0.0]
    rows = list(csv.DictReader(io.StringIO(files["plan.csv"].decode("utf-8-sig"))))
    assert [(row["县区"], row["增量"], row["累计覆盖"]) for row in rows] == [
        ("甲县", "28.0", "83.0"), ("甲县", "13.0", "96.0"),
    ]  # fmt: skip
    assert "已证明最优" in files["plan.html"].decode()


@pytest.mark.parametrize("objective", ["lscp", "p-median", "p-centre"])
@pytest.mark.parametrize("source", ["cells", "gaps"])
def test_every_objective_and_both_sources_of_candidates(case, tmp_path, objective, source):
    number = [] if objective == "lscp" else ["--new", 2]
    result = run(
        *case, *number, "--objective", objective, "--from", source, "--spacing", 0, "--lang", "en",
        "--gap", 0, "-o", tmp_path / "out",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert "Proven optimal" in result.output
    assert json.loads((tmp_path / "out" / "summary.json").read_text())["plan"]["sites"]


def test_candidates_of_a_file_with_costs_and_a_hostile_name(case, tmp_path):
    lots = tmp_path / "lots.csv"
    with lots.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [
                ["id", "lon", "lat", "name", "cost"],
                ["a", 0.04, 0, FORMULA, 2],
                ["b", 0.06, 0, "</script><img src=x onerror=alert(1)>${1}{{7*7}}", 2],
            ]
        )
    out = tmp_path / "out"
    result = run(*case, "--budget", 5, "--candidates", lots, "-o", out)
    assert result.exit_code == 0, result.output
    text = (out / "plan.csv").read_text(encoding="utf-8-sig")
    assert f"\"'{FORMULA}".replace('"x"', '""x""') in text
    page = (out / "plan.html").read_text(encoding="utf-8")
    assert "<img src=x" not in page
    assert "{{7*7}}" in page
    assert ">49<" not in page
    assert not re.search(r"</script><img", page)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--new", "0", "--objective", "p-median", "--spacing", "0"], None),
        (["--new", "-1"], "^--p：-1 不可用；应为不小于 0 的整数"),
        (["--new", "99"], "^--p：99 不可用；应为至多 8"),
        ([], "^--p：缺失；应为站点个数或预算，二选一"),
        (["--new", "1", "--budget", "2"], "^--p：1 不可用；应为站点个数或预算，二选一"),
        (["--budget", "-1"], "^--budget：-1 不可用"),
        (["--new", "1", "--min-share", "0.99"], "^--min-share: .*至少需要 3，而上限为 1$"),
        (["--new", "1", "--min-share", "nan"], "^--min-share：nan"),
        (["--new", "1", "--time-limit", "nan"], "^--time-limit-s：nan"),
        (["--new", "1", "--gap", "1"], "^--gap：1"),
        (["--new", "1", "--candidates", "none.csv"], "none.csv"),
        (["--new", "1", "--group", "cooks=1"], "^--group：'cooks'"),
        (["--new", "1", "--group", "riders=-1"], r"^--group\[riders\]：-1"),
        (["--new", "1", "--spacing", "-1"], "^--spacing-m：-1"),
        (["--new", "1", "--objective", "p-centre", "--spacing", "-1"], "^--spacing-m：-1"),
        (["--new", "1", "--objective", "lscp"], "^--p：1"),
        (["--objective", "p-centre"], "^--p：缺失；应为新站点个数"),
    ],
)
def test_what_it_can_t_do_is_told_in_a_line(case, tmp_path, arguments, message):
    result = run(*case, *arguments, "--lang", "en", "-o", tmp_path / "out")
    assert "Traceback" not in result.output
    if message is None:
        assert result.exit_code == 0
        return
    assert result.exit_code == 1
    assert re.search(message, result.output.strip())
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("radius", ["-1", "nan", "1e9"])
def test_a_radius_that_can_t_be(case, tmp_path, radius):
    result = run(*case[2:], "--radius", radius, "--new", 1, "-o", tmp_path / "out")
    assert (result.exit_code, "--radius-m：" in result.output) == (1, True)


def test_a_group_s_factor_that_is_none(case, tmp_path):
    result = run(*case, "--new", 1, "--group", "riders", "-o", tmp_path / "out")
    assert (result.exit_code, "GROUP=FACTOR" in result.output) == (2, True)


def test_the_output_is_no_folder_or_an_input(case, tmp_path):
    (tmp_path / "file").write_text("x")
    result = run(*case, "--new", 1, "-o", tmp_path / "file")
    assert (result.exit_code, "不是文件夹" in result.output) == (1, True)
    result = run(*case, "--new", 1, "--candidates", tmp_path / "o/plan.csv", "-o", tmp_path / "o")
    assert (result.exit_code, "会被输出覆盖" in result.output) == (1, True)


def test_a_failure_half_way_leaves_nothing(case, tmp_path, monkeypatch):
    out = tmp_path / "out"
    assert run(*case, "--new", 1, "-o", out).exit_code == 0
    before, entries = read(out), sorted(tmp_path.iterdir())

    def fail(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("locator.stations.writing.atomic.os.fsync", fail)
    for folder in (out, tmp_path / "fresh"):
        result = run(*case, "--new", 2, "-o", folder)
        assert (result.exit_code, "No space left" in result.output) == (1, True)
    assert (read(out), sorted(tmp_path.iterdir())) == (before, entries)


def test_a_folder_of_something_else_is_left_alone(case, tmp_path):
    (tmp_path / "summary.json").write_text('{"kind": "coverage"}')
    result = run(*case, "--new", 1, "-o", tmp_path)
    assert (result.exit_code, "已有别的文件：summary.json" in result.output) == (1, True)


def test_a_spacing_is_chosen_and_told(case, tmp_path, monkeypatch):
    monkeypatch.setattr("locator.plan.candidate_distances._SOUGHT_PAIRS", 25)
    ask = [*case, "--new", 1, "--objective", "p-median", "-o", tmp_path / "out"]
    result = run(*ask)
    assert result.exit_code == 0, result.output
    assert "候选点  4（间距 2,000 米）" in result.output
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert summary["arguments"]["spacing_m"] == 2000
    assert "间距 2,000 米" in (tmp_path / "out" / "plan.html").read_text()
    monkeypatch.setattr("locator.plan.candidate_distances.MOST_PAIRS", 25)
    result = run(*ask, "--spacing", 0)
    assert result.exit_code == 1
    assert result.output.startswith("--spacing-m：0.0 不可用；应为2,000 或更大的米数")


def test_no_time_still_gives_a_plan_with_a_bound(case, tmp_path):
    result = run(*case, "--new", 2, "--time-limit", 0, "-o", tmp_path / "out")
    assert result.exit_code == 0
    plan = json.loads((tmp_path / "out" / "summary.json").read_text())["plan"]
    assert plan["objective"] <= plan["bound"]


@pytest.mark.slow
def test_ctrl_c_keeps_the_best_plan_with_its_bound(tmp_path):
    """On a case that takes minutes to prove: 2,500 cells within reach of many others."""
    rows = [
        f"{113 + 0.01 * (n % 50)},{34 + 0.01 * (n // 50)},{1 + n * 7919 % 97}\n"
        for n in range(2500)
    ]
    demand, out = tmp_path / "demand.csv", tmp_path / "out"
    demand.write_text("lon,lat,weight\n" + "".join(rows))
    stations = write(tmp_path / "stations.geojson", feature("s0", 113.0, 34.0))
    command = [
        sys.executable, "-m", "locator", "site", "--new", "25", "--radius", "7000", "--demand",
        str(demand), "--stations", str(stations), "--time-limit", "600", "--gap", "0", "-o",
        str(out),
    ]  # fmt: skip
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, text=True)
    os.close(theirs)
    shown = ""
    while "界" not in shown:  # the line that shows best and bound while it solves
        shown += os.read(ours, 4096).decode(errors="replace")
    process.send_signal(signal.SIGINT)
    reading = threading.Thread(target=drain, args=(ours,), daemon=True)
    reading.start()
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    plan = json.loads((out / "summary.json").read_text())["plan"]
    assert plan["objective"] <= plan["bound"]
    assert len(plan["sites"]) == 25
    assert plan["optimal"] or "未证明最优" in output


def drain(terminal):
    """Read what is shown, so that nobody has to wait for it to be read."""
    with suppress(OSError):  # the other end was closed
        while os.read(terminal, 4096):
            pass
