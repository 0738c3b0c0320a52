"""Landing page, conformance, collections, schemas: their links, their truth, their pages."""

import json
import re
from html.parser import HTMLParser

import pytest

from locator.publish.ogc.ogc_documents import CLASSES, CRS84
from locator.publish.station_schema import STATION_PROPERTIES
from locator.stations.kinds import KINDS
from locator.stations.station import PROPERTIES
from tests.web.ogc.conftest import FEATURES

PATHS = [
    "/",
    "/conformance",
    "/api",
    "/collections",
    "/collections/stations",
    "/collections/rider_home",
    "/collections/nursing_room",
    "/collections/stations/queryables",
    "/collections/stations/schema",
    "/collections/stations/items",
    "/collections/nursing_room/items",
    "/collections/stations/items/hostile",
    "/collections/stations/items/Z",
]
ROOT = "http://localhost"


class Found(HTMLParser):
    """The links, scripts and texts of a page."""

    def __init__(self, text):
        super().__init__()
        self.links, self.tags, self.text = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        assert not any(name.startswith("on") for name, _ in attrs)
        self.links += [value for name, value in attrs if name == "href" and tag == "a"]

    def handle_data(self, data):
        self.text.append(data)


def links_of(document):
    return {(link["rel"], link.get("type")): link["href"] for link in document["links"]}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_link_leads_to_what_it_says(small_app, lang):
    client, visited, waiting = small_app.test_client(), set(), [f"{ROOT}/ogc/?lang={lang}&f=json"]
    while waiting:
        url = waiting.pop()
        if url in visited:
            continue
        visited.add(url)
        answer = client.get(url.removeprefix(ROOT))
        assert answer.status_code == 200, url
        assert answer.headers["Content-Language"] == lang
        if "json" not in answer.content_type or "openapi" in answer.content_type:
            continue
        document = json.loads(answer.data)
        parts = [document, *document.get("collections", [])]
        for link in (link for part in parts for link in part.get("links", [])):
            assert link["href"].startswith(ROOT)
            assert link["title"]
            content_type = client.get(link["href"].removeprefix(ROOT)).content_type
            assert content_type.startswith(link["type"]), link
            waiting.append(link["href"])
    assert len(visited) > 30


def test_the_landing_page_has_what_the_standard_asks_for(ask):
    answer, document = ask("/")
    rels = {rel for rel, _ in links_of(document)}
    assert {"self", "alternate", "service-desc", "service-doc", "conformance", "data"} <= rels
    assert answer.content_type == "application/json"
    assert ask("")[1] == document


def test_conformance(ask):
    assert ask("/conformance")[1]["conformsTo"] == list(CLASSES)


def test_one_collection_for_all_and_one_for_each_kind(ask):
    document = ask("/collections")[1]
    listed = {c["id"]: c for c in document["collections"]}
    assert list(listed) == ["stations", *KINDS]
    for key, collection in listed.items():
        assert ask(f"/collections/{key}")[1] == collection
        members = [f for f in FEATURES if key == "stations" or f["properties"]["kind"] == key]
        assert collection["itemCount"] == len(members)
        assert collection["crs"] == [collection["storageCrs"]] == [CRS84]
        points = [f["geometry"]["coordinates"] for f in members]
        if points:
            lons, lats = zip(*points, strict=True)
            assert collection["extent"]["spatial"]["bbox"] == [
                [min(lons), min(lats), max(lons), max(lats)]
            ]
        else:
            assert "spatial" not in collection["extent"]
        sampled = any(f["properties"].get("position") == "modelled" for f in members)
        assert ("notice" in collection) == sampled
    assert listed["stations"]["extent"]["temporal"]["interval"] == [[None, None]]


def test_schemas_name_every_listed_property(ask):
    assert tuple(STATION_PROPERTIES) == PROPERTIES
    properties = ask("/collections/stations/schema")[1]["properties"]["properties"]["properties"]
    assert ["id", *properties] == list(PROPERTIES)
    queryables = ask("/collections/stations/queryables")[1]["properties"]
    items = "/collections/stations/items"
    for name in queryables:
        assert ask(items, **{name: "x"})[0].status_code in (200, 400)
        unknown = ask(items, **{name: "x", "nope": "1"})[1]["errors"]
        assert unknown[-1]["parameter"] == "nope"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages(small_app, path, lang):
    client = small_app.test_client()
    answer = client.get(f"/ogc{path}?f=html&lang={lang}")
    assert answer.status_code == 200
    assert answer.content_type == "text/html; charset=utf-8"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    text = answer.get_data(as_text=True)
    page = Found(text)
    assert not {"script", "img", "svg", "style", "iframe"} & set(page.tags)
    assert f'lang="{"zh-CN" if lang == "zh" else "en"}"' in text
    assert not re.search(r"Phrase\(|Undefined|None<", text)
    for link in page.links:
        if not link.startswith("https://example.org"):
            assert client.get(link.removeprefix(ROOT)).status_code == 200, link
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    assert client.get(f"/ogc{path}?lang={lang}", headers=browser).data[:15] == b"<!doctype html>"
    assert client.get(f"/ogc{path}", headers={"Accept": "*/*"}).content_type != answer.content_type


def test_names_come_out_as_text(small_app):
    text = small_app.test_client().get("/ogc/collections/stations/items/hostile?f=html").text
    assert "<img src=x" not in text
    assert "&lt;img src=x onerror=" in text
    assert "secret" not in text


@pytest.mark.parametrize(
    "path",
    [
        "/collections/nope",
        "/collections/nope/items",
        "/collections/stations/items/nope",
        "/collections/rider_home/items/Z",
        "/collections/stations/items/..%2f..%2fetc%2fpasswd",
        "/collections/stations/items/%00",
        "/nope",
    ],
)
def test_what_is_not_there(ask, path):
    answer, body = ask(path)
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
    assert body["status"] == 404


@pytest.mark.parametrize("path", PATHS)
def test_unknown_and_repeated_parameters_everywhere(small_app, path):
    for query, parameter in (("nope=1", "nope"), ("f=xml", "f"), ("lang=zh&lang=en", "lang")):
        answer = small_app.test_client().get(f"/ogc{path}?{query}")
        assert answer.status_code == 400, query
        assert json.loads(answer.data)["parameter"] == parameter
