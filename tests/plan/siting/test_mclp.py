import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from locator.plan.siting import InfeasibleError, solve_lscp, solve_mclp
from tests.plan.siting.cases import (
    LOOSE,
    best_of,
    covered,
    covers,
    most_served,
    plans,
    shares_met,
)

SETTINGS = settings(max_examples=30, deadline=None, derandomize=True)


def check(plan, best, cover, weights, existing):
    """A plan that is the best there is, tells what it covers, and what each site adds."""
    assert plan.optimal
    assert plan.objective == pytest.approx(best, abs=LOOSE)
    assert plan.bound >= best - LOOSE
    assert plan.gap == 0.0
    assert plan.standing + sum(plan.gains) == pytest.approx(plan.objective, abs=LOOSE)
    assert not set(plan.sites) & set(existing)
    assert plan.unreached == np.flatnonzero(~covered(cover, list(range(cover.shape[1])))).tolist()
    assert plan.served.sum() == pytest.approx(plan.objective, abs=LOOSE)
    assert (plan.served <= weights + LOOSE).all()


@SETTINGS
@given(covers(), st.integers(0, 7))
def test_equals_enumeration(case, p):
    cover, weights, existing, _ = case
    p = min(p, cover.shape[1] - len(existing))
    plan = solve_mclp(cover, weights, p, existing=existing)
    best = max(
        weights[covered(cover, existing + chosen)].sum()
        for chosen in plans(cover.shape[1], existing)
        if len(chosen) <= p
    )
    check(plan, best, cover, weights, existing)
    assert len(plan.sites) <= p
    assert weights[covered(cover, existing + plan.sites)].sum() == plan.objective
    assert plan.gains == sorted(plan.gains, reverse=True)


@SETTINGS
@given(covers(), st.integers(0, 7))
def test_the_greedy_plan_never_beats_the_exact_one_and_its_bound_holds(case, p):
    cover, weights, existing, _ = case
    p = min(p, cover.shape[1] - len(existing))
    exact = solve_mclp(cover, weights, p, existing=existing).objective
    greedy = solve_mclp(cover, weights, p, existing=existing, time_limit_s=0)
    assert greedy.objective <= exact + LOOSE
    assert greedy.bound >= exact - LOOSE
    new, most = greedy.objective - greedy.standing, exact - greedy.standing
    assert new >= (1.0 - 1.0 / np.e) * most - LOOSE
    assert not greedy.optimal or greedy.objective == pytest.approx(exact, abs=LOOSE)


@SETTINGS
@given(covers(), st.floats(0, 12), st.booleans())
def test_costs_budget_and_places_equal_enumeration(case, budget, shared):
    cover, weights, existing, rng = case
    count = cover.shape[1]
    costs = rng.integers(0, 5, count).astype(float)
    places = rng.integers(0, 4, count) if shared else np.arange(count)
    ask = {"costs": costs, "budget": budget, "places": places if shared else None}
    plan = solve_mclp(cover, weights, existing=existing, **ask)

    def allowed(chosen):
        new = [places[j] for j in chosen]
        apart = len(set(new)) == len(new) and not set(new) & {places[j] for j in existing}
        return apart and costs[chosen].sum() <= budget

    best = max(
        weights[covered(cover, existing + chosen)].sum()
        for chosen in plans(count, existing)
        if allowed(chosen)
    )
    assert plan.objective == pytest.approx(best, abs=LOOSE)
    assert plan.optimal
    assert allowed(plan.sites)


@SETTINGS
@given(covers(), st.integers(1, 4), st.floats(0, 0.9))
def test_min_shares_equal_enumeration_or_say_what_rules_them_out(case, p, share):
    cover, weights, existing, rng = case
    count, districts = cover.shape[1], rng.integers(-1, 3, len(cover))
    p = min(p, count - len(existing))

    def value(chosen):
        served = np.where(covered(cover, existing + chosen), weights, 0.0)
        return served.sum() if shares_met(served, weights, districts, share) else None

    best = best_of((value(c) for c in plans(count, existing) if len(c) <= p), max)
    ask = {"existing": existing, "districts": districts, "min_share": share}
    if best is None:
        with pytest.raises(InfeasibleError) as raised:
            solve_mclp(cover, weights, p, **ask)
        assert raised.value.constraint == "min_share"
    else:
        plan = solve_mclp(cover, weights, p, **ask)
        assert plan.objective == pytest.approx(best, abs=LOOSE)
        assert plan.optimal
        assert value(plan.sites) == pytest.approx(best, abs=LOOSE)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(covers(rows=6, columns=4), st.integers(0, 4), st.floats(0, 0.6), st.booleans())
def test_capacities_equal_enumeration(case, p, share, with_shares):
    cover, weights, existing, rng = case
    count = cover.shape[1]
    p = min(p, count - len(existing))
    capacity = rng.integers(0, 15, count).astype(float)
    capacity[rng.random(count) < 0.2] = np.inf
    districts = rng.integers(-1, 2, len(cover)) if with_shares else None
    served = (
        most_served(cover, weights, capacity, existing + chosen, districts, share)
        for chosen in plans(count, existing)
        if len(chosen) <= p
    )
    best = best_of(served, max)
    ask = {"existing": existing, "capacities": capacity}
    if with_shares:
        ask |= {"districts": districts, "min_share": share}
    if best is None:
        with pytest.raises(InfeasibleError):
            solve_mclp(cover, weights, p, **ask)
        return
    plan = solve_mclp(cover, weights, p, **ask)
    check(plan, best, cover, weights, existing)
    assert len(plan.sites) <= p
    if with_shares:
        assert shares_met(plan.served + 1e-6, weights, districts, share)


