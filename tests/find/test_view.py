from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from locator.errors import ParameterError
from locator.find import find_nearest
from locator.find.nearest import TRAVEL_MODES, Visit
from locator.find.view import MAX_ZOOM, MOST_MARKS, ViewIndex
from locator.geo.boxes import WORLD, LonLatBox, parse_box
from locator.geo.datum import convert
from locator.geo.points import LonLat
from locator.paths import data_file
from locator.stations.moments import CHINA
from locator.stations.reading import read_stations
from locator.stations.selection import Selection
from locator.stations.station import Station
from locator.stations.station_set import Origin, StationSet
from tests.making import MODIFIED_AT, feature, station_set

ALL = Selection()


@pytest.fixture(scope="module")
def bundled():
    return read_stations(data_file("stations.geojson"))


@pytest.mark.parametrize("zoom", range(MAX_ZOOM + 1))
def test_every_station_is_counted_once_and_the_answer_is_bounded(bundled, zoom):
    view = ViewIndex(bundled).view(WORLD, zoom, ALL)
    assert view.total == len(bundled)
    assert sum(c.count for c in view.clusters) + len(view.singles) == len(bundled)
    assert len(view.clusters) + len(view.singles) <= MOST_MARKS
    assert len({position for position, _, _ in view.singles}) == len(view.singles)


def test_close_by_every_station_stands_for_itself(bundled):
    view = ViewIndex(bundled).view(LonLatBox(113.6, 34.74, 113.66, 34.78), 15, ALL)
    assert view.clusters == []
    assert len(view.singles) == view.total > 0


def test_a_cluster_stands_amid_its_stations():
    stations = station_set(
        feature("a", 113.60, 34.7), feature("b", 113.62, 34.7), feature("c", 120, 34.7)
    )
    view = ViewIndex(stations).view(WORLD, 5, ALL)
    assert [(round(c.lon, 6), c.count) for c in view.clusters] == [(113.61, 2)]
    assert view.singles == [(2, 120.0, 34.7)]


def test_a_selection_and_a_datum(bundled):
    drivers = ViewIndex(bundled).view(WORLD, 22, Selection.of(kinds=["driver_home"]))
    assert drivers.total == 83
    moved = ViewIndex(bundled, "gcj02").view(WORLD, 22, Selection.of(kinds=["driver_home"]))
    position, lon, lat = moved.singles[0]
    right = convert(bundled.lon[position], bundled.lat[position], "wgs84", "gcj02")
    assert (lon, lat) == pytest.approx((float(right[0]), float(right[1])))


def test_a_box_across_the_antimeridian():
    stations = station_set(feature("a", 179.5, 10), feature("b", -179.5, 10), feature("c", 0, 10))
    view = ViewIndex(stations).view(LonLatBox(179, 0, -179, 20), 20, ALL)
    assert [position for position, _, _ in view.singles] == [0, 1]


def test_no_station_and_the_poles():
    assert ViewIndex(station_set()).view(WORLD, 3, ALL).total == 0
    poles = station_set(feature("n", 0, 90), feature("s", 180, -90))
    assert ViewIndex(poles).view(WORLD, 22, ALL).total == 2


SPOTS = [(x, y) for x in range(-180, 181, 30) for y in range(-90, 91, 30)]
GRID = StationSet(
    [Station(f"s{i}", "love_station", "s", LonLat(x, y)) for i, (x, y) in enumerate(SPOTS)],
    Origin("grid", "0" * 64, MODIFIED_AT),
)


@given(
    st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90),
    st.integers(0, MAX_ZOOM),
)  # fmt: skip
def test_a_box_counts_what_brute_force_does(west, a, east, b, zoom):
    box = LonLatBox(west, min(a, b), east, max(a, b))
    inside = 0
    for x, y in SPOTS:
        across = (x >= west or x <= east) if west > east else west <= x <= east
        inside += across and box.south <= y <= box.north
    assert ViewIndex(GRID).view(box, zoom, ALL).total == inside


@pytest.mark.parametrize(
    "text", ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "nan,0,1,1", "0,10,1,5", "-181,0,1,1",
             "0,0,1,91", "inf,0,1,1", "1_0,0,20,1", "０,0,1,1"],
)  # fmt: skip
def test_a_wrong_box_is_refused(text):
    with pytest.raises(ParameterError, match="bbox"):
        parse_box(text)


HOURS = ("Mo-Su 08:00-22:00", "Mo-Su 20:00-24:00", "Mo-Fr 09:00-17:00", "24/7", ...)
SPREAD = station_set(
    *(
        feature(f"s{i}", 113.5 + i / 60, 34.7 + i % 3 / 40, opening_hours=HOURS[i % len(HOURS)])
        for i in range(30)
    ),
    feature("summer", 113.7, 34.7, opening_hours="24/7", valid_to="2026-08-31"),
)


@given(
    st.datetimes(datetime(2026, 8, 30), datetime(2026, 9, 2)),
    st.sampled_from(["any", "possible", "only"]),
    st.sampled_from([None, *TRAVEL_MODES]),
    st.floats(113, 114.5),
)
def test_what_is_open_on_a_map_is_what_the_list_finds(at, open_filter, mode, lon):
    start = LonLat(lon, 34.72)
    neighbours = find_nearest(SPREAD, start, 100, at=at, open=open_filter, travel=mode)
    visit = Visit(at.replace(tzinfo=CHINA), open_filter, TRAVEL_MODES.get(mode))
    selection = Selection.of(day=None if mode else at.date())
    view = ViewIndex(SPREAD).view(WORLD, MAX_ZOOM, selection, visit, start)
    assert {position for position, _, _ in view.singles} == {n.position for n in neighbours}
    assert view.total == len(neighbours)


@given(st.integers(0, 20), st.sampled_from([0.0, 500.0, 5000.0]))
def test_centres_of_areas_that_reach_into_a_box(zoom, radius_m):
    """One for each two pixels, and each station within two pixels of one."""
    box = LonLatBox(113.60, 34.70, 113.70, 34.80)
    spots = [(113.60 + i * 0.013, 34.70 + i * 0.007) for i in range(-8, 16)]
    made = station_set(*(feature(f"s{i}", *spot) for i, spot in enumerate(spots)))
    lon, lat = ViewIndex(made).centres(box, zoom, radius_m, ALL)
    wide = box.widened(radius_m).contains(made.lon, made.lat)
    assert {(x, y) for x, y in zip(lon, lat, strict=True)} <= {
        (made[int(i)].where.lon, made[int(i)].where.lat) for i in np.flatnonzero(wide)
    }
    pixel = 360 / (256 * 2**zoom)
    for i in np.flatnonzero(wide):
        away = np.hypot(lon - made.lon[i], (lat - made.lat[i]) / np.cos(np.radians(34.7)))
        assert away.min() <= 2 * pixel * 1.5
    if zoom >= 16:
        assert len(lon) == wide.sum()


def test_centres_heed_the_selection_and_the_state():
    made = station_set(
        feature("open", 113.6, 34.7, opening_hours="24/7"),
        feature("shut", 113.7, 34.7, opening_hours="Mo-Su 08:00-09:00"),
        feature("home", 113.8, 34.7, kind="rider_home"),
    )
    index, noon = ViewIndex(made), Visit(datetime(2026, 9, 28, 12, tzinfo=CHINA), "only")
    assert index.centres(WORLD, 15, 100, ALL, noon)[0].tolist() == [113.6]
    homes = Selection.of(["rider_home"])
    assert index.centres(WORLD, 15, 100, homes)[0].tolist() == [113.8]
