"""Lookups: one exact one, and millions, beside scikit-learn's BallTree and rtree's own bulk call."""

from __future__ import annotations

import numpy as np
from rtree.index import Index, Property
from sklearn.neighbors import BallTree

from benchmarks.tables import Row, median_us, seconds
from locator.geo.geodesic import ecef_array_m
from locator.geo.index import PointIndex
from locator.geo.points import LonLat
from locator.paths import data_file
from locator.stations import read_stations

_BULK, _PEER_BULK = 2_000_000, 100_000
_WEST, _SOUTH, _EAST, _NORTH = 110.35, 31.38, 116.65, 36.37


def rows() -> list[Row]:
    """Measure on the bundled stations and on 200,000 points."""
    stations = read_stations(data_file("stations.geojson"))
    rng = np.random.default_rng(0)
    many = rng.uniform(_WEST, _EAST, 200_000), rng.uniform(_SOUTH, _NORTH, 200_000)
    results = _measure("bundled, 11,659", stations.lon, stations.lat)
    return results + _measure("200,000 points", *many)


def _measure(data: str, lon: np.ndarray, lat: np.ndarray) -> list[Row]:
    rng = np.random.default_rng(1)
    query_lon, query_lat = rng.uniform(_WEST, _EAST, _BULK), rng.uniform(_SOUTH, _NORTH, _BULK)
    index = PointIndex(lon, lat)
    places = [LonLat(*pair) for pair in zip(query_lon[:5000], query_lat[:5000], strict=True)]
    single_us = median_us(lambda where: index.nearest(where, 5), places)
    mask = rng.random(len(lon)) < 0.3
    masked_us = median_us(lambda where: index.nearest(where, 5, mask), places[:2000])

    ours_s = seconds(lambda: index.nearest_many(query_lon, query_lat, 1))
    some = query_lon[:_PEER_BULK], query_lat[:_PEER_BULK]
    ball = BallTree(np.radians(np.column_stack((lat, lon))), metric="haversine")
    turned = np.radians(np.column_stack((some[1], some[0])))
    ball_s = seconds(lambda: ball.query(turned, 1), 2)
    shape = Property(dimension=3)
    xyz = ecef_array_m(lon, lat)
    tree = Index((np.arange(len(lon)), xyz, xyz), properties=shape)
    cubes = ecef_array_m(*some)
    rtree_s = seconds(lambda: tree.nearest_v(cubes, cubes, num_results=1), 2)

    per_s, ball_per_s, rtree_per_s = _BULK / ours_s, _PEER_BULK / ball_s, _PEER_BULK / rtree_s
    return [
        Row("one exact lookup, k = 5, median", data, f"{single_us:.0f} us", "", "under 60 us", single_us < 60),
        Row("the same among 30 % accepted", data, f"{masked_us:.0f} us"),
        Row("bulk exact, k = 1, two threads", data, f"{per_s:,.0f} /s", "", "700,000 /s", per_s >= 7e5),
        Row("... against BallTree, haversine", data, f"{per_s / ball_per_s:.1f} x", f"{ball_per_s:,.0f} /s", "8 x", per_s >= 8 * ball_per_s),
        Row("... against rtree nearest_v", data, f"{per_s / rtree_per_s:.1f} x", f"{rtree_per_s:,.0f} /s", "10 x", per_s >= 10 * rtree_per_s),
    ]  # fmt: skip


if __name__ == "__main__":
    from benchmarks.tables import table

    print(table(rows()))
