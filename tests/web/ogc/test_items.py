"""Items: compared with a filter written out, and pages while the data change."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from locator.publish.ogc.ogc_items import MAX_LIMIT
from locator.settings import read_settings
from locator.web import create_app
from locator.web.store import ServedStations, store
from tests.making import feature, station_set, write
from tests.web.ogc.conftest import FEATURES

ITEMS = "/collections/stations/items"
CHINA = timezone(timedelta(hours=8))
QUIET = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def ids(body):
    return [item["id"] for item in body["features"]]


def expected(accept):
    """The ids of the features that a condition on properties and position takes, in order."""
    return sorted(
        f["properties"]["id"]
        for f in FEATURES
        if accept({"status": "active", **f["properties"]}, *f["geometry"]["coordinates"])
    )


def moment(text, otherwise):
    return datetime.fromisoformat(text).replace(tzinfo=CHINA) if text else otherwise


def valid(properties, start, end):
    """Whether the closed interval from start to end touches a station's days in China."""
    earliest, latest = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
    first = moment(properties.get("valid_from"), earliest)
    last = moment(properties.get("valid_to"), None)
    return first <= (end or latest) and (
        last is None or (start or earliest) < last + timedelta(days=1)
    )


def test_a_pages_next_page_is_one_and_keeps_the_filter(small_path):
    features = [feature("json"), *(feature(f"p{n}", part_of="json") for n in range(2))]
    path = write(small_path.with_name("parts.geojson"), *features)
    client = create_app(replace(read_settings({}), stations=path)).test_client()
    page = client.get("/ogc" + ITEMS + "?part_of=json&limit=1&lang=en&f=html").text
    href = unescape(re.search(r'rel="next" href="http://localhost([^"]*)"', page)[1])
    following = client.get(href)
    assert following.content_type.startswith("text/html")
    assert "驿站 p1" in following.text
    assert "驿站 p0" not in following.text


def test_what_is_answered(ask):
    answer, body = ask(ITEMS)
    assert answer.status_code == 200
    assert answer.content_type == "application/geo+json"
    assert answer.headers["Content-Crs"] == "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"
    assert ids(body) == expected(lambda *_: True)
    assert body["numberMatched"] == body["numberReturned"] == len(FEATURES)
    assert "notice" in body
    given_ = {f["properties"]["id"]: f for f in FEATURES}
    for item in body["features"]:
        station = given_[item["id"]]
        assert item["geometry"] == station["geometry"]
        known = {k: v for k, v in station["properties"].items() if k != "secret"}
        assert item["properties"] == {"status": "active", **known}
        one = ask(f"{ITEMS}/{item['id']}")[1]
        links = {link["rel"]: link["href"] for link in one.pop("links")}
        assert set(links) == {"self", "alternate", "collection"}
        assert ("notice" in one) == (known.get("position") == "modelled")
        one.pop("notice", None)
        assert one == item


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        ({"kind": "rider_home"}, lambda p, *_: p["kind"] == "rider_home"),
        ({"kind": "rider_home,driver_home"}, lambda p, *_: p["kind"] != "love_station"),
        ({"status": "paused,planned"}, lambda p, *_: p["status"] != "active"),
        ({"position": "modelled"}, lambda p, *_: p.get("position") == "modelled"),
        ({"adcode": "410102"}, lambda p, *_: p.get("adcode") == "410102"),
        ({"name": "驿站 c"}, lambda p, *_: p["name"] == "驿站 c"),
        ({"operator": "工会, 甲"}, lambda p, *_: p.get("operator") == "工会, 甲"),
        ({"part_of": "b-2"}, lambda p, *_: p.get("part_of") == "b-2"),
        ({"source": "x"}, lambda p, *_: p.get("source") == "x"),
        ({"service": "water,toilet"}, lambda p, *_: p.get("services") == ["water", "toilet"]),
        ({"kind": "rider_home", "service": "toilet"}, lambda p, *_: p["id"] == "b-2"),
        ({"bbox": "179,-20,-179,20"}, lambda _p, lon, _lat: abs(lon) > 179),
        ({"bbox": "179,-20,-5,-179,20,99"}, lambda _p, lon, _lat: abs(lon) > 179),
        ({"bbox": "113.6,34.7,113.65,34.75"}, lambda _, lon, lat: lon <= 113.65 and lat > 34),
        ({"adcode": "999999"}, lambda *_: False),
        ({"crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}, lambda *_: True),
    ],
)
def test_filters(ask, query, accept):
    if query.get("bbox") == "113.6,34.7,113.65,34.75":
        accept = lambda _, lon, lat: 113.6 <= lon <= 113.65 and 34.7 <= lat <= 34.75  # noqa: E731
    body = ask(ITEMS, **query)[1]
    assert ids(body) == expected(accept)
    assert body["numberMatched"] == len(ids(body))


