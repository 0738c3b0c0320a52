"""What the planner's endpoints share: demand and districts, their answers, and how they are asked.

Demand is read when the app is made: a faulty file is told at start, as one of stations is, and
processes that are forked from this one share its memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple, cast

from locator.errors import ParameterError
from locator.find.nearest import OPEN_FILTERS
from locator.geo.district_files import read_district_file
from locator.geo.districts import bundled_districts
from locator.language import phrase
from locator.plan.coverage import measure_coverage
from locator.plan.demand import bundled_demand, read_demand
from locator.publish.planner_map.map_form import DEFAULT_RADIUS_M
from locator.stations.kinds import KINDS
from locator.stations.moments import CHINA, parse_moment
from locator.stations.services import SERVICES
from locator.stations.station import STATUSES
from locator.web.answers import Answers, Busy
from locator.web.responses import LONGEST_MAX_AGE_S, problem, requested_language

if TYPE_CHECKING:
    from flask import Flask, Response

    from locator.geo.districts import Districts
    from locator.plan.coverage import Coverage
    from locator.plan.demand import DemandSet
    from locator.plan.reach import Open
    from locator.settings import Settings
    from locator.stations.station_set import StationSet
    from locator.web.parameters import Query

BUSY = phrase("web.busy")
TRY_AGAIN = phrase("web.try_again")
RETRY_AFTER_S = 2
_WEEK = phrase("web.week")


@dataclass(frozen=True)
class Planner:
    """What planner's questions are answered from, besides the stations.

    `answers` are kept for each process.
    """

    demand: DemandSet
    districts: Districts
    answers: Answers
    detour_factor: float


class PlannerQuery(NamedTuple):
    """What coverage is asked for; equal questions have equal answers."""

    radius_m: float
    kinds: tuple[str, ...]
    services: tuple[str, ...]
    statuses: tuple[str, ...]
    at: datetime | None
    open: str

    def measure(self, stations: StationSet, planner: Planner) -> Coverage:
        """Return the coverage.

        Raises
        ------
        ParameterError
            If stations are to be open, but no moment is given.
        """
        return measure_coverage(
            stations,
            planner.demand,
            self.radius_m,
            kinds=self.kinds,
            services=self.services,
            statuses=self.statuses,
            at=self.at,
            open=cast("Open", self.open),
            by=planner.districts,
            detour_factor=planner.detour_factor,
        )


def init_app(app: Flask, settings: Settings) -> None:
    """Read demand and districts, and tell each cell's district, once for all requests.

    Raises
    ------
    LocatorError
        If a file can't be read or has faults.
    """
    demand = bundled_demand() if settings.demand is None else read_demand(settings.demand)
    districts = bundled_districts()
    if settings.districts is not None:
        districts = read_district_file(settings.districts)
    demand.assigned_to(districts)
    app.extensions["planner"] = Planner(demand, districts, Answers(), settings.detour_factor)
    app.register_error_handler(Busy, _busy)


def planner(app: Flask) -> Planner:
    """Return what the app answers planner's questions from."""
    found: Planner = app.extensions["planner"]
    return found


def read_planner_query(query: Query, now: datetime, most_radius_m: int) -> PlannerQuery:
    """Take the parameters that every planner's question has.

    Without `at` no moment is asked for: every season and every hour counts. `now` is the full hour
    that has begun, as the clock has it: so answers are shared for an hour.
    """
    return PlannerQuery(
        radius_m=query.number("radius_m", 0, most_radius_m, DEFAULT_RADIUS_M),
        kinds=_unique(query.words("kind", KINDS)),
        services=_unique(query.words("service", SERVICES)),
        statuses=_unique(query.words("status", dict.fromkeys(STATUSES))),
        at=query.optional("at", lambda text: parse_full_hour(text, now)),
        open=query.choice("open", OPEN_FILTERS, "any"),
    )


def parse_full_hour(text: str, now: datetime) -> datetime:
    """Return the moment that an `at` names, to the minute; `now` is the full hour begun."""
    moment = parse_moment(text, now).replace(second=0, microsecond=0)
    return moment.replace(minute=0) if text == "now" else moment


def parse_week(text: str, now: datetime) -> date:
    """Return the Monday of the week of a date in China: of today's for `now`.

    Raises
    ------
    ParameterError
        If the text is no date.
    """
    if text == "now":
        return monday_of(now.astimezone(CHINA).date())
    try:
        return monday_of(parse_moment(text, now).date())
    except ParameterError as error:
        raise ParameterError("clock", text, _WEEK) from error


def monday_of(day: date) -> date:
    """Return the first day of a date's week."""
    return day - timedelta(days=day.weekday())


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def shared_answer(answer: Response, lang: str) -> Response:
    """Return an answer that tells nothing of who asked: any cache may keep it for a minute."""
    answer.headers["Cache-Control"] = f"public, max-age={LONGEST_MAX_AGE_S}"
    answer.headers["Content-Language"] = lang
    return answer


def _unique(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(words)))


def _busy(_error: Busy) -> Response:
    lang = requested_language()
    answer = problem(503, BUSY.in_language(lang), lang)
    answer.headers["Retry-After"] = str(RETRY_AFTER_S)
    return answer
