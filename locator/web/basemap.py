"""`/basemap.geojson`: the bundled basemap, drawn where no tile server is set."""

from __future__ import annotations

from flask import Blueprint, Response

from locator.publish.basemap import basemap_text, basemap_version
from locator.web.conditional import conditional
from locator.web.static_files import cacheable

blueprint = Blueprint("basemap", __name__)


@blueprint.get("/basemap.geojson")
def basemap() -> Response:
    """Answer with the basemap."""
    answer = Response(basemap_text(), content_type="application/geo+json")
    cacheable(answer, "basemap.geojson", basemap_version())
    return conditional(answer)
