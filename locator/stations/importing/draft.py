"""A draft: a row of a list on its way to a station, and the district that the row itself names.

The district stands in a column of its own, or at the beginning of the address.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from locator.geo.districts import District, bundled_districts
from locator.stations.importing.findings import Finding, Place

if TYPE_CHECKING:
    from locator.geo.datum import Datum
    from locator.geo.points import LonLat
    from locator.stations.importing.coordinates import Position
    from locator.stations.importing.sheet import Row, Table


_RANK = re.compile(r"(?<=..)[市县区]$")


class Stated(NamedTuple):
    """What a row says of where it is.

    Parameters
    ----------
    district
        A county or a prefecture with a polygon; None where none is named: nothing can be judged.
    text
        What the row's column says, made plain; empty where it says nothing.
    """

    district: District | None
    text: str


@lru_cache(100_000)
def stated_district(county: str, city: str) -> Stated:
    """Return the district that a row's columns name.

    A zone such as 高新区 has no polygon: its text is kept, its district is None.
    """
    plain, above = _plain(county), _plain(city)
    if not plain and not above:
        return Stated(None, "")
    if not plain:
        return Stated(_named(above), above)
    district = _named(above + plain) or _named(plain)
    if district is None and above:
        prefix = _RANK.sub("", above)
        district = _named(prefix + plain)
    return Stated(district, plain)


@lru_cache(200_000)
def district_of_address(address: str) -> District | None:
    """Return the county that an address begins with, after the province and the prefecture."""
    plain = _plain(address)
    for prefecture in ("", *_prefecture_names()):
        if prefecture and not plain.startswith(prefecture):
            continue
        rest = plain.removeprefix(prefecture)
        county = _beginning(rest)
        if county is not None and (not prefecture or _belongs(county, prefecture)):
            return county
    return None


def _beginning(text: str) -> District | None:
    """Return the county whose full name a text begins with, the longest."""
    for length in range(min(len(text), 9), 2, -1):
        county = _full_names().get(text[:length])
        if county is not None:
            return county
    return None


def _belongs(county: District, prefecture: str) -> bool:
    return county.prefecture_name.startswith(prefecture)


def _named(text: str) -> District | None:
    district = _all_names().get(text)
    if district is None:  # 偃师市 is 偃师区 now
        shorter = _all_names().get(_RANK.sub("", text))
        district = shorter if shorter is not None and shorter.level == "county" else None
    return district


@cache
def _all_names() -> dict[str, District]:
    """Return districts by each name that only one has; full names come before short ones."""
    districts = bundled_districts()
    names: dict[str, District] = {}
    everything = (*districts.prefectures, *districts.counties)
    for district in everything:
        names[district.name] = district
    owners: dict[str, set[District]] = {}
    for district in everything:
        for name in district.own_names() | district.long_names():
            owners.setdefault(name, set()).add(district)
    for name, bearers in owners.items():
        if len(bearers) == 1:
            names.setdefault(name, next(iter(bearers)))
    return names


@cache
def _full_names() -> dict[str, District]:
    """Return counties by the names that end in their rank: short ones begin streets' names too."""
    counties = bundled_districts().counties
    return {name: c for c in counties for name in c.own_names() if name[-1] in "市县区"}


@cache
def _prefecture_names() -> tuple[str, ...]:
    return tuple(prefecture.name for prefecture in bundled_districts().prefectures)


def _plain(text: str) -> str:
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return plain.removeprefix("河南省").removeprefix("河南")


_NOWHERE = Stated(None, "")


class RowDraft:
    """What a row says, field by field; `refusals` has the reasons why it can't be a station.

    Parameters
    ----------
    table, row
        Where it comes from.
    number
        The row's number in its sheet, from 1.
    """

    __slots__ = (
        "datum", "extra", "number", "other", "own_id", "position", "refusals", "row", "stated",
        "table", "values", "where",
    )  # fmt: skip

    def __init__(self, table: Table, row: Row, number: int) -> None:
        self.table, self.row, self.number = table, row, number
        self.values: dict[str, Any] = {}
        self.extra: dict[str, object] = {}
        self.own_id: str | None = None
        self.stated: Stated = _NOWHERE
        self.position: Position | None = None
        self.datum: Datum | None = None
        self.other: tuple[Position, Datum] | None = None
        self.where: LonLat | None = None
        self.refusals: list[Finding] = []

    def place(self, column: str | None = None) -> Place:
        """Return where the row stands, and one of its columns."""
        return Place(self.table.file, self.table.sheet, self.number, column)

    @property
    def name(self) -> str:
        """Return the station's name; empty where the row has none."""
        return str(self.values.get("name", ""))

    @property
    def address(self) -> str:
        """Return the station's address; empty where the row has none."""
        return str(self.values.get("address", ""))

    @property
    def district(self) -> District | None:
        """Return the district that the row names and that has a polygon."""
        return self.stated.district
