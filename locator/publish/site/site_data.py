"""All that a site without a server knows, as one script that hands it to the others.

A character's syllable nearly always is the same, so scripts get one table of characters, and the
names that are read otherwise. How a name falls into syllables is checked here against the real
spelling of every name: what the table does not reproduce is listed in full.

What a search by name needs: districts, and the pinyin of every name, in a few kilobytes.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np
import shapely

from locator.find.search import district_pinyin, name_syllables, normalised_name
from locator.geo.datum import is_mainland
from locator.geo.districts import bundled_districts, bundled_seats
from locator.publish.courier.navigation import PROVIDERS, link_pattern
from locator.publish.page import script_safe
from locator.publish.site.site_tables import hours_table, last_day, station_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from locator.find.nearest import Travel
    from locator.geo.districts import District, Districts
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


# As `offline/names.js` cuts a name: digits, Latin letters, and single characters.
_PIECES = re.compile(r"[0-9]+|[a-z]+|[^0-9a-z]")


def name_table(stations: StationSet, districts: Districts) -> dict[str, object]:
    """Return districts as they are searched, and the spellings of all names.

    Returns
    -------
    dict
        `areas`, prefectures first; `counties`, full names by adcode, of those that have
        stations; `syllables`, a text of characters by syllable; `spelt`,
        `[[name, "syllable …"], …]`, for names that the table reads wrongly.
    """
    areas = (*districts.prefectures, *districts.counties)
    names = dict.fromkeys(station.name for station in stations)
    names |= dict.fromkeys(area.name for area in areas)
    table, others = _spellings(list(names))
    adcodes = {station.adcode for station in stations}
    return {
        "areas": [_area(area) for area in areas],
        "counties": {c.adcode: c.full_name for c in districts.counties if c.adcode in adcodes},
        "syllables": table,
        "spelt": others,
    }


def _area(area: District) -> dict[str, object]:
    seat = bundled_seats().get(area.adcode)
    where = (seat.lon, seat.lat) if seat else _inside(area)
    within = "" if area.level == "prefecture" else area.prefecture_name
    return {
        "what": area.level,
        "key": area.adcode,
        "name": area.name,
        "pinyin": district_pinyin(area.name),
        "within": within if within != area.name else "",
        "own": sorted(area.own_names()),
        "long": sorted(area.long_names()),
        "at": where,
    }


def _inside(area: District) -> tuple[float, float]:
    point = shapely.point_on_surface(area.geometry)
    return point.x, point.y


def _spellings(names: Sequence[str]) -> tuple[dict[str, str], list[list[str]]]:
    """Return characters by their usual syllable, and the names that need more than these."""
    spelt_names = {name: name_syllables(name) for name in names}
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, syllables in spelt_names.items():
        pieces = _PIECES.findall(normalised_name(name))
        if len(pieces) == len(syllables):
            for piece, syllable in zip(pieces, syllables, strict=True):
                if piece != syllable and len(piece) == 1:
                    counts[piece][syllable] += 1
    usual = {
        char: min(spellings, key=lambda s: (-spellings[s], s)) for char, spellings in counts.items()
    }
    others = [
        [name, " ".join(syllables)]
        for name, syllables in spelt_names.items()
        if _read(name, usual) != syllables
    ]
    return _by_syllable(usual), others


def _read(name: str, usual: dict[str, str]) -> list[str]:
    """Return what the script makes of a name."""
    return [usual.get(piece, piece) for piece in _PIECES.findall(normalised_name(name))]


def _by_syllable(usual: dict[str, str]) -> dict[str, str]:
    grouped: defaultdict[str, list[str]] = defaultdict(list)
    for char, syllable in sorted(usual.items()):
        grouped[syllable].append(char)
    return {syllable: "".join(chars) for syllable, chars in sorted(grouped.items())}
