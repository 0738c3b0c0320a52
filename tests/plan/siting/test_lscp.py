import numpy as np
import pytest
from hypothesis import given, settings
from scipy import sparse

from locator.plan.siting import solve_lscp
from tests.plan.siting.cases import LOOSE, covered, covers, plans

SETTINGS = settings(max_examples=40, deadline=None, derandomize=True)


@SETTINGS
@given(covers())
def test_equals_enumeration(case):
    cover, weights, existing, rng = case
    count = cover.shape[1]
    free = [j for j in range(count) if j not in existing]
    required = [j for j in free if rng.random() < 0.1]
    excluded = [j for j in free if j not in required and rng.random() < 0.15]
    costs = rng.integers(0, 5, count) + rng.integers(0, 2) * rng.random(count)
    usable = [j for j in range(count) if j not in excluded]
    reach = covered(cover, usable)
    for cost, given_costs in ((np.ones(count), None), (costs, costs)):
        plan = solve_lscp(
            cover, weights, existing=existing, required=required, excluded=excluded,
            costs=given_costs,
        )  # fmt: skip
        best = min(
            cost[chosen].sum()
            for chosen in plans(count, existing, required, excluded)
            if (covered(cover, existing + chosen) >= reach).all()
        )
        assert plan.objective == pytest.approx(best, abs=LOOSE)
        assert plan.optimal
        assert plan.bound <= best + LOOSE
        assert (covered(cover, existing + plan.sites) == reach).all()
        assert plan.unreached == np.flatnonzero(~reach).tolist()
        before = weights[covered(cover, existing)].sum()
        assert sum(plan.gains) == pytest.approx(weights[reach].sum() - before, abs=LOOSE)


@SETTINGS
@given(covers())
def test_without_time_a_cover_still_covers_and_the_bound_holds(case):
    cover, _, existing, _ = case
    exact = solve_lscp(cover, existing=existing).objective
    quick = solve_lscp(cover, existing=existing, time_limit_s=0)
    assert quick.bound <= exact <= quick.objective
    full = covered(cover, list(range(cover.shape[1])))
    assert (covered(cover, existing + quick.sites) == full).all()


@pytest.mark.parametrize(("nodes", "reach"), [(324, 0.1), (818, 0.05)])
def test_cases_of_the_literature_s_size_are_proven(nodes, reach):
    at = np.random.default_rng(nodes).random((nodes, 2))
    cover = sparse.csr_array(np.linalg.norm(at[:, None] - at[None], axis=2) <= reach)
    plan = solve_lscp(cover)
    assert plan.optimal
    assert plan.summary() == solve_lscp(cover).summary()
    assert (cover[:, plan.sites].sum(axis=1) >= 1).all()


def test_parts_that_share_nothing_are_solved_apart():
    block = np.array([[1, 1, 0], [0, 1, 1], [1, 0, 1]], bool)
    plan = solve_lscp(sparse.block_diag([block] * 50))
    assert (plan.objective, plan.bound) == (100.0, 100.0)
