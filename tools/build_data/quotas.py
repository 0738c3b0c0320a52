"""How many stations each county gets: people weighted by where they work, largest remainders."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from tools.build_data.sources import (
    RENAMED,
    Census,
    read_census,
    read_counties,
    read_settlement_shares,
)

LOVE_STATIONS = 11_500
RIDER_HOMES = 76
# Work outdoors (delivery, cleaning, driving) is mostly work in towns: one rural resident counts
# as four tenths of an urban one.
RURAL_WEIGHT = 0.4
# Rider homes stand in the cities; a county town's people count less than a city district's.
COUNTY_TOWN_WEIGHT = 0.35

# The census counts 24 development zones apart (six of them only within their prefecture's total);
# they have no outline. Each is added to the counties that it was cut from, in these parts (an
# estimate from the townships it runs).
ZONE_HOSTS: dict[str, dict[str, float]] = {
    "410171": {"410104": 0.7, "410122": 0.3},  # 郑州经济技术开发区
    "410172": {"410102": 1.0},  # 郑州高新技术产业开发区
    "410173": {"410184": 0.6, "410122": 0.3, "410223": 0.1},  # 郑州航空港经济综合实验区
    "410371": {"410305": 0.5, "410311": 0.5},  # 洛阳高新技术产业开发区
    "410471": {"410403": 0.5, "410411": 0.5},  # 平顶山高新技术产业开发区
    "410472": {"410402": 1.0},  # 平顶山市城乡一体化示范区
    "410571": {"410502": 1.0},  # 安阳高新技术产业开发区
    "410671": {"410611": 1.0},  # 鹤壁经济技术开发区
    "410771": {"410702": 1.0},  # 新乡高新技术产业开发区
    "410772": {"410702": 1.0},  # 新乡经济技术开发区
    "410773": {"410725": 1.0},  # 新乡市平原城乡一体化示范区
    "410871": {"410811": 0.4, "410822": 0.3, "410823": 0.3},  # 焦作城乡一体化示范区
    "410971": {"410928": 1.0},  # 河南濮阳工业园区
    "410972": {"410902": 0.7, "410928": 0.3},  # 濮阳经济技术开发区
    "411071": {"411002": 0.5, "411003": 0.5},  # 许昌经济技术开发区
    "411171": {"411104": 1.0},  # 漯河经济技术开发区
    "411271": {"411202": 1.0},  # 河南三门峡经济开发区
    "411371": {"411302": 0.5, "411303": 0.5},  # 南阳高新技术产业开发区
    "411372": {"411302": 1.0},  # 南阳市城乡一体化示范区
    "411471": {"411402": 0.5, "411403": 0.5},  # 豫东综合物流产业聚集区
    "411472": {"411402": 0.5, "411403": 0.5},  # 河南商丘经济开发区
    "411571": {"411503": 1.0},  # 信阳高新技术产业开发区
    "411671": {"411602": 1.0},  # 河南周口经济开发区
    "411771": {"411702": 1.0},  # 河南驻马店经济开发区
}


def census_parts(adcode: str) -> list[tuple[str, float]]:
    """Return the census units that make up a county, with the part of each that it takes.

    >>> census_parts("410308"), census_parts("410102")
    ([('410322', 1.0), ('410306', 1.0)], [('410102', 1.0), ('410172', 1.0)])
    """
    own = [(code, 1.0) for code in RENAMED.get(adcode, (adcode,))]
    zones = [(zone, hosts[adcode]) for zone, hosts in ZONE_HOSTS.items() if adcode in hosts]
    return own + zones


@cache
def county_census(adcode: str) -> Census:
    """Return the people of a county, its share of the development zones included."""
    census = read_census()
    parts = census_parts(adcode)
    urban = sum(census[code].urban * part for code, part in parts)
    rural = sum(census[code].rural * part for code, part in parts)
    return Census(round(urban), round(rural))


@cache
def county_people(adcode: str) -> tuple[float, float, float]:
    """Return a county's people in urban centres, in towns and in the country.

    The census gives the number and GHSL the shares of each of its census units.
    """
    census, shares = read_census(), read_settlement_shares()
    people = [0.0, 0.0, 0.0]
    for code, part in census_parts(adcode):
        total = (census[code].urban + census[code].rural) * part
        people = [have + total * share for have, share in zip(people, shares[code], strict=True)]
    return people[0], people[1], people[2]


def share_out(total: int, weights: dict[str, float]) -> dict[str, int]:
    """Share out a total by weight with the largest remainders; ties go to the smaller key.

    >>> share_out(10, {"a": 1, "b": 1, "c": 1})
    {'a': 4, 'b': 3, 'c': 3}
    """
    scale = total / sum(weights[key] for key in sorted(weights))
    exact = {key: weights[key] * scale for key in sorted(weights)}
    shares = {key: int(value) for key, value in exact.items()}
    by_remainder = sorted(exact, key=lambda key: (shares[key] - exact[key], key))
    for key in by_remainder[: total - sum(shares.values())]:
        shares[key] += 1
    return shares


@cache
def love_quotas() -> dict[str, int]:
    """Return the number of love stations of each county, the real ones included."""
    weights = {}
    for county in read_counties():
        census = county_census(county.adcode)
        weights[county.adcode] = census.urban + RURAL_WEIGHT * census.rural
    return share_out(LOVE_STATIONS, weights)


@cache
def rider_quotas() -> dict[str, int]:
    """Return the number of rider homes of each county: one a prefecture, the rest by people."""
    weights: dict[str, float] = {}
    by_prefecture: dict[str, list[str]] = defaultdict(list)
    for county in read_counties():
        factor = 1.0 if county.is_city_district else COUNTY_TOWN_WEIGHT
        weights[county.adcode] = county_census(county.adcode).urban * factor
        by_prefecture[county.prefecture].append(county.adcode)
    first = [max(adcodes, key=lambda a: weights[a]) for adcodes in by_prefecture.values()]
    rest = share_out(RIDER_HOMES - len(first), weights)
    return {adcode: rest[adcode] + (adcode in first) for adcode in sorted(rest)}
