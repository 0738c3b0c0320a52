"""The documents of OGC API - Features as JSON: landing page, conformance, collections, items.

Items are GeoJSON of WGS 84.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from locator.find.geojson import SAMPLE_NOTICE
from locator.language import phrase
from locator.publish.documents import in_language
from locator.publish.ogc.ogc_collections import API, COLLECTIONS, CRS84, GEOJSON, HTML, JSON, SCHEMA
from locator.publish.ogc.ogc_items import FILTERS, items_of
from locator.publish.station_schema import STATION_PROPERTIES, feature_schema

if TYPE_CHECKING:
    from locator.publish.documents import Licence
    from locator.publish.ogc.ogc_collections import Collection, Link, Site
    from locator.publish.ogc.ogc_items import Items, Page
    from locator.stations.station_set import StationSet


Document = dict[str, Any]

ROOT = "/ogc/"
_GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
_CONFORMANCE = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
CLASSES = (
    *(_CONFORMANCE + name for name in ("core", "oas30", "html", "geojson")),
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
)
_QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
_DRAFT = "https://json-schema.org/draft/2020-12/schema"

TITLE = phrase("ogc.title")
_ABOUT = phrase("ogc.about")
_COLLECTIONS = phrase("ogc.collections")
_ITEMS_JSON = phrase("ogc.items_json")
_ITEMS_HTML = phrase("ogc.items_html")


def landing_document(site: Site) -> Document:
    """Return the landing page."""
    return {
        "title": TITLE.in_language(site.lang),
        "description": _ABOUT.in_language(site.lang),
        "links": [
            *site.own(ROOT),
            site.link(
                "service-desc", ROOT + "api", API,
                phrase("ogc.apis_definition_openapi_3_0"),
                [("f", "json")],
            ),
            site.link(
                "service-doc", ROOT + "api", HTML, phrase("ogc.apis_documentation"),
                [("f", "html")],
            ),
            site.link(
                "conformance", ROOT + "conformance", JSON,
                phrase("ogc.conformance_classes"),
            ),
            site.link("data", ROOT + "collections", JSON, _COLLECTIONS),
            _licence_link(site),
        ],
    }  # fmt: skip


def conformance_document(site: Site) -> Document:
    """Return the classes of the standard that are kept."""
    return {"links": site.own(ROOT + "conformance"), "conformsTo": list(CLASSES)}


def collections_document(site: Site, stations: StationSet, licence: Licence) -> Document:
    """Return the description of all collections."""
    return {
        "title": _COLLECTIONS.in_language(site.lang),
        "links": [*site.own(ROOT + "collections"), _licence_link(site)],
        "collections": [
            collection_document(site, stations, licence, c) for c in COLLECTIONS.values()
        ],
    }


def collection_document(
    site: Site, stations: StationSet, licence: Licence, described: Collection
) -> Document:
    """Return the description of one collection, the same as in the list of all."""
    path = collection_path(described)
    members = items_of(stations).members(described)
    document: Document = {
        "id": described.id,
        "title": described.title.in_language(site.lang),
        "description": described.description.in_language(site.lang),
        "attribution": licence.attribution(site.lang),
        "itemType": "feature",
        "itemCount": len(members),
        "crs": [CRS84],
        "storageCrs": CRS84,
        "extent": _extent(stations, described),
        "links": [*site.own(path), *_collection_links(site, path)],
    }
    if any(stations[i].position == "modelled" for i in members.tolist()):
        document["notice"] = SAMPLE_NOTICE.in_language(site.lang)
    return document


def collection_path(described: Collection) -> str:
    """Return the path of a collection."""
    return f"{ROOT}collections/{described.id}"


def queryables_document(site: Site, described: Collection) -> Document:
    """Return a JSON Schema of the properties by which items are filtered."""
    path = collection_path(described) + "/queryables"
    return {
        "$schema": _DRAFT,
        "$id": site.url(path),
        "type": "object",
        "title": described.title.in_language(site.lang),
        "properties": in_language({name: STATION_PROPERTIES[name] for name in FILTERS}, site.lang),
        "additionalProperties": False,
    }


def schema_document(site: Site, described: Collection) -> Document:
    """Return a JSON Schema of a collection's features: clients learn all columns from it."""
    path = collection_path(described) + "/schema"
    feature = in_language(feature_schema(), site.lang)
    # The id is the feature's own: GDAL makes two empty columns of it where a property repeats it.
    listed = feature["properties"]["properties"]
    del listed["properties"]["id"], listed["additionalProperties"]
    listed["required"].remove("id")
    return {"$schema": _DRAFT, "$id": site.url(path), **feature, "title": described.id}


