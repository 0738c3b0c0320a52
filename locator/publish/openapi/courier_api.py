"""The courier's endpoints: nearest stations, what a map shows, search, datums."""

from __future__ import annotations

from locator.errors import Words
from locator.find.search import DEFAULT_LIMIT, MAX_LIMIT, MAX_QUERY
from locator.find.view import MAX_ZOOM
from locator.geo.datum import DATUMS
from locator.publish.openapi.schemas import Endpoint, one_of, optional, query, ref, shared

_GEOJSON, _JSON = "application/geo+json", "application/json"

ENDPOINTS = (
    Endpoint(
        "/api/v1/nearest", "nearest", "courier",
        Words("离一个位置最近的站点，由近及远", "The stations nearest to a position"),
        {_GEOJSON: ref("neighbours")},
        shared(
            "lon", "lat", "coordsys", "k", "kind", "service", "status", "at", "open", "travel",
            "max_distance_m", "lang",
        ),
    ),
    Endpoint(
        "/api/v1/stations", "stations", "courier",
        Words("地图上一个范围内的站点和聚合点", "What a map shows of a box: stations and clusters"),
        {_JSON: ref("view")},
        (
            optional("bbox"),
            query(
                "zoom", Words("缩放级别", "The map's zoom level"),
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
        Words("一个站点及其开放状态", "One station and its open state"),
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
        Words("按名称查找市、县和站点，可用拼音", "Districts and stations by name, also in pinyin"),
        {_JSON: ref("matches")},
        (
            query(
                "q", Words("名称的一部分", "Part of a name"),
                {"type": "string", "maxLength": MAX_QUERY}, example="郑州",
            ),
            query(
                "limit", Words("至多几个", "How many at most"),
                {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
            ),
            *shared("lang"),
        ),
    ),
    Endpoint(
        "/api/v1/relaxed", "relaxed", "courier",
        Words("没有结果时可以去掉哪一项筛选", "Which filter to drop where nothing matches"),
        {_JSON: ref("drops")},
        shared(
            "lon", "lat", "coordsys", "kind", "service", "at", "open", "travel", "max_distance_m",
            "lang",
        ),
    ),
    Endpoint(
        "/api/v1/convert", "convert", "courier",
        Words("坐标系换算", "Positions from one datum to another"),
        {_JSON: ref("points")},
        (
            query(
                "points", Words("位置 lon,lat，以分号分隔", "Positions lon,lat;lon,lat"),
                {"type": "string"}, example="113.65,34.76;113.7,34.8",
            ),
            *shared("coordsys"),
            query("to", Words("换算到哪个坐标系", "The answer's datum"), one_of(DATUMS, "wgs84")),
            *shared("lang"),
        ),
    ),
)  # fmt: skip