@SETTINGS
@given(covers(), st.integers(0, 5))
def test_required_and_excluded_equal_enumeration(case, p):
    cover, weights, existing, rng = case
    count = cover.shape[1]
    free = [j for j in range(count) if j not in existing]
    required = [j for j in free if rng.random() < 0.15]
    excluded = [j for j in free if j not in required and rng.random() < 0.2]
    p = min(p, len(free) - len(excluded))
    ask = {"existing": existing, "required": required, "excluded": excluded}
    if len(required) > p:
        with pytest.raises(InfeasibleError, match="required"):
            solve_mclp(cover, weights, p, **ask)
        return
    plan = solve_mclp(cover, weights, p, **ask)
    best = max(
        weights[covered(cover, existing + chosen)].sum()
        for chosen in plans(count, existing, required, excluded)
        if len(chosen) <= p
    )
    assert plan.objective == pytest.approx(best, abs=LOOSE)
    assert plan.optimal
    assert set(required) <= set(plan.sites)
    assert not set(excluded) & set(plan.sites)


def squares(count, seed, reach):
    """Demand and candidates at random in a square, and weights."""
    rng = np.random.default_rng(seed)
    demand, sites = rng.random((count, 2)), rng.random((count // 4, 2))
    apart = np.linalg.norm(demand[:, None] - sites[None], axis=2)
    return sparse.csr_array(apart <= reach), rng.integers(1, 100, count)


def test_larger_cases_are_proven_and_the_same_on_every_run():
    cover, weights = squares(800, 3, 0.06)
    reports = []
    first = solve_mclp(cover, weights, 25, progress=reports.append)
    again = solve_mclp(cover, weights, 25)
    assert first.optimal
    assert first.summary() == again.summary()
    assert reports[-1].bound >= first.objective >= reports[-1].objective
    assert all(news.objective <= news.bound for news in reports)
    greedy = solve_mclp(cover, weights, 25, time_limit_s=0)
    assert greedy.objective <= first.objective <= greedy.bound


@pytest.mark.parametrize("nodes", [324, 818])
def test_covering_cases_of_the_literature_s_size_are_proven(nodes):
    rng = np.random.default_rng(nodes)
    at = rng.random((nodes, 2))
    cover = np.linalg.norm(at[:, None] - at[None], axis=2) <= 0.06
    plan = solve_mclp(cover, rng.integers(1, 50, nodes), nodes // 15)
    assert plan.optimal


def test_a_district_s_own_share_and_its_name_in_the_error():
    cover = np.eye(4, dtype=bool)
    districts = [7, 7, 9, 9]
    plan = solve_mclp(cover, [5, 1, 1, 1], 2, districts=districts, min_share={9: 0.5})
    assert (plan.objective, plan.sites[0]) == (6, 0)
    with pytest.raises(InfeasibleError, match=r"2.*at least 4|at least 4.*2") as raised:
        solve_mclp(cover, [5, 1, 1, 1], 2, districts=districts, min_share=1.0)
    assert "至少需要 4" in raised.value.in_language("zh")
    cover[3, 3] = False
    with pytest.raises(InfeasibleError, match=r"9: 50.0% < 100.0%"):
        solve_mclp(cover, [5, 1, 1, 1], 4, districts=districts, min_share=1.0)


def test_a_stop_keeps_the_best_plan_with_its_bound():
    cover, weights = squares(4000, 5, 0.15)
    plan = solve_mclp(cover, weights, 12, stop=lambda: True)
    assert plan.objective <= plan.bound
    assert len(plan.sites) == 12


@pytest.mark.parametrize(
    "form",
    [
        np.asarray, sparse.csr_matrix, sparse.csc_array, sparse.coo_array, sparse.lil_array,
        sparse.dok_array, lambda a: a.astype(float) * 2, lambda a: a.tolist(),
    ],
)  # fmt: skip
def test_any_form_of_matrix_and_weights_will_do(form):
    cover = np.array([[1, 0, 0], [0, 1, 0], [0, 1, 1], [0, 0, 0]], bool)
    plan = solve_mclp(form(cover), [5, 2, 2, 9], 1)
    assert (plan.sites, plan.objective, plan.unreached) == ([0], 5.0, [3])
    plan = solve_mclp(
        form(cover), (5, 2, 2, 9), np.int64(1), existing=np.array([True, False, False])
    )
    assert (plan.sites, plan.objective, plan.standing) == ([1], 9.0, 5.0)


def test_the_caller_s_matrix_stays_as_it_is():
    """Unsorted, with a stored zero: what a csr_array may be, and what is put in order inside."""
    data, indices, ends = np.array([5.0, 0.0, 7.0]), np.array([2, 1, 0]), np.array([0, 2, 3])
    cover = sparse.csr_array((data, indices, ends), shape=(2, 3))
    before = cover.toarray()
    assert solve_mclp(cover, [1, 2], 1).sites == [0]
    assert solve_lscp(cover).objective == 2
    assert (cover.toarray() == before).all()
    assert [cover.indices.tolist(), cover.indptr.tolist()] == [[2, 1, 0], [0, 2, 3]]
