"""The small map around a station."""

import math

import pytest

from locator.geo.districts import bundled_seats
from locator.geo.geodesic import GEOD
from locator.geo.points import LonLat
from locator.publish.station import station_map


def test_a_map_holds_what_lies_around():
    drawn = station_map.station_map(LonLat(113.65, 34.76), "zh")
    assert {"province", "urban"} <= {layer.name for layer in drawn.layers}
    assert "郑州" in [label.text for label in drawn.labels]
    english = station_map.station_map(LonLat(113.65, 34.76), "en")
    assert "Zhengzhou" in [label.text for label in english.labels]
    assert all(label.text.isascii() for label in english.labels)
    assert all(0 < label.x < drawn.width and 0 < label.y < drawn.height for label in drawn.labels)
    assert drawn.scale.length == pytest.approx(
        drawn.width * drawn.scale.metres / station_map.WIDTH_M
    )


def test_a_map_is_true_to_scale():
    """A county's seat lies in the picture where the geodesic says it does, to two pixels."""
    centre, seats = LonLat(113.55, 34.66), bundled_seats()
    drawn = station_map.station_map(centre, "zh")
    label = next(label for label in drawn.labels if label.rank == 1)
    seat = min(seats.values(), key=lambda where: _away_px(centre, where, label))
    assert _away_px(centre, seat, label) < 2


def _away_px(centre, where, label):
    azimuth, _, metres = GEOD.inv(centre.lon, centre.lat, where.lon, where.lat)
    px = metres * station_map.WIDTH_PX / station_map.WIDTH_M
    x = station_map.WIDTH_PX / 2 + px * math.sin(math.radians(azimuth))
    y = station_map.HEIGHT_PX / 2 - px * math.cos(math.radians(azimuth))
    return math.hypot(x - label.x, y - label.y)


def test_far_from_the_basemap_a_map_is_empty_but_there():
    drawn = station_map.station_map(LonLat(-70.0, -30.0), "zh")
    assert drawn.layers == []
    assert drawn.labels == []
