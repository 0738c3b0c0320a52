"""Love stations of the model: what a county's quota leaves after its real stations."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import TYPE_CHECKING

from tools.build_data.model_stations import Spot, draw_host, make_station
from tools.build_data.quotas import love_quotas
from tools.build_data.settlement import Scatter, class_quotas
from tools.build_data.sources import County, read_counties

if TYPE_CHECKING:
    from tools.build_data.encode import Feature
    from tools.build_data.metric import Spacing

KIND = "love_station"


def model_love_stations(real: list[Feature], spacing: Spacing) -> list[Feature]:
    """Model the love stations of every county, so that with the real ones its quota is met."""
    standing = Counter(feature["properties"]["adcode"] for feature in real)
    features = []
    for county in read_counties():
        missing = love_quotas()[county.adcode] - standing[county.adcode]
        features.extend(_model_county(county, missing, spacing))
    return features


def _model_county(county: County, stations: int, spacing: Spacing) -> list[Feature]:
    rng = Random(f"{KIND}|{county.adcode}")
    scatter = Scatter(county, rng, spacing)
    spots = [
        Spot(KIND, county, position, draw_host(rng, settlement))
        for settlement, count in class_quotas(county.adcode, stations).items()
        for position in scatter.draw(count, settlement)
    ]
    # Numbered from west to east, so that a number tells nothing about the settlement class.
    spots.sort(key=lambda spot: spot.position)
    return [make_station(spot, number, rng) for number, spot in enumerate(spots, start=1)]
