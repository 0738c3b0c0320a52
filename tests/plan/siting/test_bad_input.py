"""Odd asks: an answer or a clear error, never a traceback from the solver."""

import math

import numpy as np
import pytest
from scipy import sparse

from locator.errors import LocatorError, ParameterError
from locator.plan.siting import (
    InfeasibleError,
    solve_lscp,
    solve_mclp,
    solve_p_centre,
    solve_p_median,
)

COVER = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 1]], bool)
METRES = np.array([[0.0, 5, 9], [4, 0, 3], [9, 3, 0]])
WEIGHTS = [3.0, 2.0, 1.0]
NAN = float("nan")

SOLVERS = {
    "mclp": lambda p=1, **ask: solve_mclp(COVER, WEIGHTS, p, **ask),
    "p_median": lambda p=1, **ask: solve_p_median(METRES, WEIGHTS, p, **ask),
    "p_centre": lambda p=1, **ask: solve_p_centre(METRES, p, **ask),
}
EVERY = pytest.mark.parametrize("solve", SOLVERS.values(), ids=SOLVERS)


@EVERY
@pytest.mark.parametrize("p", [-1, 4, 1.5, NAN, "2", True, None, math.inf])
def test_a_number_of_sites_that_can_t_be(solve, p):
    with pytest.raises(ParameterError, match=r"^p:"):
        solve(p)


def test_no_sites_at_all():
    plan = SOLVERS["mclp"](0)
    assert (plan.sites, plan.objective, plan.bound, plan.optimal) == ([], 0, 0, True)
    assert SOLVERS["mclp"](0, existing=[1]).objective == 3
    assert SOLVERS["p_median"](0, existing=[1]).objective == 18
    assert SOLVERS["p_centre"](0, existing=[1]).objective == 5
    for name in ("p_median", "p_centre"):
        with pytest.raises(InfeasibleError, match="at least 1 new sites; 0 may be built"):
            SOLVERS[name](0)


def test_no_demand():
    none = np.zeros((0, 3))
    assert solve_mclp(none, [], 2).objective == 0
    assert solve_lscp(none).objective == 0
    assert solve_p_median(none, [], 2).objective == 0
    assert solve_p_centre(none, 2).objective == 0
    assert solve_mclp(COVER, [0, 0, 0], 2).summary()["gap"] == 0
    assert solve_mclp([], [], 0).sites == []


def test_no_candidates():
    none = np.zeros((3, 0))
    with pytest.raises(ParameterError, match="at most 0, the candidates"):
        solve_mclp(none, WEIGHTS, 1)
    assert solve_mclp(none, WEIGHTS, 0).unreached == [0, 1, 2]
    assert solve_lscp(none).unreached == [0, 1, 2]
    assert solve_p_median(none, WEIGHTS, 0).unreached == [0, 1, 2]
    assert solve_p_centre(none, 0).unreached == [0, 1, 2]
    with pytest.raises(ParameterError, match="at most 0"):
        SOLVERS["mclp"](1, existing=[0, 1, 2])


def test_all_covered_already():
    plan = solve_mclp(COVER, WEIGHTS, 1, existing=[0, 1])
    assert (plan.sites, plan.objective, plan.optimal) == ([], 6, True)
    assert solve_lscp(COVER, existing=[0, 2]).sites == []
    assert solve_p_median(METRES, WEIGHTS, 1, existing=[0, 1, 2][:2]).objective == 0
    assert solve_p_centre(METRES, 0, existing=[0, 1, 2]).sites == []


@pytest.mark.parametrize("bad", [NAN, -1.0])
@pytest.mark.parametrize("form", [np.array, sparse.csr_array, sparse.coo_matrix])
def test_distances_that_can_t_be(bad, form):
    metres = METRES.copy()
    metres[1, 2] = bad
    for solve in (
        lambda: solve_p_median(form(metres), WEIGHTS, 1),
        lambda: solve_p_centre(form(metres), 1),
    ):
        with pytest.raises(ParameterError, match="distances"):
            solve()


