"""`/api/v1/nearest`, as a client sees it."""

import gzip
import json
import string
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from locator.find import DEFAULT_K, MAX_K, find_nearest
from locator.geo.datum import convert_point
from locator.geo.points import LonLat
from locator.web import parameters as parameters_module
from locator.web.store import store

HERE = {"lon": "113.65", "lat": "34.76"}


def test_the_answer_is_the_librarys(get, app):
    answer, body = get(**HERE, k="7", kind="rider_home,driver_home", service="water")
    assert answer.status_code == 200
    assert answer.content_type == "application/geo+json"
    stations = store(app).served.stations
    expected = find_nearest(
        stations,
        LonLat(113.65, 34.76),
        7,
        kinds=["rider_home", "driver_home"],
        services=["water"],
    )
    assert [f["id"] for f in body["features"]] == [n.station.id for n in expected]
    for item, neighbour in zip(body["features"], expected, strict=True):
        assert item["properties"]["distance_m"] == pytest.approx(neighbour.distance_m, abs=6e-4)
        assert item["properties"]["bearing_deg"] == pytest.approx(neighbour.bearing_deg, abs=6e-3)
        lon, lat = item["geometry"]["coordinates"]
        assert (lon, lat) == (neighbour.station.where.lon, neighbour.station.where.lat)


def test_defaults(get):
    answer, body = get(**HERE)
    assert len(body["features"]) == DEFAULT_K
    assert answer.headers["Content-Language"] == "zh"
    assert answer.headers["Cache-Control"].startswith("private")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_several_values_comma_separated_or_repeated(get):
    commas = get(**HERE, service="water,toilet")[1]
    repeated = get("?lon=113.65&lat=34.76&service=water&service=toilet")[1]
    assert commas == repeated
    assert all({"water", "toilet"} <= set(f["properties"]["services"]) for f in commas["features"])


def test_max_distance(get):
    _, body = get(**HERE, k="100", max_distance_m="2000")
    distances = [feature["properties"]["distance_m"] for feature in body["features"]]
    assert distances
    assert max(distances) <= 2000
    assert get(**HERE, max_distance_m="0")[1]["features"] == []


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_a_shifted_position_is_shifted_back(get, datum):
    here = LonLat(113.65, 34.76)
    shifted = convert_point(here, "wgs84", datum)
    expected = get(**HERE)[1]["features"]
    features = get(lon=shifted.lon, lat=shifted.lat, coordsys=datum)[1]["features"]
    assert [feature["id"] for feature in features] == [feature["id"] for feature in expected]
    for one, other in zip(features, expected, strict=True):
        assert one["properties"]["distance_m"] == pytest.approx(
            other["properties"]["distance_m"], abs=0.01
        )


def test_paused_and_planned_stations_on_demand(example_app):
    client = example_app.test_client()

    def statuses(**parameters):
        body = json.loads(
            client.get("/api/v1/nearest", query_string={**HERE, "k": 100, **parameters}).data
        )
        return {feature["properties"]["status"] for feature in body["features"]}

    assert statuses() == {"active"}
    assert statuses(status="paused,planned") == {"paused"}  # what is planned is not in season yet
    assert statuses(status="planned", at="2040-06-01") == {"planned"}
    assert "paused" in statuses(status="active,paused")


def test_the_season_follows_at(example_app):
    client = example_app.test_client()

    def ids(at):
        query = {**HERE, "k": 100, "at": at}
        return {
            f["id"]
            for f in json.loads(client.get("/api/v1/nearest", query_string=query).data)["features"]
        }

    assert "example-fridge-dated" in ids("2026-07-01T12:00")
    assert "example-fridge-dated" not in ids("2026-10-01T12:00")
    # The plus of an offset, sent without encoding: 31 August in China, 1 September in Auckland.
    answer = client.get("/api/v1/nearest?lon=113.65&lat=34.76&k=100&at=2026-09-01T01:00+12:00")
    assert "example-fridge-dated" in {f["id"] for f in json.loads(answer.data)["features"]}


