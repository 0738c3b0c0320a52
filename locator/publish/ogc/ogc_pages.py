"""The standard's documents as pages: each is made from the JSON document it is a page of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from locator.language import Language, joined, language_query, phrases
from locator.publish.documents import in_language, render_document
from locator.publish.ogc.ogc_documents import ROOT, TITLE, collection_path
from locator.publish.station_schema import STATION_PROPERTIES
from locator.stations.hours import word_hours
from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from locator.publish.ogc.ogc_collections import Collection, Site

# What a property's title adds to its name.
_ADDED = re.compile("[；：;]")
_STATUSES = phrases("ogc.statuses")
_POSITIONS = phrases("ogc.positions")
_WORDS = phrases("ogc.words")


def landing_page(site: Site, document: dict[str, Any], total: int, notice: str) -> str:
    """Return the landing page; `total` stations are served, `notice` says if some are samples."""
    return _render(
        "ogc.landing.html", site, ROOT, document["title"], (),
        document=document, root=site.root + ROOT, total=f"{total:,}", notice=notice,
    )  # fmt: skip


def conformance_page(site: Site, document: dict[str, Any]) -> str:
    """Return the conformance declaration as a page."""
    title = _WORDS["conformance"].in_language(site.lang)
    return _render(
        "ogc.conformance.html", site, ROOT + "conformance", title, _trail(site), document=document
    )


def collections_page(site: Site, document: dict[str, Any]) -> str:
    """Return the list of collections as a page."""
    title = _WORDS["collections"].in_language(site.lang)
    return _render(
        "ogc.collections.html", site, ROOT + "collections", title, _trail(site), document=document,
        numbers={c["id"]: f"{c['itemCount']:,}" for c in document["collections"]},
    )  # fmt: skip


def collection_page(site: Site, described: Collection, document: dict[str, Any]) -> str:
    """Return a collection's description as a page."""
    return _render(
        "ogc.collection.html", site, collection_path(described), document["title"], _trail(site, 1),
        document=document, number=f"{document['itemCount']:,}", here=collection_path(described),
    )  # fmt: skip


def schema_page(site: Site, described: Collection, name: str, document: dict[str, Any]) -> str:
    """Return a JSON Schema as a table of properties; `name` is `schema` or `queryables`."""
    listed = document["properties"]
    if name == "schema":  # of a feature, one of whose members are its properties
        listed = listed["properties"]["properties"]
    rows = [(key, schema.get("title", ""), _values(schema)) for key, schema in listed.items()]
    return _render(
        "ogc.schema.html", site, f"{collection_path(described)}/{name}",
        _WORDS[name].in_language(site.lang), _trail(site, 2, described), rows=rows,
    )  # fmt: skip


def items_page(
    site: Site, described: Collection, document: dict[str, Any], query: list[tuple[str, str]]
) -> str:
    """Return a page of stations as a table."""
    path = collection_path(described) + "/items"
    rows = [_row(feature, path, site.lang) for feature in document["features"]]
    following = next((link["href"] for link in document["links"] if link["rel"] == "next"), "")
    first = [(key, value) for key, value in query if key != "after"]
    return _render(
        "ogc.items.html", site, path, described.title.in_language(site.lang),
        _trail(site, 2, described), query, document=document, rows=rows,
        matched=f"{document['numberMatched']:,}", shown=f"{document['numberReturned']:,}",
        next=following.replace("&f=json", "&f=html"),  # and not that of part_of=json
        first=site.url(path, first) if len(first) < len(query) else "",
        notice=document.get("notice", ""),
    )  # fmt: skip


def item_page(site: Site, described: Collection, document: dict[str, Any]) -> str:
    """Return a station as a page."""
    path = collection_path(described) + "/items"
    properties = document["properties"]
    titles = in_language(
        {key: value["title"] for key, value in STATION_PROPERTIES.items()}, site.lang
    )
    rows = [
        (_ADDED.split(titles[key])[0], _shown(key, value, site.lang))
        for key, value in properties.items()
    ]
    lon, lat = document["geometry"]["coordinates"]
    rows.append((_WORDS["where"].in_language(site.lang), f"{lon}, {lat}"))
    return _render(
        "ogc.item.html", site, f"{path}/{document['id']}", properties["name"],
        _trail(site, 3, described), rows=rows, url=properties.get("url", ""),
        notice=document.get("notice", ""),
    )  # fmt: skip


def _render(  # noqa: PLR0917  # what every page has, in the order of the page
    template: str, site: Site, path: str, title: str, trail: Iterable[tuple[str, str]],
    query: list[tuple[str, str]] | None = None, /, **content: object,
) -> str:  # fmt: skip
    words = {key: text.in_language(site.lang) for key, text in _WORDS.items()}
    parameters = [(key, value) for key, value in query or [] if key != "f"]
    return render_document(
        template, site.lang, path, title, query=parameters, trail=trail,
        json=site.url(path, [*parameters, ("f", "json")]), say=words, **content,
    )  # fmt: skip


def _trail(
    site: Site, depth: int = 0, described: Collection | None = None
) -> list[tuple[str, str]]:
    """Return the pages above one: landing page, collections, a collection, its items."""
    trail = [
        (TITLE.in_language(site.lang), ROOT),
        (_WORDS["collections"].in_language(site.lang), ROOT + "collections"),
    ]
    if described is not None:
        path = collection_path(described)
        trail.append((described.title.in_language(site.lang), path))
        trail.append((_WORDS["stations"].in_language(site.lang), path + "/items"))
    return trail[: depth + 1]


def _row(feature: dict[str, Any], path: str, lang: Language) -> dict[str, str]:
    properties = feature["properties"]
    osm = properties.get("opening_hours", "")
    return {
        "link": f"{path}/{quote(feature['id'])}" + language_query(lang),
        "name": properties["name"],
        "kind": _shown("kind", properties["kind"], lang),
        "status": _shown("status", properties["status"], lang),
        "address": properties.get("address", ""),
        "hours": properties.get("hours_text") or (osm and word_hours(osm, lang)),
        "sample": _WORDS["sample"].in_language(lang) * (properties.get("position") == "modelled"),
    }


def _shown(key: str, value: Any, lang: Language) -> str:
    """Return a property's value as people read it."""
    if key == "kind":
        return KINDS[value].name.in_language(lang)
    if key == "services":
        return joined(SERVICES[word].name for word in value).in_language(lang)
    if key in ("status", "position"):
        return (_STATUSES | _POSITIONS)[value].in_language(lang)
    return str(value)


def _values(schema: dict[str, Any]) -> str:
    known = schema.get("enum") or schema.get("items", {}).get("enum")
    return ", ".join(known) if known else str(schema.get("format", schema["type"]))
