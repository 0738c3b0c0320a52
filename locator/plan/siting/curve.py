"""The curve of gain against the number of sites, with its knee."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from locator.plan.siting.asking import Ask, covered_by
from locator.plan.siting.core import Core
from locator.plan.siting.greedy import choose_greedily
from locator.plan.siting.reducing import merged

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import ArrayLike

    from locator.plan.siting.arrays import Floats


class GainPoint(NamedTuple):
    """A number of new sites, the weight covered with them, and what no so many can pass."""

    sites: int
    covered: float
    bound: float


class GainCurve(NamedTuple):
    """Points from 0 sites on, the columns in the order they come, and the position of the knee.

    `knee` is None where the curve is straight or has fewer than three points.
    """

    points: tuple[GainPoint, ...]
    columns: tuple[int, ...]
    knee: int | None


def gain_curve(
    cover: object,
    weights: ArrayLike,
    largest: int,
    *,
    existing: Iterable[int] | ArrayLike | None = None,
    excluded: Iterable[int] | ArrayLike | None = None,
) -> GainCurve:
    """Return the greedy curve of covered weight against the number of new sites.

    Each point has a bound: what is covered with any number of sites, plus the greatest gains
    beside it that so many sites could bring, is never passed (Nemhauser, Wolsey and Fisher 1978).
    The smallest such bound of all numbers of sites is told.

    Parameters
    ----------
    cover, weights, existing, excluded
        As for `solve_mclp`.
    largest
        The last point's number of sites; the curve ends before where nothing more is gained.

    Raises
    ------
    ParameterError
        If a value is not allowed.
    """
    ask = Ask.of(cover, weights, largest, existing, None, excluded, None, None, None)
    stands = covered_by(ask.cover, ask.columns.existing)
    free = np.flatnonzero(ask.columns.free)
    rows = np.flatnonzero(~stands & (ask.weight > 0.0))
    core = merged(
        Core(
            sparse.csr_array(ask.cover[rows][:, free]), ask.weight[rows], np.ones(len(free)),
            float(largest), None, None, np.zeros(0), free,
        )
    )  # fmt: skip
    found = choose_greedily(replace(core, limit=float(largest)))
    base = float(ask.weight[stands].sum())
    covered = base + np.concatenate([[0.0], np.cumsum(found.gains)])
    bounds = _bounds(core, found.sites, covered)
    points = tuple(
        GainPoint(number, float(value), float(bound))
        for number, (value, bound) in enumerate(zip(covered, bounds, strict=True))
    )
    return GainCurve(points, tuple(core.column[found.sites].tolist()), knee(covered.tolist()))


def knee(values: Sequence[float]) -> int | None:
    """Return where a rising curve bends most: farthest above the line between its ends.

    The knee of Satopaa et al. (2011), "Finding a kneedle in a haystack", ICDCS Workshops 166-171,
    for a curve without noise. The first among equals; None without a bend.
    """
    count = len(values)
    if count < 3 or values[-1] <= values[0]:
        return None
    heights = (np.array(values) - values[0]) / (values[-1] - values[0])
    above = heights - np.arange(count) / (count - 1)
    place = int(above.argmax())
    return place if above[place] > 1e-9 else None


def _bounds(core: Core, chosen: Sequence[int], covered: Floats) -> Floats:
    """Return for each number of sites the smallest of the bounds that each stage gives."""
    numbers = np.arange(len(covered))
    best = np.full(len(covered), float(covered[0] + core.weight.sum()))
    for stage in _stages(len(chosen)):
        left = np.where(core.covered(np.array(chosen[:stage], np.int64)), 0.0, core.weight)
        gains = -np.sort(-(core.reach @ left))[: len(covered)]
        sums = np.concatenate([[0.0], np.cumsum(gains)])
        most = covered[stage] + sums[np.minimum(numbers, len(sums) - 1)]
        best = np.minimum(best, most * (1.0 + 1e-12))
    return np.asarray(np.maximum(best, covered), np.float64)


def _stages(count: int) -> list[int]:
    """Return some numbers of sites, at most 25, spread over all of them."""
    return sorted({round(count * part / 24) for part in range(25)})
