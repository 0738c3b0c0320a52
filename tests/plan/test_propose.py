import datetime as dt

import numpy as np
import pytest

from locator.errors import ParameterError
from locator.plan.candidates import candidates_from_demand, plain_candidates
from locator.plan.coverage import measure_coverage
from locator.plan.propose import SitingQuery, propose_sites
from locator.plan.siting import InfeasibleError
from tests.plan.making import U, demand_at, districts_of, stations_at

# A line: a station at 0; people at 0 to 9 units; reach is 1.5 units.
ROWS = ((0, 50), (1, 5), (3, 12), (4, 7), (5, 9), (6, 10), (7, 3), (30, 2))


def coverage_of(*stations, rows=ROWS, **options):
    return measure_coverage(stations_at(*stations), demand_at(*rows), 1.5 * U, **options)


def test_a_plan_worked_out_on_paper(tmp_path):
    by = districts_of(tmp_path, ("410001", -1, 10, "A"))
    coverage = coverage_of(0, by=by)
    candidates = candidates_from_demand(coverage.demand)
    proposal = propose_sites(coverage, candidates, SitingQuery(p=2))
    # 4 covers 3, 4, 5 = 28, and 6 or 7 the rest, 13; or 3 and 5 then 6: 5 covers 4, 5, 6 = 26.
    assert [proposal.plan.gains, proposal.plan.optimal] == [[28, 13], True]
    assert (proposal.covered_before, proposal.covered_after) == (55, 96)
    assert proposal.candidates.lon[proposal.plan.sites[0]] == 0.04
    assert proposal.counties[0].adcode == "410001"
    assert proposal.plan.objective == 96
    curve = proposal.curve(10)
    assert [point.covered for point in curve.points] == [55, 83, 96, 98]
    assert proposal.unreached.weight == 0


def test_what_a_closure_loses():
    coverage = coverage_of(0, 0.5, 5)
    proposal = propose_sites(coverage, candidates_from_demand(coverage.demand), SitingQuery(p=1))
    # The first two share 0 and 1; the third alone covers 4, 5 and 6.
    assert [(one.column, one.loss) for one in proposal.closures] == [(2, 26), (0, 0), (1, 0)]


def test_the_radius_that_would_reach_the_unreached():
    coverage = coverage_of(0)
    proposal = propose_sites(coverage, plain_candidates(["a"], [0.05], [0.0]), SitingQuery(p=1))
    lost = proposal.unreached
    assert lost.weight == 12 + 3 + 2
    assert [coverage.demand.lon[row] for row in lost.rows] == [0.3, 0.03, 0.07]
    assert lost.distances_m == pytest.approx([25 * U, 2 * U, 2 * U])
    assert lost.radius_m == pytest.approx(25 * U)


def test_by_night_only_what_would_be_open_counts():
    rows = ((0, 50), (4, 20), (8, 30))
    stations = stations_at(0, opening_hours="Mo-Su 08:00-20:00")
    night = dt.datetime(2026, 7, 8, 2, 0)
    by_night = measure_coverage(stations, demand_at(*rows), 1.5 * U, at=night, open="possible")
    by_day = measure_coverage(stations, demand_at(*rows), 1.5 * U)
    plain = plain_candidates(["a", "b", "c"], [0.0, 0.04, 0.08], [0.0] * 3)
    shut = "Mo-Su 08:00-20:00"
    candidates = plain.__class__(**vars(plain) | {"opening_hours": (None, None, shut)})
    assert propose_sites(by_day, candidates, SitingQuery(p=1)).plan.gains == [30]
    proposal = propose_sites(by_night, candidates, SitingQuery(p=3))
    assert [proposal.candidates.id[site] for site in proposal.plan.sites] == ["a", "b"]
    assert (proposal.plan.objective, proposal.unreached.weight) == (70, 30)


def test_min_share_of_counties_and_what_rules_it_out(tmp_path):
    by = districts_of(tmp_path, ("410001", -1, 4.5, "A"), ("410002", 4.5, 40, "A"))
    coverage = coverage_of(0, by=by)
    candidates = candidates_from_demand(coverage.demand)
    first = propose_sites(coverage, candidates, SitingQuery(p=1, min_share=0.5))
    assert first.plan.objective == 55 + 26  # the second county has 24: 5, 6, 7 or 4, 5, 6
    # 95 % takes 3 and 4 in the first county, and 5, 6, 7 and 30 in the second.
    with pytest.raises(InfeasibleError, match="at least 3"):
        propose_sites(coverage, candidates, SitingQuery(p=1, min_share=0.95))
    with pytest.raises(InfeasibleError, match="410002"):
        propose_sites(
            coverage, plain_candidates(["a"], [0.0], [0.0]), SitingQuery(p=1, min_share=0.5)
        )


