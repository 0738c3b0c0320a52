"""What each step of the siting solvers earns: the same cases solved with it and without it.

A step is taken out from here, by putting something else in its place while a case is solved; the
solvers know nothing of it. Seconds are the processor's, and so are the solvers' limits: what else
the machine does changes neither. `python -m benchmarks.siting_steps tabu` measures some steps only,
case by case.
"""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest import mock

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import shortest_path

from benchmarks.tables import Row
from locator.geo.districts import bundled_districts
from locator.paths import data_file
from locator.plan.candidate_distances import nearer_distances
from locator.plan.candidates import candidates_from_demand
from locator.plan.coverage import measure_coverage
from locator.plan.demand import bundled_demand
from locator.plan.propose import cover_of, open_candidates, with_standing
from locator.plan.siting import (
    InfeasibleError,
    bounds,
    capacitated,
    control,
    heuristics,
    lscp,
    mclp,
    median_search,
    milp,
    p_centre,
    reductions,
    solve_lscp,
    solve_mclp,
    solve_p_centre,
    solve_p_median,
)
from locator.plan.siting.bounds import Bound
from locator.stations import read_stations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from locator.plan.siting import SitingPlan

_LIMIT_S = 10.0
_PATHS = {
    module.__name__.rpartition(".")[2]: module
    for module in (
        bounds, capacitated, heuristics, lscp, mclp, median_search, milp, p_centre, reductions,
    )
}  # fmt: skip


class Measured(NamedTuple):
    """What a case took, and what came of it; both infinite where there was no plan."""

    seconds: float
    objective: float
    gap: float


# Cases


def _apart(rows: int, columns: int, seed: int) -> np.ndarray:
    """Distances from people to sites in a square with a side of 1."""
    rng = np.random.default_rng(seed)
    people, sites = rng.random((rows, 2)), rng.random((columns, 2))
    return np.linalg.norm(people[:, None] - sites[None], axis=2)


def _near(rows: int, columns: int, reach: float, seed: int) -> Any:
    return sparse.csr_array(_apart(rows, columns, seed) <= reach)


def _numbers(count: int, least: int, most: int, seed: int = 9) -> np.ndarray:
    return np.random.default_rng(seed).integers(least, most, count).astype(float)


def _roads(nodes: int, seed: int) -> np.ndarray:
    """All distances in a graph made as OR-Library's p-median cases are (Beasley 1985)."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(nodes)
    lengths = np.zeros((nodes, nodes))
    ends = np.concatenate([np.column_stack([order[:-1], order[1:]]), rng.integers(0, nodes, (nodes * nodes // 50, 2))])
    ends = ends[ends[:, 0] != ends[:, 1]]
    lengths[ends[:, 0], ends[:, 1]] = lengths[ends[:, 1], ends[:, 0]] = rng.integers(1, 101, len(ends))
    return shortest_path(sparse.csr_array(lengths), directed=False)


@cache
def _henan() -> Any:
    demand = bundled_demand()
    coverage = measure_coverage(
        read_stations(data_file("stations.geojson")), demand, 1_000.0, by=bundled_districts()
    )
    return coverage, demand.assigned_to(coverage.districts).county


@cache
def _cover(spacing_m: float) -> Any:
    coverage, _ = _henan()
    candidates = candidates_from_demand(coverage.demand, spacing_m)
    open_ = open_candidates(coverage, candidates)
    return with_standing(cover_of(coverage, candidates, open_), coverage)


@cache
def _metres(spacing_m: float, prefecture: str) -> Any:
    """Distances of a prefecture's people to candidates all over it, and the people."""
    coverage, county = _henan()
    codes = np.array([one.prefecture_adcode for one in coverage.districts.counties] + [""])
    rows = np.flatnonzero((codes[county] == prefecture) & (coverage.demand.weight > 0.0))
    candidates = candidates_from_demand(coverage.demand, spacing_m)
    metres = nearer_distances(coverage, candidates, open_candidates(coverage, candidates), rows)
    used = np.unique(np.append(metres.indices, metres.shape[1] - 1))
    return sparse.csr_array(metres[:, used]), coverage.demand.weight[rows]


def _henan_mclp(p: int, share: float | None = None, **ask: Any) -> SitingPlan:
    coverage, county = _henan()
    cover = _cover(0.0)
    if share is not None:
        ask |= {"districts": county, "min_share": share}
    return solve_mclp(cover, coverage.demand.weight, p, existing=[cover.shape[1] - 1], **ask)


def _henan_lscp(**ask: Any) -> SitingPlan:
    coverage, county = _henan()
    rows = np.flatnonzero((county >= 0) & (county < 12))
    cover = sparse.csr_array(_cover(0.0)[rows])
    used = np.unique(np.append(cover.indices, cover.shape[1] - 1))
    return solve_lscp(cover[:, used], existing=[len(used) - 1], **ask)


def _henan_median(p: int, **ask: Any) -> SitingPlan:
    metres, weight = _metres(2_000.0, "410100")
    return solve_p_median(metres, weight, p, existing=[metres.shape[1] - 1], **ask)


def _henan_centre(p: int, **ask: Any) -> SitingPlan:
    metres, _ = _metres(2_000.0, "410300")
    return solve_p_centre(metres, p, existing=[metres.shape[1] - 1], **ask)


