"""Plots as plain numbers for SVG templates: the curve of the share, ticks, colours, paths."""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from locator.publish.coverage_map.colours import SHARE_STEPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from locator.plan.coverage import Coverage

    Floats = NDArray[np.float64]

# Cividis (Nunez, Anderton and Renslow 2018), made for colour-blind readers; night is dark.
_CIVIDIS = ("#00224e", "#2a3f6d", "#575d6d", "#7d7c78", "#a59c74", "#d2c060", "#fee838")

CURVE_WIDTH, CURVE_HEIGHT = 720.0, 190.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 18.0, 14.0, 40.0
_STANDARD_RADIUS_M = 1_000.0  # of the curve where the service radius is 0
_CURVE_RADII, _CURVE_STEPS = 4, 80


class Tick(NamedTuple):
    """A place on an axis, in pixels, and its value."""

    at: float
    value: float


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


def ticks(end: float, most: int = 9) -> list[float]:
    """Return round values from 0 up to an end, in steps of 1, 2 or 5 times a power of ten.

    >>> ticks(4000.0)
    [0.0, 500.0, 1000.0, 1500.0, 2000.0, 2500.0, 3000.0, 3500.0, 4000.0]
    """
    power = 10.0 ** math.floor(math.log10(end / most))
    step = next(n * power for n in (1, 2, 5, 10, 20) if end / (n * power) < most)
    return [n * step for n in range(int(end / step * (1.0 + 1e-9)) + 1)]


def path(points: Sequence[tuple[float, float]]) -> str:
    """Return an SVG path through points; the coordinates after M that have no letter are lines."""
    return "M" + " ".join(f"{x:g} {y:g}" for x, y in points)


def share_class(share: float) -> int:
    """Return which class of the planner's map a share belongs to; a bound to the one above it."""
    return bisect_right(SHARE_STEPS, share)


def night_colour(part: float) -> tuple[str, str]:
    """Return a colour of a part from 0 to 1, dark to bright, and an ink that reads on it."""
    place = min(max(part, 0.0), 1.0) * (len(_CIVIDIS) - 1)
    low = min(int(place), len(_CIVIDIS) - 2)
    ends = [[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in _CIVIDIS[low : low + 2]]
    rgb = [round(a + (b - a) * (place - low)) for a, b in zip(*ends, strict=True)]
    white = _contrast(rgb, [255, 255, 255]) >= _contrast(rgb, [0, 0, 0])
    return "#" + "".join(f"{value:02x}" for value in rgb), "#ffffff" if white else "#000000"


def _contrast(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the contrast of two colours, 1 to 21, as WCAG 2 defines it."""
    lights = sorted(_luminance(rgb) for rgb in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(rgb: Sequence[int]) -> float:
    linear = [
        v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4
        for v in (value / 255.0 for value in rgb)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
