"""The sheet for a wall, and pages as PNG and PDF through this machine's Chromium."""

from locator.publish.printing.browser import NoBrowserError, find_browser, print_pdf, print_png
from locator.publish.printing.sheet import render_print_map

__all__ = ["NoBrowserError", "find_browser", "print_pdf", "print_png", "render_print_map"]
