import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from locator.errors import ParameterError
from locator.geo.cells import (
    CELL_AREA_M2,
    Cells,
    cell_boxes,
    cell_centres,
    cell_ids,
    cells_at,
    cells_inside,
    equal_area_m,
    true_area_m2,
)
from locator.geo.districts import bundled_districts

GEOD = Geod(ellps="WGS84")


def test_the_projection_is_epsg_6933():
    rng = np.random.default_rng(0)
    lon, lat = rng.uniform(-180, 180, 500), rng.uniform(-90, 90, 500)
    expected = Transformer.from_crs("EPSG:4326", "EPSG:6933", always_xy=True).transform(lon, lat)
    np.testing.assert_allclose(equal_area_m(lon, lat), expected, rtol=0, atol=1e-6)


@given(st.floats(-179.9, 179.9), st.floats(-80, 80))
def test_a_position_lies_in_its_cell_and_its_centre_too(lon, lat):
    cells = cells_at([lon], [lat])
    (box,) = cell_boxes(cells)
    assert shapely.dwithin(box, shapely.Point(lon, lat), 1e-9)
    assert cells_at(*cell_centres(cells)) == cells


@pytest.mark.parametrize("lat", [-60.0, 0.0, 31.4, 34.7, 36.4, 70.0])
def test_every_cell_is_a_square_kilometre_of_the_ellipsoid(lat):
    west, south, east, north = cell_boxes(cells_at([113.6], [lat]))[0].bounds
    across = np.linspace(west, east, 200)  # parallels are no geodesics: many short pieces are
    lons = np.concatenate([across, across[::-1]])
    lats = np.concatenate([np.full(200, south), np.full(200, north)])
    assert GEOD.polygon_area_perimeter(lons, lats)[0] == pytest.approx(CELL_AREA_M2, rel=1e-6)


def test_cells_sum_to_the_area_of_henan_and_of_each_prefecture():
    areas, counts = [], []
    for prefecture in bundled_districts().prefectures:
        areas.append(abs(GEOD.geometry_area_perimeter(prefecture.geometry)[0]))
        counts.append(len(cells_inside(prefecture.geometry).row) * CELL_AREA_M2)
        assert true_area_m2(prefecture.geometry) == pytest.approx(areas[-1], rel=1e-5)
    assert sum(counts) == pytest.approx(sum(areas), rel=0.001)
    np.testing.assert_allclose(counts, areas, rtol=0.01)


def test_no_area_has_no_cells():
    assert [len(part) for part in cells_inside(shapely.Polygon())] == [0, 0]


def test_ids_tell_cells_apart():
    assert cell_ids(Cells(np.array([1, 11, -1]), np.array([12, 2, 0]))) == [
        "x1y12",
        "x11y2",
        "x-1y0",
    ]


def test_bad_degrees_are_refused():
    with pytest.raises(ParameterError, match=r"lat\[1\]"):
        cells_at([0, 0], [0, float("nan")])
