"""Why there is no plan, and what a present station is worth.

An infeasible problem is explained by the constraint that rules every plan out, with figures. A
closure's loss is what would be lost if that station went, in units of the weights.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from locator.errors import LocatorError
from locator.language import phrase
from locator.plan.siting.bounds import needs_bound
from locator.plan.siting.milp import covering_model, solve_model
from locator.plan.siting.plan import InfeasibleError
from locator.plan.siting.problem import amounts, column_mask, cover_matrix
from locator.plan.siting.reductions import slack

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import ArrayLike

    from locator.plan.siting.control import Control
    from locator.plan.siting.problem import Floats, Integers
    from locator.plan.siting.reductions import Core


_LISTED = 5
_EXACT = 5_000  # candidates; beyond, the number given is a bound from below


class NoPlanInTimeError(LocatorError):
    """The time was too short to find any plan that keeps to the constraints."""


def none_in_time(control: Control) -> NoPlanInTimeError:
    """Return the error for a search that ended without a plan."""
    return NoPlanInTimeError(phrase("siting.no_plan_keeps_all_constraints", time_s=control.time_s))


def check_required(cost: Floats, place: Integers | None, required: Integers, limit: float) -> None:
    """Raise where the required sites alone break the limit, or share a place."""
    spent = float(cost[required].sum())
    if spent > limit + slack(limit):
        raise InfeasibleError(
            "required",
            phrase("siting.required_sites_take_allowed", spent=spent, limit=limit),
        )
    if place is not None and len(np.unique(place[required])) < len(required):
        raise InfeasibleError("places", phrase("siting.two_required_sites_same_place"))


def too_few_sites(least: int, number: int) -> InfeasibleError:
    """Return the error for so many new sites that can't reach all that can be reached."""
    return InfeasibleError(
        "p",
        phrase("siting.reach_all_demand_reached_takes", least=least, number=number),
    )


def check_reachable_needs(
    labels: Sequence[object], total: Floats, most: Floats, need: Floats
) -> None:
    """Raise where all candidates together can't meet a district's need.

    Parameters
    ----------
    labels
        What the caller calls the districts.
    total, most, need
        Of each district: all weight, the weight that can be covered, and what must be.
    """
    short = np.flatnonzero(most < need - slack(need))
    if not len(short):
        return
    shown = [
        f"{labels[d]}: {most[d] / total[d]:.1%} < {need[d] / total[d]:.1%}"
        for d in short[:_LISTED].tolist()
    ]
    listed = "; ".join(shown) + (" …" if len(short) > _LISTED else "")
    raise InfeasibleError(
        "min_share",
        phrase("siting.districts_cant_reach_every_candidate", count=len(short), listed=listed),
    )


def explain_needs(core: Core, control: Control, spent: float = 0.0) -> InfeasibleError:
    """Return the error for needs that the limit can't meet, with what they take at least.

    Parameters
    ----------
    core
        The problem that has no plan.
    control
        Its time.
    spent
        What required sites took of the limit before.
    """
    least = needs_bound(core, control.part(1.0))
    if core.count <= _EXACT:
        covering = covering_model(replace(core, limit=float(core.cost.sum())))
        cost = np.concatenate([core.cost, np.zeros(len(covering.shared))])
        solved = solve_model(covering.model._replace(cost=cost), control)
        if solved.proven and solved.values is None:  # only places can do that: all cost is allowed
            return InfeasibleError(
                "places",
                phrase("siting.one_site_place_least_shares"),
            )
        least = max(least, solved.bound)
    if (core.cost == np.floor(core.cost)).all():
        least = max(float(np.ceil(least - 1e-6)), float(np.floor(core.limit + 1e-9)) + 1.0)
    least, limit = least + spent, core.limit + spent
    return InfeasibleError(
        "min_share",
        phrase("siting.least_shares_take_least_allowed", least=max(least, limit), limit=limit),
    )


class Closure(NamedTuple):
    """A present station's column, and the covered weight that would be lost without it."""

    column: int
    loss: float


def closure_losses(
    cover: object, weights: ArrayLike, existing: Iterable[int] | ArrayLike | None = None
) -> list[Closure]:
    """Return the present stations by what their closure, one by one, would lose; greatest first.

    A station loses what it alone covers: the rows that exactly one present station covers. One
    pass over the matrix finds them all.

    Parameters
    ----------
    cover, weights
        See `locator.plan.siting`.
    existing
        The columns of the present stations; all by default.

    Raises
    ------
    ParameterError
        If a value is not allowed.
    """
    matrix = cover_matrix(cover)
    weight = amounts("weights", weights, matrix.shape[0])
    present = np.ones(matrix.shape[1], np.bool_)
    if existing is not None:
        present = column_mask("existing", existing, matrix.shape[1])
    times = matrix @ present.astype(np.float64)
    loss = sparse.csr_array(matrix.T.tocsr()) @ np.where(times == 1.0, weight, 0.0)
    columns = np.flatnonzero(present)
    order = columns[np.argsort(-loss[columns], kind="stable")]
    return [Closure(int(column), float(loss[column])) for column in order]
