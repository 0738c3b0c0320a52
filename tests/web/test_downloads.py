"""`/downloads/`: the same stations in every format, with licence and date, made once."""

import gzip
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from locator.publish import downloads
from locator.publish.downloads import DOWNLOADS
from locator.settings import read_settings
from locator.stations.writing import read_any
from locator.web import create_app
from locator.web.store import store
from tests.making import feature, write

FEATURES = [
    feature("a", 113.6, 34.7, services=["water"], capacity=3, secret="kept at home", name="=1+1"),
    feature("b", 113.7, 34.8, status="paused", address="<甲> & 乙", verified_at="2026-02-01"),
    feature("m", 113.8, 34.9, name="模拟·丙", position="modelled"),
]
LICENCE = "CC BY 4.0 <工会> & others"


def app_of(path, **settings):
    return create_app(replace(read_settings({}), stations=path, **settings))


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return write(tmp_path_factory.mktemp("data") / "s.geojson", *FEATURES, licence=LICENCE)


@pytest.fixture(scope="module")
def client(path):
    return app_of(path).test_client()


def stations_of(answer, name, folder):
    file = Path(folder) / name
    file.write_bytes(answer.data)
    return read_any(file)


@pytest.mark.parametrize("name", list(DOWNLOADS))
def test_every_format_holds_the_stations(client, path, name, tmp_path):
    answer = client.get(f"/downloads/{name}", buffered=True)
    assert answer.status_code == 200
    assert answer.content_type.split(";")[0] == DOWNLOADS[name].media_type
    assert answer.content_length == len(answer.data)
    ending = name.partition(".")[2]
    disposition = answer.headers["Content-Disposition"]
    assert disposition == f"attachment; filename=stations-2026-02-01.{ending}"
    assert answer.headers["Link"] == '<http://localhost/licence>; rel="license"'
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert b"kept at home" not in answer.data
    stations = {station.id: station for station in stations_of(answer, name, tmp_path)}
    expected = {
        station.id: replace(station, extra={})
        for station in store(client.application).served.stations
    }
    assert stations == expected


def test_licence_and_date_stand_where_the_format_has_room(client, tmp_path):
    import pyogrio

    body = json.loads(client.get("/downloads/stations.geojson", buffered=True).data)
    assert LICENCE in body["licence"]
    assert "示例数据" in body["licence"]
    assert "Sample data" in body["licence"]
    assert body["date"] == "2026-02-01"
    (tmp_path / "s.gpkg").write_bytes(client.get("/downloads/stations.gpkg", buffered=True).data)
    description = pyogrio.read_info(tmp_path / "s.gpkg")["layer_metadata"]["DESCRIPTION"]
    assert description == body["licence"]
    kml = client.get("/downloads/stations.kml", buffered=True).text
    assert "<description>2026-02-01 " in kml
    assert "CC BY 4.0 &lt;工会&gt; &amp; others" in kml
    gpx = client.get("/downloads/stations.gpx", buffered=True).text
    assert "<time>2026-02-01T00:00:00Z</time>" in gpx
    assert "CC BY 4.0 &lt;工会&gt; &amp; others" in gpx


def test_the_xml_files_are_well_formed(client):
    for name in ("stations.kml", "stations.gpx"):
        assert len(ET.fromstring(client.get(f"/downloads/{name}", buffered=True).data)) > 0


def test_csv_cells_are_no_formulas(client):
    assert "'=1+1" in client.get("/downloads/stations.csv", buffered=True).data.decode("utf-8-sig")


@pytest.mark.parametrize("name", list(DOWNLOADS))
def test_the_same_data_give_the_same_bytes(path, client, name):
    other = app_of(path).test_client().get(f"/downloads/{name}", buffered=True)
    first = client.get(f"/downloads/{name}", buffered=True)
    assert first.data == other.data
    assert first.headers["ETag"] == other.headers["ETag"]


