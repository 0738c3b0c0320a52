"""Settings: read once by the shells from the environment, and handed down as plain values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from locator.errors import LocatorError
from locator.language import LANGUAGES, Language, Phrase, phrase
from locator.paths import data_file
from locator.travel import DETOUR_FACTOR, MODES

if TYPE_CHECKING:
    from collections.abc import Mapping

# How much longer ways are than straight lines where nothing else is set; its source stands in
# docs/hours.md, "Travel times".
_YES, _NO = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")


# A run of server names, as in t{0-7}.example.org, and what a tile's address may otherwise hold.
_SERVERS = re.compile(r"\{([0-9a-z])-([0-9a-z])\}")
_TILES_PARTS = phrase("settings.tiles_parts")
_BASE_URL = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(?:/[A-Za-z0-9._~%/-]*)?")
# Hosts as a Content-Security-Policy names them; whatever could end the directive is none.
_HOST_SOURCE = re.compile(
    r"(?:https?://)?(?:\*\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::(?:[0-9]{1,5}|\*))?"
)
_TILE_URL = re.compile(r"https?://[^\s/'\"<>;,]+/[^\s'\"<>;]*")


@dataclass(frozen=True, slots=True)
class Tiles:
    """A tile server that pages may use in place of the bundled basemap.

    Parameters
    ----------
    urls
        Templates with {z}, {x}, {y}, drawn one over the other; {key} is already filled in, and
        {s} stands for one of `servers`.
    servers
        Letters or digits that {s} stands for; empty where there is no {s}.
    attribution
        Whom to credit; plain text.
    datum
        What the tiles are drawn in.
    max_zoom
        The finest zoom level that the server has.
    """

    urls: tuple[str, ...]
    servers: str = ""
    attribution: str = ""
    datum: Literal["wgs84", "gcj02"] = "wgs84"
    max_zoom: int = 18

    @property
    def hosts(self) -> tuple[str, ...]:
        """Scheme and host of every server, for a Content-Security-Policy."""
        origins = dict.fromkeys("/".join(url.split("/")[:3]) for url in self.urls)
        filled = [o.replace("{s}", s) for o in origins for s in self.servers or " "]
        return tuple(dict.fromkeys(filled))


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator can set.

    Parameters
    ----------
    stations
        The file of stations (`LOCATOR_STATIONS`; the bundled one).
    hide_modelled
        Leave modelled stations out altogether (`LOCATOR_HIDE_MODELLED`; no).
    reload_every_s
        How often the server looks whether the file has changed (`LOCATOR_RELOAD_EVERY_S`; 1).
    lang
        The language of the commands (`LOCATOR_LANG`; zh).
    calendar_folder
        Where the calendars of further years lie (`LOCATOR_CALENDARS`; a folder of the user's).
    speeds_mps
        Speeds by mode of travel, door to door (`LOCATOR_WALK_MPS`, `LOCATOR_EBIKE_MPS`,
        `LOCATOR_TRUCK_MPS`; those of docs/hours.md).
    detour_factor
        How much longer ways are than straight lines (`LOCATOR_DETOUR_FACTOR`; 1.3).
    tiles
        The tile server of the pages' maps (`LOCATOR_TILES`; none, which draws the bundled basemap):
        one or more URL templates with blanks between. With it `LOCATOR_TILES_KEY` fills {key},
        `LOCATOR_TILES_ATTRIBUTION` is the credit, `LOCATOR_TILES_DATUM` is wgs84 or gcj02, and
        `LOCATOR_TILES_MAX_ZOOM` the finest level (18).
    review_number
        The number under which the map was approved for the public in China, 审图号
        (`LOCATOR_REVIEW_NUMBER`; none, which marks maps as for internal use).
    base_url
        The address under which the public reaches the pages, without a slash at its end
        (`LOCATOR_BASE_URL`; that of each request): for door signs and the sitemap.
    frame_ancestors
        Who may put /embed on a page, as the sources of a policy's frame-ancestors
        (`LOCATOR_FRAME_ANCESTORS`; `*`, anyone): `self`, or hosts with blanks between, such as
        `https://www.example.org *.example.net`; the server's own pages always may.
    demand, districts
        The planner's files, for /map and its API (`LOCATOR_DEMAND`, `LOCATOR_DISTRICTS`; the
        bundled ones).
    ogc, downloads
        Whether /ogc/ and /downloads/ are served (`LOCATOR_OGC`, `LOCATOR_DOWNLOADS`; yes). Both
        publish precise coordinates of places in China, on which to take advice: docs/ogc.md.
    """

    stations: Path
    hide_modelled: bool = False
    reload_every_s: float = 1.0
    lang: Language = "zh"
    calendar_folder: Path | None = None
    speeds_mps: Mapping[str, float] = field(default_factory=dict)
    detour_factor: float = DETOUR_FACTOR
    tiles: Tiles | None = None
    review_number: str = ""
    base_url: str = ""
    frame_ancestors: str = "*"
    demand: Path | None = None
    districts: Path | None = None
    ogc: bool = True
    downloads: bool = True


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Return the settings that an environment holds.

    Raises
    ------
    LocatorError
        For a value that is not allowed; the message names the variable.
    """
    return Settings(
        stations=Path(environ.get("LOCATOR_STATIONS") or data_file("stations.geojson")),
        hide_modelled=_switch(environ, "LOCATOR_HIDE_MODELLED"),
        reload_every_s=_seconds(environ, "LOCATOR_RELOAD_EVERY_S", 1.0),
        lang=_language(environ, "LOCATOR_LANG"),
        calendar_folder=_calendar_folder(environ),
        speeds_mps=_speeds(environ),
        detour_factor=_optional_number(environ, "LOCATOR_DETOUR_FACTOR", 1.0, 5.0) or DETOUR_FACTOR,
        tiles=_tiles(environ),
        review_number=environ.get("LOCATOR_REVIEW_NUMBER", "").strip(),
        base_url=check_base_url(environ.get("LOCATOR_BASE_URL", ""), "LOCATOR_BASE_URL"),
        frame_ancestors=_frame_ancestors(environ, "LOCATOR_FRAME_ANCESTORS"),
        demand=_file(environ, "LOCATOR_DEMAND"),
        districts=_file(environ, "LOCATOR_DISTRICTS"),
        ogc=_switch(environ, "LOCATOR_OGC", default="on"),
        downloads=_switch(environ, "LOCATOR_DOWNLOADS", default="on"),
    )


def _wrong(name: str, text: str, allowed: Phrase) -> LocatorError:
    return LocatorError(phrase("settings.write", name=name, text=text, allowed=allowed))


def _calendar_folder(environ: Mapping[str, str]) -> Path:
    """Return the folder of year files: as set, else where the XDG rules put a program's data."""
    chosen = environ.get("LOCATOR_CALENDARS")
    if chosen:
        return Path(chosen)
    home = environ.get("XDG_DATA_HOME") or Path(environ.get("HOME") or "~").expanduser() / (
        ".local/share"
    )
    return Path(home) / "locator" / "calendars"


