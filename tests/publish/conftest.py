import pytest

from tests.plan.making import demand_at, districts_of, stations_at
from tests.publish.making import NIGHT, answered


@pytest.fixture
def answer(tmp_path):
    by = districts_of(tmp_path, ("410101", -5, 5, "410100"), ("410102", 5, 45, "410100"))
    demand = demand_at((0, 60), (2, 15), (10, 10), (11, 5), (20, 6), (60, 4))
    stations = stations_at(0, 1, opening_hours="Mo-Fr 08:00-20:00; PH off")
    return answered(stations, demand, by, at=NIGHT)
