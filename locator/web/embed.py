"""`/embed`: the map for an iframe on anyone's page, and the one page that others may frame.

The parameters of an embedded map, as /embed, /share and /oembed take them.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple, cast
from urllib.parse import quote, urlencode

from flask import Blueprint, current_app, request
from werkzeug.datastructures import MultiDict

from locator.find.nearest import OPEN_FILTERS
from locator.geo.boxes import parse_box
from locator.geo.points import LonLat
from locator.language import LANGUAGES, Language, Phrase
from locator.publish.embed import embed_words
from locator.publish.embed.embed_options import (
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
from locator.publish.embed.embed_page import embed_policy, first_rows, render_embed
from locator.publish.embed.first_view import FirstView, first_view, is_oversized
from locator.publish.embed.oembed import frame_title
from locator.publish.planner_map.map_form import LEAST_MAP_RADIUS_M, MOST_RADIUS_M
from locator.stations.kinds import KINDS
from locator.stations.moments import parse_moment
from locator.stations.services import SERVICES
from locator.web.base_url import discoverable_answer
from locator.web.parameters import Query
from locator.web.store import store

if TYPE_CHECKING:
    from flask import Response

    from locator.errors import ParameterError
    from locator.find.nearest import Open
    from locator.geo.boxes import LonLatBox
    from locator.settings import Settings
    from locator.web.store import ServedStations


blueprint = Blueprint("embed", __name__)


@blueprint.get("/embed")
def embed() -> Response:
    """Answer with the map. Unknown parameters are ignored; wrong ones take their defaults."""
    asked = read_embed(request.args)
    settings: Settings = current_app.extensions["settings"]
    served = store(current_app).current()
    view = seen_first(served, asked.options, settings)
    text = render_embed(
        served.stations,
        served.encoder,
        asked.options,
        view,
        whole_page=whole_page(asked.options, view),
        tiles=settings.tiles,
        review_number=settings.review_number,
        notes=asked.notes,
    )
    policy = embed_policy(settings.tiles, settings.frame_ancestors)
    return discoverable_answer(text, frame_title(asked.options), asked.options.lang, policy)


def whole_page(options: EmbedOptions, view: FirstView) -> str:
    """Return the address of the courier's page with the same filters, at the same place."""
    middle = view.middle()
    query = {
        "place": f"{middle.lon:.3f},{middle.lat:.3f}"
        if options.bbox is not None or options.centre is not None
        else "",
        "kind": ",".join(options.kinds),
        "service": ",".join(options.services),
        "open": "any" if options.open == "any" else "",
        "lang": "" if options.lang == LANGUAGES[0] else options.lang,
    }
    return "/?" + urlencode({k: v for k, v in query.items() if v}, safe=",", quote_via=quote)


def seen_first(served: ServedStations, options: EmbedOptions, settings: Settings) -> FirstView:
    """Return what a map of this server shows first, now."""
    datum = settings.tiles.datum if settings.tiles else "wgs84"
    return first_view(
        served.stations,
        options,
        parse_moment("now", datetime.now(UTC)),
        index=served.view(datum),
        datum=datum,
        most_listed=first_rows(options),
    )


_SWITCH = ("0", "1")
_WHOLE_WORLD = "-180,-90,180,90"


class EmbedQuery(NamedTuple):
    """What was asked for, and what of it could not be used: sentences, ready to be read."""

    options: EmbedOptions
    notes: tuple[str, ...]


class _View(NamedTuple):
    bbox: LonLatBox | None
    centre: LonLat | None
    zoom: int
    note: Phrase | None


def read_embed(given: MultiDict[str, str]) -> EmbedQuery:
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
    return EmbedQuery(options, tuple(notes))


def replaced_note(error: ParameterError, lang: Language) -> str:
    """Return the sentence on a value that its default stands for."""
    return embed_words.PAGE["note"].in_language(lang).format(error=error.in_language(lang))


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
        return _View(None, None, DEFAULT_ZOOM, embed_words.PAGE["oversized"])
    if bbox is not None:
        return _View(
            bbox, None, DEFAULT_ZOOM, embed_words.PAGE["two_views"] if given_centre else None
        )
    if not (math.isnan(lon) or math.isnan(lat)):
        return _View(None, LonLat(lon, lat), zoom, None)
    note = None
    if given_centre == 1 and not wrong & {"lon", "lat"}:
        note = embed_words.PAGE["half_centre"]
    elif given_centre == 0 and given.get("zoom") and "zoom" not in wrong:
        note = embed_words.PAGE["zoom_alone"]
    return _View(None, None, DEFAULT_ZOOM, note)


def _radius_m(query: Query) -> float | None:
    radius_m = query.number("radius_m", LEAST_MAP_RADIUS_M, MOST_RADIUS_M, 0.0)
    return radius_m or None


def _unique(found: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
