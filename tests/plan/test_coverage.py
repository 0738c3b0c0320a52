"""Coverage: worked out on paper on the equator, and its laws on any input."""

import datetime as dt
import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from locator.errors import ParameterError
from locator.geo.districts import bundled_districts
from locator.plan.coverage import measure_coverage
from locator.plan.demand import DemandSet
from tests.making import feature, station_set
from tests.plan.making import U, demand_at, districts_of, stations_at

GEOD = Geod(ellps="WGS84")

# Stations at 0 and 10; distances are 0, 1, 2 and 10 units.
STATIONS = stations_at(0, 10)
DEMAND = demand_at((0, 10), (1, 20), (2, 30), (20, 40), groups={"riders": [10, 0, 0, 30]})
NIGHT = dt.datetime(2026, 7, 8, 3, 0)


def test_the_whole_on_paper():
    figures = measure_coverage(STATIONS, DEMAND, 1.5 * U).whole
    assert (figures.weight, figures.covered_weight, figures.share) == (100, 30, 0.3)
    assert figures.share_detour == 0.3
    assert figures.mean_m == pytest.approx((20 * 1 + 30 * 2 + 40 * 10) / 100 * U)
    assert figures.median_m == pytest.approx(2 * U)
    assert (figures.p90_m, figures.p99_m) == pytest.approx((10 * U, 10 * U))
    assert figures.worst_tenth_m == pytest.approx(10 * U)
    assert figures.share_known_open is figures.share_possibly_open is None


def test_the_worst_tenth_takes_a_part_of_a_row():
    # Of 100, the farthest tenth is 4 at 10 units and 6 of the 56 at 2.
    demand = demand_at((1, 40), (2, 56), (20, 4))
    worst = measure_coverage(STATIONS, demand, U).whole.worst_tenth_m
    assert worst == pytest.approx((4 * 10 + 6 * 2) / 10 * U)


def test_roads_are_longer_than_lines():
    assert measure_coverage(STATIONS, DEMAND, 1.2 * U).whole.share_detour == 0.1
    coverage = measure_coverage(STATIONS, DEMAND, 1.2 * U, detour_factor=1.2)
    assert coverage.whole.share_detour == 0.3


def test_the_bound_is_covered():
    metres = GEOD.inv(0, 0, 0.01, 0)[2]
    assert measure_coverage(stations_at(0), demand_at((1, 5)), metres).share == 1
    assert measure_coverage(stations_at(0), demand_at((1, 5)), metres - 1e-6).share == 0


def test_radius_0_covers_what_stands_on_a_station():
    coverage = measure_coverage(STATIONS, DEMAND, 0)
    assert coverage.share == 0.1
    assert coverage.area_covered_m2 == 0


def test_the_curve_on_paper():
    curve = measure_coverage(STATIONS, DEMAND, 1.5 * U).share_curve([0, U * 1.01, 2.1 * U, 11 * U])
    assert [point.share for point in curve] == [0.1, 0.3, 0.6, 1]


def test_the_standard_curve_passes_through_the_radius():
    coverage = measure_coverage(STATIONS, DEMAND, 1234.5)
    assert len(coverage.curve) == 41
    assert (coverage.curve[10].radius_m, coverage.curve[10].share) == (1234.5, coverage.share)


def test_groups_on_paper():
    riders = measure_coverage(STATIONS, DEMAND, 1.5 * U).groups["riders"]
    assert (riders.weight, riders.share, riders.mean_m) == (40, 0.25, pytest.approx(7.5 * U))


def test_districts_on_paper(tmp_path):
    by = districts_of(
        tmp_path, ("410001", -5, 1.5, "A"), ("410002", 1.5, 15, "A"), ("410003", 90, 99, "B")
    )
    coverage = measure_coverage(STATIONS, DEMAND, 1.5 * U, by=by)
    first, second, third = coverage.counties
    assert (first.stations, first.weight_per_station, first.figures.share) == (1, 30, 1)
    assert (second.stations, second.figures.weight, second.figures.share) == (1, 30, 0)
    assert second.figures.mean_m == pytest.approx(2 * U)
    assert (third.stations, third.weight_per_station, third.figures.share) == (0, None, None)
    a, b = coverage.prefectures
    assert (a.stations, a.weight_per_station, a.figures.share) == (2, 30, 0.5)
    assert (b.adcode, b.level, b.figures.weight) == ("B", "prefecture", 0)
    assert coverage.outside == (40, 0, 0)
    weight = coverage.summary()["weight"]
    assert weight["in"] == weight["in_districts"] + weight["outside_districts"] == 100


