"""Siting beside PySAL's spopt on the same cases, and at sizes that spopt's matrices can't hold.

spopt is asked in a process of its own where it is installed (`pip install spopt pulp`), with the
solver that it brings, CBC; its time is that of building the model and solving it.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.spatial import cKDTree

from benchmarks.tables import Row, seconds
from locator.geo.districts import bundled_districts
from locator.paths import data_file
from locator.plan.candidate_distances import spaced_candidates
from locator.plan.candidates import candidates_from_demand
from locator.plan.coverage import measure_coverage
from locator.plan.demand import bundled_demand
from locator.plan.propose import SitingQuery, propose_sites
from locator.plan.siting import solve_mclp
from locator.stations import read_stations

if TYPE_CHECKING:
    from locator.plan.coverage import Coverage
    from locator.plan.siting.plan import Problem

_GRID = "bundled grid, 164,015 cells, all candidates"
_PEER = """\
import json, sys, time
import numpy as np, pulp
from spopt.locate import MCLP
case = np.load(sys.argv[1])
start = time.perf_counter()
model = MCLP.from_cost_matrix(case["distance"], case["weight"], float(case["radius"]), int(case["p"]))
model.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=600))
taken = time.perf_counter() - start
print(json.dumps([taken, model.problem.objective.value(), pulp.LpStatus[model.problem.status]]))
"""
_GAP = 1e-4
_LIMIT_S = 60.0
_SHARES = {100: 0.35, 1000: 0.45}  # within reach of so many sites; a county has 17 % at present


def rows() -> list[Row]:
    """Measure beside spopt, then a province, then greedy on a country."""
    return [*_beside_spopt(), *_province(), _country()]


def _beside_spopt() -> list[Row]:
    """5,000 by 1,000 in a square of 50 km; the radius sets how much circles overlap."""
    results = []
    for radius_m in (3_000.0, 4_000.0):
        rng = np.random.default_rng(1)
        demand, sites = rng.random((5_000, 2)) * 50_000, rng.random((1_000, 2)) * 50_000
        apart = np.linalg.norm(demand[:, None] - sites[None], axis=2)
        weight = rng.integers(1, 100, 5_000)
        plan = solve_mclp(sparse.csr_array(apart <= radius_m), weight, 30)

        def ours(apart=apart, weight=weight, radius_m=radius_m) -> object:
            return solve_mclp(sparse.csr_array(apart <= radius_m), weight, 30)

        ours_s = seconds(ours, 2)
        peer = _spopt(apart, weight, radius_m)
        data = f"5,000 x 1,000, p = 30, radius {radius_m:,.0f} m"
        peer_figure = "spopt not installed"
        met = None
        if peer is not None:
            peer_s, value, _ = peer
            peer_figure = f"{peer_s:.1f} s, {value:,.0f}"
            met = plan.optimal and peer_s >= 5 * ours_s
        what = "MCLP, proven" if plan.optimal else f"MCLP, gap {plan.gap:.2%}"
        figure = f"{ours_s:.2f} s, {plan.objective:,.0f}"
        results.append(Row(what, data, figure, peer_figure, "proven, 5 x", met))
    return results


def _spopt(apart, weight, radius_m) -> tuple[float, float, str] | None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.npz"
        np.savez(path, distance=apart, weight=weight, radius=radius_m, p=30)
        run = subprocess.run(
            [os.environ.get("SPOPT_PYTHON", sys.executable), "-c", _PEER, str(path)],
            capture_output=True,
            text=True,
            check=False,
        )
    if run.returncode:
        return None
    return tuple(json.loads(run.stdout.splitlines()[-1]))


def _province() -> list[Row]:
    stations, demand = read_stations(data_file("stations.geojson")), bundled_demand()
    coverage = measure_coverage(stations, demand, 1_000.0, by=bundled_districts())
    candidates = candidates_from_demand(demand)
    results = []
    for number, share in _SHARES.items():
        for least in (None, share):
            ask = SitingQuery(p=number, min_share=least, time_limit_s=_LIMIT_S, gap=_GAP)
            plan = propose_sites(coverage, candidates, ask).plan
            what = f"MCLP, {number:,} new sites at 1,000 m"
            if least is not None:
                what += f", {least:.0%} of each county"
            figure = f"{plan.time_s:.1f} s, gap {plan.gap:.1e}"
            met = plan.time_s < _LIMIT_S and plan.gap <= _GAP
            results.append(Row(what, _GRID, figure, "", "60 s, gap 1e-4", met))
    results += [_by_distance(coverage, problem) for problem in ("p-median", "p-centre")]
    peak_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    results.append(Row("... most memory", _GRID, f"{peak_gb:.1f} GB", "", "4 GB", peak_gb < 4.0))
    return results


def _by_distance(coverage: Coverage, problem: Problem) -> Row:
    """Candidates as the command chooses them; spopt would need every distance."""
    candidates = spaced_candidates(coverage, problem)
    ask = SitingQuery(problem, 50, time_limit_s=_LIMIT_S, gap=_GAP)
    plan = propose_sites(coverage, candidates, ask).plan
    figure = f"{plan.time_s:.1f} s, gap {plan.gap:.1e}"
    data = f"bundled grid, {len(candidates):,} candidates"
    return Row(f"{problem}, 50 new sites", data, figure, "", "", None)


def _country() -> Row:
    rng = np.random.default_rng(2)
    demand, sites = rng.random((1_000_000, 2)) * 300e3, rng.random((100_000, 2)) * 300e3
    near = cKDTree(demand).query_ball_point(sites, 1_500.0, return_sorted=True, workers=2)
    counts = np.fromiter(map(len, near), np.int64)
    index = np.concatenate([np.array(one, np.int32) for one in near])
    ends = np.concatenate([[0], np.cumsum(counts)])
    ones = np.ones(len(index), np.bool_)
    cover = sparse.csc_array((ones, index, ends), shape=(1_000_000, 100_000)).tocsr()
    weight = rng.integers(1, 100, 1_000_000)
    taken = seconds(lambda: solve_mclp(cover, weight, 1_000, time_limit_s=0), 1)
    data = f"1,000,000 x 100,000, {cover.nnz / 1e6:.0f} million pairs"
    return Row("greedy alone, p = 1,000", data, f"{taken:.1f} s", "", "30 s", taken < 30.0)


if __name__ == "__main__":
    from benchmarks.tables import table

    print(table(rows()))
