"""`/stations/<id>`, `/sitemap.xml` and `/robots.txt` over HTTP."""

from dataclasses import replace

import pytest

from locator.settings import read_settings
from locator.web import create_app
from tests.making import feature, write


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = write(
        tmp_path_factory.mktemp("made") / "stations.geojson",
        feature("full", opening_hours="Mo-Fr 08:30-18:00", address="中原路1号"),
        feature("m", name="模拟·站", position="modelled"),
    )
    return replace(read_settings({}), stations=path)


@pytest.fixture(scope="module")
def made_client(made):
    return create_app(made).test_client()


def test_a_page_in_both_languages(made_client):
    answer = made_client.get("/stations/full?at=2026-09-28T10:00")
    assert answer.status_code == 200
    assert "营业中 · 18:00 关" in answer.text
    assert "http://localhost/stations/full" in answer.text
    english = made_client.get("/stations/full?at=2026-09-28T10:00&lang=en")
    assert "Open · until 18:00" in english.text
    assert english.headers["Content-Language"] == "en"
    assert 'href="/stations/full?at=2026-09-28T10%3A00"' in english.text


def test_its_policy_is_strict(made_client):
    policy = made_client.get("/stations/full").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy
    assert "frame-ancestors 'none'" in policy


def test_it_is_not_sent_twice(made_client):
    address = "/stations/full?at=2026-09-28T10:00"
    tag = made_client.get(address).headers["ETag"]
    assert made_client.get(address, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "/stations/none",
        "/stations/%3Cscript%3E",
        "/stations/..",
        "/stations/a%00b",
        "/stations/" + "x" * 3000,
    ],
)
def test_unknown_ids_get_a_page_that_says_so(made_client, path):
    answer = made_client.get(path)
    assert answer.status_code == 404
    assert "<script" not in answer.text


def test_a_moment_that_is_none_is_told(made_client):
    answer = made_client.get("/stations/full", query_string={"at": "<b>soon"})
    assert answer.status_code == 200
    assert "时间无法识别" in answer.text
    assert "<b>soon" not in answer.text


def test_parameters_of_others_are_ignored(made_client):
    assert made_client.get("/stations/full?from=timeline&isappinstalled=0").status_code == 200


def test_the_address_that_is_set_comes_first(made):
    client = create_app(replace(made, base_url="https://rest.example.cn/zz")).test_client()
    page = client.get("/stations/full", headers={"Host": "other.example"}).text
    assert 'href="https://rest.example.cn/zz/stations/full"' in page
    assert "other.example" not in page
    assert "https://rest.example.cn/zz/stations/full</loc>" in client.get("/sitemap.xml").text
    assert "Sitemap: https://rest.example.cn/zz/sitemap.xml" in client.get("/robots.txt").text


def test_a_host_that_is_none_is_not_repeated(made_client):
    host = {"Host": 'a"><script>'}
    page = made_client.get("/stations/full", headers=host)
    assert page.status_code == 200
    assert 'class="qr"' not in page.text
    assert '"><script>' not in page.text
    assert "canonical" not in page.text
    for path in ("/sitemap.xml", "/robots.txt"):
        assert made_client.get(path, headers=host).status_code == 400


def test_sitemap_and_robots(made_client):
    answer = made_client.get("/sitemap.xml")
    assert answer.content_type == "application/xml; charset=utf-8"
    assert "/stations/full<" in answer.text
    assert "/stations/m<" not in answer.text
    assert made_client.get("/sitemap-1.xml").status_code == 404
    assert made_client.get("/robots.txt").text.startswith("User-agent: *\n")
