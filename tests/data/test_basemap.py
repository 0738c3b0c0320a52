import gzip
import re
from collections import Counter

import shapely

LINES = {"MultiLineString", "LineString"}
POLYGONS = {"MultiPolygon", "Polygon"}
LAYERS = {
    "province": POLYGONS, "prefecture": LINES, "county": LINES, "river": LINES,
    "lake": POLYGONS, "urban": POLYGONS, "place": {"Point"},
}  # fmt: skip


def test_layers_and_their_geometries(basemap):
    assert {feature["properties"]["layer"] for feature in basemap} == LAYERS.keys()
    for feature in basemap:
        assert feature["geometry"]["type"] in LAYERS[feature["properties"]["layer"]]


def test_is_light(root):
    content = (root / "data" / "basemap.geojson").read_bytes()
    assert len(content) < 250_000
    assert len(gzip.compress(content)) < 80_000


def test_every_prefecture_and_county_has_a_label_in_it(basemap, county_at):
    places = [feature for feature in basemap if feature["properties"]["layer"] == "place"]
    ranks = Counter(feature["properties"]["rank"] for feature in places)
    assert ranks[1] == 18
    assert ranks[2] + ranks[3] == 156  # 济源 is labelled once, as a prefecture
    at = county_at([feature["geometry"]["coordinates"] for feature in places])
    for feature, adcode in zip(places, at, strict=True):
        own = feature["properties"]
        assert adcode[:4] == own["adcode"][:4]
        assert own["rank"] == 1 or adcode == own["adcode"]


def test_labels_are_short(basemap):
    names = {f["properties"].get("name"): f["properties"].get("name_zh") for f in basemap}
    assert names["郑州市"] == "郑州"
    assert names["杞县"] == "杞县"
    assert names["瀍河回族区"] == "瀍河区"
    spelt = [f["properties"].get("name_en") for f in basemap if f["properties"]["layer"] == "place"]
    assert {"Zhengzhou", "Chanhe", "Qi"} <= set(spelt)
    assert all(re.fullmatch(r"[A-Z][a-z']+", name) for name in spelt)


def test_shapes_are_valid_with_four_decimals(basemap, shapes_of):
    shapes = shapes_of(basemap)
    assert shapely.is_valid(shapes).all()
    coordinates = shapely.get_coordinates(shapes)
    assert (coordinates.round(4) == coordinates).all()


def test_borders_follow_the_districts(basemap, counties, shapes_of):
    (lines,) = shapes_of([f for f in basemap if f["properties"]["layer"] == "county"])
    along = shapely.points(shapely.get_coordinates(shapely.segmentize(lines, 0.01)))
    borders = shapely.STRtree([shape.boundary for shape in shapes_of(counties)])
    near, _ = borders.query(along, predicate="dwithin", distance=0.015)
    assert set(near) == set(range(len(along)))
