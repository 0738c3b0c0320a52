"""`locator nearest`: the stations nearest to a place, or to every place of a file.

One place is answered as a table or as GeoJSON. The places of a CSV file are answered in chunks, so
that memory stays bounded, with a progress bar on a terminal. Positions are degrees, distances
metres.
"""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from locator.cli.main import language
from locator.cli.options import (
    lang_option,
    options_of,
    settings_with,
    stations_of,
    stations_option,
)
from locator.cli.terminal import neighbour_table, progress_bar
from locator.errors import LocatorError, shown_value
from locator.find import DEFAULT_K, find_nearest_of_many
from locator.find.geojson import SAMPLE_NOTICE, FeatureEncoder
from locator.find.nearest import K, NearestQuery, answer_nearest, travel_modes
from locator.geo.datum import convert
from locator.language import Phrase, phrase, verbatim
from locator.parameters import parameters_of
from locator.stations.moments import parse_moment
from locator.stations.selection import Selection
from locator.stations.writing.records import guard_cell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

    from locator.stations.station import Station
    from locator.stations.station_set import StationSet


# One place is answered with several stations, each of many with one, unless told otherwise.
_PARAMETERS = parameters_of(NearestQuery, but=("lon", "lat")) | {"k": K.but(default=None)}


# A negative longitude must not be taken for an option.
@click.command("nearest", context_settings={"ignore_unknown_options": True})
@click.argument("lon", type=float, required=False)
@click.argument("lat", type=float, required=False)
@options_of(_PARAMETERS, {"k": ("-k",)})
@click.option("--format", "form", type=click.Choice(["table", "geojson"]), default="table", show_default=True)  # fmt: skip  # noqa: E501
@click.option("--points", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="CSV file of places, with columns lon and lat.")  # fmt: skip  # noqa: E501
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="CSV file to write, with --points.")  # fmt: skip  # noqa: E501
@stations_option
@lang_option
def command(
    lon: float | None,
    lat: float | None,
    form: str,
    points: Path | None,
    output: Path | None,
    stations: Path | None,
    lang: str | None,  # noqa: ARG001  # read by `language`
    **parameters: Any,
) -> None:
    """Find the stations nearest to LON LAT (degrees), or to every place of a CSV file.

    \b
    locator nearest 113.65 34.76
    locator nearest 113.65 34.76 -k 3 --kind rider_home --service toilet,water
    locator nearest --points places.csv -o nearest.csv
    """  # noqa: D301  # \b is click's mark for lines that stay as they are
    if points is not None:
        if output is None or lon is not None:
            raise click.UsageError("with --points, give -o OUT.csv and no LON LAT")
        if parameters["open"] != "any" or parameters["travel"] is not None or form != "table":
            raise click.UsageError("--open, --travel and --format are for one place")
        query = NearestQuery(0.0, 0.0, **parameters | {"k": parameters["k"] or 1})
        station_set = stations_of(settings_with(stations))
        count = answer_points(station_set, points, output, query)
        message = phrase("cli.rows_written", count=count, output=output)
        click.echo(message.in_language(language()), err=True)
        if any(station.position == "modelled" for station in station_set):
            click.echo(SAMPLE_NOTICE.in_language(language()), err=True)
        return
    if lon is None or lat is None or output is not None:
        raise click.UsageError("give LON and LAT, or --points FILE.csv with -o OUT.csv")
    query = NearestQuery(lon, lat, **parameters | {"k": parameters["k"] or DEFAULT_K})
    settings = settings_with(stations)
    station_set = stations_of(settings)
    modes = travel_modes(settings.speeds_mps, settings.detour_factor)
    neighbours = answer_nearest(station_set, query, modes)
    if form == "geojson":
        click.echo(FeatureEncoder(station_set).neighbours(neighbours, language()))
    else:
        click.echo(neighbour_table(neighbours, language()))


_CHUNK_ROWS = 100_000
_SHOWN_ROWS = 20
_LON_NAMES = ("lon", "lng", "longitude", "经度")
_LAT_NAMES = ("lat", "latitude", "纬度")
_COLUMNS = (
    "nearest_rank", "nearest_id", "nearest_kind", "nearest_name", "nearest_lon", "nearest_lat",
    "nearest_position", "nearest_distance_m",
)  # fmt: skip

_Row = list[str]


class PointFileError(LocatorError):
    """A file of places can't be answered: every bad row, or what else is wrong."""


class _Place(NamedTuple):
    """A row of the file, with its line there and the degrees that it names."""

    line: int
    row: _Row
    lon: float
    lat: float


