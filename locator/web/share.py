"""`/share`: publishers choose what the map shows on their page, and take it from there."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, current_app, request
from werkzeug.datastructures import MultiDict

from locator.language import Language, next_language
from locator.publish.embed.oembed import frame_title
from locator.publish.embed.share_page import (
    DEFAULT_HEIGHT_PX,
    HEIGHT,
    UI,
    ShareRequest,
    render_share,
    share_policy,
)
from locator.web.embed import first_view_now, read_embed, replaced_note
from locator.web.parameters import Query
from locator.web.responses import base_url, discoverable_answer
from locator.web.store import store

if TYPE_CHECKING:
    from flask import Response

    from locator.settings import Settings

blueprint = Blueprint("share", __name__)


@blueprint.get("/share")
def share() -> Response:
    """Answer with the page. Its parameters are those of /embed; `ui` is its own language."""
    embed_query = read_embed(request.args)
    query = Query(MultiDict([(k, v) for k, v in request.args.items(multi=True) if v]))
    lang: Language = query.take(UI.but(default=embed_query.options.lang))
    height_px = query.take(HEIGHT)
    own = [e for e in query.errors if e.parameter in ("ui", "height")]
    settings: Settings = current_app.extensions["settings"]
    served = store(current_app).current()
    other = {**embed_query.options.parameters(), "ui": next_language(lang)}
    if height_px != DEFAULT_HEIGHT_PX:
        other["height"] = str(height_px)
    text = render_share(
        served.stations,
        ShareRequest(
            options=embed_query.options,
            lang=lang,
            height_px=height_px,
            base_url=base_url(),
            ancestors=settings.frame_ancestors,
            notes=[*embed_query.notes, *(replaced_note(error, lang) for error in own)],
            other_language="/share?" + urlencode(other),
        ),
        first_view_now(served, embed_query.options, settings),
        review_number=settings.review_number,
    )
    return discoverable_answer(text, frame_title(embed_query.options), lang, share_policy())
