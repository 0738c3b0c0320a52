"""`/api/v1/nearest`: the stations nearest to a position.

What the courier's endpoints share: where somebody is, and what a station must have.
`/api/v1/relaxed`: which filter to drop where nothing matches them all.
"""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple, cast

from flask import Blueprint, Response, current_app, request

from locator.find import DEFAULT_K, MAX_K, find_nearest
from locator.find.fewer_filters import suggest_drops
from locator.find.nearest import OPEN_FILTERS, TRAVEL_MODES
from locator.geo.datum import DATUMS, Datum, convert_point
from locator.geo.points import LonLat
from locator.stations.kinds import KINDS
from locator.stations.moments import parse_moment
from locator.stations.services import SERVICES
from locator.stations.station import STATUSES
from locator.web.parameters import Query
from locator.web.responses import LONGEST_MAX_AGE_S, conditional, max_age
from locator.web.store import store

if TYPE_CHECKING:
    from locator.find.nearest import Travel


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


class Search(NamedTuple):
    """What is searched for, as `find_nearest` takes it; the position is in WGS 84."""

    where: LonLat
    kinds: tuple[str, ...]
    services: tuple[str, ...]
    open: str
    travel: Travel | None
    max_distance_m: float


def read_search(query: Query) -> Search:
    """Take the parameters that every search has; `finish` tells what was wrong with them."""
    lon = query.number("lon", -180, 180, 0.0, required=True)
    lat = query.number("lat", -90, 90, 0.0, required=True)
    coordsys = cast("Datum", query.choice("coordsys", DATUMS, "wgs84"))
    where = LonLat(lon, lat)
    if coordsys != "wgs84":
        where = convert_point(where, coordsys, "wgs84")
    return Search(
        where,
        kinds=tuple(dict.fromkeys(query.words("kind", KINDS))),
        services=tuple(dict.fromkeys(query.words("service", SERVICES))),
        open=query.choice("open", OPEN_FILTERS, "any"),
        travel=current_app.extensions["travel"].get(
            query.choice("travel", tuple(TRAVEL_MODES), "")
        ),
        max_distance_m=query.number("max_distance_m", 0, math.inf, math.inf),
    )


@blueprint.get("/api/v1/relaxed")
def relaxed() -> Response:
    """Answer with the single filters without which a station is within reach, nearest first."""
    query = Query(request.args)
    asked = read_search(query)
    at = query.parsed("at", lambda text: parse_moment(text, datetime.now(UTC)), "now")
    query.finish()
    drops = suggest_drops(
        store(current_app).current().stations,
        asked.where,
        kinds=asked.kinds,
        services=asked.services,
        at=at,
        open=asked.open,
        travel=asked.travel,
        max_distance_m=asked.max_distance_m,
    )
    listed = [
        {"parameter": d.parameter, "words": d.words, "distance_m": round(d.distance_m, 3)}
        for d in drops
    ]
    answer = Response(json.dumps({"drops": listed}), content_type="application/json")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Language"] = query.lang
    return conditional(answer)
