"""A page of OGC items, beside what json.dumps takes for the same features."""

from __future__ import annotations

import json

from benchmarks.tables import Row, seconds
from locator.publish.ogc.ogc_collections import COLLECTIONS, Site
from locator.publish.ogc.ogc_documents import encode_items
from locator.publish.ogc.ogc_items import Items, ItemsQuery
from locator.web import create_app
from locator.web.store import store

_PAGE, _ROUNDS = 1_000, 20


def rows() -> list[Row]:
    """Measure a page as it is encoded, as it is served, and compressed."""
    app = create_app()
    stations = store(app).served.stations
    items, described = Items(stations), COLLECTIONS["stations"]
    site, query = Site("http://127.0.0.1", "zh"), ItemsQuery(described, limit=_PAGE)

    def page() -> str:
        return encode_items(site, items, described, items.page(query), [("limit", str(_PAGE))])

    document = json.loads(page())
    client, url = app.test_client(), f"/ogc/collections/stations/items?limit={_PAGE}"
    ours = seconds(page, _ROUNDS)
    theirs = seconds(lambda: json.dumps(document, ensure_ascii=False), _ROUNDS)
    whole = seconds(lambda: client.get(url), _ROUNDS)
    packed = seconds(lambda: client.get(url, headers={"Accept-Encoding": "br"}), _ROUNDS)
    peer = f"json.dumps {theirs * 1e3:.1f} ms"
    data = f"bundled, {_PAGE:,} of {len(stations):,}"
    return [
        Row("select and encode a page of items", data, f"{ours * 1e3:.1f} ms", peer),
        Row("the same as a request", data, f"{whole * 1e3:.1f} ms", peer),
        Row("the same, compressed", data, f"{packed * 1e3:.1f} ms", peer),
    ]
