"""`/api/v1/nearest` and `/api/v1/relaxed`: the nearest stations, and which filter to drop.

Positions are degrees in the datum of `coordsys`, distances metres, answers WGS 84.
"""

from __future__ import annotations

import json

from flask import Blueprint, Response, current_app, request

from locator.find.fewer_filters import suggest_drops
from locator.find.nearest import NearestQuery, answer_nearest, as_travel
from locator.parameters import parameters_of
from locator.stations.moments import parse_moment
from locator.web.parameters import Query
from locator.web.responses import LONGEST_MAX_AGE_S, PRIVATE, conditional, max_age
from locator.web.store import store

blueprint = Blueprint("nearest", __name__)


@blueprint.get("/api/v1/nearest")
def nearest() -> Response:
    """Answer with the nearest stations, as GeoJSON."""
    query = Query(request.args)
    question = query.ask(NearestQuery)
    served = store(current_app).current()
    neighbours = answer_nearest(served.stations, question, current_app.extensions["travel"])
    is_now = question.at in (None, parse_moment("now", query.now))
    # The answer tells where somebody is: no shared cache may keep it.
    max_age_s = max_age(query.now) if is_now else LONGEST_MAX_AGE_S
    text = served.encoder.neighbours(neighbours, query.lang)
    answer = Response(text, content_type="application/geo+json")
    return conditional(answer, f"private, max-age={max_age_s}", query.lang)


@blueprint.get("/api/v1/relaxed")
def relaxed() -> Response:
    """Answer with the single filters without which a station is within reach, nearest first."""
    query = Query(request.args)
    values = query.take_all(parameters_of(NearestQuery, but=("k", "statuses")))
    query.finish()
    question = NearestQuery(**values)
    drops = suggest_drops(
        store(current_app).current().stations,
        question.where,
        kinds=question.kinds,
        services=question.services,
        at=question.at,
        open=question.open,
        travel=as_travel(question.travel, current_app.extensions["travel"]),
        max_distance_m=question.max_distance_m,
    )
    listed = [
        {"parameter": d.parameter, "words": d.words, "distance_m": round(d.distance_m, 3)}
        for d in drops
    ]
    answer = Response(json.dumps({"drops": listed}), content_type="application/json")
    return conditional(answer, PRIVATE, query.lang)
