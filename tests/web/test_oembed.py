"""/oembed: asked as WordPress and other clients ask, and found as they find it."""

import html
import json
import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from locator.settings import read_settings
from locator.web import create_app
from tests.making import feature, write

# What WordPress sends: class-wp-oembed.php adds these to the address it found or was told.
WORDPRESS = {"maxwidth": "600", "maxheight": "900", "dnt": "1", "format": "json"}
HOST = "http://localhost"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = write(
        tmp_path_factory.mktemp("oembed") / "stations.geojson",
        feature("a", 113.60, 34.70, name='甲"站<b>'),
    )
    return replace(read_settings({}), stations=path)


@pytest.fixture(scope="module")
def client(made):
    return create_app(made).test_client()


def ask(client, url, **more):
    return client.get("/oembed", query_string={"url": url, **more})


def frame(answer):
    """The attributes of the frame that an answer holds."""
    body = json.loads(answer.data)
    match = re.fullmatch(r"<iframe( .*)></iframe>", body["html"])
    pairs = re.findall(r' ([a-z]+)="([^"]*)"', match[1])
    return body, {name: html.unescape(value) for name, value in pairs}


def test_a_link_to_the_map_becomes_it(client):
    answer = ask(client, HOST + "/embed?lon=113.6&lat=34.7&zoom=14&title=T&utm=x", **WORDPRESS)
    assert answer.status_code == 200
    assert answer.content_type == "application/json"
    body, settings = frame(answer)
    assert body["version"] == "1.0"
    assert body["type"] == "rich"
    assert (body["width"], body["height"]) == (600, 600)
    assert body["title"] == "T"
    assert body["provider_url"] == HOST + "/"
    assert settings["src"] == HOST + "/embed?lon=113.6&lat=34.7&zoom=14&title=T"
    assert (settings["width"], settings["height"]) == ("600", "600")
    assert settings["title"] == "T"


PAGES = {
    "/": "open=possible",
    "": "open=possible",
    "/?place=113.650,34.760&kind=rider_home&lang=en&open=any": (
        "lon=113.65&lat=34.76&zoom=14&kind=rider_home&lang=en"
    ),
    "/map?radius_m=1500&kind=rider_home&hour=3": "kind=rider_home&radius_m=1500",
    "/share?theme=dark&ui=en": "theme=dark",
    "/stations/a?at=now": "lon=113.6&lat=34.7&zoom=16&title=%E7%94%B2%22%E7%AB%99%3Cb%3E",
    "/embed?theme=pink&title=x": "title=x",
}


@pytest.mark.parametrize(("path", "query"), PAGES.items())
def test_pages_become_what_they_show(client, path, query):
    body, settings = frame(ask(client, HOST + path))
    parts = urlsplit(settings["src"])
    assert parts.path == "/embed"
    assert parse_qs(parts.query) == parse_qs(query)
    assert body["title"] == settings["title"]


@pytest.mark.parametrize(
    ("limits", "size"),
    [
        ({}, (800, 600)),
        ({"maxwidth": "320"}, (320, 600)),
        ({"maxwidth": "100", "maxheight": "50"}, (100, 50)),
        ({"maxwidth": "5000", "maxheight": "5000"}, (800, 600)),
        ({"maxwidth": "100000000"}, (800, 600)),
        ({"maxwidth": "", "maxheight": "", "format": ""}, (800, 600)),
    ],
)
def test_it_is_no_larger_than_asked_for(client, limits, size):
    body, settings = frame(ask(client, HOST + "/", **limits))
    assert (body["width"], body["height"]) == size
    assert (int(settings["width"]), int(settings["height"])) == size


@pytest.mark.parametrize(
    "url",
    ["https://other.example/embed", "http://localhost.evil.example/embed", "http://localhost:81/",
     "javascript:alert(1)", "ftp://localhost/embed", "/embed", "http://localhost/nope", "x", "http://[",
     "http://localhost/stations/none", "http://localhost/stations/../embed", "http://localhost@evil/",
     "http://localhost/api/v1/nearest", "http://user:pass@localhost/embed", "//localhost/embed",
     "http://localhost\\@evil.example/embed", "http://ｌocalhost/embed", "http://驿站.example/embed",
     "http://localhost//embed", "http://localhost/stations/%2e%2e", "http://localhost/stations/a%2Fb"],
)  # fmt: skip
def test_other_addresses_are_not_ours(client, url):
    assert ask(client, url).status_code == 404


@pytest.mark.parametrize("url", ["https://localhost/embed", "HTTP://LocalHost/embed#top"])
def test_either_scheme_is_ours_and_case_is_none_s(client, url):
    _, settings = frame(ask(client, url))
    assert settings["src"] == HOST + "/embed"


def test_what_is_wrong_is_told(client):
    assert client.get("/oembed").status_code == 400
    assert ask(client, HOST + "/", format="xml").status_code == 501
    for name in ("maxwidth", "maxheight"):
        for value in ("0", "-3", "wide"):
            answer = ask(client, HOST + "/", **{name: value})
            assert answer.status_code == 400
            assert json.loads(answer.data)["parameter"] == name


def test_a_set_address_is_the_one_told(made):
    app = create_app(replace(made, base_url="https://www.example.org/rest"))
    body, settings = frame(ask(app.test_client(), "https://www.example.org/rest/stations/a"))
    assert settings["src"].startswith("https://www.example.org/rest/embed?")
    assert body["provider_url"] == "https://www.example.org/rest/"
    assert ask(app.test_client(), "https://www.example.org/other/embed").status_code == 404


FOUND = ["/", "/?place=113.6,34.7&lang=en", "/embed?title=x", "/map", "/stations/a", "/share"]


@pytest.mark.parametrize("path", FOUND)
def test_a_page_is_found_as_clients_find_it(client, path):
    """As WordPress does: the <link> in the head, then its address as it stands."""
    text = client.get(path).text
    links = re.findall(r"<link ([^>]*)>", text[: text.index("</head>")])
    matches = [link for link in links if 'type="application/json+oembed"' in link]
    assert len(matches) == 1
    assert 'rel="alternate"' in matches[0]
    href = html.unescape(re.search(r'href="([^"]*)"', matches[0])[1])
    assert href.startswith(HOST + "/oembed?")
    answer = client.get(href.removeprefix(HOST) + "&maxwidth=600&maxheight=900&dnt=1")
    assert answer.status_code == 200
    assert json.loads(answer.data)["width"] == 600


def test_on_a_host_that_cannot_be_repeated_the_page_is_there_without_a_link(client):
    for path in ("/", "/embed", "/map"):
        answer = client.get(path, headers={"Host": "my_server:8000"})
        assert answer.status_code == 200
        assert "json+oembed" not in answer.text
