"""What the scripts of the pages with a map know: their tables are Python's."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from locator.geo.boxes import HENAN
from locator.publish.basemap import BASEMAP_CREDIT, law_notice
from locator.publish.courier import page_frame
from locator.publish.courier.navigation import PROVIDERS
from locator.publish.drawing.scales import ink_on
from locator.stations.hours.reason import WORDINGS
from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES
from locator.travel import DEFAULT_MODE, MODES

if TYPE_CHECKING:
    from locator.language import Language
    from locator.publish.courier.page_frame import PageFrame
    from locator.settings import Tiles
    from locator.stations.station_set import StationSet

# Farther than this nothing counts as near: an hour by e-bike.
REACH_M = 20_000
# How many stations a list begins with, how many more each time, and the most.
PAGE_SIZE, MOST_LISTED = 10, 50
RINGS_M = (500, 1_000, 2_000, 5_000)
LOCATE_TIMEOUT_MS, SLOW_AFTER_MS = 8_000, 4_000

MAP_SCRIPTS = ("vendor/leaflet/leaflet.js", "js/map/ground.js", "js/map/marks.js", "js/map/map.js")
MAP_STYLES = ("vendor/leaflet/leaflet.css", "css/map.css")

# Reasons for a state that tell more than the state and its next change do.
STATED_REASONS = [
    code
    for code, wording in WORDINGS.items()
    if "{opens}" not in wording.in_language("zh") and code not in ("hours", "all_day", "unstated")
]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a page tells of its set: how many stations offer what, and how many are modelled."""

    total: int
    kinds: Counter[str]
    services: Counter[str]
    modelled: int


def script_data(
    stations: StationSet,
    lang: Language,
    tiles: Tiles | None,
    review_number: str,
    frame: PageFrame,
) -> dict[str, object]:
    """Return what the scripts of a page know, ready to be written as JSON.

    Parameters
    ----------
    stations, lang, tiles, review_number
        As `render_page` takes them.
    frame
        Where the page finds its parts, and which words and data its scripts know besides.
    """
    summary = summarize(stations)
    return {
        "lang": lang,
        "pages": frame.pages,
        "station_page": frame.station_page.in_language(lang),
        "words": {
            key: text.in_language(lang)
            for key, text in {**page_frame.SCRIPTS, **frame.words}.items()
        },
        "winds": [wind.in_language(lang) for wind in page_frame.WINDS],
        "kinds": _kinds(summary, lang),
        "services": [
            {"key": s.key, "name": s.name.in_language(lang), "icon": s.icon}
            | {"offered": summary.services[s.key]}
            for s in SERVICES.values()
        ],
        "navigation": [
            {"key": p.key, "name": p.name.in_language(lang), "modes": p.modes}
            for p in PROVIDERS.values()
        ],
        "travel": DEFAULT_MODE,
        "travel_modes": [
            {"key": mode.key, "name": mode.name.in_language(lang), "icon": mode.icon}
            for mode in MODES.values()
        ],
        "told_reasons": STATED_REASONS,
        "limits": {
            "reach_m": REACH_M,
            "page_size": PAGE_SIZE,
            "most_listed": MOST_LISTED,
            "locate_timeout_ms": LOCATE_TIMEOUT_MS,
            "slow_after_ms": SLOW_AFTER_MS,
            "rings_m": RINGS_M,
        },
        "map": _map_data(summary, lang, tiles, review_number, frame),
        **frame.data,
    }


def _kinds(summary: Summary, lang: Language) -> list[dict[str, object]]:
    return [
        {
            "key": kind.key,
            "name": kind.name.in_language(lang),
            "serves": kind.serves.in_language(lang),
            "colour": kind.colour,
            "ink": ink_on(kind.colour),
            "icon": kind.icon,
            "travel": kind.travel,
            "offered": summary.kinds[kind.key],
        }
        for kind in KINDS.values()
    ]


def _map_data(
    summary: Summary, lang: Language, tiles: Tiles | None, review_number: str, frame: PageFrame
) -> dict[str, object]:
    law = law_notice(review_number).in_language(lang)
    sample = page_frame.PAGE["sample"].in_language(lang) if summary.modelled else ""
    credit = BASEMAP_CREDIT.in_language(lang) if tiles is None else tiles.attribution
    return {
        "scripts": [frame.asset(name) for name in MAP_SCRIPTS]
        if frame.map_scripts is None
        else frame.map_scripts,
        "styles": [] if frame.inline else [frame.asset(name) for name in MAP_STYLES],
        "basemap": frame.basemap(),
        "credits": [text for text in (sample, law, credit) if text],
        "region": HENAN.edges,
        "datum": tiles.datum if tiles else "wgs84",
        "tiles": tiles
        and {"urls": tiles.urls, "servers": tiles.servers, "max_zoom": tiles.max_zoom},
    }


@lru_cache(4)
def summarize(stations: StationSet) -> Summary:
    """Return what a page tells of a set."""
    kinds: Counter[str] = Counter()
    services: Counter[str] = Counter()
    modelled = 0
    for station in stations:
        kinds[station.kind] += 1
        services.update(station.services)
        modelled += station.position == "modelled"
    return Summary(len(stations), kinds, services, modelled)
