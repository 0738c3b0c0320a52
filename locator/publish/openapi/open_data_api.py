"""OGC API - Features: its paths, parameters and answers, as its standard shapes them.

Downloads of the current data.
What the service says of itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from locator.language import Phrase, phrase
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


_AFTER = phrase("openapi.after")
PARAMETERS: dict[str, Parameter] = {
    "collectionId": path(
        "collectionId", phrase("openapi.parameters.collectionId"),
        {"type": "string", "enum": list(COLLECTIONS)},
    ),
    "featureId": path(
        "featureId", phrase("openapi.parameters.featureId"), {"type": "string"},
        example="example-kiosk",
    ),
    "limit": query(
        "limit",
        phrase("openapi.parameters.limit"),
        {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
        style="form", explode=False,
    ),
    "itemsBbox": query(
        "bbox",
        phrase("openapi.parameters.itemsBbox"),
        {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6},
        style="form", explode=False, example=[113.4, 34.6, 113.9, 34.9],
    ),
    "datetime": query(
        "datetime",
        phrase("openapi.parameters.datetime"),
        {"type": "string"}, style="form", explode=False, example="2026-07-01T00:00:00Z/..",
    ),
    "bboxCrs": query(
        "bbox-crs", phrase("openapi.parameters.bboxCrs"), one_of([CRS84], CRS84),
        style="form", explode=False,
    ),
    "crs": query(
        "crs", phrase("openapi.parameters.crs"), one_of([CRS84], CRS84),
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
    below: str, name: str, summary: Phrase, schema: dict[str, Any], parameters: Parameters = (),
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
    _endpoint(
        "/", "getLandingPage",
        phrase("openapi.ogc_endpoints.landing_page"), ref("landingPage"),
    ),
    _endpoint(
        "/conformance", "getConformanceDeclaration",
        phrase("openapi.ogc_endpoints.conformance_classes"), ref("confClasses"),
    ),
    _endpoint(
        "/api", "getApiDefinition", phrase("openapi.ogc_endpoints.definition_api"),
        _A_DOCUMENT, media=API,
    ),
    _endpoint(
        "/collections", "getCollections", phrase("openapi.ogc_endpoints.all_collections"),
        ref("collections"),
    ),
    _endpoint(
        _ONE, "describeCollection", phrase("openapi.ogc_endpoints.collection"), ref("collection"),
        [_COLLECTION],
    ),
    _endpoint(
        _ONE + "/queryables", "getQueryables",
        phrase("openapi.ogc_endpoints.properties_filter"), _A_SCHEMA, [_COLLECTION],
        media=SCHEMA,
    ),
    _endpoint(
        _ONE + "/schema", "getSchema", phrase("openapi.ogc_endpoints.properties_stations"),
        _A_SCHEMA, [_COLLECTION], media=SCHEMA,
    ),
    _endpoint(
        _ONE + "/items", "getFeatures",
        phrase("openapi.ogc_endpoints.stations_page_time_id"),
        ref("featureCollectionGeoJSON"),
        [
            _COLLECTION, *_own("limit", "itemsBbox", "bboxCrs", "crs", "datetime", "after"),
            *shared("service"),
            *(_filter(name) for name in FILTERS),
        ],
        media=GEOJSON,
    ),
    _endpoint(
        _ONE + "/items/{featureId}", "getFeature", phrase("openapi.ogc_endpoints.one_station"),
        ref("itemGeoJSON"), [_COLLECTION, *_own("featureId", "crs")], media=GEOJSON,
    ),
)  # fmt: skip


DOWNLOAD_SWITCH = "downloads"
_FILE = {"type": "string", "format": "binary"}

_DOWNLOAD_ENDPOINTS = (
    Endpoint(
        "/downloads/", "downloads", "open_data",
        phrase("openapi.download_endpoints.files_there_their_licence_date"),
        {"text/html": HTML}, shared("lang"), (), DOWNLOAD_SWITCH,
    ),
    Endpoint(
        "/downloads/{name}", "download", "open_data",
        phrase("openapi.download_endpoints.all_stations_they_now_one"),
        {d.media_type: _FILE for d in DOWNLOADS.values()} | {GEOJSON: ref("feature_collection")},
        (path("name", phrase("openapi.download_endpoints.files_name"), one_of(list(DOWNLOADS))),),
        (404,), DOWNLOAD_SWITCH,
    ),
)  # fmt: skip


_DOCUMENT = {"type": "object", "required": ["openapi", "info", "paths"]}

_SERVICE_ENDPOINTS = (
    Endpoint(
        "/healthz", "healthz", "service",
        phrase("openapi.service_endpoints.what_being_served_whether_newest"),
        {"application/json": ref("health")}, (), (),
    ),
    Endpoint(
        "/api/openapi.json", "openapi", "service",
        phrase("openapi.service_endpoints.document_every_endpoint"),
        {API: _DOCUMENT}, shared("lang"),
    ),
    Endpoint(
        "/api/", "api_page", "service",
        phrase("openapi.service_endpoints.document_page"),
        {"text/html": HTML}, shared("lang"),
    ),
)  # fmt: skip

ENDPOINTS = (*_OGC_ENDPOINTS, *_DOWNLOAD_ENDPOINTS, *_SERVICE_ENDPOINTS)
