"""districts.geojson: the counties, and the prefectures as exact unions of them."""

from __future__ import annotations

import shapely

from tools.build_data.encode import Feature, encode, make_feature, round_geometry
from tools.build_data.sources import prefecture_names, read_counties


def build_districts() -> bytes:
    """Build 18 prefectures and 157 counties, each sorted by adcode."""
    return encode([*_prefectures(), *_counties()])


def _prefectures() -> list[Feature]:
    features = []
    for adcode, name in prefecture_names().items():
        shapes = [c.shape for c in read_counties() if c.prefecture == adcode]
        shape = round_geometry(shapely.coverage_union_all(shapes), 6)
        features.append(make_feature(shape, level="prefecture", adcode=adcode, name=name))
    return features


def _counties() -> list[Feature]:
    return [
        make_feature(
            county.shape,
            level="county",
            adcode=county.adcode,
            name=county.name,
            prefecture=county.prefecture,
            prefecture_name=county.prefecture_name,
        )
        for county in read_counties()
    ]
