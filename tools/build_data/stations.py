"""stations.geojson: Henan's network at its published size, real stations and modelled ones."""

from __future__ import annotations

from tools.build_data.driver_homes import model_driver_homes
from tools.build_data.encode import encode
from tools.build_data.love_stations import model_love_stations
from tools.build_data.metric import Spacing
from tools.build_data.real_stations import real_stations
from tools.build_data.rider_homes import model_rider_homes

NOTE = (
    "示例数据：名称以“模拟”开头的站点由模型生成，不是真实站点；其余82个为郑州市真实站点。"
    " / Sample data: stations whose name begins with 模拟 come from a model; the other 82 are real."
)
LICENCE = "See data/README.md; the code's licence does not cover this file."
# The day on which what goes into the file was last changed; products made from it bear this date.
DATE = "2026-11-22"


def build_stations() -> bytes:
    """Build the stations, sorted by id. Real ones are placed first: none gives way to a model."""
    spacing = Spacing()
    real = real_stations()
    for feature in real:
        spacing.take(tuple(feature["geometry"]["coordinates"]))
    features = [
        *real,
        *model_driver_homes(spacing),
        *model_rider_homes(spacing),
        *model_love_stations(real, spacing),
    ]
    features.sort(key=lambda feature: str(feature["properties"]["id"]))
    return encode(features, note=NOTE, licence=LICENCE, date=DATE)
