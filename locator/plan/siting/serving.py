"""Maximal covering with capacities: the plan, who is served by it, and why there may be none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from locator.errors import Words
from locator.plan.siting.capacity import Capacitated, search_with_capacities, served_by
from locator.plan.siting.explaining import none_in_time
from locator.plan.siting.ordering import Ordered
from locator.plan.siting.plan import InfeasibleError, SitingPlan, covering_plan

if TYPE_CHECKING:
    from locator.plan.siting.arrays import Floats, Integers, Matrix
    from locator.plan.siting.asking import Ask
    from locator.plan.siting.control import Control
    from locator.plan.siting.shares import Needs


def solve_with_capacities(ask: Ask, needs: Needs, capacity: Floats, control: Control) -> SitingPlan:
    """Return the plan of an ask with what each column can serve, shape (m,)."""
    needs.check(ask.reached())
    settled, open_ = ask.settled(), ask.open_columns()
    need, label = needs.left(np.zeros(len(ask.weight), np.bool_))
    problem = Capacitated(
        cover=ask.cover,
        weight=ask.weight,
        capacity=capacity,
        cost=np.where(settled, 0.0, ask.cost),
        limit=ask.limit - ask.spent(),
        place=ask.place,
        district=label,
        need=need,
        lower=settled.astype(np.float64),
        upper=(settled | open_).astype(np.float64),
    )
    found = search_with_capacities(problem, control)
    if found.columns is None:
        if found.bound == -np.inf:
            raise _explain_capacities(problem, ask, control)
        raise none_in_time(control)
    required = np.flatnonzero(ask.columns.required).tolist()
    ordered, standing = _order_served(problem, ask, [*required, *found.columns], required, control)
    return covering_plan(
        ordered.sites,
        ordered.gains,
        found.value,
        found.bound,
        standing,
        np.flatnonzero(~ask.reached()),
        found.rows,
        control.time_s,
    )


def _explain_capacities(problem: Capacitated, ask: Ask, control: Control) -> InfeasibleError:
    """Return the error for needs that can't be met with the capacities."""
    every = problem._replace(limit=float(problem.cost.sum()), place=None)
    anyway = search_with_capacities(every, control.unlimited())
    name = "capacities" if anyway.columns is None else "min_share"
    if anyway.columns is not None and ask.place is not None:
        limited = problem._replace(limit=every.limit)
        if search_with_capacities(limited, control.unlimited()).columns is None:
            name = "places"
    told = {
        "capacities": Words(
            "即使建起全部候选点，容量也不足以达到最低覆盖率",
            "even all candidates can't serve the least shares",
        ),
        "places": Words(
            "每处只建一个站点时，最低覆盖率达不到",
            "with one site a place, the least shares can't be met",
        ),
    }
    few = Words(
        f"上限为 {ask.limit:g} 时，容量不足以达到最低覆盖率",
        f"with {ask.limit:g} allowed, the capacities can't serve the least shares",
    )
    return InfeasibleError(name, told.get(name, few))


def _order_served(
    problem: Capacitated, ask: Ask, chosen: list[int], required: list[int], control: Control
) -> tuple[Ordered, float]:
    """Return the sites by what each serves beyond those before it, and what the existing serve.

    Each step takes the site that could serve most of what is left unserved, and solves who is
    served by whom anew.
    """
    free = problem._replace(
        lower=ask.columns.existing.astype(np.float64), district=None, need=np.zeros(0)
    )
    rows, value = served_by(free, [], control)
    standing, left = value, sorted(chosen)
    sites: list[int] = []
    gains: list[float] = []
    while left:
        unserved = free.weight - rows
        worth = [min(free.capacity[site], unserved[_rows(free.cover, site)].sum()) for site in left]
        site = left.pop(int(np.argmax(worth)))
        rows, now = served_by(free, [*sites, site], control)
        if now > value + 1e-9 * max(1.0, value) or site in required:
            sites.append(site)
            gains.append(max(0.0, now - value))
            value = now
    return Ordered(sites, gains), standing


def _rows(cover: Matrix, site: int) -> Integers:
    return np.asarray(cover[:, [site]].tocoo().row)
