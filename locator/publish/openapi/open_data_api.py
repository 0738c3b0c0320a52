"""The endpoints of open data in the OpenAPI document: OGC API - Features, downloads, health.

Paths, parameters and schemas of `/ogc/` are those of the standard, version 1.0, part 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from locator.language import Phrase, phrase
from locator.parameters import LANG, Parameter
from locator.publish.downloads import DOWNLOADS
from locator.publish.ogc.ogc_collections import API, COLLECTIONS, GEOJSON, JSON, SCHEMA
from locator.publish.ogc.ogc_items import (
    AFTER,
    BBOX_CRS,
    CRS,
    DATETIME,
    FILTERS,
    ITEMS_BBOX,
    ITEMS_LIMIT,
)
from locator.publish.openapi.schemas import (
    HTML,
    TEXT,
    WHOLE,
    Endpoint,
    F,
    PathParameter,
    listed,
    path,
    record,
    ref,
)
from locator.publish.station_schema import feature_schema
from locator.stations.selection import SERVICE

if TYPE_CHECKING:
    from collections.abc import Sequence

OGC_SWITCH = "ogc"


PARAMETERS: dict[str, PathParameter] = {
    "collectionId": path(
        "collectionId", phrase("openapi.parameters.collectionId"),
        {"type": "string", "enum": list(COLLECTIONS)},
    ),
    "featureId": path(
        "featureId", phrase("openapi.parameters.featureId"), {"type": "string"},
        example="example-kiosk",
    ),
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

_BOTH = F, LANG
_COLLECTION, _FEATURE = PARAMETERS["collectionId"], PARAMETERS["featureId"]


def _endpoint(
    below: str, name: str, summary: Phrase, schema: dict[str, Any],
    parameters: Sequence[Parameter[Any] | PathParameter] = (), *, media: str = JSON,
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
        (_COLLECTION,),
    ),
    _endpoint(
        _ONE + "/queryables", "getQueryables",
        phrase("openapi.ogc_endpoints.properties_filter"), _A_SCHEMA, (_COLLECTION,),
        media=SCHEMA,
    ),
    _endpoint(
        _ONE + "/schema", "getSchema", phrase("openapi.ogc_endpoints.properties_stations"),
        _A_SCHEMA, (_COLLECTION,), media=SCHEMA,
    ),
    _endpoint(
        _ONE + "/items", "getFeatures",
        phrase("openapi.ogc_endpoints.stations_page_time_id"),
        ref("featureCollectionGeoJSON"),
        (
            _COLLECTION, ITEMS_LIMIT, ITEMS_BBOX, BBOX_CRS, CRS, DATETIME, AFTER, SERVICE,
            *FILTERS.values(),
        ),
        media=GEOJSON,
    ),
    _endpoint(
        _ONE + "/items/{featureId}", "getFeature", phrase("openapi.ogc_endpoints.one_station"),
        ref("itemGeoJSON"), (_COLLECTION, _FEATURE, CRS), media=GEOJSON,
    ),
)  # fmt: skip


DOWNLOAD_SWITCH = "downloads"
_FILE = {"type": "string", "format": "binary"}

_DOWNLOAD_ENDPOINTS = (
    Endpoint(
        "/downloads/", "downloads", "open_data",
        phrase("openapi.download_endpoints.files_there_their_licence_date"),
        {"text/html": HTML}, (LANG,), (), DOWNLOAD_SWITCH,
    ),
    Endpoint(
        "/downloads/{name}", "download", "open_data",
        phrase("openapi.download_endpoints.all_stations_they_now_one"),
        {d.media_type: _FILE for d in DOWNLOADS.values()} | {GEOJSON: ref("feature_collection")},
        (
            path(
                "name", phrase("openapi.download_endpoints.files_name"),
                {"type": "string", "enum": list(DOWNLOADS)},
            ),
        ),
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
        {API: _DOCUMENT}, (LANG,),
    ),
    Endpoint(
        "/api/", "api_page", "service",
        phrase("openapi.service_endpoints.document_page"),
        {"text/html": HTML}, (LANG,),
    ),
)  # fmt: skip

ENDPOINTS = (*_OGC_ENDPOINTS, *_DOWNLOAD_ENDPOINTS, *_SERVICE_ENDPOINTS)
