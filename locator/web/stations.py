"""`/api/v1/stations`: what a map shows of the stations in view, and single ones by id.

`/api/v1/areas`: the service areas that a map draws, as circles around stations.
`/api/v1/convert`: positions from one datum to another.
"""

from __future__ import annotations

import json
import math
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from flask import Blueprint, Response, abort, current_app, request

from locator.errors import ParameterError
from locator.find.nearest import OPEN_FILTERS, TRAVEL_MODES, Visit, check_open, find_way, state_of
from locator.find.view import MAX_ZOOM
from locator.geo.boxes import parse_box
from locator.geo.datum import DATUMS, Datum, convert, convert_point
from locator.geo.points import LonLat
from locator.language import phrase
from locator.publish.planner_map.map_form import DEFAULT_RADIUS_M, MOST_RADIUS_M
from locator.stations.kinds import KINDS
from locator.stations.moments import parse_moment
from locator.stations.selection import Selection
from locator.stations.services import SERVICES
from locator.web.parameters import Query
from locator.web.responses import conditional
from locator.web.store import store

if TYPE_CHECKING:
    from locator.find.nearest import Travel
    from locator.find.view import View
    from locator.stations.station_set import StationSet


blueprint = Blueprint("stations", __name__)


@blueprint.get("/api/v1/stations")
def in_view() -> Response:
    """Answer with marks for a map of a box: single stations, and clusters where they would overlap.

    `coordsys` says what the box is in and, since this is a drawing and no data, what the marks
    come back in. `open`, `at`, `travel` and the position set out from leave out what
    `/api/v1/nearest` leaves out. `clusters` holds [lon, lat, count]; `stations` holds
    [lon, lat, kind, id, name].
    """
    query = Query(request.args)
    box = query.parsed("bbox", parse_box, "-180,-90,180,90")
    zoom = query.whole("zoom", 0, MAX_ZOOM, 7)
    kinds = query.words("kind", KINDS)
    services = query.words("service", SERVICES)
    at = query.parsed("at", lambda text: parse_moment(text, datetime.now(UTC)), "now")
    wanted = query.choice("open", OPEN_FILTERS, "any")
    start, travel, coordsys = _way(query)
    query.finish()
    served = store(current_app).current()
    selection = Selection.of(kinds, services, day=None if travel else at.date())
    visit = Visit(at, check_open(wanted), travel)
    view = served.view(coordsys).view(box, zoom, selection, visit, start)
    answer = Response(_encoded(view, served.stations), content_type="application/json")
    # The part of a map that somebody looks at mostly holds where they are.
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Language"] = query.lang
    return conditional(answer)


@blueprint.get("/api/v1/stations/<station_id>")
def one(station_id: str) -> Response:
    """Answer with one station, as a GeoJSON feature, and its state at a moment.

    With `lon` and `lat` also how far it is and which way; with `travel` its state on arrival.
    """
    query = Query(request.args)
    at = query.parsed("at", lambda text: parse_moment(text, datetime.now(UTC)), "now")
    start, travel, _ = _way(query)
    query.finish()
    served = store(current_app).current()
    position = served.stations.position(station_id)
    if position is None:
        abort(404)
    if start is None:
        state = state_of(served.stations, position, at)
        text = served.encoder.station_at(position, state, at, query.lang)
    else:
        found = find_way(served.stations, position, start, at=at, travel=travel)
        text = served.encoder.way(found, query.lang)
    answer = Response(text, content_type="application/geo+json")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Language"] = query.lang
    return conditional(answer)


def _way(query: Query) -> tuple[LonLat | None, Travel | None, Datum]:
    """Return where somebody sets out, in WGS 84, and how, as far as it is told.

    A mode of travel leads nowhere without a position; half a position is none.
    """
    needed = any(name in request.args for name in ("lon", "lat", "travel"))
    lon = query.number("lon", -180, 180, math.nan, required=needed)
    lat = query.number("lat", -90, 90, math.nan, required=needed)
    travel = query.choice("travel", tuple(TRAVEL_MODES), "")
    coordsys = cast("Datum", query.choice("coordsys", DATUMS, "wgs84"))
    if math.isnan(lon) or math.isnan(lat):
        return None, None, coordsys
    start = convert_point(LonLat(lon, lat), coordsys, "wgs84")
    return start, current_app.extensions["travel"].get(travel), coordsys


def _encoded(view: View, stations: StationSet) -> str:
    clusters = [[round(c.lon, 6), round(c.lat, 6), c.count] for c in view.clusters]
    singles = []
    for position, lon, lat in view.singles:
        station = stations[position]
        singles.append([round(lon, 6), round(lat, 6), station.kind, station.id, station.name])
    body = {"total": view.total, "clusters": clusters, "stations": singles}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


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


MOST_POINTS = 100
# Python's float() takes more than this: nan, 1_000, full-width digits.
_NUMBERS = re.compile(r"[-+.,;0-9eE ]+")
_ALLOWED = phrase("web.allowed_2", most_points=MOST_POINTS)


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
