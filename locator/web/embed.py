"""`/embed`: the map for an iframe on anyone's page, and the one page that others may frame.

Its parameters are also those of `/share` and `/oembed`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlencode

from flask import Blueprint, current_app, request
from werkzeug.datastructures import MultiDict

from locator.geo.boxes import BBOX
from locator.geo.points import LAT, LON, LonLat
from locator.language import LANGUAGES, Language, Phrase
from locator.publish.embed.embed_options import (
    CONTROLS,
    DEFAULT_ZOOM,
    DRAWN_RADIUS_M,
    EMBED_WORDS,
    EMBED_ZOOM,
    LIST,
    LOCATE,
    THEME,
    TITLE,
    EmbedOptions,
)
from locator.publish.embed.embed_page import embed_policy, first_rows, render_embed
from locator.publish.embed.first_view import FirstView, first_view, is_oversized
from locator.publish.embed.oembed import frame_title
from locator.stations.moments import parse_moment
from locator.stations.selection import KIND, OPEN, SERVICE
from locator.web.parameters import Query
from locator.web.responses import discoverable_answer
from locator.web.store import store

if TYPE_CHECKING:
    from flask import Response

    from locator.errors import ParameterError
    from locator.geo.boxes import LonLatBox
    from locator.settings import Settings
    from locator.web.store import ServedStations


blueprint = Blueprint("embed", __name__)


@blueprint.get("/embed")
def embed() -> Response:
    """Answer with the map. Unknown parameters are ignored; wrong ones take their defaults."""
    query = read_embed(request.args)
    settings: Settings = current_app.extensions["settings"]
    served = store(current_app).current()
    view = first_view_now(served, query.options, settings)
    text = render_embed(
        served.stations,
        served.encoder,
        query.options,
        view,
        whole_page=whole_page(query.options, view),
        tiles=settings.tiles,
        review_number=settings.review_number,
        notes=query.notes,
    )
    policy = embed_policy(settings.tiles, settings.frame_ancestors)
    return discoverable_answer(text, frame_title(query.options), query.options.lang, policy)


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


def first_view_now(served: ServedStations, options: EmbedOptions, settings: Settings) -> FirstView:
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


class EmbedQuery(NamedTuple):
    """What was asked for, and what of it could not be used: sentences, ready to be read."""

    options: EmbedOptions
    notes: tuple[str, ...]


class _View(NamedTuple):
    bbox: LonLatBox | None
    centre: LonLat | None
    zoom: int
    note: Phrase | None


def read_embed(args: MultiDict[str, str]) -> EmbedQuery:
    """Return what an address asks for: a wrong value takes its default, and a note says so.

    Unknown parameters are ignored: hosts append their own.
    """
    query = Query(MultiDict([(k, v) for k, v in args.items(multi=True) if v]))
    view = _view(query, args)
    options = EmbedOptions(
        bbox=view.bbox,
        centre=view.centre,
        zoom=view.zoom,
        kinds=query.take(KIND),
        services=query.take(SERVICE),
        open=query.take(OPEN),
        radius_m=query.take(DRAWN_RADIUS_M),
        lang=query.lang,
        theme=query.take(THEME),
        list=query.take(LIST),
        title=" ".join(query.take(TITLE).split()),
        controls=query.take(CONTROLS),
        locate=query.take(LOCATE),
    )
    notes = [replaced_note(error, query.lang) for error in query.errors]
    if view.note is not None:
        notes.append(view.note.in_language(query.lang))
    return EmbedQuery(options, tuple(notes))


def replaced_note(error: ParameterError, lang: Language) -> str:
    """Return the sentence on a value that its default stands for."""
    return EMBED_WORDS["note"].in_language(lang).format(error=error.in_language(lang))


def _view(query: Query, args: MultiDict[str, str]) -> _View:
    """Return the box or the centre and zoom; a box comes first."""
    bbox, zoom = query.take(BBOX), query.take(EMBED_ZOOM)
    lon, lat = query.take(LON.but(required=False)), query.take(LAT.but(required=False))
    wrong = {error.parameter for error in query.errors}
    centre_parts = bool(args.get("lon")) + bool(args.get("lat"))
    if bbox is not None and is_oversized(bbox):
        return _View(None, None, DEFAULT_ZOOM, EMBED_WORDS["oversized"])
    if bbox is not None:
        return _View(bbox, None, DEFAULT_ZOOM, EMBED_WORDS["two_views"] if centre_parts else None)
    if lon is not None and lat is not None:
        return _View(None, LonLat(lon, lat), zoom, None)
    note = None
    if centre_parts == 1 and not wrong & {"lon", "lat"}:
        note = EMBED_WORDS["half_centre"]
    elif centre_parts == 0 and args.get("zoom") and "zoom" not in wrong:
        note = EMBED_WORDS["zoom_alone"]
    return _View(None, None, DEFAULT_ZOOM, note)
