"""The benchmark of steps takes out what there is, and its cases can be had."""

import pytest

from benchmarks import siting_steps
from benchmarks.siting_steps import CASES, STEPS, Measured, owner_of


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_what_a_step_stands_for_is_there(step):
    assert step.cases
    assert set(step.cases) <= set(CASES)
    for path in step.instead:
        owner, name = owner_of(path)
        assert hasattr(owner, name)


def test_a_row_says_what_is_lost_without(monkeypatch):
    step = next(step for step in STEPS if step.name == "MCLP: tabu search, 12 s")
    told = iter([Measured(2.0, 100.0, 0.0), Measured(3.0, 90.0, 0.1)])
    monkeypatch.setattr(siting_steps, "_with", lambda *_: next(told))
    monkeypatch.setattr(siting_steps, "solve", lambda *_args, **_ask: next(told))
    row = siting_steps.row_of(step._replace(cases=step.cases[:1]))
    assert (row.figure, row.peer) == ("2.00 s, gap 0.00%", "3.00 s, gap 10.00%")
    assert row.goal == "plans up to 10.00% better, bounds, 1.5 x the time"
