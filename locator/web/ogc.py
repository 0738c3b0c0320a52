"""`/ogc/`: OGC API - Features 1.0. `LOCATOR_OGC=off` leaves it out.

The parameters of an items request are taken here, as the standard has them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, current_app, request

from locator.publish.documents import licence_of
from locator.publish.ogc import ogc_documents, ogc_pages
from locator.publish.ogc.ogc_collections import API, COLLECTIONS, CRS84, GEOJSON, JSON, SCHEMA, Site
from locator.publish.ogc.ogc_documents import encode_item, encode_items
from locator.publish.ogc.ogc_items import (
    AFTER,
    BBOX_CRS,
    CRS,
    DATETIME,
    FILTERS,
    ITEMS_BBOX,
    ITEMS_LIMIT,
    ItemsQuery,
    items_of,
)
from locator.publish.openapi.openapi_document import render_api
from locator.stations.selection import SERVICE
from locator.web.api_docs import api_document, encoded
from locator.web.parameters import Query
from locator.web.responses import base_url, json_answer, page_answer, wants_html
from locator.web.store import store

if TYPE_CHECKING:
    from collections.abc import Callable

    from locator.publish.ogc.ogc_collections import Collection
    from locator.stations.station_set import StationSet


blueprint = Blueprint("ogc", __name__, url_prefix="/ogc")

_COLLECTION = "/collections/<collection_id>"


@blueprint.get("/", strict_slashes=False)
def landing() -> Response:
    """Answer with the landing page."""
    query, html = _plain_query()
    site, stations = _site(query), _stations()
    document = ogc_documents.landing_document(site)
    if not html:
        return json_answer(encoded(document), query.lang, JSON)
    notice = " ".join(licence_of(stations).paragraphs(query.lang)[: licence_of(stations).sample])
    return page_answer(ogc_pages.landing_page(site, document, len(stations), notice), query.lang)


@blueprint.get("/conformance")
def conformance() -> Response:
    """Answer with the classes of the standard that are kept."""
    query, html = _plain_query()
    site = _site(query)
    document = ogc_documents.conformance_document(site)
    if html:
        return page_answer(ogc_pages.conformance_page(site, document), query.lang)
    return json_answer(encoded(document), query.lang, JSON)


@blueprint.get("/api")
def api() -> Response:
    """Answer with the OpenAPI document of these paths, told from the landing page on."""
    query, html = _plain_query()
    site = _site(query)
    document = api_document(query.lang, "/ogc")
    if not html:
        return json_answer(encoded(document), query.lang, API)
    source = site.url("/ogc/api", [("f", "json")])
    trail = [(ogc_documents.TITLE.in_language(query.lang), ogc_documents.ROOT)]
    return page_answer(render_api(document, query.lang, "/ogc/api", source, trail), query.lang)


@blueprint.get("/collections")
def collections() -> Response:
    """Answer with the list of collections."""
    query, html = _plain_query()
    site, stations = _site(query), _stations()
    document = ogc_documents.collections_document(site, stations, licence_of(stations))
    if html:
        return page_answer(ogc_pages.collections_page(site, document), query.lang)
    return json_answer(encoded(document), query.lang, JSON)


@blueprint.get(_COLLECTION)
def collection(collection_id: str) -> Response:
    """Answer with a collection's description."""
    described = _collection(collection_id)
    query, html = _plain_query()
    site, stations = _site(query), _stations()
    document = ogc_documents.collection_document(site, stations, licence_of(stations), described)
    if html:
        return page_answer(ogc_pages.collection_page(site, described, document), query.lang)
    return json_answer(encoded(document), query.lang, JSON)


@blueprint.get(_COLLECTION + "/queryables")
def queryables(collection_id: str) -> Response:
    """Answer with the properties by which a collection is filtered."""
    return _schema(collection_id, "queryables", ogc_documents.queryables_document)


@blueprint.get(_COLLECTION + "/schema")
def schema(collection_id: str) -> Response:
    """Answer with the schema of a collection's features."""
    return _schema(collection_id, "schema", ogc_documents.schema_document)


def _schema(
    collection_id: str, name: str, make: Callable[[Site, Collection], dict[str, Any]]
) -> Response:
    described = _collection(collection_id)
    query, html = _plain_query()
    site = _site(query)
    document = make(site, described)
    if html:
        return page_answer(ogc_pages.schema_page(site, described, name, document), query.lang)
    return json_answer(encoded(document), query.lang, SCHEMA)


@blueprint.get(_COLLECTION + "/items")
def items(collection_id: str) -> Response:
    """Answer with a page of a collection's stations."""
    described = _collection(collection_id)
    query = Query(request.args)
    html = wants_html(query)
    item_query = items_query(query, described)
    query.finish()
    site, item_index = _site(query), items_of(_stations())
    parameters = list(request.args.items(multi=True))
    text = encode_items(site, item_index, described, item_index.page(item_query), parameters)
    if html:
        return page_answer(
            ogc_pages.items_page(site, described, json.loads(text), parameters), query.lang
        )
    return _in_crs84(json_answer(text, query.lang, GEOJSON))


@blueprint.get(_COLLECTION + "/items/<feature_id>")
def item(collection_id: str, feature_id: str) -> Response:
    """Answer with one station of a collection."""
    described = _collection(collection_id)
    query = Query(request.args)
    html = wants_html(query)
    query.take(CRS)
    query.finish()
    site, stations = _site(query), _stations()
    position = stations.position(feature_id)
    if position is None or (described.kinds and stations[position].kind not in described.kinds):
        abort(404)
    text = encode_item(site, items_of(stations), described, position)
    if html:
        return page_answer(ogc_pages.item_page(site, described, json.loads(text)), query.lang)
    return _in_crs84(json_answer(text, query.lang, GEOJSON))


def _plain_query() -> tuple[Query, bool]:
    """Return the query of a request that takes no more than format and language."""
    query = Query(request.args)
    html = wants_html(query)
    query.finish()
    return query, html


def _in_crs84(answer: Response) -> Response:
    answer.headers["Content-Crs"] = f"<{CRS84}>"
    return answer


def _site(query: Query) -> Site:
    return Site(base_url(), query.lang)


def _stations() -> StationSet:
    return store(current_app).current().stations


def _collection(collection_id: str) -> Collection:
    known = COLLECTIONS.get(collection_id)
    if known is None:
        abort(404)
    return known


def items_query(query: Query, described: Collection) -> ItemsQuery:
    """Take an items request's parameters; what is wrong is told by the query's `finish`."""
    query.take(CRS)
    query.take(BBOX_CRS)
    values = {name: query.take(parameter) for name, parameter in FILTERS.items()}
    several = ("kind", "status")
    return ItemsQuery(
        described,
        box=query.take(ITEMS_BBOX),
        days=query.take(DATETIME),
        kinds=values["kind"],
        services=query.take(SERVICE),
        statuses=values["status"],
        equal={name: value for name, value in values.items() if value and name not in several},
        after=query.take(AFTER) or "",
        limit=query.take(ITEMS_LIMIT),
    )
