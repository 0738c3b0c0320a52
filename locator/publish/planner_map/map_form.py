"""What the form beside a served map was asked for and offers, and how far its questions may go."""

from __future__ import annotations

from dataclasses import dataclass, replace

from locator.parameters import Number
from locator.plan.reach import RADIUS_M


@dataclass(frozen=True, slots=True)
class MapForm:
    """The settings of a served map.

    Parameters
    ----------
    radius_m, kinds, services, statuses, open
        As for `measure_coverage`; the form keeps statuses and doesn't offer them.
    day, hour
        The day of the week, 0 for Monday, and the full hour; None is today, and any time.
    lowest_radius_m, highest_radius_m
        What the form takes.
    notes
        What could not be used of the address, ready to be read.
    other_language
        The address of the same map in the other language.
    offered_kinds, offered_services
        Those of which there are any.
    """

    radius_m: float
    kinds: tuple[str, ...]
    services: tuple[str, ...]
    statuses: tuple[str, ...]
    open: str
    day: int | None
    hour: int | None
    lowest_radius_m: float
    highest_radius_m: float
    notes: tuple[str, ...] = ()
    other_language: str = ""
    offered_kinds: tuple[str, ...] = ()
    offered_services: tuple[str, ...] = ()

    def offering(self, kinds: tuple[str, ...], services: tuple[str, ...]) -> MapForm:
        """Return the form with what can be chosen in it."""
        return replace(self, offered_kinds=kinds, offered_services=services)


# What of the planner's questions is answered over HTTP, where others wait meanwhile: the library
# and the commands take more. The largest circles that are drawn:
MOST_AREA_RADIUS_M = 50_000.0
# Every pair of a cell and a station within the radius is looked at.
MOST_CLOCK_RADIUS_M = 10_000.0
# Each candidate's circle is summed up anew as gaps are taken: time grows with the circle's cells.
MOST_GAP_RADIUS_M = 5_000.0
# Smaller circles can't be seen on a map.
LEAST_MAP_RADIUS_M = 50.0

AREA_RADIUS_M = RADIUS_M.but(values=Number(0.0, MOST_AREA_RADIUS_M))
# The union of the circles is what takes longest.
COVERAGE_RADIUS_M = RADIUS_M.but(values=Number(0.0, 20_000.0))
CLOCK_RADIUS_M = RADIUS_M.but(values=Number(0.0, MOST_CLOCK_RADIUS_M))
GAP_RADIUS_M = RADIUS_M.but(values=Number(0.0, MOST_GAP_RADIUS_M))
