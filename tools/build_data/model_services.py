"""What modelled stations offer: the chance of each service, per kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.stations.services import SERVICES
from tools.build_data.chance import draw_all

if TYPE_CHECKING:
    from random import Random

# The five free services of a driver home (parking, water, meal heating, shower, laundry) are what
# the standard asks for; not every one has all of them.
_DRIVER = {
    "rest": 1.0, "water": 1.0, "meal_heating": 0.96, "phone_charging": 0.95, "toilet": 1.0,
    "first_aid": 0.8, "air_conditioning": 0.9, "heating": 0.8, "wifi": 0.85, "reading": 0.5,
    "tv": 0.6, "shower": 0.96, "laundry": 0.92, "bed": 0.8, "dining": 0.85, "parking": 1.0,
    "vehicle_repair": 0.45, "legal_aid": 0.15, "health_check": 0.2, "haircut": 0.08,
    "union_join": 0.3,
}  # fmt: skip
_RIDER = {
    "rest": 1.0, "water": 1.0, "cold_drinks": 0.3, "meal_heating": 0.9, "phone_charging": 1.0,
    "ebike_charging": 0.85, "battery_swap": 0.8, "toilet": 0.6, "first_aid": 0.9,
    "air_conditioning": 0.95, "heating": 0.8, "wifi": 0.9, "reading": 0.5, "tv": 0.3,
    "vehicle_repair": 0.4, "riding_gear": 0.7, "legal_aid": 0.2, "mediation": 0.08,
    "counselling": 0.1, "health_check": 0.1, "job_help": 0.15, "training": 0.12,
    "haircut": 0.06, "union_join": 0.5,
}  # fmt: skip
_LOVE = {
    "rest": 1.0, "water": 0.99, "cold_drinks": 0.15, "meal_heating": 0.75, "phone_charging": 0.9,
    "ebike_charging": 0.12, "toilet": 0.55, "first_aid": 0.8, "air_conditioning": 0.75,
    "heating": 0.6, "wifi": 0.55, "reading": 0.45, "tv": 0.12, "shower": 0.01,
    "vehicle_repair": 0.12, "riding_gear": 0.3, "nursing": 0.05, "legal_aid": 0.08,
    "mediation": 0.03, "counselling": 0.03, "health_check": 0.08, "job_help": 0.05,
    "training": 0.02, "haircut": 0.02, "union_join": 0.22,
}  # fmt: skip
CHANCES = {"driver_home": _DRIVER, "rider_home": _RIDER, "love_station": _LOVE}


def draw_services(rng: Random, kind: str) -> list[str]:
    """Draw what a modelled station of a kind offers, in the order of the services' table."""
    drawn = set(draw_all(rng, CHANCES[kind]))
    return [key for key in SERVICES if key in drawn]