def test_http(client):
    url = "/downloads/stations.csv"
    plain = client.get(url, buffered=True)
    packed = client.get(url, headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in packed.headers["Vary"]
    for answer, encoding in ((plain, "identity"), (packed, "gzip")):
        headers = {"If-None-Match": answer.headers["ETag"], "Accept-Encoding": encoding}
        assert client.get(url, headers=headers, buffered=True).status_code == 304
    part = client.get(url, headers={"Range": "bytes=3-12"}, buffered=True)
    assert (part.status_code, part.data) == (206, plain.data[3:13])
    head = client.head(url, buffered=True)
    assert (head.status_code, head.data) == (200, b"")
    assert head.content_length == len(plain.data)
    assert client.post(url).status_code == 405
    assert client.get("/downloads/stations.exe", buffered=True).status_code == 404
    assert client.get("/downloads/..%2fstations.csv").status_code == 404


def test_made_once_for_each_version_of_the_data(tmp_path, monkeypatch):
    made = []
    make = downloads.make_download
    monkeypatch.setattr(
        downloads, "make_download", lambda path, *rest: (made.append(path), make(path, *rest))
    )
    path = write(tmp_path / "s.geojson", feature("old"))
    app = app_of(path)
    client = app.test_client()
    for _ in range(3):
        assert b"old" in client.get("/downloads/stations.csv", buffered=True).data
        assert client.get(
            "/downloads/stations.csv", headers={"Accept-Encoding": "gzip"}, buffered=True
        ).data
    assert len(made) == 1
    reading = client.get("/downloads/stations.csv")
    write(path, feature("new"), feature("newer"))
    store(app).refresh()
    answer = client.get("/downloads/stations.csv", buffered=True)
    assert b"newer" in answer.data
    assert b"old" not in answer.data
    assert len(made) == 2
    assert not made[0].parent.exists()
    assert sorted(p.name for p in made[1].parent.iterdir()) == ["stations.csv", "stations.csv.gz"]
    with reading:
        assert b"old" in reading.data


def test_hidden_modelled_stations_are_in_no_file(path):
    client = app_of(path, hide_modelled=True).test_client()
    shown = app_of(path).test_client().get("/downloads/stations.csv", buffered=True)
    headers = {"If-None-Match": shown.headers["ETag"]}
    assert client.get("/downloads/stations.csv", headers=headers, buffered=True).status_code == 200
    for name in DOWNLOADS:
        assert "模拟" not in client.get(f"/downloads/{name}", buffered=True).data.decode(
            "utf-8", "ignore"
        )
    assert "示例数据" not in client.get("/downloads/").text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_pages(client, lang):
    page = client.get(f"/downloads/?lang={lang}&from=singlemessage")
    assert page.status_code == 200
    for name in DOWNLOADS:
        assert f'href="/downloads/{name}"' in page.text
    licence = client.get(f"/licence?lang={lang}")
    for text in (page.text, licence.text):
        assert "CC BY 4.0 &lt;工会&gt; &amp; others" in text
        assert "2026-02-01" in text
        assert ("示例数据" in text) == (lang == "zh")
        assert "<script" not in text


def test_a_file_that_states_no_licence_says_so(tmp_path):
    client = app_of(write(tmp_path / "s.geojson", feature("a"))).test_client()
    assert "未注明许可" in client.get("/licence").text
    headers = client.get("/downloads/stations.csv", buffered=True).headers
    assert re.search(r"stations-\d{4}-\d\d-\d\d\.csv", headers["Content-Disposition"])


def test_members_that_nobody_has_checked(tmp_path):
    path = write(
        tmp_path / "s.geojson",
        feature("a", verified_at="2025-05-05"),
        licence="MIT\0\x0b\ud800 </description>",
        date="2026-13-45",
    )
    client = app_of(path).test_client()
    assert "MIT &lt;/description&gt;" in client.get("/licence").text
    for name in ("stations.kml", "stations.gpx"):
        answer = client.get(f"/downloads/{name}", buffered=True)
        assert "MIT </description>" in "".join(ET.fromstring(answer.data).itertext())
        assert "2025-05-05" in answer.headers["Content-Disposition"]


def test_an_empty_file(tmp_path):
    client = app_of(write(tmp_path / "s.geojson")).test_client()
    for name in DOWNLOADS:
        assert client.get(f"/downloads/{name}", buffered=True).status_code == 200, name


@pytest.mark.parametrize("word", ["off", "0", "no"])
def test_switched_off(word):
    settings = read_settings({"LOCATOR_DOWNLOADS": word, "LOCATOR_OGC": word})
    example = replace(settings, stations=Path("data/example.geojson").resolve())
    client = create_app(example).test_client()
    gone = [
        "/downloads/",
        "/downloads/stations.csv",
        "/ogc",
        "/ogc/",
        "/ogc/collections/stations/items",
    ]
    for url in gone:
        assert client.get(url, buffered=True).status_code == 404
    paths = json.loads(client.get("/api/openapi.json").data)["paths"]
    assert not [path for path in paths if path.startswith(("/ogc", "/downloads"))]
    assert "/api/v1/nearest" in paths
    assert client.get("/licence").status_code == 200
    assert read_settings({}).ogc
    assert read_settings({}).downloads
