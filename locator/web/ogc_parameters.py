"""The parameters of an items request, as the standard has them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from locator.errors import ParameterError, Words
from locator.geo.boxes import parse_box
from locator.publish.ogc.days import parse_days
from locator.publish.ogc.filters import FILTERS, LONGEST_VALUE
from locator.publish.ogc.items import DEFAULT_LIMIT, MAX_LIMIT, ItemsQuery
from locator.publish.ogc.links import CRS84
from locator.stations.checking import ID_PATTERN
from locator.stations.services import SERVICES

if TYPE_CHECKING:
    from locator.geo.boxes import LonLatBox
    from locator.publish.ogc.collections import Collection
    from locator.web.parameters import Query

_BOX = Words(
    "四个或六个数 west,south[,low],east,north[,high]，度",
    "four or six numbers west,south[,low],east,north[,high], in degrees",
)
_TEXT = Words(f"1 至 {LONGEST_VALUE} 个字符", f"1 to {LONGEST_VALUE} characters")
_AFTER = Words("next 链接中的编号", "the id of a next link")
_LARGEST = 999_999_999_999


def items_query(query: Query, described: Collection) -> ItemsQuery:
    """Take an items request's parameters; what is wrong is told by the query's `finish`."""
    take_crs(query)
    query.choice("bbox-crs", (CRS84,), CRS84)
    several = {f.name: query.words(f.name, f.known()) for f in FILTERS.values() if f.words}
    equal = {f.name: _text(query, f.name) for f in FILTERS.values() if not f.words}
    equal["position"] = several["position"]
    return ItemsQuery(
        described,
        box=query.optional("bbox", _box),
        days=query.optional("datetime", parse_days),
        kinds=several["kind"],
        services=query.words("service", SERVICES),
        statuses=several["status"],
        equal={name: values for name, values in equal.items() if values},
        after=query.optional("after", _after) or "",
        # The standard has a number above the greatest count as the greatest.
        limit=min(query.whole("limit", 1, _LARGEST, DEFAULT_LIMIT), MAX_LIMIT),
    )


def take_crs(query: Query) -> None:
    """Take the parameter `crs`: there is one reference system, that of the file."""
    query.choice("crs", (CRS84,), CRS84)


def _text(query: Query, name: str) -> tuple[str, ...]:
    def parse(text: str) -> tuple[str, ...]:
        if not 0 < len(text) <= LONGEST_VALUE:
            raise ParameterError(name, text, _TEXT)
        return (text,)

    return query.optional(name, parse) or ()


def _after(text: str) -> str:
    if not ID_PATTERN.fullmatch(text):
        raise ParameterError("after", text, _AFTER)
    return text


def _box(text: str) -> LonLatBox:
    """Return a box of four numbers, or of six: stations have no height, so heights don't count."""
    parts = text.split(",")
    if len(parts) != 6:
        return parse_box(text)
    try:
        low, high = float(parts[2]), float(parts[5])
    except ValueError as error:
        raise ParameterError("bbox", text, _BOX) from error
    if not -math.inf < low <= high < math.inf:
        raise ParameterError("bbox", text, _BOX)
    try:
        return parse_box(",".join(parts[:2] + parts[3:5]))
    except ParameterError as error:
        raise ParameterError("bbox", text, _BOX) from error