def test_overlapping_districts_count_once_and_say_so(tmp_path):
    by = districts_of(tmp_path, ("410001", -5, 5, "A"), ("410002", 1.5, 30, "A"))
    coverage = measure_coverage(STATIONS, DEMAND, U, by=by)
    assert [row.figures.weight for row in coverage.counties] == [60, 40]
    assert coverage.outside == (0, 0, 30)


def test_need_for_a_service_and_for_a_set_of_them():
    stations = station_set(
        feature("both", 0.0, 0.0, services=["toilet", "water"]),
        feature("water", 0.02, 0.0, services=["water"]),
        feature("none", 0.2, 0.0),
    )
    shares = [
        measure_coverage(stations, DEMAND, 0.5 * U, services=services).share
        for services in (None, ["water"], ["toilet"], ["toilet", "water"], ["bed"])
    ]
    assert shares == [0.8, 0.4, 0.1, 0.1, 0]


def test_kinds_and_statuses():
    stations = station_set(
        feature("home", 0.0, 0.0, kind="driver_home"), feature("plan", 0.02, 0.0, status="planned")
    )
    assert measure_coverage(stations, DEMAND, 10).share == 0.1
    assert measure_coverage(stations, DEMAND, 10, kinds=["love_station"]).share == 0
    assert measure_coverage(stations, DEMAND, 10, statuses=["active", "planned"]).share == 0.4


def test_open_states_at_a_moment():
    stations = station_set(
        feature("day", 0.0, 0.0, opening_hours="08:00-18:00"),
        feature("night", 0.02, 0.0, opening_hours="24/7"),
        feature("unknown", 0.2, 0.0),
    )
    at_night = measure_coverage(stations, DEMAND, 10, at=NIGHT).whole
    assert (at_night.share, at_night.share_known_open) == (0.8, 0.3)
    assert at_night.share_possibly_open == 0.7
    only = measure_coverage(stations, DEMAND, 10, at=NIGHT, open="only").whole
    assert (only.share, only.share_known_open, only.share_possibly_open) == (0.3, 0.3, 0.7)
    possible = measure_coverage(stations, DEMAND, 10, at=NIGHT, open="possible").whole
    assert (possible.share, possible.share_known_open) == (0.7, 0.3)
    by_day = measure_coverage(stations, DEMAND, 10, at=NIGHT.replace(hour=9)).whole
    assert (by_day.share_known_open, by_day.share_possibly_open) == (0.4, 0.8)


def test_an_open_station_farther_than_a_closed_one_counts():
    stations = station_set(
        feature("closed", 0.0, 0.0, opening_hours="08:00-18:00"),
        feature("open", 0.01, 0.0, opening_hours="24/7"),
    )
    figures = measure_coverage(stations, demand_at((0, 1)), 1.1 * U, at=NIGHT).whole
    assert figures.share_known_open == 1


def test_the_season_counts_where_a_day_is_given():
    stations = station_set(
        feature("summer", 0.0, 0.0, valid_from="2026-06-01", valid_to="2026-08-31")
    )
    assert measure_coverage(stations, DEMAND, 10).share == 0.1
    assert measure_coverage(stations, DEMAND, 10, at=NIGHT).share == 0.1
    assert measure_coverage(stations, DEMAND, 10, at=NIGHT.replace(month=9)).share == 0


