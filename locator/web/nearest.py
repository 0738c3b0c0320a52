"""`/api/v1/nearest`: the stations nearest to a position."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, current_app, request

from locator.find import DEFAULT_K, MAX_K, find_nearest
from locator.stations.moments import parse_moment
from locator.stations.station import STATUSES
from locator.web.conditional import LONGEST_MAX_AGE_S, conditional, max_age
from locator.web.courier import read_search
from locator.web.parameters import Query
from locator.web.store import store

blueprint = Blueprint("nearest", __name__)


@blueprint.get("/api/v1/nearest")
def nearest() -> Response:
    """Answer with the nearest stations, as GeoJSON."""
    query = Query(request.args)
    asked = read_search(query)
    k = query.whole("k", 1, MAX_K, DEFAULT_K)
    statuses = query.words("status", dict.fromkeys(STATUSES))
    now = datetime.now(UTC)
    at, is_now = query.parsed("at", lambda text: (parse_moment(text, now), text == "now"), "now")
    query.finish()
    served = store(current_app).current()
    found = find_nearest(
        served.stations,
        asked.where,
        k,
        kinds=asked.kinds,
        services=asked.services,
        statuses=statuses,
        at=at,
        open=asked.open,
        travel=asked.travel,
        max_distance_m=asked.max_distance_m,
    )
    # The answer tells where somebody is: no shared cache may keep it.
    max_age_s = max_age(now) if is_now else LONGEST_MAX_AGE_S
    headers = [
        ("Content-Type", "application/geo+json"),
        ("Cache-Control", f"private, max-age={max_age_s}"),
        ("Content-Language", query.lang),
    ]
    return conditional(Response(served.encoder.neighbours(found, query.lang), headers=headers))