def _budget(rows: int, columns: int, budget: float, dearest: int, **ask: Any) -> SitingPlan:
    """Three kinds of station on each lot: a dearer one reaches farther."""
    apart = _apart(rows, columns // 3, 4)
    kinds = np.concatenate([apart <= reach for reach in (0.05, 0.08, 0.11)], axis=1)
    costs = np.repeat([1.0, 2.0, float(dearest)], columns // 3) + _numbers(columns, 0, 2)
    places = np.tile(np.arange(columns // 3), 3)
    return solve_mclp(sparse.csr_array(kinds), _numbers(rows, 1, 100), costs=costs, budget=budget, places=places, **ask)


def _shares(share: float, p: int, **ask: Any) -> SitingPlan:
    rng = np.random.default_rng(6)
    people, sites = rng.random((1500, 2)), rng.random((300, 2))
    cover = np.linalg.norm(people[:, None] - sites[None], axis=2) <= 0.08
    districts = (people[:, 0] * 3).astype(int) * 3 + (people[:, 1] * 3).astype(int)
    return solve_mclp(sparse.csr_array(cover), _numbers(1500, 1, 100), p, districts=districts, min_share=share, **ask)


def _capacities(rows: int, columns: int, p: int, part: float, **ask: Any) -> SitingPlan:
    weights = _numbers(rows, 1, 100)
    capacities = weights.sum() * part / p * (0.5 + np.random.default_rng(3).random(columns))
    return solve_mclp(_near(rows, columns, 0.25, 3), weights, p, capacities=capacities, **ask)


def _capacitated_median(rows: int, columns: int, p: int, **ask: Any) -> SitingPlan:
    weights = _numbers(rows, 1, 20)
    capacities = np.full(columns, 1.3 * weights.sum() / p)
    return solve_p_median(_apart(rows, columns, 5) * 1000.0, weights, p, capacities=capacities, **ask)


CASES: dict[str, Callable[..., Any]] = {
    "MCLP 2,000 x 400, p 30": lambda **ask: solve_mclp(_near(2000, 400, 0.06, 1), _numbers(2000, 1, 100), 30, **ask),
    "MCLP 1,500 x 500, p 15, overlaps": lambda **ask: solve_mclp(_near(1500, 500, 0.13, 2), _numbers(1500, 1, 100), 15, **ask),
    "MCLP Henan, 164,015 x 164,015, p 50": lambda **ask: _henan_mclp(50, gap=1e-4, **ask),
    "MCLP Henan, p 100, 35 % a county": lambda **ask: _henan_mclp(100, 0.35, gap=1e-4, **ask),
    "MCLP 1,500 x 300, p 30, 60 % in each of 9": lambda **ask: _shares(0.6, 30, **ask),
    "MCLP 1,500 x 300, p 20, 90 %: none": lambda **ask: _shares(0.9, 20, **ask),
    "MCLP budget 40, 1,200 x 300, kinds": lambda **ask: _budget(1200, 300, 40.0, 3, **ask),
    "MCLP budget 6, 1,200 x 300, kinds": lambda **ask: _budget(1200, 300, 6.0, 5, **ask),
    "LSCP 800 x 800": lambda **ask: solve_lscp(_near(800, 800, 0.06, 7), **ask),
    "LSCP 800 x 800, costs": lambda **ask: solve_lscp(_near(800, 800, 0.06, 7), costs=_numbers(800, 1, 10), **ask),
    "LSCP Henan, 12 counties": _henan_lscp,
    "p-median roads 300, p 30": lambda **ask: solve_p_median(_roads(300, 1), None, 30, **ask),
    "p-median roads 400, p 10": lambda **ask: solve_p_median(_roads(400, 10), None, 10, **ask),
    "p-median roads 400, p 80": lambda **ask: solve_p_median(_roads(400, 80), None, 80, **ask),
    "p-median Zhengzhou, p 20": lambda **ask: _henan_median(20, **ask),
    "p-median Zhengzhou, p 60": lambda **ask: _henan_median(60, **ask),
    "p-centre roads 300, p 30": lambda **ask: solve_p_centre(_roads(300, 30), 30, **ask),
    "p-centre roads 200, p 67": lambda **ask: solve_p_centre(_roads(200, 67), 67, **ask),
    "p-centre Luoyang, p 20": lambda **ask: _henan_centre(20, **ask),
    "MCLP capacities 400 x 60, p 12": lambda **ask: _capacities(400, 60, 12, 0.9, **ask),
    "MCLP capacities 300 x 50, p 10, scarce": lambda **ask: _capacities(300, 50, 10, 0.6, **ask),
    "p-median capacities 60 x 25, p 6": lambda **ask: _capacitated_median(60, 25, 6, **ask),
}


def solve(case: str, **ask: Any) -> Measured:
    """Solve a case within the limit of processor time."""
    clock = SimpleNamespace(perf_counter=time.process_time)
    options = milp._set_options

    def unlimited(highs: Any, _left_s: float, *others: Any) -> None:
        options(highs, float("inf"), *others)

    ask = {"time_limit_s": _LIMIT_S} | ask
    with mock.patch.object(control, "time", clock), mock.patch.object(milp, "_set_options", unlimited):
        start = time.process_time()
        try:
            plan = CASES[case](**ask)
        except InfeasibleError:
            return Measured(time.process_time() - start, np.nan, 0.0)
        except Exception as error:  # no plan in time, as where the greedy one is taken out
            print(case, repr(error), file=sys.stderr)
            return Measured(time.process_time() - start, np.inf, np.inf)
        return Measured(time.process_time() - start, plan.objective, plan.gap)


if __name__ == "__main__":
    for name in CASES:
        solve_ = solve(name)
        again = solve(name)
        print(f"{name:45s} {solve_.seconds:6.2f} {again.seconds:6.2f} s  {again.objective:14.2f} gap {again.gap:.2e}", flush=True)
