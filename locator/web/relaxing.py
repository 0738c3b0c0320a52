"""`/api/v1/relaxed`: which filter to drop where nothing matches them all."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from typing import cast

from flask import Blueprint, Response, current_app, request

from locator.find.arrival import OPEN_FILTERS
from locator.find.relaxing import suggest_drops
from locator.find.travel import TRAVEL_MODES
from locator.geo.datum import DATUMS, Datum, convert_point
from locator.geo.points import LonLat
from locator.stations.kinds import KINDS
from locator.stations.moments import parse_moment
from locator.stations.services import SERVICES
from locator.web.conditional import conditional
from locator.web.parameters import Query
from locator.web.store import store

blueprint = Blueprint("relaxing", __name__)


@blueprint.get("/api/v1/relaxed")
def relaxed() -> Response:
    """Answer with the single filters without which a station is within reach, nearest first."""
    query = Query(request.args)
    lon = query.number("lon", -180, 180, 0.0, required=True)
    lat = query.number("lat", -90, 90, 0.0, required=True)
    kinds = tuple(dict.fromkeys(query.words("kind", KINDS)))
    services = tuple(dict.fromkeys(query.words("service", SERVICES)))
    at = query.parsed("at", lambda text: parse_moment(text, datetime.now(UTC)), "now")
    wanted = query.choice("open", OPEN_FILTERS, "any")
    travel = query.choice("travel", tuple(TRAVEL_MODES), "")
    reach_m = query.number("max_distance_m", 0, math.inf, math.inf)
    coordsys = query.choice("coordsys", DATUMS, "wgs84")
    query.finish()
    where = convert_point(LonLat(lon, lat), cast("Datum", coordsys), "wgs84")
    stations = store(current_app).current().stations
    drops = suggest_drops(
        stations,
        where,
        kinds=kinds,
        services=services,
        at=at,
        open=wanted,
        travel=current_app.extensions["travel"].get(travel),
        max_distance_m=reach_m,
    )
    listed = [
        {"parameter": d.parameter, "words": d.words, "distance_m": round(d.distance_m, 3)}
        for d in drops
    ]
    answer = Response(json.dumps({"drops": listed}), content_type="application/json")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Language"] = query.lang
    return conditional(answer)