@given(
    st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90),
)  # fmt: skip
@QUIET
def test_boxes(ask, west, one, east, other):
    south, north = sorted((one, other))

    def inside(_, lon, lat):
        crosses = west > east
        return south <= lat <= north and (
            lon >= west or lon <= east if crosses else west <= lon <= east
        )

    box = ",".join(map(repr, (west, south, east, north)))
    assert ids(ask(ITEMS, bbox=box)[1]) == expected(inside)


MOMENTS = st.datetimes(
    datetime(2026, 4, 1), datetime(2027, 2, 1), timezones=st.sampled_from([UTC, CHINA])
).map(lambda found: found.replace(microsecond=0))
EDGES = st.sampled_from(
    [
        datetime(2026, 5, 31, 15, 59, 59, tzinfo=UTC),
        datetime(2026, 5, 31, 16, 0, 0, tzinfo=UTC),
        datetime(2026, 8, 31, 15, 59, 59, tzinfo=UTC),
        datetime(2026, 8, 31, 16, 0, 0, tzinfo=UTC),
        datetime(2027, 1, 1, tzinfo=CHINA),
    ]
)


@given(st.none() | MOMENTS | EDGES, st.none() | MOMENTS | EDGES, st.booleans())
@QUIET
def test_times(ask, start, end, dots):
    if start is None and end is None:
        return
    if start and end and start > end:
        start, end = end, start
    open_end = ".." if dots else ""
    interval = "/".join(open_end if at is None else at.isoformat() for at in (start, end))
    assert ids(ask(ITEMS, datetime=interval)[1]) == expected(lambda p, *_: valid(p, start, end))
    if start:
        instant = start.isoformat().replace("+00:00", "Z")
        assert ids(ask(ITEMS, datetime=instant)[1]) == expected(
            lambda p, *_: valid(p, start, start)
        )


def test_times_in_other_writings(ask):
    def found(text):
        return ids(ask(ITEMS, datetime=text)[1])

    summer = found("2026-07-01T00:00:00Z")
    assert "Z" in summer
    assert found("2026-07-01t00:00:00.123z") == summer
    assert found("2026-07-01") == found("2026-06-30T16:00:00Z/2026-07-01T15:59:59Z") == summer
    assert "Z" in found("2026-06-01/2026-06-01")
    assert "Z" not in found("2026-05-31")
    assert "c" in found("9999-12-31T23:59:59Z")
    assert "c" not in found("0001-01-01T00:00:00Z")
    assert found("2016-12-31T23:59:60Z") == found("2016-12-31T23:59:00Z")


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8, 9])
def test_pages_hold_every_station_once(small_app, limit):
    client = small_app.test_client()
    url, ids_read = f"/ogc{ITEMS}?limit={limit}&lang=en", []
    while url:
        body = json.loads(client.get(url).data)
        assert body["numberMatched"] == len(FEATURES)
        assert body["numberReturned"] == len(body["features"]) <= limit
        assert body["features"]
        ids_read += ids(body)
        following = [link["href"] for link in body["links"] if link["rel"] == "next"]
        url = following[0].removeprefix("http://localhost") if following else None
        assert url is None or "lang=en" in url
    assert ids_read == expected(lambda *_: True)


@given(st.lists(st.sets(st.integers(0, 30), min_size=1), min_size=6, max_size=6), st.integers(1, 6))
@settings(max_examples=25)
def test_no_station_that_stays_is_skipped_or_repeated(versions, limit):
    """The set is another at each request; whatever is in all of them comes exactly once."""
    app = _app_of_its_own()
    client, url, ids_read, used = app.test_client(), f"/ogc{ITEMS}?limit={limit}", [], []
    while url:
        members = versions[min(len(used), len(versions) - 1)]
        used.append(members)
        served = station_set(*(feature(f"s{n:02}") for n in sorted(members, reverse=True)))
        store(app)._served = ServedStations(served, None, None)
        body = json.loads(client.get(url).data)
        ids_read += ids(body)
        following = [link["href"] for link in body["links"] if link["rel"] == "next"]
        url = following[0].removeprefix("http://localhost") if following else None
    assert len(ids_read) == len(set(ids_read))
    assert {f"s{n:02}" for n in set.intersection(*used)} <= set(ids_read)


