"""`/oembed`: turns a pasted link into the map, for WordPress and other hosts."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from flask import Blueprint, Response, abort, current_app, request
from werkzeug.datastructures import MultiDict

from locator.language import phrase
from locator.publish.embed.embed_options import LONGEST_TITLE
from locator.publish.embed.oembed import MAX_HEIGHT, MAX_WIDTH, URL, oembed_document
from locator.web.embed import read_embed
from locator.web.parameters import ParameterErrors, Query
from locator.web.responses import REVALIDATED, base_url, conditional, problem
from locator.web.store import store

if TYPE_CHECKING:
    from locator.publish.embed.embed_options import EmbedOptions

blueprint = Blueprint("oembed", __name__)

# A place of the courier's page seen from as near as its own map shows it; a station's surroundings.
_PLACE_ZOOM, _STATION_ZOOM = 14, 16
_PLACE = re.compile(r"(-?[0-9]{1,3}(?:\.[0-9]{1,8})?),(-?[0-9]{1,2}(?:\.[0-9]{1,8})?)")
_STATION = re.compile(r"/stations/([^/]{1,64})")
_ONLY_JSON = phrase("web.only_json")


@blueprint.get("/oembed")
def oembed() -> Response:
    """Answer with oEmbed's document. Parameters of later versions are ignored, as it asks."""
    args = MultiDict([(k, v) for k, v in request.args.items(multi=True) if v])
    query = Query(args)
    if args.get("format", "json") != "json":
        return problem(501, _ONLY_JSON.in_language(query.lang), query.lang)
    max_width = query.take(MAX_WIDTH)
    max_height = query.take(MAX_HEIGHT)
    url = query.take(URL)
    if query.errors:
        raise ParameterErrors(list(query.errors), query.lang)
    options = _options(url)
    if options is None:
        abort(404)
    document = oembed_document(options, base_url(), max_width, max_height)
    answer = Response(json.dumps(document, ensure_ascii=False), content_type="application/json")
    return conditional(answer, REVALIDATED, options.lang)


def _options(url: str) -> EmbedOptions | None:
    """Return what a page of this server becomes on others; None for any other address."""
    try:
        parts = urlsplit(url)
    except ValueError:  # such as a bracket that isn't closed
        return None
    path = _own_path(parts.scheme, parts.netloc, parts.path)
    if path is None:
        return None
    args = MultiDict(parse_qsl(parts.query))
    if path in ("/embed", "/share"):
        return read_embed(args).options
    if path == "/map":
        names = ("kind", "service", "open", "radius_m", "lang")
        return read_embed(_only(args, names)).options
    if path in ("/", ""):
        return _page_options(args)
    return _station_options(path, args)


def _own_path(scheme: str, host: str, path: str) -> str | None:
    """Return the path below this server's root, or None where the address is another's.

    People paste either scheme, so that a host counts and its scheme does not.
    """
    if scheme.lower() not in ("http", "https"):
        return None
    for root in (base_url(), request.root_url.rstrip("/")):
        own = urlsplit(root)
        below = path == own.path or path.startswith(own.path + "/")
        if host.lower() == own.netloc.lower() and below:
            return path[len(own.path) :]
    return None


def _page_options(args: MultiDict[str, str]) -> EmbedOptions:
    """Return what the courier's page shows; it leaves out what is closed unless asked not to."""
    selected = _only(args, ("kind", "service", "lang"))
    if args.get("open") != "any":
        selected["open"] = "possible"
    place = _PLACE.fullmatch(args.get("place", ""))
    if place:
        selected.update({"lon": place[1], "lat": place[2], "zoom": str(_PLACE_ZOOM)})
    return read_embed(selected).options


def _station_options(path: str, args: MultiDict[str, str]) -> EmbedOptions | None:
    """Return a station's surroundings, if it is one's page."""
    match = _STATION.fullmatch(path)
    stations = store(current_app).current().stations
    position = stations.position(unquote(match[1])) if match else None
    if position is None:
        return None
    station = stations[position]
    options = read_embed(_only(args, ("lang",))).options
    return replace(
        options, centre=station.where, zoom=_STATION_ZOOM, title=station.name[:LONGEST_TITLE]
    )


def _only(args: MultiDict[str, str], names: tuple[str, ...]) -> MultiDict[str, str]:
    return MultiDict([(k, v) for k, v in args.items(multi=True) if k in names])
