"""`/api/v1/nearest`: the stations nearest to a position."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import cast

from flask import Blueprint, Response, current_app, request

from locator.find import DEFAULT_K, MAX_K, find_nearest
from locator.find.arrival import OPEN_FILTERS
from locator.find.travel import TRAVEL_MODES
from locator.geo.datum import DATUMS, Datum, convert_point
from locator.geo.points import LonLat
from locator.stations.kinds import KINDS
from locator.stations.moments import parse_moment
from locator.stations.services import SERVICES
from locator.stations.station import STATUSES
from locator.web.conditional import LONGEST_MAX_AGE_S, conditional, max_age
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
    now = datetime.now(UTC)
    at, is_now = query.parsed("at", lambda text: (parse_moment(text, now), text == "now"), "now")
    wanted = query.choice("open", OPEN_FILTERS, "any")
    travel = query.choice("travel", tuple(TRAVEL_MODES), "")
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
        open=wanted,
        travel=current_app.extensions["travel"].get(travel),
        max_distance_m=reach_m,
    )
    # The answer tells where somebody is: no shared cache may keep it.
    max_age_s = max_age(now) if is_now else LONGEST_MAX_AGE_S
    headers = [
        ("Content-Type", "application/geo+json"),
        ("Cache-Control", f"private, max-age={max_age_s}"),
        ("Content-Language", query.lang),
    ]
    return conditional(Response(served.encoder.neighbours(found, query.lang), headers=headers))
