"""Ways of getting about: one table of mode, icon, speed and what map applications take it for.

Their names are in `travel.csv`; sources of the speeds and their limits in docs/hours.md, "Travel
times".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from locator.language import Phrase, phrase

# Ways of travelling that map applications find routes for.
Way = Literal["walk", "ride", "drive"]
# How much longer a way is than the geodesic, where nobody has measured it.
DETOUR_FACTOR = 1.3


@dataclass(frozen=True, slots=True)
class TravelMode:
    """A mode of travel. `speed_mps` is door to door, stops included, in metres per second."""

    key: str
    icon: str
    way: Way
    speed_mps: float

    @property
    def name(self) -> Phrase:
        """What it is called."""
        return phrase(f"travel.{self.key}")


_TABLE = (
    TravelMode("walk", "walk", "walk", 1.2),
    TravelMode("ebike", "scooter", "ride", 4.2),
    TravelMode("truck", "truck", "drive", 11.0),
)

MODES: dict[str, TravelMode] = {mode.key: mode for mode in _TABLE}
# Of riders and couriers, and of whoever doesn't say.
DEFAULT_MODE = "ebike"
