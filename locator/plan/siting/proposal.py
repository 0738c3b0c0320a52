"""A plan for stations, demand and candidates, and what it says of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from locator.geo.bulk import BulkIndex
from locator.geo.geodesic import ecef_array_m
from locator.plan.assigning import assign
from locator.plan.reach import pairs_within
from locator.plan.siting.closing import Closure, closure_losses
from locator.plan.siting.curve import GainCurve, gain_curve
from locator.plan.siting.matrices import with_standing

if TYPE_CHECKING:
    from locator.geo.districts import District
    from locator.plan.coverage import Coverage
    from locator.plan.siting.arrays import Floats, Integers, Matrix
    from locator.plan.siting.candidates import Candidates
    from locator.plan.siting.plan import SitingPlan
    from locator.plan.siting.proposing import Ask


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
    ask
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
    ask: Ask
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
        found = assign(districts, self.candidates.lon[sites], self.candidates.lat[sites]).county
        return [None if at < 0 else districts.counties[at] for at in found.tolist()]

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
