"""What the planner's endpoints share: demand, districts, how they are asked, and kept answers.

Demand is read when the app is made: a faulty file is told at start, as one of stations is, and
processes that are forked from this one share its memory.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from locator.geo.district_files import districts_or_bundled
from locator.language import phrase
from locator.parameters import Parameter, parameters_of
from locator.plan.coverage import CoverageQuery
from locator.plan.demand import demand_or_bundled
from locator.web.responses import problem, requested_language

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

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

# Of costly answers, which are computed once for those who ask at the same time, and kept.
MOST_ANSWERS = 64
MOST_BYTES = 64 * 1024 * 1024
# Of a worker's four threads one computes and two may wait, for their turn or for what another
# computes: the fourth goes on answering couriers, whatever a crowd of planners asks.
MOST_WAITING = 2


class Busy(Exception):  # noqa: N818  # a state, and no fault
    """So many wait for answers already that this one is refused."""


class Answers:
    """Answers by what was asked; safe for threads, one for each process.

    What was asked for the first time is computed by the one who asks; who asks the same meanwhile
    waits for it. Different answers are computed one after the other. The answers asked for longest
    ago make room, and all go when the data change.

    Parameters
    ----------
    most, most_bytes
        How many answers are kept, and how large they are together.
    most_waiting
        How many may wait while another computes, be it for the same answer or for their turn.
    """

    def __init__(
        self,
        most: int = MOST_ANSWERS,
        most_bytes: int = MOST_BYTES,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._answers: OrderedDict[Hashable, bytes] = OrderedDict()
        self._bytes = 0
        self._version: object = None
        self._flights: dict[Hashable, _Flight] = {}
        self._lock = threading.Lock()
        self._computing = threading.Lock()
        self._places = threading.Semaphore(1 + most_waiting)

    def get(self, version: object, question: Hashable, make: Callable[[], bytes]) -> bytes:
        """Return the answer that is kept or being computed, else what `make` returns.

        Parameters
        ----------
        version
            The data; compared by identity.
        question
            What the answer depends on besides.

        Raises
        ------
        Busy
            If too many wait already. Whatever `make` raises reaches all who wait for it; it is
            not kept.
        """
        key = (id(version), question)
        with self._lock:
            stored = self._find(version, question)
            if stored is not None:
                return stored
            if not self._places.acquire(blocking=False):
                raise Busy
            flight = self._flights.get(key)
            if flight is None:
                mine = self._flights[key] = _Flight()
        try:
            return self._fly(mine, version, question, make) if flight is None else flight.wait()
        finally:
            self._places.release()

    def _find(self, version: object, question: Hashable) -> bytes | None:
        """Return an answer that is kept. Those on other data go."""
        if version is not self._version:
            self._version, self._bytes = version, 0
            self._answers.clear()
        if question not in self._answers:
            return None
        self._answers.move_to_end(question)
        return self._answers[question]

    def _fly(
        self, mine: _Flight, version: object, question: Hashable, make: Callable[[], bytes]
    ) -> bytes:
        try:
            with self._computing:
                mine.land(answer=make())
        except BaseException as error:
            mine.land(error=error)
            raise
        finally:
            with self._lock:
                del self._flights[id(version), question]
                self._keep(version, question, mine.answer)
        return mine.wait()

    def _keep(self, version: object, question: Hashable, answer: bytes | None) -> None:
        if answer is None or version is not self._version or len(answer) > self._most_bytes:
            return
        self._answers[question] = answer
        self._bytes += len(answer)
        while len(self._answers) > self._most or self._bytes > self._most_bytes:
            self._bytes -= len(self._answers.popitem(last=False)[1])


class _Flight:
    """An answer that is being computed."""

    def __init__(self) -> None:
        self.answer: bytes | None = None
        self._error: BaseException | None = None
        self._landed = threading.Event()

    def land(self, answer: bytes | None = None, error: BaseException | None = None) -> None:
        self.answer, self._error = answer, error
        self._landed.set()

    def wait(self) -> bytes:
        self._landed.wait()
        if self._error is not None:
            raise self._error
        assert self.answer is not None  # noqa: S101  # it landed without an error
        return self.answer


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
    extension: Planner = app.extensions["planner"]
    return extension


def read_planner_query(query: Query, radius_m: Parameter[float]) -> CoverageQuery:
    """Take the parameters that every planner's question has, with a radius as far as it may go."""
    parameters = parameters_of(CoverageQuery) | {"radius_m": radius_m}
    return CoverageQuery(**query.take_all(parameters))


def _busy(_error: Busy) -> Response:
    lang = requested_language()
    answer = problem(503, BUSY.in_language(lang), lang)
    answer.headers["Retry-After"] = str(RETRY_AFTER_S)
    return answer
