"""Coverages measured for the planner's products."""

from datetime import date, datetime

from locator.plan.clock import measure_clock
from locator.plan.coverage import measure_coverage
from locator.plan.gaps import find_gaps
from locator.publish.report.coverage_answer import CoverageAnswer
from tests.plan.making import U

NIGHT, WEEK = datetime(2026, 10, 1, 22), date(2026, 10, 1)


def answered(stations, demand, by=None, radius_m=1.5 * U, **options):
    """Measure all that a report can show."""
    clocked = options.pop("clock", True)
    coverage = measure_coverage(stations, demand, radius_m, by=by, **options)
    clock = measure_clock(stations, demand, radius_m, WEEK, by=by) if clocked else None
    return CoverageAnswer(coverage, find_gaps(coverage), clock, command="locator coverage")
