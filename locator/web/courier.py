"""What the courier's endpoints share: where somebody is, and what a station must have."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple, cast

from flask import current_app

from locator.find.arrival import OPEN_FILTERS
from locator.find.travel import TRAVEL_MODES
from locator.geo.datum import DATUMS, Datum, convert_point
from locator.geo.points import LonLat
from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES

if TYPE_CHECKING:
    from locator.find.travel import Travel
    from locator.web.parameters import Query


class Search(NamedTuple):
    """What is searched for, as `find_nearest` takes it; the position is in WGS 84."""

    where: LonLat
    kinds: tuple[str, ...]
    services: tuple[str, ...]
    open: str
    travel: Travel | None
    max_distance_m: float


def read_search(query: Query) -> Search:
    """Take the parameters that every search has; `finish` tells what was wrong with them."""
    lon = query.number("lon", -180, 180, 0.0, required=True)
    lat = query.number("lat", -90, 90, 0.0, required=True)
    coordsys = cast("Datum", query.choice("coordsys", DATUMS, "wgs84"))
    where = LonLat(lon, lat)
    if coordsys != "wgs84":
        where = convert_point(where, coordsys, "wgs84")
    return Search(
        where,
        kinds=tuple(dict.fromkeys(query.words("kind", KINDS))),
        services=tuple(dict.fromkeys(query.words("service", SERVICES))),
        open=query.choice("open", OPEN_FILTERS, "any"),
        travel=current_app.extensions["travel"].get(
            query.choice("travel", tuple(TRAVEL_MODES), "")
        ),
        max_distance_m=query.number("max_distance_m", 0, math.inf, math.inf),
    )
