"""The stations being served: a changed file is taken up while requests go on.

One thread per process looks at the file. A new set is built beside the old one, then a single
reference is swapped: a request sees either set whole. A broken file leaves the old set serving.
"""

from __future__ import annotations

import logging
import os
import threading
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from locator.errors import LocatorError
from locator.find.geojson import FeatureEncoder
from locator.find.search import SearchIndex
from locator.find.view import ViewIndex
from locator.geo.districts import bundled_districts
from locator.publish.courier.navigation import navigation_members

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask

    from locator.geo.datum import Datum
    from locator.stations.station_set import StationSet

_log = logging.getLogger(__name__)

_Signature = tuple[int, int, int] | None


@dataclass(frozen=True)
class ServedStations:
    """What one request works on: a set, its encoder, and why a newer file is not served.

    `search` finds its stations by name.
    """

    stations: StationSet
    encoder: FeatureEncoder = field(repr=False)
    search: SearchIndex = field(repr=False)
    error: LocatorError | None = None
    _views: dict[Datum, ViewIndex] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, stations: StationSet) -> ServedStations:
        """Return what serves a set: all that is built once for it."""
        encoder = FeatureEncoder(stations, navigation_members)
        return cls(stations, encoder, SearchIndex(stations, bundled_districts()))

    def view(self, datum: Datum) -> ViewIndex:
        """Return what draws its stations in a datum, made when first asked for."""
        if datum not in self._views:
            self._views[datum] = ViewIndex(self.stations, datum)
        return self._views[datum]


class StationStore:
    """Holds the set that is served, and replaces it when its file changes.

    Parameters
    ----------
    path
        The file of stations.
    read
        Makes a set of it; raises LocatorError if it can't.
    every_s
        How often the file is looked at, in seconds.
    calendar_folder
        Where year files lie that `read` takes too: a new one is taken up as a new file is.
    """

    def __init__(
        self,
        path: Path,
        read: Callable[[Path], StationSet],
        every_s: float = 1.0,
        calendar_folder: Path | None = None,
    ) -> None:
        self._path, self._read, self._every_s = path, read, every_s
        self._calendar_folder = calendar_folder
        self._signature = self._look()
        self._served = ServedStations.of(read(path))
        self._start = threading.Lock()
        self._watcher: threading.Thread | None = None
        self._watched_in: int | None = None

    def current(self) -> ServedStations:
        """Return what is served now. The first call in a process starts its watching thread."""
        # A server forks its workers after the app is made, and a thread does not survive a fork.
        if self._watched_in != os.getpid():
            self._watch()
        return self._served

    @property
    def served(self) -> ServedStations:
        """What is served now, without a thread being started to watch the file."""
        return self._served

    def refresh(self) -> None:
        """Take up the file if it has changed since it was last read."""
        signature = self._look()
        if signature == self._signature:
            return
        try:
            self._served = ServedStations.of(self._read(self._path))
        except LocatorError as error:
            _log.error("the old stations stay in service: %s", error)
            self._served = replace(self._served, error=error)
        except Exception as error:  # noqa: BLE001  # whatever it is, the old set must go on serving
            _log.exception("the old stations stay in service")
            failure = LocatorError(f"{self._path}: {error!r}")
            self._served = replace(self._served, error=failure)
        else:
            origin = self._served.stations.origin
            _log.info("serving %d stations, %s", len(self._served.stations), origin.sha256)
        self._signature = signature

    def _look(self) -> tuple[_Signature, ...]:
        """Return what changes with the file of stations and with the calendar's year files."""
        folder = self._calendar_folder
        years = sorted(folder.glob("*.json")) if folder is not None else []
        return tuple(_signature(path) for path in (self._path, *years))

    def _watch(self) -> None:
        with self._start:
            if self._watched_in == os.getpid():
                return
            self._watched_in = os.getpid()
            self._watcher = threading.Thread(target=self._run, name="stations", daemon=True)
            self._watcher.start()

    def _run(self) -> None:
        """Look at the file for ever; read it once it has stood still for one interval.

        A file that is being written in place changes from look to look.
        """
        pause = threading.Event()
        last_signature = self._signature
        while not pause.wait(self._every_s):
            signature = self._look()
            if signature == last_signature:
                self.refresh()
            last_signature = signature


def store(app: Flask) -> StationStore:
    """Return the store of an app."""
    extension: StationStore = app.extensions["stations"]
    return extension


def _signature(path: Path) -> _Signature:
    """Return what changes whenever a file is written or replaced; none where there is no file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
