"""A plan: the sites that a solver chose, and how far from the best possible they can be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from locator.errors import LocatorError
from locator.language import Phrase, phrase

if TYPE_CHECKING:
    from locator.plan.siting.problem import Floats, Integers

Problem = Literal["mclp", "lscp", "p-median", "p-centre"]

# Sums of the same numbers in different orders differ by this much of their size.
ROUNDING = 1e-9


class InfeasibleError(LocatorError):
    """What was asked for can't be had by any choice of sites.

    Parameters
    ----------
    constraint
        The argument that rules every choice out, such as `min_share`.
    words
        Why, with the figures that show it.
    """

    def __init__(self, constraint: str, words: Phrase) -> None:
        message = phrase("siting.infeasible", constraint=constraint, why=words)
        super().__init__(message)
        self.constraint = constraint
        self.words = words

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.constraint, self.words)


@dataclass(frozen=True, eq=False)
class SitingPlan:
    """What a solver answers.

    Parameters
    ----------
    problem
        Which one was solved.
    sites
        The columns of the new sites, the one that gains most first, then the one that gains most
        beside it, and so on. Sites that would gain nothing are left out.
    gains
        What each of them adds in that order, in the objective's unit: weight covered (MCLP, LSCP),
        or how much the objective falls (p-median, p-centre; infinite where nothing was in reach
        before).
    objective
        Its value with what the existing stations give: covered weight (MCLP), number or cost of
        the new sites (LSCP), weighted distance (p-median), longest distance (p-centre).
    bound
        What no plan can pass: from above for MCLP, from below for the others.
    gap
        Between objective and bound, as a part of the objective; 0 where they are equal.
    optimal
        Whether the objective is proven to be the best possible. A plan within a gap that was
        allowed isn't, unless its bound has met it.
    time_s
        The time taken, seconds.
    standing
        The objective before any new site; infinite where nothing is in reach, 0 for LSCP.
    unreached
        Rows of demand that no column reaches, whatever is chosen.
    served
        How much of each row's weight is covered, shape (n,), for MCLP; None for the others.
    """

    problem: Problem
    sites: list[int]
    gains: list[float]
    objective: float
    bound: float
    gap: float
    optimal: bool
    time_s: float
    standing: float
    unreached: list[int] = field(default_factory=list)
    served: Floats | None = field(default=None, repr=False)

    def summary(self) -> dict[str, object]:
        """Return the plan as plain data, ready for JSON; what is infinite is None.

        The time taken is left out: the same input gives the same bytes.
        """
        return {
            "problem": self.problem,
            "sites": self.sites,
            "gains": [_finite(gain) for gain in self.gains],
            "objective": _finite(self.objective),
            "bound": _finite(self.bound),
            "gap": _finite(self.gap),
            "optimal": self.optimal,
            "standing": _finite(self.standing),
            "unreached_rows": len(self.unreached),
        }


def relative_gap(objective: float, bound: float) -> float:
    """Return the distance between objective and bound as a part of the objective.

    What differs by rounding only is equal. An infinite bound, or one of a plan that is worth
    nothing, leaves an infinite gap.
    """
    apart = abs(objective - bound)
    if apart <= ROUNDING * max(abs(objective), abs(bound)):
        return 0.0
    if not np.isfinite(apart) or objective == 0.0:
        return np.inf
    return apart / abs(objective)


def covering_plan(
    sites: list[int],
    gains: list[float],
    objective: float,
    bound: float,
    standing: float,
    unreached: Integers,
    served: Floats,
    time_s: float,
) -> SitingPlan:
    """Return a plan of maximal covering; a bound that misses it by rounding only is its value."""
    bound = objective if relative_gap(objective, bound) == 0.0 else bound
    return SitingPlan(
        problem="mclp",
        sites=sites,
        gains=gains,
        objective=objective,
        bound=bound,
        gap=relative_gap(objective, bound),
        optimal=bound == objective,
        time_s=time_s,
        standing=standing,
        unreached=unreached.tolist(),
        served=served,
    )


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
