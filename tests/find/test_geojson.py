import json

from locator.find import find_nearest
from locator.find.geojson import FeatureEncoder
from locator.geo.points import LonLat
from locator.stations.station import PROPERTIES
from tests.making import feature, station_set

HOSTILE = "<img src=x onerror=alert(1)></script>${alert(1)}`\"'\\  模"


def answer(stations, lang="zh"):
    neighbours = find_nearest(stations, LonLat(113.6, 34.7), 10)
    return json.loads(FeatureEncoder(stations).neighbours(neighbours, lang))


def test_a_feature_bears_its_listed_properties_and_what_was_found():
    stations = station_set(feature("a", lon=113.61, services=["water"], my_column="secret"))
    (station,) = answer(stations)["features"]
    assert station["type"] == "Feature"
    assert station["id"] == "a"
    assert station["geometry"] == {"type": "Point", "coordinates": [113.61, 34.7]}
    properties = station["properties"]
    assert list(properties)[:3] == ["rank", "distance_m", "bearing_deg"]
    assert properties["rank"] == 1
    assert properties["services"] == ["water"]
    computed = {"rank", "distance_m", "bearing_deg"}
    computed |= {"open_state", "open_text", "open_reason", "open_reason_code"}
    assert set(properties) - computed <= set(PROPERTIES)
    assert "secret" not in json.dumps(properties)


def test_hostile_names_come_out_as_they_went_in():
    stations = station_set(feature("a", name=HOSTILE))
    assert answer(stations)["features"][0]["properties"]["name"] == HOSTILE


def test_samples_bring_a_notice_in_the_language():
    real = station_set(feature("a"))
    modelled = station_set(feature("a"), feature("b", name="模拟·站", position="modelled"))
    assert "notice" not in answer(real)
    assert "示例数据" in answer(modelled)["notice"]
    assert "Sample data" in answer(modelled, "en")["notice"]


def test_nothing_found_is_an_empty_collection():
    assert answer(station_set()) == {"type": "FeatureCollection", "features": []}
