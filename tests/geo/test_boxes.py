"""Boxes of degrees, and those that hold all within some metres."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from locator.geo.boxes import LonLatBox
from locator.geo.geodesic import GEOD

positions = st.tuples(st.floats(-180, 180), st.floats(-85, 85))


@given(positions, st.floats(0, 8), st.floats(0, 4), st.floats(0, 360), st.floats(0, 50_000))
def test_a_widened_box_holds_all_that_is_near(corner, wide, tall, azimuth, away_m):
    west, south = corner
    east = west + wide - 360 if west + wide > 180 else west + wide
    box = LonLatBox(west, south, east, min(south + tall, 89.0))
    lon, lat, _ = GEOD.fwd(west, south, azimuth, away_m)
    wider = box.widened(away_m + 0.001)
    assert wider.contains(np.array([lon]), np.array([lat])).all()
    assert wider.contains(np.array([west, east]), np.array([south, box.north])).all()


def test_a_widened_box_is_hardly_larger_than_it_must_be():
    wider = LonLatBox(113.0, 34.0, 114.0, 35.0).widened(1000.0)
    assert 1000 <= GEOD.inv(113.0, 35.0, 113.0, wider.north)[2] < 1010
    assert 1000 <= GEOD.inv(114.0, 35.0, wider.east, 35.0)[2] < 1020


def test_a_box_that_grows_round_the_world():
    assert LonLatBox(-179.9, -10, 179.9, 10).widened(50_000).west == -180
    assert LonLatBox(-180, -90, 180, 90).widened(10) == LonLatBox(-180, -90, 180, 90)
