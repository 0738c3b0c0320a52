"""`/embed`: the map for an iframe on anyone's page, and the one page that others may frame."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from flask import Blueprint, current_app, request

from locator.publish.embed.first_view import FirstView, first_view
from locator.publish.embed.page import embed_policy, first_rows, render_embed
from locator.publish.oembed import frame_title
from locator.stations.moments import parse_moment
from locator.web.discovery import discoverable_answer
from locator.web.embed_parameters import read_embed
from locator.web.store import store

if TYPE_CHECKING:
    from flask import Response

    from locator.publish.embed.options import EmbedOptions
    from locator.settings import Settings
    from locator.web.store import Served

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
        "lang": "en" if options.lang == "en" else "",
    }
    return "/?" + urlencode({k: v for k, v in query.items() if v}, safe=",", quote_via=quote)


def seen_first(served: Served, options: EmbedOptions, settings: Settings) -> FirstView:
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