def test_groups_count_by_their_factors():
    groups = {"riders": [1, 0], "drivers": [0, 5]}
    demand = demand_at((0, 10), (10, 10), groups=groups)
    coverage = measure_coverage(stations_at(), demand, U)
    candidates = candidates_from_demand(demand)
    proposal = propose_sites(
        coverage, candidates, SitingQuery(p=1, groups={"riders": 6.0, "drivers": 1.0})
    )
    assert (proposal.plan.sites, proposal.plan.objective) == ([0], 6)
    with pytest.raises(ParameterError, match="riders, drivers"):
        propose_sites(coverage, candidates, SitingQuery(p=1, groups={"cooks": 1.0}))


def test_costs_places_and_what_must_and_must_not_be():
    coverage = coverage_of(0)
    plain = plain_candidates(["a", "b", "c", "d"], [0.04, 0.04, 0.06, 0.3], [0.0] * 4)
    changes = {
        "cost": np.array([3.0, 2.0, 2.0, 1.0]),
        "place": np.array([0, 0, -1, -1]),
        "required": np.array([False, False, False, True]),
        "excluded": np.array([False, True, False, False]),
    }
    candidates = plain.__class__(**vars(plain) | changes)
    proposal = propose_sites(coverage, candidates, SitingQuery(budget=3.0))
    assert [candidates.id[site] for site in proposal.plan.sites] == ["c", "d"]
    assert proposal.plan.objective == 55 + 22 + 2


@pytest.mark.parametrize("problem", ["p-median", "p-centre"])
def test_distances_are_those_of_the_earth_and_of_what_stands(problem):
    coverage = coverage_of(0)
    candidates = candidates_from_demand(coverage.demand)
    proposal = propose_sites(coverage, candidates, SitingQuery(problem, p=1))
    column = proposal.candidates.lon[proposal.plan.sites[0]]
    metres = [min(lon / 100, abs(lon / 100 - column)) * 100 * U for lon, _ in ROWS]
    if problem == "p-centre":
        assert proposal.plan.objective == pytest.approx(max(metres), abs=1e-3)
    else:
        expected = sum(weight * m for (_, weight), m in zip(ROWS, metres, strict=True))
        assert proposal.plan.objective == pytest.approx(expected, abs=1)


def test_lscp_covers_all_that_can_be():
    coverage = coverage_of(0)
    proposal = propose_sites(coverage, candidates_from_demand(coverage.demand), SitingQuery("lscp"))
    assert (proposal.plan.objective, proposal.covered_after) == (3, 98)


@pytest.mark.parametrize(
    "ask",
    [
        SitingQuery("lscp", p=3),
        SitingQuery("p-median"),
        SitingQuery("p-centre", budget=2.0),
        SitingQuery(),
        SitingQuery(p=1, min_share=0.5),
        SitingQuery(p=1, min_share=1.5),
        SitingQuery(p=-1),
        SitingQuery(budget=float("nan")),
        SitingQuery("p-centre", p=-1),
        SitingQuery("p-median", p=1, gap=1.0),
    ],
)
def test_asks_that_don_t_fit(ask):
    coverage = coverage_of(0)
    with pytest.raises(ParameterError):
        propose_sites(coverage, candidates_from_demand(coverage.demand), ask)


def test_too_many_distances_are_refused_with_what_to_do(monkeypatch):
    monkeypatch.setattr("locator.plan.candidate_distances.MOST_PAIRS", 10)
    coverage = coverage_of(0)
    with pytest.raises(ParameterError, match="fewer candidates"):
        propose_sites(
            coverage, candidates_from_demand(coverage.demand), SitingQuery("p-median", p=1)
        )


def lots(**changes):
    """Candidates at 0.03, 0.05 and 0.06 degrees, with changes."""
    plain = plain_candidates(["a", "b", "c"], [0.03, 0.05, 0.06], [0.0] * 3)
    return plain.__class__(**vars(plain) | changes)


@pytest.mark.parametrize(
    ("ask", "changes", "message"),
    [
        (SitingQuery("lscp"), {"place": np.array([0, 0, -1])}, "place"),
        (SitingQuery("p-median", p=1), {"place": np.array([0, 0, -1])}, "place"),
        (SitingQuery("p-centre", p=1), {"place": np.array([0, 0, -1])}, "place"),
        (SitingQuery("lscp"), {"capacity": np.array([1.0, 2.0, 3.0])}, "capacity"),
        (SitingQuery("p-centre", p=1), {"capacity": np.array([1.0, 2.0, 3.0])}, "capacity"),
    ],
)
def test_what_a_problem_would_pass_over_is_refused(ask, changes, message):
    with pytest.raises(ParameterError, match=f"^{message}"):
        propose_sites(coverage_of(0), lots(**changes), ask)


def test_p_median_keeps_to_capacities():
    # All 20 are nearest to the second lot, which serves 5; the first takes the 15 that are left.
    coverage = coverage_of(rows=((5, 20),))
    proposal = propose_sites(
        coverage, lots(capacity=np.array([np.inf, 5.0, 0.0])), SitingQuery("p-median", p=2)
    )
    assert sorted(proposal.plan.sites) == [0, 1]
    assert proposal.plan.objective == pytest.approx(15 * 2 * U, rel=1e-6)
