import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from locator.plan.siting import InfeasibleError, solve_p_median
from tests.plan.siting.cases import (
    LOOSE,
    best_of,
    distance_cases,
    least_distance,
    plans,
    reached,
    road_graph,
    some_required_and_excluded,
)

SETTINGS = settings(max_examples=40, deadline=None, derandomize=True)


def stored(metres):
    """The distances within reach as a sparse matrix, zeros stored."""
    row, column = np.nonzero(np.isfinite(metres))
    return sparse.coo_array((metres[row, column], (row, column)), shape=metres.shape)


@SETTINGS
@given(distance_cases(), st.integers(0, 6), st.booleans())
def test_equals_enumeration_dense_and_sparse(case, p, limited):
    metres, weights, existing, rng = case
    count = metres.shape[1]
    ask, p = some_required_and_excluded(count, existing, p, rng)
    capacity = rng.integers(0, 30, count).astype(float) if limited else None
    rows = np.flatnonzero(reached(metres, existing, ask["excluded"]) & (weights > 0))

    def cost(chosen):
        return least_distance(metres, weights, existing + chosen, rows, capacity)

    choices = plans(count, **ask)
    best = best_of((cost(chosen) for chosen in choices if len(chosen) <= p), min)
    if limited:
        ask["capacities"] = capacity
    for form in (np.asarray, stored):
        if best is None:
            with pytest.raises(InfeasibleError):
                solve_p_median(form(metres), weights, p, **ask)
            continue
        plan = solve_p_median(form(metres), weights, p, **ask)
        assert plan.objective == pytest.approx(best, abs=1e-6)
        assert plan.optimal
        assert plan.bound <= best + 1e-6
        assert len(plan.sites) <= p
        assert cost(plan.sites) == pytest.approx(best, abs=1e-6)
        if np.isfinite(plan.standing):
            assert plan.standing - sum(plan.gains) == pytest.approx(best, abs=1e-6)


@SETTINGS
@given(distance_cases(), st.integers(1, 6))
def test_without_time_the_plan_is_no_better_and_the_bound_holds(case, p):
    metres, weights, existing, _ = case
    metres = np.where(np.isfinite(metres), metres, 5000.0)
    p = min(p, metres.shape[1] - len(existing))
    if not existing and not p:
        return
    exact = solve_p_median(metres, weights, p, existing=existing).objective
    quick = solve_p_median(metres, weights, p, existing=existing, time_limit_s=0)
    assert quick.bound <= exact + LOOSE
    assert quick.objective >= exact - LOOSE
    assert not quick.optimal or quick.objective == pytest.approx(exact, abs=LOOSE)


@pytest.mark.parametrize(("nodes", "p"), [(100, 5), (100, 33), (200, 20), (200, 67), (400, 10)])
def test_graphs_like_or_library_s_are_proven(nodes, p):
    plan = solve_p_median(road_graph(nodes, p), None, p)
    assert plan.optimal
    assert plan.objective == road_graph(nodes, p)[:, plan.sites].min(axis=1).sum()
    assert plan.summary() == solve_p_median(road_graph(nodes, p), None, p).summary()


def test_large_graphs_have_an_honest_bound_whenever_they_are_stopped():
    metres = road_graph(300, 1)
    quick = solve_p_median(metres, None, 30, time_limit_s=0.2)
    exact = solve_p_median(metres, None, 30)
    assert quick.bound <= exact.bound <= exact.objective <= quick.objective
    assert exact.optimal


def test_too_few_sites_to_reach_all_are_named_with_how_many_it_takes():
    metres = np.full((6, 3), np.inf)
    for column in range(3):
        metres[2 * column : 2 * column + 2, column] = 10.0
    with pytest.raises(InfeasibleError, match="at least 3 new sites; 2 may be built"):
        solve_p_median(metres, np.ones(6), 2)
    with pytest.raises(InfeasibleError, match="capacities: even all"):
        solve_p_median(metres, np.ones(6), 3, capacities=[2, 2, 1])
    assert solve_p_median(metres, np.ones(6), 3, capacities=[2, 2, 2]).objective == 60
    metres[0] = np.inf
    assert solve_p_median(metres, np.ones(6), 3).unreached == [0]
