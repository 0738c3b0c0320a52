"""From stations, demand and candidates to a plan: what is asked, and of which solver."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np

from locator.errors import MISSING, ParameterError, Words
from locator.plan.siting.asking import check_limit
from locator.plan.siting.control import Control
from locator.plan.siting.inputs import number_of_sites
from locator.plan.siting.lscp import solve_lscp
from locator.plan.siting.matrices import cover_of, open_candidates, with_standing
from locator.plan.siting.mclp import solve_mclp
from locator.plan.siting.nearer import nearer_distances
from locator.plan.siting.p_centre import solve_p_centre
from locator.plan.siting.p_median import solve_p_median
from locator.plan.siting.proposal import Proposal
from locator.plan.siting.shares import check_share

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from locator.plan.coverage import Coverage
    from locator.plan.siting.arrays import Floats, Integers, Matrix
    from locator.plan.siting.candidates import Candidates
    from locator.plan.siting.control import Progress
    from locator.plan.siting.plan import Problem, SitingPlan

_MCLP_ONLY = Words("仅用于 mclp", "for mclp only")
_CAPACITY = Words("仅用于 mclp 与 p-median", "for mclp and p-median only")
_NEEDS_P = Words("新站点个数", "a number of new sites")
_GROUPS = Words("需求数据中的人群", "a group that the demand has")


class Ask(NamedTuple):
    """What is asked of the new sites; as for the solvers.

    `min_share` holds for every county of the coverage's districts; `groups` are factors by which
    groups' weights count, in place of the whole weight.
    """

    problem: Problem = "mclp"
    p: int | None = None
    budget: float | None = None
    min_share: float | None = None
    groups: Mapping[str, float] | None = None
    time_limit_s: float = 60.0
    gap: float = 0.0


def propose_sites(
    coverage: Coverage,
    candidates: Candidates,
    ask: Ask,
    *,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Proposal:
    """Choose new sites beside the stations of a coverage.

    Only stations that count for the coverage stand: with a moment and `open`, those that are open
    then. Candidates with hours count likewise; without hours they would always be open. With
    capacities, present stations have no limit.

    Parameters
    ----------
    coverage
        From `measure_coverage`, with the radius.
    candidates
        Where stations could be built.
    ask
        The problem and its constraints.
    progress, stop
        As for the solvers.

    Raises
    ------
    ParameterError
        If a value is not allowed.
    InfeasibleError
        If no choice keeps to the constraints.
    """
    check_ask(ask)
    weight = _weights(coverage, ask)
    would_open = open_candidates(coverage, candidates)
    cover = cover_of(coverage, candidates, would_open)
    asked = {
        "existing": [len(candidates)],
        "required": np.flatnonzero(candidates.required).tolist(),
        "excluded": np.flatnonzero(candidates.excluded).tolist(),
        "time_limit_s": ask.time_limit_s,
        "gap": ask.gap,
        "progress": progress,
        "stop": stop,
    }
    work = _Work(coverage, candidates, ask, weight, cover, would_open, asked)
    solve = {"mclp": _mclp, "lscp": _lscp, "p-median": _median, "p-centre": _centre}[ask.problem]
    return Proposal(coverage, candidates, ask, solve(work), weight, cover)


class _Work(NamedTuple):
    """What a solver's arguments are made of; `asked` are those that all of them take."""

    coverage: Coverage
    candidates: Candidates
    ask: Ask
    weight: Floats
    cover: Matrix
    would_open: NDArray[np.bool_]
    asked: dict[str, Any]

    def rows(self) -> Integers:
        """Return the rows that have weight: nobody is nobody's to cover."""
        return np.flatnonzero(self.weight > 0.0)

    def distances(self, rows: Integers) -> Matrix:
        """Return distances from rows to candidates nearer than what stands, and to that."""
        return nearer_distances(self.coverage, self.candidates, self.would_open, rows)


