import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from locator.errors import ParameterError
from locator.geo.cells import true_area_m2
from locator.geo.circles import covered_area_m2, geodesic_circles, join_circles

GEOD = Geod(ellps="WGS84")
LAT = st.floats(-70, 70)
RADIUS_M = st.floats(1, 20_000)


@settings(max_examples=50)
@given(st.floats(-180, 180), LAT, RADIUS_M)
def test_one_circle_has_a_circle_s_area_anywhere(lon, lat, radius_m):
    assert covered_area_m2([lon], [lat], radius_m) == pytest.approx(math.pi * radius_m**2, rel=1e-5)


@pytest.mark.parametrize(("lon", "lat"), [(113.6, 34.7), (180.0, 10.0), (-179.99, -60.0)])
def test_vertices_straddle_the_circle(lon, lat):
    (circle,) = geodesic_circles([lon], [lat], 5_000)
    edge = shapely.get_coordinates(shapely.segmentize(circle, 0.001))
    metres = GEOD.inv(np.full(len(edge), lon), np.full(len(edge), lat), *edge.T)[2]
    assert np.abs(np.array(metres) - 5_000).max() < 5_000 * 0.001
    assert shapely.is_ccw(circle.exterior)


def test_apart_they_add_up_and_together_they_count_once():
    one = covered_area_m2([113.0], [34.0], 1_000)
    assert covered_area_m2([113.0, 113.5], [34.0, 34.0], 1_000) == pytest.approx(2 * one, rel=1e-4)
    assert covered_area_m2([113.0, 113.0], [34.0, 34.0], 1_000) == pytest.approx(one, rel=1e-9)


def test_two_overlapping_circles_have_the_area_of_the_textbook():
    lon, lat, _ = GEOD.fwd(113.0, 34.0, 90.0, 1_000.0)
    # Two discs of radius r with centres r apart cover r2 * (4 pi / 3 + sqrt(3) / 2).
    expected = 1_000**2 * (4 * math.pi / 3 + math.sqrt(3) / 2)
    assert covered_area_m2([113.0, lon], [34.0, lat], 1_000) == pytest.approx(expected, rel=5e-4)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.floats(179, 180), st.floats(0, 1)), min_size=1, max_size=6), RADIUS_M)
def test_a_union_lies_between_its_largest_part_and_their_sum(points, radius_m):
    lon, lat = zip(*points, strict=True)
    circle = math.pi * radius_m**2
    area = covered_area_m2(lon, lat, radius_m)
    assert circle * (1 - 1e-5) <= area <= len(points) * circle * (1 + 1e-5)
    assert covered_area_m2(lon[:-1], lat[:-1], radius_m) <= area * (1 + 1e-9)


def test_a_union_over_the_antimeridian_is_cut_there():
    union = join_circles(geodesic_circles([180.0, 0.0], [0.0, 0.0], 1_000))
    assert union.bounds[0] >= -180
    assert union.bounds[2] <= 180
    assert true_area_m2(union) == pytest.approx(2 * math.pi * 1e6, rel=1e-5)


def test_no_circles_cover_nothing():
    assert covered_area_m2([], [], 1_000) == 0
    assert covered_area_m2([113], [34], 0) == 0
    assert join_circles(geodesic_circles([], [], 1_000)).is_empty


@pytest.mark.parametrize("radius_m", [-1.0, math.nan, math.inf, 1e7])
def test_radii_out_of_range_are_refused(radius_m):
    with pytest.raises(ParameterError, match="radius_m"):
        covered_area_m2([113], [34], radius_m)


def test_a_circle_around_a_pole_is_refused():
    with pytest.raises(ParameterError, match=r"lat\[1\].*pole"):
        geodesic_circles([0, 0], [0, -89.99], 5_000)
