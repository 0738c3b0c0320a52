"""The set of stations that the settings ask for: the server's and the commands' alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.stations.hours import Calendar
from locator.stations.reading import read_stations

if TYPE_CHECKING:
    from pathlib import Path

    from locator.stations.station_set import StationSet


def load_stations(
    path: Path, *, hide_modelled: bool = False, calendar_folder: Path | None = None
) -> StationSet:
    """Read a file of stations under the calendar of a folder's year files.

    Parameters
    ----------
    path
        The file of stations.
    hide_modelled
        Leave modelled stations out.
    calendar_folder
        Where `locator calendar add` puts year files; one that does not exist has none.

    Raises
    ------
    LocatorError
        If the file has faults or can't be read, or a year file is wrong.
    """
    stations = read_stations(path, Calendar.load(calendar_folder))
    return stations.without_modelled() if hide_modelled else stations
