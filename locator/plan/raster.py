"""Rasters of demand: GeoTIFFs of people per cell, such as WorldPop's and GHSL's, read in windows.

Needs rasterio, the extra `raster`: who has no rasters needs no second copy of GDAL.
"""

from __future__ import annotations

import importlib
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from locator.errors import LocatorError, RowFault
from locator.geo.vector_files import NO_CRS
from locator.language import Phrase, phrase
from locator.plan.demand_files import DemandFileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Booleans = NDArray[np.bool_]

RASTERS = (".tif", ".tiff")
_WINDOW_CELLS = 1 << 22
_MOST_CELLS = 50_000_000  # with weight: 2.5 GB with what is computed from them
_MOST_FAULTS = 20
_WEIGHT = phrase("plan.weight")
_IN_ALL = phrase("plan.in_all")
_NOWHERE = phrase("plan.nowhere")
_NO_PLACE = phrase("plan.no_place")
_NO_BAND = phrase("plan.no_band")
_NO_NUMBERS = phrase("plan.no_numbers")
_TOO_MANY = phrase("plan.too_many", most_cells=_MOST_CELLS)
_MISSING = phrase("plan.missing")


@dataclass(frozen=True, slots=True)
class RasterTable:
    """The cells of a raster that have weight, by row, then column; shape (n,).

    `zero_cells` and `nodata_cells` tell how many were left out for they have none, or tell none.
    """

    lon: Floats
    lat: Floats
    weight: Floats
    groups: dict[str, Floats]
    zero_cells: int
    nodata_cells: int


def read_raster(
    path: Path, weight: str, groups: Sequence[str] | None, usual: Sequence[str]
) -> RasterTable:
    """Read the cells of a GeoTIFF that have weight, as points at their centres.

    Parameters
    ----------
    path
        Its CRS may be any that PROJ knows; a cell counts by its value, scaled as the band says.
    weight, groups
        Bands by their descriptions; a raster of one band needs none. By default the groups are
        those of `usual` that it has.

    Raises
    ------
    DemandFileError
        For values that are negative, infinite or NaN and not declared as nodata, and for a raster
        that doesn't say where it lies.
    LocatorError
        If rasterio isn't installed, or the file can't be read.
    """
    try:
        # Looked for when it is needed: it is an extra.
        rasterio = importlib.import_module("rasterio")
    except ImportError as error:
        raise LocatorError(_words(path, _MISSING)) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
            # GTiff alone: other drivers follow references that a file holds.
            with rasterio.open(path, driver="GTiff") as source:
                return _RasterReader(path, source, weight, groups, usual).read()
    except rasterio.errors.RasterioError as error:
        text = " ".join(str(error).split())[:120]
        raise LocatorError(phrase("plan.cant_read_2", path=path, text=text)) from error


def _words(path: Path, what: Phrase) -> Phrase:
    return phrase("plan.value_2", path=path, what=what)


