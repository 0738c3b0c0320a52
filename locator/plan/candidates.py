"""Candidate sites: places where a station could be built, and what a plan may ask of them.

That is a cost, a capacity, hours, and whether a site is required or excluded. They are made from
demand or from gaps, or read from a CSV or GeoJSON file, whose faults are reported together.
Positions are degrees in WGS 84, spacings metres.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from locator.errors import FileFaultsError, LocatorError, ParameterError, RowFault
from locator.geo.cells import cell_ids, cells_at
from locator.geo.pairs import PairFinder
from locator.geo.points import lonlat_arrays
from locator.language import Phrase, phrase
from locator.parameters import Number, Parameter
from locator.stations.hours import HoursError, OpeningHours

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from locator.plan.demand import DemandSet
    from locator.plan.gaps import Gap
    from locator.plan.siting.problem import Booleans, Floats, Integers


_AT_FIRST = 256
SPACING_M = Parameter("spacing_m", Number(0.0, 100_000.0), 0.0)
_ONCE = phrase("plan.once")


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
    spacing_m = SPACING_M.check(spacing_m)
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
    remaining, chosen, size = rows[np.argsort(-demand.weight[rows], kind="stable")], [], _AT_FIRST
    while len(remaining):
        lon, lat = demand.lon[remaining], demand.lat[remaining]
        stays = _apart(lon, lat, min(size, len(remaining)), spacing_m)
        chosen.append(remaining[:size][stays[:size]])
        remaining, size = remaining[size:][stays[size:]], 2 * size
    return np.sort(np.concatenate([rows[:0], *chosen]))


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
    names, counts = [], dict[str, int]()
    for name in cell_ids(cells_at(lon, lat)):
        counts[name] = counts.get(name, 0) + 1
        names.append(name if counts[name] == 1 else f"{name}-{counts[name]}")
    return names


_USES = ("", "required", "excluded")
_NUMBER = phrase("plan.number")
_USE = phrase("plan.use")
_LON = phrase("plan.lon")
_LAT = phrase("plan.lat")
_HOURS = phrase("plan.hours")
_TWICE = phrase("plan.twice")


class CandidateFileError(FileFaultsError[RowFault]):
    """A file of candidates can't be used. `faults` has every reason, by row."""


def read_candidates(path: str | os.PathLike[str]) -> Candidates:
    """Read candidate sites.

    Parameters
    ----------
    path
        `.csv` (UTF-8) with the columns `lon`, `lat` (degrees, WGS 84) and as wanted `id`, `name`,
        `kind`, `cost`, `capacity`, `place`, `use` (`required` or `excluded`), `opening_hours`
        (OSM syntax) and `source` (`model` marks sample data); or `.geojson`, `.json` of points
        with properties of these names.

    Raises
    ------
    CandidateFileError
        With every fault: row, field, value.
    LocatorError
        If the file can't be read at all.
    """
    rows = _rows(Path(path))
    reading = _Reading(rows)
    candidates = reading.candidates()
    if reading.faults:
        raise CandidateFileError(
            str(path), sorted(reading.faults, key=lambda fault: fault.row or 0)
        )
    return candidates


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise LocatorError(f"{path}: can't be read: {reason}") from error
    try:
        if path.suffix.lower() in (".geojson", ".json"):
            return [_of_feature(feature) for feature in json.loads(text)["features"]]
        rows = list(csv.DictReader(io.StringIO(text), strict=True))
    except (csv.Error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise LocatorError(f"{path}: no CSV or GeoJSON of points: {error!r}") from error
    if rows and not {"lon", "lat"} <= set(rows[0]):
        raise LocatorError(f"{path}: the columns lon and lat are needed; there are {list(rows[0])}")
    return rows


def _of_feature(feature: dict[str, Any]) -> dict[str, Any]:
    properties = dict(feature.get("properties") or {})
    geometry = feature["geometry"]
    if geometry["type"] != "Point":
        raise ValueError(f"geometry {geometry['type']}")
    lon, lat = geometry["coordinates"][:2]
    return {"id": feature.get("id", ""), **properties, "lon": lon, "lat": lat}


class _Reading:
    """Rows as they stand, and the faults found in them."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = rows
        self.faults: list[RowFault] = []

    def candidates(self) -> Candidates:
        """Return the candidates; with faults they are of no use."""
        count = len(self.rows)
        ids = [self._text(row, "id") or f"c{n}" for n, row in enumerate(self.rows, start=1)]
        self._check_ids(ids)
        uses = [self._use(n, row) for n, row in enumerate(self.rows, start=1)]
        capacity = self._numbers("capacity", np.inf)
        places = [self._text(row, "place") for row in self.rows]
        numbers = {name: n for n, name in enumerate(dict.fromkeys(filter(None, places)))}
        good = not self.faults
        lon, lat = self._degrees("lon", 180.0, _LON), self._degrees("lat", 90.0, _LAT)
        good = good and not self.faults
        return Candidates(
            id=tuple(ids) if good else tuple(map(str, range(count))),
            lon=lon,
            lat=lat,
            name=tuple(self._text(row, "name") for row in self.rows),
            kind=tuple(self._text(row, "kind") for row in self.rows),
            cost=self._numbers("cost", 1.0),
            capacity=capacity if np.isfinite(capacity).any() else None,
            place=np.array([numbers.get(name, -1) for name in places]) if numbers else None,
            required=np.array([use == "required" for use in uses], np.bool_),
            excluded=np.array([use == "excluded" for use in uses], np.bool_),
            opening_hours=tuple(self._hours(n, row) for n, row in enumerate(self.rows, start=1)),
            modelled=any(self._text(row, "source") == "model" for row in self.rows),
        )

    def _text(self, row: dict[str, Any], column: str) -> str:
        value = row.get(column)
        return "" if value is None else str(value).strip()

    def _check_ids(self, ids: list[str]) -> None:
        seen: set[str] = set()
        for number, one in enumerate(ids, start=1):
            if one in seen:
                self.faults.append(RowFault(number, "id", one, _TWICE))
            seen.add(one)

    def _use(self, number: int, row: dict[str, Any]) -> str:
        use = self._text(row, "use")
        if use not in _USES:
            self.faults.append(RowFault(number, "use", use, _USE))
        return use

    def _hours(self, number: int, row: dict[str, Any]) -> str | None:
        text = self._text(row, "opening_hours")
        if not text:
            return None
        try:
            OpeningHours(text)
        except HoursError:
            self.faults.append(RowFault(number, "opening_hours", text, _HOURS))
        return text

    def _numbers(self, column: str, default: float) -> np.ndarray[Any, np.dtype[np.float64]]:
        values = np.full(len(self.rows), default)
        for number, row in enumerate(self.rows):
            text = self._text(row, column)
            if text:
                values[number] = value = _number(text)
                if not 0.0 <= value < np.inf:
                    self.faults.append(RowFault(number + 1, column, text, _NUMBER))
        return values

    def _degrees(
        self, column: str, limit: float, problem: Phrase
    ) -> np.ndarray[Any, np.dtype[np.float64]]:
        values = np.zeros(len(self.rows))
        for number, row in enumerate(self.rows):
            text = self._text(row, column)
            value = _number(text)
            if -limit <= value <= limit:
                values[number] = value
            else:
                self.faults.append(RowFault(number + 1, column, text, problem))
        return values


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")
