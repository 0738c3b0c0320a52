"""`/licence`: terms, credits and date of the data.

`/basemap.geojson`: the bundled basemap, drawn where no tile server is set.
"""

from __future__ import annotations

from flask import Blueprint, Response, current_app

from locator.publish.basemap import basemap_text, basemap_version
from locator.publish.documents import licence_of, render_licence
from locator.web.responses import conditional, page_answer, requested_language
from locator.web.static_files import cacheable
from locator.web.store import store

blueprint = Blueprint("site_files", __name__)


@blueprint.get("/licence")
def licence() -> Response:
    """Answer with the page."""
    lang = requested_language()
    found = licence_of(store(current_app).current().stations)
    return page_answer(render_licence(found, lang), lang)


@blueprint.get("/basemap.geojson")
def basemap() -> Response:
    """Answer with the basemap."""
    answer = Response(basemap_text(), content_type="application/geo+json")
    cacheable(answer, "basemap.geojson", basemap_version())
    return conditional(answer)
