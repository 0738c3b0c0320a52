from datetime import datetime

import pytest

from locator.errors import ParameterError
from locator.find import find_nearest
from locator.find.fewer_filters import suggest_drops
from locator.geo.points import LonLat
from tests.making import feature, station_set

HERE = LonLat(113.6, 34.7)


@pytest.fixture(scope="module")
def stations():
    return station_set(
        feature("a", 113.60, 34.71, kind="rider_home", services=["water", "toilet"]),
        feature("b", 113.60, 34.72, kind="driver_home", services=["water"]),
        feature("far", 116.0, 34.7, kind="driver_home", services=["shower", "toilet"]),
    )


def test_each_single_drop_that_helps_is_told_the_nearest_first(stations):
    filters = {"kinds": ["driver_home"], "services": ["water", "toilet"]}
    assert find_nearest(stations, HERE, **filters) == []
    drops = suggest_drops(stations, HERE, **filters, max_distance_m=20_000)
    assert [(d.parameter, d.words) for d in drops] == [
        ("kind", ("driver_home",)),
        ("service", ("toilet",)),
    ]
    assert drops[0].distance_m < drops[1].distance_m


def test_reach_counts(stations):
    filters = {"kinds": ["driver_home"], "services": ["water", "toilet"]}
    drops = suggest_drops(stations, HERE, **filters)
    assert ("service", ("water",)) in [(d.parameter, d.words) for d in drops]


def test_none_helps_alone(stations):
    assert suggest_drops(stations, HERE, services=["nursing", "wifi"]) == []


def test_without_filters_there_is_nothing_to_drop(stations):
    assert suggest_drops(stations, HERE) == []


def test_what_is_shut_is_found_by_dropping_open_and_the_rest_stays_asked():
    shut = station_set(
        feature("shut", 113.60, 34.71, services=["water"], opening_hours="08:00-20:00"),
        feature("open", 113.60, 34.75, opening_hours="24/7"),
    )
    night = datetime(2026, 11, 24, 23, 0)  # China's time
    filters = {"services": ["water"], "at": night}
    assert suggest_drops(shut, HERE, **filters, open="any", max_distance_m=10) == []
    drops = suggest_drops(shut, HERE, **filters, open="possible")
    assert [(d.parameter, d.words) for d in drops] == [
        ("open", ("possible",)),
        ("service", ("water",)),
    ]
    assert [d.parameter for d in suggest_drops(shut, HERE, at=night, open="only")] == ["open"]


def test_open_is_judged_on_arrival():
    shut = station_set(feature("a", 113.60, 34.74, services=["water"], opening_hours="08:00-20:00"))
    filters = {"services": ["nursing"], "at": datetime(2026, 11, 24, 19, 40), "open": "only"}
    assert [d.parameter for d in suggest_drops(shut, HERE, **filters)] == ["service"]
    assert suggest_drops(shut, HERE, **filters, travel="walk") == []


def test_unknown_words_are_refused(stations):
    with pytest.raises(ParameterError):
        suggest_drops(stations, HERE, services=["castle", "water"])
    with pytest.raises(ParameterError):
        suggest_drops(stations, HERE, open="maybe")
