"""Answer every place of a CSV file, in chunks, with a progress bar on a terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import click
import numpy as np
import pandas as pd

from locator.errors import LocatorError, Words, shown_value
from locator.find import find_nearest_of_many
from locator.geo.datum import Datum, convert
from locator.stations.cells import guard_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from locator.errors import Language
    from locator.stations.selection import Selection
    from locator.stations.station_set import StationSet

_CHUNK_ROWS = 100_000
_SHOWN_ROWS = 20
_LON_NAMES = ("lon", "lng", "longitude", "经度")
_LAT_NAMES = ("lat", "latitude", "纬度")
_COLUMNS = ("rank", "id", "kind", "name", "lon", "lat", "distance_m")
_PREFIX = "nearest_"


class Bulk(NamedTuple):
    """What is asked for every place."""

    k: int
    selection: Selection
    max_distance_m: float | None
    coordsys: Datum


class PointFileError(LocatorError):
    """A file of places can't be answered: every bad row, or what else is wrong."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words

    def in_language(self, lang: Language) -> str:
        """Return the message in the language."""
        return self.words.in_language(lang)


def answer_points(stations: StationSet, points: Path, output: Path, bulk: Bulk) -> int:
    """Write a CSV file with the places of another, k rows each, and their nearest stations.

    All columns are kept as they stand, and seven more follow, `nearest_rank` to
    `nearest_distance_m`; they are empty where no station is in reach. The file appears whole, or
    not at all.

    Returns
    -------
    int
        The number of rows written.

    Raises
    ------
    PointFileError
        If the file is no CSV, lacks a column, or has rows without a position: no file is written.
    """
    unfinished = output.with_name(output.name + ".part")
    bad: list[tuple[int, str, str]] = []
    written = 0
    try:
        with _progress(points) as reached, unfinished.open("w", encoding="utf-8-sig") as file:
            for chunk in _chunks(points, reached):
                lon, lat, wrong = _positions(chunk)
                bad.extend(wrong)
                if not bad:
                    table = _answered(stations, chunk, (lon, lat), bulk)
                    table.to_csv(file, index=False, header=written == 0, lineterminator="\n")
                    written += len(table)
        if bad:
            raise PointFileError(_bad_rows(points, bad))
        unfinished.replace(output)
    except OSError as error:
        text = f"{output}: {error.strerror or error}"
        raise PointFileError(Words(text, text)) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return written


def _chunks(points: Path, reached: Callable[[int], None]) -> Iterator[pd.DataFrame]:
    """Read a CSV file of texts, a chunk at a time."""
    try:
        with points.open("rb") as file:
            reader = pd.read_csv(
                file, dtype=str, keep_default_na=False, encoding="utf-8", chunksize=_CHUNK_ROWS
            )
            for chunk in reader:
                yield chunk
                reached(file.tell())
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        zh = f"{points}：不是 UTF-8 编码的 CSV（{error}）"
        raise PointFileError(Words(zh, f"{points}: is no CSV in UTF-8 ({error})")) from error


def _positions(
    chunk: pd.DataFrame,
) -> tuple[NDArray[np.float64], NDArray[np.float64], list[tuple[int, str, str]]]:
    """Return the places' degrees, and the rows (counted from 1, headings not) that have none."""
    lon_text, lat_text = chunk[_column(chunk, _LON_NAMES)], chunk[_column(chunk, _LAT_NAMES)]
    lon = pd.to_numeric(lon_text, errors="coerce").to_numpy(np.float64)
    lat = pd.to_numeric(lat_text, errors="coerce").to_numpy(np.float64)
    good = (np.abs(lon) <= 180) & (np.abs(lat) <= 90)
    rows = np.flatnonzero(~good)
    wrong = [(int(chunk.index[int(r)]) + 1, lon_text.iloc[r], lat_text.iloc[r]) for r in rows]
    return lon, lat, wrong


def _column(chunk: pd.DataFrame, names: tuple[str, ...]) -> str:
    taken = [column for column in chunk.columns if column.strip().lower() in names]
    if len(taken) == 1:
        return str(taken[0])
    listed = ", ".join(names)
    zh = f"应有且只有一列名为以下之一：{listed}；现有：{', '.join(chunk.columns)}"
    en = f"expected one column named one of {listed}; there are {', '.join(chunk.columns)}"
    raise PointFileError(Words(zh, en))


def _answered(
    stations: StationSet,
    chunk: pd.DataFrame,
    place: tuple[NDArray[np.float64], NDArray[np.float64]],
    bulk: Bulk,
) -> pd.DataFrame:
    """Return the chunk with each row as often as stations were found for it, at least once."""
    lon, lat = convert(*place, bulk.coordsys, "wgs84")
    positions, distances = find_nearest_of_many(
        stations,
        lon,
        lat,
        bulk.k,
        selection=bulk.selection,
        max_distance_m=bulk.max_distance_m,
    )
    keep = positions >= 0
    keep[:, 0] = True
    rows, ranks = np.nonzero(keep)
    table = chunk.iloc[rows].reset_index(drop=True)
    clash = [name for name in _COLUMNS if _PREFIX + name in table.columns]
    if clash:
        zh, en = "输入已有列 ", "the input has a column already: "
        name = _PREFIX + clash[0]
        raise PointFileError(Words(zh + name, en + name))
    found = positions[rows, ranks]
    columns = _station_columns(stations)
    for name, values in columns.items():
        table[_PREFIX + name] = np.where(found >= 0, values[found], "")
    rank = np.where(found >= 0, (ranks + 1).astype(str), "")
    table.insert(len(chunk.columns), _PREFIX + "rank", rank)
    metres = [f"{metre:.3f}" if np.isfinite(metre) else "" for metre in distances[rows, ranks]]
    table[_PREFIX + "distance_m"] = metres
    return table


def _station_columns(stations: StationSet) -> dict[str, NDArray[np.object_]]:
    """Return what is told of stations, as texts; one more at the end stands for none."""
    texts = {
        "id": [station.id for station in stations],
        "kind": [station.kind for station in stations],
        "name": [guard_cell(station.name) for station in stations],
        "lon": [repr(station.where.lon) for station in stations],
        "lat": [repr(station.where.lat) for station in stations],
    }
    return {name: np.array([*values, ""], dtype=object) for name, values in texts.items()}


def _bad_rows(points: Path, bad: list[tuple[int, str, str]]) -> Words:
    shown = [f"{row}: {shown_value(lon)}, {shown_value(lat)}" for row, lon, lat in bad]
    listed = "\n  ".join(shown[:_SHOWN_ROWS] + (["…"] if len(bad) > _SHOWN_ROWS else []))
    return Words(
        f"{points}：{len(bad)} 行没有可用的经纬度（行号自表头之后数起），未写出文件\n  {listed}",
        f"{points}: {len(bad)} rows have no usable degrees (rows count from the one after the "
        f"headings); nothing was written\n  {listed}",
    )


@contextmanager
def _progress(points: Path) -> Iterator[Callable[[int], None]]:
    """Show how much of the file is read, where somebody is looking at a terminal."""
    with click.progressbar(
        length=points.stat().st_size, file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        yield lambda position: bar.update(position - bar.pos)
