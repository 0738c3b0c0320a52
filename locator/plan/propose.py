"""New sites beside a coverage's stations: the query, its matrices, the solver and the proposal.

A `SitingQuery` is checked and handed to the solver of its problem: MCLP, LSCP, p-median or p-centre
(`locator.plan.siting`). Rows are demand points, columns are candidate sites. A candidate covers a
demand point within the coverage's radius in metres, and only if it is open at the coverage's
moment. The `Proposal` reports what the plan covers and leaves unreached, by district and group.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, cast, get_args

import numpy as np
from scipy import sparse

from locator.errors import MISSING, ParameterError
from locator.geo.districts import assign_counties
from locator.geo.geodesic import ecef_array_m
from locator.geo.index import BulkIndex
from locator.geo.pairs import PairFinder
from locator.language import phrase
from locator.parameters import Number, OneOf, Parameter, Whole, field_of
from locator.plan.candidate_distances import nearer_distances
from locator.plan.reach import pairs_within
from locator.plan.siting.control import Control
from locator.plan.siting.covering_problem import check_limit, check_share
from locator.plan.siting.curve import GainCurve, gain_curve
from locator.plan.siting.explain import Closure, closure_losses
from locator.plan.siting.lscp import solve_lscp
from locator.plan.siting.mclp import solve_mclp
from locator.plan.siting.p_centre import solve_p_centre
from locator.plan.siting.p_median import solve_p_median
from locator.plan.siting.plan import Problem
from locator.plan.siting.problem import number_of_sites
from locator.stations.hours import OpeningHours
from locator.stations.selection import OPEN, Open

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from numpy.typing import NDArray

    from locator.geo.districts import District
    from locator.plan.candidates import Candidates
    from locator.plan.coverage import Coverage
    from locator.plan.siting.control import Progress
    from locator.plan.siting.plan import SitingPlan
    from locator.plan.siting.problem import Booleans, Floats, Integers, Matrix


_MCLP_ONLY = phrase("plan.mclp_only")
_CAPACITY = phrase("plan.capacity_2")
_NEEDS_P = phrase("plan.needs_p")
_GROUPS = phrase("plan.groups")


PROBLEMS: tuple[Problem, ...] = get_args(Problem)
OBJECTIVE: Parameter[Problem] = Parameter("objective", OneOf(PROBLEMS), "mclp")
P = Parameter("p", Whole(0))
BUDGET = Parameter("budget", Number(0.0))
MIN_SHARE = Parameter("min_share", Number(0.0, 1.0))
TIME_LIMIT_S = Parameter("time_limit_s", Number(0.0), 60.0)
GAP = Parameter("gap", Number(0.0), 0.0)
# Sites for a moment stand beside stations that may be open then; without one, beside all.
OPEN_FOR_SITING = OPEN.but(default=None, words="open_for_siting")


@dataclass(frozen=True, slots=True)
class SitingQuery:
    """What is asked of the new sites; as for the solvers.

    `min_share` holds for every county of the coverage's districts; `groups` are factors by which
    groups' weights count, in place of the whole weight.
    """

    problem: Problem = field_of(OBJECTIVE)
    p: int | None = field_of(P)
    budget: float | None = field_of(BUDGET)
    min_share: float | None = field_of(MIN_SHARE)
    groups: Mapping[str, float] | None = None
    time_limit_s: float = field_of(TIME_LIMIT_S)
    gap: float = field_of(GAP)


def open_for_siting(open_filter: Open | None, at: datetime | None) -> Open:
    """Return which stations count beside new sites: with a moment those that may be open then."""
    return open_filter or ("any" if at is None else "possible")


def propose_sites(
    coverage: Coverage,
    candidates: Candidates,
    query: SitingQuery,
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
    query
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
    check_query(query)
    weight = _weights(coverage, query)
    would_open = open_candidates(coverage, candidates)
    cover = cover_of(coverage, candidates, would_open)
    options = {
        "existing": [len(candidates)],
        "required": np.flatnonzero(candidates.required).tolist(),
        "excluded": np.flatnonzero(candidates.excluded).tolist(),
        "time_limit_s": query.time_limit_s,
        "gap": query.gap,
        "progress": progress,
        "stop": stop,
    }
    work = _Work(coverage, candidates, query, weight, cover, would_open, options)
    solve = {"mclp": _mclp, "lscp": _lscp, "p-median": _median, "p-centre": _centre}[query.problem]
    return Proposal(coverage, candidates, query, solve(work), weight, cover)


class _Work(NamedTuple):
    """What a solver's arguments are made of; `asked` are those that all of them take."""

    coverage: Coverage
    candidates: Candidates
    query: SitingQuery
    weight: Floats
    cover: Matrix
    would_open: NDArray[np.bool_]
    options: dict[str, Any]

    def rows(self) -> Integers:
        """Return the rows that have weight: nobody is nobody's to cover."""
        return np.flatnonzero(self.weight > 0.0)

    def distances(self, rows: Integers) -> Matrix:
        """Return distances from rows to candidates nearer than what stands, and to that."""
        return nearer_distances(self.coverage, self.candidates, self.would_open, rows)


