"""What an embedded map shows first: its box, its zoom, and the nearest to the middle."""

import math
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locator.find.view import ViewIndex
from locator.geo.boxes import LonLatBox
from locator.geo.geodesic import distance_m
from locator.geo.points import LonLat
from locator.publish.embed.embed_options import MAX_ZOOM, MIN_ZOOM, EmbedOptions
from locator.publish.embed.first_view import first_view, in_datum, zoom_of
from locator.stations.moments import CHINA
from tests.making import feature, station_set

AT = datetime(2026, 9, 28, 10, 0, tzinfo=CHINA)
SPOTS = [
    (113.60, 34.70), (113.61, 34.71), (113.65, 34.72), (113.90, 34.70), (114.30, 34.80),
    (179.99, -16.0), (-179.99, -16.0), (10.0, 64.0),
]  # fmt: skip
MADE = station_set(
    *(
        feature(str(i), lon, lat, kind="rider_home" if i % 2 else "love_station")
        for i, (lon, lat) in enumerate(SPOTS)
    )
)
INDEX = ViewIndex(MADE)


def seen(most=10, **chosen):
    return first_view(
        MADE, EmbedOptions(**chosen), AT, index=INDEX, datum="wgs84", most_listed=most
    )


def ids(view):
    return [neighbour.station.id for neighbour in view.listed]


boxes = st.builds(
    lambda west, wide, south, tall: LonLatBox(
        west, south, west + wide - 360 if west + wide > 180 else west + wide, min(south + tall, 85)
    ),
    st.floats(-180, 180), st.floats(0.01, 80), st.floats(-85, 80), st.floats(0.01, 60),
)  # fmt: skip


@given(boxes)
def test_the_list_is_the_box_sorted_by_distance_from_its_middle(box):
    view = seen(bbox=box)
    inside = [s for s in MADE if box.contains(MADE.lon, MADE.lat)[MADE.position(s.id)]]
    middle = view.middle()
    expected = sorted(inside, key=lambda s: (distance_m(middle, s.where), s.id))
    assert ids(view) == [s.id for s in expected]
    assert view.total == len(inside)


def test_a_list_is_cut_to_the_nearest():
    view = seen(2, bbox=LonLatBox(113.0, 34.0, 114.2, 35.4))
    assert ids(view) == ["0", "1"]
    assert view.total == 4


def test_a_crowd_beside_a_narrow_box_hides_none_of_its_stations():
    """Those around the middle, outside of the box, are nearer than any in it."""
    crowd = [feature(f"c{i}", 113.70 + i / 10_000, 35.0) for i in range(150)]
    far = [feature(f"n{i}", 113.60, 35.4 + i / 100) for i in range(3)]
    stations = station_set(*crowd, *far)
    box = LonLatBox(113.599, 34.4, 113.601, 35.6)
    view = first_view(
        stations, EmbedOptions(bbox=box), AT, index=ViewIndex(stations), datum="wgs84",
        most_listed=10,
    )  # fmt: skip
    assert ids(view) == ["n0", "n1", "n2"]
    assert [neighbour.rank for neighbour in view.listed] == [1, 2, 3]
    assert view.total == 3


def test_a_box_across_the_antimeridian():
    assert set(ids(seen(bbox=LonLatBox(179.0, -17.0, -179.0, -15.0)))) == {"5", "6"}


def test_a_centre_has_its_zoom_and_its_surroundings():
    view = seen(centre=LonLat(113.605, 34.705), zoom=15)
    assert view.zoom == 15
    assert set(ids(view)) == {"0", "1"}
    # 800 pixels of a world of 256 * 2 ** 15.
    assert view.box.east - view.box.west == pytest.approx(360 * 800 / (256 * 2**15))
    assert (
        seen(centre=LonLat(179.999, 0.0), zoom=12).box.west
        > seen(centre=LonLat(179.999, 0.0), zoom=12).box.east
    )


def test_without_a_view_all_that_is_selected_is_seen():
    assert set(ids(seen())) == set("01234567")
    few = seen(kinds=("rider_home",), bbox=None)
    assert set(ids(few)) == {"1", "3", "5", "7"}
    assert few.total == 4


def test_without_any_station_there_is_still_a_view():
    empty = station_set()
    view = first_view(
        empty, EmbedOptions(), AT, index=ViewIndex(empty), datum="wgs84", most_listed=5
    )
    assert view.listed == []
    assert view.box.contains(*(MADE.lon[:1], MADE.lat[:1])).all()


@given(boxes)
def test_a_zoom_level_shows_its_box_and_the_next_one_does_not(box):
    zoom = zoom_of(box)
    assert MIN_ZOOM <= zoom <= MAX_ZOOM
    wide = (box.east - box.west) % 360.0
    across = [wide / 360.0 * 256 * 2**z / 800 for z in (zoom, zoom + 1)]
    y = [math.asinh(math.tan(math.radians(lat))) / (2 * math.pi) for lat in (box.south, box.north)]
    tall = [(y[1] - y[0]) * 256 * 2**z / 480 for z in (zoom, zoom + 1)]
    if zoom > MIN_ZOOM:
        assert max(across[0], tall[0]) <= 1 + 1e-6
    if zoom < MAX_ZOOM:
        assert max(across[1], tall[1]) > 1 - 1e-6


def test_on_moved_tiles_marks_and_box_are_moved_and_the_list_is_not():
    box = LonLatBox(113.59, 34.69, 113.66, 34.73)
    moved = first_view(
        MADE,
        EmbedOptions(bbox=box),
        AT,
        index=ViewIndex(MADE, "gcj02"),
        datum="gcj02",
        most_listed=5,
    )
    plain = seen(5, bbox=box)
    assert ids(moved) == ids(plain)
    assert in_datum(box, "gcj02").west == pytest.approx(box.west + 0.006, abs=0.001)
    assert moved.marks.total == plain.marks.total == 3
