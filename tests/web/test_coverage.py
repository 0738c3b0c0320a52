"""/api/v1/coverage and /api/v1/gaps: the library's figures, strict parameters, shared answers."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import geopandas
import pytest
import shapely

from locator.errors import LocatorError
from locator.geo.districts import bundled_districts
from locator.paths import data_file
from locator.plan.clock import measure_clock
from locator.plan.coverage import measure_coverage
from locator.plan.demand import read_demand
from locator.plan.gaps import find_gaps
from locator.settings import read_settings
from locator.stations.moments import parse_full_hour
from locator.web import create_app
from locator.web.store import store
from tests.making import feature, write

AT = "2026-07-08T22:00"
QUESTIONS = {
    "": {},
    "radius_m=15000&kind=rider_home,love_station&service=water": {
        "radius_m": 15000,
        "kinds": ["rider_home", "love_station"],
        "services": ["water"],
    },
    f"at={AT}&open=only&radius_m=9000": {
        "radius_m": 9000,
        "at": datetime(2026, 7, 8, 22),
        "open": "only",
    },
}


def body(answer):
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return json.loads(answer.get_data(as_text=True))


@pytest.fixture
def few(few_app):
    return few_app.test_client()


@pytest.fixture
def library(few_app, few_people):
    """Ask the library the same."""
    stations, demand = store(few_app).served.stations, read_demand(few_people)

    def ask(radius_m=1000, **question):
        return measure_coverage(stations, demand, radius_m, by=bundled_districts(), **question)

    return ask


@pytest.fixture
def small_app(settings, tmp_path):
    """Two stations, three cells, the bundled districts."""
    path = write(
        tmp_path / "stations.geojson",
        feature("a", 113.60, 34.70, opening_hours="Mo-Su 08:00-20:00"),
        feature("b", 113.70, 34.70, kind="rider_home"),
    )
    demand = tmp_path / "demand.csv"
    demand.write_text("lon,lat,weight\n113.60,34.70,10\n113.65,34.70,20\n113.70,34.705,30\n")
    return create_app(replace(settings, stations=path, demand=demand))


@pytest.fixture
def small(small_app):
    return small_app.test_client()


@pytest.mark.parametrize("query", QUESTIONS)
def test_coverage_is_the_librarys_summary(few, library, query):
    answer = few.get(f"/api/v1/coverage?{query}")
    expected = library(**QUESTIONS[query]).summary()
    assert 0 < expected["share"] < 1
    assert body(answer) == json.loads(json.dumps(expected))
    assert answer.content_type == "application/json"


def test_gaps_are_the_librarys(few, library):
    answer = few.get("/api/v1/gaps?number=7&smallest_weight=8&radius_m=5000")
    assert answer.content_type == "application/geo+json"
    gaps = body(answer)
    expected = find_gaps(library(5000), number=7, smallest_weight=8)
    assert len(expected) == 7
    assert [one["id"] for one in gaps["features"]] == [gap.id for gap in expected]
    for one, gap in zip(gaps["features"], expected, strict=True):
        assert one["properties"]["weight"] == gap.weight >= 8
        assert one["properties"]["sample_data"] is True
        shape = shapely.from_geojson(json.dumps(one["geometry"]))
        assert shape.hausdorff_distance(gap.shape) < 1e-6


def test_the_clock_comes_with_coverage(few, library):
    week = body(few.get("/api/v1/coverage?clock=2026-07-10&radius_m=10000"))["clock"]
    coverage = library(10_000)
    clock = measure_clock(
        coverage.stations, coverage.demand, 10_000, date(2026, 7, 8), by=coverage.districts
    )
    assert len(set(week["share_known_open"])) > 2
    assert week["monday"] == "2026-07-06"
    assert week["share_known_open"] == clock.share_known_open.tolist()
    assert week["falls"][0]["adcode"] == clock.falls[0].adcode


def test_demand_and_stations_are_those_set(small):
    figures = body(small.get("/api/v1/coverage?radius_m=1000"))
    assert figures["weight"]["in"] == 60
    assert figures["weight"]["covered"] == 40
    assert figures["inputs"]["demand"]["file"] == "demand.csv"
    assert figures["sample_data"] is False
    gaps = body(small.get("/api/v1/gaps"))["features"]
    assert [gap["properties"]["weight"] for gap in gaps] == [20]


def test_open_stations_at_a_moment(small):
    by_night = body(small.get(f"/api/v1/coverage?at={AT}&open=only"))
    assert (by_night["share"], by_night["at"]) == (0, "2026-07-08T22:00:00+08:00")
    by_day = body(small.get("/api/v1/coverage?at=2026-07-08T12:00:30&open=only"))
    assert (by_day["weight"]["covered"], by_day["at"]) == (10, "2026-07-08T12:00:00+08:00")
    again = body(small.get("/api/v1/coverage", query_string={"at": by_day["at"], "open": "only"}))
    assert again == by_day


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("radius_m=-1", "radius_m"),
        ("radius_m=nan", "radius_m"),
        ("radius_m=1e9", "radius_m"),
        ("radius_m=1&radius_m=2", "radius_m"),
        ("kind=toilet", "kind"),
        ("service=beds", "service"),
        ("status=gone", "status"),
        ("at=yesterday", "at"),
        ("at=", "at"),
        ("open=yes", "open"),
        ("open=only", "open"),
        ("clock=monday", "clock"),
        ("lang=fr", "lang"),
        ("bbox=1,2,3,4", "bbox"),
    ],
)
def test_what_is_wrong_is_told(small, query, parameter):
    answer = small.get(f"/api/v1/coverage?{query}")
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert json.loads(answer.get_data())["parameter"] == parameter


def test_wide_radii_are_for_the_command(small):
    """A worker's threads are few: what takes many seconds is refused, and the range told."""
    assert small.get("/api/v1/coverage?radius_m=20000").status_code == 200
    assert small.get("/api/v1/coverage?radius_m=20001").status_code == 400
    assert small.get("/api/v1/coverage?radius_m=10000&clock=now").status_code == 200
    refused = small.get("/api/v1/coverage?radius_m=10001&clock=now&lang=en")
    assert "10000" in json.loads(refused.get_data())["errors"][0]["allowed"]


