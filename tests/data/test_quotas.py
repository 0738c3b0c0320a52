from collections import Counter

import pytest

from tools.build_data import quotas, sources


def count(stations, kind):
    return Counter(station["adcode"] for station in stations if station["kind"] == kind)


def test_love_stations_per_county_meet_the_quotas(stations):
    expected = {adcode: n for adcode, n in quotas.love_quotas().items() if n}
    assert count(stations, "love_station") == expected


def test_rider_homes_per_county_meet_the_quotas(stations):
    expected = {adcode: n for adcode, n in quotas.rider_quotas().items() if n}
    assert count(stations, "rider_home") == expected


def test_every_county_has_love_stations_and_every_prefecture_a_home(stations, counties):
    assert len(count(stations, "love_station")) == 157
    prefecture = {c["properties"]["adcode"]: c["properties"]["prefecture"] for c in counties}
    for kind in ("driver_home", "rider_home"):
        assert len({prefecture[adcode] for adcode in count(stations, kind)}) == 18


def test_no_one_is_lost_between_census_and_counties():
    people = [quotas.county_census(county.adcode) for county in sources.read_counties()]
    assert sum(one.urban + one.rural for one in people) == pytest.approx(99_365_519, abs=10)


def test_every_zone_is_handed_out_whole_to_existing_counties():
    adcodes = {county.adcode for county in sources.read_counties()}
    assert len(quotas.ZONE_HOSTS) == 24
    for zone, hosts in quotas.ZONE_HOSTS.items():
        assert zone in sources.read_census()
        assert hosts.keys() <= adcodes
        assert sum(hosts.values()) == pytest.approx(1)


def test_every_census_unit_belongs_to_a_county():
    parts = Counter()
    for county in sources.read_counties():
        for code, part in quotas.census_parts(county.adcode):
            parts[code] += part
    assert parts == pytest.approx(dict.fromkeys(sources.read_census(), 1.0))


def test_share_out_gives_the_whole_and_keeps_within_one():
    weights = {"a": 5.0, "b": 3.0, "c": 1.5, "d": 0.5}
    shares = quotas.share_out(7, weights)
    assert sum(shares.values()) == 7
    assert all(abs(shares[key] - 7 * weights[key] / 10) < 1 for key in weights)
