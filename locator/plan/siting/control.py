"""When to stop: a time limit, a gap that is near enough, and somebody who says stop."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from locator.errors import ParameterError
from locator.language import phrase
from locator.plan.siting.plan import relative_gap

if TYPE_CHECKING:
    from collections.abc import Callable

_TIME = phrase("siting.time")
_GAP = phrase("siting.gap")


class Progress(NamedTuple):
    """Where a solver stands: the best plan's objective, its bound, and the time taken so far."""

    objective: float
    bound: float
    time_s: float


class Control:
    """The clock of one solution, started when it is made.

    Its parameters are those of all solvers, as `locator.plan.siting` says them.

    Raises
    ------
    ParameterError
        If the limit or the gap is NaN or out of range.
    """

    def __init__(
        self,
        time_limit_s: float,
        gap: float,
        progress: Callable[[Progress], None] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> None:
        if isinstance(time_limit_s, bool) or not _is(time_limit_s, lambda s: s >= 0.0):
            raise ParameterError("time_limit_s", time_limit_s, _TIME)
        if isinstance(gap, bool) or not _is(gap, lambda part: 0.0 <= part < 1.0):
            raise ParameterError("gap", gap, _GAP)
        self.gap = float(gap)
        self._limit_s = float(time_limit_s)
        self._progress, self._stop = progress, stop
        self._start_s = time.perf_counter()
        self._last_reported: tuple[float, float] | None = None

    @property
    def time_s(self) -> float:
        """The time taken so far."""
        return time.perf_counter() - self._start_s

    @property
    def left_s(self) -> float:
        """The time that is left, 0 where none is."""
        return max(0.0, self._limit_s - self.time_s)

    def unlimited(self) -> Control:
        """Return a control without limit, for what is needed to tell of a plan."""
        return Control(float("inf"), 0.0)

    def seconds(self, limit_s: float) -> Control:
        """Return a silent control with a limit of its own, for what follows the search."""
        return Control(limit_s, 0.0, None, self._stop)

    def part(self, share: float) -> Control:
        """Return a silent control of a part of the time that is left."""
        return Control(self.left_s * share, self.gap, None, self._stop)

    def stopped(self) -> bool:
        """Return whether somebody said stop."""
        return self._stop is not None and self._stop()

    def over(self) -> bool:
        """Return whether to stop now: somebody said so, or the time is up."""
        return self.left_s == 0.0 or self.stopped()

    def near_enough(self, objective: float, bound: float) -> bool:
        """Return whether the gap is within what was allowed."""
        return relative_gap(objective, bound) <= self.gap

    def report(self, objective: float, bound: float) -> None:
        """Report where the solver stands, if that is news."""
        if self._progress is not None and self._last_reported != (objective, bound):
            self._last_reported = objective, bound
            self._progress(Progress(objective, bound, self.time_s))


def _is(value: float, allowed: Callable[[float], bool]) -> bool:
    try:
        return allowed(value)
    except TypeError:
        return False
