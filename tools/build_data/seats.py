"""Where the centres lie: seats of prefectures and counties, and the towns of a county."""

from __future__ import annotations

from functools import cache

from tools.build_data.sources import Place, prefecture_names, prefecture_of, read_places

LonLatDeg = tuple[float, float]

# GeoNames knows no seat for these; set by hand, right to about a kilometre.
_SEATS_BY_HAND: dict[str, LonLatDeg] = {
    "410104": (113.677, 34.754),
    "410105": (113.685, 34.780),
    "410108": (113.617, 34.868),
    "410203": (114.364, 34.800),
    "410204": (114.348, 34.788),
    "410205": (114.350, 34.777),
    "410212": (114.441, 34.757),
    "410303": (112.428, 34.668),
    "410304": (112.500, 34.680),
    "410305": (112.396, 34.658),
    "410311": (112.464, 34.619),
    "410403": (113.335, 33.735),
    "410404": (112.890, 33.900),
    "410411": (113.320, 33.725),
    "410503": (114.356, 36.118),
    "410505": (114.303, 36.110),
    "410506": (114.301, 36.076),
    "410522": (114.500, 36.080),
    "410602": (114.163, 35.955),
    "410611": (114.298, 35.742),
    "410702": (113.875, 35.304),
    "410703": (113.860, 35.302),
    "410704": (113.915, 35.384),
    "410711": (113.909, 35.325),
    "410804": (113.322, 35.256),
    "410811": (113.255, 35.215),
    "410927": (115.872, 35.969),
    "411003": (113.823, 34.125),
    "411103": (114.006, 33.587),
    "411122": (113.931, 33.828),
    "411303": (112.529, 32.990),
    "411326": (111.491, 33.138),
    "411403": (115.653, 34.388),
    "411425": (115.828, 34.401),
}
# GeoNames puts 新乡 into the county of that name, and 鹤壁 where its city stood before 1999.
_PREFECTURES_BY_HAND: dict[str, LonLatDeg] = {
    "410600": (114.298, 35.745),
    "410700": (113.883, 35.303),
}
_SEAT_CODES = ("PPLA", "PPLA2", "PPLA3")


@cache
def county_seats(adcode: str) -> tuple[LonLatDeg, ...]:
    """Return a county's centres, the main one first: its seat, and what GeoNames ranks alike."""
    if adcode in _SEATS_BY_HAND:
        return (_SEATS_BY_HAND[adcode],)
    seats = [place for place in read_places()[adcode] if _is_seat(place)]
    seats.sort(key=lambda place: -place.population)
    return tuple((place.lon, place.lat) for place in seats)


@cache
def county_towns(adcode: str) -> tuple[LonLatDeg, ...]:
    """Return the towns of a county that GeoNames knows, its seats left out."""
    return tuple((p.lon, p.lat) for p in read_places()[adcode] if not _is_seat(p))


@cache
def prefecture_seats() -> dict[str, LonLatDeg]:
    """Return the centre of each of the 18 prefectures' cities."""
    seats = {}
    for prefecture in prefecture_names():
        inside = [
            place
            for adcode, places in read_places().items()
            if prefecture_of(adcode) == prefecture
            for place in places
        ]
        largest = max(inside, key=lambda place: place.population)
        seats[prefecture] = _PREFECTURES_BY_HAND.get(prefecture, (largest.lon, largest.lat))
    return seats


def _is_seat(place: Place) -> bool:
    return place.code in _SEAT_CODES or (place.code == "PPL" and place.population > 0)
