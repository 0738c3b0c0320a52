"""The embedded map's HTML: its first stations stand in it, as a table and as data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from locator.find.geojson import SAMPLE_NOTICE
from locator.geo.datum import convert_point
from locator.language import Language, Phrase, joined, phrase, said_in
from locator.publish.basemap import law_notice
from locator.publish.courier import page_frame
from locator.publish.courier.courier_page import content_policy
from locator.publish.courier.page_frame import PageFrame
from locator.publish.courier.script_data import script_data, summarize
from locator.publish.embed.embed_options import EMBED_SCRIPT_WORDS, EMBED_WORDS
from locator.publish.embed.first_view import in_datum
from locator.publish.page import asset_url, embedded_json, environment, sprite_of
from locator.stations.hours import word_state
from locator.stations.hours.reason import STATE_ICONS
from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES
from locator.travel import MODES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from locator.find.geojson import FeatureEncoder
    from locator.find.nearest import Neighbour
    from locator.find.view import View
    from locator.geo.datum import Datum
    from locator.publish.embed.embed_options import EmbedOptions
    from locator.publish.embed.first_view import FirstView
    from locator.settings import Tiles
    from locator.stations.station_set import StationSet

SCRIPTS = (
    "js/core.js", "js/api.js", "js/datum.js", "js/embed/state.js", "js/opening.js", "js/cards.js",
    "js/embed/list.js", "js/embed/controls.js", "js/embed/links.js", "vendor/leaflet/leaflet.js",
    "js/map/ground.js", "js/map/marks.js",
)  # fmt: skip
# Where service areas are drawn.
AREA_SCRIPTS = (
    "js/planner/core.js", "js/planner/canvas.js", "js/planner/circles.js", "js/embed/areas.js",
)  # fmt: skip
LAST_SCRIPTS = ("js/embed/map.js", "js/embed/frame.js")
STYLES = ("vendor/leaflet/leaflet.css", "css/page.css", "css/map.css", "css/embed.css")
# How many stations the list begins with; as a table for screen readers alone it has no more button.
LISTED, LISTED_UNSEEN, MOST_LISTED = 10, 30, 50
_MOST_NOTES = 5
_OWN_ICONS = {
    "map", "list", "locate", "close", "info", "warning", "clock", "check", "refresh", "person",
    "pin", "navigate", "phone", "arrow", "down",
}  # fmt: skip


def render_embed(
    stations: StationSet,
    encoder: FeatureEncoder,
    options: EmbedOptions,
    view: FirstView,
    *,
    whole_page: str,
    tiles: Tiles | None = None,
    review_number: str = "",
    notes: Sequence[str] = (),
) -> str:
    """Return the page's HTML.

    Parameters
    ----------
    encoder
        Encodes the stations listed, as the API does.
    options, view
        What was chosen, and what of it is seen first.
    whole_page
        The address of the courier's page with the same filters.
    tiles
        The tile server of its map; None draws the bundled basemap.
    review_number
        The map's 审图号; empty marks it as for internal use.
    notes
        What of the choice could not be used: sentences, ready to be read.
    """
    lang = options.lang
    data = script_data(stations, lang, tiles, review_number, PageFrame(words=EMBED_SCRIPT_WORDS))
    data["embed"] = _embed_data(encoder, stations, options, view, tiles.datum if tiles else "wgs84")
    return (
        environment()
        .get_template("embed.html")
        .render(
            lang=lang,
            say=said_in(lang, EMBED_WORDS),
            options=options,
            whole_page=whole_page,
            notes=_notes(notes, lang),
            heading=list_title(len(view.listed), view.total)
            .in_language(lang)
            .format(n=len(view.listed)),
            state_icons=STATE_ICONS,
            rows=[_row(neighbour, lang) for neighbour in view.listed],
            sample_tag=page_frame.PAGE["sample"].in_language(lang),
            sample=SAMPLE_NOTICE.in_language(lang) if summarize(stations).modelled else "",
            law=law_notice(review_number).in_language(lang),
            icons=sprite_of(_icons()),
            data=embedded_json(data),
            styles=[asset_url(name) for name in STYLES],
            scripts=[asset_url(name) for name in _scripts(options)],
        )
    )


def embed_policy(tiles: Tiles | None, ancestors: str) -> str:
    """Return the page's Content-Security-Policy: that of the courier's page, but for who frames it.

    Parameters
    ----------
    ancestors
        Sources as `frame-ancestors` takes them; `*`, anyone, has pages opened from disk with it,
        which browsers don't count among all.
    """
    rest, _, _ = content_policy(tiles).rpartition("frame-ancestors ")
    return f"{rest}frame-ancestors {'* file:' if ancestors == '*' else ancestors}"


def first_rows(options: EmbedOptions) -> int:
    """Return how many stations the list begins with."""
    return LISTED_UNSEEN if options.list == "none" else LISTED


def list_title(listed: int, total: int) -> Phrase:
    """Return what the list holds, of all that are in view; {n} stands for its length."""
    if not listed:
        return EMBED_SCRIPT_WORDS["listed_none"]
    if listed < total:
        return EMBED_SCRIPT_WORDS["listed_near"]
    return EMBED_SCRIPT_WORDS["listed_one" if listed == 1 else "listed_all"]


def _scripts(options: EmbedOptions) -> tuple[str, ...]:
    return (*SCRIPTS, *(AREA_SCRIPTS if options.radius_m else ()), *LAST_SCRIPTS)


def _embed_data(
    encoder: FeatureEncoder,
    stations: StationSet,
    options: EmbedOptions,
    view: FirstView,
    datum: Datum,
) -> dict[str, Any]:
    """Return what the scripts know of the choice; what the map draws is in its datum."""
    features = json.loads(encoder.neighbours(view.listed, options.lang))["features"]
    return {
        "kind": options.kinds,
        "service": options.services,
        "open": options.open,
        "radius_m": options.radius_m,
        "list": options.list,
        "controls": options.controls,
        "view": _view_data(options, view, datum),
        "page_size": first_rows(options),
        "most_listed": MOST_LISTED,
        "features": features,
        "total": view.total,
        "marks": marks_data(view.marks, stations),
    }


def _view_data(options: EmbedOptions, view: FirstView, datum: Datum) -> dict[str, Any]:
    if options.bbox is None and options.centre is not None:
        centre = convert_point(options.centre, "wgs84", datum)
        return {"lon": centre.lon, "lat": centre.lat, "zoom": options.zoom}
    box = in_datum(view.box, datum)
    return {"bbox": [box.west, box.south, box.east + 360.0 * (box.east < box.west), box.north]}


def _row(neighbour: Neighbour, lang: Language) -> dict[str, object]:
    """Return a station as the table has it."""
    station = neighbour.station
    kind = KINDS[station.kind]
    services = [SERVICES[key] for key in station.services]
    return {
        "id": station.id,
        "rank": neighbour.rank,
        "name": station.name,
        "kind": kind.name.in_language(lang),
        "is_sample": station.position == "modelled",
        "state": neighbour.state.state,
        "state_text": word_state(neighbour.state, neighbour.arrives_at, lang),
        "services": joined(service.name for service in services).in_language(lang),
        "address": station.address or "",
    }


def _notes(notes: Sequence[str], lang: Language) -> tuple[str, list[str]]:
    """Return a heading and the notes under it; many wrong words need not all be told."""
    if not notes:
        return "", []
    heading = phrase("embed.page.notes", count=len(notes)).in_language(lang)
    listed = list(notes[:_MOST_NOTES])
    if len(notes) > _MOST_NOTES:
        more = EMBED_WORDS["more_notes"].in_language(lang)
        listed.append(more.format(n=len(notes) - _MOST_NOTES))
    return heading, listed


def _icons() -> set[str]:
    """Return the icons that the page, its cards and its filters show."""
    tables = (KINDS.values(), SERVICES.values(), MODES.values())
    return _OWN_ICONS.union(*({row.icon for row in table} for table in tables))


def marks_data(view: View, stations: StationSet) -> dict[str, Any]:
    """Return marks as /api/v1/stations has them."""
    return {
        "total": view.total,
        "clusters": [[round(c.lon, 6), round(c.lat, 6), c.count] for c in view.clusters],
        "stations": [
            [round(lon, 6), round(lat, 6), stations[i].kind, stations[i].id, stations[i].name]
            for i, lon, lat in view.singles
        ],
    }