def _collection_links(site: Site, path: str) -> list[Link]:
    columns = phrase("ogc.properties")
    filters = phrase("ogc.properties_filter")
    return [
        site.link("items", path + "/items", GEOJSON, _ITEMS_JSON, [("f", "json")]),
        site.link("items", path + "/items", HTML, _ITEMS_HTML, [("f", "html")]),
        site.link("describedby", path + "/schema", SCHEMA, columns, [("f", "json")]),
        site.link(_QUERYABLES, path + "/queryables", SCHEMA, filters, [("f", "json")]),
        _licence_link(site),
    ]


def _licence_link(site: Site) -> Link:
    return site.link("license", "/licence", HTML, phrase("ogc.licence_sources"))


def _extent(stations: StationSet, described: Collection) -> Document:
    """Return where and when a collection's stations are; no place where it has none."""
    items = items_of(stations)
    members = items.members(described)
    first, last = items.interval(described)
    interval = [_moment(first, "00:00:00"), _moment(last, "23:59:59")]
    extent: Document = {"temporal": {"interval": [interval], "trs": _GREGORIAN}}
    if len(members):
        lon, lat = stations.lon[members], stations.lat[members]
        box = [float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())]
        extent["spatial"] = {"bbox": [box], "crs": CRS84}
    return extent


def _moment(day: int | None, clock: str) -> str | None:
    return None if day is None else f"{date.fromordinal(day).isoformat()}T{clock}+08:00"


_NEXT = phrase("ogc.next")
_COLLECTION = phrase("ogc.collection")


def encode_items(
    site: Site, items: Items, described: Collection, page: Page, query: list[tuple[str, str]]
) -> str:
    """Return a page of stations; `query` are the parameters that it was asked for with."""
    path = collection_path(described)
    links = site.own(path + "/items", GEOJSON, query)
    if page.next_after is not None:
        parameters = [(key, value) for key, value in query if key not in ("f", "after")]
        following = [*parameters, ("after", page.next_after), ("f", "json")]
        links.append(site.link("next", path + "/items", GEOJSON, _NEXT, following))
    links.append(site.link("collection", path, JSON, _COLLECTION))
    head: dict[str, Any] = {
        "type": "FeatureCollection",
        "links": links,
        "numberMatched": page.matched,
        "numberReturned": len(page.positions),
    }
    if page.sample:
        head["notice"] = SAMPLE_NOTICE.in_language(site.lang)
    features = ",".join([items.encoder.station(position) for position in page.positions])
    return f'{_dump(head)[:-1]},"features":[{features}]}}'


def encode_item(site: Site, items: Items, described: Collection, position: int) -> str:
    """Return one station."""
    station = items.stations[position]
    path = collection_path(described)
    links = site.own(f"{path}/items/{station.id}", GEOJSON)
    links.append(site.link("collection", path, JSON, _COLLECTION))
    more: dict[str, Any] = {"links": links}
    if station.position == "modelled":
        more["notice"] = SAMPLE_NOTICE.in_language(site.lang)
    return f"{items.encoder.station(position)[:-1]},{_dump(more)[1:]}"


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