_APPS = []


def _app_of_its_own():
    from dataclasses import replace

    from locator.paths import data_file
    from locator.settings import read_settings
    from locator.web import create_app

    if not _APPS:
        _APPS.append(create_app(replace(read_settings({}), stations=data_file("example.geojson"))))
    return _APPS[0]


def test_a_limit_above_the_greatest_is_the_greatest(ask):
    assert ask(ITEMS, limit=MAX_LIMIT + 1)[0].status_code == 200
    assert ask(ITEMS, limit=999_999_999)[1]["numberReturned"] == len(FEATURES)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("limit=0", "limit"), ("limit=-1", "limit"), ("limit=x", "limit"), ("limit=", "limit"),
        ("limit=1.5", "limit"), ("limit=1&limit=2", "limit"), ("Limit=1", "Limit"),
        ("bbox=", "bbox"), ("bbox=1,2,3", "bbox"), ("bbox=1,2,3,4,5", "bbox"),
        ("bbox=1,4,3,2", "bbox"), ("bbox=a,b,c,d", "bbox"), ("bbox=181,0,182,1", "bbox"),
        ("bbox=0,0,1,nan", "bbox"), ("bbox=1,2,9,3,4,5", "bbox"), ("bbox=1,2,x,3,4,y", "bbox"),
        ("bbox=0,0,1,1&bbox=2,2,3,3", "bbox"), ("bbox=0,0,0,1,1,inf", "bbox"),
        ("datetime=", "datetime"), ("datetime=yesterday", "datetime"),
        ("datetime=2026-13-01T00:00:00Z", "datetime"), ("datetime=2026-02-30", "datetime"),
        ("datetime=../..", "datetime"), ("datetime=/", "datetime"), ("datetime=a/b/c", "datetime"),
        ("datetime=2026-02-02T00:00:00Z/2026-02-01T00:00:00Z", "datetime"),
        ("datetime=2026-02-02T25:00:00Z", "datetime"),
        ("datetime=2026-02-02T00:00:00%2B24:00", "datetime"), ("datetime=now", "datetime"),
        ("kind=hotel", "kind"), ("kind=", "kind"), ("status=open", "status"),
        ("service=sauna", "service"), ("position=exact", "position"), ("name=", "name"),
        ("name=a&name=b", "name"), ("name=" + "x" * 201, "name"), ("adcode=", "adcode"),
        ("after=.hidden", "after"), ("after=", "after"), ("after=a%20b", "after"),
        ("crs=EPSG:3857", "crs"), ("bbox-crs=EPSG:4326", "bbox-crs"), ("f=xml", "f"),
        ("offset=10", "offset"), ("q=x", "q"), ("filter=kind%3D'x'", "filter"), ("lang=fr", "lang"),
        ("<script>=1", "<script>"),
    ],
)  # fmt: skip
def test_bad_parameters(small_app, query, parameter):
    answer = small_app.test_client().get(f"/ogc{ITEMS}?{query}")
    body = json.loads(answer.data)
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert body["parameter"] == parameter
    assert body["allowed"]


def test_http(small_app):
    client = small_app.test_client()
    first = client.get("/ogc" + ITEMS)
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.headers["Cache-Control"] == "no-cache"
    assert {"Accept", "Accept-Encoding"} <= {v.strip() for v in first.headers["Vary"].split(",")}
    again = client.get("/ogc" + ITEMS, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    packed = client.get("/ogc" + ITEMS, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert client.get(f"/ogc{ITEMS}?bbox=0,0,1,1").headers["Cache-Control"].startswith("private")
    head = client.head("/ogc" + ITEMS)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == first.headers["ETag"]
    preflight = client.options("/ogc" + ITEMS)
    assert preflight.status_code == 200
    assert "GET" in preflight.headers["Access-Control-Allow-Methods"]
    refused = client.post("/ogc" + ITEMS)
    assert refused.status_code == 405
    assert "GET" in refused.headers["Allow"]


def test_a_host_that_is_none_is_not_repeated(small_app):
    client = small_app.test_client()
    answer = client.get("/ogc/", headers={"Host": "a.example/<script>"})
    assert answer.status_code == 400
    assert b"script" not in answer.data
