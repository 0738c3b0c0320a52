"""/map: its settings are read from its address, leniently; its policy is strict."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from shapely.geometry import box, mapping

from locator.plan.clock import measure_clock
from locator.settings import read_settings
from locator.web import create_app
from locator.web.planner_map import make_ahead
from tests.making import feature, write
from tests.markup import HOSTILE, Tags


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("map")
    path = write(
        folder / "stations.geojson",
        feature("a", 113.60, 34.70, opening_hours="Mo-Su 08:00-20:00", services=["water"]),
        feature("b", 113.70, 34.70, kind="rider_home"),
    )
    demand = folder / "demand.csv"
    demand.write_text("lon,lat,weight\n113.60,34.70,10\n113.65,34.70,20\n113.70,34.705,30\n")
    county = {
        "type": "Feature",
        "properties": {"adcode": "410102", "name": "中原区"},
        "geometry": mapping(box(113.5, 34.6, 113.8, 34.8)),
    }
    districts = write(folder / "districts.geojson", county)
    files = {"stations": path, "demand": demand, "districts": Path(districts)}
    return create_app(replace(read_settings({}), **files)).test_client()


def page(client, query=""):
    answer = client.get(f"/map?{query}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def share(text):
    return re.search(r"<strong>([^<]*)</strong>", text)[1]


def test_the_defaults(small):
    text = page(small)
    assert share(text) == "66.7%"
    assert "1,000 米 · 不限时间" in text
    assert 'role="status"' not in text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("radius_m=100", "16.7%"),
        ("kind=rider_home", "50.0%"),
        ("kind=rider_home&kind=love_station", "66.7%"),
        ("service=water", "16.7%"),
        ("at=2026-07-08T22:00&open=only", "0.0%"),
        ("at=2026-07-08T12:00&open=only", "16.7%"),
        ("day=2&hour=22&open=only", "0.0%"),
        ("day=2&hour=12&open=only", "16.7%"),
        ("day=2&hour=22&open=possible", "50.0%"),
    ],
)
def test_settings_are_heeded(small, query, expected):
    assert share(page(small, query)) == expected


def test_the_form_shows_what_was_asked(small):
    tags = Tags(page(small, "radius_m=1500&kind=rider_home&day=4&hour=22&open=possible")).tags
    chosen = [a for tag, a in tags if tag == "option" and "selected" in a]
    assert [a["value"] for a in chosen] == ["4", "22", "possible"]
    inputs = [a for tag, a in tags if tag == "input"]
    assert next(a for a in inputs if a.get("name") == "radius_m")["value"] == "1500"
    kinds = {a["value"]: "checked" in a for a in inputs if a.get("name") == "kind"}
    assert kinds == {"rider_home": True, "love_station": False}
    services = [a["value"] for a in inputs if a.get("name") == "service"]
    assert services == ["water"]


def test_other_statuses_are_told_and_kept_by_the_form(small):
    text = page(small, "status=planned,paused")
    assert "1,000 米 · 暂停、筹建 · 不限时间" in text
    assert "1,000 m · paused, planned · Any time" in page(small, "status=planned,paused&lang=en")
    hidden = [a for tag, a in Tags(text).tags if tag == "input" and a.get("type") == "hidden"]
    assert [(a["name"], a["value"]) for a in hidden] == [
        ("status", "paused"),
        ("status", "planned"),
    ]


@pytest.mark.parametrize(
    "query",
    [
        "radius_m=far",
        "radius_m=-5",
        "radius_m=1&radius_m=2",
        "kind=bogus",
        "at=later",
        "hour=24",
        "day=9",
        "open=yes",
    ],
)
def test_what_is_wrong_falls_back_and_is_told(small, query):
    text = page(small, query)
    assert share(text) == "66.7%"
    name = query.split("=")[0]
    assert re.search(rf'role="status".*<li>{name}：', text, flags=re.DOTALL)


@pytest.mark.parametrize("query", ["at=later", "at=", "at=&lang=zh"])
def test_a_moment_that_is_none_is_not_now(small, query):
    assert "1,000 米 · 不限时间" in page(small, query)


@pytest.mark.parametrize(
    "query", ["from=singlemessage&isappinstalled=0", "hour=&day=&service=", "utm=1"]
)
def test_unknown_and_empty_parameters_are_ignored(small, query):
    text = page(small, query)
    assert share(text) == "66.7%"
    assert 'role="status"' not in text


def test_a_radius_too_small_to_see_becomes_the_smallest(small):
    assert "50 米" in page(small, "radius_m=1")


def test_the_same_map_in_the_other_language(small):
    text = page(small, "radius_m=1500&kind=rider_home&day=4&hour=22&open=possible")
    link = next(a["href"] for t, a in Tags(text).tags if t == "a" and a.get("hreflang") == "en")
    assert link == "/map?radius_m=1500&kind=rider_home&day=4&hour=22&open=possible&lang=en"
    english = page(small, link.removeprefix("/map?"))
    assert share(english) == share(text)
    assert '<html lang="en">' in english


@pytest.mark.parametrize("attack", HOSTILE)
def test_hostile_parameters_are_text(small, attack):
    names = ["radius_m", "kind", "at", "open", "hour", "lang"]
    harmless, hostile = (
        small.get("/map", query_string=dict.fromkeys(names, text)).get_data(as_text=True)
        for text in ("x", attack.replace(",", ""))
    )
    assert all(f"<li>{name}：" in hostile for name in names)
    assert [tag for tag, _ in Tags(hostile).tags] == [tag for tag, _ in Tags(harmless).tags]


def test_the_policy_allows_our_files_and_one_script(small):
    answer = small.get("/map")
    policy = answer.headers["Content-Security-Policy"]
    assert re.match(
        r"default-src 'none'; script-src 'self' 'sha256-[\w+/=]+'; style-src 'self'", policy
    )
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_a_copy_that_is_fresh_is_not_sent_again(small):
    answer = small.get("/map")
    assert answer.headers["Cache-Control"] == "no-cache"
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert small.get("/map", headers=tag).status_code == 304


def test_the_bundled_map_is_small_enough(client):
    answer = client.get("/map", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.get_data()) < 1_500_000
    assert "示例数据" in client.get("/map").get_data(as_text=True)


def test_the_couriers_page_leads_there(client):
    assert 'href="/map"' in client.get("/").get_data(as_text=True)


@pytest.mark.parametrize(
    ("query", "message"), [("", "再试一次"), ("kind=rider_home&lang=en", "Try")]
)
def test_who_comes_when_too_many_wait_gets_a_page_that_asks_again(small, query, message):
    places = small.application.extensions["planner"].answers._places
    taken = 0
    while places.acquire(blocking=False):
        taken += 1
    try:
        answer = small.get(f"/map?radius_m=777&{query}&x=%3Cscript%3E%22")
    finally:
        places.release(taken)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 503
    assert (answer.headers["Retry-After"], answer.headers["Refresh"]) == ("2", "2")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "'none'" in answer.headers["Content-Security-Policy"]
    assert message in text
    assert "<script>" not in text
    links = [a for tag, a in Tags(text).tags if "radius_m=777" in a.get("href", "")]
    other_language, again = (link["href"] for link in links)
    assert ("lang=en" in other_language) != ("lang=en" in again)
    assert small.get(again).status_code == 200


def test_the_default_page_is_made_before_anybody_asks(small, monkeypatch):
    monkeypatch.setattr("locator.web.planner_map.measure_clock", measured := Counter(measure_clock))
    thread = make_ahead(fresh := remade(small))
    thread.join(60)
    assert measured.calls == 1
    for query in ("", "from=singlemessage", "radius_m=1000&hour="):
        assert share(page(fresh.test_client(), query)) == "66.7%"
    assert measured.calls == 1
    page(fresh.test_client(), "lang=en")
    assert measured.calls == 2


def test_large_demand_waits_until_somebody_asks(small, monkeypatch):
    monkeypatch.setattr("locator.web.planner_map._MOST_ROWS_AHEAD", 2)
    assert make_ahead(small.application) is None


class Counter:
    """A function that knows how often it was called."""

    def __init__(self, function):
        self.function, self.calls = function, 0

    def __call__(self, *args, **named):
        self.calls += 1
        return self.function(*args, **named)


def remade(client):
    """Return an app like a client's, without its answers."""
    return create_app(client.application.extensions["settings"])


def test_a_share_of_all_hours_says_so_beside_a_moment(small):
    text = page(small, "at=2026-07-08T22:00&lang=en")
    assert "1,000 m · 2026-07-08 22:00 · Whether open or not" in text
    assert "Whether open or not</p>" not in page(small, "lang=en")


def test_counties_that_do_not_fall_are_not_listed(small):
    title = "夜间覆盖降得最多的县"
    assert title in page(small)
    assert title not in page(small, "kind=rider_home")
