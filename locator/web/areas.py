"""`/api/v1/areas`: the service areas that a map draws, as circles around stations."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import cast

from flask import Blueprint, Response, current_app, request

from locator.find.arrival import OPEN_FILTERS, Visit, check_open
from locator.find.view import MAX_ZOOM
from locator.geo.boxes import parse_box
from locator.geo.datum import DATUMS, Datum
from locator.publish.coverage_map.limits import DEFAULT_RADIUS_M, MOST_RADIUS_M
from locator.stations.kinds import KINDS
from locator.stations.moments import parse_moment
from locator.stations.selection import Selection
from locator.stations.services import SERVICES
from locator.web.conditional import conditional
from locator.web.parameters import Query
from locator.web.store import store

blueprint = Blueprint("areas", __name__)


@blueprint.get("/api/v1/areas")
def areas() -> Response:
    """Answer with the centres of the circles of one radius that reach into a box.

    `coordsys` says what the box is in and, since this is a drawing and no data, what the centres
    come back in. Of centres that fall on one spot of the zoom level's map one is told.
    """
    query = Query(request.args)
    box = query.parsed("bbox", parse_box, "-180,-90,180,90")
    zoom = query.whole("zoom", 0, MAX_ZOOM, 7)
    radius_m = query.number("radius_m", 0, MOST_RADIUS_M, DEFAULT_RADIUS_M)
    kinds = query.words("kind", KINDS)
    services = query.words("service", SERVICES)
    at = query.parsed("at", lambda text: parse_moment(text, datetime.now(UTC)), "now")
    wanted = query.choice("open", OPEN_FILTERS, "any")
    coordsys = cast("Datum", query.choice("coordsys", DATUMS, "wgs84"))
    query.finish()
    index = store(current_app).current().view(coordsys)
    selection = Selection.of(kinds, services, day=at.date())
    lon, lat = index.centres(box, zoom, radius_m, selection, Visit(at, check_open(wanted)))
    centres = [[round(x, 5), round(y, 5)] for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]
    body = {"radius_m": radius_m, "centres": centres}
    answer = Response(json.dumps(body, separators=(",", ":")), content_type="application/json")
    # The part of a map that somebody looks at mostly holds where they are.
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Language"] = query.lang
    return conditional(answer)
