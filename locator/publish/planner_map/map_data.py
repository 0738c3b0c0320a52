"""What the map's scripts get: stations, demand, gaps and districts as compact plain data."""

from __future__ import annotations

import base64
import json
import math
from typing import TYPE_CHECKING

import numpy as np
import shapely

from locator.geo.boxes import HENAN, LonLatBox
from locator.geo.cells import CELL_M, Cells, cell_boxes, cells_at
from locator.geo.datum import convert, convert_point
from locator.language import phrases, said_in
from locator.publish.district_names import full_district_name
from locator.publish.drawing import scales
from locator.stations.hours import CLOSED, OPEN
from locator.stations.hours.rendering import word_station_hours
from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from locator.geo.datum import Datum
    from locator.geo.districts import Districts
    from locator.language import Language
    from locator.plan.coverage import Coverage
    from locator.plan.demand import DemandSet
    from locator.plan.figures import DistrictCoverage
    from locator.plan.gaps import Gap

    Booleans = NDArray[np.bool_]
    Bytes = NDArray[np.uint8]
    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

# In what the scripts make.
SCRIPT_WORDS = phrases("planner_map.scripts")


_PER_DEGREE = 100_000  # positions are whole hundred-thousandths of a degree, about a metre
_OUTLINE_DECIMALS = 4
# Districts with more vertices are drawn with fewer; borders that two share stay shared.
_MOST_VERTICES = 40_000
_SHIFT_STEP_DEG = 0.25
_LEAST_HALF_DEG = 0.02
# Of the demand's raster, which a script draws by the pixel, whatever the zoom.
_MOST_CELLS = 1 << 20
_MOST_CODES = 255
_DECIMALS = 5
_CLASSES = 5
# The classes' bounds lie between these quantiles of the cells' densities, in equal ratios.
_QUANTILES = (0.5, 0.99)


def map_data(
    coverage: Coverage, gaps: Sequence[Gap], lang: Language, datum: Datum
) -> dict[str, object]:
    """Return all that the scripts draw.

    Parameters
    ----------
    coverage, gaps
        What is to be shown.
    lang
        The language of its words.
    datum
        What the ground is drawn in: everything moves with it.
    """
    demand = demand_raster(coverage.demand, coverage.covered)
    return {
        "lang": lang,
        "words": said_in(lang, SCRIPT_WORDS),
        "sample": coverage.modelled,
        "radius_m": coverage.radius_m,
        "kinds": [
            {
                "key": kind.key,
                "name": kind.name.in_language(lang),
                "colour": kind.colour,
            }
            for kind in KINDS.values()
        ],
        "services": [s.name.in_language(lang) for s in SERVICES.values()],
        "stations": _stations(coverage, lang, datum),
        "demand": demand,
        "shift": _shift(demand, datum),
        "gaps": [_gap(coverage, gap, lang, datum) for gap in gaps],
        "districts": _districts(coverage, lang, datum),
        "colours": {
            "shares": scales.SHARES,
            "share_steps": scales.SHARE_STEPS,
            "unserved": scales.UNSERVED,
            "all": scales.PEOPLE,
            "no_share": scales.NO_SHARE,
            "area": scales.SERVICE_AREA,
            "gap": scales.GAP,
            "gap_ink": scales.GAP_INK,
        },
    }


def extent(coverage: Coverage) -> LonLatBox:
    """Return the box that the map shows at first: the districts, else demand and stations."""
    districts = coverage.districts
    if districts is not None and districts.counties:
        west, south, east, north = shapely.total_bounds([c.geometry for c in districts.counties])
    else:
        members = coverage.members
        lons = np.concatenate([coverage.stations.lon[members], coverage.demand.lon])
        lats = np.concatenate([coverage.stations.lat[members], coverage.demand.lat])
        if not len(lons):
            return HENAN
        west, south, east, north = lons.min(), lats.min(), lons.max(), lats.max()
    pad_lon = max(0.0, _LEAST_HALF_DEG - (east - west) / 2)
    pad_lat = max(0.0, _LEAST_HALF_DEG - (north - south) / 2)
    box = (west - pad_lon, south - pad_lat, east + pad_lon, north + pad_lat)
    return LonLatBox(*(round(float(edge), _OUTLINE_DECIMALS) for edge in box))


def _stations(coverage: Coverage, lang: Language, datum: Datum) -> dict[str, object]:
    """Return the stations that count, a list a property; texts that repeat are listed once."""
    members = coverage.members
    stations = [coverage.stations[place] for place in members.tolist()]
    lon, lat = coverage.stations.lon[members], coverage.stations.lat[members]
    if datum != "wgs84" and stations:
        lon, lat = convert(lon, lat, "wgs84", datum)
    kind_codes = {key: code for code, key in enumerate(KINDS)}
    bits = {key: 1 << place for place, key in enumerate(SERVICES)}
    hours, hour_codes = _listed([word_station_hours(station, lang) for station in stations])
    offered, offered_codes = _listed([sum(bits[key] for key in s.services) for s in stations])
    state = None
    if coverage.at is not None:
        states = coverage.stations.open_states(coverage.at)[members]
        state = np.where(states == OPEN, 2, np.where(states == CLOSED, 0, 1)).tolist()
    return {
        "lon": _whole(lon),
        "lat": _whole(lat),
        "kind": [kind_codes[station.kind] for station in stations],
        "name": [station.name for station in stations],
        "modelled": [int(station.position == "modelled") for station in stations],
        "hours": hours,
        "hours_of": hour_codes,
        "offered": offered,
        "offered_of": offered_codes,
        "state": state,
    }


