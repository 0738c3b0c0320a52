"""San Francisco's case: the optima that PySAL's spopt publishes, at 5,000 m and with four sites."""

import csv
from pathlib import Path

import numpy as np
import pytest

from locator.plan.siting import solve_lscp, solve_mclp, solve_p_centre, solve_p_median

RAW = Path(__file__).parents[3] / "data" / "raw"


@pytest.fixture(scope="module")
def san_francisco():
    """Road distances in metres, 205 tracts by 16 sites, and the tracts' people."""
    with (RAW / "sf_network_distance_16x205.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    tracts = sorted({row["DestinationName"] for row in rows})
    sites = sorted({row["name"] for row in rows})
    metres, people = np.full((205, 16), np.nan), np.zeros(205)
    for row in rows:
        place = tracts.index(row["DestinationName"])
        metres[place, sites.index(row["name"])] = float(row["distance"])
        people[place] = float(row["demand"])
    assert people.sum() == 955_113
    return metres, people


def test_lscp(san_francisco):
    metres, people = san_francisco
    plan = solve_lscp(metres <= 5000, people)
    assert (plan.objective, plan.optimal, sum(plan.gains)) == (8, True, 955_113)


def test_mclp(san_francisco):
    metres, people = san_francisco
    plan = solve_mclp(metres <= 5000, people, 4)
    assert (plan.objective, plan.bound, plan.optimal) == (875_247, 875_247, True)


def test_p_median(san_francisco):
    plan = solve_p_median(*san_francisco, 4)
    assert plan.objective == pytest.approx(2_848_268_129.7145104, abs=1e-3)
    assert plan.optimal


def test_p_centre(san_francisco):
    plan = solve_p_centre(san_francisco[0], 4)
    assert round(plan.objective, 2) == 7_403.06
    assert plan.optimal
