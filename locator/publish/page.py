"""The courier's page: its HTML, and the data by which its scripts know what Python knows."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from locator.find.geojson import SAMPLE_NOTICE
from locator.find.pinyin import spelt
from locator.geo.districts import bundled_districts
from locator.geo.seats import bundled_seats
from locator.paths import static_folder
from locator.publish import words
from locator.publish.assets import asset_url
from locator.publish.basemap import basemap_url
from locator.publish.navigation import DEFAULT_TRAVEL, PROVIDERS, TRAVEL_BY_KIND
from locator.publish.templating import environment
from locator.stations.hours.reason import WORDINGS
from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES

if TYPE_CHECKING:
    from locator.errors import Language
    from locator.settings import Tiles
    from locator.stations.station_set import StationSet

# Farther than this nothing counts as near: an hour by e-bike.
REACH_M = 20_000
# How many stations a list begins with, how many more each time, and the most.
PAGE_SIZE, MOST_LISTED = 10, 50
RINGS_M = (500, 1_000, 2_000, 5_000)
LOCATE_TIMEOUT_MS, SLOW_AFTER_MS = 8_000, 4_000

SCRIPTS = (
    "core", "state", "api", "place", "opening", "cards", "list", "filters", "search", "share",
    "main",
)  # fmt: skip
_MAP_SCRIPTS = ("vendor/leaflet/leaflet.js", "js/map/ground.js", "js/map/marks.js", "js/map/map.js")
_MAP_STYLES = ("vendor/leaflet/leaflet.css", "css/map.css")

# Reasons for a state that tell more than the state and its next change do.
_TOLD_REASONS = [
    code
    for code, (wording, _) in WORDINGS.items()
    if "{opens}" not in wording and code not in ("hours", "all_day", "unstated")
]
_HIDDEN_SVG = '<svg id="icons" width="0" height="0" aria-hidden="true" focusable="false" '
# What could end a script element, or a line in old parsers, is escaped within JSON's strings.
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class _Summary:
    """What a page tells of its set: how many stations offer what, and how many are modelled."""

    total: int
    kinds: Counter[str]
    services: Counter[str]
    modelled: int


def render_page(
    stations: StationSet, lang: Language, tiles: Tiles | None, review_number: str
) -> str:
    """Return the page's HTML.

    Parameters
    ----------
    stations
        Those served: which kinds and services can be filtered by is theirs.
    lang
        The language of its words.
    tiles
        The tile server of its map; None draws the bundled basemap.
    review_number
        The map's 审图号; empty marks it as for internal use.
    """
    summary = _summary(stations)
    say = {key: text.in_language(lang) for key, text in words.PAGE.items()}
    return (
        environment()
        .get_template("page.html")
        .render(
            lang=lang,
            say=say,
            sample=SAMPLE_NOTICE[lang] if summary.modelled else "",
            law=words.law_notice(review_number).in_language(lang),
            total=f"{summary.total:,}",
            prefectures=_prefectures(lang),
            icons=Markup(_sprite()),  # noqa: S704  # our own file
            data=Markup(_as_json(_page_data(summary, lang, tiles, review_number))),  # noqa: S704  # escaped
            style=asset_url("css/page.css"),
            scripts=[asset_url(f"js/{name}.js") for name in SCRIPTS],
        )
    )


def content_policy(tiles: Tiles | None) -> str:
    """Return the page's Content-Security-Policy: nothing from elsewhere but the tiles."""
    hosts = " ".join(tiles.hosts) if tiles else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        f"img-src 'self' data:{' ' * bool(hosts)}{hosts}; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )


