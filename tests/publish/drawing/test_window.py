"""Windows, paths, scale bars and room on drawn maps, against PROJ, geodesics and brute force."""

import re
from itertools import combinations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from locator.geo.geodesic import degree_m
from locator.publish.basemap import basemap_places
from locator.publish.drawing.marks import (
    Room,
    draw_scale_bar,
    mark_paths,
    place_names,
    text_size,
)
from locator.publish.drawing.scales import axis, ink_on
from locator.publish.drawing.window import (
    area_path,
    basemap_paths,
    conic_window,
    line_path,
    plain_window,
    window_about,
)
from locator.stations.kinds import KINDS, MARK_SHAPES

GEOD = Geod(ellps="WGS84")
LATS = st.floats(-80, 80)


def points_of(path):
    return np.array(re.findall(r"[-\d.]+", path), float).reshape(-1, 2)


@given(LATS)
def test_a_degree_is_as_long_as_the_geodesic_says(lat):
    lon_m, lat_m = degree_m(lat)
    tiny = 1e-4
    east_m = GEOD.inv(10 - tiny, lat, 10 + tiny, lat)[2]
    north_m = GEOD.inv(10, lat - tiny, 10, lat + tiny)[2]
    assert lon_m * 2 * tiny == pytest.approx(east_m, rel=1e-6)
    assert lat_m * 2 * tiny == pytest.approx(north_m, rel=1e-6)


@given(LATS, st.floats(-150, 150), st.floats(0, 360))
def test_a_plain_window_is_true_about_its_middle(lat, lon, azimuth):
    """A kilometre in any direction is as many units as it should be, and points the right way."""
    window = plain_window(lon, lat, 640, 400, unit_m=10.0)
    there = GEOD.fwd(lon, lat, azimuth, 1_000.0)[:2]
    (x, y), middle = window.project(np.array([there, (lon, lat)]))
    assert middle == pytest.approx([320, 200])
    wanted = 100 * np.array([np.sin(np.radians(azimuth)), -np.cos(np.radians(azimuth))])
    assert np.hypot(*(np.array([x, y]) - middle - wanted)) < 0.2


@given(
    st.lists(st.tuples(st.floats(110, 116), st.floats(31, 37)), min_size=1, max_size=8),
)
def test_every_position_is_in_a_conic_window_at_true_distances(positions):
    lon, lat = np.array(positions).T
    window = conic_window(lon, lat, 300.0, 270.0, margin=0.04, least_m=20_000.0)
    places = window.project(np.array(positions))
    assert (places > 0).all()
    assert (places < [300, 270]).all()
    for one, other in combinations(range(len(positions)), 2):
        metres = GEOD.inv(*positions[one], *positions[other])[2]
        drawn_m = np.hypot(*(places[one] - places[other])) * window.unit_m
        assert drawn_m == pytest.approx(metres, rel=0.005, abs=1.0)


@given(LATS, st.floats(0.01, 3), st.floats(0.01, 3))
def test_a_window_about_edges_holds_them_and_keeps_its_bounds(lat, wide, high):
    edges = np.array([100.0, lat, 100.0 + wide, lat + high])
    window = window_about(edges, 720.0, 320.0, 900.0)
    west, south, east, north = window.box.edges
    assert (west < edges[0], south < edges[1], east > edges[2], north > edges[3]) == (True,) * 4
    assert (window.width, 320.0 <= window.height <= 900.1) == (720.0, True)


@given(LATS, st.floats(5.0, 5_000.0), st.floats(100, 1_000))
def test_a_scale_bar_is_as_long_as_it_says(lat, unit_m, width):
    window = plain_window(20.0, lat, width, width, unit_m)
    bar = draw_scale_bar(window)
    assert f"{bar.metres:e}"[0] in "125"
    assert width * 0.2 / 2.5 <= bar.length + 0.01
    assert bar.length <= width * 0.2 + 0.01
    if bar.metres <= 20_000:
        lon = bar.length / width * (window.box.east - window.box.west)
        assert GEOD.inv(20.0, lat, 20.0 + lon, lat)[2] == pytest.approx(bar.metres, rel=0.01)


BOXES = st.lists(
    st.tuples(st.floats(0, 200), st.floats(0, 100), st.floats(1, 60), st.floats(1, 30)),
    max_size=25,
)


