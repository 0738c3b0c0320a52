"""basemap.geojson: what a map draws when no tile server is configured."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import shapely

from locator.find.search import district_pinyin
from tools.build_data.encode import Feature, encode, make_feature, round_geometry
from tools.build_data.seats import LonLatDeg, county_seats, prefecture_seats
from tools.build_data.sources import County, prefecture_names, read_counties, read_natural

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DECIMALS = 4
COVERAGE_TOLERANCE_DEG = 0.006
NATURAL_TOLERANCE_DEG = 0.003
MARGIN_DEG = 0.5
NOTE = "界线仅供示意，不作为权属依据；不含国界 / Boundaries are indicative; no national boundary."
# Natural Earth calls the Shaying 泉河 (Quan), one of its branches, down to the border.
_NAMES_ZH = {"Huang": "黄河", "Huai": "淮河", "Qin": "沁河", "Zhang": "漳河", "Dan": "丹江",
             "Wei": "渭河", "Han": "汉江", "Ying": "沙颍河", "Quan": "沙颍河", "Fen": "汾河",
             "Danjiangkou Shuiku": "丹江口水库"}  # fmt: skip


def build_basemap() -> bytes:
    """Build the layers, those to be drawn first standing first."""
    features = [*_province(), *_natural("urban"), *_natural("lake"), *_natural("river")]
    features += [_lines("county", _county_lines()), _lines("prefecture", _prefecture_lines())]
    return encode([*features, *_places()], note=NOTE)


@cache
def _simplified() -> dict[str, BaseGeometry]:
    """Simplify all counties at once, so that neighbours keep one common border."""
    counties = read_counties()
    shapes = shapely.coverage_simplify([c.shape for c in counties], COVERAGE_TOLERANCE_DEG)
    rounded = [shapely.make_valid(round_geometry(shape, DECIMALS)) for shape in shapes]
    return {county.adcode: shape for county, shape in zip(counties, rounded, strict=True)}


@cache
def _outline() -> BaseGeometry:
    union = shapely.union_all(list(_simplified().values()))
    return round_geometry(union, DECIMALS)


def _province() -> list[Feature]:
    return [make_feature(_outline(), layer="province", adcode="410000", name="河南省")]


def _prefecture_shapes() -> list[BaseGeometry]:
    return [
        shapely.union_all(
            [_simplified()[c.adcode] for c in read_counties() if c.prefecture == prefecture]
        )
        for prefecture in prefecture_names()
    ]


def _prefecture_lines() -> BaseGeometry:
    """Return the borders between prefectures, each once, without the province's own."""
    return _borders(_prefecture_shapes()).difference(_outline().boundary)


def _county_lines() -> BaseGeometry:
    """Return the borders between counties, each once, without those of prefectures."""
    lines = _borders(list(_simplified().values()))
    return lines.difference(_borders(_prefecture_shapes())).difference(_outline().boundary)


def _borders(shapes: list[BaseGeometry]) -> BaseGeometry:
    return shapely.union_all([shape.boundary for shape in shapes])


def _lines(layer: str, lines: BaseGeometry) -> Feature:
    merged = shapely.line_merge(lines)
    parts = sorted(shapely.get_parts(merged), key=lambda part: list(part.coords))
    return make_feature(round_geometry(shapely.MultiLineString(parts), DECIMALS), layer=layer)


def _natural(layer: str) -> list[Feature]:
    """Return a layer of Natural Earth, clipped to the province and its surroundings."""
    clip = shapely.box(*_outline().buffer(MARGIN_DEG).bounds)
    features = []
    for shape, name in read_natural(layer):
        clipped = shapely.make_valid(shape).intersection(clip).simplify(NATURAL_TOLERANCE_DEG)
        rounded = round_geometry(clipped, DECIMALS)
        if not rounded.is_empty:
            names = {"name": name, "name_zh": _NAMES_ZH.get(name or "")}
            features.append(make_feature(rounded, layer=layer, **names))
    return features


def _places() -> list[Feature]:
    """Return points for labels: rank 1 prefectures, 2 counties, 3 districts of cities."""
    seats = prefecture_seats()
    features = [_place(at, prefecture_names()[key], 1, key) for key, at in seats.items()]
    for county in read_counties():
        if county.adcode not in seats:
            rank = 3 if county.is_city_district else 2
            features.append(_place(_label_position(county), county.name, rank, county.adcode))
    return features


def _label_position(county: County) -> LonLatDeg:
    return county_seats(county.adcode)[0]


def _place(at: LonLatDeg, name: str, rank: int, adcode: str) -> Feature:
    point = shapely.Point(round(at[0], DECIMALS), round(at[1], DECIMALS))
    names = {"name": name, "name_zh": _short_name(name), "name_en": district_pinyin(name)}
    return make_feature(point, layer="place", rank=rank, adcode=adcode, **names)


def _short_name(name: str) -> str:
    """Shorten a name for a label.

    >>> _short_name("郑州市"), _short_name("中牟县"), _short_name("杞县"), _short_name("瀍河回族区")
    ('郑州', '中牟', '杞县', '瀍河区')
    """
    if name.endswith("回族区"):
        return name.removesuffix("回族区") + "区"
    return name[:-1] if name[-1] in "市县" and len(name) > 2 else name
