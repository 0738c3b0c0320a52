"""Charts and tileless maps as plain numbers for SVG templates."""

from locator.publish.charts.clock import draw_band, draw_heat_map, hours_of
from locator.publish.charts.curve import draw_curve
from locator.publish.charts.map import draw_close_map, draw_map

__all__ = ["draw_band", "draw_close_map", "draw_curve", "draw_heat_map", "draw_map", "hours_of"]