def _listed(values: Sequence[Hashable]) -> tuple[list[Hashable], list[int]]:
    """Return the different values in the order of their first use, and each one's place there."""
    places: dict[Hashable, int] = {}
    codes = [places.setdefault(value, len(places)) for value in values]
    return list(places), codes


def _gap(coverage: Coverage, gap: Gap, lang: Language, datum: Datum) -> dict[str, object]:
    nearest = None
    if gap.nearest_station is not None:
        place = coverage.stations.position(gap.nearest_station)
        nearest = None if place is None else coverage.stations[place].name
    seed = gap.seed if datum == "wgs84" else convert_point(gap.seed, "wgs84", datum)
    return {
        "rank": gap.rank,
        "id": gap.id,
        "weight": gap.weight,
        "spot": [round(seed.lon, 5), round(seed.lat, 5)],
        "district": None if gap.county is None else full_district_name(gap.county, lang),
        "worst_m": _rounded(gap.worst_distance_m),
        "nearest": nearest,
        "nearest_m": _rounded(gap.nearest_distance_m),
        "shape": _polygons(_moved(gap.shape, datum), 5),
    }


def _districts(coverage: Coverage, lang: Language, datum: Datum) -> dict[str, object] | None:
    """Return counties with their outlines; prefectures are drawn as their counties together."""
    if coverage.districts is None or not coverage.districts.counties:
        return None
    prefectures = {row.adcode: place for place, row in enumerate(coverage.prefectures)}
    outlines = _outlines(coverage.districts, datum)
    counties = [
        _figures(row, lang) | {"prefecture": prefectures[row.prefecture_adcode], "shape": outline}
        for row, outline in zip(coverage.counties, outlines, strict=True)
    ]
    return {"county": counties, "prefecture": [_figures(row, lang) for row in coverage.prefectures]}


def _figures(row: DistrictCoverage, lang: Language) -> dict[str, object]:
    figures = row.figures
    return {
        "name": full_district_name(row, lang),
        "share": figures.share,
        "weight": figures.weight,
        "covered": figures.covered_weight,
        "mean_m": _rounded(figures.mean_m),
        "stations": row.stations,
    }


def _outlines(districts: Districts, datum: Datum) -> list[object]:
    shapes = np.array([county.geometry for county in districts.counties], dtype=object)
    tolerance_deg = 0.0005
    drawn = shapes
    while shapely.get_num_coordinates(drawn).sum() > _MOST_VERTICES and tolerance_deg < 1.0:
        drawn = shapely.coverage_simplify(shapes, tolerance_deg)
        tolerance_deg *= 2.0
    return [_polygons(_moved(shape, datum), _OUTLINE_DECIMALS) for shape in drawn]


def _polygons(shape: BaseGeometry, decimals: int) -> list[object]:
    """Return a shape's polygons as GeoJSON has the coordinates of a MultiPolygon."""
    rounded = shapely.transform(shape, lambda degrees: degrees.round(decimals))
    parts = [part for part in shapely.get_parts(rounded) if part.geom_type == "Polygon"]
    return [json.loads(shapely.to_geojson(part))["coordinates"] for part in parts]


def _moved(shape: BaseGeometry, datum: Datum) -> BaseGeometry:
    if datum == "wgs84":
        return shape
    return shapely.transform(
        shape, lambda at: np.column_stack(convert(at[:, 0], at[:, 1], "wgs84", datum))
    )


def _shift(demand: dict[str, object] | None, datum: Datum) -> dict[str, object] | None:
    """Return how far the ground is off at the knots of a coarse grid, in degrees.

    A script moves the raster by it: between knots the shift differs by a few tens of metres, and
    a cell is a kilometre wide.
    """
    if demand is None or datum == "wgs84":
        return None
    edges = demand["lon"], demand["lat"]
    west, south = (min(values) for values in edges)  # type: ignore[call-overload]
    east, north = (max(values) for values in edges)  # type: ignore[call-overload]
    lon = np.arange(west, east + _SHIFT_STEP_DEG, _SHIFT_STEP_DEG)
    lat = np.arange(south, north + _SHIFT_STEP_DEG, _SHIFT_STEP_DEG)
    lons, lats = (grid.ravel() for grid in np.meshgrid(lon.clip(-180, 180), lat.clip(-90, 90)))
    moved = convert(lons, lats, "wgs84", datum)
    return {
        "west": west,
        "south": south,
        "step": _SHIFT_STEP_DEG,
        "columns": len(lon),
        "lon": _whole(moved[0] - lons),
        "lat": _whole(moved[1] - lats),
    }


