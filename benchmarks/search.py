"""Search by name, in Chinese and pinyin, beside pandas' `str.contains` over the same names."""

from __future__ import annotations

import pandas as pd

from benchmarks.tables import Row, median_us, seconds
from locator.find.search import SearchIndex
from locator.geo.districts import bundled_districts
from locator.paths import data_file
from locator.stations import read_stations

_TEXTS = ("郑州", "zz", "爱心驿站", "hao", "aixinyizhan", "an", "e", "号", "xyz")
_GOAL_MS = 20.0


def rows() -> list[Row]:
    """Measure texts that match much, little and nothing, on the bundled stations and districts."""
    stations, districts = read_stations(data_file("stations.geojson")), bundled_districts()
    made_s = seconds(lambda: SearchIndex(stations, districts), 1)
    index = SearchIndex(stations, districts)
    names = pd.Series([station.name for station in stations])
    peer_ms = median_us(lambda text: names[names.str.contains(text, regex=False)], _TEXTS) / 1e3
    search_ms = {text: seconds(lambda text=text: index.search(text)) * 1e3 for text in _TEXTS}
    median_ms = median_us(index.search, _TEXTS) / 1e3
    slowest = max(search_ms, key=search_ms.__getitem__)
    data, peer = f"bundled, {len(stations):,}", f"pandas, names alone {peer_ms:.1f} ms"
    return [
        Row("make the index of names, pinyin, initials", data, f"{made_s:.2f} s"),
        Row("one search, median of nine texts", data, f"{median_ms:.2f} ms", peer),
        Row(f"... the slowest, `{slowest}`", data, f"{search_ms[slowest]:.2f} ms", "", f"under {_GOAL_MS:.0f} ms", search_ms[slowest] < _GOAL_MS),
    ]  # fmt: skip


if __name__ == "__main__":
    from benchmarks.tables import table

    print(table(rows()))
