import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from locator.geo.districts import Districts, assign, bundled_districts
from tests.plan.making import districts_of


def test_a_block_inside_two_counties_counts_in_the_lower_code_and_says_so(tmp_path):
    by = districts_of(tmp_path, ("410002", -100, 100, "A"), ("410001", -50, 50, "A"))
    found = assign(by, np.array([0.21, 0.71, 3.0]), np.zeros(3))
    assert found.county.tolist() == [0, 1, -1]
    assert found.several.tolist() == [0]


def test_a_hole_belongs_to_nobody(tmp_path):
    by = districts_of(tmp_path, ("410001", -10, 0, "A"), ("410002", 10, 20, "A"))
    assert assign(by, np.array([-0.05, 0.05, 0.15]), np.zeros(3)).county.tolist() == [0, -1, 1]


def test_no_districts_and_no_positions():
    assert assign(Districts([]), np.zeros(2), np.zeros(2)).county.tolist() == [-1, -1]
    assert assign(bundled_districts(), np.empty(0), np.empty(0)).county.tolist() == []


@settings(max_examples=60)
@given(st.lists(st.tuples(st.floats(110, 117), st.floats(31, 37)), min_size=1, max_size=30))
def test_the_same_as_one_by_one(points):
    lon, lat = np.array(points).T
    districts = bundled_districts()
    assert assign(districts, lon, lat).county.tolist() == districts.locate(lon, lat).tolist()


def test_vertices_lie_on_borders_of_several():
    districts = bundled_districts()
    county = districts.counties[0].geometry
    lon, lat = np.array(
        county.geoms[0].exterior.coords if hasattr(county, "geoms") else county.exterior.coords
    ).T
    found = assign(districts, lon, lat)
    assert found.county.tolist() == districts.locate(lon, lat).tolist()
    assert len(found.several)
