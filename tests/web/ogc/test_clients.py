"""Clients as people use them, against a running server: GDAL's OAPIF driver, and OWSLib."""

import geopandas
import numpy as np
import pyogrio
import pytest
from owslib.ogcapi.features import Features

from locator.paths import data_file
from locator.stations import read_stations
from locator.stations.kinds import KINDS
from locator.stations.station import PROPERTIES
from locator.web.ogc import CRS84

BOX = (113.5, 34.6, 113.8, 34.9)


@pytest.fixture(scope="module")
def root(serve):
    with serve("--workers", 1) as (url, _, _):
        yield url + "/ogc/"


@pytest.fixture(scope="module")
def stations():
    return read_stations(data_file("stations.geojson"))


def test_gdal_reads_every_station_across_pages(root, stations):
    frame = geopandas.read_file("OAPIF:" + root, layer="stations").set_index("id")
    assert len(frame) == len(stations) == 11_659
    assert frame.crs.equals("OGC:CRS84")
    assert set(frame.columns) == {*PROPERTIES, "geometry"} - {"id"}
    frame = frame.loc[[station.id for station in stations]]
    assert np.array_equal(frame.geometry.x, stations.lon)
    assert np.array_equal(frame.geometry.y, stations.lat)
    for name in ("kind", "name", "address", "adcode", "opening_hours", "status", "position"):
        expected = [getattr(station, name) for station in stations]
        assert [None if value != value else value for value in frame[name]] == expected
    expected = [list(station.services) for station in stations]
    assert [[] if value is None else list(value) for value in frame["services"]] == expected


def test_gdal_reads_a_box_and_a_kind_and_a_filter(root, stations):
    west, south, east, north = BOX
    inside = {
        s.id for s in stations if west <= s.where.lon <= east and south <= s.where.lat <= north
    }
    frame = geopandas.read_file("OAPIF:" + root, layer="stations", bbox=BOX)
    assert set(frame["id"]) == inside
    assert len(frame) == len(inside) > 500
    assert [name for name, _ in pyogrio.list_layers("OAPIF:" + root)] == ["stations", *KINDS]
    riders = geopandas.read_file("OAPIF:" + root, layer="rider_home", where="adcode = '410102'")
    assert set(riders["id"]) == {
        s.id for s in stations if s.kind == "rider_home" and s.adcode == "410102"
    }
    assert len(geopandas.read_file("OAPIF:" + root, layer="nursing_room")) == 0


def test_owslib(root, stations):
    client = Features(root)
    assert client.feature_collections() == ["stations", *KINDS]
    assert any(name.endswith("/conf/core") for name in client.conformance()["conformsTo"])
    assert "/collections/{collectionId}/items" in client.api()["paths"]
    assert client.collection("stations")["storageCrs"] == CRS84
    assert "kind" in client.collection_queryables("stations")["properties"]
    items = client.collection_items(
        "stations", bbox=list(BOX), limit=5, datetime_="2026-07-01T00:00:00Z/..", kind="driver_home"
    )
    assert items["numberReturned"] <= 5
    west, south, east, north = BOX
    assert items["numberMatched"] == sum(
        west <= s.where.lon <= east and south <= s.where.lat <= north
        for s in stations
        if s.kind == "driver_home"
    )
    one = client.collection_item("stations", stations[0].id)
    assert one["properties"] == stations[0].properties()
    with pytest.raises(RuntimeError, match="sauna"):
        client.collection_items("stations", service="sauna")
