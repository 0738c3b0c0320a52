"""Loading: a file of stations read and checked, beside GeoPandas, which checks nothing."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import geopandas

from benchmarks.tables import Row, seconds
from locator.paths import data_file
from locator.stations import read_stations


def rows() -> list[Row]:
    """Measure on the bundled stations and on 200,000 made from them."""
    bundled = data_file("stations.geojson")
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large.geojson"
        _repeat(bundled, large, 200_000)
        return [_row("bundled, 11,659", bundled, 3), _row("200,000 stations", large, 2)]


def _row(data: str, path: Path, rounds: int) -> Row:
    ours_s = seconds(lambda: read_stations(path), rounds)
    peer_s = seconds(lambda: geopandas.read_file(path), rounds)
    met = ours_s < 10 if data.startswith("200") else None
    goal = "seconds" if met is not None else ""
    return Row("read, check and index a file", data, f"{ours_s:.2f} s", f"GeoPandas {peer_s:.2f} s", goal, met)  # fmt: skip


def _repeat(source: Path, target: Path, count: int) -> None:
    """Write a file of `count` stations, those of another again and again, with ids of their own."""
    features = json.loads(source.read_text(encoding="utf-8"))["features"]
    with target.open("w", encoding="utf-8") as file:
        file.write('{"type":"FeatureCollection","features":[\n')
        for number in range(count):
            feature = features[number % len(features)]
            feature["properties"]["id"] = f"s{number}"
            comma = ",\n" if number < count - 1 else "\n"
            file.write(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) + comma)
        file.write("]}\n")


if __name__ == "__main__":
    from benchmarks.tables import table

    print(table(rows()))
