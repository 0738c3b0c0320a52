"""How far apart candidates made of demand must be for their distances to be held."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from locator.errors import ParameterError, Words
from locator.plan.siting.candidates import candidates_from_demand
from locator.plan.siting.nearer import MOST_PAIRS, count_nearer

if TYPE_CHECKING:
    from locator.plan.coverage import Coverage
    from locator.plan.siting.candidates import Candidates
    from locator.plan.siting.plan import Problem

# Pairs with which a minute gives a plan within a few per cent of its bound.
_SOUGHT_PAIRS = 12_000_000
_SPACINGS_M = (0.0, 1_000.0, 2_000.0, 3_000.0, 5_000.0, 10_000.0, 20_000.0, 50_000.0, 100_000.0)


def spaced_candidates(
    coverage: Coverage, problem: Problem, spacing_m: float | None = None
) -> Candidates:
    """Return candidates made of a coverage's demand, as many as the problem can hold.

    Parameters
    ----------
    coverage
        The demand, and what stands.
    problem
        Covering problems hold every cell of a province. Those of distances hold each pair of demand
        and a candidate nearer than what stands: many, where few stations stand.
    spacing_m
        No two candidates are nearer to each other than so many metres, 0 to 100 km. By default the
        least of some round distances at which there are at most twelve million pairs.

    Raises
    ------
    ParameterError
        If the spacing is not allowed, or leaves too many pairs; it names one that would not.
    """
    if problem in ("mclp", "lscp"):
        return candidates_from_demand(coverage.demand, spacing_m or 0.0)
    if spacing_m is None:
        made = _first_within(coverage, _SPACINGS_M, _SOUGHT_PAIRS)
        # Demand alone may be too much, whatever the spacing: the last is then refused as it is.
        return made or candidates_from_demand(coverage.demand, _SPACINGS_M[-1])
    made = candidates_from_demand(coverage.demand, spacing_m)
    if _holds(coverage, made, MOST_PAIRS):
        return made
    wider = tuple(wide for wide in _SPACINGS_M if wide > spacing_m)
    enough = _first_within(coverage, wider, MOST_PAIRS)
    raise ParameterError("spacing_m", spacing_m, _wider(enough))


def _first_within(
    coverage: Coverage, spacings_m: tuple[float, ...], most: int
) -> Candidates | None:
    """Return the candidates of the first spacing that leaves at most so many pairs."""
    for spacing_m in spacings_m:
        made = candidates_from_demand(coverage.demand, spacing_m)
        if _holds(coverage, made, most):
            return made
    return None


def _holds(coverage: Coverage, candidates: Candidates, most: int) -> bool:
    rows = np.flatnonzero(coverage.demand.weight > 0.0)
    return count_nearer(coverage, candidates, rows, most) <= most


def _wider(enough: Candidates | None) -> Words:
    """Return what spacing would do: with it all pairs that can matter can be held."""
    pairs = f"{MOST_PAIRS:,}"
    if enough is None:
        return Words(
            f"至多 {pairs} 对需求点与候选点；请合并需求点",
            f"at most {pairs} pairs: aggregate demand",
        )
    metres = f"{enough.spacing_m or 0.0:,.0f}"
    return Words(
        f"{metres} 或更大的米数（需求点与比现有站点更近的候选点至多 {pairs} 对）",
        f"{metres} metres or more, which leaves at most {pairs} pairs of demand and a candidate "
        "nearer than what stands",
    )