def _mclp(work: _Work) -> SitingPlan:
    coverage, candidates, ask = work.coverage, work.candidates, work.ask
    more: dict[str, Any] = {}
    if ask.budget is not None:
        more |= {"costs": np.append(candidates.cost, 0.0), "budget": ask.budget}
    if candidates.place is not None:
        more["places"] = np.append(candidates.place, -1)
    if candidates.capacity is not None:
        more["capacities"] = np.append(candidates.capacity, np.inf)
    if ask.min_share is not None:
        if coverage.districts is None:
            raise ParameterError("min_share", ask.min_share, "districts to hold it in")
        more["districts"] = _county_codes(coverage)
        more["min_share"] = ask.min_share
    return solve_mclp(with_standing(work.cover, coverage), work.weight, ask.p, **work.asked, **more)


def _county_codes(coverage: Coverage) -> Integers:
    """Return each row's county by its code, -1 for none: an error then names it as people do."""
    assert coverage.districts is not None  # noqa: S101  # asked for with districts only
    counties = coverage.districts.counties
    codes = np.arange(len(counties) + 1)
    codes[-1] = -1
    if all(county.adcode.isdecimal() and len(county.adcode) < 16 for county in counties):
        codes[:-1] = [int(county.adcode) for county in counties]
    return np.asarray(codes[coverage.demand.assigned_to(coverage.districts).county], np.int64)


def _lscp(work: _Work) -> SitingPlan:
    _refuse(work.candidates, capacity=True)
    some = work.rows()
    costs = np.append(work.candidates.cost, 0.0)
    cover = with_standing(work.cover, work.coverage)[some]
    plan = solve_lscp(cover, work.weight[some], costs=costs, **work.asked)
    return replace(plan, unreached=some[plan.unreached].tolist())


def _median(work: _Work) -> SitingPlan:
    _refuse(work.candidates, capacity=False)
    some, candidates = work.rows(), work.candidates
    more: dict[str, Any] = {}
    if candidates.capacity is not None:
        more["capacities"] = np.append(candidates.capacity, np.inf)
    p = cast("int", work.ask.p)
    plan = solve_p_median(work.distances(some), work.weight[some], p, **work.asked, **more)
    return replace(plan, unreached=some[plan.unreached].tolist())


def _centre(work: _Work) -> SitingPlan:
    _refuse(work.candidates, capacity=True)
    some = work.rows()
    plan = solve_p_centre(work.distances(some), cast("int", work.ask.p), **work.asked)
    return replace(plan, unreached=some[plan.unreached].tolist())


def check_ask(ask: Ask) -> None:
    """Raise for what no data can make right, before any are read.

    Raises
    ------
    ParameterError
        If a value is not allowed, or is one that the problem doesn't know.
    """
    Control(ask.time_limit_s, ask.gap)
    if ask.problem == "mclp":
        check_limit(ask.p, ask.budget)
        if ask.min_share is not None:
            check_share("min_share", ask.min_share)
        return
    for name in ("budget", "min_share"):
        if getattr(ask, name) is not None:
            raise ParameterError(name, getattr(ask, name), _MCLP_ONLY)
    if ask.problem != "lscp":
        if ask.p is None:
            raise ParameterError("p", MISSING, _NEEDS_P)
        number_of_sites(ask.p)
    elif ask.p is not None:
        raise ParameterError("p", ask.p, Words("lscp 自行求出个数", "none: lscp finds the number"))


def _refuse(candidates: Candidates, *, capacity: bool) -> None:
    """Refuse places, and capacities, where the problem would pass over them."""
    if candidates.place is not None:
        raise ParameterError("place", "candidates", _MCLP_ONLY)
    if capacity and candidates.capacity is not None:
        raise ParameterError("capacity", "candidates", _CAPACITY)


def _weights(coverage: Coverage, ask: Ask) -> Floats:
    """Return the weights of the rows as they count."""
    demand = coverage.demand
    if not ask.groups:
        return demand.weight
    total = np.zeros(len(demand))
    for name, factor in ask.groups.items():
        if name not in demand.groups:
            listed = ", ".join(demand.groups)
            known = Words(f"{_GROUPS.zh}：{listed}", f"{_GROUPS.en}: {listed}")
            raise ParameterError("groups", name, known)
        if not 0.0 <= factor < np.inf:
            words = Words("0 或更大的数", "a number, 0 or more")
            raise ParameterError(f"groups[{name}]", factor, words)
        total += factor * demand.groups[name]
    return total
