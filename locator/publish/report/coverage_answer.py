"""What the planner's products are made of: the figures, and how they were asked for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from locator.plan.clock import HOURS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from locator.plan.clock import Clock
    from locator.plan.comparison import Comparison
    from locator.plan.coverage import Coverage
    from locator.plan.gaps import Gap
    from locator.settings import Tiles
    from locator.stations.hours import Calendar


@dataclass(frozen=True, eq=False)
class CoverageAnswer:
    """All that the coverage map, the report and the files tell.

    Parameters
    ----------
    coverage
        With districts or without.
    gaps
        Of this coverage, by rank.
    clock, comparison
        None where they were not asked for.
    command
        The line that makes the same answer again.
    arguments
        The same as names and values, ready for JSON.
    review_number, tiles
        For the maps; see `Settings`.
    """

    coverage: Coverage
    gaps: Sequence[Gap]
    clock: Clock | None = None
    comparison: Comparison | None = None
    command: str = ""
    arguments: Mapping[str, object] | None = None
    review_number: str = ""
    tiles: Tiles | None = None

    @property
    def modelled(self) -> bool:
        """Whether any figure rests on modelled stations or demand, the older file's included."""
        before = self.comparison is not None and self.comparison.before.modelled
        return before or self.coverage.modelled

    def summary(self) -> dict[str, object]:
        """Return all figures, with what makes them again; ready for JSON."""
        return {
            **self.coverage.summary(),
            "sample_data": self.modelled,
            "command": self.command,
            "arguments": dict(self.arguments or {}),
            "gaps": _gaps(self),
            "clock": None if self.clock is None else clock_figures(self.clock),
            "calendar": _calendar(self.coverage.stations.hours.calendar),
            "comparison": None if self.comparison is None else self.comparison.summary(),
        }


def _gaps(answer: CoverageAnswer) -> dict[str, object]:
    whole = answer.coverage.whole
    return {
        "number": len(answer.gaps),
        "weight": sum(gap.weight for gap in answer.gaps),
        "uncovered_weight": whole.weight - whole.covered_weight,
    }


def clock_figures(clock: Clock) -> dict[str, object]:
    """Return the shares at each hour of a week, and the counties that fall by night."""
    known, possible = clock.share_known_open, clock.share_possibly_open
    return {
        "monday": clock.monday.isoformat(),
        "weight": clock.weight,
        "share_known_open": None if known is None else known.tolist(),
        "share_possibly_open": None if possible is None else possible.tolist(),
        "lowest_hour": None if known is None else int(known.argmin()),
        "hours_a_day": HOURS,
        "falls": [fall._asdict() | {"fall": fall.fall} for fall in clock.falls],
    }


def _calendar(calendar: Calendar) -> dict[str, object]:
    """Return the years of days off that open states rest on, and a hash of all their days."""
    years = calendar.published_years
    content = repr(calendar.years).encode()
    return {"years": list(years), "sha256": hashlib.sha256(content).hexdigest()}