def _whole(degrees: Floats) -> list[int]:
    rounded: list[int] = np.rint(degrees * _PER_DEGREE).astype(np.int64).tolist()
    return rounded


def _rounded(metres: float | None) -> float | None:
    return None if metres is None else round(metres, 1)


def demand_raster(demand: DemandSet, covered: Booleans) -> dict[str, object] | None:
    """Return demand as a script takes it; None where there is no weight.

    Cells have sides of a kilometre in EPSG:6933, or twice that, four times …, where there would be
    over a million. Rows go northwards, columns eastwards.

    Returns
    -------
    dict
        `columns`, `rows`; `lon`, the western and eastern edge in degrees; `lat`, the rows' edges,
        shape (rows + 1,); `km2`, a cell's area; `steps`, bounds of classes of weight by square
        kilometre. `present`: a bit for each cell. For each cell that is present, a byte of
        `codes`, its weight's place in `weights`, and a byte of `unserved`, the part of the weight
        that is not covered, by 255. Bits and bytes are in base64.
    """
    has = demand.weight > 0.0
    if not has.any():
        return None
    cells, side = _fitting(cells_at(demand.lon[has], demand.lat[has]))
    west, south = int(cells.column.min()), int(cells.row.min())
    columns, rows = int(cells.column.max()) - west + 1, int(cells.row.max()) - south + 1
    place = (cells.row - south) * columns + cells.column - west
    weight = _sums(place, demand.weight[has], columns * rows)
    lacking = np.where(covered, 0.0, demand.weight)[has]
    unserved = _sums(place, lacking, columns * rows)
    present = weight > 0.0
    weights, codes = _coded(weight[present])
    part = np.ceil(unserved[present] / weight[present] * 255.0 - 0.5).clip(0, 255)
    km2 = (side * CELL_M / 1000.0) ** 2
    lon, lat = _edges(west, south, columns, rows, side)
    return {
        "columns": columns,
        "rows": rows,
        "lon": lon,
        "lat": lat,
        "km2": km2,
        "steps": class_steps(weight[present] / km2),
        "weights": [float(f"{value:.7g}") for value in weights.tolist()],
        "present": _base64(np.packbits(present)),
        "codes": _base64(codes),
        "unserved": _base64(part.astype(np.uint8)),
    }


def class_steps(densities: Floats) -> list[float]:
    """Return bounds between five classes of densities, ascending, each 1, 2 or 5 by a power of 10.

    Fewer where the densities are alike.
    """
    low, high = np.quantile(densities, _QUANTILES)
    return sorted(
        {_round_number(value) for value in np.geomspace(low, high, _CLASSES - 1).tolist()}
    )


def _round_number(value: float) -> float:
    tens = 10.0 ** math.floor(math.log10(value))
    return float(f"{min((1.0, 2.0, 5.0, 10.0), key=lambda n: abs(n * tens - value)) * tens:g}")


def _fitting(cells: Cells) -> tuple[Cells, int]:
    """Return cells so large that a raster of them is small enough, and their side in cells."""
    side = 1
    while np.prod([np.ptp(values) // side + 2 for values in cells]) > _MOST_CELLS:
        side *= 2
    return Cells(cells.column // side, cells.row // side), side


def _coded(weight: Floats) -> tuple[Floats, Bytes]:
    """Return up to 255 weights, and which of them each weight is nearest to by its class.

    Few different weights are kept as they are; many are parted by equal ratios, and each class
    stands for its mean, so that the sum stays.
    """
    values, codes = np.unique(weight, return_inverse=True)
    if len(values) > _MOST_CODES:
        edges = np.geomspace(values[0], values[-1], _MOST_CODES + 1)[1:-1]
        used, codes = np.unique(np.searchsorted(edges, weight, "right"), return_inverse=True)
        values = _sums(codes, weight, len(used)) / np.bincount(codes)
    return values, codes.astype(np.uint8)


def _sums(place: Integers, weight: Floats, count: int) -> Floats:
    return np.bincount(place, weight, minlength=count).astype(np.float64)


def _edges(
    west: int, south: int, columns: int, rows: int, side: int
) -> tuple[list[float], list[float]]:
    row = (np.arange(rows + 1) + south) * side
    boxes = cell_boxes(Cells(np.full(rows + 1, west * side), row))
    last = cell_boxes(Cells(np.array([(west + columns) * side]), row[:1]))
    lon = [shapely.bounds(boxes[0])[0], shapely.bounds(last)[0][0]]
    lat = shapely.bounds(boxes)[:, 1]
    return [round(float(value), _DECIMALS) for value in lon], lat.round(_DECIMALS).tolist()


def _base64(content: Bytes) -> str:
    return base64.b64encode(content.tobytes()).decode("ascii")
