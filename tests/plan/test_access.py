import numpy as np
import pytest

from locator.errors import ParameterError
from locator.paths import data_file
from locator.plan.access import measure_access
from locator.plan.demand import bundled_demand
from locator.stations import read_stations
from tests.making import feature, station_set
from tests.plan.making import U, demand_at

DEMAND = demand_at((0, 10), (1, 20), (2, 30), (20, 40))


def test_two_steps_on_paper():
    stations = station_set(
        feature("a", 0.0, 0.0, capacity=6),  # reaches 10 + 20: 0.2 a person
        feature("b", 0.02, 0.0, capacity=10),  # reaches 20 + 30: 0.2
        feature("c", 0.01, 0.0, capacity=30),  # reaches all three: 0.5
        feature("far", 1.0, 0.0, capacity=5),  # reaches nobody
        feature("unknown", 0.0, 0.0),
    )
    access = measure_access(stations, DEMAND, 1.01 * U)
    np.testing.assert_allclose(access.access, [0.7, 0.9, 0.7, 0])
    np.testing.assert_allclose(access.ratio, [0.2, 0.2, 0.5, np.nan, np.nan])
    assert (access.stations, access.without_capacity, access.places_unreached) == (4, 1, 5)
    # With three places for the unknown one: 0.1 more for the first two.
    more = measure_access(stations, DEMAND, 1.01 * U, unknown_capacity=3)
    np.testing.assert_allclose(more.access, [0.8, 1.0, 0.7, 0])


def test_pysal_s_access_says_the_same():
    # Access.two_stage_fca of PySAL's access 1.1.10, max_cost 2500, fed with these distances.
    expected = [0.2111111111111111, 0.2111111111111111, 0.5111111111111111, 0.4111111111111111,
                0.5111111111111111, 0.4, 0.1, 0]  # fmt: skip  # it has NaN for the last
    demand = demand_at((0, 10), (1, 20), (2, 30), (3.5, 5), (4, 25), (6, 40), (6.5, 15), (20, 40))
    places = {0.5: 6, 2.2: 10, 3.9: 30, 6.1: 8, 30: 5}
    stations = station_set(
        *(feature(f"s{n}", lon / 100, 0.0, capacity=c) for n, (lon, c) in enumerate(places.items()))
    )
    np.testing.assert_allclose(measure_access(stations, demand, 2500).access, expected, rtol=1e-15)


def test_places_are_handed_out_whole_on_the_bundled_data():
    stations, demand = read_stations(data_file("stations.geojson")), bundled_demand()
    access = measure_access(stations, demand, 2000)
    capacity = sum(station.capacity or 0 for station in stations)
    assert access.access @ demand.weight == pytest.approx(capacity - access.places_unreached)


def test_kinds_services_and_what_has_no_weight():
    stations = station_set(
        feature("a", 0.0, 0.0, capacity=6, services=["toilet"]), feature("b", 0.0, 0.0, capacity=9)
    )
    demand = demand_at((0, 0), (1, 3))
    assert measure_access(stations, demand, 10).access.tolist() == [0, 0]
    assert measure_access(stations, demand, 2 * U, services=["toilet"]).access.tolist() == [2, 2]


def test_empty_sets_and_bad_input():
    assert measure_access(station_set(), DEMAND, 10).access.tolist() == [0] * 4
    assert measure_access(station_set(feature()), demand_at(), 10).access.tolist() == []
    with pytest.raises(ParameterError, match="unknown_capacity"):
        measure_access(station_set(), DEMAND, 10, unknown_capacity=float("nan"))
    with pytest.raises(ParameterError, match="radius_m"):
        measure_access(station_set(), DEMAND, -1)