def test_planned_stations_have_no_hours_that_active_ones_give(settings, tmp_path):
    path = write(
        tmp_path / "stations.geojson",
        feature("a", 113.60, 34.70, opening_hours="24/7"),
        feature("b", 113.70, 34.70, opening_hours="24/7", status="planned"),
    )
    demand = tmp_path / "demand.csv"
    demand.write_text("lon,lat,weight\n113.60,34.70,1\n113.70,34.70,3\n")
    client = create_app(replace(settings, stations=path, demand=demand)).test_client()
    figures = body(
        client.get("/api/v1/coverage?status=planned&clock=2026-07-08&at=2026-07-08T09:00")
    )
    assert figures["share"] == 0.75
    assert figures["share_known_open"] == figures["clock"]["share_known_open"][57] == 0
    both = body(client.get("/api/v1/coverage?status=planned,active&clock=2026-07-08"))
    assert both["clock"]["share_known_open"] == [0.25] * 168


def test_districts_of_ones_own(settings, tmp_path):
    """Read as the command reads them: any usual headings, codes that are numbers, any CRS."""
    path = write(tmp_path / "stations.geojson", feature("a", 113.60, 34.70))
    demand = tmp_path / "demand.csv"
    demand.write_text("lon,lat,weight\n113.60,34.70,1\n114.60,34.70,3\n")
    frame = geopandas.GeoDataFrame(
        {"区划代码": [410102], "名称": ["甲区"]},
        geometry=[shapely.box(113.5, 34.6, 113.7, 34.8)], crs=4326,
    )  # fmt: skip
    frame.to_crs(32649).to_file(tmp_path / "districts.gpkg")
    own = replace(settings, stations=path, demand=demand, districts=tmp_path / "districts.gpkg")
    figures = body(create_app(own).test_client().get("/api/v1/coverage"))
    assert [(row["adcode"], row["name"], row["weight"]) for row in figures["counties"]] == [
        ("410102", "甲区", 1)
    ]
    assert figures["weight"]["outside_districts"] == 3


