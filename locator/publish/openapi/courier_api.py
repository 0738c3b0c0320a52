"""The courier's endpoints: nearest stations, what a map shows, search, datums."""

from __future__ import annotations

from locator.find.search import DEFAULT_LIMIT, MAX_LIMIT, MAX_QUERY
from locator.find.view import MAX_ZOOM
from locator.geo.datum import DATUMS
from locator.language import phrase
from locator.publish.openapi.schemas import Endpoint, one_of, optional, query, ref, shared

_GEOJSON, _JSON = "application/geo+json", "application/json"

ENDPOINTS = (
    Endpoint(
        "/api/v1/nearest", "nearest", "courier",
        phrase("openapi.endpoints.stations_nearest_position"),
        {_GEOJSON: ref("neighbours")},
        shared(
            "lon", "lat", "coordsys", "k", "kind", "service", "status", "at", "open", "travel",
            "max_distance_m", "lang",
        ),
    ),
    Endpoint(
        "/api/v1/stations", "stations", "courier",
        phrase("openapi.endpoints.what_map_shows_box_stations"),
        {_JSON: ref("view")},
        (
            optional("bbox"),
            query(
                "zoom", phrase("openapi.endpoints.maps_zoom_level"),
                {"type": "integer", "minimum": 0, "maximum": MAX_ZOOM, "default": 7},
            ),
            *shared("kind", "service", "at", "open", "travel"),
            optional("lon"),
            optional("lat"),
            *shared("coordsys", "lang"),
        ),
    ),
    Endpoint(
        "/api/v1/stations/{station_id}", "station", "courier",
        phrase("openapi.endpoints.one_station_open_state"),
        {_GEOJSON: ref("station")},
        (
            *shared("station_id", "at", "travel"),
            optional("lon"),
            optional("lat"),
            *shared("coordsys", "lang"),
        ),
        (400, 404),
    ),
    Endpoint(
        "/api/v1/search", "search", "courier",
        phrase("openapi.endpoints.districts_stations_name_also_pinyin"),
        {_JSON: ref("matches")},
        (
            query(
                "q", phrase("openapi.endpoints.part_name"),
                {"type": "string", "maxLength": MAX_QUERY}, example="郑州",
            ),
            query(
                "limit", phrase("openapi.endpoints.how_many_most"),
                {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
            ),
            *shared("lang"),
        ),
    ),
    Endpoint(
        "/api/v1/relaxed", "relaxed", "courier",
        phrase("openapi.endpoints.filter_drop_where_nothing_matches"),
        {_JSON: ref("drops")},
        shared(
            "lon", "lat", "coordsys", "kind", "service", "at", "open", "travel", "max_distance_m",
            "lang",
        ),
    ),
    Endpoint(
        "/api/v1/convert", "convert", "courier",
        phrase("openapi.endpoints.positions_one_datum_another"),
        {_JSON: ref("points")},
        (
            query(
                "points", phrase("openapi.endpoints.positions_lon_lat_lon_lat"),
                {"type": "string"}, example="113.65,34.76;113.7,34.8",
            ),
            *shared("coordsys"),
            query("to", phrase("openapi.endpoints.answers_datum"), one_of(DATUMS, "wgs84")),
            *shared("lang"),
        ),
    ),
)  # fmt: skip
