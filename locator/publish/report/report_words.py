"""What the coverage report says, in both languages. {braces} are filled in by Python."""

from __future__ import annotations

from locator.language import phrase, phrases
from locator.settings import DETOUR_FACTOR

REPORT = phrases("report.page")

# Of districts.csv, by the figures' names.
CSV_COLUMNS = phrases("report.csv_columns")
LEVELS = phrases("report.levels")

METHOD = (
    phrase("report.method.distances_exact_geodesics_wgs_84"),
    phrase("report.method.lines_roads_rivers_railways_expressways"),
    phrase("report.method.open_states_follow_published_hours"),
    phrase("report.method.gaps_found_one_after_other"),
    phrase("report.method.demand_stations_belong_county_they"),
)
DETOUR_SOURCE = phrase("report.detour_source", detour_factor=DETOUR_FACTOR)
DETOUR_SET = phrase("report.detour_set")