@pytest.mark.parametrize(
    "query",
    ["number=0", "number=x", "number=101", "radius_m=5001", "smallest_weight=-1", "clock=now"],
)
def test_gaps_refuse_what_is_wrong(small, query):
    assert small.get(f"/api/v1/gaps?{query}").status_code == 400


def test_radius_0_and_nobody_near(small):
    figures = body(small.get("/api/v1/coverage?radius_m=0"))
    assert figures["weight"]["covered"] == 10
    assert figures["area_covered_m2"] == 0


def test_answers_are_computed_once_and_revalidate(small, small_app, monkeypatch):
    measured = []

    def counting(*given, **options):
        measured.append(options["kinds"])
        return measure_coverage(*given, **options)

    monkeypatch.setattr("locator.plan.coverage.measure_coverage", counting)
    first = small.get("/api/v1/coverage?kind=rider_home,love_station")
    same = small.get("/api/v1/coverage?kind=love_station&kind=rider_home&lang=en&radius_m=1e3")
    assert first.get_data() == same.get_data()
    assert len(measured) == 1
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert same.headers["Content-Language"] == "en"
    tag = {"If-None-Match": first.headers["ETag"]}
    assert (
        small.get("/api/v1/coverage?kind=rider_home,love_station", headers=tag).status_code == 304
    )
    assert small.head("/api/v1/coverage").status_code == 200


def test_new_stations_have_new_answers(small, small_app, tmp_path):
    before = body(small.get("/api/v1/coverage"))
    write(tmp_path / "stations.geojson", feature("a", 113.65, 34.70))
    store(small_app).refresh()
    after = body(small.get("/api/v1/coverage"))
    assert (before["weight"]["covered"], after["weight"]["covered"]) == (40, 20)


def test_any_day_names_its_week(small_app, monkeypatch):
    measured = []

    def counted(*args, **named):
        measured.append(args)
        return measure_clock(*args, **named)

    monkeypatch.setattr("locator.web.coverage.measure_clock", counted)
    client = small_app.test_client()
    days = ("2027-03-08", "2027-03-10", "2027-03-14")
    answers = {client.get(f"/api/v1/coverage?clock={day}").get_data() for day in days}
    assert len(answers) == len(measured) == 1
    assert json.loads(answers.pop())["clock"]["monday"] == days[0]


def test_now_is_the_full_hour_and_other_moments_the_minute():
    now = datetime(2026, 7, 8, 13, 59, 59, tzinfo=UTC)
    assert parse_full_hour("now", now).isoformat() == "2026-07-08T21:00:00+08:00"
    assert parse_full_hour("2026-07-08T13:59:59", now).isoformat() == "2026-07-08T13:59:00+08:00"


def test_who_comes_when_all_turns_are_taken_is_told_to_try_again(small, small_app):
    turns = small_app.extensions["planner"].answers._places
    taken = 0
    while turns.acquire(blocking=False):
        taken += 1
    answer = small.get("/api/v1/coverage?lang=en")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "2"
    assert "try again" in json.loads(answer.get_data())["detail"]
    turns.release(taken)
    assert small.get("/api/v1/coverage?lang=en").status_code == 200


def test_a_faulty_file_of_demand_is_told_at_start(settings, tmp_path):
    stations = data_file("example.geojson")
    demand = tmp_path / "demand.csv"
    demand.write_text("lon,lat,weight\n113.6,34.7,-1\n")
    with pytest.raises(LocatorError, match="weight"):
        create_app(replace(settings, stations=stations, demand=demand))


def test_any_page_may_ask(small):
    assert small.get("/api/v1/gaps").headers["Access-Control-Allow-Origin"] == "*"


def test_the_files_are_settings():
    settings = read_settings({"LOCATOR_DEMAND": "a.csv", "LOCATOR_DISTRICTS": "b.geojson"})
    assert (settings.demand, settings.districts) == (Path("a.csv"), Path("b.geojson"))
    assert read_settings({}).demand is read_settings({}).districts is None
