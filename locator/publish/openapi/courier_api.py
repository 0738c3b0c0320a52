"""The courier's endpoints: nearest stations, what a map shows, search, datums."""

from __future__ import annotations

from locator.find.nearest import TRAVEL, NearestQuery
from locator.find.search import LIMIT, Q
from locator.find.view import ZOOM
from locator.geo.boxes import BBOX
from locator.geo.datum import COORDSYS, TO
from locator.geo.points import LAT, LON, POINTS
from locator.language import phrase
from locator.parameters import LANG, parameters_of
from locator.publish.openapi.schemas import STATION_ID, Endpoint, ref
from locator.stations.moments import AT
from locator.stations.selection import KIND, OPEN, SERVICE

_GEOJSON, _JSON = "application/geo+json", "application/json"
# Where somebody sets out, and how, if that is told.
_WAY = TRAVEL, LON.but(required=False), LAT.but(required=False), COORDSYS

ENDPOINTS = (
    Endpoint(
        "/api/v1/nearest", "nearest", "courier",
        phrase("openapi.endpoints.stations_nearest_position"),
        {_GEOJSON: ref("neighbours")},
        (*parameters_of(NearestQuery).values(), LANG),
    ),
    Endpoint(
        "/api/v1/stations", "stations", "courier",
        phrase("openapi.endpoints.what_map_shows_box_stations"),
        {_JSON: ref("view")},
        (BBOX, ZOOM, KIND, SERVICE, AT, OPEN, *_WAY, LANG),
    ),
    Endpoint(
        "/api/v1/stations/{station_id}", "station", "courier",
        phrase("openapi.endpoints.one_station_open_state"),
        {_GEOJSON: ref("station")},
        (STATION_ID, AT, *_WAY, LANG),
        (400, 404),
    ),
    Endpoint(
        "/api/v1/search", "search", "courier",
        phrase("openapi.endpoints.districts_stations_name_also_pinyin"),
        {_JSON: ref("matches")},
        (Q, LIMIT, LANG),
    ),
    Endpoint(
        "/api/v1/relaxed", "relaxed", "courier",
        phrase("openapi.endpoints.filter_drop_where_nothing_matches"),
        {_JSON: ref("drops")},
        (*parameters_of(NearestQuery, but=("k", "statuses")).values(), LANG),
    ),
    Endpoint(
        "/api/v1/convert", "convert", "courier",
        phrase("openapi.endpoints.positions_one_datum_another"),
        {_JSON: ref("points")},
        (POINTS, COORDSYS, TO, LANG),
    ),
)  # fmt: skip
