import numpy as np
import pandas as pd
import pytest
import shapely

from tools.build_data import demand, quotas, sources
from tools.build_data.demand_groups import GROUP_SHARES, split_groups
from tools.build_data.demand_spread import CountySpread

NAME = "demand_henan.csv.gz"
MOST_BYTES = 5_000_000


@pytest.fixture(scope="module")
def grid(root):
    return pd.read_csv(root / "data" / NAME)


def test_the_file_is_small_and_bears_no_time(root):
    content = (root / "data" / NAME).read_bytes()
    assert len(content) < MOST_BYTES
    assert content[4:8] == bytes(4)


def test_workers_sum_to_the_published_number_exactly(grid):
    assert grid["weight"].sum() == 8_400_000
    assert (grid[list(GROUP_SHARES)].sum(axis=1) == grid["weight"]).all()
    assert (grid[list(GROUP_SHARES)] >= 0).all(axis=None)
    assert (grid["weight"] > 0).all()
    assert (grid["source"] == "model").all()
    assert all(np.issubdtype(grid[name].dtype, np.integer) for name in ["weight", *GROUP_SHARES])


def test_every_county_has_its_quota(grid, county_at):
    adcodes = county_at(grid[["lon", "lat"]].to_numpy())
    weights = grid.groupby(np.array(adcodes, dtype=object))["weight"].sum().to_dict()
    assert weights == demand.worker_quotas()
    assert len(weights) == 157


def test_quotas_follow_the_stations_rule():
    # 中原区 takes in the high-tech zone 410172: its people count, urban 1 and rural 0.4.
    census = quotas.county_census("410102")
    everyone = [quotas.county_census(county.adcode) for county in sources.read_counties()]
    share = (census.urban + 0.4 * census.rural) / sum(c.urban + 0.4 * c.rural for c in everyone)
    assert abs(demand.worker_quotas()["410102"] - 8_400_000 * share) < 1


def test_nobody_works_in_a_lake(grid):
    lakes = shapely.union_all([shape for shape, _ in sources.read_natural("lake")])
    assert not shapely.contains_xy(lakes, grid["lon"], grid["lat"]).any()


def test_groups_have_the_parts_that_the_readme_tells(root, grid):
    text = (root / "data" / "README.md").read_text(encoding="utf-8")
    for name, shares in GROUP_SHARES.items():
        overall = 100 * grid[name].sum() / 8_400_000
        (line,) = [line for line in text.splitlines() if f"| `{name}`" in line]
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        assert cells[1:4] == [f"{100 * share:.0f}" for share in shares]
        assert cells[4] == f"{overall:.1f} %"


def test_group_shares_are_whole():
    assert np.array(list(GROUP_SHARES.values())).sum(axis=0) == pytest.approx([1, 1, 1])


def test_densities_are_whole_and_the_seat_is_densest():
    (county,) = [county for county in sources.read_counties() if county.adcode == "410122"]
    spread = CountySpread(county)
    for settlement in ("centre", "town", "country"):
        assert spread.density(settlement).sum() == pytest.approx(1)
        assert (spread.density(settlement) >= 0).all()


@pytest.mark.parametrize(
    ("expected", "total", "rounded"),
    [([1.2, 1.7, 2.1], 5, [1, 2, 2]), ([0.4, 0.4, 0.2], 1, [1, 0, 0]), ([2.0, 3.0], 5, [2, 3])],
)
def test_largest_remainders_by_hand(expected, total, rounded):
    assert demand.round_to_total(np.array(expected), total) == rounded


def test_a_small_group_keeps_its_part_over_many_cells():
    country = np.array([np.zeros(50), np.zeros(50), np.full(50, 10.0)])
    split = np.array(split_groups(country, [10] * 50))
    assert (split.sum(axis=1) == 10).all()
    assert split.sum(axis=0).tolist() == [70, 170, 10, 250]
