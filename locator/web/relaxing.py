"""`/api/v1/relaxed`: which filter to drop where nothing matches them all."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from flask import Blueprint, Response, current_app, request

from locator.find.relaxing import suggest_drops
from locator.stations.moments import parse_moment
from locator.web.conditional import conditional
from locator.web.courier import read_search
from locator.web.parameters import Query
from locator.web.store import store

blueprint = Blueprint("relaxing", __name__)


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
