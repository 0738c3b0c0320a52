"""Candidate sites: made from demand or from gaps, with all that a plan may ask of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from locator.errors import ParameterError, Words
from locator.geo.cells import cell_ids, cells_at
from locator.geo.pairs import PairFinder
from locator.geo.points import lonlat_arrays

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from locator.plan.demand import DemandSet
    from locator.plan.gaps import Gap
    from locator.plan.siting.arrays import Booleans, Floats, Integers

_AT_FIRST = 256
_SPACING = Words("0 至 100000 的米数", "a number of metres from 0 to 100,000")
_ONCE = Words("每个候选点一个不同的 id", "an id of its own for each candidate")


@dataclass(frozen=True, eq=False)
class Candidates:
    """Places where a station could be built.

    Parameters
    ----------
    id
        Of each, unlike the others.
    lon, lat
        Degrees, WGS 84, shape (m,).
    name, kind
        Of each; may be empty.
    cost
        Shape (m,).
    capacity
        How much weight each could serve, infinite where there is no limit; None without any.
    place
        Whole numbers, shape (m,): of those with the same one at most one is built; None where each
        is apart.
    required, excluded
        Which must be built, and which must not, shape (m,).
    opening_hours
        In OSM syntax; None for one that would always be open.
    modelled
        Whether they were made from sample data.
    spacing_m
        No two are nearer to each other; None where nobody saw to that.

    Raises
    ------
    ParameterError
        If a position is out of range, or an id occurs twice.
    """

    id: tuple[str, ...]
    lon: Floats
    lat: Floats
    name: tuple[str, ...]
    kind: tuple[str, ...]
    cost: Floats
    capacity: Floats | None
    place: Integers | None
    required: Booleans
    excluded: Booleans
    opening_hours: tuple[str | None, ...]
    modelled: bool = False
    spacing_m: float | None = None

    def __post_init__(self) -> None:
        lonlat_arrays(self.lon, self.lat)
        seen: set[str] = set()
        for one in self.id:
            if one in seen:
                raise ParameterError("id", one, _ONCE)
            seen.add(one)

    def __len__(self) -> int:
        return len(self.id)


def plain_candidates(
    ids: Sequence[str],
    lon: ArrayLike,
    lat: ArrayLike,
    *,
    modelled: bool = False,
    spacing_m: float | None = None,
) -> Candidates:
    """Return candidates of which nothing is known but where they are."""
    count = len(ids)
    return Candidates(
        tuple(ids), np.asarray(lon, np.float64), np.asarray(lat, np.float64), ("",) * count,
        ("",) * count, np.ones(count), None, None, np.zeros(count, np.bool_),
        np.zeros(count, np.bool_), (None,) * count, modelled, spacing_m,
    )  # fmt: skip


def candidates_from_demand(demand: DemandSet, spacing_m: float = 0.0) -> Candidates:
    """Return the positions of demand as candidates, no two nearer to each other than a spacing.

    The heaviest comes first and keeps the lighter ones away; among equals the first row. Ids are
    those of their cells (`locator.geo.cells`), a second one of a cell has `-2` behind it.

    Parameters
    ----------
    demand
        Rows without weight are no candidates.
    spacing_m
        Metres along the geodesic, 0 to 100 km. With 0 every row is a candidate.

    Raises
    ------
    ParameterError
        If the spacing is not allowed.
    """
    if isinstance(spacing_m, bool) or not 0.0 <= spacing_m <= 100_000.0:
        raise ParameterError("spacing_m", spacing_m, _SPACING)
    rows = np.flatnonzero(demand.weight > 0.0)
    if spacing_m > 0.0:
        rows = _spaced(demand, rows, spacing_m)
    lon, lat = demand.lon[rows], demand.lat[rows]
    return plain_candidates(
        _names(lon, lat), lon, lat, modelled=demand.modelled, spacing_m=float(spacing_m)
    )


def candidates_from_gaps(gaps: Sequence[Gap], *, modelled: bool = False) -> Candidates:
    """Return the seeds of gaps as candidates."""
    lon, lat = [gap.seed.lon for gap in gaps], [gap.seed.lat for gap in gaps]
    return plain_candidates([gap.id for gap in gaps], lon, lat, modelled=modelled)


def _spaced(demand: DemandSet, rows: Integers, spacing_m: float) -> Integers:
    """Return the rows that stay, ascending.

    The heaviest rows are decided first, some at a time: most of the others are gone by then, so
    that a wide spacing doesn't look at every pair within it.
    """
    left, kept, size = rows[np.argsort(-demand.weight[rows], kind="stable")], [], _AT_FIRST
    while len(left):
        lon, lat = demand.lon[left], demand.lat[left]
        stays = _apart(lon, lat, min(size, len(left)), spacing_m)
        kept.append(left[:size][stays[:size]])
        left, size = left[size:][stays[size:]], 2 * size
    return np.sort(np.concatenate([rows[:0], *kept]))


def _apart(lon: Floats, lat: Floats, count: int, spacing_m: float) -> Booleans:
    """Return which points none of the first ones keeps away that stays itself."""
    stays = np.ones(len(lon), np.bool_)
    for pairs in PairFinder(lon[:count], lat[:count], lon, lat, spacing_m).blocks():
        starts = np.flatnonzero(np.append(True, pairs.first[1:] != pairs.first[:-1]))
        ends = np.append(starts[1:], len(pairs.first))
        # By row, so that whoever keeps a row away has been decided before it.
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            row = int(pairs.first[start])
            if stays[row]:
                near = pairs.second[start:end]
                stays[near[near > row]] = False
    return stays


def _names(lon: Floats, lat: Floats) -> list[str]:
    names, seen = [], dict[str, int]()
    for name in cell_ids(cells_at(lon, lat)):
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return names
