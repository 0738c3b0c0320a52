"""What a maximal covering problem is asked with, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from locator.errors import MISSING, ParameterError, Words
from locator.plan.siting.explaining import check_required
from locator.plan.siting.inputs import (
    Columns,
    amounts,
    columns,
    cover_matrix,
    number_of_sites,
    whole_labels,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike

    from locator.plan.siting.arrays import Booleans, Floats, Integers, Matrix

_EITHER = Words("站点个数或预算，二选一", "a number of sites or else a budget")
_FINITE = Words("0 或更大的有限数", "a finite number, 0 or more")


class Ask(NamedTuple):
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
    ) -> Ask:
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
            taken = np.isin(place, place[chosen.existing])
            chosen = chosen._replace(free=chosen.free & ~taken)
        return cls(matrix, weight, chosen, cost, limit, place)

    def check(self) -> None:
        """Raise where the required columns can't all be chosen."""
        check_required(self.cost, self.place, np.flatnonzero(self.columns.required), self.limit)
        if self.place is not None and (self.columns.required & ~self.columns.free).any():
            first = int(np.flatnonzero(self.columns.required & ~self.columns.free)[0])
            raise ParameterError(
                "required", first, Words("所在地尚无站点的列", "columns in a place that is free")
            )

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
