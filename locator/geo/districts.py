"""Counties and prefectures: which of them positions lie in, their seats, and search by name."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import shapely

from locator.errors import LocatorError
from locator.geo.points import LonLat, lonlat_arrays
from locator.language import phrase
from locator.paths import data_file

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

Level = Literal["county", "prefecture"]

_PEOPLES = re.compile(r"(?<=.)(?:[回满壮苗土藏彝侗瑶]族|蒙古族|维吾尔族|各族|自治)+(?=[市县区旗]$)")
_CODE = re.compile(r"[0-9]*")
_RANK = re.compile(r"(?<=..)[市县区旗]$")

_BLOCK_DEG = 0.05
# Of a block that no county settles for all of its positions.
_OPEN = -2


@dataclass(frozen=True, slots=True)
class District:
    """A county or a prefecture.

    `adcode` is its six-digit code, `prefecture_adcode` that of the prefecture it belongs to (its
    own for a prefecture). `geometry` is in degrees, WGS 84.
    """

    adcode: str
    name: str
    level: Level
    prefecture_adcode: str
    prefecture_name: str
    geometry: shapely.Geometry

    @property
    def full_name(self) -> str:
        """Return the name with the prefecture's before it, where that is another: 郑州市中原区."""
        return full_name(self.name, self.prefecture_name)

    def own_names(self) -> set[str]:
        """Return what it is called by itself: 瀍河回族区, 瀍河区, 瀍河."""
        plain = {self.name, plain_name(self.name)}
        return plain | {_RANK.sub("", name) for name in plain}

    def long_names(self) -> set[str]:
        """Return its names with the prefecture's before them: 洛阳市瀍河区, 洛阳瀍河, ..."""
        if self.level == "prefecture":
            return set()
        above = {self.prefecture_name, _RANK.sub("", self.prefecture_name)}
        return {prefix + name for prefix in above for name in self.own_names()}


class Districts:
    """An immutable set of counties and prefectures, safe for threads.

    Parameters
    ----------
    districts
        Of both levels, in any order; counties must not overlap but for their borders.
    """

    def __init__(self, districts: list[District]) -> None:
        ordered = sorted(districts, key=lambda district: district.adcode)
        self.counties = tuple(d for d in ordered if d.level == "county")
        self.prefectures = tuple(d for d in ordered if d.level == "prefecture")
        self._by_adcode = {(d.level, d.adcode): d for d in ordered}
        self._all = self.prefectures + self.counties
        self._names = [(d.own_names(), d.long_names()) for d in self._all]
        self._outlines = np.array([d.geometry for d in self.counties], dtype=object)
        shapely.prepare(self._outlines)
        self._tree = shapely.STRtree(self._outlines)

    def county(self, adcode: str) -> District | None:
        """Return the county of this code."""
        return self._by_adcode.get(("county", adcode))

    def prefecture(self, adcode: str) -> District | None:
        """Return the prefecture of this code."""
        return self._by_adcode.get(("prefecture", adcode))

    def county_at(self, where: LonLat) -> District | None:
        """Return the county that a position lies in, or none outside all of them.

        On a border it is the one with the lowest code.
        """
        position = int(self.locate([where.lon], [where.lat])[0])
        return None if position < 0 else self.counties[position]

    def prefecture_at(self, where: LonLat) -> District | None:
        """Return the prefecture that a position lies in, or none outside all of them."""
        county = self.county_at(where)
        return None if county is None else self.prefecture(county.prefecture_adcode)

    def locate(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.int64]:
        """Return for each position, shape (n,), where its county stands in `counties`, or -1."""
        lons, lats = lonlat_arrays(lon, lat)
        county_of = np.full(lons.shape, len(self.counties), np.int64)
        points, counties = self._tree.query(shapely.points(lons, lats), predicate="intersects")
        np.minimum.at(county_of, points, counties)
        return np.where(county_of == len(self.counties), -1, county_of)

    def search(self, text: str, limit: int = 10) -> list[District]:
        """Return districts by name, the best match first.

        Full names, short ones (瀍河区 and 瀍河 for 瀍河回族区) and those with the prefecture before
        them are known. Whole names come first, then beginnings, then other parts of a district's
        own name, then those of the long ones; among equals prefectures come before counties, and
        the code decides.
        """
        query = _normalised(text)
        if not query:
            return []
        ranked = []
        for district, (own, long) in zip(self._all, self._names, strict=True):
            quality = _match(query, own, long)
            if quality is not None:
                ranked.append((quality, district.level == "county", district.adcode, district))
        return [match[-1] for match in sorted(ranked, key=lambda match: match[:-1])[:limit]]


class Assignment(NamedTuple):
    """Positions' counties: where each stands in `Districts.counties`, -1 for none, shape (n,).

    `several` has the numbers of the positions that lie in more than one county (or on a border);
    they count in the one with the lowest code.
    """

    county: Integers
    several: Integers


