"""OGC API - Features: its paths, parameters and answers, as its standard shapes them.

Downloads of the current data.
What the service says of itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from locator.errors import Words
from locator.publish.downloads import DOWNLOADS
from locator.publish.ogc.ogc_collections import API, COLLECTIONS, CRS84, GEOJSON, JSON, SCHEMA
from locator.publish.ogc.ogc_items import DEFAULT_LIMIT, FILTERS, LONGEST_VALUE, MAX_LIMIT
from locator.publish.openapi.schemas import (
    HTML,
    TEXT,
    WHOLE,
    Endpoint,
    Parameter,
    listed,
    one_of,
    path,
    query,
    record,
    ref,
    shared,
    words,
)
from locator.publish.station_schema import ID_PATTERN, STATION_PROPERTIES, feature_schema

Parameters = Sequence[Parameter]

OGC_SWITCH = "ogc"


def _filter(name: str) -> Parameter:
    """Return the parameter of a filter by a property."""
    known = FILTERS[name].words
    title = STATION_PROPERTIES[name]["title"]
    if known:
        return words(name, title, list(known))
    return query(
        name, title, {"type": "string", "maxLength": LONGEST_VALUE}, style="form", explode=False
    )


_AFTER = Words("上一页 next 链接所给，勿自行填写", "From the next link of the page before")
PARAMETERS: dict[str, Parameter] = {
    "collectionId": path(
        "collectionId", Words("数据集", "The collection"),
        {"type": "string", "enum": list(COLLECTIONS)},
    ),
    "featureId": path(
        "featureId", Words("站点编号", "The station's id"), {"type": "string"},
        example="example-kiosk",
    ),
    "limit": query(
        "limit",
        Words("每页至多几个；更大的值按最大值算", "How many a page; more counts as the most"),
        {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
        style="form", explode=False,
    ),
    "itemsBbox": query(
        "bbox",
        Words(
            "范围，四个或六个数，CRS84；站点没有高度，高度不计；west 大于 east 时跨越 180 度经线",
            "A box of four or six numbers, CRS84; stations have no height, so heights don't count; "
            "west > east crosses the antimeridian",
        ),
        {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6},
        style="form", explode=False, example=[113.4, 34.6, 113.9, 34.9],
    ),
    "datetime": query(
        "datetime",
        Words(
            "RFC 3339 时刻、日期或区间；站点在启用日至截止日（中国时间）有效，未注明则一直有效",
            "An RFC 3339 time, a date or an interval; a station is valid from its first to its "
            "last day in China's time, and always where it has none",
        ),
        {"type": "string"}, style="form", explode=False, example="2026-07-01T00:00:00Z/..",
    ),
    "bboxCrs": query(
        "bbox-crs", Words("bbox 的坐标系", "What bbox is in"), one_of([CRS84], CRS84),
        style="form", explode=False,
    ),
    "crs": query(
        "crs", Words("结果的坐标系", "What the answer is in"), one_of([CRS84], CRS84),
        style="form", explode=False,
    ),
    "after": query("after", _AFTER, {"type": "string", "pattern": ID_PATTERN}),
}  # fmt: skip

_LINK = {
    "type": "object",
    "required": ["href", "rel"],
    "properties": {"href": TEXT, "rel": TEXT, "type": TEXT, "title": TEXT},
}
_LINKS = listed(_LINK)
_NULLABLE_TIME = {"type": "string", "format": "date-time", "nullable": True}
_BOX = {**listed({"type": "number"}), "minItems": 4, "maxItems": 4}
_INTERVAL = {**listed(_NULLABLE_TIME), "minItems": 2, "maxItems": 2}
_EXTENT = record(
    {
        "spatial": record({"bbox": listed(_BOX), "crs": TEXT}),
        "temporal": record({"interval": listed(_INTERVAL), "trs": TEXT}),
    },
    "spatial",
)
SCHEMAS: dict[str, dict[str, Any]] = {
    "landingPage": record({"title": TEXT, "description": TEXT, "links": _LINKS}),
    "confClasses": record({"links": _LINKS, "conformsTo": listed(TEXT)}),
    "collection": record(
        {
            "id": TEXT,
            "title": TEXT,
            "description": TEXT,
            "attribution": TEXT,
            "itemType": TEXT,
            "itemCount": WHOLE,
            "crs": listed(TEXT),
            "storageCrs": TEXT,
            "extent": _EXTENT,
            "links": _LINKS,
            "notice": TEXT,
        },
        "notice",
    ),
    "collections": record(
        {"title": TEXT, "links": _LINKS, "collections": listed(ref("collection"))}
    ),
    "featureGeoJSON": feature_schema(),
    "itemGeoJSON": {
        "allOf": [
            ref("featureGeoJSON"),
            {
                "type": "object",
                "required": ["links"],
                "properties": {"links": _LINKS, "notice": TEXT},
            },
        ]
    },
    "featureCollectionGeoJSON": record(
        {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "links": _LINKS,
            "numberMatched": WHOLE,
            "numberReturned": WHOLE,
            "notice": TEXT,
            "features": listed(ref("featureGeoJSON")),
        },
        "notice",
    ),
}  # fmt: skip

_BOTH = shared("f", "lang")
_COLLECTION = {"$ref": "#/components/parameters/collectionId"}


def _own(*names: str) -> list[Parameter]:
    return [{"$ref": f"#/components/parameters/{name}"} for name in names if PARAMETERS[name]]


def _endpoint(
    below: str, name: str, summary: Words, schema: dict[str, Any], parameters: Parameters = (),
    *, media: str = JSON,
) -> Endpoint:  # fmt: skip
    """Return an endpoint that answers in JSON and as a page."""
    return Endpoint(
        "/ogc" + below, name, "ogc", summary, {media: schema, "text/html": HTML},
        [*parameters, *_BOTH], (400, 404) if "{" in below else (400,), OGC_SWITCH,
    )  # fmt: skip


_ONE = "/collections/{collectionId}"
_A_SCHEMA = {"type": "object", "required": ["$schema", "type"]}
_A_DOCUMENT = {"type": "object", "required": ["openapi", "info", "paths"]}
_OGC_ENDPOINTS = (
    _endpoint("/", "getLandingPage", Words("首页", "The landing page"), ref("landingPage")),
    _endpoint(
        "/conformance", "getConformanceDeclaration",
        Words("符合的规范类", "The conformance classes"), ref("confClasses"),
    ),
    _endpoint(
        "/api", "getApiDefinition", Words("这些接口的定义", "The definition of this API"),
        _A_DOCUMENT, media=API,
    ),
    _endpoint(
        "/collections", "getCollections", Words("全部数据集", "All collections"),
        ref("collections"),
    ),
    _endpoint(
        _ONE, "describeCollection", Words("一个数据集", "A collection"), ref("collection"),
        [_COLLECTION],
    ),
    _endpoint(
        _ONE + "/queryables", "getQueryables",
        Words("可筛选的属性", "The properties to filter by"), _A_SCHEMA, [_COLLECTION],
        media=SCHEMA,
    ),
    _endpoint(
        _ONE + "/schema", "getSchema", Words("站点的属性", "The properties of its stations"),
        _A_SCHEMA, [_COLLECTION], media=SCHEMA,
    ),
    _endpoint(
        _ONE + "/items", "getFeatures",
        Words("站点，一次一页，按编号排序", "Its stations, a page at a time, by id"),
        ref("featureCollectionGeoJSON"),
        [
            _COLLECTION, *_own("limit", "itemsBbox", "bboxCrs", "crs", "datetime", "after"),
            *shared("service"),
            *(_filter(name) for name in FILTERS),
        ],
        media=GEOJSON,
    ),
    _endpoint(
        _ONE + "/items/{featureId}", "getFeature", Words("一个站点", "One station"),
        ref("itemGeoJSON"), [_COLLECTION, *_own("featureId", "crs")], media=GEOJSON,
    ),
)  # fmt: skip


DOWNLOAD_SWITCH = "downloads"
_FILE = {"type": "string", "format": "binary"}

_DOWNLOAD_ENDPOINTS = (
    Endpoint(
        "/downloads/", "downloads", "open_data",
        Words("可下载的文件、许可和日期", "The files there are, their licence and date"),
        {"text/html": HTML}, shared("lang"), (), DOWNLOAD_SWITCH,
    ),
    Endpoint(
        "/downloads/{name}", "download", "open_data",
        Words("当前全部站点，一个文件", "All stations as they are now, in one file"),
        {d.media_type: _FILE for d in DOWNLOADS.values()} | {GEOJSON: ref("feature_collection")},
        (path("name", Words("文件名", "The file's name"), one_of(list(DOWNLOADS))),),
        (404,), DOWNLOAD_SWITCH,
    ),
)  # fmt: skip


_DOCUMENT = {"type": "object", "required": ["openapi", "info", "paths"]}

_SERVICE_ENDPOINTS = (
    Endpoint(
        "/healthz", "healthz", "service",
        Words("服务的是哪份数据，是否最新", "What is being served, and whether it is the newest"),
        {"application/json": ref("health")}, (), (),
    ),
    Endpoint(
        "/api/openapi.json", "openapi", "service",
        Words("本文档：全部接口", "This document: every endpoint"),
        {API: _DOCUMENT}, shared("lang"),
    ),
    Endpoint(
        "/api/", "api_page", "service",
        Words("本文档的网页", "This document as a page"),
        {"text/html": HTML}, shared("lang"),
    ),
)  # fmt: skip

ENDPOINTS = (*_OGC_ENDPOINTS, *_DOWNLOAD_ENDPOINTS, *_SERVICE_ENDPOINTS)
