"""What the planner's endpoints share: demand and districts, their answers, and how they are asked.

Demand is read when the app is made: a faulty file is told at start, as one of stations is, and
processes that are forked from this one share its memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from locator.geo.district_files import districts_or_bundled
from locator.language import phrase
from locator.parameters import Parameter, parameters_of
from locator.plan.coverage import CoverageQuery
from locator.plan.demand import demand_or_bundled
from locator.web.answers import Answers, Busy
from locator.web.responses import LONGEST_MAX_AGE_S, problem, requested_language

if TYPE_CHECKING:
    from flask import Flask, Response

    from locator.geo.districts import Districts
    from locator.plan.coverage import Coverage
    from locator.plan.demand import DemandSet
    from locator.settings import Settings
    from locator.stations.station_set import StationSet
    from locator.web.parameters import Query

BUSY = phrase("web.busy")
TRY_AGAIN = phrase("web.try_again")
RETRY_AFTER_S = 2


@dataclass(frozen=True)
class Planner:
    """What planner's questions are answered from, besides the stations.

    `answers` are kept for each process.
    """

    demand: DemandSet
    districts: Districts
    answers: Answers
    detour_factor: float

    def measure(self, question: CoverageQuery, stations: StationSet) -> Coverage:
        """Return the coverage that is asked for.

        Raises
        ------
        ParameterError
            If stations are to be open, but no moment is given.
        """
        return question.measure(stations, self.demand, self.districts, self.detour_factor)


def init_app(app: Flask, settings: Settings) -> None:
    """Read demand and districts, and tell each cell's district, once for all requests.

    Raises
    ------
    LocatorError
        If a file can't be read or has faults.
    """
    demand = demand_or_bundled(settings.demand)
    districts = districts_or_bundled(settings.districts)
    demand.assigned_to(districts)
    app.extensions["planner"] = Planner(demand, districts, Answers(), settings.detour_factor)
    app.register_error_handler(Busy, _busy)


def planner(app: Flask) -> Planner:
    """Return what the app answers planner's questions from."""
    found: Planner = app.extensions["planner"]
    return found


def read_planner_query(query: Query, radius_m: Parameter[float]) -> CoverageQuery:
    """Take the parameters that every planner's question has, with a radius as far as it may go."""
    parameters = parameters_of(CoverageQuery) | {"radius_m": radius_m}
    return CoverageQuery(**query.take_all(parameters))


def shared_answer(answer: Response, lang: str) -> Response:
    """Return an answer that tells nothing of who asked: any cache may keep it for a minute."""
    answer.headers["Cache-Control"] = f"public, max-age={LONGEST_MAX_AGE_S}"
    answer.headers["Content-Language"] = lang
    return answer


def _busy(_error: Busy) -> Response:
    lang = requested_language()
    answer = problem(503, BUSY.in_language(lang), lang)
    answer.headers["Retry-After"] = str(RETRY_AFTER_S)
    return answer