@given(BOXES, st.floats(0, 8))
def test_what_has_room_lies_inside_and_over_nothing(boxes, edge):
    room = Room(200.0, 100.0, edge)
    inside = shapely.box(edge, edge, 200 - edge, 100 - edge)
    taken = []
    for x, y, wide, high in boxes:
        shape = shapely.box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
        overlap = max([shapely.intersection(shape, other).area for other in taken], default=0.0)
        outside = shape.area - shapely.intersection(shape, inside).area
        if room.take_free(x, y, wide, high):
            taken.append(shape)
            assert max(overlap, outside) < 1e-6
        else:
            assert max(overlap, outside) > 0.0


def test_paths_go_through_the_projected_points_once():
    window = plain_window(113.0, 34.0, 640, 400, unit_m=50.0)
    ring = [(113.0, 34.0), (113.05, 34.0), (113.05, 34.0000001), (113.05, 34.05), (113.0, 34.0)]
    hole = shapely.Polygon(ring, [[(113.03, 34.01), (113.04, 34.01), (113.04, 34.02)]])
    path = area_path(shapely.GeometryCollection([hole, shapely.LineString(ring)]), window)
    assert (path.count("M"), path.count("Z")) == (2, 2)
    outer = points_of(path.split("Z")[0])
    assert outer.tolist() == window.project(np.array(ring))[[0, 1, 3, 4]].round(1).tolist()
    meeting = shapely.MultiLineString([ring[:2], ring[1:4]])
    assert line_path(meeting, window).count("M") == 1
    assert area_path(shapely.Point(113, 34), window) == line_path(shapely.Point(1, 1), window) == ""


def test_the_basemap_and_its_names_lie_in_the_window():
    window = plain_window(113.65, 34.76, 640, 400, unit_m=62.5)
    layers = basemap_paths(window, 0.7, 0)
    assert [layer.name for layer in layers][:2] == ["province", "urban"]
    for layer in layers:
        # Its cut edges lie outside of the picture, by little.
        points = points_of(layer.path)
        assert (points >= [-20, -20]).all()
        assert (points <= [660, 420]).all()
    names, ranks, degrees = basemap_places("zh")
    x, y = window.project(degrees).T
    inside = (x >= 0) & (x <= 640) & (y >= 0) & (y <= 400) & np.isin(ranks, [1, 2])
    labels = place_names(window, "zh", (1, 2))
    assert sorted(label.text for label in labels) == sorted(np.array(names)[inside])
    assert [label.rank for label in labels] == sorted(label.rank for label in labels)
    assert place_names(window, "zh", ()) == []


def test_every_shape_is_drawn_and_none_twice():
    places = np.array([[10.0, 10.0], [30.0, 10.0], [10.0, 10.0]])
    for shape in MARK_SHAPES:
        assert mark_paths(shape, places, 3.0).count("M") == 2
        if shape != "circle":
            points = points_of(mark_paths(shape, places[:1], 3.0)) - 10.0
            assert 2.0 < np.hypot(*points.T).max() < 5.0
    assert {kind.shape for kind in KINDS.values()} <= set(MARK_SHAPES)


def test_names_and_axes():
    assert text_size("郑州", 20.0)[0] > text_size("Zhe", 20.0)[0] > text_size("Zh", 20.0)[0]
    place = axis((10.0, 30.0), (200.0, 100.0))
    assert [place(value) for value in (10.0, 15.0, 30.0)] == [200.0, 175.0, 100.0]


@given(st.integers(0, 0xFFFFFF))
def test_ink_is_the_one_of_two_that_reads_better(colour):
    def luminance(value):
        channels = [(value >> shift & 255) / 255 for shift in (16, 8, 0)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))

    light = luminance(colour)
    white, black = 1.05 / (light + 0.05), (light + 0.05) / 0.05
    assert ink_on(f"#{colour:06x}") == ("#ffffff" if white >= black else "#000000")


@pytest.mark.parametrize(
    "positions",
    [[(100, 5), (101, -5)], [(100, 0)], [(10, 89.99)], [(10, -89.0), (12, -88.0)], [(113, 34)]],
)
def test_near_the_equator_and_the_poles_a_window_holds_all_too(positions):
    lon, lat = np.array(positions, float).T
    window = conic_window(lon, lat, 300.0, 270.0, margin=0.04, least_m=20_000.0)
    places = window.project(np.array(positions, float))
    assert (places > 0).all()
    assert (places < [300, 270]).all()
    assert 20.0 < window.unit_m < 10_000.0
