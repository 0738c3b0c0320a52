import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from locator.plan.siting import median_search, solve_p_median
from locator.plan.siting.bounds import median_bound
from locator.plan.siting.control import Control
from locator.plan.siting.median_search import branch
from locator.plan.siting.reductions import MedianCore
from tests.plan.siting.cases import LOOSE, distance_cases, least_distance, plans

SETTINGS = settings(max_examples=40, deadline=None, derandomize=True)


class Search:
    """A branching from a weak bound, and the plans that it offers."""

    def __init__(self, metres, weights, p, existing, stop=None):
        rows = np.flatnonzero(np.isfinite(metres).any(axis=1) & (weights > 0))
        stands = metres[np.ix_(rows, existing)]
        base = weights[rows] * stands.min(axis=1, initial=np.inf)
        free = np.array([j for j in range(metres.shape[1]) if j not in existing], np.int64)
        costs = weights[rows, None] * metres[np.ix_(rows, free)]
        row, column = np.nonzero(costs < base[:, None])
        shape = costs.shape
        matrix = sparse.csr_array((costs[row, column], (row, column)), shape=shape)
        self.core = MedianCore.of(matrix, base, p, free)
        self.rows, self.seen = rows, []
        self.best = self.core.unserved
        control = Control(np.inf, 0.0, stop=stop)
        nothing = np.zeros(self.core.count, bool)
        weak = median_bound(
            self.core, Control(0.0, 0.0), np.zeros(len(rows)), self.best,
            lambda _: self.best, lambda core: (nothing, np.zeros(core.costs.nnz, bool)),
            lambda *_: None,
        )  # fmt: skip
        self.found = branch(weak, control, self.best, self.offer, lambda *_: None)

    def offer(self, columns):
        value = self.core.value(np.searchsorted(self.core.column, columns).tolist())
        self.best = min(self.best, value)
        return self.best


@SETTINGS
@given(distance_cases(rows=12, columns=9), st.integers(1, 5))
def test_it_finds_the_best_of_all_plans(case, p):
    metres, weights, existing, _ = case
    search = Search(metres, weights, p, existing)
    values = (
        least_distance(metres, weights, existing + chosen, search.rows)
        for chosen in plans(metres.shape[1], existing)
        if len(chosen) <= p
    )
    known = [value for value in values if value is not None]
    if search.found is None:  # nothing is nearer than what stands
        assert not search.core.costs.nnz
    elif known:
        assert search.best == pytest.approx(min(known), abs=LOOSE)
        assert search.found.bound <= min(known) + LOOSE
    else:
        assert search.best == search.core.unserved


@SETTINGS
@given(distance_cases(rows=12, columns=9), st.integers(2, 4), st.integers(0, 6))
def test_whenever_it_is_stopped_the_bound_holds(case, p, patience):
    metres, weights, existing, _ = case
    metres = np.where(np.isfinite(metres), metres, 5000.0)
    asked = iter(range(1000))
    stopped = Search(metres, weights, p, existing, stop=lambda: next(asked) >= patience)
    if stopped.found is None:
        return
    whole = Search(metres, weights, p, existing)
    assert stopped.found.bound <= whole.best + LOOSE
    assert stopped.best >= whole.best - LOOSE


def test_what_is_too_large_for_it_is_left_to_others():
    metres = np.random.default_rng(1).random((40, 40))
    assert Search(metres, np.ones(40), 31, []).found is None
    search = Search(metres, np.ones(40), 30, [])
    assert search.found.bound == pytest.approx(search.best)


@pytest.mark.parametrize("most", [0, 20])
def test_what_branching_leaves_is_proven_by_the_model(monkeypatch, most):
    """Pairs of places that are alike: 2^p plans cost the same, and no bound tells one of them."""
    monkeypatch.setattr(median_search, "_MOST_NODES", most)
    p = 8
    apart = 1000.0 * np.abs(np.subtract.outer(np.repeat(np.arange(p), 2), np.repeat(np.arange(p), 2)))  # fmt: skip  # noqa: E501
    within = np.where(np.arange(2 * p)[:, None] == np.arange(2 * p), 0.0, 0.37)
    metres = np.column_stack([apart + within, np.full(2 * p, 1e6)])
    plan = solve_p_median(metres, np.full(2 * p, 1.3), p, existing=[2 * p])
    assert plan.optimal
    assert plan.objective == pytest.approx(p * 1.3 * 0.37)
