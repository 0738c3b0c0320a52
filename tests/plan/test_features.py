"""Gaps and districts as GeoJSON: what they hold, and that another program reads it as it is."""

import json
from datetime import date

import pyogrio
import pytest
import shapely
from shapely.geometry import shape

from locator.geo.districts import District, Districts
from locator.plan.clock import measure_clock
from locator.plan.coverage import measure_coverage
from locator.plan.features import (
    district_collection,
    district_properties,
    encode_collection,
    gap_collection,
)
from locator.plan.gaps import find_gaps
from tests.plan.making import U, demand_at, districts_of, stations_at


@pytest.fixture
def coverage(tmp_path):
    """One station at 0; people at 0, and at 10 and 11 hundredths of a degree; 30 lies outside."""
    by = districts_of(tmp_path, ("410101", -5, 5, "410100"), ("410102", 5, 15, "410100"))
    demand = demand_at((0, 5), (10, 3), (11, 2), (30, 1))
    return measure_coverage(stations_at(0, opening_hours="08:00-20:00"), demand, 1.5 * U, by=by)


def test_gaps_are_features_with_their_properties(coverage):
    gaps = find_gaps(coverage)
    made = gap_collection(gaps, sample_data=True)
    assert [f["properties"]["weight"] for f in made["features"]] == [5.0, 1.0]
    for feature, gap in zip(made["features"], gaps, strict=True):
        assert feature["id"] == gap.id
        assert feature["properties"] == gap.properties() | {"sample_data": True}
    assert made["sample_data"] is True
    assert gap_collection([], sample_data=False)["features"] == []


def test_outer_rings_are_anticlockwise_and_places_hold_to_a_tenth_of_a_metre(coverage):
    gaps = find_gaps(coverage)
    for feature, gap in zip(gap_collection(gaps, sample_data=False)["features"], gaps, strict=True):
        drawn = shape(feature["geometry"])
        assert drawn.is_valid
        assert all(part.exterior.is_ccw for part in shapely.get_parts(drawn))
        assert shapely.hausdorff_distance(drawn, gap.shape) <= 0.71e-6
        assert drawn.covers(shapely.Point(gap.seed.lon, gap.seed.lat))


def test_districts_have_their_figures_prefectures_first(coverage):
    made = district_collection(coverage)
    levels = [(f["id"], f["properties"]["level"]) for f in made["features"]]
    assert levels == [("410100", "prefecture"), ("410101", "county"), ("410102", "county")]
    whole, first, second = (feature["properties"] for feature in made["features"])
    assert (first["weight"], first["share"], first["stations"]) == (5.0, 1.0, 1)
    assert (second["weight"], second["covered_weight"]) == (5.0, 0.0)
    assert whole["weight"] == 10.0
    assert first == district_properties(coverage.counties[0]) | {"sample_data": False}
    assert {f["id"] for f in district_collection(coverage, levels=["county"])["features"]} == {
        "410101",
        "410102",
    }


def test_a_prefecture_without_an_outline_gets_that_of_its_counties(coverage):
    drawn = shape(district_collection(coverage)["features"][0]["geometry"])
    assert drawn.equals(shapely.box(-0.05, -0.5, 0.15, 0.5))


def test_a_prefecture_with_an_outline_keeps_it():
    inside, around = shapely.box(-0.05, -0.5, 0.05, 0.5), shapely.box(-1, -1, 1, 1)
    by = Districts(
        [
            District("410101", "县", "county", "410100", "市", inside),
            District("410100", "市", "prefecture", "410100", "市", around),
        ]
    )
    coverage = measure_coverage(stations_at(0), demand_at((0, 1)), 100, by=by)
    assert shape(district_collection(coverage)["features"][0]["geometry"]).equals(around)


def test_with_a_clock_counties_tell_day_and_night(coverage):
    clock = measure_clock(
        coverage.stations, coverage.demand, coverage.radius_m, date(2026, 7, 8),
        by=coverage.districts,
    )  # fmt: skip
    whole, first, second = (
        f["properties"] for f in district_collection(coverage, clock=clock)["features"]
    )
    assert (first["day_share"], first["night_share"], first["fall"]) == (1.0, 0.0, 1.0)
    assert second["fall"] == 0.0
    assert "fall" not in whole


def test_without_districts_there_are_none():
    coverage = measure_coverage(stations_at(0), demand_at((0, 1)), 100)
    assert district_collection(coverage)["features"] == []


def test_gdal_reads_what_is_written(coverage, tmp_path):
    path = tmp_path / "gaps.geojson"
    path.write_bytes(
        b"".join(encode_collection(gap_collection(find_gaps(coverage), sample_data=True)))
    )
    assert len(path.read_text(encoding="utf-8").splitlines()) == 2 + 2 + 1
    table = pyogrio.read_dataframe(path)
    assert table.crs == "EPSG:4326"
    assert table["weight"].tolist() == [5.0, 1.0]
    assert table["county"].fillna("").tolist() == ["县410102", ""]
    assert table["sample_data"].tolist() == [True, True]
    written = b"".join(encode_collection(gap_collection([], sample_data=False)))
    assert json.loads(written) == gap_collection([], sample_data=False)
