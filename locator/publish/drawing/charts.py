"""The clock as a picture: a heat map, day by hour, and the week as a band.

The share against the radius as a curve, in plain numbers for an SVG template.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from locator.plan.clock import DAYS, HOURS, HOURS_OF_WEEK
from locator.publish.drawing.scales import Tick, axis, night_colour, svg_path, ticks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from locator.plan.clock import Clock
    from locator.plan.coverage import Coverage
    from locator.stations.hours import Calendar, DayKind

    Floats = NDArray[np.float64]


WIDTH = 720.0
_LEFT, _CELL_HEIGHT, _HEAD = 84.0, 30.0, 18.0
_BAND_HEIGHT, _BAND_LEFT, _BAND_TOP, _BAND_BOTTOM = 210.0, 46.0, 12.0, 24.0


class HeatMapCell(NamedTuple):
    """An hour: where it stands, its colour and ink, and the two shares."""

    x: float
    y: float
    colour: str
    ink: str
    known: float
    possible: float


class HeatMapDay(NamedTuple):
    """A row: its date and what the calendar makes of it."""

    y: float
    date: date
    kind: DayKind


class HeatMap(NamedTuple):
    """Seven rows of 24 cells; `top` is the share that the brightest colour stands for."""

    width: float
    height: float
    left: float
    cell: tuple[float, float]
    days: list[HeatMapDay]
    cells: list[HeatMapCell]
    top: float
    ramp: list[str]


class Band(NamedTuple):
    """The week from left to right: the area from known open to possibly open, over the hours.

    `always_y` is the height of the share whatever the hour, None for none; `days` are where each
    day begins.
    """

    width: float
    height: float
    plot: tuple[float, float, float, float]
    y_ticks: list[Tick]
    area: str
    known: str
    possible: str
    always_y: float | None
    days: list[Tick]


class BandHour(NamedTuple):
    """An hour of the week and its two shares."""

    day: int
    hour: int
    known: float
    possible: float


def draw_heat_map(clock: Clock, calendar: Calendar) -> HeatMap | None:
    """Return the heat map; None without any weight."""
    hours = hours_of(clock)
    if not hours:
        return None
    top = max(hour.possible for hour in hours) or 1.0
    width = (WIDTH - _LEFT) / HOURS
    cells = [
        HeatMapCell(
            round(_LEFT + width * hour.hour, 2),
            round(_HEAD + _CELL_HEIGHT * hour.day, 2),
            *night_colour(hour.known / top),
            hour.known,
            hour.possible,
        )
        for hour in hours
    ]
    dates = [clock.monday + timedelta(days=n) for n in range(DAYS)]
    days = [
        HeatMapDay(_HEAD + _CELL_HEIGHT * n, day, calendar.day(day).kind)
        for n, day in enumerate(dates)
    ]
    height = _HEAD + _CELL_HEIGHT * DAYS
    ramp = [night_colour(n / 6)[0] for n in range(7)]
    return HeatMap(WIDTH, height, _LEFT, (width, _CELL_HEIGHT), days, cells, top, ramp)


def draw_band(clock: Clock, always: float | None) -> Band | None:
    """Return the band; `always` is the share whatever the hour. None without weight."""
    hours = hours_of(clock)
    if not hours:
        return None
    west, east = _BAND_LEFT, WIDTH - 8.0
    north, south = _BAND_TOP, _BAND_HEIGHT - _BAND_BOTTOM

    x_of, y_of = axis((0, HOURS_OF_WEEK), (west, east)), axis((0.0, 1.0), (south, north))
    # The last hour lasts until the week's end.
    steps = [*enumerate(hours), (HOURS_OF_WEEK, hours[-1])]
    known = [(x_of(n), y_of(hour.known)) for n, hour in steps]
    possible = [(x_of(n), y_of(hour.possible)) for n, hour in steps]
    return Band(
        WIDTH,
        _BAND_HEIGHT,
        (west, north, east, south),
        [Tick(y_of(n / 4), n / 4) for n in range(5)],
        svg_path([*known, *reversed(possible)]) + "Z",
        svg_path(known),
        svg_path(possible),
        None if always is None else y_of(always),
        [Tick(x_of(HOURS * day), day) for day in range(DAYS)],
    )


def hours_of(clock: Clock) -> list[BandHour]:
    """Return the 168 hours, Monday 00:00 first; none without any weight."""
    known, possible = clock.share_known_open, clock.share_possibly_open
    if known is None or possible is None:
        return []
    pairs = zip(known.tolist(), possible.tolist(), strict=True)
    return [BandHour(*divmod(n, HOURS), *pair) for n, pair in enumerate(pairs)]


CURVE_WIDTH, CURVE_HEIGHT = 720.0, 190.0
_CURVE_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 18.0, 14.0, 40.0
_STANDARD_RADIUS_M = 1_000.0  # of the curve where the service radius is 0
_CURVE_RADII, _CURVE_STEPS = 4, 80


class CurveReading(NamedTuple):
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
    at_line: CurveReading | None
    at_detour: CurveReading | None


def draw_curve(coverage: Coverage) -> CurveChart | None:
    """Return the curve from 0 to four service radii; None without any weight."""
    whole = coverage.whole
    if whole.share is None or whole.share_detour is None:
        return None
    base_m = coverage.radius_m or _STANDARD_RADIUS_M
    end_m = _CURVE_RADII * base_m
    radii = np.linspace(0.0, end_m, _CURVE_STEPS + 1)
    west, east = _CURVE_LEFT, CURVE_WIDTH - _RIGHT
    north, south = _TOP, CURVE_HEIGHT - _BOTTOM
    x_of, y_of = axis((0.0, end_m), (west, east)), axis((0.0, 1.0), (south, north))
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
        None if radius_x is None else CurveReading(radius_x, y_of(share), share)
        for share in (whole.share, whole.share_detour)
    ]
    return CurveChart(
        CURVE_WIDTH,
        CURVE_HEIGHT,
        (west, north, east, south),
        [Tick(x_of(value), value) for value in ticks(end_m)],
        [Tick(y_of(n / 5), n / 5) for n in range(6)],
        svg_path(lines[0]),
        svg_path(lines[1]),
        radius_x,
        *readings,
    )
