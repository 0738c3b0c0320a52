"""The current stations as files: made once for each version of the data, licence and date within.

Where a format has a place for licence and date they stand in the file: GeoJSON's members, a
GeoPackage's description, KML's description, GPX's metadata. CSV has none: there the name of the
file tells the date, as it does for all of them, and the answer's headers the licence.
"""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import threading
import weakref
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, BinaryIO

from locator.language import Language, Phrase, phrase, phrases, said_in
from locator.publish.documents import render_document
from locator.stations.writing.delimited import write_csv
from locator.stations.writing.geojson import write_geojson
from locator.stations.writing.kml_gpx import write_gpx, write_kml
from locator.stations.writing.vector import write_gpkg

if TYPE_CHECKING:
    from collections.abc import Callable

    from locator.publish.documents import Licence
    from locator.stations.station import Station
    from locator.stations.station_set import StationSet


@dataclass(frozen=True, slots=True)
class Download:
    """A file that can be had: its media type, what it is for, and how it is written."""

    media_type: str
    title: Phrase
    write: Callable[[Path, list[Station], Licence], None]


def _write_geojson(path: Path, stations: list[Station], licence: Licence) -> None:
    members = {"date": licence.date, "licence": licence.in_both()}
    write_geojson(path, stations, members)


def _write_csv(path: Path, stations: list[Station], licence: Licence) -> None:  # noqa: ARG001
    write_csv(path, stations)


def _write_gpkg(path: Path, stations: list[Station], licence: Licence) -> None:
    write_gpkg(path, stations)
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(
            "UPDATE gpkg_contents SET description = ?, last_change = ?",
            (licence.in_both(), f"{licence.date}T00:00:00.000Z"),
        )


def _write_kml(path: Path, stations: list[Station], licence: Licence) -> None:
    write_kml(path, stations, f"{licence.date} {licence.in_both()}")


def _write_gpx(path: Path, stations: list[Station], licence: Licence) -> None:
    write_gpx(path, stations, licence.in_both(), licence.date)


DOWNLOADS: dict[str, Download] = {
    "stations.geojson": Download(
        "application/geo+json",
        phrase("documents.downloads.stations.geojson"),
        _write_geojson,
    ),
    "stations.csv": Download("text/csv", phrase("documents.downloads.stations.csv"), _write_csv),
    "stations.gpkg": Download(
        "application/geopackage+sqlite3",
        phrase("documents.downloads.stations.gpkg"),
        _write_gpkg,
    ),
    "stations.kml": Download(
        "application/vnd.google-earth.kml+xml",
        phrase("documents.downloads.stations.kml"),
        _write_kml,
    ),
    "stations.gpx": Download(
        "application/gpx+xml",
        phrase("documents.downloads.stations.gpx"),
        _write_gpx,
    ),
}
_TITLE = phrase("documents.title_2")
_WORDS = phrases("documents.downloads_words")


def render_downloads(stations: StationSet, licence: Licence, lang: Language) -> str:
    """Return the page that lists the files."""
    return render_document(
        "document.downloads.html", lang, "/downloads/", _TITLE.in_language(lang),
        say=said_in(lang, _WORDS),
        files=[(name, download.title.in_language(lang)) for name, download in DOWNLOADS.items()],
        date=licence.date, count=f"{len(stations):,}", paragraphs=licence.paragraphs(lang),
    )  # fmt: skip


class DownloadFolder:
    """The files of one version of the data, made when first asked for; older ones go.

    Threads may share it. They lie in a folder of this process, so memory holds none of them.
    """

    def __init__(self) -> None:
        self._making = threading.Lock()
        self._drop: weakref.finalize[..., DownloadFolder] | None = None
        self._folder = Path()
        self._stations: StationSet | None = None

    def open(self, name: str, stations: StationSet, licence: Licence, *, packed: bool) -> BinaryIO:
        """Return a file of `DOWNLOADS`, opened; `packed` by gzip.

        It can be read to its end though its version goes meanwhile.
        """
        with self._making:
            if self._stations is not stations:
                self._begin(stations)
            path = self._folder / name
            if not path.with_name(name + ".gz").exists():
                make_download(path, stations, licence)
            return path.with_name(name + ".gz" if packed else name).open("rb")

    def _begin(self, stations: StationSet) -> None:
        """Drop the folder of the version before; this one's goes with the process at the latest."""
        if self._drop is not None:
            self._drop()
        self._folder = Path(mkdtemp(prefix="locator-"))
        self._drop = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._stations = stations


def make_download(path: Path, stations: StationSet, licence: Licence) -> None:
    """Write the file of `DOWNLOADS` that a path ends in, and the same packed, `.gz` appended.

    Only the listed properties are published, whatever else the stations' own file holds.
    """
    listed = [replace(station, extra={}) for station in stations]
    path.unlink(missing_ok=True)
    DOWNLOADS[path.name].write(path, listed, licence)
    packed = path.with_name(path.name + ".gz")
    unfinished = packed.with_suffix(".part")
    # Neither a name nor a time within: the same data give the same bytes.
    with (
        path.open("rb") as source,
        unfinished.open("wb") as target,
        gzip.GzipFile("", "wb", 6, target, 0) as packing,
    ):
        shutil.copyfileobj(source, packing)
    unfinished.replace(packed)
