"""All that a site without a server knows, as one script that hands it to the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from locator.geo.datum import is_mainland
from locator.geo.districts import bundled_districts
from locator.publish.embedding import script_safe
from locator.publish.navigation import PROVIDERS, link_pattern
from locator.publish.site.columns import station_columns
from locator.publish.site.hours_table import hours_table, last_day
from locator.publish.site.names import name_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from locator.find.travel import Travel
    from locator.stations.station_set import StationSet

# How far around the stations positions are converted between datums.
_AROUND_DEG = 1.0


def site_data(stations: StationSet, first: date, travel: Mapping[str, Travel]) -> dict[str, object]:
    """Return what the scripts under `static/js/offline` work on; the same for both languages.

    Parameters
    ----------
    stations
        The set.
    first
        The first day for which hours are written out.
    travel
        Modes of travel: with them scripts tell the state on arrival.
    """
    calendar = stations.hours.calendar
    hours = stations.hours.distinct
    return {
        "stations": station_columns(stations),
        "hours": hours_table(hours, calendar, first, last_day(calendar, first))
        | {"osm": [text.osm for text in hours]},
        "names": name_table(stations, bundled_districts()),
        "travel": {
            key: {"speed_mps": mode.speed_mps, "detour_factor": mode.detour_factor}
            for key, mode in travel.items()
        },
        "navigation": {
            key: {"datum": provider.datum, "link": link_pattern(provider)}
            for key, provider in PROVIDERS.items()
        },
        "gcj02_box": _moving_box(stations),
    }


def data_script(name: str, value: object) -> str:
    r"""Return a script that hands data over under a name.

    As a text for JSON.parse: browsers read that several times as fast as the same as a program.

    Examples
    --------
    >>> print(data_script("given", {"a": "it's </script>"}))
    "use strict";
    window.locator.given = JSON.parse('{"a":"it\'s \\u003c/script\\u003e"}');
    <BLANKLINE>
    """
    text = script_safe(value).replace("\\", "\\\\").replace("'", "\\'")
    return f"\"use strict\";\nwindow.locator.{name} = JSON.parse('{text}');\n"


def _moving_box(stations: StationSet) -> list[float] | None:
    """Return a box around the stations that lies on the mainland as a whole, where GCJ-02 moves.

    None where part of it lies elsewhere: there the outline decides, which scripts don't have.
    """
    if not len(stations):
        return None
    west, east = stations.lon.min() - _AROUND_DEG, stations.lon.max() + _AROUND_DEG
    south, north = stations.lat.min() - _AROUND_DEG, stations.lat.max() + _AROUND_DEG
    lon, lat = np.meshgrid(np.linspace(west, east, 41), np.linspace(south, north, 41))
    if not is_mainland(lon.ravel(), lat.ravel()).all():
        return None
    return [round(float(edge), 6) for edge in (west, south, east, north)]
