"""Hand-made demand, districts and stations on the equator, where a degree is 111,319.49 m."""

import json

import numpy as np

from locator.geo.districts import Districts, read_districts
from locator.plan.demand import DemandSet
from tests.making import feature, station_set

# A hundredth of a degree of the equator, in metres: 6,378,137 pi / 18,000.
U = 1113.1949079327357


def stations_at(*lons, lat=0.0, **properties):
    """Stations on a parallel, at hundredths of a degree of longitude."""
    return station_set(
        *(feature(f"s{n}", lon / 100, lat, **properties) for n, lon in enumerate(lons))
    )


def demand_at(*rows, **options):
    """Demand on the equator: (hundredths of a degree, weight) each."""
    lon, weight = zip(*rows, strict=True) if rows else ((), ())
    return DemandSet(np.array(lon, float) / 100, np.zeros(len(lon)), weight, **options)


def districts_of(tmp_path, *spans) -> Districts:
    """Counties one degree high: (adcode, west, east, prefecture) in hundredths of a degree."""
    features = []
    for adcode, start, end, prefecture in spans:
        west, east = start / 100, end / 100
        ring = [[west, -0.5], [east, -0.5], [east, 0.5], [west, 0.5], [west, -0.5]]
        properties = {
            "level": "county",
            "adcode": adcode,
            "name": f"县{adcode}",
            "prefecture": prefecture,
            "prefecture_name": f"市{prefecture}",
        }
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    path = tmp_path / "districts.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return read_districts(path)