def test_the_summary_bears_all_that_reproduces_it():
    utc = dt.datetime(2026, 7, 7, 19, 0, 59, tzinfo=dt.UTC)
    figures = measure_coverage(STATIONS, DEMAND, 1000, at=utc, kinds="love_station").summary()
    assert figures["at"] == "2026-07-08T03:00:00+08:00"
    assert figures["parameters"] == {
        "radius_m": 1000.0, "kinds": ["love_station"], "services": [], "statuses": ["active"],
        "open": "any", "detour_factor": 1.3,
    }  # fmt: skip
    assert figures["inputs"]["stations"]["file"] == "made.geojson"
    assert {"share", "share_detour", "share_known_open", "share_possibly_open"} <= figures.keys()
    again = measure_coverage(
        STATIONS, DEMAND, 1000, at=dt.datetime.fromisoformat(figures["at"]), kinds="love_station"
    ).summary()
    assert json.dumps(figures, allow_nan=False) == json.dumps(again, allow_nan=False)


def test_sample_data_is_called_so():
    modelled = stations_at(0, position="modelled", name="模拟·一")
    assert measure_coverage(modelled, DEMAND, 10).modelled
    assert not measure_coverage(STATIONS, DEMAND, 10).modelled
    assert measure_coverage(STATIONS, DemandSet([], [], [], modelled=True), 10).modelled


def test_empty_sets_have_answers():
    empty = measure_coverage(stations_at(), DEMAND, 1000)
    assert (empty.share, empty.whole.mean_m, empty.area_covered_m2) == (0, None, 0)
    nobody = measure_coverage(STATIONS, demand_at(), 1000, by=bundled_districts(), at=NIGHT)
    assert (nobody.share, nobody.whole.mean_m) == (None, None)
    assert len(nobody.counties) == 157
    neither = measure_coverage(stations_at(), demand_at((1, 0)), 1000, at=NIGHT)
    for coverage in (empty, nobody, neither):
        json.dumps(coverage.summary(), allow_nan=False)


@pytest.mark.parametrize("radius_m", [-1, math.nan, math.inf, 6.4e6, True, "1000", None])
def test_radii_that_are_none(radius_m):
    with pytest.raises(ParameterError, match="radius_m"):
        measure_coverage(STATIONS, DEMAND, radius_m)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"open": "only"}, "open.*moment"),
        ({"open": "maybe", "at": NIGHT}, "open"),
        ({"detour_factor": 0.5}, "detour_factor"),
        ({"detour_factor": math.nan}, "detour_factor"),
        ({"kinds": ["palace"]}, "kind"),
        ({"at": dt.datetime(9999, 12, 31, 23, tzinfo=dt.UTC)}, "at"),
    ],
)
def test_other_bad_input(options, message):
    with pytest.raises(ParameterError, match=message):
        measure_coverage(STATIONS, DEMAND, 1, **options)


POINTS = st.lists(st.tuples(st.floats(112, 115), st.floats(33, 36)), max_size=12)


@settings(max_examples=60)
@given(POINTS, POINTS, st.lists(st.integers(0, 9), min_size=12, max_size=12), st.floats(0, 2e5))
def test_laws(stations, demand, weights, radius_m):
    made = station_set(*(feature(f"s{n}", *at) for n, at in enumerate(stations)))
    lon, lat = zip(*demand, strict=True) if demand else ((), ())
    people = DemandSet(lon, lat, weights[: len(demand)])
    coverage = measure_coverage(made, people, radius_m, by=bundled_districts())
    # Distances are those of brute force.
    for row, where in enumerate(demand):
        metres = [GEOD.inv(*where, *at)[2] for at in stations]
        assert coverage.reached.distance_m[row] == pytest.approx(
            min(metres, default=math.inf), abs=1e-6
        )
    # Districts and the rest sum to the whole, at both levels.
    for rows in (coverage.counties, coverage.prefectures):
        assert sum(r.figures.weight for r in rows) + coverage.outside.weight == people.total
        covered = sum(r.figures.covered_weight for r in rows) + coverage.outside.covered_weight
        assert covered == coverage.whole.covered_weight
    # It never falls as the radius or the stations grow.
    wider = measure_coverage(made, people, radius_m * 1.5).whole.covered_weight
    assert wider >= coverage.whole.covered_weight
    fewer = station_set(*(feature(f"s{n}", *at) for n, at in enumerate(stations[1:])))
    assert (
        measure_coverage(fewer, people, radius_m).whole.covered_weight
        <= coverage.whole.covered_weight
    )
    shares = [point.share or 0 for point in coverage.curve]
    assert shares == sorted(shares)
    np.testing.assert_array_less(-1e-12, shares)
