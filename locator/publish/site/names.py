"""What a search by name needs: districts, and the pinyin of every name, in a few kilobytes.

A character's syllable nearly always is the same, so scripts get one table of characters, and the
names that are read otherwise. How a name falls into syllables is checked here against the real
spelling of every name: what the table does not reproduce is listed in full.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import shapely

from locator.find.pinyin import spelt
from locator.find.search import normalised_name, spelling
from locator.geo.seats import bundled_seats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from locator.geo.districts import District, Districts
    from locator.stations.station_set import StationSet

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
        "pinyin": spelt(area.name),
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
    spelt_names = {name: spelling(name) for name in names}
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, syllables in spelt_names.items():
        pieces = _PIECES.findall(normalised_name(name))
        if len(pieces) == len(syllables):
            for piece, syllable in zip(pieces, syllables, strict=True):
                if piece != syllable and len(piece) == 1:
                    counts[piece][syllable] += 1
    usual = {char: min(found, key=lambda s: (-found[s], s)) for char, found in counts.items()}
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