def answer_points(stations: StationSet, points: Path, output: Path, query: NearestQuery) -> int:
    """Write a CSV file with the places of another, k rows each, and their nearest stations.

    All columns are kept as they stand, and eight more follow, `nearest_rank` to
    `nearest_distance_m`; they are empty where no station is in reach. Empty lines are left out.
    The file appears whole, or not at all.

    Returns
    -------
    int
        The number of rows written, the headings not counted.

    Raises
    ------
    PointFileError
        If the file is no CSV, lacks a column, or has rows without a position: no file is written.
    """
    unfinished = output.with_name(output.name + ".part")
    row_count, size = 0, points.stat().st_size
    try:
        with (
            points.open("rb") as source,
            unfinished.open("w", encoding="utf-8-sig", newline="") as target,
            progress_bar() as progress,
        ):
            reader = _PointReader(points, source)
            writer = csv.writer(target, lineterminator="\n")
            writer.writerow([*reader.headings, *_COLUMNS])
            for places in reader.chunks():
                rows = [] if reader.bad else _answered(stations, places, query)
                writer.writerows(rows)
                row_count += len(rows)
                progress(source.tell(), size)
            reader.finish()
        unfinished.replace(output)
    except OSError as error:
        text = f"{output}: {error.strerror or error}"
        raise PointFileError(verbatim(text)) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return row_count


class _PointReader:
    """Reads places from a CSV file; rows that are none are collected and told together."""

    def __init__(self, path: Path, source: BufferedReader) -> None:
        self._path = path
        self._csv = csv.reader(_lines(source), strict=True)
        self.bad: list[tuple[int, str]] = []
        self.headings = self._next() or []
        self._lon, self._lat = self._column(_LON_NAMES), self._column(_LAT_NAMES)
        clash = [name for name in _COLUMNS if name in self.headings]
        if clash:
            raise self._error(phrase("cli.there_column_already", clash=clash[0]))

    def chunks(self) -> Iterator[list[_Place]]:
        """Give the places, some at a time."""
        places = self._places()
        while chunk := list(islice(places, _CHUNK_ROWS)):
            yield chunk

    def finish(self) -> None:
        """Raise if any row was bad."""
        if not self.bad:
            return
        count = len(self.bad)
        shown = [f"{line}: {why}" for line, why in self.bad[:_SHOWN_ROWS]]
        listed = "\n  ".join(shown + (["…"] if count > _SHOWN_ROWS else []))
        raise self._error(
            phrase("cli.rows_no_usable_degrees_line", count=count, listed=listed),
        )

    def _places(self) -> Iterator[_Place]:
        while (row := self._next()) is not None:
            if not row:
                continue
            line = self._csv.line_num
            if len(row) != len(self.headings):
                self.bad.append((line, f"{len(row)} ≠ {len(self.headings)}"))
                continue
            lon, lat = _degrees(row[self._lon], 180.0), _degrees(row[self._lat], 90.0)
            if lon is None or lat is None:
                shown = f"{shown_value(row[self._lon])}, {shown_value(row[self._lat])}"
                self.bad.append((line, shown))
                continue
            yield _Place(line, row, lon, lat)

    def _next(self) -> _Row | None:
        try:
            return next(self._csv, None)
        except (UnicodeDecodeError, csv.Error) as error:
            raise self._error(phrase("cli.no_csv_utf_8", error=error)) from error

    def _column(self, names: tuple[str, ...]) -> int:
        matches = [i for i, name in enumerate(self.headings) if name.strip().lower() in names]
        if len(matches) == 1:
            return matches[0]
        listed, there = ", ".join(names), ", ".join(self.headings)
        raise self._error(
            phrase("cli.expected_one_column_csv_named", listed=listed, there=there),
        )

    def _error(self, problem: Phrase) -> PointFileError:
        return PointFileError(phrase("cli.points_file", path=self._path, problem=problem))


def _lines(source: BufferedReader) -> Iterator[str]:
    """Decode line by line, so that the place in the file tells how much is done."""
    for number, line in enumerate(source):
        yield line.decode("utf-8-sig" if number == 0 else "utf-8")


def _degrees(text: str, limit: float) -> float | None:
    try:
        degrees = float(text)
    except ValueError:
        return None
    return degrees if -limit <= degrees <= limit else None


def _answered(stations: StationSet, places: list[_Place], query: NearestQuery) -> list[_Row]:
    """Return each place's row as often as stations were found for it, at least once."""
    day = (query.at or parse_moment("now", datetime.now(UTC))).date()
    lon, lat = convert(
        [place.lon for place in places], [place.lat for place in places], query.coordsys, "wgs84"
    )
    positions, distances = find_nearest_of_many(
        stations,
        lon,
        lat,
        query.k,
        selection=Selection.of(query.kinds, query.services, query.statuses, day),
        max_distance_m=query.max_distance_m,
    )
    rows: list[_Row] = []
    for place, nearest, metres in zip(places, positions.tolist(), distances.tolist(), strict=True):
        near = [(p, m) for p, m in zip(nearest, metres, strict=True) if p >= 0]
        for rank, (position, metre) in enumerate(near, start=1):
            rows.append(
                [*place.row, str(rank), *_neighbour_text(stations[position]), f"{metre:.3f}"]
            )
        if not near:
            rows.append([*place.row, *[""] * len(_COLUMNS)])
    return rows


def _neighbour_text(station: Station) -> _Row:
    """Return what is told of a station; its name can't be a formula of a spreadsheet."""
    lon, lat = repr(station.where.lon), repr(station.where.lat)
    name = guard_cell(station.name)
    return [station.id, station.kind, name, lon, lat, station.position or ""]
