"""The planner's map: stations, whom they serve, gaps and districts, on a page of our own files."""

from locator.publish.coverage_map.form import MapForm
from locator.publish.coverage_map.page import coverage_map

__all__ = ["MapForm", "coverage_map"]
