"""The demand as a raster: what the scripts unpack is what went in."""

import base64

import numpy as np
import pytest

from locator.geo.cells import cells_at
from locator.plan.coverage import measure_coverage
from locator.plan.demand import DemandSet
from locator.publish.planner_map.map_data import class_steps, demand_raster
from locator.publish.planner_map.planner_map import coverage_map
from tests.plan.making import demand_at, stations_at


def _unpacked(raster):
    """Return weight and uncovered weight by cell, as the scripts unpack them."""
    bits = np.frombuffer(base64.b64decode(raster["present"]), np.uint8)
    present = np.unpackbits(bits)[: raster["columns"] * raster["rows"]].astype(bool)
    codes = np.frombuffer(base64.b64decode(raster["codes"]), np.uint8)
    part = np.frombuffer(base64.b64decode(raster["unserved"]), np.uint8) / 255
    weight, lacking = np.zeros(present.size), np.zeros(present.size)
    weight[present] = np.array(raster["weights"])[codes]
    lacking[present] = weight[present] * part
    shape = raster["rows"], raster["columns"]
    return weight.reshape(shape), lacking.reshape(shape)


def test_parts_of_one_are_no_nothing():
    """Weights may be shares of a whole, far below one."""
    demand = DemandSet([113.6, 113.7], [34.7, 34.7], [2.5e-9, 1e-7])
    assert demand_raster(demand, np.zeros(2, np.bool_))["weights"] == [2.5e-9, 1e-7]


def test_a_share_is_never_told_as_all_that_is_not(tmp_path):
    stations, demand = stations_at(0), demand_at((0, 99_996), (50, 4))
    text = coverage_map(measure_coverage(stations, demand, 1000), []).to_html()
    assert "<strong>&gt;99.9%</strong>" in text


@pytest.mark.parametrize("seed", range(5))
def test_the_raster_is_the_demand_cell_by_cell(seed):
    rng = np.random.default_rng(seed)
    lon, lat = rng.uniform(113, 113.3, 400), rng.uniform(34, 34.2, 400)
    weight = rng.integers(0, 40, 400).astype(float)
    covered = rng.random(400) < 0.5
    raster = demand_raster(DemandSet(lon, lat, weight), covered)
    got, lacking = _unpacked(raster)
    cells = cells_at(lon, lat)
    expected = {}
    for column, row, people, served in zip(*cells, weight, covered, strict=True):
        if people:
            one = expected.setdefault((row, column), [0.0, 0.0])
            one[0] += people
            one[1] += 0 if served else people
    south, west = min(r for r, _ in expected), min(c for _, c in expected)
    assert got.sum() == weight.sum()
    assert np.count_nonzero(got) == len(expected)
    for (row, column), (people, unserved) in expected.items():
        assert got[row - south, column - west] == people
        assert abs(lacking[row - south, column - west] - unserved) <= people / 255
    # Each position lies between its cell's edges.
    lons = np.linspace(*raster["lon"], raster["columns"] + 1)
    for at_lon, at_lat, column, row, people in zip(lon, lat, *cells, weight, strict=True):
        if people:
            assert lons[column - west] - 2e-5 <= at_lon <= lons[column - west + 1] + 2e-5
            low, high = raster["lat"][row - south], raster["lat"][row - south + 1]
            assert low - 2e-5 <= at_lat <= high + 2e-5


def test_many_different_weights_keep_their_sum_and_nearly_their_values():
    rng = np.random.default_rng(1)
    lon = 113 + 0.02 * np.arange(3000) % 2
    lat = 34 + 0.02 * (np.arange(3000) // 100)
    weight = rng.lognormal(3, 2, 3000)
    raster = demand_raster(DemandSet(lon, lat, weight), np.zeros(3000, bool))
    assert len(raster["weights"]) <= 255
    got, lacking = _unpacked(raster)
    assert got.sum() == pytest.approx(weight.sum(), rel=1e-6)
    assert lacking.sum() == pytest.approx(weight.sum(), rel=1e-6)


def test_a_wide_land_gets_larger_cells():
    raster = demand_raster(DemandSet([70, 130], [20, 50], [1, 2]), np.array([True, False]))
    assert raster["columns"] * raster["rows"] <= 1 << 20
    assert raster["km2"] == 64
    got, lacking = _unpacked(raster)
    assert got[0, 0] == 1
    assert (got[-1, -1], lacking[-1, -1], lacking.sum()) == (2, 2, 2)


def test_nobody_has_no_raster():
    assert demand_raster(DemandSet([], [], []), np.empty(0, bool)) is None
    assert demand_raster(DemandSet([1], [2], [0]), np.zeros(1, bool)) is None


def test_the_bounds_of_classes_are_round_and_rise():
    steps = class_steps(np.array([1, 2, 3, 5, 8, 13, 200, 1000.0]))
    assert steps == sorted(set(steps))
    assert all(f"{step:e}"[0] in "125" and float(f"{step:e}"[1:8]) == 0 for step in steps)
    assert class_steps(np.full(9, 7.0)) == [5.0]
