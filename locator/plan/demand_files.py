"""Files of demand, read into columns: CSV, GeoJSON, GeoPackage and GeoParquet."""

from __future__ import annotations

import gzip
import io
import warnings
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import geopandas
import numpy as np
import pandas as pd
import shapely

from locator.errors import FileFaultsError, LocatorError, RowFault
from locator.geo.vector_files import NO_COLUMN, NO_CRS, VECTOR_FILES, read_frame
from locator.language import phrase

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]

_LABELS = ("id", "name", "adcode", "source", "position", "note")
_CSV = (".csv", ".csv.gz")
_MOST_BYTES = 4_000_000_000  # of a CSV once decompressed
_NO_SHAPE = phrase("plan.no_shape")


class DemandFileError(FileFaultsError[RowFault]):
    """A file of demand can't be used. `faults` has every reason, in the file's order."""


@dataclass
class DemandTable:
    """Columns of a file: numbers, NaN where there is none, and what else was found."""

    lon: Floats
    lat: Floats
    weight: Floats
    groups: dict[str, Floats]
    modelled: bool
    shown: dict[str, Sequence[object]] = field(default_factory=dict)
    faults: list[RowFault] = field(default_factory=list)

    @property
    def bad_rows(self) -> list[int]:
        """Rows whose position is known to be at fault."""
        return [fault.row for fault in self.faults if fault.row is not None]


def read_table(
    path: Path, raw: bytes, weight: str, groups: Sequence[str] | None, usual: Sequence[str]
) -> DemandTable:
    """Read the bytes of a file by its name's ending. See `read_demand`.

    Raises
    ------
    LocatorError
        If it can't be read, or has another ending.
    """
    name = path.name.lower()
    if not name.endswith((*_CSV, *VECTOR_FILES)):
        endings = ", ".join((*_CSV, *VECTOR_FILES, ".tif", ".tiff"))
        raise LocatorError(phrase("plan.file_demand_name_end_one", path=path, endings=endings))
    if name.endswith(_CSV):
        frame = _read_csv(path, raw)
        chosen = _csv_groups(frame, weight) if groups is None else list(groups)
        _require(path, frame, ["lon", "lat", weight, *chosen])
        return _table(frame, frame["lon"], frame["lat"], weight, chosen)
    shapes = read_frame(path, raw)
    present = [group for group in usual if group in shapes.columns]
    chosen = present if groups is None else list(groups)
    _require(path, shapes, [weight, *chosen])
    if not isinstance(shapes, geopandas.GeoDataFrame):
        raise DemandFileError(str(path), [RowFault(None, "geometry", None, NO_COLUMN)])
    if shapes.crs is None:
        raise DemandFileError(str(path), [RowFault(None, "crs", None, NO_CRS)])
    lon, lat, faults = _positions(shapes)
    table = _table(pd.DataFrame(shapes), lon, lat, weight, chosen)
    table.faults.extend(faults)
    return table


def _read_csv(path: Path, raw: bytes) -> pd.DataFrame:
    try:
        if path.name.lower().endswith(".gz"):
            with gzip.GzipFile(fileobj=io.BytesIO(raw)) as file:
                raw = file.read(_MOST_BYTES + 1)
            if len(raw) > _MOST_BYTES:
                raise LocatorError(
                    phrase("plan.over_bytes_when_decompressed", path=path, most_bytes=_MOST_BYTES)
                )
        with warnings.catch_warnings():
            # Rows longer than the heading would else lose cells, or move to other columns.
            warnings.simplefilter("error", pd.errors.ParserWarning)
            return pd.read_csv(
                io.BytesIO(raw),
                encoding="utf-8-sig",
                index_col=False,
                low_memory=False,
            )
    except (OSError, EOFError, zlib.error, ValueError, pd.errors.ParserWarning) as error:
        text = " ".join(str(error).split())[:120]
        raise LocatorError(phrase("plan.cant_read_csv_utf_8", path=path, text=text)) from error


def _csv_groups(frame: pd.DataFrame, weight: str) -> list[str]:
    reserved = {"lon", "lat", "weight", weight, *_LABELS}
    return [str(column) for column in frame.columns if str(column) not in reserved]


def _require(path: Path, frame: pd.DataFrame, columns: Sequence[str]) -> None:
    lacking = [column for column in columns if column not in frame.columns]
    if lacking:
        listed = list(map(str, frame.columns))
        faults = [RowFault(None, column, listed, NO_COLUMN) for column in lacking]
        raise DemandFileError(str(path), faults)


def _table(
    frame: pd.DataFrame, lon: Any, lat: Any, weight: str, groups: Sequence[str]
) -> DemandTable:
    columns = {"lon": lon, "lat": lat, "weight": frame[weight]}
    columns |= {group: frame[group] for group in groups}
    numbers = {name: _numbers(values) for name, values in columns.items()}
    return DemandTable(
        lon=numbers.pop("lon"),
        lat=numbers.pop("lat"),
        weight=numbers.pop("weight"),
        groups=numbers,
        modelled=_says(frame, "source", "model") or _says(frame, "position", "modelled"),
        shown={name: list(values) for name, values in columns.items() if _is_text(values)},
    )


def _numbers(values: Any) -> Floats:
    if isinstance(values, np.ndarray):
        return values
    if values.dtype == bool:
        return np.full(len(values), np.nan)
    numbers = pd.to_numeric(values, errors="coerce")
    return np.asarray(numbers.to_numpy(dtype=np.float64, na_value=np.nan))


def _is_text(values: Any) -> bool:
    return not pd.api.types.is_numeric_dtype(values.dtype) or values.dtype == bool


def _says(frame: pd.DataFrame, column: str, word: str) -> bool:
    return column in frame.columns and bool((frame[column] == word).any())


def _positions(
    shapes: geopandas.GeoDataFrame,
) -> tuple[Floats, Floats, list[RowFault]]:
    """Return points in degrees, WGS 84, and the rows whose geometry gives none.

    GeoPandas transforms with x before y whatever the CRS's own axis order is, which is the order
    in which all of these formats store coordinates.
    """
    geometry = np.array(shapes.geometry.array, dtype=object)
    kinds = shapely.get_type_id(geometry)
    areas = np.isin(kinds, (3, 6)) & ~shapely.is_empty(geometry)
    points = (kinds == 0) & ~shapely.is_empty(geometry)
    places = np.full(len(geometry), None, dtype=object)
    places[points] = geometry[points]
    places[areas] = shapely.point_on_surface(shapely.make_valid(geometry[areas]))
    projected = geopandas.GeoSeries(places, crs=shapes.crs).to_crs("EPSG:4326")
    places = np.array(projected.array, dtype=object)
    bad = np.flatnonzero(~(points | areas)).tolist()
    faults = [RowFault(index + 1, "geometry", _kind(geometry[index]), _NO_SHAPE) for index in bad]
    return shapely.get_x(places), shapely.get_y(places), faults


def _kind(shape: BaseGeometry | None) -> str | None:
    if shape is None:
        return None
    return f"{shape.geom_type} EMPTY" if shape.is_empty else shape.geom_type
