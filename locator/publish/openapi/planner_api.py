"""The planner's endpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.errors import Words
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
    Words(
        "时刻：now（当前整点）或 ISO 8601；不给则不限时间，任何季节都计入",
        "The moment: now (the full hour begun) or ISO 8601; without it every hour counts",
    ),
    {"type": "string"},
    example="2026-10-01T22:30",
)
_ASKED = (_AT, *shared("kind", "service", "status", "open", "lang"))


def _radius(most_m: int) -> Parameter:
    schema = {"type": "number", "minimum": 0, "maximum": most_m, "default": DEFAULT_RADIUS_M}
    return query("radius_m", Words("服务半径，米", "The service radius in metres"), schema)


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        "/api/v1/coverage", "coverage", "planner",
        Words("覆盖率及其全部数字", "Coverage: all figures, by district and group"),
        {_JSON: {"type": "object"}},
        (
            _radius(MOST_COVERAGE_RADIUS_M),
            *_ASKED,
            query(
                "clock",
                Words(
                    f"加上某日所在一周各钟点；半径至多 {MOST_CLOCK_RADIUS_M} 米",
                    f"Adds the hours of a date's week; or now; within {MOST_CLOCK_RADIUS_M} m",
                ),
                {"type": "string"}, example="2026-10-01",
            ),
        ),
        (400, 503),
    ),
    Endpoint(
        "/api/v1/gaps", "gaps", "planner",
        Words("最大的缺口", "The greatest gaps: what one more station would cover"),
        {_GEOJSON: ref("feature_collection")},
        (
            _radius(MOST_GAP_RADIUS_M),
            *_ASKED,
            query(
                "number", Words("至多几个", "How many at most"),
                {
                    "type": "integer", "minimum": 1, "maximum": MOST_GAPS,
                    "default": DEFAULT_GAPS,
                },
            ),
            query(
                "smallest_weight", Words("略去人数更少的", "Leave out those of less weight"),
                {"type": "number", "minimum": 0, "default": 0},
            ),
        ),
        (400, 503),
    ),
    Endpoint(
        "/api/v1/plan", "plan", "planner",
        Words("下一批站点建在哪里，及其理论界", "Where to build next, with a bound; small cases"),
        {_GEOJSON: ref("feature_collection")},
        (
            _radius(MOST_GAP_RADIUS_M),
            *_ASKED,
            query(
                "objective", Words("目标", "What the sites are chosen for"),
                {"type": "string", "enum": ["mclp", "lscp", "p-median", "p-centre"],
                 "default": "mclp"},
            ),
            query(
                "p", Words("至多几个新站点", "How many new sites at most"),
                {"type": "integer", "minimum": 1, "maximum": 100, "default": 10},
            ),
            query(
                "district", Words("只看一个县或市（代码）", "One county or prefecture, by code"),
                {"type": "string", "maxLength": 6}, example="410105",
            ),
            query(
                "spacing_m", Words("候选点的最小间距，米", "The least metres between candidates"),
                {"type": "number", "minimum": 0, "maximum": 100000, "default": 2000},
            ),
            query(
                "min_share", Words("各县的最低覆盖率", "The least covered share of each county"),
                {"type": "number", "minimum": 0, "maximum": 1},
            ),
            query(
                "time_limit_s", Words("求解时限，秒", "How long it may solve, seconds"),
                {"type": "number", "minimum": 0, "maximum": 10, "default": 5},
            ),
        ),
        (400, 422, 503),
    ),
    Endpoint(
        "/map", "planner_map", "planner",
        Words("规划地图", "The planner's map; what is wrong takes its default"),
        {"text/html": HTML},
        (
            _radius(MOST_GAP_RADIUS_M),
            *_ASKED,
            query(
                "day", Words("本周星期几，0 为周一", "A day of this week, 0 is Monday"),
                {"type": "integer", "minimum": 0, "maximum": 6},
            ),
            query(
                "hour", Words("几点", "The hour"),
                {"type": "integer", "minimum": 0, "maximum": 23},
            ),
        ),
        (503,),
    ),
)  # fmt: skip
