import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from locator.errors import ParameterError
from locator.geo.cells import CELL_AREA_M2, true_area_m2
from locator.geo.districts import bundled_districts
from locator.paths import data_file
from locator.plan import gaps
from locator.plan.coverage import measure_coverage
from locator.plan.demand import DemandSet, bundled_demand
from locator.plan.gaps import Seeder, find_gaps
from locator.stations import read_stations
from tests.plan.making import U, demand_at, districts_of, stations_at

GEOD = Geod(ellps="WGS84")


def test_gaps_on_paper(tmp_path):
    # The station covers 0 and 1. Circles of 1.5 units: 4 holds 3, 4, 5 = 12 + 7 + 9; 5 holds
    # 4, 5, 6 = 7 + 9 + 10. So 4 takes 28, and 6 (or 7, which ties; the first row wins) the rest.
    demand = demand_at((0, 50), (1, 5), (3, 12), (4, 7), (5, 9), (6, 10), (7, 3), (30, 2))
    by = districts_of(tmp_path, ("410001", -1, 10, "A"))
    coverage = measure_coverage(stations_at(0), demand, 1.5 * U, by=by)
    first, second, third = find_gaps(coverage)
    assert [gap.weight for gap in (first, second, third)] == [28, 13, 2]
    assert first.rows.tolist() == [2, 3, 4]
    assert (first.seed.lon, second.seed.lon, third.seed.lon) == (0.04, 0.06, 0.3)
    assert first.centre.lon == pytest.approx((12 * 0.03 + 7 * 0.04 + 9 * 0.05) / 28)
    assert first.worst_distance_m == pytest.approx(5 * U)
    assert (first.nearest_station, first.nearest_distance_m) == ("s0", pytest.approx(4 * U))
    assert (first.county.adcode, third.county) == ("410001", None)
    assert [gap.rank for gap in (first, second, third)] == [1, 2, 3]
    assert true_area_m2(first.shape) == pytest.approx(3 * CELL_AREA_M2)
    assert first.properties()["prefecture"] == "市A"


def test_filters():
    coverage = measure_coverage(stations_at(), demand_at((0, 5), (10, 4), (20, 3)), 10)
    assert [gap.weight for gap in find_gaps(coverage)] == [5, 4, 3]
    assert [gap.weight for gap in find_gaps(coverage, number=2)] == [5, 4]
    assert [gap.weight for gap in find_gaps(coverage, smallest_weight=4)] == [5, 4]


def test_a_covered_row_may_be_the_seed():
    # The station covers the row at 0, from which alone both sides can be served.
    demand = demand_at((-1, 5), (0, 1), (1, 5))
    coverage = measure_coverage(stations_at(0), demand, 0.9 * U)
    assert [gap.weight for gap in find_gaps(coverage)] == [5, 5]
    coverage = measure_coverage(stations_at(0.05), demand_at((-1, 5), (0, 1), (1.06, 5)), 1.0 * U)
    assert find_gaps(coverage)[0].weight == 5


def test_two_gaps_in_one_cell_have_two_ids():
    coverage = measure_coverage(stations_at(), demand_at((0.10, 5), (0.12, 4)), 1)
    first, second = find_gaps(coverage)
    assert second.id == f"{first.id}-2"
    assert first.worst_distance_m is first.nearest_station is None


def test_nothing_to_find():
    assert find_gaps(measure_coverage(stations_at(0), demand_at(), 10)) == []
    assert find_gaps(measure_coverage(stations_at(0), demand_at((0, 5)), 10)) == []
    assert find_gaps(measure_coverage(stations_at(), demand_at((0, 0)), 10)) == []


@pytest.mark.parametrize(
    "options",
    [
        {"number": 0},
        {"number": 1.5},
        {"number": True},
        {"smallest_weight": -1},
        {"smallest_weight": math.nan},
    ],
)
def test_bad_input(options):
    with pytest.raises(ParameterError, match=next(iter(options))):
        find_gaps(measure_coverage(stations_at(0), demand_at(), 10), **options)


