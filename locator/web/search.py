"""`/api/v1/search`: districts and stations by name, in Chinese or pinyin."""

from __future__ import annotations

import json

from flask import Blueprint, Response, current_app, request

from locator.find.search import LIMIT, Match, Q
from locator.stations.moments import parse_moment
from locator.stations.selection import Selection
from locator.web.parameters import Query
from locator.web.responses import PRIVATE, conditional
from locator.web.store import store

blueprint = Blueprint("search", __name__)


@blueprint.get("/api/v1/search")
def search() -> Response:
    """Answer with places whose names match `q`, the best first; only active stations, in season."""
    query = Query(request.args)
    text = query.take(Q)
    limit = query.take(LIMIT)
    query.finish()
    served = store(current_app).current()
    today = parse_moment("now", query.now).date()
    accept = served.stations.filter(Selection.of(day=today))
    matches = served.search.search(text, accept, limit)
    body = json.dumps({"results": [_result(match) for match in matches]}, ensure_ascii=False)
    answer = Response(body, content_type="application/json")
    return conditional(answer, PRIVATE, query.lang)


def _result(match: Match) -> dict[str, object]:
    return {
        "what": match.what,
        "key": match.key,
        "name": match.name,
        "pinyin": match.pinyin,
        "within": match.within,
        "lon": match.where.lon,
        "lat": match.where.lat,
    }
