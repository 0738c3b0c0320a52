"""The input of a maximal covering problem, checked.

It is a cover matrix, weights, a number of sites or a budget, and minimum shares: the part of each
district's weight that a plan has to cover, between 0 and 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from locator.errors import MISSING, ParameterError
from locator.language import phrase
from locator.plan.siting.explain import check_reachable_needs, check_required
from locator.plan.siting.problem import (
    Columns,
    amounts,
    columns,
    cover_matrix,
    number_of_sites,
    whole_labels,
)
from locator.plan.siting.reductions import slack

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike

    from locator.plan.siting.problem import Booleans, Floats, Integers, Matrix


_EITHER = phrase("siting.either")
_FINITE = phrase("siting.finite")


class CoveringProblem(NamedTuple):
    """What was asked for, checked; columns that may be built in a place that is free."""

    cover: Matrix
    weight: Floats
    columns: Columns
    cost: Floats
    limit: float
    place: Integers | None

    @classmethod
    def of(
        cls,
        cover: object,
        weights: ArrayLike,
        p: int | None,
        existing: Iterable[int] | ArrayLike | None,
        required: Iterable[int] | ArrayLike | None,
        excluded: Iterable[int] | ArrayLike | None,
        costs: ArrayLike | None,
        budget: float | None,
        places: ArrayLike | None,
    ) -> CoveringProblem:
        """Check what was given."""
        matrix = cover_matrix(cover)
        rows, count = matrix.shape
        weight = amounts("weights", weights, rows)
        chosen = columns(count, existing, required, excluded)
        check_limit(p, budget)
        if budget is None:
            limit = float(number_of_sites(p, int(chosen.free.sum())))
            cost = np.ones(count)
        else:
            cost = amounts("costs", costs, count)
            limit = _budget(budget)
        place = _places(places, count)
        if place is not None:
            occupied = np.isin(place, place[chosen.existing])
            chosen = chosen._replace(free=chosen.free & ~occupied)
        return cls(matrix, weight, chosen, cost, limit, place)

    def check(self) -> None:
        """Raise where the required columns can't all be chosen."""
        check_required(self.cost, self.place, np.flatnonzero(self.columns.required), self.limit)
        if self.place is not None and (self.columns.required & ~self.columns.free).any():
            first = int(np.flatnonzero(self.columns.required & ~self.columns.free)[0])
            raise ParameterError("required", first, phrase("siting.columns_place_free"))

    def settled(self) -> Booleans:
        """Which columns stand in every plan."""
        return self.columns.existing | self.columns.required

    def spent(self) -> float:
        """Return what the required columns take of the limit."""
        return float(self.cost[self.columns.required].sum())

    def open_columns(self) -> Booleans:
        """Which columns may be chosen beside the required ones."""
        free = self.columns.free & ~self.columns.required
        if self.place is not None:
            free &= ~np.isin(self.place, self.place[self.columns.required])
        return free

    def reached(self) -> Booleans:
        """Which rows some column covers that stands or may be chosen."""
        return covered_by(self.cover, self.settled() | self.open_columns())


def check_limit(p: int | None, budget: float | None) -> None:
    """Raise unless one of the two is given, and is a number that it can be."""
    if (p is None) == (budget is None):
        raise ParameterError("p", MISSING if p is None else p, _EITHER)
    if budget is None:
        number_of_sites(p)
    else:
        _budget(budget)


def covered_by(cover: Matrix, chosen: Booleans) -> Booleans:
    """Return which rows some columns of a mask cover, shape (n,)."""
    return np.asarray(cover @ chosen.astype(np.float64) > 0.0)


def _budget(budget: object) -> float:
    number = isinstance(budget, (int, float, np.integer, np.floating))
    if isinstance(budget, bool) or not number or not 0.0 <= budget < np.inf:  # type: ignore[operator]
        raise ParameterError("budget", budget, _FINITE)
    return float(budget)  # type: ignore[arg-type]


def _places(places: ArrayLike | None, count: int) -> Integers | None:
    """Return places, those of one column alone made distinct; None where all are."""
    labels = whole_labels("places", places, count)
    if labels is None:
        return None
    own = labels < 0
    _, number = np.unique(labels, return_inverse=True)
    number[own] = count + np.flatnonzero(own)
    return None if len(np.unique(number)) == count else number


_SHARE = phrase("siting.share")
_DISTRICTS = phrase("siting.districts")


class Needs(NamedTuple):
    """What must be covered in each district.

    `district` has each row's position in `labels`, or -1; None without any needs.
    """

    labels: Integers
    district: Integers | None
    weight: Floats
    total: Floats
    need: Floats

    def left(self, covered: Booleans) -> tuple[Floats, Integers | None]:
        """Return what is still to be covered in each district, and each row's district."""
        if self.district is None:
            return np.zeros(0), None
        missing = self.need - self._within(covered)
        return np.where(missing > slack(self.need), missing, 0.0), self.district

    def check(self, reachable: Booleans) -> None:
        """Raise where what can be reached in a district is less than what must be covered."""
        if self.district is not None:
            most = self._within(reachable)
            check_reachable_needs(self.labels.tolist(), self.total, most, self.need)

    def _within(self, rows: Booleans) -> Floats:
        assert self.district is not None  # noqa: S101  # asked for with districts only
        inside = rows & (self.district >= 0)
        sums = np.bincount(self.district[inside], self.weight[inside], len(self.need))
        return sums.astype(np.float64)


def needs_of(
    districts: Integers | None, min_share: float | Mapping[int, float] | None, weight: Floats
) -> Needs:
    """Return the needs that a minimum share makes.

    Raises
    ------
    ParameterError
        If a share is not from 0 to 1, is of a district that no row has, or lacks districts.
    """
    none = np.zeros(0)
    if min_share is None or districts is None:
        if min_share is not None:
            raise ParameterError("districts", None, _DISTRICTS)
        return Needs(np.zeros(0, np.int64), None, weight, none, none)
    labels = np.unique(districts[districts >= 0])
    shares = _shares(labels, min_share)
    if not len(labels):
        return Needs(labels, None, weight, none, none)
    district = np.where(districts >= 0, np.searchsorted(labels, districts), -1)
    inside = district >= 0
    total = np.bincount(district[inside], weight[inside], len(labels)).astype(np.float64)
    return Needs(labels, district, weight, total, shares * total)


def _shares(labels: Integers, min_share: float | Mapping[int, float]) -> Floats:
    if not isinstance(min_share, Mapping):
        return np.full(len(labels), check_share("min_share", min_share))
    known = set(labels.tolist())
    unknown = [label for label in min_share if label not in known]
    if unknown:
        listed = phrase("siting.districts_rows")
        raise ParameterError("min_share", unknown[0], listed)
    shares = {int(label): check_share(f"min_share[{label}]", s) for label, s in min_share.items()}
    return np.array([shares.get(label, 0.0) for label in labels.tolist()], np.float64)


def check_share(name: str, share: object) -> float:
    """Return a share, from 0 to 1.

    Raises
    ------
    ParameterError
        If it is anything else.
    """
    number = isinstance(share, (int, float, np.integer, np.floating))
    if isinstance(share, bool) or not number or not 0.0 <= share <= 1.0:  # type: ignore[operator]
        raise ParameterError(name, share, _SHARE)
    return float(share)  # type: ignore[arg-type]
