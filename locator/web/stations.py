"""Stations for a map: `/api/v1/stations` in view or by id, `/api/v1/areas`, `/api/v1/convert`.

`areas` answers with the centres of service areas, circles around stations; `convert` moves
positions from one datum to another. Positions are degrees in the datum of `coordsys`, radii and
distances metres.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, current_app, request

from locator.find.nearest import (
    TRAVEL,
    Visit,
    as_travel,
    find_way,
    state_of,
)
from locator.find.view import ZOOM
from locator.geo.boxes import BBOX, WORLD
from locator.geo.datum import COORDSYS, TO, Datum, convert, convert_point
from locator.geo.points import LAT, LON, POINTS, LonLat
from locator.plan.reach import AREA_RADIUS_M
from locator.stations.moments import AT, parse_moment
from locator.stations.selection import KIND, OPEN, SERVICE, Selection
from locator.web.parameters import Query
from locator.web.responses import PRIVATE, conditional
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
    box, zoom = query.take(BBOX) or WORLD, query.take(ZOOM)
    kinds, services = query.take(KIND), query.take(SERVICE)
    at = query.take(AT) or parse_moment("now", query.now)
    open_filter = query.take(OPEN)
    start, travel, coordsys = _way(query)
    query.finish()
    served = store(current_app).current()
    selection = Selection.of(kinds, services, day=None if travel else at.date())
    visit = Visit(at, open_filter, travel)
    view = served.view(coordsys).view(box, zoom, selection, visit, start)
    answer = Response(_encoded(view, served.stations), content_type="application/json")
    return conditional(answer, PRIVATE, query.lang)


@blueprint.get("/api/v1/stations/<station_id>")
def one(station_id: str) -> Response:
    """Answer with one station, as a GeoJSON feature, and its state at a moment.

    With `lon` and `lat` also how far it is and which way; with `travel` its state on arrival.
    """
    query = Query(request.args)
    at = query.take(AT) or parse_moment("now", query.now)
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
        way = find_way(served.stations, position, start, at=at, travel=travel)
        text = served.encoder.way(way, query.lang)
    answer = Response(text, content_type="application/geo+json")
    return conditional(answer, PRIVATE, query.lang)


def _way(query: Query) -> tuple[LonLat | None, Travel | None, Datum]:
    """Return where somebody sets out, in WGS 84, and how, as far as it is told.

    A mode of travel leads nowhere without a position; half a position is none.
    """
    needed = any(parameter in query for parameter in (LON, LAT, TRAVEL))
    lon, lat = query.take(LON.but(required=needed)), query.take(LAT.but(required=needed))
    travel, coordsys = query.take(TRAVEL), query.take(COORDSYS)
    if lon is None or lat is None:
        return None, None, coordsys
    start = convert_point(LonLat(lon, lat), coordsys, "wgs84")
    return start, as_travel(travel, current_app.extensions["travel"]), coordsys


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
    box, zoom, radius_m = query.take(BBOX) or WORLD, query.take(ZOOM), query.take(AREA_RADIUS_M)
    kinds, services = query.take(KIND), query.take(SERVICE)
    at = query.take(AT) or parse_moment("now", query.now)
    open_filter, coordsys = query.take(OPEN), query.take(COORDSYS)
    query.finish()
    index = store(current_app).current().view(coordsys)
    selection = Selection.of(kinds, services, day=at.date())
    lon, lat = index.centres(box, zoom, radius_m, selection, Visit(at, open_filter))
    centres = [[round(x, 5), round(y, 5)] for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]
    body = {"radius_m": radius_m, "centres": centres}
    answer = Response(json.dumps(body, separators=(",", ":")), content_type="application/json")
    return conditional(answer, PRIVATE, query.lang)


@blueprint.get("/api/v1/convert")
def converted() -> Response:
    """Answer with `points`, given in `coordsys`, in the datum `to`."""
    query = Query(request.args)
    points = query.take(POINTS) or [LonLat(0.0, 0.0)]
    source, target = query.take(COORDSYS), query.take(TO)
    query.finish()
    lons, lats = [point.lon for point in points], [point.lat for point in points]
    if source != target:
        moved = convert(lons, lats, source, target)
        lons, lats = moved[0].tolist(), moved[1].tolist()
    body = {"points": [[round(x, 7), round(y, 7)] for x, y in zip(lons, lats, strict=True)]}
    answer = Response(json.dumps(body), content_type="application/json")
    return conditional(answer, PRIVATE, query.lang)
