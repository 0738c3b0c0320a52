"""`/api/v1/stations`: what a map shows of the stations in view, and single ones by id."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from flask import Blueprint, Response, abort, current_app, request

from locator.find.arrival import state_of
from locator.find.view import MAX_ZOOM
from locator.geo.boxes import parse_box
from locator.geo.datum import DATUMS, Datum
from locator.stations.kinds import KINDS
from locator.stations.moments import parse_moment
from locator.stations.selection import Selection
from locator.stations.services import SERVICES
from locator.web.conditional import conditional
from locator.web.parameters import Query
from locator.web.store import store

if TYPE_CHECKING:
    from locator.find.view import View
    from locator.stations.station_set import StationSet

blueprint = Blueprint("view", __name__)


@blueprint.get("/api/v1/stations")
def in_view() -> Response:
    """Answer with marks for a map of a box: single stations, and clusters where they would overlap.

    `coordsys` says what the box is in and, since this is a drawing and no data, what the marks
    come back in. `clusters` holds [lon, lat, count]; `stations` holds [lon, lat, kind, id, name].
    """
    query = Query(request.args)
    box = query.parsed("bbox", parse_box, "-180,-90,180,90")
    zoom = query.whole("zoom", 0, MAX_ZOOM, 7)
    kinds = query.words("kind", KINDS)
    services = query.words("service", SERVICES)
    at = query.parsed("at", lambda text: parse_moment(text, datetime.now(UTC)), "now")
    coordsys = query.choice("coordsys", DATUMS, "wgs84")
    query.finish()
    served = store(current_app).current()
    selection = Selection.of(kinds, services, day=at.date())
    view = served.view(cast("Datum", coordsys)).view(box, zoom, selection)
    answer = Response(_encoded(view, served.stations), content_type="application/json")
    # The part of a map that somebody looks at mostly holds where they are.
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Language"] = query.lang
    return conditional(answer)


@blueprint.get("/api/v1/stations/<station_id>")
def one(station_id: str) -> Response:
    """Answer with one station, as a GeoJSON feature, and its state at a moment."""
    query = Query(request.args)
    at = query.parsed("at", lambda text: parse_moment(text, datetime.now(UTC)), "now")
    query.finish()
    served = store(current_app).current()
    position = served.stations.position(station_id)
    if position is None:
        abort(404)
    state = state_of(served.stations, position, at)
    text = served.encoder.station_at(position, state, at, query.lang)
    answer = Response(text, content_type="application/geo+json")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Language"] = query.lang
    return conditional(answer)


def _encoded(view: View, stations: StationSet) -> str:
    clusters = [[round(c.lon, 6), round(c.lat, 6), c.count] for c in view.clusters]
    singles = []
    for position, lon, lat in view.singles:
        station = stations[position]
        singles.append([round(lon, 6), round(lat, 6), station.kind, station.id, station.name])
    body = {"total": view.total, "clusters": clusters, "stations": singles}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
