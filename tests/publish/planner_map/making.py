"""Coverages that the planner's map is made of."""

from dataclasses import replace

from locator.geo.districts import Districts
from locator.plan.coverage import measure_coverage
from locator.plan.gaps import find_gaps
from locator.settings import Tiles
from tests.making import feature, station_set
from tests.markup import HOSTILE
from tests.plan.making import demand_at, districts_of

TILES = Tiles(("https://tiles.test/{z}/{x}/{y}",), "", "高德 <b>", "gcj02", 17)


def hostile_coverage(tmp_path, names=HOSTILE):
    """Stations, a district and a gap, all of whose names attack."""
    stations = station_set(
        *(
            feature(f"h{n}", 0.01 * n, 0.0, name=name, hours_text=name, services=["water"])
            for n, name in enumerate(names)
        )
    )
    (county,) = districts_of(tmp_path, ("410101", -10, 60, "410100")).counties
    districts = Districts([replace(county, name=names[0], prefecture_name=names[2])])
    coverage = measure_coverage(stations, demand_at((0, 5), (50, 7)), 1000, by=districts)
    return coverage, find_gaps(coverage)
