"""Candidate sites read from a file: CSV or GeoJSON, every fault told together."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from locator.errors import FileFaultsError, LocatorError, RowFault, Words
from locator.plan.siting.candidates import Candidates
from locator.stations.hours import HoursError, OpeningHours

if TYPE_CHECKING:
    import os

_USES = ("", "required", "excluded")
_NUMBER = Words("应为 0 或更大的数", "expected a number, 0 or more")
_USE = Words("应为 required、excluded 或空", "expected required, excluded or nothing")
_LON = Words("应为 -180 至 180 之间的度数", "expected degrees from -180 to 180")
_LAT = Words("应为 -90 至 90 之间的度数", "expected degrees from -90 to 90")
_HOURS = Words("不是 OSM 的开放时间", "expected opening hours in OSM syntax")
_TWICE = Words("重复的 id", "an id that occurs before")


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
    made = reading.candidates()
    if reading.faults:
        raise CandidateFileError(
            str(path), sorted(reading.faults, key=lambda fault: fault.row or 0)
        )
    return made


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
        self, column: str, limit: float, problem: Words
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
