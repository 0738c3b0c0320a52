import csv
import re
from collections import Counter

import numpy as np
import pytest
import shapely
from opening_hours import OpeningHours
from pyproj import Geod
from scipy.spatial import cKDTree

from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES

PUBLISHED = {"driver_home": 83, "rider_home": 76, "love_station": 11_500}
ID = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}")
PROPERTIES = {
    "id", "kind", "name", "address", "adcode", "opening_hours", "hours_text", "services",
    "capacity", "access", "status", "source", "position",
}  # fmt: skip


@pytest.fixture(scope="module")
def modelled(stations):
    return [station for station in stations if station["position"] == "modelled"]


@pytest.fixture(scope="module")
def raw_list(root):
    path = root / "data" / "raw" / "zhengzhou_union_stations_82.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_network_has_its_published_size(stations):
    assert Counter(station["kind"] for station in stations) == PUBLISHED


def test_all_are_active_and_none_is_seasonal(stations):
    assert {station["status"] for station in stations} == {"active"}
    assert not any({"valid_from", "valid_to"} & station.keys() for station in stations)


def test_hours_that_change_with_the_season_cover_the_year(stations):
    seasonal = {s["opening_hours"] for s in stations if "May" in s.get("opening_hours", "")}
    assert seasonal
    assert all("May 01-Sep 30:" in text and "Oct 01-Apr 30:" in text for text in seasonal)


def test_ids_are_unique_safe_and_sorted(stations):
    ids = [station["id"] for station in stations]
    assert all(ID.fullmatch(one) for one in ids)
    assert ids == sorted(set(ids))


def test_properties_are_the_designs_and_never_null(stations):
    assert set().union(*stations) <= PROPERTIES
    assert not any(value is None or value == "" for s in stations for value in s.values())


def test_names_are_unique(stations):
    assert len({station["name"] for station in stations}) == len(stations)


def test_adcode_is_of_the_county_around_the_station(stations, positions, county_at):
    assert county_at(positions) == [station["adcode"] for station in stations]


def test_positions_have_six_decimals(positions):
    assert positions.shape == (sum(PUBLISHED.values()), 2)
    assert np.array_equal(np.round(positions, 6), positions)


def test_modelled_stations_keep_their_distance(stations, positions):
    # Flat metres about 34 N: within half a percent of the truth over such short ways here.
    metres = positions * [111_320 * np.cos(np.radians(34)), 111_000]
    close = cKDTree(metres).query_pairs(75)
    assert all(stations[i]["position"] != "modelled" != stations[j]["position"] for i, j in close)


def test_modelled_stations_avoid_lakes(basemap, root, positions, shapes_of):
    lakes = shapes_of([f for f in basemap if f["properties"]["layer"] == "lake"])
    deep = shapely.union_all(lakes).buffer(-0.005)
    assert not shapely.contains_xy(deep, *positions.T).any()


def test_modelled_stations_cannot_be_taken_for_real(modelled, real):
    for station in modelled:
        assert station["name"].startswith("模拟")
        assert not {"address", "phone", "hours_text", "operator"} & station.keys()
        assert station["id"].startswith("model-")
    assert not any(station["name"].startswith("模拟") for station in real)


def test_services_are_known_unique_and_in_the_tables_order(modelled):
    order = list(SERVICES)
    for station in modelled:
        places = [order.index(service) for service in station["services"]]
        assert places == sorted(set(places))
        assert "rest" in station["services"]


def test_most_driver_homes_have_the_five_free_services(modelled):
    five = {"parking", "water", "meal_heating", "shower", "laundry"}
    homes = [station for station in modelled if station["kind"] == "driver_home"]
    assert sum(five <= set(station["services"]) for station in homes) >= 0.75 * len(homes)


def test_kinds_are_known(stations):
    assert {station["kind"] for station in stations} <= KINDS.keys()


def test_every_opening_hours_parses(stations):
    for text in {s["opening_hours"] for s in stations if "opening_hours" in s}:
        OpeningHours(text)


def test_share_open_day_and_night_and_share_unknown(stations):
    always = sum(s.get("opening_hours") == "24/7" for s in stations) / len(stations)
    unknown = sum("opening_hours" not in s for s in stations) / len(stations)
    assert 1 / 17 < always < 1 / 13
    assert 0.06 < unknown < 0.11


def test_driver_homes_are_mostly_open_always(stations):
    homes = [s for s in stations if s["kind"] == "driver_home"]
    assert sum(s.get("opening_hours") == "24/7" for s in homes) > 0.8 * len(homes)


def test_the_real_list_is_there_whole(real, raw_list):
    assert len(real) == 82
    assert all(station["kind"] == "love_station" for station in real)
    assert Counter((s["name"], s["address"]) for s in real) == Counter(
        (row["name"].strip(), row["address"].strip()) for row in raw_list
    )
    assert Counter(s["position"] for s in real) == {"surveyed": 18, "geocoded": 64}


def test_real_positions_agree_with_the_lists_own_wgs84(features, raw_list):
    at = {
        (f["properties"]["name"], f["properties"]["address"]): f["geometry"]["coordinates"]
        for f in features
        if f["properties"]["position"] != "modelled"
    }
    ours = np.array([at[row["name"].strip(), row["address"].strip()] for row in raw_list])
    theirs = np.array([(float(row["wgs84_lng"]), float(row["wgs84_lat"])) for row in raw_list])
    _, _, distance_m = Geod(ellps="WGS84").inv(*ours.T, *theirs.T)
    assert distance_m.max() < 1.0


def test_real_stations_say_only_what_the_list_says(real, raw_list):
    texts = {row["name"].strip(): row["open_hours"].strip() for row in raw_list}
    for station in real:
        assert station.get("hours_text", "") == texts[station["name"]]
        assert not {"services", "access", "capacity", "phone"} & station.keys()
        if "opening_hours" in station:
            assert station["hours_text"]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("周一至周五 09:00-17:00", "Mo-Fr 09:00-17:00"),
        ("24小时", "24/7"),
        ("08:00-12:00,14:00-16:00", "Mo-Su 08:00-12:00,14:00-16:00"),
        ("工作日开放", "Mo-Fr unknown; PH off"),
    ],
)
def test_real_hours_in_osm_syntax(real, text, hours):
    matches = [station for station in real if station.get("hours_text") == text]
    assert matches
    assert {station.get("opening_hours") for station in matches} == {hours}
