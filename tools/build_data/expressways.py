"""Where expressways would run: a Gabriel graph of the cities, with roads out of the province."""

from __future__ import annotations

import math
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING

import shapely

from tools.build_data.metric import distance_m, shift
from tools.build_data.seats import LonLatDeg, prefecture_seats

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

# Cities beyond the border that roads lead to, by the prefecture that they leave (about).
NEIGHBOURS: dict[str, tuple[LonLatDeg, ...]] = {
    "410500": ((114.49, 36.61),),  # 邯郸
    "410800": ((112.85, 35.50),),  # 晋城
    "410900": ((115.98, 36.45),),  # 聊城
    "411200": ((108.94, 34.34),),  # 西安
    "411300": ((112.14, 32.04), (108.94, 34.00)),  # 襄阳, 商洛 and 西安
    "411400": ((117.20, 34.26), (115.48, 35.24), (115.78, 33.85)),  # 徐州, 菏泽, 亳州
    "411500": ((114.30, 30.90), (116.50, 31.75)),  # 武汉, 六安
    "411600": ((115.81, 32.90),),  # 阜阳
}
BEND_PART = 0.05
STEP_M = 1_500.0


def open_road(land: BaseGeometry, clear_of_seats_m: float) -> list[LonLatDeg]:
    """Return points along all roads, where they run on the land and away from the cities."""
    seats = prefecture_seats()
    rng = Random("expressways")
    ends = [(seats[a], seats[b]) for a, b in _gabriel_pairs(seats)]
    ends += [(seats[a], b) for a in sorted(NEIGHBOURS) for b in NEIGHBOURS[a]]
    shapely.prepare(land)
    return [
        point
        for start, end in ends
        for point in _bend(rng, start, end)
        if shapely.contains_xy(land, *point)
        and all(distance_m(point, seat) > clear_of_seats_m for seat in seats.values())
    ]


def _gabriel_pairs(seats: dict[str, LonLatDeg]) -> list[tuple[str, str]]:
    """Return the pairs of cities with no third one in the circle over their connection."""
    return [
        (a, b)
        for a, b in combinations(sorted(seats), 2)
        if all(
            distance_m(seats[a], c) ** 2 + distance_m(seats[b], c) ** 2
            > distance_m(seats[a], seats[b]) ** 2
            for key, c in seats.items()
            if key not in (a, b)
        )
    ]


def _bend(rng: Random, start: LonLatDeg, end: LonLatDeg) -> list[LonLatDeg]:
    """Bend the connection sideways by two sine waves: a road is never straight."""
    length_m = distance_m(start, end)
    wide, narrow = (rng.uniform(-BEND_PART, BEND_PART) * length_m for _ in range(2))
    east, north = end[0] - start[0], end[1] - start[1]
    turn = math.atan2(north, east * math.cos(math.radians(start[1])))
    line = []
    steps = round(length_m / STEP_M)
    for step in range(steps + 1):
        t = step / steps
        aside_m = wide * math.sin(math.pi * t) + narrow / 2 * math.sin(3 * math.pi * t)
        at = (start[0] + east * t, start[1] + north * t)
        line.append(shift(*at, -aside_m * math.sin(turn), aside_m * math.cos(turn)))
    return line