def _mclp(work: _Work) -> SitingPlan:
    coverage, candidates, query = work.coverage, work.candidates, work.query
    more: dict[str, Any] = {}
    if query.budget is not None:
        more |= {"costs": np.append(candidates.cost, 0.0), "budget": query.budget}
    if candidates.place is not None:
        more["places"] = np.append(candidates.place, -1)
    if candidates.capacity is not None:
        more["capacities"] = np.append(candidates.capacity, np.inf)
    if query.min_share is not None:
        if coverage.districts is None:
            raise ParameterError("min_share", query.min_share, "districts to hold it in")
        more["districts"] = _county_codes(coverage)
        more["min_share"] = query.min_share
    return solve_mclp(
        with_standing(work.cover, coverage), work.weight, query.p, **work.options, **more
    )


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
    plan = solve_lscp(cover, work.weight[some], costs=costs, **work.options)
    return replace(plan, unreached=some[plan.unreached].tolist())


def _median(work: _Work) -> SitingPlan:
    _refuse(work.candidates, capacity=False)
    some, candidates = work.rows(), work.candidates
    more: dict[str, Any] = {}
    if candidates.capacity is not None:
        more["capacities"] = np.append(candidates.capacity, np.inf)
    p = cast("int", work.query.p)
    plan = solve_p_median(work.distances(some), work.weight[some], p, **work.options, **more)
    return replace(plan, unreached=some[plan.unreached].tolist())


def _centre(work: _Work) -> SitingPlan:
    _refuse(work.candidates, capacity=True)
    some = work.rows()
    plan = solve_p_centre(work.distances(some), cast("int", work.query.p), **work.options)
    return replace(plan, unreached=some[plan.unreached].tolist())


def check_query(query: SitingQuery) -> None:
    """Raise for what no data can make right, before any are read.

    Raises
    ------
    ParameterError
        If a value is not allowed, or is one that the problem doesn't know.
    """
    Control(query.time_limit_s, query.gap)
    if query.problem == "mclp":
        check_limit(query.p, query.budget)
        if query.min_share is not None:
            check_share("min_share", query.min_share)
        return
    for name in ("budget", "min_share"):
        if getattr(query, name) is not None:
            raise ParameterError(name, getattr(query, name), _MCLP_ONLY)
    if query.problem != "lscp":
        if query.p is None:
            raise ParameterError("p", MISSING, _NEEDS_P)
        number_of_sites(query.p)
    elif query.p is not None:
        raise ParameterError("p", query.p, phrase("plan.none_lscp_finds_number"))


def _refuse(candidates: Candidates, *, capacity: bool) -> None:
    """Refuse places, and capacities, where the problem would pass over them."""
    if candidates.place is not None:
        raise ParameterError("place", "candidates", _MCLP_ONLY)
    if capacity and candidates.capacity is not None:
        raise ParameterError("capacity", "candidates", _CAPACITY)


def _weights(coverage: Coverage, query: SitingQuery) -> Floats:
    """Return the weights of the rows as they count."""
    demand = coverage.demand
    if not query.groups:
        return demand.weight
    total = np.zeros(len(demand))
    for name, factor in query.groups.items():
        if name not in demand.groups:
            listed = ", ".join(demand.groups)
            known = phrase("plan.value", groups=_GROUPS, listed=listed)
            raise ParameterError("groups", name, known)
        if not 0.0 <= factor < np.inf:
            words = phrase("plan.smallest")
            raise ParameterError(f"groups[{name}]", factor, words)
        total += factor * demand.groups[name]
    return total


class Unreached(NamedTuple):
    """Demand that no candidate and no present station reaches.

    `radius_m` would reach all of it; `rows` are its rows, the farthest first, and `distances_m` how
    far each is from the nearest.
    """

    weight: float
    radius_m: float
    rows: Integers
    distances_m: Floats


