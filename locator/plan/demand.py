"""Demand: positions with a weight, such as the number of people who work there."""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from locator.errors import LocatorError, ParameterError, RowFault
from locator.geo.districts import Assignment, assign_counties
from locator.language import Phrase, phrase, phrases
from locator.paths import data_file
from locator.plan.demand_files import DemandFileError, DemandTable, read_table
from locator.plan.raster import RASTERS, read_raster

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    from locator.geo.districts import Districts

    Floats = NDArray[np.float64]

BUNDLED = "demand_henan.csv.gz"
# The groups of the bundled grid.
GROUPS: dict[str, Phrase] = phrases("plan.groups")
_LON = phrase("plan.lon")
_LAT = phrase("plan.lat")
_WEIGHT = phrase("plan.weight")
_COLUMNS = ("lon", "lat", "weight")
_GROUP_NAMES = phrase("plan.group_names")
_CACHED_FOLDERS = 4


class DemandOrigin(NamedTuple):
    """Where demand comes from: the name of its file and its bytes' SHA-256.

    Of a raster also how many cells were left out, for they have no weight or tell none.
    """

    name: str
    sha256: str
    zero_cells: int | None = None
    nodata_cells: int | None = None


class DemandSet:
    """Positions with weights, in their file's order; immutable, safe for threads.

    Parameters
    ----------
    lon, lat
        Degrees, WGS 84, shape (n,); n may be 0.
    weight
        0 or more, finite, shape (n,).
    groups
        The weight of groups by name, shape (n,) each. They need not sum to the weight: what is
        missing belongs to no group.
    origin
        The file it comes from; by default no name, and a hash of the arrays.
    modelled
        Whether it is sample data, which every figure computed from it then says.

    Raises
    ------
    DemandFileError
        With every fault: row, column and value.
    ParameterError
        If the shapes differ, or a group bears the name of another column.
    """

    def __init__(
        self,
        lon: ArrayLike,
        lat: ArrayLike,
        weight: ArrayLike,
        groups: Mapping[str, ArrayLike] | None = None,
        *,
        origin: DemandOrigin | None = None,
        modelled: bool = False,
    ) -> None:
        self.modelled = modelled
        _check_names(groups or ())
        columns = {"lon": lon, "lat": lat, "weight": weight, **(groups or {})}
        checked = {name: np.array(values, np.float64) for name, values in columns.items()}
        for name, values in checked.items():
            if values.shape != (checked["lon"].size,):
                raise ParameterError(name, values.shape, "arrays of one shape (n,)")
            values.flags.writeable = False
        self.origin = origin or DemandOrigin("", _sha256_of(checked))
        faults = find_faults(checked)
        if faults:
            raise DemandFileError(self.origin.name or "demand", faults)
        self.lon, self.lat, self.weight = (checked.pop(name) for name in ("lon", "lat", "weight"))
        self.groups = checked
        self.total = float(self.weight.sum())
        self._assigned = lru_cache(_CACHED_FOLDERS)(self._assign)

    def __len__(self) -> int:
        return len(self.lon)

    def assigned_to(self, districts: Districts) -> Assignment:
        """Return which county each position lies in; asked again, it remembers."""
        return self._assigned(districts)

    def _assign(self, districts: Districts) -> Assignment:
        return assign_counties(districts, self.lon, self.lat)


