"""`/api/v1/plan`: where to build next, for cases small enough to be answered while one waits."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from flask import Blueprint, Response, current_app, request

from locator.errors import ParameterError
from locator.language import phrase
from locator.parameters import parameters_of
from locator.plan.candidate_distances import count_nearer
from locator.plan.candidates import candidates_from_demand
from locator.plan.coverage import CoverageQuery
from locator.plan.demand import DemandOrigin, DemandSet
from locator.plan.propose import (
    MIN_SHARE,
    OBJECTIVE,
    OPEN_FOR_SITING,
    SitingQuery,
    open_for_siting,
    propose_sites,
)
from locator.plan.reach import GAP_RADIUS_M
from locator.plan.siting.explain import NoPlanInTimeError
from locator.plan.siting.plan import InfeasibleError
from locator.publish.openapi.planner_api import (
    DISTRICT,
    FEW_SITES,
    SHORT_TIME_LIMIT_S,
    WIDE_SPACING_M,
)
from locator.publish.plan_map.plan_files import plan_collection, plan_summary
from locator.web.parameters import Query
from locator.web.planner_query import Planner, planner
from locator.web.responses import SHARED, conditional, problem
from locator.web.store import store

if TYPE_CHECKING:
    from locator.plan.candidates import Candidates
    from locator.plan.coverage import Coverage
    from locator.stations.station_set import StationSet

blueprint = Blueprint("plan", __name__)

MOST_CANDIDATES = 5_000
MOST_PAIRS = 4_000_000  # of demand and a candidate nearer than what stands
_DISTRICT = phrase("web.district")


class _PlanQuery(NamedTuple):
    """What a plan is asked for; equal ones have equal answers."""

    question: CoverageQuery
    siting: SitingQuery
    district: str
    spacing_m: float


@blueprint.get("/api/v1/plan")
def plan() -> Response:
    """Answer with proposed sites by rank, GeoJSON, with objective, bound and gap beside them."""
    query = Query(request.args)
    coverage = parameters_of(CoverageQuery) | {"radius_m": GAP_RADIUS_M, "open": OPEN_FOR_SITING}
    values = query.take_all(coverage)
    question = CoverageQuery(**values | {"open": open_for_siting(values["open"], values["at"])})
    objective, sites = query.take(OBJECTIVE), query.take(FEW_SITES)
    share, time_limit_s = query.take(MIN_SHARE), query.take(SHORT_TIME_LIMIT_S)
    spacing_m, district = query.take(WIDE_SPACING_M), query.take(DISTRICT)
    query.finish()
    siting = SitingQuery(
        objective,
        None if objective == "lscp" else sites,
        min_share=share,
        time_limit_s=time_limit_s,
        gap=1e-4,
    )
    plan_query = _PlanQuery(question, siting, district, spacing_m)
    stations, planned = store(current_app).current().stations, planner(current_app)
    try:
        text = planned.answers.get(
            stations, ("plan", plan_query), lambda: _plan(stations, planned, plan_query)
        )
    except (
        InfeasibleError,
        NoPlanInTimeError,
    ) as error:  # what was asked is in order, and can't be had
        return problem(422, error.in_language(query.lang), query.lang)
    answer = Response(text, content_type="application/geo+json")
    return conditional(answer, SHARED, query.lang)


def _plan(stations: StationSet, planned: Planner, query: _PlanQuery) -> bytes:
    demand = _demand(planned, query.district)
    coverage = replace(planned, demand=demand).measure(query.question, stations)
    candidates = candidates_from_demand(demand, query.spacing_m)
    _check_size(coverage, candidates, query)
    proposal = propose_sites(coverage, candidates, query.siting)
    summary = plan_summary(proposal)
    del summary["sites"], summary["curve"]
    return json.dumps(
        plan_collection(proposal) | {"summary": summary}, ensure_ascii=False, allow_nan=False
    ).encode()


def _demand(planned: Planner, adcode: str) -> DemandSet:
    """Return all demand, or that of a county or a prefecture."""
    demand, districts = planned.demand, planned.districts
    if not adcode:
        return demand
    mine = [
        place
        for place, county in enumerate(districts.counties)
        if adcode in (county.adcode, county.prefecture_adcode)
    ]
    if not mine:
        raise ParameterError("district", adcode, _DISTRICT)
    rows = np.isin(demand.assigned_to(districts).county, mine)
    groups = {name: weight[rows] for name, weight in demand.groups.items()}
    origin = DemandOrigin(f"{demand.origin.name}#{adcode}", demand.origin.sha256)
    return DemandSet(
        demand.lon[rows], demand.lat[rows], demand.weight[rows], groups, origin=origin,
        modelled=demand.modelled,
    )  # fmt: skip


def _check_size(coverage: Coverage, candidates: Candidates, query: _PlanQuery) -> None:
    """Refuse what would take longer than somebody waits, and say what to do instead."""
    fits = len(candidates) <= MOST_CANDIDATES
    if fits and query.siting.problem in ("p-median", "p-centre"):
        rows = np.arange(len(coverage.demand))
        fits = count_nearer(coverage, candidates, rows, MOST_PAIRS) <= MOST_PAIRS
    if fits:
        return
    raise ParameterError(
        "district" if not query.district else "spacing_m",
        f"{len(coverage.demand):,} x {len(candidates):,}",
        phrase(
            "web.most_candidates_distances_choose_county",
            most_candidates=MOST_CANDIDATES,
            most_pairs=MOST_PAIRS,
        ),
    )