@dataclass(frozen=True, eq=False)
class Proposal:
    """A plan for stations, demand and candidates.

    Parameters
    ----------
    coverage
        By what stands and counts.
    candidates
        In the order of the plan's columns.
    query
        What was asked.
    plan
        What the solver answered; its columns are candidates.
    weight
        Of each row of demand, as it counted.
    cover
        Which candidate that would be open covers which row: csr_array, rows by candidates.
    """

    coverage: Coverage
    candidates: Candidates
    query: SitingQuery
    plan: SitingPlan
    weight: Floats
    cover: Matrix

    @property
    def modelled(self) -> bool:
        """Whether stations, demand or candidates are modelled: all figures are then sample data."""
        return self.coverage.modelled or self.candidates.modelled

    @cached_property
    def covered_before(self) -> float:
        """The weight within the radius of what stands."""
        return float(self.weight[self.coverage.covered].sum())

    @cached_property
    def covered_after(self) -> float:
        """The weight within the radius of what stands or is proposed, capacities aside."""
        mask = np.zeros(len(self.candidates))
        mask[self.plan.sites] = 1.0
        return float(self.weight[self.coverage.covered | (self.cover @ mask > 0.0)].sum())

    @cached_property
    def counties(self) -> list[District | None]:
        """The county of each proposed site, in the plan's order."""
        districts, sites = self.coverage.districts, self.plan.sites
        if districts is None:
            return [None] * len(sites)
        positions = assign_counties(
            districts, self.candidates.lon[sites], self.candidates.lat[sites]
        ).county
        return [None if at < 0 else districts.counties[at] for at in positions.tolist()]

    def curve(self, largest: int) -> GainCurve:
        """Return the greedy curve of covered weight up to a number of sites."""
        free = ~self.candidates.excluded
        matrix, standing = with_standing(self.cover, self.coverage), len(self.candidates)
        excluded = np.flatnonzero(~free).tolist()
        most = min(largest, int(free.sum()))
        return gain_curve(matrix, self.weight, most, existing=[standing], excluded=excluded)

    @cached_property
    def closures(self) -> list[Closure]:
        """The present stations that count, by the covered weight that closing each would lose.

        Their columns are positions in the set of stations.
        """
        coverage, demand = self.coverage, self.coverage.demand
        blocks = list(
            pairs_within(
                coverage.stations, coverage.members, demand.lon, demand.lat, coverage.radius_m
            )
        )
        row = np.concatenate([np.empty(0, np.int64), *(pairs.first for pairs in blocks)])
        column = np.concatenate([np.empty(0, np.int64), *(pairs.second for pairs in blocks)])
        shape = (len(demand), len(coverage.stations))
        matrix = sparse.csr_array((np.ones(len(row), np.bool_), (row, column)), shape=shape)
        return closure_losses(matrix, self.weight, coverage.members)

    @cached_property
    def unreached(self) -> Unreached:
        """Demand that nothing reaches within the radius, and the radius that would."""
        reached = self.coverage.covered | (np.diff(self.cover.indptr) > 0)
        rows = np.flatnonzero(~reached & (self.weight > 0.0))
        demand, candidates = self.coverage.demand, self.candidates
        if not len(rows):
            return Unreached(0.0, self.coverage.radius_m, rows, np.empty(0))
        metres = self.coverage.reached.distance_m[rows]
        if len(candidates):
            at = candidates.lon, candidates.lat
            index = BulkIndex(*at, ecef_array_m(*at))
            near = index.nearest(demand.lon[rows], demand.lat[rows], 1)[1][:, 0]
            metres = np.minimum(metres, near)
        order = np.argsort(-metres, kind="stable")
        weight = float(self.weight[rows].sum())
        return Unreached(weight, float(metres.max()), rows[order], metres[order])


def open_candidates(coverage: Coverage, candidates: Candidates) -> Booleans:
    """Return which candidates would be open at the coverage's moment, shape (m,)."""
    would = np.ones(len(candidates), np.bool_)
    if coverage.open == "any" or coverage.at is None:
        return would
    calendar = coverage.stations.hours.calendar
    for number, text in enumerate(candidates.opening_hours):
        if text is not None:
            state = OpeningHours(text, calendar).at(coverage.at).state
            would[number] = state == "open" if coverage.open == "only" else state != "closed"
    return would


def cover_of(coverage: Coverage, candidates: Candidates, would_open: Booleans) -> Matrix:
    """Return which candidate that would be open covers which row: csr_array, rows by candidates."""
    demand = coverage.demand
    names = np.flatnonzero(would_open)
    shape = (len(demand), len(candidates))
    if not len(names) or not len(demand):
        return sparse.csr_array(shape)
    pairs = PairFinder(
        demand.lon, demand.lat, candidates.lon[names], candidates.lat[names], coverage.radius_m
    ).all()
    entries = np.ones(len(pairs.first)), (pairs.first, names[pairs.second])
    return sparse.csr_array(entries, shape=shape)


def with_standing(cover: Matrix, coverage: Coverage) -> Matrix:
    """Return the cover matrix with one more column: all that stands."""
    stands = coverage.covered.astype(np.float64)
    return sparse.csr_array(sparse.hstack([cover, sparse.csr_array(stands[:, None])]))
