"""What of the planner's questions is answered over HTTP: the library takes more.

A worker has four threads, and a question of minutes would keep couriers waiting.
"""

from __future__ import annotations

DEFAULT_RADIUS_M = 1_000
MOST_RADIUS_M = 50_000
# The union of the circles is what takes longest.
MOST_COVERAGE_RADIUS_M = 20_000
# Every pair of a cell and a station within the radius is looked at.
MOST_CLOCK_RADIUS_M = 10_000
# Each candidate's circle is summed up anew as gaps are taken: time grows with the circle's cells.
MOST_GAP_RADIUS_M = 5_000
DEFAULT_GAPS, MOST_GAPS = 20, 100
# Smaller circles can't be seen on a map.
LEAST_MAP_RADIUS_M = 50
