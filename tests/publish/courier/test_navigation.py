"""Links to map applications, against an independent implementation of the datums and by hand."""

from urllib.parse import parse_qs, urlsplit

import prcoords
import pytest

from locator.geo.points import LonLat
from locator.publish.courier.navigation import (
    PROVIDERS,
    link_templates,
    navigation_links,
    navigation_members,
)
from locator.stations.station import Station

# 二七纪念塔, Zhengzhou; 洛阳 and 南阳 besides.
PLACES = [LonLat(113.66072, 34.75388), LonLat(112.4345, 34.6573), LonLat(112.5283, 32.9908)]


def station(where, **properties):
    return Station("a", "love_station", properties.pop("name", "驿站"), where, **properties)


def query(link):
    return {key: values[0] for key, values in parse_qs(urlsplit(link).query).items()}


def degrees(text):
    return tuple(float(part) for part in text.split(",")[:2])


@pytest.mark.parametrize("where", PLACES)
def test_each_in_its_datum_and_order(where):
    links = navigation_links(station(where), "walk")
    gcj_lat, gcj_lon = prcoords.wgs_gcj((where.lat, where.lon))
    bd_lat, bd_lon = prcoords.wgs_bd((where.lat, where.lon))
    near = {"abs": 2e-6}
    assert degrees(query(links["amap"])["to"]) == pytest.approx((gcj_lon, gcj_lat), **near)
    baidu = query(links["baidu"])
    latlng = baidu["destination"].split("|")[0].removeprefix("latlng:")
    assert degrees(latlng) == pytest.approx((bd_lat, bd_lon), **near)
    assert baidu["coord_type"] == "bd09ll"
    assert degrees(query(links["tencent"])["tocoord"]) == pytest.approx((gcj_lat, gcj_lon), **near)
    assert degrees(query(links["apple"])["daddr"]) == pytest.approx((gcj_lat, gcj_lon), **near)


def test_outside_the_mainland_nothing_moves():
    links = navigation_links(station(LonLat(114.17, 22.30)), "walk")
    assert degrees(query(links["amap"])["to"]) == (114.17, 22.3)
    assert degrees(query(links["apple"])["daddr"]) == (22.3, 114.17)


@pytest.mark.parametrize(
    ("travel", "modes"),
    [
        ("walk", {"amap": "walk", "baidu": "walking", "tencent": "walk", "apple": "w"}),
        ("ebike", {"amap": "ride", "baidu": "riding", "tencent": "walk", "apple": "w"}),
        ("truck", {"amap": "car", "baidu": "driving", "tencent": "drive", "apple": "d"}),
    ],
)
def test_ways_of_travelling(travel, modes):
    links = navigation_links(station(PLACES[0]), travel)
    names = {"amap": "mode", "baidu": "mode", "tencent": "type", "apple": "dirflg"}
    assert {key: query(links[key])[name] for key, name in names.items()} == modes


def test_a_modelled_station_has_none():
    modelled = station(PLACES[0], position="modelled")
    assert link_templates(modelled) == {}
    assert navigation_links(modelled, "walk") == {}
    assert navigation_members(modelled) == {}


@pytest.mark.parametrize(
    "name", ["a,b|c:d;e&f=g#h?i", "<img src=x>\"'", "{mode}{lat}", "驿站 1 号", "%s%%", "\u2028"]
)
def test_a_name_stays_within_its_field(name):
    links = navigation_links(station(PLACES[0], name=name), "walk")
    assert set(links) == set(PROVIDERS)
    for link in links.values():
        assert set(link) & set("<>\"' \n|") == set()
        assert urlsplit(link).fragment == ""
    assert set(query(links["amap"])) == {"to", "mode", "src", "callnative"}
    assert query(links["amap"])["mode"] == "walk"
    assert query(links["amap"])["to"].count(",") == 2
    assert query(links["baidu"])["destination"].count("|") == 1
