"""Rider homes of the model: in the cities, and in the larger county towns."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from tools.build_data import model_hours as hours
from tools.build_data.chance import pick
from tools.build_data.model_stations import Host, Spot, make_station
from tools.build_data.quotas import rider_quotas
from tools.build_data.settlement import Scatter
from tools.build_data.sources import County, read_counties

if TYPE_CHECKING:
    from tools.build_data.encode import Feature
    from tools.build_data.metric import Spacing

KIND = "rider_home"
_HOSTS = tuple(
    (weight, Host(name, hours.RIDER))
    for weight, name in ((4, "商圈"), (3, "通信基站旁"), (2, "配送站"), (2, "换电站"))
)


def model_rider_homes(spacing: Spacing) -> list[Feature]:
    """Model the rider homes of every county that gets any."""
    features = []
    for county in read_counties():
        features.extend(_model_county(county, rider_quotas()[county.adcode], spacing))
    return features


def _model_county(county: County, stations: int, spacing: Spacing) -> list[Feature]:
    if not stations:
        return []
    rng = Random(f"{KIND}|{county.adcode}")
    positions = sorted(Scatter(county, rng, spacing).draw_apart(stations))
    return [
        make_station(Spot(KIND, county, position, pick(rng, _HOSTS)), number, rng)
        for number, position in enumerate(positions, start=1)
    ]
