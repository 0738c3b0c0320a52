import numpy as np
import pytest
from hypothesis import given, settings

from locator.plan.siting.curve import gain_curve, knee
from locator.plan.siting.explain import closure_losses
from tests.plan.siting.cases import LOOSE, covered, covers, plans


def test_a_curve_worked_out_on_paper():
    cover = np.array([[1, 0, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1]], bool)
    curve = gain_curve(cover, [10, 10, 9, 2, 1], 4)
    assert [point.covered for point in curve.points] == [0, 20, 31, 32]
    assert curve.columns == (0, 1, 3)
    assert curve.knee == 2  # 31/32 - 2/3 is more than 20/32 - 1/3
    assert [point.bound for point in curve.points] == pytest.approx([0, 20, 31, 32])


@settings(max_examples=30, deadline=None, derandomize=True)
@given(covers())
def test_no_plan_passes_a_point_s_bound(case):
    cover, weights, existing, _ = case
    curve = gain_curve(cover, weights, cover.shape[1] - len(existing), existing=existing)
    values = [point.covered for point in curve.points]
    assert values == sorted(values)
    for chosen in plans(cover.shape[1], existing):
        value = weights[covered(cover, existing + chosen)].sum()
        point = curve.points[min(len(chosen), len(curve.points) - 1)]
        assert value <= point.bound + LOOSE


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ([0, 1], None),
        ([0, 1, 2, 3], None),
        ([0, 8, 9, 10], 1),
        ([3, 3, 3], None),
        ([0, 5, 9, 10], 2),
    ],
)
def test_the_knee_is_farthest_above_the_line_between_the_ends(values, place):
    assert knee(values) == place


@settings(max_examples=30, deadline=None, derandomize=True)
@given(covers())
def test_closures_lose_what_counting_anew_says(case):
    cover, weights, existing, _ = case
    for stands in (existing, None):
        columns = list(range(cover.shape[1])) if stands is None else stands
        closures = closure_losses(cover, weights, stands)
        before = weights[covered(cover, columns)].sum()
        for column, loss in closures:
            rest = [j for j in columns if j != column]
            assert before - weights[covered(cover, rest)].sum() == pytest.approx(loss, abs=LOOSE)
        assert sorted(closure.column for closure in closures) == columns
        assert [c.loss for c in closures] == sorted((c.loss for c in closures), reverse=True)
