"""`/api/v1/convert`: positions from one datum to another."""

from __future__ import annotations

import json
import re
from typing import cast

from flask import Blueprint, Response, request

from locator.errors import ParameterError, Words
from locator.geo.datum import DATUMS, Datum, convert
from locator.geo.points import LonLat
from locator.web.conditional import conditional
from locator.web.parameters import Query

blueprint = Blueprint("datums", __name__)

MOST_POINTS = 100
# Python's float() takes more than this: nan, 1_000, full-width digits.
_NUMBERS = re.compile(r"[-+.,;0-9eE ]+")
_ALLOWED = Words(
    f"1 至 {MOST_POINTS} 个位置 lon,lat，以分号分隔",
    f"1 to {MOST_POINTS} positions lon,lat with semicolons between",
)


@blueprint.get("/api/v1/convert")
def converted() -> Response:
    """Answer with `points`, given in `coordsys`, in the datum `to`."""
    query = Query(request.args)
    points = query.parsed("points", _points, "0,0")
    source = query.choice("coordsys", DATUMS, "wgs84")
    target = query.choice("to", DATUMS, "wgs84")
    query.finish()
    lons, lats = [point.lon for point in points], [point.lat for point in points]
    if source != target:
        moved = convert(lons, lats, cast("Datum", source), cast("Datum", target))
        lons, lats = moved[0].tolist(), moved[1].tolist()
    body = {"points": [[round(x, 7), round(y, 7)] for x, y in zip(lons, lats, strict=True)]}
    answer = Response(json.dumps(body), content_type="application/json")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Language"] = query.lang
    return conditional(answer)


def _points(text: str) -> list[LonLat]:
    try:
        pairs = [[float(part) for part in pair.split(",")] for pair in text.split(";")]
        if len(pairs) <= MOST_POINTS and _NUMBERS.fullmatch(text):
            return [LonLat(*pair) for pair in pairs]
    except (TypeError, ValueError):
        pass
    raise ParameterError("points", text, _ALLOWED)
