"""What charts share: ticks, colours by share and by part, lines as SVG paths.

The map's colours. Kinds of station have theirs in `locator.stations.kinds`.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


# Cividis (Nunez, Anderton and Renslow 2018), made for colour-blind readers; night is dark.
_CIVIDIS = ("#00224e", "#2a3f6d", "#575d6d", "#7d7c78", "#a59c74", "#d2c060", "#fee838")


class Tick(NamedTuple):
    """A place on an axis, in pixels, and its value."""

    at: float
    value: float


def axis(values: tuple[float, float], places: tuple[float, float]) -> Callable[[float], float]:
    """Return what turns a value into its place on an axis, to a tenth of a pixel.

    Parameters
    ----------
    values, places
        Of the axis' two ends.

    >>> axis((0.0, 4000.0), (46.0, 702.0))(1000.0)
    210.0
    """
    per_value = (places[1] - places[0]) / (values[1] - values[0])
    return lambda value: round(places[0] + per_value * (value - values[0]), 1)


def ticks(end: float, most: int = 9) -> list[float]:
    """Return round values from 0 up to an end, in steps of 1, 2 or 5 times a power of ten.

    >>> ticks(4000.0)
    [0.0, 500.0, 1000.0, 1500.0, 2000.0, 2500.0, 3000.0, 3500.0, 4000.0]
    """
    power = 10.0 ** math.floor(math.log10(end / most))
    step = next(n * power for n in (1, 2, 5, 10, 20) if end / (n * power) < most)
    return [n * step for n in range(int(end / step * (1.0 + 1e-9)) + 1)]


def svg_path(points: Sequence[tuple[float, float]]) -> str:
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
    colour = "#" + "".join(f"{value:02x}" for value in rgb)
    return colour, ink_on(colour)


def ink_on(colour: str) -> str:
    """Return black or white, whichever reads better on a colour by WCAG 2's contrast.

    >>> ink_on("#0072B2"), ink_on("#56B4E9")
    ('#ffffff', '#000000')
    """
    channels = (int(colour[i : i + 2], 16) / 255.0 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    # Contrast is (L1 + 0.05) / (L2 + 0.05); with white and with black it is equal here.
    return "#ffffff" if luminance <= math.sqrt(1.05 * 0.05) - 0.05 else "#000000"


# ColorBrewer's sequential schemes of five classes, all marked as safe for colour-blind readers
# (Harrower and Brewer 2003, "ColorBrewer.org", The Cartographic Journal 40:27-37): light is little.
SHARES = ("#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494")  # YlGnBu
UNSERVED = ("#fdd49e", "#fdbb84", "#fc8d59", "#e34a33", "#b30000")  # OrRd
PEOPLE = ("#dadaeb", "#bcbddc", "#9e9ac8", "#756bb1", "#54278f")  # Purples
NO_SHARE = "#bdbdbd"
# Okabe and Ito's bluish green, told from the gaps' black also by form.
SERVICE_AREA = "#009E73"
GAP, GAP_INK = "#000000", "#ffffff"
# The upper ends of the classes of shares; the last class is up to 1.
SHARE_STEPS = (0.2, 0.4, 0.6, 0.8)