class _RasterReader:
    """One raster, open."""

    def __init__(
        self,
        path: Path,
        source: Any,
        weight: str,
        groups: Sequence[str] | None,
        usual: Sequence[str],
    ) -> None:
        self._path, self._source = path, source
        self._bands = self._chosen(weight, groups, usual)
        self._to_degrees = self._transformer()
        self._faults: list[RowFault] = []
        self._faulty = self._zero = self._nodata = self._cell_count = 0

    def read(self) -> RasterTable:
        """Read every window; only what has weight is kept."""
        parts = [np.empty((4 + len(self._bands) - 1, 0))]
        for window in self._windows():
            parts.append(self._cells(window))
            self._cell_count += parts[-1].shape[1]
            if self._cell_count > _MOST_CELLS:
                raise LocatorError(_words(self._path, _TOO_MANY))
        if self._faulty:
            more = self._faulty > len(self._faults)
            summary = [RowFault(None, "cells", self._faulty, _IN_ALL)] if more else []
            raise DemandFileError(str(self._path), [*summary, *self._faults])
        columns = np.concatenate(parts, axis=1)
        # As if read in one piece: blocks must not decide which of equals comes first.
        columns = columns[:, np.argsort(columns[0], kind="stable")]
        names = list(self._bands)[1:]
        return RasterTable(
            columns[1],
            columns[2],
            columns[3],
            dict(zip(names, columns[4:], strict=True)),
            self._zero,
            self._nodata,
        )

    def _chosen(
        self, weight: str, groups: Sequence[str] | None, usual: Sequence[str]
    ) -> dict[str, int]:
        """Return the numbers of the bands by name, the weight's first."""
        described = {name: n for n, name in enumerate(self._source.descriptions, start=1) if name}
        known = {weight: 1} if self._source.count == 1 else described
        chosen = [name for name in usual if name in described] if groups is None else list(groups)
        lacking = [name for name in (weight, *chosen) if name not in known]
        if lacking:
            self._refuse(*((name, list(self._source.descriptions), _NO_BAND) for name in lacking))
        bands = {name: known[name] for name in dict.fromkeys((weight, *chosen))}
        kinds = [self._source.dtypes[band - 1] for band in bands.values()]
        if any(np.dtype(kind).kind not in "iuf" for kind in kinds):
            self._refuse((weight, kinds, _NO_NUMBERS))
        return bands

    def _transformer(self) -> Transformer:
        source = self._source
        if source.crs is None:
            self._refuse(("crs", None, NO_CRS))
        if source.transform.is_identity or not source.transform.determinant:
            self._refuse(("transform", tuple(source.transform)[:6], _NO_PLACE))
        try:
            return Transformer.from_crs(
                CRS.from_wkt(source.crs.to_wkt()), "EPSG:4326", always_xy=True
            )
        except CRSError as error:
            problem = phrase("plan.crs_known_proj", error=error)
            raise LocatorError(_words(self._path, problem)) from error

    def _refuse(self, *faults: tuple[str, object, Phrase]) -> None:
        raise DemandFileError(str(self._path), [RowFault(None, *fault) for fault in faults])

    def _windows(self) -> Iterator[tuple[slice, slice]]:
        """Yield rows and columns of windows of whole blocks, so that each is decoded once."""
        height, width = self._source.shape
        block_rows, block_columns = self._source.block_shapes[0]
        across = max(1, _WINDOW_CELLS // (block_rows * block_columns)) * block_columns
        columns = min(width, across)
        rows = max(1, _WINDOW_CELLS // (columns * block_rows)) * block_rows
        for top in range(0, height, rows):
            for left in range(0, width, columns):
                yield slice(top, min(top + rows, height)), slice(left, min(left + columns, width))

    def _cells(self, window: tuple[slice, slice]) -> Floats:
        """Return a window's cells with weight: flat index, lon, lat, weight, groups; (4 + g, n)."""
        bands = list(self._bands.values())
        rows, columns = window
        at = ((rows.start, rows.stop), (columns.start, columns.stop))
        shape = len(bands), rows.stop - rows.start, columns.stop - columns.start
        valid = self._source.read_masks(bands, window=at).reshape(shape) != 0
        values = self._source.read(bands, window=at).reshape(shape).astype(np.float64)
        for value, band in zip(values, bands, strict=True):
            value *= self._source.scales[band - 1]  # noqa: PLW2901  # in place, as is the next
            value += self._source.offsets[band - 1]  # noqa: PLW2901
        values[1:][~valid[1:]] = 0.0  # a group that isn't told where the weight is has none there
        usable = (values >= 0.0) & (values < np.inf)
        self._nodata += int(np.count_nonzero(~valid[0]))
        self._zero += int(np.count_nonzero(valid[0] & (values[0] == 0.0)))
        for name, value, good in zip(self._bands, values, usable, strict=True):
            self._note(name, value, valid[0] & ~good, window, _WEIGHT)
        row, column = np.nonzero(valid[0] & usable.all(axis=0) & (values[0] > 0.0))
        lon, lat = self._degrees(row + rows.start, column + columns.start)
        nowhere = ~((np.abs(lon) <= 180.0) & (np.abs(lat) <= 90.0))
        if nowhere.any():
            lost = np.zeros(shape[1:], np.bool_)
            lost[row[nowhere], column[nowhere]] = True
            self._note("position", values[0], lost, window, _NOWHERE)
        flat = (row + rows.start) * float(self._source.width) + (column + columns.start)
        return np.stack([flat, lon, lat, *values[:, row, column]])

    def _degrees(self, row: Integers, column: Integers) -> tuple[Floats, Floats]:
        """Return cells' centres in degrees, WGS 84."""
        affine, right, down = self._source.transform, column + 0.5, row + 0.5
        x = affine.c + affine.a * right + affine.b * down
        y = affine.f + affine.d * right + affine.e * down
        lon, lat = self._to_degrees.transform(x, y)
        return np.asarray(lon, np.float64), np.asarray(lat, np.float64)

    def _note(
        self, name: str, value: Floats, bad: Booleans, window: tuple[slice, slice], why: Phrase
    ) -> None:
        """Count cells at fault; keep the first of them."""
        row, column = np.nonzero(bad)
        self._faulty += len(row)
        room = max(0, _MOST_FAULTS - len(self._faults))
        for r, c in zip(row[:room].tolist(), column[:room].tolist(), strict=True):
            field = f"{name}, column {window[1].start + c + 1}"
            at = window[0].start + r + 1
            self._faults.append(RowFault(at, field, float(value[r, c]), why))