def naive(lon, lat, weight, radius_m):
    """Every sum anew each time."""
    count, left, seeds = len(lon), np.array(weight, float), []
    apart = np.array(
        [[GEOD.inv(lon[i], lat[i], lon[j], lat[j])[2] for j in range(count)] for i in range(count)]
    )
    near = apart <= radius_m
    while left.sum() > 0:
        seed = int(np.argmax(near @ left))
        rows = np.flatnonzero(near[seed] & (left > 0))
        seeds.append((seed, rows.tolist(), float(left[rows].sum())))
        left[rows] = 0
    return seeds


ROWS = st.lists(
    st.tuples(st.floats(179.9, 180), st.floats(34, 34.1), st.integers(0, 9)),
    min_size=1,
    max_size=25,
)


@pytest.mark.parametrize("most_kept", [0, 10**6])  # pairs found each time, and kept
@settings(max_examples=100)
@given(rows=ROWS, radius_m=st.floats(0, 12_000))
def test_sums_that_are_kept_give_what_sums_computed_anew_give(most_kept, rows, radius_m):
    lon, lat, weight = (np.array(column, float) for column in zip(*rows, strict=True))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gaps, "_MOST_STORED", most_kept)
        seeds = list(Seeder(lon, lat, weight, radius_m).take())
    assert [(one.seed, one.rows.tolist(), one.weight) for one in seeds] == naive(
        lon, lat, weight, radius_m
    )


def test_ties_of_fractions_are_ties():
    # 0.1 + 0.2 + 0.3 and 0.3 + 0.2 + 0.1 differ by rounding; the first row wins all the same.
    lon = np.array([0.00, 0.01, 0.02, 0.10, 0.11, 0.12])
    weight = np.array([0.3, 0.2, 0.1, 0.1, 0.2, 0.3])
    for order in (slice(None), slice(None, None, -1)):
        seeds = list(Seeder(lon[order], np.zeros(6), weight[order], 1.5 * U).take())
        assert [one.seed for one in seeds] == [1, 4]
        assert [one.weight for one in seeds] == pytest.approx([0.6, 0.6])


def test_the_smallest_weight_is_taken_too():
    seeds = list(Seeder(np.array([0.0, 1.0]), np.zeros(2), np.array([1e-300, 1e9]), 10).take())
    assert [(one.seed, one.weight) for one in seeds] == [(1, 1e9), (0, 1e-300)]


@settings(max_examples=20)
@given(ROWS, st.floats(10, 12_000))
def test_gaps_take_all_that_is_uncovered_once(rows, radius_m):
    lon, lat, weight = zip(*rows, strict=True)
    coverage = measure_coverage(stations_at(0), DemandSet(lon, lat, weight), radius_m)
    gaps = find_gaps(coverage)
    taken = np.concatenate([gap.rows for gap in gaps]) if gaps else np.array([])
    assert len(set(taken)) == len(taken)
    assert sum(gap.weight for gap in gaps) == coverage.whole.weight - coverage.whole.covered_weight
    weights = [gap.weight for gap in gaps]
    assert weights == sorted(weights, reverse=True)


@pytest.mark.slow
def test_the_bundled_grid_s_worst_gaps():
    stations, demand = read_stations(data_file("stations.geojson")), bundled_demand()
    coverage = measure_coverage(stations, demand, 1000, by=bundled_districts())
    gaps = find_gaps(coverage, number=20)
    assert len({gap.id for gap in gaps}) == 20
    for gap in gaps:
        assert gap.worst_distance_m > 1000
        assert gap.county.geometry.intersects(shapely.Point(gap.seed.lon, gap.seed.lat))
        start = [gap.seed.lon] * len(gap.rows), [gap.seed.lat] * len(gap.rows)
        metres = GEOD.inv(*start, demand.lon[gap.rows], demand.lat[gap.rows])[2]
        assert max(metres) <= 1000
