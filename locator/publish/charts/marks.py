"""What is written on a drawn map: the ranks of gaps, names, a scale bar; each in its own room."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from locator.plan.gaps import Gap
    from locator.publish.charts.window import Window

NUMBERED = 20
_MARK_RADIUS = 7.5
_SCALES_M = tuple(n * 10.0**power for power in range(1, 7) for n in (1, 2, 5))
_LETTER = 7.0  # half of what a name takes of width a letter, and of height
# Shortest way first: where a number may stand beside a seed that has no room for it.
_PLACES = [(0.0, 0.0)] + [
    (reach * math.cos(math.radians(turn)), reach * math.sin(math.radians(turn)))
    for reach in (17.0, 26.0, 38.0, 52.0)
    for turn in range(0, 360, 30)
]


class Mark(NamedTuple):
    """A gap: its seed, and where its rank is written; None where there was no room for it."""

    rank: int
    x: float
    y: float
    number: tuple[float, float] | None


class Label(NamedTuple):
    """A name and where it stands."""

    text: str
    x: float
    y: float


class Scale(NamedTuple):
    """A scale bar: its length in pixels, and in metres."""

    length: float
    metres: float


def draw_marks(gaps: Sequence[Gap], window: Window, labels: Sequence[Label]) -> list[Mark]:
    """Return seeds, the first of them numbered, each number where nothing stands yet."""
    if not gaps:
        return []
    places = [window.place(np.array([g.seed.lon]), np.array([g.seed.lat])) for g in gaps]
    # A name is as many discs as it has letters.
    taken = [
        (label.x + _LETTER * (2 * n - len(label.text) + 1), label.y - _LETTER / 2)
        for label in labels
        for n in range(len(label.text))
    ]
    marks = []
    for gap, (xs, ys) in zip(gaps, places, strict=True):
        x, y = float(xs[0]), float(ys[0])
        number = _room(x, y, taken, window) if gap.rank <= NUMBERED else None
        if number is not None:
            taken.append(number)
        marks.append(Mark(gap.rank, x, y, number))
    return marks


def _room(
    x: float, y: float, taken: Iterable[tuple[float, float]], window: Window
) -> tuple[float, float] | None:
    edge = _MARK_RADIUS + 1.0
    for dx, dy in _PLACES:
        there = round(x + dx, 1), round(y + dy, 1)
        inside = (
            edge <= there[0] <= window.width - edge and edge <= there[1] <= window.height - edge
        )
        if inside and all(math.dist(there, one) > 2.0 * _MARK_RADIUS + 1.0 for one in taken):
            return there
    return None


def draw_scale(window: Window) -> Scale:
    """Return the longest round length that is at most a fifth of the picture's width."""
    pixel_m = window.metres_per_pixel()
    metres = max((m for m in _SCALES_M if m / pixel_m <= window.width / 5), default=_SCALES_M[0])
    return Scale(round(metres / pixel_m, 1), metres)
