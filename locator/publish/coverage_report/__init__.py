"""A coverage on paper and as files: the report for print, and the folder that holds all."""

from locator.publish.coverage_report.answer import CoverageAnswer, clock_figures
from locator.publish.coverage_report.files import coverage_files
from locator.publish.coverage_report.page import render_coverage_report

__all__ = ["CoverageAnswer", "clock_figures", "coverage_files", "render_coverage_report"]
