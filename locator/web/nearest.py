"""`/api/v1/nearest`: the stations nearest to a position."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import cast

from flask import Blueprint, Response, current_app, request

from locator.find import DEFAULT_K, MAX_K, find_nearest
from locator.geo.datum import DATUMS, Datum, convert_point
from locator.geo.points import LonLat
from locator.stations.kinds import KINDS
from locator.stations.moments import parse_moment
from locator.stations.services import SERVICES
from locator.stations.station import STATUSES
from locator.web.conditional import conditional
from locator.web.parameters import Query
from locator.web.store import store

blueprint = Blueprint("nearest", __name__)


@blueprint.get("/api/v1/nearest")
def nearest() -> Response:
    """Answer with the nearest stations, as GeoJSON."""
    query = Query(request.args)
    lon = query.number("lon", -180, 180, 0.0, required=True)
    lat = query.number("lat", -90, 90, 0.0, required=True)
    k = query.whole("k", 1, MAX_K, DEFAULT_K)
    kinds = query.words("kind", KINDS)
    services = query.words("service", SERVICES)
    statuses = query.words("status", dict.fromkeys(STATUSES))
    at: datetime = query.parsed("at", lambda text: parse_moment(text, datetime.now(UTC)), "now")
    reach_m = query.number("max_distance_m", 0, math.inf, math.inf)
    coordsys = query.choice("coordsys", DATUMS, "wgs84")
    query.finish()
    served = store(current_app).current()
    where = LonLat(lon, lat)
    if coordsys != "wgs84":
        where = convert_point(where, cast("Datum", coordsys), "wgs84")
    found = find_nearest(
        served.stations,
        where,
        k,
        kinds=kinds,
        services=services,
        statuses=statuses,
        at=at,
        max_distance_m=reach_m,
    )
    answer = Response(
        served.encoder.neighbours(found, query.lang), content_type="application/geo+json"
    )
    # The answer tells where somebody is: no shared cache may keep it.
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Language"] = query.lang
    return conditional(answer)
