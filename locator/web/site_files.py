"""What goes with the site: licence, basemap, `sitemap.xml`, `robots.txt`."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app

from locator.publish.basemap import basemap_text, basemap_version
from locator.publish.documents import licence_of, render_licence
from locator.publish.site.sitemap import robots_text, sitemap_text
from locator.web.responses import (
    REVALIDATED,
    base_url,
    conditional,
    page_answer,
    requested_language,
)
from locator.web.static_files import version_policy
from locator.web.store import store

blueprint = Blueprint("site_files", __name__)


@blueprint.get("/licence")
def licence() -> Response:
    """Answer with the page."""
    lang = requested_language()
    terms = licence_of(store(current_app).current().stations)
    return page_answer(render_licence(terms, lang), lang)


@blueprint.get("/basemap.geojson")
def basemap() -> Response:
    """Answer with the basemap."""
    answer = Response(basemap_text(), content_type="application/geo+json")
    return conditional(answer, version_policy("basemap.geojson", basemap_version()))


@blueprint.get("/sitemap.xml")
@blueprint.get("/sitemap-<int:number>.xml")
def sitemap(number: int = 0) -> Response:
    """Answer with the addresses of the pages, modelled stations' left out."""
    text = sitemap_text(store(current_app).current().stations, base_url(), number)
    if text is None:
        abort(404)
    answer = Response(text, content_type="application/xml; charset=utf-8")
    return conditional(answer, REVALIDATED)


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Answer with what robots may read."""
    answer = Response(robots_text(base_url()), content_type="text/plain; charset=utf-8")
    return conditional(answer, REVALIDATED)
