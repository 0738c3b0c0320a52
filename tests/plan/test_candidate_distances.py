import numpy as np
import pytest

from locator.errors import ParameterError
from locator.geo.geodesic import distances_m
from locator.plan.candidate_distances import count_nearer, nearer_distances, spaced_candidates
from locator.plan.candidates import plain_candidates
from locator.plan.coverage import measure_coverage
from locator.plan.demand import DemandSet
from locator.plan.siting import solve_p_centre, solve_p_median
from tests.making import feature, station_set


def case(seed, stations, reach_deg=1.0):
    """Demand, stations and candidates at random; every distance by PROJ, infinite without one."""
    rng = np.random.default_rng(seed)
    lon, lat = 113 + rng.random((2, 60)) * reach_deg * np.array([[1.0], [-1.0]]) - [[0], [79]]
    demand = DemandSet(lon, lat, rng.integers(0, 9, 60))
    stand = station_set(
        *(feature(f"s{n}", lon[n] + 0.01, lat[n]) for n in rng.integers(0, 60, stations))
    )
    coverage = measure_coverage(stand, demand, 1000.0)
    names = [f"c{n}" for n in range(25)]
    candidates = plain_candidates(names, *(lon[:25] + 0.02, lat[:25]))
    to = np.tile(candidates.lon, 60), np.tile(candidates.lat, 60)
    metres = distances_m(np.repeat(lon, 25), np.repeat(lat, 25), *to).reshape(60, 25)
    return coverage, candidates, metres


@pytest.mark.parametrize(("seed", "stations", "reach_deg"), [
    (1, 4, 1.0), (2, 1, 20.0), (3, 0, 5.0), (4, 12, 0.1),
])  # fmt: skip
def test_they_are_proj_s_and_all_that_can_matter(seed, stations, reach_deg):
    coverage, candidates, metres = case(seed, stations, reach_deg)
    rows = np.flatnonzero(coverage.demand.weight > 0)
    stands = coverage.reached.distance_m[rows]
    would_open = np.arange(25) % 5 != 0
    distances = nearer_distances(coverage, candidates, would_open, rows).tocoo()
    expected = (metres[rows] < stands[:, None]) & would_open
    got = np.zeros((len(rows), 26), bool)
    got[distances.row, distances.col] = True
    assert (got[:, :25] == expected).all()
    assert (got[:, 25] == np.isfinite(stands)).all()
    every = np.column_stack([metres[rows], stands])
    assert np.abs(distances.data - every[distances.row, distances.col]).max(initial=0) < 1e-6
    every[:, :25][:, ~would_open] = np.inf
    weight = coverage.demand.weight[rows]
    for number in (1, 3):
        ask = {"existing": [25]}
        whole = solve_p_median(every, weight, number, **ask)
        assert solve_p_median(distances, weight, number, **ask).objective == pytest.approx(
            whole.objective, rel=1e-9
        )
        longest = solve_p_centre(every, number, **ask).objective
        assert solve_p_centre(distances, number, **ask).objective == pytest.approx(
            longest, rel=1e-9
        )


def test_they_are_counted_as_far_as_asked():
    coverage, candidates, metres = case(1, 4)
    rows = np.arange(60)
    exact = int((metres < coverage.reached.distance_m[:, None]).sum())
    assert count_nearer(coverage, candidates, rows, 10_000) == exact
    assert count_nearer(coverage, candidates, rows, 10) > 10
    assert count_nearer(coverage, plain_candidates([], [], []), rows, 10) == 0


def test_a_spacing_is_chosen_that_can_be_held(monkeypatch):
    coverage, _, _ = case(1, 2)
    weighted = np.flatnonzero(coverage.demand.weight > 0)
    assert len(spaced_candidates(coverage, "p-median")) == len(weighted)
    assert spaced_candidates(coverage, "mclp").spacing_m == 0
    monkeypatch.setattr("locator.plan.candidate_distances._SOUGHT_PAIRS", 300)
    made = spaced_candidates(coverage, "p-centre")
    assert made.spacing_m == 20_000
    assert count_nearer(coverage, made, weighted, 10_000) <= 300
    finer = spaced_candidates(coverage, "p-centre", 10_000)
    assert count_nearer(coverage, finer, weighted, 10_000) > 300
    monkeypatch.setattr("locator.plan.candidate_distances.MOST_PAIRS", 300)
    with pytest.raises(
        ParameterError, match=r"spacing_m: 9000.0 .* expected 20,000 metres or more"
    ):
        spaced_candidates(coverage, "p-median", 9000.0)
    assert spaced_candidates(coverage, "p-median", 25_000.0).spacing_m == 25_000
    monkeypatch.setattr("locator.plan.candidate_distances.MOST_PAIRS", 0)
    with pytest.raises(ParameterError, match="aggregate demand"):
        spaced_candidates(coverage, "p-median", 0.0)
