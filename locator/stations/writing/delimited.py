"""Stations as CSV for people: with a byte order mark for Excel, and no cell that is a formula."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

from locator.language import phrase
from locator.stations.writing.atomic import FileError
from locator.stations.writing.records import (
    COLUMNS,
    LAT,
    LON,
    feature_from,
    guard_cell,
    record_of,
    station_set,
    unguard_cell,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from locator.stations.station import Station
    from locator.stations.station_set import StationSet

HEADINGS = (*COLUMNS[:4], LON, LAT, *COLUMNS[4:])
_NEEDED = ("id", LON, LAT)


def write_csv(path: Path, stations: Iterable[Station]) -> None:
    """Write a row a station, headed by the properties' names, lon and lat after the address."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(row_of(station) for station in stations)


def row_of(station: Station) -> list[object]:
    """Return the cells of a row: texts guarded, numbers as they are."""
    record = record_of(station) | {LON: station.where.lon, LAT: station.where.lat}
    return [
        guard_cell(cell) if isinstance(cell, str) else cell
        for cell in (record[heading] for heading in HEADINGS)
    ]


def read_csv(path: Path) -> StationSet:
    """Read what `write_csv` wrote.

    Raises
    ------
    FileError
        If it is no CSV in UTF-8 or lacks a column.
    StationFileError
        With every fault of its stations.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            features = list(features_from(csv.reader(file), path))
    except (UnicodeDecodeError, csv.Error) as error:
        raise not_ours(path, f"{error}") from error
    return station_set(features, path)


def features_from(rows: Iterable[list[Any]], path: Path) -> Iterator[dict[str, Any]]:
    """Yield the features of rows, the first of them headings; empty rows are passed over."""
    headings: list[str] = []
    for row in rows:
        if not any(cell not in (None, "") for cell in row):
            continue
        if not headings:
            headings = [str(cell).strip() for cell in row]
            missing = [name for name in _NEEDED if name not in headings]
            if missing:
                raise not_ours(path, "no column " + ", ".join(missing))
            continue
        cells = [unguard_cell(cell) if isinstance(cell, str) else cell for cell in row]
        yield _feature(dict(zip(headings, cells, strict=False)), path)
    if not headings:
        raise not_ours(path, "empty")


def _feature(record: dict[str, Any], path: Path) -> dict[str, Any]:
    try:
        return feature_from(record, float(record.get(LON, "")), float(record.get(LAT, "")))
    except (TypeError, ValueError, json.JSONDecodeError) as error:
        raise not_ours(path, f"{record.get('id')}: {error}") from error


def not_ours(path: Path, why: str) -> FileError:
    """Return the error for a table that no station file was written as."""
    return FileError(
        path,
        phrase("writing.no_table_stations_written_here", why=why),
        phrase("writing.read_other_lists_locator_import"),
    )
