import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from locator.geo.geodesic import (
    GEOD,
    SHORT_CHORD_M,
    bearing_deg,
    distance_m,
    distances_m,
    ecef_array_m,
    ecef_m,
    longest_chord_m,
    longest_chords_m,
    short_distances_m,
    sure_chord_m,
)
from locator.geo.points import LonLat

LON = st.floats(-180, 180)
LAT = st.floats(-90, 90)


def test_ecef_is_proj_s():
    rng = np.random.default_rng(0)
    lon, lat = rng.uniform(-180, 180, 500), rng.uniform(-90, 90, 500)
    to_ecef = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
    expected = np.column_stack(to_ecef.transform(lon, lat, np.zeros(500)))
    np.testing.assert_allclose(ecef_array_m(lon, lat), expected, rtol=0, atol=1e-7)
    one_by_one = np.array([ecef_m(*pair) for pair in zip(lon, lat, strict=True)])
    np.testing.assert_allclose(one_by_one, expected, rtol=0, atol=1e-7)


@given(LON, LAT, LON, LAT)
def test_no_chord_exceeds_the_longest_chord_of_its_geodesic(lon1, lat1, lon2, lat2):
    start, end = LonLat(lon1, lat1), LonLat(lon2, lat2)
    chord_m = math.dist(ecef_m(lon1, lat1), ecef_m(lon2, lat2))
    geodesic_m = distance_m(start, end)
    assert chord_m <= longest_chord_m(geodesic_m)
    assert longest_chord_m(geodesic_m) == longest_chords_m(np.array([geodesic_m]))[0]


@settings(max_examples=300)
@given(LON, LAT, st.floats(0, 360), st.floats(0, 50_000))
def test_short_distances_are_karney_s_anywhere(lon, lat, azimuth_deg, metres):
    to_lon, to_lat, _ = GEOD.fwd(lon, lat, azimuth_deg, metres)
    ends = [ecef_array_m(np.array([x]), np.array([y])) for x, y in ((lon, lat), (to_lon, to_lat))]
    expected = distances_m(*(np.array([value]) for value in (lon, lat, to_lon, to_lat)))
    np.testing.assert_allclose(short_distances_m(*ends), expected, rtol=0, atol=5e-8)


def test_short_distances_are_karney_s_where_the_series_is_longest():
    rng = np.random.default_rng(5)
    lon, azimuth_deg = rng.uniform(-180, 180, 200_000), rng.uniform(0, 360, 200_000)
    lat = np.degrees(np.arcsin(rng.uniform(-1, 1, 200_000)))
    to_lon, to_lat, _ = GEOD.fwd(lon, lat, azimuth_deg, np.full(200_000, SHORT_CHORD_M))
    ends = ecef_array_m(lon, lat), ecef_array_m(np.asarray(to_lon), np.asarray(to_lat))
    off_m = np.abs(short_distances_m(*ends) - SHORT_CHORD_M)
    assert off_m.max() < 2e-8  # 8e-9 of the series, and rounding
    # Farther out the series must give way: it is off by the fifth power.
    to_lon, to_lat, _ = GEOD.fwd(lon, lat, azimuth_deg, np.full(200_000, 4 * SHORT_CHORD_M))
    ends = ecef_array_m(lon, lat), ecef_array_m(np.asarray(to_lon), np.asarray(to_lat))
    assert np.abs(short_distances_m(*ends) - 4 * SHORT_CHORD_M).max() > 1e-6


def test_a_point_is_no_way_from_itself():
    spots = ecef_array_m(np.array([0.0, 113.6, 0.0]), np.array([0.0, 34.7, 90.0]))
    assert short_distances_m(spots, spots).tolist() == [0, 0, 0]


@settings(max_examples=300)
@given(LON, LAT, st.floats(0, 360), st.floats(0, 1e6))
def test_a_sure_chord_has_no_longer_geodesic(lon, lat, azimuth_deg, metres):
    to_lon, to_lat, _ = GEOD.fwd(lon, lat, azimuth_deg, metres)
    chord_m = math.dist(ecef_m(lon, lat), ecef_m(to_lon, to_lat))
    assert sure_chord_m(metres) <= chord_m  # else what is a little farther were within


def test_the_longest_chord_of_half_the_earth_is_about_its_diameter():
    assert longest_chord_m(20_000_000.0) == pytest.approx(12_756_274 + 21_385, abs=500)
    assert longest_chord_m(math.inf) == pytest.approx(2 * 6378137 + 21384.7, abs=1)


def test_distances_and_bearings_match_published_geodesics():
    # The first line of GeodTest.dat, Karney's test set (doi:10.5281/zenodo.32156).
    start = LonLat(0.0, 36.530042355041)
    end = LonLat(5.762344694676510456, -48.164270779097768864)
    assert distance_m(start, end) == pytest.approx(9398502.0434687, abs=1e-6)
    assert bearing_deg(start, end) == pytest.approx(176.125875162171, abs=1e-9)
    # JFK to LHR, the example of GeographicLib's GeodSolve.
    assert distance_m(LonLat(-73.8, 40.6), LonLat(-0.5, 51.6)) == pytest.approx(
        5551759.400, abs=1e-3
    )


def test_bearings_count_from_north_to_360():
    here = LonLat(113.6, 34.7)
    assert bearing_deg(here, LonLat(113.6, 34.8)) == 0.0
    assert bearing_deg(here, LonLat(113.7, 34.7)) == pytest.approx(90, abs=0.1)
    assert bearing_deg(here, LonLat(113.5, 34.7)) == pytest.approx(270, abs=0.1)


def test_distances_leave_their_arguments_alone_and_take_broadcast_ones():
    lon = np.array([113.0, 114.0])
    lat = np.array([34.0, 35.0])
    to_lon, to_lat = np.broadcast_to(113.5, 2), np.broadcast_to(34.5, 2)
    metres = distances_m(lon, lat, to_lon, to_lat)
    expected = Geod(ellps="WGS84").inv([113.0, 114.0], [34.0, 35.0], [113.5] * 2, [34.5] * 2)[2]
    np.testing.assert_array_equal(metres, expected)
    assert lon.tolist() == [113.0, 114.0]
    assert lat.tolist() == [34.0, 35.0]
