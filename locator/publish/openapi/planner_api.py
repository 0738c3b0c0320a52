"""The planner's endpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from locator.language import phrase
from locator.parameters import LANG, Number, Parameter, Text, Whole, parameters_of
from locator.plan.candidates import SPACING_M
from locator.plan.clock import CLOCK
from locator.plan.coverage import CoverageQuery
from locator.plan.gaps import NUMBER, SMALLEST_WEIGHT
from locator.plan.propose import MIN_SHARE, OBJECTIVE, OPEN_FOR_SITING, TIME_LIMIT_S, P
from locator.plan.reach import COVERAGE_RADIUS_M, GAP_RADIUS_M, MOST_CLOCK_RADIUS_M
from locator.publish.openapi.schemas import HTML, Endpoint, ref

if TYPE_CHECKING:
    from collections.abc import Iterable

_GEOJSON, _JSON = "application/geo+json", "application/json"

# What is answered while one waits: the commands take more.
MOST_GAPS = NUMBER.but(values=Whole(1, 100), default=20)
FEW_SITES = P.but(values=Whole(1, 100), default=10)
SHORT_TIME_LIMIT_S = TIME_LIMIT_S.but(values=Number(0.0, 10.0), default=5.0)
WIDE_SPACING_M = SPACING_M.but(default=2_000.0)
DISTRICT = Parameter("district", Text(6), "", example="410105")
DAY = Parameter("day", Whole(0, 6))
HOUR = Parameter("hour", Whole(0, 23))


def _of_coverage(radius_m: Parameter[float], **instead: Parameter[Any]) -> Iterable[Parameter[Any]]:
    """Return the parameters of a coverage, with a radius as far as it may go."""
    return (parameters_of(CoverageQuery) | {"radius_m": radius_m} | instead).values()


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        "/api/v1/coverage", "coverage", "planner",
        phrase("openapi.endpoints.coverage_all_figures_district_group"),
        {_JSON: {"type": "object"}},
        (
            *_of_coverage(COVERAGE_RADIUS_M),
            CLOCK.but(filled=(("most_clock_radius_m", int(MOST_CLOCK_RADIUS_M)),)),
            LANG,
        ),
        (400, 503),
    ),
    Endpoint(
        "/api/v1/gaps", "gaps", "planner",
        phrase("openapi.endpoints.greatest_gaps_what_one_more"),
        {_GEOJSON: ref("feature_collection")},
        (*_of_coverage(GAP_RADIUS_M), MOST_GAPS, SMALLEST_WEIGHT, LANG),
        (400, 503),
    ),
    Endpoint(
        "/api/v1/plan", "plan", "planner",
        phrase("openapi.endpoints.where_build_next_bound_small"),
        {_GEOJSON: ref("feature_collection")},
        (
            *_of_coverage(GAP_RADIUS_M, open=OPEN_FOR_SITING), OBJECTIVE, FEW_SITES, MIN_SHARE,
            SHORT_TIME_LIMIT_S, WIDE_SPACING_M, DISTRICT, LANG,
        ),
        (400, 422, 503),
    ),
    Endpoint(
        "/map", "planner_map", "planner",
        phrase("openapi.endpoints.planners_map_what_wrong_takes"),
        {"text/html": HTML},
        (*_of_coverage(GAP_RADIUS_M), DAY, HOUR, LANG),
        (503,),
    ),
)  # fmt: skip
