"""The planner's endpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.language import phrase
from locator.publish.openapi.schemas import HTML, Endpoint, query, ref, shared
from locator.publish.planner_map.map_form import (
    DEFAULT_GAPS,
    DEFAULT_RADIUS_M,
    MOST_CLOCK_RADIUS_M,
    MOST_COVERAGE_RADIUS_M,
    MOST_GAP_RADIUS_M,
    MOST_GAPS,
)

if TYPE_CHECKING:
    from locator.publish.openapi.schemas import Parameter

_GEOJSON, _JSON = "application/geo+json", "application/json"
_AT = query(
    "at",
    phrase("openapi.at"),
    {"type": "string"},
    example="2026-10-01T22:30",
)
_ASKED = (_AT, *shared("kind", "service", "status", "open", "lang"))


def _radius(most_m: int) -> Parameter:
    schema = {"type": "number", "minimum": 0, "maximum": most_m, "default": DEFAULT_RADIUS_M}
    return query("radius_m", phrase("openapi.service_radius_metres"), schema)


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        "/api/v1/coverage", "coverage", "planner",
        phrase("openapi.endpoints.coverage_all_figures_district_group"),
        {_JSON: {"type": "object"}},
        (
            _radius(MOST_COVERAGE_RADIUS_M),
            *_ASKED,
            query(
                "clock",
                phrase(
                    "openapi.endpoints.adds_hours_dates_week_now",
                    most_clock_radius_m=MOST_CLOCK_RADIUS_M,
                ),
                {"type": "string"}, example="2026-10-01",
            ),
        ),
        (400, 503),
    ),
    Endpoint(
        "/api/v1/gaps", "gaps", "planner",
        phrase("openapi.endpoints.greatest_gaps_what_one_more"),
        {_GEOJSON: ref("feature_collection")},
        (
            _radius(MOST_GAP_RADIUS_M),
            *_ASKED,
            query(
                "number", phrase("openapi.endpoints.how_many_most"),
                {
                    "type": "integer", "minimum": 1, "maximum": MOST_GAPS,
                    "default": DEFAULT_GAPS,
                },
            ),
            query(
                "smallest_weight", phrase("openapi.endpoints.leave_out_those_less_weight"),
                {"type": "number", "minimum": 0, "default": 0},
            ),
        ),
        (400, 503),
    ),
    Endpoint(
        "/api/v1/plan", "plan", "planner",
        phrase("openapi.endpoints.where_build_next_bound_small"),
        {_GEOJSON: ref("feature_collection")},
        (
            _radius(MOST_GAP_RADIUS_M),
            *_ASKED,
            query(
                "objective", phrase("openapi.endpoints.what_sites_chosen"),
                {"type": "string", "enum": ["mclp", "lscp", "p-median", "p-centre"],
                 "default": "mclp"},
            ),
            query(
                "p", phrase("openapi.endpoints.how_many_new_sites_most"),
                {"type": "integer", "minimum": 1, "maximum": 100, "default": 10},
            ),
            query(
                "district", phrase("openapi.endpoints.one_county_prefecture_code"),
                {"type": "string", "maxLength": 6}, example="410105",
            ),
            query(
                "spacing_m", phrase("openapi.endpoints.least_metres_between_candidates"),
                {"type": "number", "minimum": 0, "maximum": 100000, "default": 2000},
            ),
            query(
                "min_share", phrase("openapi.endpoints.least_covered_share_each_county"),
                {"type": "number", "minimum": 0, "maximum": 1},
            ),
            query(
                "time_limit_s", phrase("openapi.endpoints.how_long_may_solve_seconds"),
                {"type": "number", "minimum": 0, "maximum": 10, "default": 5},
            ),
        ),
        (400, 422, 503),
    ),
    Endpoint(
        "/map", "planner_map", "planner",
        phrase("openapi.endpoints.planners_map_what_wrong_takes"),
        {"text/html": HTML},
        (
            _radius(MOST_GAP_RADIUS_M),
            *_ASKED,
            query(
                "day", phrase("openapi.endpoints.day_week_0_monday"),
                {"type": "integer", "minimum": 0, "maximum": 6},
            ),
            query(
                "hour", phrase("openapi.endpoints.hour"),
                {"type": "integer", "minimum": 0, "maximum": 23},
            ),
        ),
        (503,),
    ),
)  # fmt: skip
