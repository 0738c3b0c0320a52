import pytest
from hypothesis import given
from hypothesis import strategies as st

from locator.errors import ParameterError
from locator.find.view import MAX_ZOOM, MOST_MARKS, ViewIndex
from locator.geo.boxes import WORLD, LonLatBox, parse_box
from locator.geo.datum import convert
from locator.geo.points import LonLat
from locator.paths import data_file
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
