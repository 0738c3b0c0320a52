"""The formats of station files by their endings: one table of writers and readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from locator.language import phrase
from locator.stations.reading import read_stations
from locator.stations.writing import delimited, kml_gpx, vector, xlsx
from locator.stations.writing.atomic import FileError, write_whole
from locator.stations.writing.geojson import write_geojson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from locator.stations.station import Station
    from locator.stations.station_set import StationSet


class Format(NamedTuple):
    """How stations are written to a file, and read back from it."""

    write: Callable[[Path, Iterable[Station]], None]
    read: Callable[[Path], StationSet]


_GEOJSON = Format(write_geojson, read_stations)
_PARQUET = Format(vector.write_parquet, vector.read_parquet)
FORMATS: dict[str, Format] = {
    ".geojson": _GEOJSON,
    ".json": _GEOJSON,
    ".gpkg": Format(vector.write_gpkg, vector.read_gpkg),
    ".csv": Format(delimited.write_csv, delimited.read_csv),
    ".xlsx": Format(xlsx.write_xlsx, xlsx.read_xlsx),
    ".kml": Format(kml_gpx.write_kml, kml_gpx.read_kml),
    ".gpx": Format(kml_gpx.write_gpx, kml_gpx.read_gpx),
    ".parquet": _PARQUET,
    ".geoparquet": _PARQUET,
}
ENDINGS = tuple(FORMATS)
GEOJSON_ENDINGS = (".geojson", ".json")


def format_of(path: Path) -> Format:
    """Return the format that a file's ending names.

    Raises
    ------
    FileError
        For another ending.
    """
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        listed = " ".join(ENDINGS)
        raise FileError(
            path,
            phrase("writing.no_known_format"),
            phrase("writing.end_name_one", listed=listed),
        )
    return found


def write_any(path: Path, stations: Iterable[Station], *, backup: bool = False) -> None:
    """Write a file of the format that its ending names, whole or not at all."""
    form = format_of(path)
    write_whole(path, lambda unfinished: form.write(unfinished, stations), backup=backup)


def read_any(path: Path) -> StationSet:
    """Read a file that `write_any` wrote.

    Raises
    ------
    FileError
        If it can't be read as what its ending says.
    StationFileError
        With every fault of its stations.
    """
    form = format_of(path)
    try:
        return form.read(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileError(
            path,
            phrase("writing.cant_read", reason=reason),
            phrase("writing.check_name_permissions"),
        ) from error