def _page_data(
    summary: _Summary, lang: Language, tiles: Tiles | None, review_number: str
) -> dict[str, object]:
    """Return what the scripts know; their tables are Python's."""
    return {
        "lang": lang,
        "words": {key: text.in_language(lang) for key, text in words.SCRIPTS.items()},
        "hours_words": [[a, b.in_language(lang)] for a, b in words.HOURS],
        "winds": [wind.in_language(lang) for wind in words.WINDS],
        "kinds": _kinds(summary, lang),
        "services": [
            {"key": s.key, "name": s.name_zh if lang == "zh" else s.name_en, "icon": s.icon}
            | {"offered": summary.services[s.key]}
            for s in SERVICES.values()
        ],
        "navigation": [
            {"key": p.key, "name": p.name.in_language(lang), "modes": p.modes}
            for p in PROVIDERS.values()
        ],
        "travel": DEFAULT_TRAVEL,
        "travel_modes": [
            {"key": mode, "name": name.in_language(lang), "icon": icon}
            for mode, (name, icon) in words.TRAVEL.items()
        ],
        "told_reasons": _TOLD_REASONS,
        "limits": {
            "reach_m": REACH_M,
            "page_size": PAGE_SIZE,
            "most_listed": MOST_LISTED,
            "locate_timeout_ms": LOCATE_TIMEOUT_MS,
            "slow_after_ms": SLOW_AFTER_MS,
            "rings_m": RINGS_M,
        },
        "map": _map_data(summary, lang, tiles, review_number),
    }


def _kinds(summary: _Summary, lang: Language) -> list[dict[str, object]]:
    zh = lang == "zh"
    return [
        {
            "key": kind.key,
            "name": kind.name_zh if zh else kind.name_en,
            "serves": kind.serves_zh if zh else kind.serves_en,
            "colour": kind.colour,
            "ink": _ink(kind.colour),
            "icon": kind.icon,
            "travel": TRAVEL_BY_KIND.get(kind.key, DEFAULT_TRAVEL),
            "offered": summary.kinds[kind.key],
        }
        for kind in KINDS.values()
    ]


def _map_data(
    summary: _Summary, lang: Language, tiles: Tiles | None, review_number: str
) -> dict[str, object]:
    law = words.law_notice(review_number).in_language(lang)
    sample = words.PAGE["sample"].in_language(lang) if summary.modelled else ""
    credit = words.BASEMAP_CREDIT.in_language(lang) if tiles is None else tiles.attribution
    return {
        "scripts": [asset_url(name) for name in _MAP_SCRIPTS],
        "styles": [asset_url(name) for name in _MAP_STYLES],
        "basemap": basemap_url(),
        "credits": [text for text in (sample, law, credit) if text],
        "datum": tiles.datum if tiles else "wgs84",
        "tiles": tiles
        and {"urls": tiles.urls, "servers": tiles.servers, "max_zoom": tiles.max_zoom},
    }


def _prefectures(lang: Language) -> list[dict[str, str]]:
    """Return each prefecture's name and a link to its seat: where to begin without a position."""
    seats = bundled_seats()
    return [
        {
            "name": district.name if lang == "zh" else spelt(district.name),
            "link": f"/?place={seats[district.adcode].lon:.3f},{seats[district.adcode].lat:.3f}"
            + ("&lang=en" if lang == "en" else ""),
        }
        for district in bundled_districts().prefectures
        if district.adcode in seats
    ]


@lru_cache(4)
def _summary(stations: StationSet) -> _Summary:
    kinds: Counter[str] = Counter()
    services: Counter[str] = Counter()
    modelled = 0
    for station in stations:
        kinds[station.kind] += 1
        services.update(station.services)
        modelled += station.position == "modelled"
    return _Summary(len(stations), kinds, services, modelled)


@lru_cache(1)
def _sprite() -> str:
    """Return the icons, without the comment that holds their licence."""
    text = (static_folder() / "icons.svg").read_text(encoding="utf-8")
    return text[text.index("<svg") :].replace("<svg ", _HIDDEN_SVG, 1)


def _ink(colour: str) -> str:
    """Return black or white, whichever is read better on a colour (WCAG's contrast)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#ffffff" if 1.05 / (luminance + 0.05) >= 4.5 else "#000000"


def _as_json(data: object) -> str:
    """Return JSON that can stand in a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_ESCAPES)
