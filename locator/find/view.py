"""What a map shows of the stations in view: single ones, or counts where they would overlap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from locator.find.nearest import select_for_visit
from locator.geo.datum import convert
from locator.parameters import Parameter, Whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from locator.find.nearest import Visit
    from locator.geo.boxes import LonLatBox
    from locator.geo.datum import Datum
    from locator.geo.points import LonLat
    from locator.stations.selection import Selection
    from locator.stations.station_set import StationSet

    Floats = NDArray[np.float64]

MAX_ZOOM = 22
ZOOM = Parameter("zoom", Whole(0, MAX_ZOOM), 7)
# An answer never holds more marks than this: where it would, cells are those of a coarser zoom.
MOST_MARKS = 800
# From this zoom on, a street's width apart is visible: every station stands for itself.
_SINGLE_FROM_ZOOM = 15
# A cell is a quarter of a tile, 64 pixels: a finger's width and a bit.
_CELLS_PER_TILE = 4
# A spot is two pixels wide.
_SPOTS_PER_TILE = 128
# Web Mercator ends here.
_MERCATOR_LAT_DEG = 85.0511287798066


@dataclass(frozen=True, slots=True)
class Cluster:
    """Several stations as one mark: their mean position, in the datum of the index, and number."""

    lon: float
    lat: float
    count: int


@dataclass(frozen=True, slots=True)
class View:
    """What is in view: clusters, and (position in the set, lon, lat) of single stations."""

    clusters: list[Cluster]
    singles: list[tuple[int, float, float]]
    total: int


class ViewIndex:
    """Stations as a map draws them, in one datum; immutable.

    Parameters
    ----------
    stations
        The set.
    datum
        What the map is drawn in: with GCJ-02 tiles every mark is moved to match.
    """

    def __init__(self, stations: StationSet, datum: Datum = "wgs84") -> None:
        self._stations = stations
        self._lon, self._lat = stations.lon, stations.lat
        if datum != "wgs84":
            self._lon, self._lat = convert(self._lon, self._lat, "wgs84", datum)
        # As fractions of Web Mercator's square, from its north-west corner.
        self._x = (self._lon + 180.0) / 360.0
        capped = np.radians(np.clip(self._lat, -_MERCATOR_LAT_DEG, _MERCATOR_LAT_DEG))
        self._y = (1.0 - np.arcsinh(np.tan(capped)) / np.pi) / 2.0

    def view(
        self,
        box: LonLatBox,
        zoom: int,
        selection: Selection,
        visit: Visit | None = None,
        start: LonLat | None = None,
    ) -> View:
        """Return what a map shows of a box, in the index's datum, at a zoom level from 0 to 22.

        Parameters
        ----------
        visit
            When somebody sets out and how: only stations in the required state on arrival stay.
        start
            Where the way begins, WGS 84; without it states are those of setting out.
        """
        inside = box.contains(self._lon, self._lat) & self._stations.mask(selection)
        members = np.flatnonzero(inside)
        if visit is not None:
            members = select_for_visit(self._stations, members, visit, start)
        if zoom >= _SINGLE_FROM_ZOOM and len(members) <= MOST_MARKS:
            return View([], self._singles(members), len(members))
        zoom = min(zoom, _SINGLE_FROM_ZOOM)
        cells, cell_of, counts = self._cells(members, zoom)
        while len(cells) > MOST_MARKS:
            zoom -= 1
            cells, cell_of, counts = self._cells(members, zoom)
        alone = counts[cell_of] == 1
        return View(
            self._clusters(members, cell_of, counts), self._singles(members[alone]), len(members)
        )

    def centres(
        self,
        box: LonLatBox,
        zoom: int,
        radius_m: float,
        selection: Selection,
        visit: Visit | None = None,
    ) -> tuple[Floats, Floats]:
        """Return the centres of the circles around stations that reach into a box, thinned.

        At a zoom level from 0 to 22 one centre stands for all within two pixels: their circles
        look the same.

        Returns
        -------
        lon, lat
            In the index's datum, shape (n,).
        """
        inside = box.widened(radius_m).contains(self._lon, self._lat)
        members = np.flatnonzero(inside & self._stations.mask(selection))
        if visit is not None:
            members = select_for_visit(self._stations, members, visit)
        per_side = _SPOTS_PER_TILE << zoom
        columns = (self._x[members] * per_side).astype(np.int64)
        rows = (self._y[members] * per_side).astype(np.int64)
        first = np.sort(np.unique(rows * per_side + columns, return_index=True)[1])
        return self._lon[members[first]], self._lat[members[first]]

    def _cells(
        self, members: NDArray[np.int64], zoom: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return the cells that hold stations, the cell of each member, and the cells' counts."""
        per_side = _CELLS_PER_TILE << zoom
        columns = (self._x[members] * per_side).astype(np.int64)
        rows = (self._y[members] * per_side).astype(np.int64)
        return np.unique(rows * per_side + columns, return_inverse=True, return_counts=True)

    def _clusters(
        self, members: NDArray[np.int64], cell_of: NDArray[np.int64], counts: NDArray[np.int64]
    ) -> list[Cluster]:
        lons = np.bincount(cell_of, self._lon[members], len(counts)) / counts
        lats = np.bincount(cell_of, self._lat[members], len(counts)) / counts
        listed = zip(lons.tolist(), lats.tolist(), counts.tolist(), strict=True)
        return [Cluster(lon, lat, count) for lon, lat, count in listed if count > 1]

    def _singles(self, members: NDArray[np.int64]) -> list[tuple[int, float, float]]:
        lons, lats = self._lon[members].tolist(), self._lat[members].tolist()
        return list(zip(members.tolist(), lons, lats, strict=True))