BAD = [
    ("lon=x&lat=34", "lon", "x"),
    ("lon=nan&lat=34", "lon", "nan"),
    ("lon=inf&lat=34", "lon", "inf"),
    ("lon=-Infinity&lat=34", "lon", "-Infinity"),
    ("lon=1e999&lat=34", "lon", "1e999"),
    ("lon=1_1&lat=34", "lon", "1_1"),
    ("lon=１１３&lat=34", "lon", "１１３"),
    ("lon=0x10&lat=34", "lon", "0x10"),
    ("lon=&lat=34", "lon", ""),
    ("lat=34", "lon", None),
    ("lon=113", "lat", None),
    ("lon=180.1&lat=34", "lon", "180.1"),
    ("lon=113&lat=-90.5", "lat", "-90.5"),
    ("lon=113&lon=114&lat=34", "lon", ["113", "114"]),
    ("lon=113&lat=34&k=0", "k", "0"),
    ("lon=113&lat=34&k=101", "k", "101"),
    ("lon=113&lat=34&k=5.0", "k", "5.0"),
    ("lon=113&lat=34&k=-1", "k", "-1"),
    ("lon=113&lat=34&k=99999999999999999999", "k", "99999999999999999999"),
    ("lon=113&lat=34&k=5&k=5", "k", ["5", "5"]),
    ("lon=113&lat=34&kind=hotel", "kind", "hotel"),
    ("lon=113&lat=34&kind=", "kind", ""),
    ("lon=113&lat=34&kind=love_station,", "kind", ""),
    ("lon=113&lat=34&service=water&service=sauna", "service", "sauna"),
    ("lon=113&lat=34&status=open", "status", "open"),
    ("lon=113&lat=34&max_distance_m=-1", "max_distance_m", "-1"),
    ("lon=113&lat=34&max_distance_m=nan", "max_distance_m", "nan"),
    ("lon=113&lat=34&coordsys=WGS84", "coordsys", "WGS84"),
    ("lon=113&lat=34&at=yesterday", "at", "yesterday"),
    ("lon=113&lat=34&at=2026-01-01&at=2026-01-02", "at", ["2026-01-01", "2026-01-02"]),
    ("lon=113&lat=34&lang=fr", "lang", "fr"),
    ("lon=113&lat=34&limit=5", "limit", "5"),
    ("lon=113&lat=34&<script>=1", "<script>", "1"),
]


@pytest.mark.parametrize(("query", "parameter", "value"), BAD)
@pytest.mark.parametrize("lang", ["", "&lang=en"])
def test_bad_parameters_are_problems(get, query, parameter, value, lang):
    if parameter == "lang":
        lang = ""  # the language itself is what is wrong
    answer, body = get("?" + query + lang)
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert body["status"] == 400
    assert body["parameter"] == parameter
    assert body["value"] == value
    assert body["allowed"]
    assert body["errors"][0] == {key: body[key] for key in ("parameter", "value", "allowed")}
    assert parameter in body["detail"]
    assert answer.headers["Content-Language"] == ("en" if lang else "zh")
    assert body["allowed"].isascii() == bool(lang)


def test_the_range_is_named(get):
    _, body = get(lon="200", lat="34", k="0", lang="en")
    assert [error["parameter"] for error in body["errors"]] == ["lon", "k"]
    assert "-180 to 180" in body["errors"][0]["allowed"]
    assert f"1 to {MAX_K}" in body["errors"][1]["allowed"]


def test_a_plus_sign_that_was_not_encoded_is_a_plus_sign(get):
    assert get("?lon=+113.65&lat=+34.76")[1] == get(**HERE)[1]


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["lon", "lat", "k", "kind", "service", "status", "at", "coordsys", "lang",
                         "max_distance_m", "open", "travel", "other"]),
        st.one_of(
            st.text(max_size=12),
            st.floats().map(str),
            st.integers().map(str),
            st.sampled_from(["113.65", "34.76", "5", "love_station", "water", "now", "en", "bd09"]),
        ),
    ).filter(lambda query: not any("\ud800" <= c <= "\udfff" for v in query.values() for c in v))
)  # fmt: skip
def test_no_query_gives_a_500(client, query):
    answer = client.get("/api/v1/nearest", query_string=query)
    assert answer.status_code in (200, 400)
    json.loads(answer.data)


