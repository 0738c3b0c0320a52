import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from locator.plan.siting import InfeasibleError, solve_p_centre
from tests.plan.siting.cases import (
    best_of,
    distance_cases,
    plans,
    reached,
    road_graph,
    some_required_and_excluded,
)
from tests.plan.siting.test_p_median import stored

SETTINGS = settings(max_examples=40, deadline=None, derandomize=True)


@SETTINGS
@given(distance_cases(), st.integers(0, 6))
def test_equals_enumeration_dense_and_sparse(case, p):
    metres, _, existing, rng = case
    count = metres.shape[1]
    ask, p = some_required_and_excluded(count, existing, p, rng)
    rows = np.flatnonzero(reached(metres, existing, ask["excluded"]))

    def longest(chosen):
        columns = existing + chosen
        if not len(rows):
            return 0.0
        if not columns:
            return None
        farthest = metres[np.ix_(rows, columns)].min(axis=1).max()
        return farthest if np.isfinite(farthest) else None

    choices = plans(count, **ask)
    best = best_of((longest(chosen) for chosen in choices if len(chosen) <= p), min)
    for form in (np.asarray, stored):
        if best is None:
            with pytest.raises(InfeasibleError, match="at least"):
                solve_p_centre(form(metres), p, **ask)
            continue
        plan = solve_p_centre(form(metres), p, **ask)
        assert plan.objective == best
        assert plan.optimal
        assert plan.bound == best
        assert len(plan.sites) <= p
        assert longest(plan.sites) == best
        if np.isfinite(plan.standing):
            assert plan.standing - sum(plan.gains) == pytest.approx(best)


@SETTINGS
@given(distance_cases(), st.integers(1, 6))
def test_without_time_the_plan_is_no_better_and_the_bound_holds(case, p):
    metres, _, existing, _ = case
    metres = np.where(np.isfinite(metres), metres, 5000.0)
    p = min(p, metres.shape[1] - len(existing))
    if not existing and not p:
        return
    exact = solve_p_centre(metres, p, existing=existing).objective
    quick = solve_p_centre(metres, p, existing=existing, time_limit_s=0)
    assert quick.bound <= exact <= quick.objective
    assert not quick.optimal or quick.objective == exact


@pytest.mark.parametrize(("nodes", "p"), [(100, 5), (200, 20), (200, 67), (300, 30)])
def test_graphs_like_or_library_s_are_proven(nodes, p):
    metres = road_graph(nodes, p)
    plan = solve_p_centre(metres, p)
    assert plan.optimal
    assert metres[:, plan.sites].min(axis=1).max() == plan.objective
    assert plan.summary() == solve_p_centre(metres, p).summary()
