import math

import numpy as np
import prcoords
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from locator.errors import ParameterError
from locator.geo.datum import DATUMS, convert, convert_point, is_mainland
from locator.geo.geodesic import distance_m, distances_m
from locator.geo.points import LonLat

# Well inside the outline: Henan and its neighbours.
INLAND_LON, INLAND_LAT = st.floats(105.5, 117.5), st.floats(28.0, 39.0)
NANOMETRES_DEG = 1e-9  # 0.1 mm


@pytest.mark.parametrize(
    ("source", "target", "given_deg", "expected_deg"),
    [
        ("wgs84", "gcj02", (121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
        ("wgs84", "gcj02", (116.404, 39.915), (116.41024449916938, 39.91640428150164)),
        ("gcj02", "bd09", (116.404, 39.915), (116.41036949371029, 39.92133699351021)),
    ],
)
def test_published_conversions_both_ways(source, target, given_deg, expected_deg):
    np.testing.assert_allclose(convert(*given_deg, source, target), expected_deg, atol=1e-11)
    np.testing.assert_allclose(convert(*expected_deg, target, source), given_deg, atol=1e-10)


@given(INLAND_LON, INLAND_LAT)
def test_forward_is_prcoords(lon, lat):
    gcj = prcoords.wgs_gcj(prcoords.Coords(lat, lon))
    bd = prcoords.gcj_bd(gcj)
    np.testing.assert_allclose(convert(lon, lat, "wgs84", "gcj02"), (gcj.lon, gcj.lat), atol=1e-11)
    np.testing.assert_allclose(convert(lon, lat, "wgs84", "bd09"), (bd.lon, bd.lat), atol=1e-11)
    np.testing.assert_allclose(
        convert(gcj.lon, gcj.lat, "gcj02", "bd09"), (bd.lon, bd.lat), atol=1e-11
    )


@settings(max_examples=400)
@given(st.lists(st.tuples(INLAND_LON, INLAND_LAT), min_size=1, max_size=5))
def test_there_and_back_is_under_a_centimetre_everywhere_inland(places):
    lon, lat = np.array(places).T
    for source in DATUMS:
        for target in DATUMS:
            there = convert(lon, lat, source, target)
            back = convert(*there, target, source)
            assert distances_m(lon, lat, *back).max() < 0.01
            assert distances_m(lon, lat, *back).max() < 1e-4  # what is reached in fact


def test_the_slow_spot_of_the_iteration_converges():
    # At 105 E the formula has the square root of zero, and steps shrink slowly.
    lon = 105.0 + np.concatenate([[0.0], *([s * 10.0**-e] for e in range(14) for s in (1, -1))])
    lon = lon[np.abs(lon - 105.0) < 0.5]
    lat = np.full_like(lon, 33.3)
    back = convert(*convert(lon, lat, "wgs84", "gcj02"), "gcj02", "wgs84")
    assert distances_m(lon, lat, *back).max() < 1e-3


PLACES_THAT_STAY = {
    "Hong Kong": (114.17, 22.30),
    "Sheung Shui, by the border": (114.128, 22.502),
    "Macau": (113.544, 22.198),
    "Taipei": (121.56, 25.04),
    "Seoul": (126.98, 37.57),
    "Hanoi": (105.85, 21.03),
    "Vladivostok": (131.89, 43.12),
    "Ulaanbaatar": (106.91, 47.92),
    "Kathmandu": (85.32, 27.71),
    "San Francisco": (-122.42, 37.77),
    "North Pole": (0.0, 90.0),
    "South Pole, antimeridian": (180.0, -90.0),
}
PLACES_THAT_MOVE = {
    "Zhengzhou": (113.65, 34.76),
    "Luohu, by the border of Hong Kong": (114.118, 22.545),
    "Gongbei, by the border of Macau": (113.549, 22.226),
    "Xiamen": (118.10, 24.46),
    "Haikou": (110.33, 20.03),
    "Urumqi": (87.62, 43.83),
    "Lhasa": (91.13, 29.65),
    "Harbin": (126.64, 45.76),
    "Kunming": (102.71, 25.04),
    "Heihe, by the border of Russia": (127.49, 50.24),
}


@pytest.mark.parametrize("place", PLACES_THAT_STAY)
def test_nothing_moves_outside_the_mainland(place):
    lon, lat = PLACES_THAT_STAY[place]
    for source in DATUMS:
        for target in DATUMS:
            assert convert(lon, lat, source, target) == (lon, lat)


@pytest.mark.parametrize("place", PLACES_THAT_MOVE)
def test_the_mainland_moves_by_some_hundred_metres(place):
    here = LonLat(*PLACES_THAT_MOVE[place])
    assert 50 < distance_m(here, convert_point(here, "wgs84", "gcj02")) < 900
    assert 300 < distance_m(here, convert_point(here, "wgs84", "bd09")) < 2500


def test_the_inverse_at_the_border_returns_a_preimage_the_moved_one_first():
    # A band across the border of Shenzhen and Hong Kong, finer than the shift is long.
    lon, lat = (a.ravel() for a in np.meshgrid(np.arange(114.0, 114.2, 0.002),
                                               np.arange(22.48, 22.60, 0.001)))  # fmt: skip
    for datum in ("gcj02", "bd09"):
        preimage = convert(lon, lat, datum, "wgs84")
        again = convert(*preimage, "wgs84", datum)
        moved = distances_m(lon, lat, *preimage) > 1.0
        exact = distances_m(lon, lat, *again) < 0.01
        # What has no preimage at all: inside the outline, and no mainland point moves there.
        assert (is_mainland(lon, lat)[~exact]).all()
        assert (~is_mainland(*(axis[~exact] for axis in preimage))).all()
        assert moved[~exact].all()
        assert exact.mean() > 0.9
        # Unmoved answers are only given where they are the only preimage.
        assert not is_mainland(lon[~moved], lat[~moved]).any()
        # Every mainland point near the border is found again from where it moves to.
        inside = is_mainland(lon, lat)
        back = convert(*convert(lon[inside], lat[inside], "wgs84", datum), datum, "wgs84")
        assert distances_m(lon[inside], lat[inside], *back).max() < 0.01


def test_gcj_to_bd_agrees_with_the_way_over_wgs():
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform(100, 125, 2000), rng.uniform(20, 45, 2000)
    direct = convert(lon, lat, "gcj02", "bd09")
    over = convert(*convert(lon, lat, "gcj02", "wgs84"), "wgs84", "bd09")
    preimage_exists = (
        distances_m(lon, lat, *convert(*convert(lon, lat, "gcj02", "wgs84"), "wgs84", "gcj02"))
        < 0.01
    )
    apart_m = distances_m(*direct, *over)
    assert apart_m[preimage_exists].max() < 1e-3


@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
def test_shapes_are_kept(shape):
    lon, lat = np.full(shape, 113.6), np.full(shape, 34.7)
    new_lon, new_lat = convert(lon, lat, "wgs84", "gcj02")
    assert new_lon.shape == new_lat.shape == shape
    assert (lon == 113.6).all()


@given(st.floats(-180, 180), st.floats(-90, 90), st.sampled_from(DATUMS), st.sampled_from(DATUMS))
def test_the_whole_world_converts_to_itself(lon, lat, source, target):
    new_lon, new_lat = convert(lon, lat, source, target)
    assert -180 <= new_lon <= 180
    assert -90 <= new_lat <= 90
    if source == target:
        assert (new_lon, new_lat) == (lon, lat)


@pytest.mark.parametrize(
    ("lon", "lat", "source", "target", "parameter"),
    [
        (math.nan, 34.0, "wgs84", "gcj02", "lon"),
        (113.0, 134.0, "wgs84", "gcj02", "lat"),
        (113.0, 34.0, "WGS84", "gcj02", "source"),
        (113.0, 34.0, "wgs84", "", "target"),
        ([113.0, 114.0], [34.0], "wgs84", "gcj02", "lon, lat"),
    ],
)
def test_bad_arguments_are_refused(lon, lat, source, target, parameter):
    with pytest.raises(ParameterError) as caught:
        convert(lon, lat, source, target)
    assert caught.value.parameter.startswith(parameter)
