"""Groups of outdoor workers: which part of a cell's workers each of them is."""

from __future__ import annotations

import numpy as np

# Of 100 outdoor workers in an urban centre, in towns, in the country. An assumption, from what
# the work is: meals and parcels go where people live densely, lorries are kept in towns and
# villages, ride-hailing needs a city; no count by county has been published.
GROUP_SHARES: dict[str, tuple[float, float, float]] = {
    "couriers_riders": (0.34, 0.24, 0.14),
    "lorry_drivers": (0.10, 0.22, 0.34),
    "ride_hailing_drivers": (0.15, 0.06, 0.02),
    "sanitation_others": (0.41, 0.48, 0.50),
}


def split_groups(expected: np.ndarray, weights: list[int]) -> list[list[int]]:
    """Split cells' whole numbers into groups' whole numbers.

    Parameters
    ----------
    expected
        Workers of the three settlement classes, shape (3, n).
    weights
        The cells' whole numbers, n of them.

    Returns
    -------
    list
        For each cell the number of each group, in the table's order; their sum is the weight.

    Notes
    -----
    Largest remainders within each cell, where what a group lost or won by rounding is carried to
    the next cell: a group that is a fiftieth of every cell's 20 workers keeps its fiftieth.
    """
    shares = np.array(list(GROUP_SHARES.values()))
    mixes = (shares @ expected / np.maximum(expected.sum(axis=0), 1e-12)).T
    carried = [0.0] * len(shares)
    split = []
    for mix, weight in zip(mixes.tolist(), weights, strict=True):
        portions = [carry + part * weight for carry, part in zip(carried, mix, strict=True)]
        counts = _round_cell(portions, weight)
        carried = [want - give for want, give in zip(portions, counts, strict=True)]
        split.append(counts)
    return split


def _round_cell(portions: list[float], total: int) -> list[int]:
    """Give whole numbers of at least 0 that sum to the total, each as near as may be."""
    counts = [max(0, int(want // 1)) for want in portions]
    while sum(counts) != total:
        step = 1 if sum(counts) < total else -1
        needs = [
            (round((want - give) * step, 9), -index)
            for index, (want, give) in enumerate(zip(portions, counts, strict=True))
            if give + step >= 0
        ]
        counts[-max(needs)[1]] += step
    return counts
