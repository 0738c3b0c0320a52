"""Importing: a list of 200,000 rows in CSV to a checked GeoJSON file, time and memory of all of it."""

from __future__ import annotations

import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.tables import Row
from locator.geo.districts import bundled_districts
from locator.paths import data_file

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROWS = 200_000
_GOAL_S, _GOAL_GB = 30, 1.5
_HEADINGS = (
    "序号",
    "站点名称",
    "所属区县",
    "详细地址",
    "经度",
    "纬度",
    "服务时间",
    "服务内容",
    "联系电话",
    "备注",
)
_HOURS = (
    "周一至周五 8:30-18:00，节假日除外",
    "24小时",
    "8:00-22:00",
    "夏季8:00-20:00，冬季8:30-18:00",
    "早8点到晚10点半",
    "",
)
_SERVICES = (
    "饮水、微波炉、手机充电、空调",
    "休息、饮水、充电、卫生间、WiFi、图书",
    "免费饮水，应急药品",
    "饮水、擦鞋机",
)


def rows() -> list[Row]:
    """Measure in a process of its own, so that its memory is seen alone."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "list.csv", Path(folder) / "stations.geojson"
        make_list(source, _ROWS)
        command = [sys.executable, "-m", "locator", "import", str(source), "-o", str(target)]
        command += ["--coordsys", "gcj02", "--report", str(Path(folder) / "report.json")]
        start = time.perf_counter()
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        taken_s = time.perf_counter() - start
        peak_gb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2
        megabytes = target.stat().st_size / 1e6
    account = next(line for line in output.splitlines() if line.startswith("读入行数"))
    data = f"CSV of {_ROWS:,} rows, GeoJSON of {megabytes:.0f} MB"
    return [
        Row(
            "import, check, merge, write, report",
            data,
            f"{taken_s:.1f} s",
            "",
            f"< {_GOAL_S} s",
            taken_s < _GOAL_S,
        ),
        Row(
            "its peak memory", data, f"{peak_gb:.2f} GB", "", f"< {_GOAL_GB} GB", peak_gb < _GOAL_GB
        ),
        Row("its account of rows", data, account),
    ]


def make_list(path: Path, count: int) -> None:
    """Write a list as a union's office keeps one: in GCJ-02, hours and services in words."""
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADINGS)
        writer.writerows(_rows(count))


def _rows(count: int) -> Iterator[tuple[object, ...]]:
    chance = random.Random(5)
    features = json.loads(data_file("stations.geojson").read_text(encoding="utf-8"))["features"]
    counties = {county.adcode: county.name for county in bundled_districts().counties}
    for number in range(1, count + 1):
        feature = features[chance.randrange(len(features))]
        lon, lat = feature["geometry"]["coordinates"]
        county = counties[feature["properties"]["adcode"]]
        name = f"{county}第{number}号户外劳动者爱心驿站"
        address = f"{county}人民路{number}号"
        east, north = lon + chance.gauss(0, 0.02), lat + chance.gauss(0, 0.02)
        yield (
            number, name, county, address, f"{east:.6f}", f"{north:.6f}", chance.choice(_HOURS),
            chance.choice(_SERVICES), "0371-6550" + str(1000 + number % 9000), "",
        )  # fmt: skip


if __name__ == "__main__":
    from benchmarks.tables import table

    print(table(rows()))
