"""Coverage, clock and gaps, beside what a GeoPandas user would write on the same input.

That user projects, buffers the stations, joins the circles and asks which demand lies inside; or
asks sjoin_nearest for the distances, which are then those of the projection.
"""

from __future__ import annotations

import datetime as dt
import tracemalloc

import geopandas
import numpy as np

from benchmarks.tables import Row, seconds
from locator.geo.districts import bundled_districts
from locator.paths import data_file
from locator.plan.access import measure_access
from locator.plan.clock import measure_clock
from locator.plan.coverage import measure_coverage
from locator.plan.demand import DemandSet, bundled_demand, read_demand
from locator.plan.gaps import Gap, find_gaps
from locator.stations import read_stations

_RADIUS_M = 1_000.0
_CRS = "EPSG:4547"  # CGCS2000, the zone of 114 E: what a planner in Henan projects to
_WEST, _SOUTH, _EAST, _NORTH = 110.35, 31.38, 116.65, 36.37
_WEEK_OF = dt.date(2026, 7, 8)
_TURNS = 4
_GRID = "bundled grid, 164,015 cells"


def rows() -> list[Row]:
    """Measure on the bundled grid, then on a million and ten million cells."""
    stations, demand = read_stations(data_file("stations.geojson")), bundled_demand()
    districts = bundled_districts()
    demand.assigned_to(districts)
    results = [Row("read the demand", _GRID, _text(seconds(_read)))]
    results += _beside_geopandas(stations, demand)
    results += _planner(stations, demand, districts)
    for count, goal_s in ((10**6, 1.5), (10**7, 15)):
        results += _many(stations, count, goal_s)
    return results


def _read() -> DemandSet:
    return read_demand(data_file("demand_henan.csv.gz"))


def _beside_geopandas(stations, demand) -> list[Row]:
    at = geopandas.GeoSeries.from_xy(stations.lon, stations.lat, crs="EPSG:4326")
    cells = geopandas.GeoDataFrame(
        {"weight": demand.weight},
        geometry=geopandas.points_from_xy(demand.lon, demand.lat),
        crs="EPSG:4326",
    )
    ours = measure_coverage(stations, demand, _RADIUS_M).whole
    joined, mean_m = _buffer_and_join(at, cells), _nearest_join(at, cells)
    # In turns: what else the machine does then disturbs all alike.
    ours_s, buffer_s, nearest_s = (
        min(taken)
        for taken in zip(
            *(
                (
                    seconds(lambda: measure_coverage(stations, demand, _RADIUS_M).whole),
                    seconds(lambda: _buffer_and_join(at, cells), 1),
                    seconds(lambda: _nearest_join(at, cells), 1),
                )
                for _ in range(_TURNS)
            ),
            strict=True,
        )
    )
    area_s = seconds(lambda: measure_coverage(stations, demand, _RADIUS_M).area_covered_m2, 2)
    return [
        Row("covered share, and distances", _GRID, _text(ours_s)),
        Row("... against buffer, union, sjoin", _GRID, f"{buffer_s / ours_s:.1f} x", f"{buffer_s:.2f} s", "20 x", buffer_s >= 20 * ours_s),
        Row("... against sjoin_nearest", _GRID, f"{nearest_s / ours_s:.1f} x", f"{nearest_s:.2f} s"),
        Row("covered share", _GRID, f"{ours.share:.4%}", f"{joined / demand.total:.4%}", "within 0.1 %", abs(ours.covered_weight - joined) < 0.001 * demand.total),
        Row("mean distance", _GRID, f"{ours.mean_m:.2f} m", f"{mean_m:.2f} m, of the projection", "within 0.1 %", abs(ours.mean_m - mean_m) < 0.001 * mean_m),
        Row("... and the area covered", _GRID, _text(area_s)),
    ]  # fmt: skip


def _buffer_and_join(at, cells) -> float:
    """Return the weight inside the union of buffers."""
    circles = at.to_crs(_CRS).buffer(_RADIUS_M)
    union = geopandas.GeoDataFrame(geometry=[circles.union_all()], crs=_CRS).explode()
    inside = geopandas.sjoin(cells.to_crs(_CRS), union, predicate="intersects")
    return float(inside[~inside.index.duplicated()]["weight"].sum())


def _nearest_join(at, cells) -> float:
    """Return the weighted mean distance to the nearest station."""
    shops = geopandas.GeoDataFrame(geometry=at).to_crs(_CRS)
    joined = geopandas.sjoin_nearest(cells.to_crs(_CRS), shops, distance_col="metres")
    joined = joined[~joined.index.duplicated()]
    return float(np.average(joined["metres"], weights=joined["weight"]))


def _planner(stations, demand, districts) -> list[Row]:
    def clock() -> object:
        return measure_clock(stations, demand, _RADIUS_M, _WEEK_OF, by=districts).falls

    def tables() -> object:
        coverage = measure_coverage(stations, demand, _RADIUS_M, by=districts)
        return coverage.groups, coverage.counties, coverage.prefectures, coverage.curve

    coverage = measure_coverage(stations, demand, _RADIUS_M, by=districts)
    clock_s, tables_s = seconds(clock), seconds(tables)
    gaps_s = seconds(lambda: find_gaps(coverage, number=100), 2)
    all_gaps: list[Gap] = []
    all_gaps_s = seconds(lambda: all_gaps.extend(find_gaps(coverage)), 1)
    wide = measure_coverage(stations, demand, 3_000, by=districts)
    wide_s = seconds(lambda: find_gaps(wide, number=100), 2)
    access_s = seconds(lambda: measure_access(stations, demand, _RADIUS_M))
    fresh_s = seconds(lambda: _read().assigned_to(districts), 1)
    return [
        Row("coverage with groups, 157 counties, 18 prefectures, curve", _GRID, _text(tables_s)),
        Row("the 168 hours of a week, counties ranked", _GRID, _text(clock_s), "", "under 2 s", clock_s < 2),
        Row("the 100 greatest gaps", _GRID, _text(gaps_s)),
        Row("... within 3 km", _GRID, _text(wide_s)),
        Row(f"all {len(all_gaps):,} gaps", _GRID, _text(all_gaps_s)),
        Row("2SFCA", _GRID, _text(access_s)),
        Row("read, and tell each cell's county, once", _GRID, _text(fresh_s)),
    ]  # fmt: skip


def _many(stations, count: int, goal_s: float) -> list[Row]:
    rng = np.random.default_rng(4)
    demand = DemandSet(
        rng.uniform(_WEST, _EAST, count),
        rng.uniform(_SOUTH, _NORTH, count),
        rng.integers(0, 100, count),
    )
    ours_s = seconds(lambda: measure_coverage(stations, demand, _RADIUS_M).whole, 2)
    tracemalloc.start()
    _ = measure_coverage(stations, demand, _RADIUS_M).whole
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return [
        Row("covered share and exact distances", f"{count:,} cells", _text(ours_s), "", f"under {goal_s} s", ours_s < goal_s),
        Row("... memory beside the demand's own", f"{count:,} cells", f"{most / count:.0f} bytes a cell"),
    ]  # fmt: skip


def _text(taken_s: float) -> str:
    return f"{taken_s:.2f} s" if taken_s >= 1 else f"{taken_s * 1e3:.0f} ms"


if __name__ == "__main__":
    from benchmarks.tables import table

    print(table(rows()))