def _speeds(environ: Mapping[str, str]) -> dict[str, float]:
    speeds = {
        mode: _optional_number(environ, f"LOCATOR_{mode.upper()}_MPS", 0.2, 60.0) for mode in MODES
    }
    return {mode: speed for mode, speed in speeds.items() if speed is not None}


def _optional_number(
    environ: Mapping[str, str], name: str, low: float, high: float
) -> float | None:
    text = environ.get(name)
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = low - 1.0
    if not low <= number <= high:
        raise _wrong(name, text, phrase("settings.number", low=low, high=high))
    return number


def _switch(environ: Mapping[str, str], name: str, default: str = "off") -> bool:
    text = environ.get(name, "").strip().lower() or default
    if text not in _YES + _NO:
        raise _wrong(name, text, phrase("settings.1_0"))
    return text in _YES


def _seconds(environ: Mapping[str, str], name: str, default: float) -> float:
    text = environ.get(name) or str(default)
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0.05 <= seconds <= 3600.0:
        raise _wrong(name, text, phrase("settings.seconds_0_05_3600"))
    return seconds


def _language(environ: Mapping[str, str], name: str) -> Language:
    text = environ.get(name) or "zh"
    if text not in LANGUAGES:
        raise _wrong(name, text, phrase("settings.one_of", listed=" / ".join(LANGUAGES)))
    return text


def _tiles(environ: Mapping[str, str]) -> Tiles | None:
    templates = environ.get("LOCATOR_TILES", "").split()
    if not templates:
        return None
    key = environ.get("LOCATOR_TILES_KEY", "").strip()
    urls, runs = [], set()
    for template in templates:
        runs |= set(_SERVERS.findall(template))
        url = _SERVERS.sub("{s}", template).replace("{key}", key)
        if not _TILE_URL.fullmatch(url) or not all(mark in url for mark in ("{z}", "{x}", "{y}")):
            allowed = phrase("settings.address")
            raise _wrong("LOCATOR_TILES", template, allowed)
        urls.append(url)
    if len(runs) > 1 or ("{key}" in "".join(templates) and not key):
        raise LocatorError(_TILES_PARTS)
    return Tiles(
        urls=tuple(urls),
        servers="".join(chr(c) for a, b in runs for c in range(ord(a), ord(b) + 1)),
        attribution=environ.get("LOCATOR_TILES_ATTRIBUTION", "").strip(),
        datum=_tile_datum(environ, "LOCATOR_TILES_DATUM"),
        max_zoom=_zoom(environ, "LOCATOR_TILES_MAX_ZOOM", 18),
    )


def _file(environ: Mapping[str, str], name: str) -> Path | None:
    text = environ.get(name)
    return Path(text) if text else None


def check_base_url(text: str, name: str) -> str:
    """Return an address under which pages lie, without a slash at its end.

    Raises
    ------
    LocatorError
        If it is none; the message names where it came from.
    """
    text = text.strip()
    if text and not _BASE_URL.fullmatch(text):
        raise _wrong(name, text, phrase("settings.address_https_host_path"))
    return text.rstrip("/")


def _frame_ancestors(environ: Mapping[str, str], name: str) -> str:
    """Return the sources of a frame-ancestors directive."""
    text = environ.get(name, "").strip() or "*"
    if text == "*":
        return text
    hosts = [word for word in text.split() if word != "self"]
    for host in hosts:
        if not _HOST_SOURCE.fullmatch(host):
            allowed = phrase("settings.self_hosts_blanks_between_https")
            raise _wrong(name, text, allowed)
    return " ".join(["'self'", *hosts])


def _tile_datum(environ: Mapping[str, str], name: str) -> Literal["wgs84", "gcj02"]:
    text = environ.get(name) or "wgs84"
    if text not in ("wgs84", "gcj02"):
        raise _wrong(name, text, phrase("settings.wgs84_gcj02"))
    return cast("Literal['wgs84', 'gcj02']", text)


def _zoom(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name) or str(default)
    if not re.fullmatch("[0-9]{1,2}", text) or not 3 <= int(text) <= 22:
        raise _wrong(name, text, phrase("settings.whole_number_3_22"))
    return int(text)
