"""/api/v1/plan: the library's plan, bounded in size and time, and clear about it."""

import json

import numpy as np
import pytest

from locator.geo.districts import bundled_districts
from locator.plan.candidates import candidates_from_demand
from locator.plan.coverage import measure_coverage
from locator.plan.demand import DemandSet, bundled_demand
from locator.plan.propose import SitingQuery, propose_sites
from locator.web.store import store

COUNTY = "410105"


@pytest.fixture
def ask(client):
    def ask_(**parameters):
        answer = client.get("/api/v1/plan", query_string={"district": COUNTY, **parameters})
        return answer, json.loads(answer.get_data(as_text=True))

    return ask_


def test_the_plan_is_the_library_s(app, ask):
    answer, body = ask(p=5)
    demand, by = bundled_demand(), bundled_districts()
    place = [county.adcode for county in by.counties].index(COUNTY)
    rows = np.flatnonzero(demand.assigned_to(by).county == place)
    mine = DemandSet(demand.lon[rows], demand.lat[rows], demand.weight[rows])
    stations = store(app).current().stations
    coverage = measure_coverage(stations, mine, 1000, by=by)
    proposal = propose_sites(coverage, candidates_from_demand(mine, 2000), SitingQuery(p=5))
    assert answer.content_type == "application/geo+json"
    assert body["summary"]["plan"]["objective"] == proposal.plan.objective
    assert body["summary"]["plan"]["optimal"] is True
    assert [site["properties"]["gain"] for site in body["features"]] == proposal.plan.gains
    assert body["features"][0]["geometry"]["coordinates"] == pytest.approx(
        [proposal.candidates.lon[proposal.plan.sites[0]],
         proposal.candidates.lat[proposal.plan.sites[0]]], abs=1e-6,
    )  # fmt: skip
    assert body["sample_data"] is True
    assert answer.headers["Cache-Control"].startswith("public")
    assert answer.headers["ETag"]


@pytest.mark.parametrize("objective", ["lscp", "p-median", "p-centre"])
def test_every_objective(ask, objective):
    answer, body = ask(objective=objective, p=4)
    assert answer.status_code == 200
    plan = body["summary"]["plan"]
    assert plan["problem"] == objective
    assert plan["bound"] <= plan["objective"]
    assert len(body["features"]) == len(plan["sites"])


def test_more_than_it_does_is_refused_with_what_to_do(client, ask):
    answer, body = ask(p=101)
    assert (answer.status_code, body["parameter"]) == (400, "p")
    answer, body = ask(time_limit_s=11)
    assert (answer.status_code, body["parameter"]) == (400, "time_limit_s")
    answer = client.get("/api/v1/plan?objective=p-median&lang=en")
    body = json.loads(answer.get_data(as_text=True))
    assert (answer.status_code, body["parameter"]) == (400, "district")
    assert "locator site" in body["detail"]


def test_a_plan_that_can_t_be_had_names_the_constraint(ask):
    answer, body = ask(p=2, min_share=0.99, lang="en")
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert COUNTY in body["detail"]
    assert "min_share" in body["detail"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("district", "99"), ("objective", "x"), ("min_share", "2"), ("spacing_m", "-1"), ("x", "1"),
     ("radius_m", "nan"), ("p", "0"), ("open", "only")],
)  # fmt: skip
def test_a_wrong_parameter_is_named(ask, name, value):
    answer, body = ask(**{name: value})
    assert (answer.status_code, body["parameter"]) == (400, name)
