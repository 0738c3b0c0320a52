"""What stands on a map without tiles: marks of kinds, ranks of gaps, names, a scale bar.

Each has its own room: `Room` keeps what is taken, and what has no room isn't written.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from locator.publish.basemap import basemap_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from locator.language import Language
    from locator.plan.gaps import Gap
    from locator.publish.drawing.window import Window

    Floats = NDArray[np.float64]


NUMBERED = 20
_NUMBER_PX = 16.0
_LABEL_PX = 13.0
# How wide letters are, as a part of the type's size, and how much clear space a name has about it.
_LATIN, _CHINESE, _CLEAR = 0.56, 1.0, 0.35
# Shortest way first: where a number may stand beside a seed that has no room for it.
_PLACES = [(0.0, 0.0)] + [
    (reach * math.cos(math.radians(turn)), reach * math.sin(math.radians(turn)))
    for reach in (17.0, 26.0, 38.0, 52.0)
    for turn in range(0, 360, 30)
]
# A bar is at most so much of the picture's width; its lengths are 1, 2 or 5 times a power of ten.
_LONGEST_BAR = 0.2
_ROUND = (0.5, 1, 2, 5)
# Corners of `MARK_SHAPES`, about 1 from the middle to the edge; all cover much the same area.
_CORNERS = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "triangle": ((0.0, -1.15), (1.1, 0.85), (-1.1, 0.85)),
    "diamond": ((0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0)),
    "cross": ((-1.1, -0.4), (-0.4, -0.4), (-0.4, -1.1), (0.4, -1.1), (0.4, -0.4), (1.1, -0.4),
              (1.1, 0.4), (0.4, 0.4), (0.4, 1.1), (-0.4, 1.1), (-0.4, 0.4), (-1.1, 0.4)),
    "bar": ((-1.2, -0.5), (1.2, -0.5), (1.2, 0.5), (-1.2, 0.5)),
}  # fmt: skip


class _Box(NamedTuple):
    x: float
    y: float
    wide: float
    high: float


class Room:
    """What of a picture is taken, as boxes about their middles; all in drawing units.

    Parameters
    ----------
    width, height
        Of the picture.
    edge
        How far from the picture's edge a box must end.
    """

    def __init__(self, width: float, height: float, edge: float = 0.0) -> None:
        self._width, self._height, self._edge = width, height, edge
        self._taken: list[_Box] = []

    def take(self, x: float, y: float, wide: float, high: float) -> None:
        """Take a box, whether it is free or not."""
        self._taken.append(_Box(x, y, wide, high))

    def take_free(self, x: float, y: float, wide: float, high: float) -> bool:
        """Take a box if it lies within the picture and over none that is taken; say whether."""
        inside_x = self._edge + wide / 2 <= x <= self._width - self._edge - wide / 2
        inside_y = self._edge + high / 2 <= y <= self._height - self._edge - high / 2
        is_free = (
            inside_x
            and inside_y
            and not any(
                2 * abs(x - other.x) < wide + other.wide
                and 2 * abs(y - other.y) < high + other.high
                for other in self._taken
            )
        )
        if is_free:
            self.take(x, y, wide, high)
        return is_free


class MapLabel(NamedTuple):
    """A name and its middle, drawing units; rank 1 is the largest."""

    text: str
    x: float
    y: float
    rank: int = 1


def text_size(text: str, type_size: float) -> tuple[float, float]:
    """Return how wide and high a name is with some clear space, about, in units of its type."""
    letters = sum(_LATIN if letter < "\u2e80" else _CHINESE for letter in text)
    return (letters + _CLEAR) * type_size, (1.0 + _CLEAR) * type_size


class RankMark(NamedTuple):
    """A gap: its seed, and where its rank is written; None where there was no room for it."""

    rank: int
    x: float
    y: float
    number: tuple[float, float] | None


class ScaleBar(NamedTuple):
    """A scale bar: its length in drawing units, and in metres."""

    length: float
    metres: float


def mark_paths(shape: str, places: Floats, size: float) -> str:
    """Return marks, one of `MARK_SHAPES`, as a path; none twice.

    A circle is a line without length and with round ends, twice `size` wide: thousands of them
    then take a tenth of the room in a PDF.

    Parameters
    ----------
    places
        Rows of x and y, drawing units.
    size
        About the length from a mark's middle to its edge.
    """
    spots = sorted(set(map(tuple, places.tolist())))
    if shape == "circle":
        return "".join(f"M{x:g} {y:g}h0" for x, y in spots)
    corners = _CORNERS[shape]
    return "".join(
        "M" + " ".join(f"{x + a * size:.2f} {y + b * size:.2f}" for a, b in corners) + "Z"
        for x, y in spots
    )


def place_names(window: Window, lang: Language, ranks: Iterable[int]) -> list[MapLabel]:
    """Return the names of a window's places of some ranks, the higher ranks first."""
    names, rank_of, degrees = basemap_places(lang)
    inside = window.box.contains(degrees[:, 0], degrees[:, 1]) & np.isin(rank_of, list(ranks))
    found = np.flatnonzero(inside)
    found = found[np.argsort(rank_of[found], kind="stable")]
    places = window.project(degrees[found]).round(1).tolist()
    return [
        MapLabel(names[i], x, y, int(rank_of[i]))
        for i, (x, y) in zip(found.tolist(), places, strict=True)
    ]


def draw_marks(gaps: Sequence[Gap], window: Window, labels: Sequence[MapLabel]) -> list[RankMark]:
    """Return seeds, the first of them numbered, each number where nothing stands yet."""
    room = Room(window.width, window.height, edge=0.5)
    for label in labels:
        # They stand on their line; others about it.
        room.take(label.x, label.y - _LABEL_PX / 3, *text_size(label.text, _LABEL_PX))
    lon, lat = (np.array([getattr(gap.seed, axis) for gap in gaps]) for axis in ("lon", "lat"))
    marks = []
    for gap, (x, y) in zip(gaps, window.place(lon, lat).tolist(), strict=True):
        number = _number_place(x, y, room) if gap.rank <= NUMBERED else None
        marks.append(RankMark(gap.rank, x, y, number))
    return marks


def _number_place(x: float, y: float, room: Room) -> tuple[float, float] | None:
    spots = ((round(x + dx, 1), round(y + dy, 1)) for dx, dy in _PLACES)
    return next((spot for spot in spots if room.take_free(*spot, _NUMBER_PX, _NUMBER_PX)), None)


def draw_scale_bar(window: Window) -> ScaleBar:
    """Return the longest round length that is at most a fifth of the picture's width.

    It is true at the window's middle.
    """
    longest_m = _LONGEST_BAR * window.width * window.unit_m
    power = 10.0 ** math.floor(math.log10(longest_m))
    metres = max(step * power for step in _ROUND if step * power <= longest_m)
    return ScaleBar(round(metres / window.unit_m, 2), metres)
