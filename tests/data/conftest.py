import json
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # for tools.build_data, which is not installed


def read_features(name):
    document = json.loads((ROOT / "data" / name).read_text(encoding="utf-8"))
    assert document["type"] == "FeatureCollection"
    return document["features"]


def read_shapes(features):
    return shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def features():
    return read_features("stations.geojson")


@pytest.fixture(scope="session")
def stations(features):
    return [feature["properties"] for feature in features]


@pytest.fixture(scope="session")
def positions(features):
    return np.array([feature["geometry"]["coordinates"] for feature in features])


@pytest.fixture(scope="session")
def real(stations):
    return [station for station in stations if station["position"] != "modelled"]


@pytest.fixture(scope="session")
def example_features():
    return read_features("example.geojson")


@pytest.fixture(scope="session")
def districts():
    return read_features("districts.geojson")


@pytest.fixture(scope="session")
def counties(districts):
    return [feature for feature in districts if feature["properties"]["level"] == "county"]


@pytest.fixture(scope="session")
def basemap():
    return read_features("basemap.geojson")


@pytest.fixture(scope="session")
def mainland():
    (feature,) = read_features("mainland.geojson")
    (shape,) = read_shapes([feature])
    shapely.prepare(shape)
    return shape


@pytest.fixture(scope="session")
def shapes_of():
    return read_shapes


@pytest.fixture(scope="session")
def county_at(counties):
    """A function that tells the adcodes of the counties in which positions lie, None elsewhere."""
    tree = shapely.STRtree(read_shapes(counties))

    def find(lon_lat):
        adcodes = [None] * len(lon_lat)
        points, which = tree.query(shapely.points(lon_lat), predicate="within")
        for point, index in zip(points, which, strict=True):
            assert adcodes[point] is None
            adcodes[point] = counties[index]["properties"]["adcode"]
        return adcodes

    return find
