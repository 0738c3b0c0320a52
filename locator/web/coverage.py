"""`/api/v1/coverage` and `/api/v1/gaps`: the planner's figures, as the library has them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, request

from locator.plan.clock import CLOCK, measure_clock
from locator.plan.features import encode_collection, gap_collection
from locator.plan.gaps import SMALLEST_WEIGHT, find_gaps
from locator.plan.reach import CLOCK_RADIUS_M, COVERAGE_RADIUS_M, GAP_RADIUS_M
from locator.publish.openapi.planner_api import MOST_GAPS
from locator.publish.report.coverage_answer import clock_figures
from locator.web.parameters import Query
from locator.web.planner_query import planner, read_planner_query
from locator.web.responses import SHARED, conditional
from locator.web.store import store

if TYPE_CHECKING:
    from datetime import date

    from locator.plan.coverage import CoverageQuery
    from locator.stations.station_set import StationSet
    from locator.web.planner_query import Planner

blueprint = Blueprint("coverage", __name__)


@blueprint.get("/api/v1/coverage")
def coverage() -> Response:
    """Answer with `Coverage.summary()`; with `clock` also with the hours of a date's week."""
    query = Query(request.args)
    question = read_planner_query(query, CLOCK_RADIUS_M if CLOCK in query else COVERAGE_RADIUS_M)
    week = query.take(CLOCK)
    query.finish()
    stations, plan = store(current_app).current().stations, planner(current_app)
    text = plan.answers.get(
        stations,
        ("coverage", question, week),
        lambda: _summary(stations, plan, question, week),
    )
    answer = Response(text, content_type="application/json")
    return conditional(answer, SHARED, query.lang)


@blueprint.get("/api/v1/gaps")
def gaps() -> Response:
    """Answer with the greatest gaps, GeoJSON."""
    query = Query(request.args)
    question = read_planner_query(query, GAP_RADIUS_M)
    number, smallest = query.take(MOST_GAPS), query.take(SMALLEST_WEIGHT)
    query.finish()
    stations, plan = store(current_app).current().stations, planner(current_app)
    text = plan.answers.get(
        stations,
        ("gaps", question, number, smallest),
        lambda: _gaps(stations, plan, question, number, smallest),
    )
    answer = Response(text, content_type="application/geo+json")
    return conditional(answer, SHARED, query.lang)


def _summary(
    stations: StationSet, plan: Planner, question: CoverageQuery, week: date | None
) -> bytes:
    figures = plan.measure(question, stations).summary()
    if week is not None:
        clock = measure_clock(
            stations,
            plan.demand,
            question.radius_m,
            week,
            kinds=question.kinds,
            services=question.services,
            statuses=question.statuses,
            by=plan.districts,
        )
        figures["clock"] = clock_figures(clock)
    return json.dumps(figures, ensure_ascii=False, allow_nan=False).encode()


def _gaps(
    stations: StationSet, plan: Planner, question: CoverageQuery, number: int, smallest: float
) -> bytes:
    measured = plan.measure(question, stations)
    listed = find_gaps(measured, number=number, smallest_weight=smallest)
    return b"".join(encode_collection(gap_collection(listed, sample_data=measured.modelled)))
