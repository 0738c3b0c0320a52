"""Gaps and districts as GeoJSON feature collections: RFC 7946, degrees, WGS 84."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from shapely import Geometry

    from locator.geo.districts import Districts, Level
    from locator.plan.clock import Clock, Fall
    from locator.plan.coverage import Coverage
    from locator.plan.figures import DistrictCoverage
    from locator.plan.gaps import Gap

LEVELS: tuple[Level, ...] = ("prefecture", "county")
_DIGITS = 6  # of a degree: 0.1 m


def gap_collection(gaps: Iterable[Gap], *, sample_data: bool) -> dict[str, Any]:
    """Return gaps as features: the joined cells of each, with `Gap.properties`.

    Parameters
    ----------
    gaps
        In the order in which they are to stand.
    sample_data
        Whether modelled stations or demand had a part (`Coverage.modelled`); every feature says
        so, since programs drop what stands beside the features.
    """
    features = [
        _feature(gap.id, gap.shape, gap.properties() | {"sample_data": sample_data}) for gap in gaps
    ]
    return _collection(features, sample_data=sample_data)


def district_collection(
    coverage: Coverage, *, clock: Clock | None = None, levels: Sequence[Level] = LEVELS
) -> dict[str, Any]:
    """Return districts as features, with their figures: those of the larger level first.

    Parameters
    ----------
    coverage
        Measured by districts; without any there are no features.
    clock
        Measured by the same districts: counties then have `day_share`, `night_share` and `fall`.
    levels
        Which to return. A prefecture of which the districts have no outline gets the union of its
        counties.
    """
    if coverage.districts is None:
        return _collection([], sample_data=coverage.modelled)
    falls = {} if clock is None else {fall.adcode: fall for fall in clock.falls}
    features = [
        _feature(
            row.adcode,
            _outline(coverage.districts, row),
            district_properties(row, falls.get(row.adcode) if level == "county" else None)
            | {"sample_data": coverage.modelled},
        )
        for level in levels
        for row in (coverage.prefectures if level == "prefecture" else coverage.counties)
    ]
    return _collection(features, sample_data=coverage.modelled)


def district_properties(row: DistrictCoverage, fall: Fall | None = None) -> dict[str, object]:
    """Return a district's figures under one name each, as `summary.json` has them."""
    plain = asdict(row)
    figures: dict[str, object] = plain.pop("figures")
    if fall is None:
        return plain | figures
    clock = {"day_share": fall.day_share, "night_share": fall.night_share, "fall": fall.fall}
    return plain | figures | clock


def encode_collection(collection: Mapping[str, Any]) -> Iterator[bytes]:
    """Yield the bytes of a feature collection, one feature a line, UTF-8."""
    head = {key: value for key, value in collection.items() if key != "features"}
    yield (_dump(head)[:-1] + ',\n"features":[').encode()
    for number, feature in enumerate(collection["features"]):
        yield ((",\n" if number else "\n") + _dump(feature)).encode()
    yield b"\n]}\n"


def _collection(features: list[dict[str, Any]], *, sample_data: bool) -> dict[str, Any]:
    return {"type": "FeatureCollection", "sample_data": sample_data, "features": features}


def _feature(identity: str, shape: Geometry, properties: Mapping[str, object]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": identity,
        "properties": dict(properties),
        "geometry": _geometry(shape),
    }


def _geometry(shape: Geometry) -> dict[str, Any]:
    """Return a geometry: outer rings anticlockwise, degrees rounded to a tenth of a metre."""
    rounded = shapely.transform(shape, lambda degrees: degrees.round(_DIGITS))
    geometry: dict[str, Any] = json.loads(shapely.to_geojson(shapely.orient_polygons(rounded)))
    return geometry


def _outline(districts: Districts, row: DistrictCoverage) -> Geometry:
    if row.level == "county":
        county = districts.county(row.adcode)
        assert county is not None  # noqa: S101  # the row was made of it
        return county.geometry
    prefecture = districts.prefecture(row.adcode)
    if prefecture is not None:
        return prefecture.geometry
    counties = [c.geometry for c in districts.counties if c.prefecture_adcode == row.adcode]
    return shapely.union_all(counties)


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_dump = _ENCODER.encode
