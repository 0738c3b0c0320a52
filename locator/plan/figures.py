"""The figures of coverage, for the whole, a group or a district."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from locator.plan.weighting import DistanceProfile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Booleans = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Figures:
    """How well some demand is covered. None where there is no weight, or no station to go to.

    Parameters
    ----------
    weight, covered_weight
        All of it, and that at a geodesic distance <= the radius.
    share
        The covered part of the weight: along the line, whatever the hour.
    share_detour
        The part for whom the line times the detour factor is <= the radius.
    share_known_open, share_possibly_open
        The covered part at the moment asked for, by stations known to be open, and by those not
        known to be closed; None where no moment was asked for.
    mean_m, median_m, p90_m, p99_m
        Of the weighted distance to the nearest station, in metres.
    worst_tenth_m
        The mean distance of the tenth that has it farthest.
    """

    weight: float
    covered_weight: float
    share: float | None
    share_detour: float | None
    share_known_open: float | None
    share_possibly_open: float | None
    mean_m: float | None
    median_m: float | None
    p90_m: float | None
    p99_m: float | None
    worst_tenth_m: float | None


@dataclass(frozen=True, slots=True)
class Reached:
    """Demand against stations: what figures are computed from.

    `distance_m` is that to the nearest station, shape (n,); `known_open` and `possibly_open` tell
    which demand is covered at the moment asked for.
    """

    distance_m: Floats
    radius_m: float
    detour_factor: float
    known_open: Booleans | None = None
    possibly_open: Booleans | None = None

    def figures(self, rows: Integers, weight: Floats) -> Figures:
        """Return the figures of some rows, given in ascending order of distance.

        `weight` is that of all demand, shape (n,).
        """
        profile = DistanceProfile(self.distance_m[rows], weight[rows])
        return Figures(
            weight=profile.total,
            covered_weight=profile.weight_within(self.radius_m),
            share=profile.share_within(self.radius_m),
            share_detour=profile.share_by_detour(self.detour_factor, self.radius_m),
            share_known_open=_share(self.known_open, rows, weight, profile.total),
            share_possibly_open=_share(self.possibly_open, rows, weight, profile.total),
            mean_m=profile.mean_m(),
            median_m=profile.quantile_m(0.5),
            p90_m=profile.quantile_m(0.9),
            p99_m=profile.quantile_m(0.99),
            worst_tenth_m=profile.worst_mean_m(0.1),
        )


def _share(mask: Booleans | None, rows: Integers, weight: Floats, total: float) -> float | None:
    if mask is None or not total:
        return None
    return float(weight[rows][mask[rows]].sum()) / total


def by_distance(distance_m: Floats) -> Integers:
    """Return rows in ascending order of distance, ties by row."""
    order = np.argsort(distance_m)
    ordered = distance_m[order]
    # NumPy's unstable sort takes half the time of the stable one, and distances are seldom equal.
    if (ordered[1:] == ordered[:-1]).any():
        return np.argsort(distance_m, kind="stable")
    return order
