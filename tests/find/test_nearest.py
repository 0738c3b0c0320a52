"""`find_nearest` against brute force over the stations that a plain reading selects."""

import math
from datetime import datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from locator.errors import ParameterError
from locator.find import MAX_K, find_nearest, find_nearest_of_many
from locator.geo.points import LonLat
from locator.paths import data_file
from locator.stations import KINDS, SERVICES, Selection, read_stations
from locator.stations.moments import CHINA
from tests.making import feature, station_set

GEOD = Geod(ellps="WGS84")
EXAMPLE = read_stations(data_file("example.geojson"))
OCTOBER = datetime(2026, 10, 1, 12, tzinfo=CHINA)


def brute_force(stations, where, k, chosen, reach_m=math.inf):
    """(id, distance, azimuth) of the k nearest stations for which `chosen` holds."""
    matches = []
    for position, station in enumerate(stations):
        if chosen(station):
            azimuth, _, metres = GEOD.inv(
                where.lon, where.lat, station.where.lon, station.where.lat
            )
            if metres <= reach_m:
                matches.append((metres, position, station.id, azimuth % 360))
    return [(name, metres, azimuth) for metres, _, name, azimuth in sorted(matches)[:k]]


def assert_same(neighbours, expected):
    assert [neighbour.station.id for neighbour in neighbours] == [name for name, _, _ in expected]
    assert [neighbour.rank for neighbour in neighbours] == list(range(1, len(neighbours) + 1))
    for neighbour, (_, metres, azimuth) in zip(neighbours, expected, strict=True):
        assert neighbour.distance_m == pytest.approx(metres, abs=1e-6, rel=0)
        assert neighbour.bearing_deg == pytest.approx(azimuth, abs=1e-6, rel=0)


@settings(max_examples=300)
@given(
    st.tuples(st.floats(112, 115), st.floats(33, 36)),
    st.integers(1, 20),
    st.lists(st.sampled_from(list(KINDS)), max_size=2),
    st.lists(st.sampled_from(["rest", "water", "toilet", "shower"]), max_size=2),
    st.none() | st.floats(0, 60_000),
)
def test_filtered_search_is_brute_force(where, k, kinds, services, reach_m):
    where = LonLat(*where)
    today = OCTOBER.date()

    def chosen(station):
        return (
            station.status == "active"
            and (not kinds or station.kind in kinds)
            and set(services) <= set(station.services)
            and (station.valid_from is None or station.valid_from <= today)
            and (station.valid_to is None or today <= station.valid_to)
        )

    neighbours = find_nearest(
        EXAMPLE, where, k, kinds=kinds, services=services, at=OCTOBER, max_distance_m=reach_m
    )
    expected = brute_force(EXAMPLE, where, k, chosen, math.inf if reach_m is None else reach_m)
    assert_same(neighbours, expected)


def test_the_bundled_network_is_brute_force():
    stations = read_stations(data_file("stations.geojson"))
    rng = np.random.default_rng(11)
    for _ in range(15):
        where = LonLat(float(rng.uniform(110, 117)), float(rng.uniform(31, 37)))
        assert_same(
            find_nearest(stations, where, 7), brute_force(stations, where, 7, lambda _: True)
        )
        some = find_nearest(stations, where, 7, kinds=["driver_home"], services=["shower"])
        expected = brute_force(
            stations, where, 7, lambda s: s.kind == "driver_home" and "shower" in s.services
        )
        assert_same(some, expected)


def test_max_distance_is_a_closed_bound():
    stations = station_set(feature("a", lon=113.61))
    where = LonLat(113.6, 34.7)
    (only,) = find_nearest(stations, where, max_distance_m=None)
    assert find_nearest(stations, where, max_distance_m=only.distance_m)
    assert not find_nearest(stations, where, max_distance_m=np.nextafter(only.distance_m, 0))


def test_fewer_than_k_and_none():
    where = LonLat(113.6, 34.7)
    assert len(find_nearest(station_set(feature("a"), feature("b")), where, 100)) == 2
    assert find_nearest(station_set(), where) == []


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 5, 31, 23, 59), False),
        (datetime(2026, 6, 1, 0, 0), True),
        # 31 May 17:00 in London is 1 June, 00:00, in China.
        (datetime(2026, 5, 31, 17, tzinfo=timezone(timedelta(hours=1))), True),
        (datetime(2026, 9, 30, 23, 59, tzinfo=CHINA), True),
        (datetime(2026, 10, 1, tzinfo=CHINA), False),
    ],
)
def test_seasons_are_judged_by_chinas_date(at, expected):
    stations = station_set(feature(valid_from="2026-06-01", valid_to="2026-09-30"))
    assert bool(find_nearest(stations, LonLat(113.6, 34.7), at=at)) == expected


def test_the_season_is_that_of_today_by_default():
    stations = station_set(feature("past", valid_to="2020-01-01"), feature("now"))
    assert [n.station.id for n in find_nearest(stations, LonLat(113.6, 34.7))] == ["now"]


@pytest.mark.parametrize(
    ("words", "parameter"),
    [
        ({"k": 0}, "k"),
        ({"k": MAX_K + 1}, "k"),
        ({"k": 2.0}, "k"),
        ({"kinds": ["nothing"]}, "kind"),
        ({"services": ["nothing"]}, "service"),
        ({"max_distance_m": -1.0}, "max_distance_m"),
        ({"max_distance_m": math.nan}, "max_distance_m"),
    ],
)
def test_bad_arguments_name_the_parameter(words, parameter):
    with pytest.raises(ParameterError) as caught:
        find_nearest(EXAMPLE, LonLat(113.6, 34.7), **words)
    assert caught.value.parameter == parameter
    assert parameter in caught.value.in_language("zh")


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.floats(113, 114.5), st.floats(34, 35.5)), max_size=6),
    st.integers(1, 5),
    st.sampled_from([frozenset(), frozenset({"love_station"}), frozenset({"nursing_room"})]),
    st.none() | st.floats(0, 50_000),
)
def test_the_bulk_form_is_the_single_one(places, k, kinds, reach_m):
    selection = Selection(kinds=kinds, day=OCTOBER.date())
    positions, metres = find_nearest_of_many(
        EXAMPLE,
        [lon for lon, _ in places],
        [lat for _, lat in places],
        k,
        selection=selection,
        max_distance_m=reach_m,
    )
    assert positions.shape == metres.shape == (len(places), k)
    for row, place in enumerate(places):
        neighbours = find_nearest(
            EXAMPLE, LonLat(*place), k, kinds=kinds, at=OCTOBER, max_distance_m=reach_m
        )
        count = len(neighbours)
        assert positions[row, :count].tolist() == [neighbour.position for neighbour in neighbours]
        alone_m = [neighbour.distance_m for neighbour in neighbours]
        np.testing.assert_allclose(metres[row, :count], alone_m, rtol=0, atol=1e-7)
        assert (positions[row, count:] == -1).all()
        assert np.isinf(metres[row, count:]).all()


def test_every_service_can_be_asked_for():
    for service in SERVICES:
        neighbours = find_nearest(EXAMPLE, LonLat(113.6, 34.7), services=service, at=OCTOBER)
        assert neighbours, service
        assert all(service in neighbour.station.services for neighbour in neighbours)