@given(st.binary(max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_give_a_500(client, raw):
    quoted = "".join(
        chr(byte) if chr(byte) in string.ascii_letters else f"%{byte:02X}" for byte in raw
    )
    assert client.get(f"/api/v1/nearest?lon={quoted}&lat=34").status_code in (200, 400)


def test_etag_is_of_the_body_and_gives_304(client):
    first = client.get("/api/v1/nearest", query_string=HERE)
    tag = first.headers["ETag"]
    assert not tag.startswith("W/")
    assert client.get("/api/v1/nearest", query_string=HERE).headers["ETag"] == tag
    other = client.get("/api/v1/nearest", query_string={**HERE, "k": 4})
    assert other.headers["ETag"] != tag
    again = client.get("/api/v1/nearest", query_string=HERE, headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == tag
    changed = client.get("/api/v1/nearest", query_string=HERE, headers={"If-None-Match": '"x"'})
    assert changed.status_code == 200


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_compression_and_its_304(client, encoding):
    plain = client.get("/api/v1/nearest", query_string=HERE)
    headers = {"Accept-Encoding": encoding}
    packed = client.get("/api/v1/nearest", query_string=HERE, headers=headers)
    assert packed.headers["Content-Encoding"] == encoding
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.data) < len(plain.data) / 2
    if encoding == "gzip":
        assert gzip.decompress(packed.data) == plain.data
    tag = packed.headers["ETag"]
    assert tag != plain.headers["ETag"]  # another representation
    headers["If-None-Match"] = tag
    assert client.get("/api/v1/nearest", query_string=HERE, headers=headers).status_code == 304


def test_head_and_preflight(client):
    head = client.head("/api/v1/nearest", query_string=HERE)
    assert head.status_code == 200
    assert head.data == b""
    preflight = client.options(
        "/api/v1/nearest",
        headers={
            "Origin": "https://example.org",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "if-none-match",
        },
    )
    assert preflight.status_code == 200
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in preflight.headers["Access-Control-Allow-Methods"]
    assert "If-None-Match" in preflight.headers["Access-Control-Allow-Headers"]


def test_other_methods_and_paths_are_problems_too(client):
    post = client.post("/api/v1/nearest", query_string=HERE)
    assert post.status_code == 405
    assert post.content_type == "application/problem+json"
    assert "GET" in post.headers["Allow"]
    missing = client.get("/api/v1/nothing<script>?lang=en")
    assert missing.status_code == 404
    assert json.loads(missing.data)["title"] == "Not found"


def test_states_and_arrivals(get):
    _, body = get(**HERE, at="2026-10-10T17:30", open="only", travel="walk")
    assert body["features"]
    for item in body["features"]:
        properties = item["properties"]
        assert properties["open_state"] == "open"
        assert properties["travel_time_s"] > 0
        assert (
            "2026-10-10T17:30:00+08:00"
            < properties["arrives_at"]
            < properties.get("open_until", "9")
        )


def test_open_filters_differ(get):
    night = {**HERE, "k": "20", "at": "2026-11-25T03:00"}
    states = {
        open_filter: {
            f["properties"]["open_state"] for f in get(**night, open=open_filter)[1]["features"]
        }
        for open_filter in ("any", "possible", "only")
    }
    assert "closed" in states["any"]
    assert "closed" not in states["possible"]
    assert states["only"] == {"open"}


@pytest.mark.parametrize(
    ("query", "parameter", "value"),
    [("open=maybe", "open", "maybe"), ("travel=", "travel", ""), ("travel=car", "travel", "car")],
)
def test_open_and_travel_are_checked(get, query, parameter, value):
    answer, body = get("?lon=113.65&lat=34.76&" + query)
    assert answer.status_code == 400
    assert (body["parameter"], body["value"]) == (parameter, value)


def max_age_of(answer):
    return int(answer.headers["Cache-Control"].removeprefix("private, max-age="))


@pytest.mark.parametrize(
    ("second", "longest"), [(0.0, 60), (0.001, 59), (30.5, 29), (59.0, 1), (59.999, 0)]
)
def test_no_cache_keeps_an_answer_past_the_minute(monkeypatch, client, second, longest):
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2026, 11, 25, 14, 0, tzinfo=tz) + timedelta(seconds=second)

    monkeypatch.setattr(parameters_module, "datetime", Clock)
    for at in ({}, {"at": "now"}, {"at": " now"}, {"at": "now "}):
        answer = client.get("/api/v1/nearest", query_string={**HERE, **at})
        assert 0 <= max_age_of(answer) <= longest
        assert answer.headers["ETag"]


def test_an_answer_for_a_fixed_moment_may_be_kept_for_a_minute(client):
    answer = client.get("/api/v1/nearest", query_string={**HERE, "at": "2026-11-25T14:00"})
    assert max_age_of(answer) == 60
