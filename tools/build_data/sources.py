"""The raw inputs, read into plain records: counties, census, settlement classes, places."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from tools.build_data.encode import round_geometry

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

ROOT = Path(__file__).resolve().parents[2]
RAW = ROOT / "data" / "raw"

# 济源 is run by the province itself: a county that is its own prefecture.
JIYUAN = "419001"
RENAMED = {"410307": ("410381",), "410308": ("410322", "410306")}
# Development zones that the census table leaves out: what a prefecture's total has more than the
# sum of its rows is theirs.
UNLISTED_ZONES = {
    "410500": "410571",  # 安阳高新技术产业开发区
    "410600": "410671",  # 鹤壁经济技术开发区
    "411100": "411171",  # 漯河经济技术开发区
    "411200": "411271",  # 河南三门峡经济开发区
    "411500": "411571",  # 信阳高新技术产业开发区
    "411600": "411671",  # 河南周口经济开发区
}


@dataclass(frozen=True, slots=True)
class County:
    """A county and the prefecture it belongs to; `shape` is rounded as it is written."""

    adcode: str
    name: str
    prefecture: str
    prefecture_name: str
    shape: BaseGeometry

    @property
    def is_city_district(self) -> bool:
        """Whether it is a district (区) of its prefecture's city, or 济源, a city by itself."""
        return self.name.endswith("区") or self.adcode == JIYUAN


@dataclass(frozen=True, slots=True)
class Census:
    """People counted in 2020."""

    urban: int
    rural: int


@dataclass(frozen=True, slots=True)
class Place:
    """A populated place of GeoNames, WGS 84. `population` is 0 where unknown."""

    name_zh: str
    lon: float
    lat: float
    code: str
    population: int


def read_features(name: str) -> list[dict[str, Any]]:
    """Read the features of a raw GeoJSON file."""
    document = json.loads((RAW / name).read_text(encoding="utf-8"))
    features: list[dict[str, Any]] = document["features"]
    return features


def read_rows(name: str, delimiter: str = ",") -> list[dict[str, str]]:
    """Read the rows of a raw table."""
    with (RAW / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def geometry_of(feature: dict[str, Any]) -> BaseGeometry:
    """Return the geometry of a feature."""
    shape: BaseGeometry = shapely.from_geojson(json.dumps(feature["geometry"]))
    return shape


def prefecture_of(adcode: str) -> str:
    """Return the adcode of the prefecture that a county belongs to.

    >>> prefecture_of("410102"), prefecture_of("419001")
    ('410100', '419001')
    """
    return JIYUAN if adcode == JIYUAN else adcode[:4] + "00"


@cache
def prefecture_names() -> dict[str, str]:
    """Return the 18 prefectures' names by adcode, in order."""
    features = read_features("henan_prefectures_tianditu.geojson")
    return dict(sorted((f["properties"]["adcode"], f["properties"]["name"]) for f in features))


@cache
def read_counties() -> tuple[County, ...]:
    """Read the 157 counties, sorted by adcode, coordinates rounded to 6 decimals."""
    names = prefecture_names()
    counties = []
    for feature in read_features("henan_counties_tianditu.geojson"):
        adcode = feature["properties"]["adcode"]
        prefecture = prefecture_of(adcode)
        shape = round_geometry(geometry_of(feature), 6)
        counties.append(
            County(adcode, feature["properties"]["name"], prefecture, names[prefecture], shape)
        )
    return tuple(sorted(counties, key=lambda county: county.adcode))


@cache
def read_census() -> dict[str, Census]:
    """Read the census by the codes of 2020: counties and all 24 development zones."""
    counted = {
        row["code"]: Census(int(row["pop_urban"]), int(row["pop_rural"]))
        for row in read_rows("henan_census2020_county.csv")
    }
    units = {code: census for code, census in counted.items() if not code.endswith("00")}
    for prefecture, zone in UNLISTED_ZONES.items():
        listed = [census for code, census in units.items() if code[:4] == prefecture[:4]]
        urban = counted[prefecture].urban - sum(census.urban for census in listed)
        rural = counted[prefecture].rural - sum(census.rural for census in listed)
        units[zone] = Census(urban, rural)
    return units


@cache
def read_settlement_shares() -> dict[str, tuple[float, float, float]]:
    """Read the shares of people in urban centres, towns and the country, by the codes of 2020.

    Towns are GHSL's classes 23, 22 and 21; the country 13 to 10.
    """
    shares = {}
    for row in read_rows("henan_ghsl_degurba_county.csv"):
        share = {code: float(row[f"GHSL_POP_{code}"]) for code in (30, 23, 22, 21, 13, 12, 11, 10)}
        town = share[23] + share[22] + share[21]
        country = share[13] + share[12] + share[11] + share[10]
        shares[row["CODE"]] = (share[30], town, country)
    return shares


@cache
def read_places() -> dict[str, tuple[Place, ...]]:
    """Read GeoNames' places by the county they lie in, in the file's order."""
    rows = read_rows("henan_geonames_places.tsv", delimiter="\t")
    places = [
        Place(row["zh_name"], float(row["lng"]), float(row["lat"]), row["fcode"],
              int(row["population"]))
        for row in sorted(rows, key=lambda row: int(row["geonameid"]))
    ]  # fmt: skip
    by_county: dict[str, list[Place]] = {county.adcode: [] for county in read_counties()}
    adcodes = counties_at([place.lon for place in places], [place.lat for place in places])
    for place, adcode in zip(places, adcodes, strict=True):
        if adcode:
            by_county[adcode].append(place)
    return {adcode: tuple(inside) for adcode, inside in by_county.items()}


@cache
def _county_tree() -> shapely.STRtree:
    return shapely.STRtree([county.shape for county in read_counties()])


def counties_at(lon: list[float], lat: list[float]) -> list[str]:
    """Return the adcode of the county that each point lies in, "" where none."""
    at, which = _county_tree().query(shapely.points(np.array([lon, lat]).T), predicate="within")
    counties = read_counties()
    adcodes = [""] * len(lon)
    for position, index in zip(at.tolist(), which.tolist(), strict=True):
        adcodes[position] = counties[index].adcode
    return adcodes


@cache
def read_natural(layer: str) -> tuple[tuple[BaseGeometry, str | None], ...]:
    """Read a layer of Natural Earth ("river", "lake" or "urban"): shapes with their names."""
    return tuple(
        (geometry_of(feature), feature["properties"]["name"])
        for feature in read_features("ne_henan_rivers_lakes_urban.geojson")
        if feature["properties"]["layer"] == layer
    )
