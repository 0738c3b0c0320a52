"""`/api/v1/coverage` and `/api/v1/gaps`: the planner's figures, as the library has them."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, request

from locator.plan.clock import measure_clock
from locator.plan.features import encode_collection, gap_collection
from locator.plan.gaps import find_gaps
from locator.publish.planner_map.map_form import (
    DEFAULT_GAPS,
    MOST_CLOCK_RADIUS_M,
    MOST_COVERAGE_RADIUS_M,
    MOST_GAP_RADIUS_M,
    MOST_GAPS,
)
from locator.publish.report.coverage_answer import clock_figures
from locator.web.parameters import Query
from locator.web.planner_query import (
    parse_week,
    planner,
    read_planner_query,
    shared_answer,
    utc_now,
)
from locator.web.responses import conditional
from locator.web.store import store

if TYPE_CHECKING:
    from datetime import date

    from locator.stations.station_set import StationSet
    from locator.web.planner_query import Planner, PlannerQuery

blueprint = Blueprint("coverage", __name__)


@blueprint.get("/api/v1/coverage")
def coverage() -> Response:
    """Answer with `Coverage.summary()`; with `clock` also with the hours of a date's week."""
    query, now = Query(request.args), utc_now()
    most_m = MOST_CLOCK_RADIUS_M if "clock" in request.args else MOST_COVERAGE_RADIUS_M
    question = read_planner_query(query, now, most_m)
    week = query.optional("clock", lambda text: parse_week(text, now))
    query.finish()
    stations, plan = store(current_app).current().stations, planner(current_app)
    text = plan.answers.get(
        stations,
        ("coverage", question, week),
        lambda: _summary(stations, plan, question, week),
    )
    answer = Response(text, content_type="application/json")
    return conditional(shared_answer(answer, query.lang))


@blueprint.get("/api/v1/gaps")
def gaps() -> Response:
    """Answer with the greatest gaps, GeoJSON."""
    query = Query(request.args)
    question = read_planner_query(query, utc_now(), MOST_GAP_RADIUS_M)
    number = query.whole("number", 1, MOST_GAPS, DEFAULT_GAPS)
    smallest = query.number("smallest_weight", 0, math.inf, 0.0)
    query.finish()
    stations, plan = store(current_app).current().stations, planner(current_app)
    text = plan.answers.get(
        stations,
        ("gaps", question, number, smallest),
        lambda: _gaps(stations, plan, question, number, smallest),
    )
    answer = Response(text, content_type="application/geo+json")
    return conditional(shared_answer(answer, query.lang))


def _summary(
    stations: StationSet, plan: Planner, question: PlannerQuery, week: date | None
) -> bytes:
    figures = question.measure(stations, plan).summary()
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
    stations: StationSet, plan: Planner, question: PlannerQuery, number: int, smallest: float
) -> bytes:
    found = question.measure(stations, plan)
    listed = find_gaps(found, number=number, smallest_weight=smallest)
    return b"".join(encode_collection(gap_collection(listed, sample_data=found.modelled)))
