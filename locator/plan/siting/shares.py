"""Minimum shares: the part of each district's weight that a plan has to cover."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from locator.errors import ParameterError, Words
from locator.plan.siting.core import slack
from locator.plan.siting.explaining import check_reachable_needs

if TYPE_CHECKING:
    from locator.plan.siting.arrays import Booleans, Floats, Integers

_SHARE = Words("0 至 1 之间的数", "a number from 0 to 1")
_DISTRICTS = Words("与 min_share 一同给出", "districts together with min_share")


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
        listed = Words("districts 中有的区域", "districts that rows have")
        raise ParameterError("min_share", unknown[0], listed)
    given = {int(label): check_share(f"min_share[{label}]", s) for label, s in min_share.items()}
    return np.array([given.get(label, 0.0) for label in labels.tolist()], np.float64)


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
