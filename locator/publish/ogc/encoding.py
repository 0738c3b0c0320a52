"""Stations as the standard's GeoJSON documents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from locator.errors import Words
from locator.find.geojson import SAMPLE_NOTICE
from locator.publish.ogc.documents import collection_path
from locator.publish.ogc.links import GEOJSON, JSON

if TYPE_CHECKING:
    from locator.publish.ogc.collections import Collection
    from locator.publish.ogc.items import Items, Page
    from locator.publish.ogc.links import Site

_NEXT = Words("下一页", "The next page")
_COLLECTION = Words("数据集", "The collection")


def encode_items(
    site: Site, items: Items, described: Collection, page: Page, query: list[tuple[str, str]]
) -> str:
    """Return a page of stations; `query` are the parameters that it was asked for with."""
    path = collection_path(described)
    links = site.own(path + "/items", GEOJSON, query)
    if page.next_after is not None:
        kept = [(key, value) for key, value in query if key not in ("f", "after")]
        following = [*kept, ("after", page.next_after), ("f", "json")]
        links.append(site.link("next", path + "/items", GEOJSON, _NEXT, following))
    links.append(site.link("collection", path, JSON, _COLLECTION))
    head: dict[str, Any] = {
        "type": "FeatureCollection",
        "links": links,
        "numberMatched": page.matched,
        "numberReturned": len(page.positions),
    }
    if page.sample:
        head["notice"] = SAMPLE_NOTICE[site.lang]
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
        more["notice"] = SAMPLE_NOTICE[site.lang]
    return f"{items.encoder.station(position)[:-1]},{_dump(more)[1:]}"


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
