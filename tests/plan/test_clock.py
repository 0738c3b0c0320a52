import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from locator.errors import ParameterError
from locator.geo.districts import bundled_districts
from locator.paths import data_file
from locator.plan.clock import HOURS_OF_WEEK, measure_clock
from locator.plan.coverage import measure_coverage
from locator.plan.demand import bundled_demand
from locator.stations import read_stations
from tests.making import feature, station_set
from tests.plan.making import U, demand_at, districts_of

WEDNESDAY = dt.date(2026, 7, 8)
DEMAND = demand_at((0, 10), (1, 20), (2, 30), (20, 40))


@pytest.fixture
def stations():
    return station_set(
        feature("day", 0.0, 0.0, opening_hours="Mo-Fr 08:00-18:00"),
        feature("night", 0.02, 0.0, opening_hours="24/7"),
        feature("unknown", 0.2, 0.0),
        feature("late", 0.2, 0.0, opening_hours="24/7", valid_from="2026-07-11"),
        feature("paused", 0.2, 0.0, opening_hours="24/7", status="paused"),
    )


def test_a_week_on_paper(stations):
    clock = measure_clock(stations, DEMAND, 10, WEDNESDAY)
    assert clock.monday == dt.date(2026, 7, 6)
    expected = np.full((7, 24), 30.0)
    expected[:5, 8:18] += 10  # the day's station, Monday to Friday
    expected[5:] += 40  # the late one, in season from Saturday
    assert clock.known_open.reshape(7, 24).tolist() == expected.tolist()
    expected[:5] += 40  # until then the unknown one
    assert clock.possibly_open.reshape(7, 24).tolist() == expected.tolist()
    assert clock.share_known_open[8] == 0.4


def test_holidays_count():
    stations = station_set(feature("a", 0.0, 0.0, opening_hours="Mo-Fr 08:00-18:00; PH off"))
    clock = measure_clock(stations, DEMAND, 10, dt.date(2025, 10, 1))  # a Wednesday, 国庆节
    by_day = clock.known_open.reshape(7, 24)[:, 10].tolist()
    assert by_day[:2] == [10, 10]
    assert by_day[2:5] == [0, 0, 0]


def test_two_stations_share_a_cell_s_week():
    stations = station_set(
        feature("am", 0.0, 0.0, opening_hours="06:00-12:00"),
        feature("pm", 0.01, 0.0, opening_hours="10:00-20:00"),
    )
    clock = measure_clock(stations, demand_at((0.5, 1)), U, WEDNESDAY)
    assert np.flatnonzero(clock.known_open[:24]).tolist() == list(range(6, 20))


def test_districts_that_fall_most(stations, tmp_path):
    by = districts_of(
        tmp_path, ("410001", -1, 1.5, "A"), ("410002", 1.5, 9, "A"), ("410003", 50, 60, "B")
    )
    clock = measure_clock(stations, DEMAND, 10, WEDNESDAY, by=by)
    first, second = clock.falls
    # Of 30 people 10 are covered on five days of seven by day, none by night.
    assert (first.adcode, first.fall) == ("410001", pytest.approx(10 / 30 * 5 / 7))
    assert (second.adcode, second.fall) == ("410002", 0)
    assert clock.district_weight.tolist() == [30, 30, 0, 40]
    np.testing.assert_array_equal(clock.district_known_open.sum(axis=0), clock.known_open)


@pytest.mark.slow
def test_every_hour_is_what_coverage_says_of_that_moment():
    stations, demand = read_stations(data_file("stations.geojson")), bundled_demand()
    clock = measure_clock(stations, demand, 1000, WEDNESDAY, by=bundled_districts())
    for hour in (3, 33, 63, 140, 167):
        at = dt.datetime(2026, 7, 6) + dt.timedelta(hours=hour)
        figures = measure_coverage(stations, demand, 1000, at=at).whole
        assert clock.share_known_open[hour] == pytest.approx(figures.share_known_open, abs=1e-12)
        assert clock.share_possibly_open[hour] == pytest.approx(
            figures.share_possibly_open, abs=1e-12
        )
    assert (clock.known_open <= clock.possibly_open).all()


def test_empty_sets_and_bad_input(stations):
    nobody = measure_clock(stations, demand_at(), 10, WEDNESDAY)
    assert (nobody.weight, nobody.share_known_open, nobody.falls) == (0, None, [])
    nowhere = measure_clock(station_set(), DEMAND, 10, WEDNESDAY)
    assert nowhere.known_open.tolist() == [0] * HOURS_OF_WEEK
    with pytest.raises(ParameterError, match="radius_m"):
        measure_clock(stations, DEMAND, float("nan"), WEDNESDAY)
    with pytest.raises(ParameterError, match="on"):
        measure_clock(stations, DEMAND, 10, dt.date.max)


def test_coverage_never_falls_as_hours_grow(stations):
    longer = station_set(
        feature("day", 0.0, 0.0, opening_hours="Mo-Sa 07:00-20:00"),
        feature("night", 0.02, 0.0, opening_hours="24/7"),
        feature("unknown", 0.2, 0.0, opening_hours="24/7"),
    )
    before = measure_clock(stations, DEMAND, 10, WEDNESDAY)
    after = measure_clock(longer, DEMAND, 10, WEDNESDAY)
    assert (after.known_open >= before.known_open).all()
    assert (after.possibly_open >= before.possibly_open).all()


OPENING = st.tuples(st.integers(0, 23), st.integers(1, 24), st.integers(0, 4), st.integers(0, 4))


@settings(max_examples=40)
@given(st.lists(OPENING, min_size=1, max_size=5))
def test_coverage_never_falls_as_any_hours_grow(openings):
    def at(start, stop):
        return f"{max(start, 0):02}:00-{min(max(stop, start + 1), 24):02}:00"

    shorter, longer = [], []
    for n, (start, length, before, after) in enumerate(openings):
        stop = min(start + length, 24)
        shorter.append(feature(f"s{n}", n / 100, 0.0, opening_hours=at(start, stop)))
        longer.append(
            feature(f"s{n}", n / 100, 0.0, opening_hours=at(start - before, stop + after))
        )
    first, second = (
        measure_clock(station_set(*made), DEMAND, 1.1 * U, WEDNESDAY) for made in (shorter, longer)
    )
    assert (second.known_open >= first.known_open).all()
    assert (second.possibly_open >= first.possibly_open).all()
    # Every hour of a day is what the openings say, counted one by one.
    hours = first.known_open[:24]
    for hour in range(24):
        near = [
            n for n, (start, length, *_) in enumerate(openings)
            if start <= hour < min(start + length, 24)
        ]  # fmt: skip
        units = {0: 10, 1: 20, 2: 30, 20: 40}
        expected = sum(w for u, w in units.items() if any(abs(u - n) <= 1 for n in near))
        assert hours[hour] == expected
