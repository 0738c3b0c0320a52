"""How long the way takes: an estimate from the straight distance, a detour factor and a speed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from locator.errors import ParameterError, Words
from locator.settings import DETOUR_FACTOR

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Travel:
    """A mode of travel.

    Parameters
    ----------
    mode
        `walk`, `ebike` or `truck`.
    speed_mps
        Door to door, stops included, in metres per second.
    detour_factor
        How much longer the way is than the geodesic.
    """

    mode: str
    speed_mps: float
    detour_factor: float

    def time_s(self, distance_m: float) -> float:
        """Return the estimated time for a straight distance, in seconds."""
        return distance_m * self.detour_factor / self.speed_mps


# Sources and their limits stand in docs/hours.md, "Travel times".
TRAVEL_MODES: dict[str, Travel] = {
    travel.mode: travel
    for travel in (
        Travel("walk", 1.2, DETOUR_FACTOR),
        Travel("ebike", 4.2, DETOUR_FACTOR),
        Travel("truck", 11.0, DETOUR_FACTOR),
    )
}


def travel_modes(
    speeds_mps: Mapping[str, float], detour_factor: float = DETOUR_FACTOR
) -> dict[str, Travel]:
    """Return the modes with other speeds, where these are given, and with a detour factor."""
    return {
        mode: Travel(mode, speeds_mps.get(mode, travel.speed_mps), detour_factor)
        for mode, travel in TRAVEL_MODES.items()
    }


def as_travel(travel: Travel | str | None) -> Travel | None:
    """Return a mode of travel, by its name with the default speed.

    Raises
    ------
    ParameterError
        For an unknown name.
    """
    if travel is None or isinstance(travel, Travel):
        return travel
    if travel in TRAVEL_MODES:
        return TRAVEL_MODES[travel]
    listed = ", ".join(TRAVEL_MODES)
    raise ParameterError("travel", travel, Words(f"以下之一：{listed}", f"one of: {listed}"))
