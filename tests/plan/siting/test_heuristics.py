"""Tabu search: never worse than where it begins, better where exchange is stuck, and repeatable."""

import numpy as np
from scipy import sparse

from locator.plan.siting.control import Control
from locator.plan.siting.heuristics import choose_greedily, exchange, search_on
from locator.plan.siting.reductions import Core


def overlapping(seed, **changes):
    """400 people and 250 sites in a square, each in reach of about thirty."""
    rng = np.random.default_rng(seed)
    people, sites = rng.random((400, 2)), rng.random((250, 2))
    apart = np.linalg.norm(people[:, None] - sites[None], axis=2)
    parts = {
        "cover": sparse.csr_array((apart <= 0.2).astype(float)),
        "weight": rng.integers(1, 100, 400).astype(float),
        "cost": np.ones(250),
        "limit": 10.0,
        "place": None,
        "district": None,
        "need": np.zeros(0),
        "column": np.arange(250),
    }
    return Core(**parts | changes)


def value(core, chosen):
    return core.value(np.array(chosen, np.int64))


def test_it_goes_on_where_no_exchange_gains(monkeypatch):
    monkeypatch.setattr("locator.plan.siting.heuristics._STEPS", 100)
    without_end = Control(np.inf, 0.0)
    better = 0
    for seed in range(2):
        core = overlapping(seed)
        stuck = exchange(core, choose_greedily(core).sites, without_end)
        columns = search_on(core, stuck, without_end)
        assert columns == search_on(core, stuck, without_end)
        assert core.feasible(np.array(columns, np.int64))
        assert value(core, columns) >= value(core, stuck)
        better += value(core, columns) > value(core, stuck)
    assert better


def test_what_it_is_not_made_for_stays_as_it_is():
    without_end = Control(np.inf, 0.0)
    for changes in (
        {"cost": np.full(250, 2.0)},
        {"place": np.arange(250) // 2},
        {"district": np.zeros(400, np.int64), "need": np.array([10.0])},
    ):
        core = overlapping(0, **changes)
        start = choose_greedily(core).sites
        assert search_on(core, start, without_end) == start
    assert search_on(overlapping(0), [], without_end) == []


def test_no_time_leaves_the_plan_feasible():
    core = overlapping(1)
    columns = search_on(core, choose_greedily(core).sites, Control(0.0, 0.0))
    assert core.feasible(np.array(columns, np.int64))
