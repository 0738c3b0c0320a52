"""The share against the radius as a curve, in plain numbers for an SVG template."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from locator.publish.charts.scales import Tick, path, ticks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from locator.plan.coverage import Coverage

    Floats = NDArray[np.float64]


CURVE_WIDTH, CURVE_HEIGHT = 720.0, 190.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 18.0, 14.0, 40.0
_STANDARD_RADIUS_M = 1_000.0  # of the curve where the service radius is 0
_CURVE_RADII, _CURVE_STEPS = 4, 80


class Reading(NamedTuple):
    """A point of a curve that is read off: where it stands, and its share."""

    x: float
    y: float
    share: float


class CurveChart(NamedTuple):
    """The share against the radius: two lines, along the line and by detour, and their readings.

    `radius_x` is None where the service radius is 0.
    """

    width: float
    height: float
    plot: tuple[float, float, float, float]
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    line: str
    detour: str
    radius_x: float | None
    at_line: Reading | None
    at_detour: Reading | None


def draw_curve(coverage: Coverage) -> CurveChart | None:
    """Return the curve from 0 to four service radii; None without any weight."""
    whole = coverage.whole
    if whole.share is None or whole.share_detour is None:
        return None
    base_m = coverage.radius_m or _STANDARD_RADIUS_M
    end_m = _CURVE_RADII * base_m
    radii = np.linspace(0.0, end_m, _CURVE_STEPS + 1)
    west, east = _LEFT, CURVE_WIDTH - _RIGHT
    north, south = _TOP, CURVE_HEIGHT - _BOTTOM

    def x_of(radius_m: float) -> float:
        return round(west + (east - west) * radius_m / end_m, 1)

    def y_of(share: float) -> float:
        return round(south - (south - north) * share, 1)

    factor = coverage.reached.detour_factor
    lines = [
        [(x_of(point.radius_m * scale), y_of(point.share or 0.0)) for point in points]
        for scale, points in (
            (1.0, coverage.share_curve(radii.tolist())),
            (factor, coverage.share_curve((radii / factor).tolist())),
        )
    ]
    radius_x = x_of(coverage.radius_m) if coverage.radius_m else None
    readings = [
        None if radius_x is None else Reading(radius_x, y_of(share), share)
        for share in (whole.share, whole.share_detour)
    ]
    return CurveChart(
        CURVE_WIDTH,
        CURVE_HEIGHT,
        (west, north, east, south),
        [Tick(x_of(value), value) for value in ticks(end_m)],
        [Tick(y_of(n / 5), n / 5) for n in range(6)],
        path(lines[0]),
        path(lines[1]),
        radius_x,
        *readings,
    )