def read_demand(
    path: str | os.PathLike[str],
    *,
    weight: str = "weight",
    groups: Sequence[str] | None = None,
) -> DemandSet:
    """Read points, polygons or cells with a weight.

    Parameters
    ----------
    path
        `.csv` or `.csv.gz` with the columns `lon`, `lat` (degrees, WGS 84) and the weight;
        `.geojson`, `.gpkg` or `.parquet` of points or polygons, in the CRS that it declares. A
        polygon's weight goes to one representative point inside it, found in the file's own CRS.
        `.tif` or `.tiff`: GeoTIFF in any CRS; cells with weight count at their centres, which
        needs the extra `raster`.
    weight
        The name of the weight's column, or of a raster's band where it has several.
    groups
        The names of the groups' columns. By default, in a CSV, every column but `lon`, `lat`,
        `weight`, the weight's, and `id`, `name`, `adcode`, `source`, `position`, `note`; in other
        files the columns of `GROUPS` that it has.

    Returns
    -------
    DemandSet
        It counts as modelled where a column `source` says `model`, or `position` `modelled`.

    Raises
    ------
    DemandFileError
        With every fault of the file: row, column and value.
    ParameterError
        If a group is named as other columns are.
    LocatorError
        If the file can't be read at all.
    """
    _check_names(groups or ())
    file = Path(path)
    if file.suffix.lower() in RASTERS:
        return _read_cells(file, weight, groups)
    raw = _bytes(file)
    table: DemandTable = read_table(file, raw, weight, groups, tuple(GROUPS))
    columns = {"lon": table.lon, "lat": table.lat, "weight": table.weight, **table.groups}
    faults = sorted(
        [*table.faults, *find_faults(columns, set(table.bad_rows), table.shown)],
        key=lambda fault: fault.row or 0,
    )
    if faults:
        raise DemandFileError(str(path), faults)
    origin = DemandOrigin(file.name, hashlib.sha256(raw).hexdigest())
    return DemandSet(
        table.lon, table.lat, table.weight, table.groups, origin=origin, modelled=table.modelled
    )


def _check_names(groups: Iterable[str]) -> None:
    for name in groups:
        if name in _COLUMNS:
            raise ParameterError("groups", name, _GROUP_NAMES)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:  # the latter: a NUL in the path
        raise _unreadable(path, error) from error


def _read_cells(path: Path, weight: str, groups: Sequence[str] | None) -> DemandSet:
    try:
        with path.open("rb") as file:  # hashed piece by piece: rasters may exceed the memory
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    cells = read_raster(path, weight, groups, tuple(GROUPS))
    origin = DemandOrigin(path.name, sha256, cells.zero_cells, cells.nodata_cells)
    return DemandSet(cells.lon, cells.lat, cells.weight, cells.groups, origin=origin)


def _unreadable(path: Path, error: Exception) -> LocatorError:
    reason = getattr(error, "strerror", None) or error
    return LocatorError(phrase("plan.cant_read", path=path, reason=reason))


@cache
def bundled_demand() -> DemandSet:
    """Return the modelled grid of Henan's 8.4 million outdoor workers; data/README.md tells how."""
    return read_demand(data_file(BUNDLED))


def demand_or_bundled(path: Path | None) -> DemandSet:
    """Return the demand of a file, or the bundled grid where none is given.

    Raises
    ------
    LocatorError
        As `read_demand`.
    """
    return bundled_demand() if path is None else read_demand(path)


def _sha256_of(columns: Mapping[str, Floats]) -> str:
    content = hashlib.sha256()
    for name, values in columns.items():
        content.update(name.encode() + values.tobytes())
    return content.hexdigest()


def find_faults(
    columns: Mapping[str, Floats],
    known_rows: set[int] | None = None,
    shown: Mapping[str, Sequence[object]] | None = None,
) -> list[RowFault]:
    """Return the faults of columns of numbers, by row.

    Parameters
    ----------
    columns
        `lon`, `lat`, and weights by name, shape (n,).
    known_rows
        Rows (from 1) whose position is known to be at fault, and not to be told again.
    shown
        The columns as the file has them, where they were no numbers.
    """
    faults = []
    for name, values in columns.items():
        limit, problem = {"lon": (180.0, _LON), "lat": (90.0, _LAT)}.get(name, (None, _WEIGHT))
        if limit is None:
            good = (values >= 0.0) & (values < np.inf)
        else:
            good = (values >= -limit) & (values <= limit)
        known_faults = known_rows if limit is not None and known_rows else ()
        for index in np.flatnonzero(~good).tolist():
            if index + 1 not in known_faults:
                value = (shown or {}).get(name, values)[index]
                plain = value.item() if isinstance(value, np.generic) else value
                faults.append(RowFault(index + 1, name, plain, problem))
    return sorted(faults, key=lambda fault: fault.row or 0)
