"""The page's own endpoints: the page, static files, the basemap, marks, search, datums."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locator.publish.basemap import basemap_url
from locator.publish.page import asset_url


def body(answer):
    return json.loads(answer.get_data(as_text=True))


def test_the_page_in_both_languages(client):
    zh, en = client.get("/?from=singlemessage"), client.get("/?lang=en")
    assert zh.status_code == en.status_code == 200
    assert zh.headers["Content-Language"] == "zh"
    assert 'lang="en"' in en.get_data(as_text=True)
    assert "default-src 'none'" in zh.headers["Content-Security-Policy"]
    again = client.get("/?from=singlemessage", headers={"If-None-Match": zh.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("address", [asset_url("js/core.js"), basemap_url()])
def test_versioned_files_are_kept_for_good_and_compressed(client, address):
    for encoding in ("gzip", "br", "gzip"):
        answer = client.get(address, headers={"Accept-Encoding": encoding})
        assert answer.headers["Content-Encoding"] == encoding
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    tag = answer.headers["ETag"]
    headers = {"Accept-Encoding": "gzip", "If-None-Match": tag}
    assert client.get(address, headers=headers).status_code == 304
    bare = client.get(address.split("?")[0])
    assert bare.headers["Cache-Control"] == "no-cache"
    wrong = client.get(address.split("?")[0] + "?v=0")
    assert wrong.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", ["", "none.js", "%00", "..%2fpyproject.toml", "js", "x" * 3000])
def test_there_is_no_such_file(client, name):
    assert client.get(f"/static/{name}").status_code == 404


def test_scripts_come_as_scripts(client):
    answer = client.get("/static/js/core.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_marks_in_view(client):
    answer = client.get("/api/v1/stations?bbox=110,31,117,37&zoom=7")
    marks = body(answer)
    assert marks["total"] == 11659
    assert sum(row[2] for row in marks["clusters"]) + len(marks["stations"]) == 11659
    assert "private" in answer.headers["Cache-Control"]
    again = client.get(
        "/api/v1/stations?bbox=110,31,117,37&zoom=7",
        headers={"If-None-Match": answer.headers["ETag"]},
    )
    assert again.status_code == 304


def test_marks_move_with_the_datum(client):
    box = "bbox=113.6,34.7,113.7,34.8&zoom=16&kind=love_station"
    marks = f"/api/v1/stations?{box}&coordsys="
    plain, moved = (body(client.get(marks + datum)) for datum in ("wgs84", "gcj02"))
    at = {row[3]: row for row in plain["stations"]}
    both = [row for row in moved["stations"] if row[3] in at]
    assert both
    for lon, _, _, station_id, _ in both:
        assert 0.004 < lon - at[station_id][0] < 0.008


def test_one_station(client):
    marks = body(client.get("/api/v1/stations?bbox=113.6,34.7,113.7,34.8&zoom=16"))
    station_id = marks["stations"][0][3]
    feature = body(client.get(f"/api/v1/stations/{station_id}"))
    assert feature["id"] == station_id
    assert "distance_m" not in feature["properties"]
    assert client.get("/api/v1/stations/none").status_code == 404


def test_navigation_is_for_real_stations_only(client):
    features = body(client.get("/api/v1/nearest?lon=113.62&lat=34.75&k=50"))["features"]
    properties = [feature["properties"] for feature in features]
    kinds = {(p["position"] == "modelled", "navigation" in p) for p in properties}
    assert kinds == {(True, False), (False, True)}


def test_search(client):
    results = body(client.get("/api/v1/search?q=zhengzhou&limit=3"))["results"]
    assert results[0]["name"] == "郑州市"
    assert len(results) == 3
    assert body(client.get("/api/v1/search"))["results"] == []


def test_relaxed(client):
    query = "lon=113.625&lat=34.747&kind=driver_home&service=shower,nursing&max_distance_m=20000"
    drops = body(client.get(f"/api/v1/relaxed?{query}"))["drops"]
    assert drops
    assert all(drop["distance_m"] <= 20000 for drop in drops)


def test_relaxed_knows_of_open_and_travel(client):
    query = "lon=113.625&lat=34.747&open=only&travel=walk&at=2026-11-24T03:00&service=nursing"
    drops = body(client.get(f"/api/v1/relaxed?{query}"))["drops"]
    assert {drop["parameter"] for drop in drops} <= {"open", "service"}
    assert any(drop["parameter"] == "open" for drop in drops)
    assert client.get("/api/v1/relaxed?lon=1&lat=1&open=maybe").status_code == 400


def test_one_station_tells_its_state(client):
    neighbours = body(client.get("/api/v1/nearest?lon=113.625&lat=34.747&at=2026-11-24T03:00&k=9"))
    for feature in neighbours["features"]:
        address = f"/api/v1/stations/{feature['id']}?at=2026-11-24T03:00"
        alone = body(client.get(address))["properties"]
        names = ("open_state", "open_text", "open_reason", "opens_at", "open_until")
        assert all(alone.get(name) == feature["properties"].get(name) for name in names)


def test_marks_are_the_stations_that_the_list_finds(client):
    where = "lon=113.625&lat=34.747"
    for query in ("open=only", "open=possible&travel=walk", "open=any&travel=truck"):
        filters = f"{query}&at=2026-11-24T21:35&kind=rider_home"
        neighbours = body(client.get(f"/api/v1/nearest?{where}&k=100&{filters}"))["features"]
        marks = body(client.get(f"/api/v1/stations?{where}&zoom=22&{filters}"))
        assert marks["total"] == len(neighbours)
        assert {row[3] for row in marks["stations"]} == {feature["id"] for feature in neighbours}


def test_marks_take_the_start_in_the_datum_of_the_box(client):
    filters = "zoom=22&kind=rider_home&open=only&travel=walk&at=2026-11-24T20:30"
    there = body(client.get("/api/v1/convert?points=113.625,34.747&to=gcj02"))["points"][0]
    plain = body(client.get(f"/api/v1/stations?lon=113.625&lat=34.747&{filters}"))
    moved = f"lon={there[0]}&lat={there[1]}&coordsys=gcj02"
    assert body(client.get(f"/api/v1/stations?{moved}&{filters}"))["total"] == plain["total"] > 0


def test_one_station_tells_the_way_and_its_state_on_arrival(client):
    query = "lon=113.625&lat=34.747&travel=walk&at=2026-11-24T21:35"
    neighbours = body(client.get(f"/api/v1/nearest?{query}&k=9"))
    for feature in neighbours["features"]:
        alone = body(client.get(f"/api/v1/stations/{feature['id']}?{query}"))
        assert "rank" not in alone["properties"]
        del feature["properties"]["rank"]
        for name in ("distance_m", "travel_time_s"):
            value = alone["properties"].pop(name)
            assert value == pytest.approx(feature["properties"].pop(name), abs=0.002)
        assert alone == feature


def test_conversion(client):
    there = body(client.get("/api/v1/convert?points=113.6254,34.7466;0,0&to=gcj02"))["points"]
    assert there[1] == [0, 0]
    text = f"{there[0][0]},{there[0][1]}"
    back = body(client.get(f"/api/v1/convert?points={text}&coordsys=gcj02"))["points"]
    assert back[0] == pytest.approx([113.6254, 34.7466], abs=1e-6)


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/stations?bbox=1,2,3", "/api/v1/stations?zoom=23", "/api/v1/stations?zoom=x",
        "/api/v1/stations?kind=castle", "/api/v1/stations?unknown=1", "/api/v1/stations/a?b=c",
        "/api/v1/stations?lon=1", "/api/v1/stations?travel=walk", "/api/v1/stations?open=maybe",
        "/api/v1/stations/a?lat=1", "/api/v1/stations/a?lon=1&lat=1&travel=fly",
        "/api/v1/search?q=" + "x" * 41, "/api/v1/search?q=a&q=b", "/api/v1/search?limit=0",
        "/api/v1/relaxed", "/api/v1/relaxed?lon=1&lat=91",
        "/api/v1/convert?points=1", "/api/v1/convert?points=1,2,3", "/api/v1/convert?points=nan,1",
        "/api/v1/convert?points=" + ";".join(["1,1"] * 101), "/api/v1/convert?points=1,1&to=utm",
    ],
)  # fmt: skip
def test_wrong_parameters_are_told(client, address):
    answer = client.get(address)
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert body(answer)["parameter"]


@given(
    path=st.sampled_from(["stations", "search", "relaxed", "convert", "stations/a"]),
    query=st.dictionaries(
        st.sampled_from(["bbox", "zoom", "kind", "service", "q", "limit", "lon", "lat", "points"])
        | st.text(max_size=5),
        st.text(max_size=30) | st.from_regex(r"[-0-9.,;e]{0,20}", fullmatch=True),
        max_size=5,
    ),
)
def test_no_query_gives_a_500(app, path, query):
    answer = app.test_client().get(f"/api/v1/{path}", query_string=query)
    assert answer.status_code in (200, 400, 404)