def assign_counties(districts: Districts, lon: Floats, lat: Floats) -> Assignment:
    """Return positions' counties, as `Districts.locate` does, but for millions of them.

    Positions are looked at in blocks of 0.05 degrees. A block that one county contains, and no
    other one touches, settles all of its positions; the others are tested one by one.
    """
    if not len(lon) or not districts.counties:
        return Assignment(np.full(len(lon), -1, np.int64), np.empty(0, np.int64))
    outlines = np.array([county.geometry for county in districts.counties], dtype=object)
    shapely.prepare(outlines)
    column = np.floor(lon / _BLOCK_DEG).astype(np.int64)
    row = np.floor(lat / _BLOCK_DEG).astype(np.int64)
    keys, block = np.unique(column * 10_000 + row, return_inverse=True)
    first = np.zeros(len(keys), np.int64)
    first[block] = np.arange(len(lon))
    corners = np.stack([column[first], row[first]]) * _BLOCK_DEG
    settled = _block_counties(outlines, corners[0], corners[1])
    county = settled[block]
    open_rows = np.flatnonzero(county == _OPEN)
    county[open_rows], several = _test_one_by_one(outlines, lon[open_rows], lat[open_rows])
    return Assignment(county, open_rows[several])


@cache
def bundled_districts() -> Districts:
    """Return Henan's 157 counties and 18 prefectures."""
    return read_districts(data_file("districts.geojson"))


def read_districts(path: Path) -> Districts:
    """Read a GeoJSON file of districts such as the bundled one.

    Raises
    ------
    LocatorError
        If the file is missing, is no GeoJSON, or a feature lacks a member.
    """
    try:
        features = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
        return Districts([_district(feature) for feature in features])
    except (OSError, ValueError, KeyError, TypeError, shapely.errors.ShapelyError) as error:
        needed = "level, adcode, name, prefecture, prefecture_name"
        raise LocatorError(
            phrase("geo.file_districts_each_feature_needs", path=path, error=error, needed=needed)
        ) from error


@cache
def bundled_seats() -> dict[str, LonLat]:
    """Return the seats of Henan's counties and prefectures, by adcode, from the basemap."""
    features = json.loads(data_file("basemap.geojson").read_text(encoding="utf-8"))["features"]
    return {
        feature["properties"]["adcode"]: LonLat(*feature["geometry"]["coordinates"])
        for feature in features
        if feature["properties"]["layer"] == "place"
    }


def full_name(name: str, prefecture_name: str) -> str:
    """Return a district's name with the prefecture's before it, where that is another.

    A prefecture of which only the code is known has no name to put there.
    """
    nameless = name == prefecture_name or _CODE.fullmatch(prefecture_name)
    return name if nameless else prefecture_name + name


def plain_name(name: str) -> str:
    """Return a district's name without the peoples in it.

    Examples
    --------
    >>> plain_name("瀍河回族区"), plain_name("金水区")
    ('瀍河区', '金水区')
    """
    return _PEOPLES.sub("", name)


def _match(query: str, own: set[str], long: set[str]) -> int | None:
    """Return how well a text names a district, 0 best, or none where it does not."""
    tests = (
        query in own or query in long,
        any(name.startswith(query) for name in own),
        any(query in name for name in own),
        any(query in name for name in long),
    )
    return tests.index(True) if any(tests) else None


def _normalised(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).removeprefix("河南省")


def _district(feature: dict[str, object]) -> District:
    properties = feature["properties"]
    if not isinstance(properties, dict):
        raise TypeError("properties")
    county = properties["level"] == "county"
    return District(
        adcode=properties["adcode"],
        name=properties["name"],
        level="county" if county else "prefecture",
        prefecture_adcode=properties["prefecture"] if county else properties["adcode"],
        prefecture_name=properties["prefecture_name"] if county else properties["name"],
        geometry=shapely.from_geojson(json.dumps(feature["geometry"])),
    )


def _block_counties(outlines: NDArray[np.object_], west: Floats, south: Floats) -> Integers:
    """Return the one county that holds a block, -1 where none touches it, `_OPEN` otherwise."""
    slack = 1e-9  # a block's corner is rounded
    side = _BLOCK_DEG + slack
    boxes = shapely.box(west - slack, south - slack, west + side, south + side)
    tree = shapely.STRtree(boxes)
    touching = tree.query(outlines, predicate="intersects")
    holding = tree.query(outlines, predicate="contains_properly")
    count = np.bincount(touching[1], minlength=len(boxes))
    answer = np.where(count == 0, -1, _OPEN)
    alone = count[holding[1]] == 1
    answer[holding[1][alone]] = holding[0][alone]
    return answer


def _test_one_by_one(
    outlines: NDArray[np.object_], lon: Floats, lat: Floats
) -> tuple[Integers, Integers]:
    """Return the first county of each position, or -1, and which positions lie in several."""
    tree = shapely.STRtree(outlines)
    points, counties = tree.query(shapely.points(lon, lat), predicate="intersects")
    county = np.full(len(lon), len(outlines), np.int64)
    np.minimum.at(county, points, counties)
    several = np.flatnonzero(np.bincount(points, minlength=len(lon)) > 1)
    return np.where(county == len(outlines), -1, county), several
