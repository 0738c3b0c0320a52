"""The parameters of an embedded map, as /embed, /share and /oembed take them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple, cast

from werkzeug.datastructures import MultiDict

from locator.find.arrival import OPEN_FILTERS
from locator.geo.boxes import parse_box
from locator.geo.points import LonLat
from locator.publish.coverage_map.limits import LEAST_MAP_RADIUS_M, MOST_RADIUS_M
from locator.publish.embed import words
from locator.publish.embed.first_view import is_oversized
from locator.publish.embed.options import (
    DEFAULT_ZOOM,
    LIST_PLACES,
    LONGEST_TITLE,
    MAX_ZOOM,
    MIN_ZOOM,
    THEMES,
    EmbedOptions,
    ListPlace,
    Theme,
)
from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES
from locator.web.parameters import Query

if TYPE_CHECKING:
    from locator.errors import Language, ParameterError, Words
    from locator.find.arrival import Open
    from locator.geo.boxes import LonLatBox

_SWITCH = ("0", "1")
_WHOLE_WORLD = "-180,-90,180,90"


class AskedEmbed(NamedTuple):
    """What was asked for, and what of it could not be used: sentences, ready to be read."""

    options: EmbedOptions
    notes: tuple[str, ...]


class _View(NamedTuple):
    bbox: LonLatBox | None
    centre: LonLat | None
    zoom: int
    note: Words | None


def read_embed(given: MultiDict[str, str]) -> AskedEmbed:
    """Return what an address asks for: a wrong value takes its default, and a note says so.

    Unknown parameters are ignored: hosts append their own.
    """
    query = Query(MultiDict([(k, v) for k, v in given.items(multi=True) if v]))
    view = _view(query, given)
    options = EmbedOptions(
        bbox=view.bbox,
        centre=view.centre,
        zoom=view.zoom,
        kinds=_unique(query.words("kind", KINDS)),
        services=_unique(query.words("service", SERVICES)),
        open=cast("Open", query.choice("open", OPEN_FILTERS, "any")),
        radius_m=_radius_m(query),
        lang=query.lang,
        theme=cast("Theme", query.choice("theme", THEMES, "auto")),
        list=cast("ListPlace", query.choice("list", LIST_PLACES, "below")),
        title=" ".join(query.text("title", LONGEST_TITLE).split()),
        controls=query.choice("controls", _SWITCH, "1") == "1",
        locate=query.choice("locate", _SWITCH, "0") == "1",
    )
    notes = [replaced_note(error, query.lang) for error in query.errors]
    if view.note is not None:
        notes.append(view.note.in_language(query.lang))
    return AskedEmbed(options, tuple(notes))


def replaced_note(error: ParameterError, lang: Language) -> str:
    """Return the sentence on a value that its default stands for."""
    return words.PAGE["note"].in_language(lang).format(error=error.in_language(lang))


def _view(query: Query, given: MultiDict[str, str]) -> _View:
    """Return the box or the centre and zoom; a box comes first."""
    bbox = query.parsed("bbox", parse_box, _WHOLE_WORLD) if given.get("bbox") else None
    bbox = None if any(error.parameter == "bbox" for error in query.errors) else bbox
    lon = query.number("lon", -180, 180, math.nan)
    lat = query.number("lat", -90, 90, math.nan)
    zoom = query.whole("zoom", MIN_ZOOM, MAX_ZOOM, DEFAULT_ZOOM)
    wrong = {error.parameter for error in query.errors}
    given_centre = bool(given.get("lon")) + bool(given.get("lat"))
    if bbox is not None and is_oversized(bbox):
        return _View(None, None, DEFAULT_ZOOM, words.PAGE["oversized"])
    if bbox is not None:
        return _View(bbox, None, DEFAULT_ZOOM, words.PAGE["two_views"] if given_centre else None)
    if not (math.isnan(lon) or math.isnan(lat)):
        return _View(None, LonLat(lon, lat), zoom, None)
    note = None
    if given_centre == 1 and not wrong & {"lon", "lat"}:
        note = words.PAGE["half_centre"]
    elif given_centre == 0 and given.get("zoom") and "zoom" not in wrong:
        note = words.PAGE["zoom_alone"]
    return _View(None, None, DEFAULT_ZOOM, note)


def _radius_m(query: Query) -> float | None:
    radius_m = query.number("radius_m", LEAST_MAP_RADIUS_M, MOST_RADIUS_M, 0.0)
    return radius_m or None


def _unique(found: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
