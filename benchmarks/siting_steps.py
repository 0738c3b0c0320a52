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
from locator.plan.siting.explain import NoPlanInTimeError
from locator.stations import read_stations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from locator.plan.siting import SitingPlan

_LIMIT_S = 3.0
_NEAR = 1e-4  # the gap that cases ask for: what differs less is alike
_MUCH = 1.1  # HiGHS takes now a little more and now less for what is all but the same
_PATHS = {
    module.__name__.rpartition(".")[2]: module
    for module in (
        bounds, capacitated, heuristics, lscp, mclp, median_search, milp, p_centre, reductions,
    )
}  # fmt: skip


class Measured(NamedTuple):
    """What a case took, and what came of it.

    The objective is infinite where there is no plan, and the gap too unless that was proven.
    """

    seconds: float
    objective: float
    gap: float


# Cases


def _apart(rows: int, columns: int, seed: int) -> np.ndarray:
    """Distances from people to sites in a square with a side of 1."""
    rng = np.random.default_rng(seed)
    people, sites = rng.random((rows, 2)), rng.random((columns, 2))
    return np.linalg.norm(people[:, None] - sites[None], axis=2)


def _numbers(count: int, least: int, most: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(least, most, count).astype(float)


def _roads(nodes: int, seed: int) -> np.ndarray:
    """All distances in a graph made as OR-Library's p-median cases are (Beasley 1985)."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(nodes)
    lengths = np.zeros((nodes, nodes))
    ends = np.concatenate(
        [np.column_stack([order[:-1], order[1:]]), rng.integers(0, nodes, (nodes * nodes // 50, 2))]
    )
    ends = ends[ends[:, 0] != ends[:, 1]]
    lengths[ends[:, 0], ends[:, 1]] = lengths[ends[:, 1], ends[:, 0]] = rng.integers(
        1, 101, len(ends)
    )
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


def _mclp(rows: int, columns: int, p: int, reach: float, seed: int, **ask: Any) -> SitingPlan:
    cover = sparse.csr_array(_apart(rows, columns, seed) <= reach)
    return solve_mclp(cover, _numbers(rows, 1, 100, seed), p, **ask)


def _henan_mclp(p: int, share: float | None, **ask: Any) -> SitingPlan:
    """All of Henan's cells, each a candidate too; a share holds in each county."""
    coverage, county = _henan()
    cover = _cover(0.0)
    if share is not None:
        ask |= {"districts": county, "min_share": share}
    return solve_mclp(
        cover, coverage.demand.weight, p, existing=[cover.shape[1] - 1], gap=1e-4, **ask
    )


def _budget(
    rows: int, columns: int, budget: float, dearest: float, seed: int, **ask: Any
) -> SitingPlan:
    """Three kinds of station on each lot: a dearer one reaches farther."""
    apart = _apart(rows, columns // 3, seed)
    kinds = np.concatenate([apart <= reach for reach in (0.05, 0.08, 0.11)], axis=1)
    costs = np.repeat([1.0, 2.0, dearest], columns // 3) + _numbers(columns, 0, 2, seed)
    places = np.tile(np.arange(columns // 3), 3)
    weights = _numbers(rows, 1, 100, seed)
    return solve_mclp(
        sparse.csr_array(kinds), weights, costs=costs, budget=budget, places=places, **ask
    )


def _shares(rows: int, columns: int, share: float, p: int, seed: int, **ask: Any) -> SitingPlan:
    """Nine districts, each a square."""
    rng = np.random.default_rng(seed)
    people, sites = rng.random((rows, 2)), rng.random((columns, 2))
    cover = sparse.csr_array(np.linalg.norm(people[:, None] - sites[None], axis=2) <= 0.08)
    districts = (people[:, 0] * 3).astype(int) * 3 + (people[:, 1] * 3).astype(int)
    return solve_mclp(
        cover, _numbers(rows, 1, 100, seed), p, districts=districts, min_share=share, **ask
    )


def _lscp(count: int, reach: float, dearest: int, seed: int, **ask: Any) -> SitingPlan:
    cover = sparse.csr_array(_apart(count, count, seed) <= reach)
    return solve_lscp(cover, costs=_numbers(count, 1, dearest + 1, seed), **ask)


def _towns(number: int, count: int, reach: float, **ask: Any) -> SitingPlan:
    """Towns so far from each other that no site covers people of two."""
    towns = [_apart(count, count, seed) <= reach for seed in range(number)]
    return solve_lscp(sparse.block_diag(towns), **ask)


def _henan_lscp(**ask: Any) -> SitingPlan:
    """Zhengzhou's twelve counties, with all candidates that reach them."""
    _, county = _henan()
    cover = sparse.csr_array(_cover(0.0)[np.flatnonzero((county >= 0) & (county < 12))])
    used = np.unique(np.append(cover.indices, cover.shape[1] - 1))
    return solve_lscp(cover[:, used], existing=[len(used) - 1], **ask)


def _henan_median(prefecture: str, spacing_m: float, p: int, **ask: Any) -> SitingPlan:
    metres, weight = _metres(spacing_m, prefecture)
    return solve_p_median(metres, weight, p, existing=[metres.shape[1] - 1], **ask)


def _henan_centre(p: int, **ask: Any) -> SitingPlan:
    metres, _ = _metres(2_000.0, "410300")
    return solve_p_centre(metres, p, existing=[metres.shape[1] - 1], **ask)


def _road_median(nodes: int, p: int, **ask: Any) -> SitingPlan:
    return solve_p_median(_roads(nodes, p), None, p, **ask)


def _plane_median(count: int, p: int, **ask: Any) -> SitingPlan:
    return solve_p_median(_apart(count, count, p), None, p, **ask)


def _road_centre(nodes: int, p: int, **ask: Any) -> SitingPlan:
    return solve_p_centre(_roads(nodes, p), p, **ask)


def _plane_centre(count: int, p: int, **ask: Any) -> SitingPlan:
    return solve_p_centre(_apart(count, count, p), p, **ask)


def _capacities(rows: int, columns: int, p: int, part: float, seed: int, **ask: Any) -> SitingPlan:
    """Sites that serve a part of all weight together."""
    weights = _numbers(rows, 1, 100, seed)
    limits = weights.sum() * part / p * (0.5 + np.random.default_rng(seed).random(columns))
    cover = sparse.csr_array(_apart(rows, columns, seed) <= 0.25)
    return solve_mclp(cover, weights, p, capacities=limits, **ask)


def _capacitated_median(rows: int, columns: int, p: int, seed: int, **ask: Any) -> SitingPlan:
    weights = _numbers(rows, 1, 20, seed)
    limits = np.full(columns, 1.3 * weights.sum() / p)
    return solve_p_median(
        _apart(rows, columns, seed) * 1000.0, weights, p, capacities=limits, **ask
    )


class Case(NamedTuple):
    """Problems of one kind: what solves one, its arguments, and those that tell them apart."""

    solve: Callable[..., SitingPlan]
    given: tuple[Any, ...]
    each: tuple[tuple[Any, ...], ...] = ((),)


def _seeds(count: int) -> tuple[tuple[int, ...], ...]:
    return tuple((seed,) for seed in range(1, count + 1))


CASES = {
    "MCLP 2,000 x 400, p 30": Case(_mclp, (2000, 400, 30, 0.06), _seeds(3)),
    "MCLP 3,500 x 800, p 25": Case(_mclp, (3500, 800, 25, 0.08), _seeds(2)),
    "MCLP 1,000 x 300, p 12, overlaps": Case(_mclp, (1000, 300, 12, 0.13), _seeds(3)),
    "far MCLP 2,500 x 600, p 20, overlaps": Case(_mclp, (2500, 600, 20, 0.13), _seeds(1)),
    "MCLP Henan, 164,015 cells, p 50": Case(_henan_mclp, (50, None)),
    "MCLP Henan, 164,015 cells, p 300": Case(_henan_mclp, (300, None)),
    "MCLP Henan, p 100, a third of each county": Case(_henan_mclp, (100, 0.33)),
    "MCLP shares 1,000 x 200, p 30": Case(_shares, (1000, 200, 0.5, 30), _seeds(3)),
    "MCLP shares 300 x 60, p 8: none": Case(_shares, (300, 60, 0.5, 8), _seeds(3)),
    "none: MCLP shares, Henan, p 20, a third": Case(_henan_mclp, (20, 0.33)),
    "MCLP budget 30, 600 x 240, kinds": Case(_budget, (600, 240, 30.0, 3.0), _seeds(1)),
    "far MCLP budget 60, 2,000 x 600, kinds": Case(_budget, (2000, 600, 60.0, 3.0), _seeds(1)),
    "MCLP budget 6, 800 x 240, kinds": Case(_budget, (800, 240, 6.0, 5.0), _seeds(4)),
    "LSCP 700 x 700": Case(_lscp, (700, 0.06, 1), _seeds(3)),
    "LSCP 800 x 800, costs": Case(_lscp, (800, 0.06, 9), _seeds(3)),
    "LSCP 300 x 300, wide": Case(_lscp, (300, 0.12, 1), _seeds(3)),
    "LSCP 4 towns of 300 x 300": Case(_towns, (4, 300, 0.12)),
    "LSCP Zhengzhou": Case(_henan_lscp, ()),
    "p-median roads 300": Case(_road_median, (300,), ((5,), (30,), (100,))),
    "p-median roads 400, p 80": Case(_road_median, (400, 80)),
    "p-median plane 300": Case(_plane_median, (300,), ((8,), (25,), (60,))),
    "p-median Zhengzhou": Case(_henan_median, ("410100", 2_000.0), ((20,), (60,))),
    "tree p-median roads 600": Case(_road_median, (600,), ((10,), (20,))),
    "far p-median Nanyang, 1 km apart, p 100": Case(_henan_median, ("411300", 1_000.0, 100)),
    "p-centre roads 300": Case(_road_centre, (300,), ((5,), (30,), (100,))),
    "p-centre plane 200": Case(_plane_centre, (200,), ((8,), (25,), (60,))),
    "p-centre Luoyang, p 20": Case(_henan_centre, (20,)),
    "far p-centre plane 400": Case(_plane_centre, (400,), ((12,), (30,))),
    "capacities MCLP 150 x 25, p 6": Case(_capacities, (150, 25, 6, 0.9), _seeds(2)),
    "capacities MCLP 300 x 50, p 10, scarce": Case(_capacities, (300, 50, 10, 0.6), _seeds(2)),
    "capacities p-median 80 x 30, p 6": Case(_capacitated_median, (80, 30, 6), _seeds(4)),
}


def solve(case: str, **ask: Any) -> Measured:
    """Solve all problems of a case, each within the limit of processor time."""
    made = [_solve(CASES[case], each, ask) for each in CASES[case].each]
    seconds, objectives, gaps = zip(*made, strict=True)
    return Measured(sum(seconds), sum(objectives), sum(gaps) / len(gaps))


def _solve(case: Case, each: tuple[Any, ...], ask: dict[str, Any]) -> Measured:
    clock = SimpleNamespace(perf_counter=time.process_time)
    options = milp._set_options

    def longer(highs: Any, left_s: float, *others: Any) -> None:
        options(highs, 3.0 * left_s, *others)

    ask = {"time_limit_s": _LIMIT_S} | ask
    with mock.patch.object(control, "time", clock), mock.patch.object(milp, "_set_options", longer):
        start = time.process_time()
        try:
            plan = case.solve(*case.given, *each, **ask)
        except InfeasibleError:
            return Measured(time.process_time() - start, np.inf, 0.0)
        except NoPlanInTimeError:
            return Measured(time.process_time() - start, np.inf, np.inf)
        return Measured(time.process_time() - start, plan.objective, plan.gap)


# Steps


class Step(NamedTuple):
    """A step: its name, the cases that it is measured on, and what stands in its place."""

    name: str
    cases: tuple[str, ...]
    instead: dict[str, Any]
    ask: dict[str, Any] = {}


def _during(where: str, instead: dict[str, Any]) -> Any:
    """Return a function in whose course something else stands in a step's place."""
    owner, name = owner_of(where)
    function = getattr(owner, name)

    def run(*given: Any, **named: Any) -> Any:
        with ExitStack() as stack:
            for path, other in instead.items():
                stack.enter_context(mock.patch.object(*owner_of(path), other))
            return function(*given, **named)

    return run


def owner_of(path: str) -> tuple[Any, str]:
    """Return what a step is part of, and its name there."""
    module, *names = path.split(".")
    owner: Any = _PATHS[module]
    for name in names[:-1]:
        owner = getattr(owner, name)
    return owner, names[-1]


def _cases(*starts: str) -> tuple[str, ...]:
    return tuple(name for name in CASES if name.startswith(starts))


def _no_columns(cover: Any, *_others: Any) -> np.ndarray:
    return np.zeros(cover.shape[1], np.bool_)


def _no_rows(cover: Any) -> np.ndarray:
    return np.zeros(cover.shape[0], np.bool_)


def _same_plan(_core: Any, chosen: Iterable[int], _control: Any) -> list[int]:
    return list(chosen)


def _nothing(*_given: Any, **_named: Any) -> None:
    return None


def _value_known(search: Any, _picked: Any) -> float:
    return search.value


def _cost_known(search: Any, _columns: Any) -> float:
    return search._worst()


def _keep_candidates(*given: Any, found: Any = bounds.covering_bound) -> Any:
    bound = found(*given)
    return Bound(bound.value, np.full(len(bound.with_candidate), np.inf))


def _without_start(
    *given: Any, start: Any = None, solved: Any = milp.solve_model, **named: Any
) -> Any:
    return solved(*given, **named)


def _not_alone(cover: Any, cost: Any) -> Any:
    """Reduce a set covering problem, but take no candidate for being the only one of a row."""
    column = np.arange(cover.shape[1])
    for _ in range(lscp._ROUNDS):
        before = cover.shape
        cover = sparse.csr_array(cover[np.flatnonzero(~lscp.needless_rows(cover))])
        some = np.flatnonzero(np.diff(cover.tocsc().indptr))
        cover, column = sparse.csr_array(cover[:, some]), column[some]
        keep = ~lscp.dominated(cover, cost[column])
        cover, column = sparse.csr_array(cover[:, np.flatnonzero(keep)]), column[keep]
        if cover.shape == before:
            break
    return lscp._Remainder(cover, column, [])


def _one_part(cover: Any) -> Any:
    rows, columns = (np.arange(count) for count in cover.shape)
    return [(rows, columns)] if len(rows) else []


def _needless_kept(_cover: Any, _cost: Any, chosen: list[int]) -> list[int]:
    return sorted(chosen)


def _settle_nothing(_relaxed: Any, cheapest: Any, *_others: Any) -> Any:
    return np.ones(len(cheapest), np.bool_), np.zeros(len(cheapest), np.bool_)


def _all_left(bound: Any) -> Any:
    costs = [
        np.full(len(part), -np.inf)
        for part in (bound.chosen_costs, bound.left_costs, bound.pair_costs)
    ]
    return bound._replace(chosen_costs=costs[0], left_costs=costs[1], pair_costs=costs[2])


def _keep_pairs(*given: Any, found: Any = bounds.median_bound) -> Any:
    with mock.patch.object(bounds._MedianSteps, "shrink", _nothing):
        return _all_left(found(*given))


def _no_bound(core: Any, _control: Any, start: Any, *_others: Any) -> Any:
    nothing = [np.full(count, -np.inf) for count in (core.count, core.count, core.costs.nnz)]
    return bounds.MedianBound(0.0, core, np.minimum(start, core.start), *nothing)


def _median_not_below(
    pairs: Any, base: Any, number: int, must: Any, made: Any = milp.median_model, **named: Any
) -> Any:
    model = made(pairs, base, number, must, **named)
    keep = np.ones(model.model.rows.shape[0], np.bool_)
    keep[len(base) : len(base) + len(pairs[0])] = False
    rows = sparse.csr_array(model.model.rows[np.flatnonzero(keep)])
    return model._replace(
        model=model.model._replace(
            rows=rows, row_lower=model.model.row_lower[keep], row_upper=model.model.row_upper[keep]
        )
    )


_COVERING = _cases("MCLP")
_FAR = _cases("far MCLP")
# Without these steps HiGHS gets all of Henan, and ends no presolve for a limit.
_SMALL = _cases("MCLP 1", "MCLP 2", "MCLP 3", "MCLP shares", "MCLP budget")
_SET = (*_cases("LSCP"), "p-centre roads 300", "p-centre Luoyang, p 20")
_CENTRE = _cases("p-centre")
_MEDIAN = _cases("p-median")
_TREE = (*_MEDIAN, "tree p-median roads 600")
_FLOWS = _cases("capacities MCLP")
_NO_TIME = {"time_limit_s": 0.0}
_IN_BOUND = {"median_search._MedianSearch._improve": _cost_known}

# fmt: off
STEPS = (
    Step("MCLP: equal rows become one", _COVERING, {"reductions.merged": lambda core: core}),
    Step("MCLP: dominated candidates go", _COVERING, {"reductions.dominated": _no_columns}),
    Step("MCLP: ... again before HiGHS", _COVERING, {"mclp._CoveringSearch._solve_part": _during("mclp._CoveringSearch._solve_part", {"mclp.reduced": lambda core: core})}),
    Step("MCLP: exchanges", _COVERING + _FAR, {"mclp.exchange": _same_plan}),
    Step("MCLP: Lagrangian bound", _SMALL, {"mclp._CoveringSearch.bound_it": _nothing}),
    Step("MCLP: ... with directions deflected", _COVERING, {"bounds._KEPT": 0.0}),
    Step("MCLP: ... plans that it points to", _COVERING + _FAR, {"mclp._CoveringSearch._improve": _value_known}),
    Step("MCLP: ... candidates left out by reduced costs", _SMALL, {"mclp.covering_bound": _keep_candidates}),
    Step("MCLP: tabu search, 12 s", _cases("far MCLP 2,500"), {"mclp._CoveringSearch.look_farther": _nothing}, {"time_limit_s": 12.0}),
    Step("MCLP: HiGHS", _COVERING, {"mclp._CoveringSearch.solve": _nothing}),
    Step("MCLP: bound of the shares", _cases("none", "MCLP shares", "MCLP Henan, p 100"), {"mclp._CoveringSearch.needs_too_much": lambda _search: False}),
    Step("Set covering: dominated rows go", _SET, {"lscp.needless_rows": _no_rows}),
    Step("Set covering: dominated candidates go", _SET, {"lscp.dominated": _no_columns}),
    Step("Set covering: candidates that alone cover a row are taken", _SET, {"lscp._reduce": _not_alone}),
    Step("Set covering: parts solved apart", _SET, {"lscp._parts": _one_part}),
    Step("Set covering: needless candidates go, with no time", _cases("LSCP"), {"lscp.without_needless": _needless_kept}, _NO_TIME),
    Step("Set covering: Lagrangian bound and its cover", _SET, {"lscp.cover_bound": lambda *_given, **_named: (0.0, [])}),
    Step("Set covering: ... with no time", _cases("LSCP"), {"lscp.cover_bound": lambda *_given, **_named: (0.0, [])}, _NO_TIME),
    Step("Set covering: HiGHS", _SET, {"lscp._Part.solve": _nothing}),
    Step("p-centre: greedy halving first", _CENTRE, {"p_centre._Halving._greedy": _nothing}),
    Step("p-centre: rows apart bound it", _CENTRE, {"p_centre.rows_apart": lambda *_given: 0}),
    Step("p-centre: covers end once they are few enough", _CENTRE, {"p_centre.cover_all": lambda *given, enough=None, found=lscp.cover_all: found(*given)}),
    Step("p-centre: short slices of time first", _CENTRE + _cases("far p-centre"), {"p_centre._FIRST_SLICE": 1.0}),
    Step("p-median: lazy greedy plan, with no time", _cases("far p-median"), {"median_search.add_greedily": lambda *_given: []}, _NO_TIME),
    Step("p-median: exchanges", _MEDIAN, {"median_search.exchange_medians": _same_plan}),
    Step("p-median: Lagrangian bound", _MEDIAN, {"median_search.median_bound": _no_bound}),
    Step("p-median: ... with directions deflected", _MEDIAN, {"bounds._KEPT": 0.0}),
    Step("p-median: ... plans that it points to", _MEDIAN, {"median_search._MedianSearch.bound_it": _during("median_search._MedianSearch.bound_it", _IN_BOUND)}),
    Step("p-median: ... pairs left out by reduced costs", _MEDIAN, {"median_search.median_bound": _keep_pairs}),
    Step("p-median: ... while the bound rises", _MEDIAN, {"bounds._SHRINK_EVERY": 10**9}),
    Step("p-median: branch and bound", _TREE, {"median_search.branch": _nothing}),
    Step("p-median: ... settles candidates, 12 s", _TREE[-1:], {"median_search._settled": _settle_nothing}, {"time_limit_s": 12.0}),
    Step("p-median: HiGHS", _MEDIAN, {"median_search._MedianSearch.solve": _nothing}),
    Step("Capacities: greedy start", _FLOWS, {"capacitated._start": lambda *_given: (None, -np.inf)}),
    Step("Capacities: ... with no time", _FLOWS, {"capacitated._start": lambda *_given: (None, -np.inf)}, _NO_TIME),
    Step("Capacities: each flow below its site (p-median)", _cases("capacities p-median"), {"capacitated.median_model": _median_not_below}),
)
# fmt: on


def rows() -> list[Row]:
    """Measure every step on all of its cases together."""
    return [row_of(step) for step in STEPS]


def row_of(step: Step) -> Row:
    """Measure a step on all of its cases together."""
    return _row(step, _compared(step))


def rows_of(names: Iterable[str]) -> list[Row]:
    """Measure the steps whose names hold one of some words, case by case."""
    found = []
    for step in STEPS:
        if any(name in step.name for name in names):
            found += [_row(step, {case: pair}) for case, pair in _compared(step).items()]
    return found


class _Pair(NamedTuple):
    """A case with a step and without it."""

    ours: Measured
    without: Measured

    def times(self) -> float:
        """Return how many times as long it takes without."""
        return self.without.seconds / self.ours.seconds

    def worse(self, case: str) -> float:
        """Return by what part the plan is worse without; infinite where there is none then."""
        if self.without.objective == self.ours.objective:
            return 0.0
        fall = self.ours.objective - self.without.objective
        return (fall if "MCLP" in case else -fall) / self.ours.objective


def _compared(step: Step) -> dict[str, _Pair]:
    _henan(), _cover(0.0)
    pairs = {}
    for case in step.cases:
        ours = _with(case, tuple(step.ask.items()))
        with ExitStack() as stack:
            for path, other in step.instead.items():
                stack.enter_context(mock.patch.object(*owner_of(path), other))
            pairs[case] = _Pair(ours, solve(case, **step.ask))
    return pairs


@cache
def _with(case: str, ask: tuple[tuple[str, Any], ...]) -> Measured:
    solve(case, time_limit_s=0.0)  # what is read and made once
    return solve(case, **dict(ask))


def _row(step: Step, pairs: dict[str, _Pair]) -> Row:
    most = max(pairs, key=lambda case: pairs[case].times())
    data = most if len(pairs) == 1 else f"{len(pairs)} cases; {pairs[most].times():.1f} x in {most}"
    sides = zip(*pairs.values(), strict=True)
    ours, without = (_figure(side) for side in sides)
    return Row(step.name, data, ours, without, _verdict(pairs))


def _figure(side: Iterable[Measured]) -> str:
    side = list(side)
    planned = [one.gap for one in side if np.isfinite(one.gap)]
    gap = f"gap {sum(planned) / len(planned):.2%}" if planned else "no answer"
    return f"{sum(one.seconds for one in side):.2f} s, {gap}"


def _verdict(pairs: dict[str, _Pair]) -> str:
    """Return what a step earns on its cases: an answer, better plans, bounds, time, or nothing."""
    if any(np.isfinite(pair.ours.gap) > np.isfinite(pair.without.gap) for pair in pairs.values()):
        return "an answer"
    worse = {case: pair.worse(case) for case, pair in pairs.items() if np.isfinite(pair.ours.gap)}
    gaps = [
        pair.without.gap - pair.ours.gap for pair in pairs.values() if np.isfinite(pair.ours.gap)
    ]
    earned = []
    if worse and max(worse.values()) > _NEAR:
        earned.append(f"plans up to {max(worse.values()):.2%} better")
    if gaps and sum(gaps) / len(gaps) > _NEAR:
        earned.append("bounds")
    seconds = [sum(one.seconds for one in side) for side in zip(*pairs.values(), strict=True)]
    times = seconds[1] / seconds[0]
    if times > _MUCH:
        earned.append(f"{times:.1f} x the time")
    if not earned:
        return f"costs: {times:.2f} x the time without" if times < 1 / _MUCH else "nothing"
    return ", ".join(earned)


if __name__ == "__main__":
    from benchmarks.tables import table

    print(table(rows_of(sys.argv[1:]) if sys.argv[1:] else rows()))