def test_a_cover_that_can_t_be():
    for cover in (np.array([[1.0, NAN]]), sparse.csr_array([[1.0, NAN]]), [["a", "b"]], [1, 2], 7):
        with pytest.raises(ParameterError, match="cover"):
            solve_lscp(cover)
    with pytest.raises(ParameterError, match="distances"):
        solve_p_centre([["a"]], 1)
    twice = sparse.coo_array(([1.0, 2.0], ([0, 0], [0, 0])), shape=(1, 1))
    with pytest.raises(ParameterError, match="twice"):
        solve_p_centre(twice, 1)


@pytest.mark.parametrize(
    ("weights", "message"),
    [([1, NAN, 1], r"weights\[1\]: nan"), ([1, -2, 1], r"weights\[1\]: -2"), ([1, 2], "weights"),
     ([1, math.inf, 1], r"weights\[1\]"), (["a"] * 3, "weights"), ([[1, 2, 3]] * 2, "weights")],
)  # fmt: skip
def test_weights_that_can_t_be(weights, message):
    for solve in (
        lambda: solve_mclp(COVER, weights, 1),
        lambda: solve_p_median(METRES, weights, 1),
        lambda: solve_lscp(COVER, weights),
    ):
        with pytest.raises(ParameterError, match=message):
            solve()


@EVERY
def test_no_time(solve):
    plan = solve(2, time_limit_s=0)
    assert len(plan.sites) == 2
    assert plan.gap >= 0


@EVERY
@pytest.mark.parametrize("limit", [-1, NAN, "long", None])
def test_a_time_that_can_t_be(solve, limit):
    with pytest.raises(ParameterError, match="time_limit_s"):
        solve(time_limit_s=limit)


@EVERY
@pytest.mark.parametrize("gap", [-0.1, 1, NAN])
def test_a_gap_that_can_t_be(solve, gap):
    with pytest.raises(ParameterError, match="gap"):
        solve(gap=gap)


@EVERY
@pytest.mark.parametrize("columns", [[3], [-1], [0.5], ["x"], [[0]], 1, [[0], [1, 2]]])
@pytest.mark.parametrize("name", ["existing", "required", "excluded"])
def test_columns_that_don_t_exist(solve, name, columns):
    with pytest.raises(ParameterError, match=name):
        solve(**{name: columns})


@EVERY
def test_columns_that_are_two_things(solve):
    with pytest.raises(ParameterError, match="required"):
        solve(existing=[0], required=[0])
    with pytest.raises(ParameterError, match="required"):
        solve(excluded=[0], required=[0])


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        ({"budget": 3}, "a number of sites or else a budget"),
        ({"p": None}, "a number of sites or else a budget"),
        ({"p": None, "budget": NAN}, "budget"),
        ({"p": None, "budget": -1}, "budget"),
        ({"p": None, "budget": 1, "costs": [1, NAN, 1]}, r"costs\[1\]"),
        ({"min_share": 0.5}, "districts"),
        ({"min_share": 1.5, "districts": [0, 0, 1]}, "min_share"),
        ({"min_share": {5: 0.5}, "districts": [0, 0, 1]}, "min_share: 5"),
        ({"min_share": 0.5, "districts": [0.5, 0, 1]}, r"districts\[0\]"),
        ({"capacities": [1, -1, 1]}, r"capacities\[1\]"),
        ({"places": [0, NAN, 1]}, r"places\[1\]"),
        ({"places": [0, 0, 1], "existing": [0], "required": [1]}, "required"),
    ],
)
def test_variants_that_can_t_be(ask, message):
    with pytest.raises(ParameterError, match=message):
        solve_mclp(COVER, WEIGHTS, **({"p": 1} | ask))


def test_what_rules_a_plan_out_is_named():
    with pytest.raises(InfeasibleError, match="required: the required sites take 2; 1 is allowed"):
        SOLVERS["mclp"](1, required=[0, 1])
    with pytest.raises(InfeasibleError, match="places"):
        SOLVERS["mclp"](2, required=[0, 1], places=[4, 4, 5])
    with pytest.raises(InfeasibleError, match="required"):
        solve_mclp(COVER, WEIGHTS, budget=2, costs=[3, 1, 1], required=[0])


def test_errors_are_told_in_both_languages_and_survive_a_process_s_border():
    import pickle

    with pytest.raises(LocatorError) as raised:
        SOLVERS["mclp"](1, required=[0, 1])
    copy = pickle.loads(pickle.dumps(raised.value))
    assert copy.in_language("zh") == "required: 必选点共需 2，而上限为 1"
