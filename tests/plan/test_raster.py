"""Rasters of people per cell, written here in the CRS that planners meet."""

import importlib

import numpy as np
import pytest
from pyproj import Transformer

from locator.errors import LocatorError
from locator.plan import raster
from locator.plan.coverage import measure_coverage
from locator.plan.demand import read_demand
from locator.plan.demand_files import DemandFileError
from tests.making import feature, station_set

rasterio = pytest.importorskip("rasterio")
from rasterio.transform import Affine  # noqa: E402  # it may be missing

MOLLWEIDE = "ESRI:54009"  # GHSL's
NEBRASKA_FT = "ESRI:102704"


def from_origin(west, north, width, height):
    return Affine(width, 0, west, 0, -height, north)


def write(path, values, crs="EPSG:4326", transform=None, nodata=None, names=(), **options):
    bands = np.atleast_3d(np.asarray(values)).transpose(2, 0, 1) if np.ndim(values) == 2 else values
    bands = np.asarray(bands)
    transform = transform or from_origin(113.0, 35.0, 0.01, 0.01)
    with rasterio.open(
        path, "w", driver="GTiff", count=len(bands), height=bands.shape[1], width=bands.shape[2],
        dtype=bands.dtype, crs=crs, transform=transform, nodata=nodata, **options,
    ) as file:  # fmt: skip
        file.write(bands)
        for number, name in enumerate(names, start=1):
            file.set_band_description(number, name)
    return path


def test_cells_with_weight_count_at_their_centres(tmp_path):
    values = np.array([[1.5, 0, -99999], [0, 2.25, 4]], np.float32)  # WorldPop's nodata
    demand = read_demand(write(tmp_path / "pop.tif", values, nodata=-99999))
    assert demand.weight.tolist() == [1.5, 2.25, 4]
    np.testing.assert_allclose(demand.lon, [113.005, 113.015, 113.025], rtol=0, atol=1e-12)
    np.testing.assert_allclose(demand.lat, [34.995, 34.985, 34.985], rtol=0, atol=1e-12)
    assert (demand.origin.zero_cells, demand.origin.nodata_cells) == (2, 1)
    assert (demand.origin.name, len(demand.origin.sha256)) == ("pop.tif", 64)
    figures = measure_coverage(station_set(feature()), demand, 10).summary()["inputs"]["demand"]
    assert (figures["rows"], figures["zero_cells_left_out"], figures["nodata_cells_left_out"]) == (
        3,
        2,
        1,
    )


@pytest.mark.parametrize(
    ("crs", "lon", "lat", "cell"),
    [
        (MOLLWEIDE, 113.65, 34.76, 1000.0),
        (NEBRASKA_FT, -100.0, 41.0, 3280.84),
        ("EPSG:4547", 113.65, 34.76, 1000.0),  # northing comes first by its own definition
        ("EPSG:4490", 113.65, 34.76, 0.01),
        ("EPSG:3857", 113.65, 34.76, 1000.0),
    ],
)
def test_any_crs_that_a_raster_declares(tmp_path, crs, lon, lat, cell):
    x, y = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(lon, lat)
    # The place is the centre of the last cell of two rows and three columns.
    place = from_origin(x - 2.5 * cell, y + 1.5 * cell, cell, cell)
    values = np.array([[0, 0, 0], [0, 0, 7]], np.int32)
    demand = read_demand(write(tmp_path / "pop.TIF", values, crs, place, nodata=-200))
    assert demand.weight.tolist() == [7]
    assert (demand.lon[0], demand.lat[0]) == pytest.approx((lon, lat), abs=1e-5)
    assert (demand.origin.zero_cells, demand.origin.nodata_cells) == (5, 0)


def test_a_turned_raster_lies_where_it_says(tmp_path):
    turned = Affine.translation(113, 35) @ Affine.rotation(90) @ Affine.scale(0.01, 0.01)
    demand = read_demand(write(tmp_path / "t.tif", np.array([[0, 3.0]]), transform=turned))
    assert (demand.lon[0], demand.lat[0]) == pytest.approx((113 - 0.005, 35 + 0.015))


@pytest.mark.parametrize(
    "layout", [{"tiled": True, "blockxsize": 16, "blockysize": 16}, {"blockysize": 1}, {}]
)
def test_windows_of_any_layout_give_the_same_rows(tmp_path, monkeypatch, layout):
    rng = np.random.default_rng(1)
    values = rng.integers(0, 3, (70, 90)).astype(np.uint8)
    path = write(tmp_path / "pop.tif", values, **layout)
    whole = read_demand(path)
    monkeypatch.setattr(raster, "_WINDOW_CELLS", 300)
    demand = read_demand(path)
    row, column = np.nonzero(values)
    assert demand.weight.tolist() == values[row, column].tolist() == whole.weight.tolist()
    np.testing.assert_allclose(demand.lon, 113.005 + column * 0.01, rtol=0, atol=1e-9)
    np.testing.assert_allclose(demand.lat, 34.995 - row * 0.01, rtol=0, atol=1e-9)
    assert whole.lon.tolist() == demand.lon.tolist()
    assert demand.origin.zero_cells == (values == 0).sum()


def test_bad_values_are_faults_with_their_cells(tmp_path):
    values = np.array([[1, -4, np.nan], [np.inf, 5, -1]])
    with pytest.raises(DemandFileError) as caught:
        read_demand(write(tmp_path / "bad.tif", values))
    faults = [(fault.row, fault.field, str(fault.value)) for fault in caught.value.faults]
    assert faults == [
        (1, "weight, column 2", "-4.0"), (1, "weight, column 3", "nan"),
        (2, "weight, column 1", "inf"), (2, "weight, column 3", "-1.0"),
    ]  # fmt: skip
    # What is declared as nodata is none.
    demand = read_demand(write(tmp_path / "nan.tif", np.array([[np.nan, 2.0]]), nodata=np.nan))
    assert (demand.weight.tolist(), demand.origin.nodata_cells) == ([2], 1)


def test_a_nodata_that_is_not_declared_is_told_once_with_its_number(tmp_path):
    values = np.full((200, 100), -99999.0)
    with pytest.raises(DemandFileError) as caught:
        read_demand(write(tmp_path / "bad.tif", values))
    assert len(caught.value.faults) == 21
    assert "cells 20000: cells in all" in str(caught.value)
    assert "nodata" in caught.value.in_language("zh")


def test_bands_by_their_descriptions(tmp_path):
    bands = np.array([[[1, 2, 0]], [[9, 9, 9]], [[1, 255, 3]]], np.uint8)
    path = write(tmp_path / "b.tif", bands, names=["weight", "height", "lorry_drivers"])
    demand = read_demand(path)
    assert demand.weight.tolist() == [1, 2]
    assert {name: group.tolist() for name, group in demand.groups.items()} == {
        "lorry_drivers": [1, 255]
    }
    named = read_demand(path, weight="height", groups=["lorry_drivers"])
    assert named.weight.tolist() == [9, 9, 9]
    assert named.groups["lorry_drivers"].tolist() == [1, 255, 3]
    with pytest.raises(DemandFileError, match=r"people.*no band"):
        read_demand(path, weight="people")
    with pytest.raises(DemandFileError, match=r"nurses.*no band"):
        read_demand(path, groups=["nurses"])


def test_a_scaled_band_counts_what_it_stands_for(tmp_path):
    path = write(tmp_path / "s.tif", np.array([[10, 0]], np.int16))
    with rasterio.open(path, "r+") as file:
        file.scales, file.offsets = (0.5,), (1.0,)
    assert read_demand(path).weight.tolist() == [6, 1]


def test_a_raster_that_says_not_where_it_lies_is_refused(tmp_path):
    with pytest.raises(DemandFileError, match="declares no CRS"):
        read_demand(write(tmp_path / "a.tif", np.ones((2, 2)), crs=None))
    identity = pytest.warns(rasterio.errors.NotGeoreferencedWarning)
    with identity:
        path = write(tmp_path / "b.tif", np.ones((2, 2)), transform=Affine.identity())
    with pytest.raises(DemandFileError, match="where its cells lie"):
        read_demand(path)


def test_cells_off_the_earth_are_faults(tmp_path):
    place = from_origin(-18_000_000, 9_000_000, 1000, 1000)  # the corner of Mollweide's rectangle
    with pytest.raises(DemandFileError, match=r"row 1: position, column 1.*no place on Earth"):
        read_demand(write(tmp_path / "a.tif", np.ones((1, 1)), MOLLWEIDE, place))
    # Without weight they are nowhere's business.
    empty = read_demand(write(tmp_path / "b.tif", np.zeros((1, 1)), MOLLWEIDE, place))
    assert (len(empty), empty.total) == (0, 0)


def test_no_real_numbers_and_no_raster(tmp_path):
    with pytest.raises(DemandFileError, match="no real numbers"):
        read_demand(write(tmp_path / "c.tif", np.ones((1, 1), np.complex64)))
    (tmp_path / "d.tif").write_bytes(b"nonsense")
    with pytest.raises(LocatorError, match=r"d\.tif: can't be read"):
        read_demand(tmp_path / "d.tif")
    with pytest.raises(LocatorError, match="can't be read: No such file"):
        read_demand(tmp_path / "none.tif")


def test_too_many_cells_are_refused_before_they_fill_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(raster, "_MOST_CELLS", 5)
    with pytest.raises(LocatorError, match="coarser"):
        read_demand(write(tmp_path / "a.tif", np.ones((2, 3))))


def test_who_lacks_rasterio_is_told_what_to_install(tmp_path, monkeypatch):
    path = write(tmp_path / "a.tif", np.ones((2, 2)))

    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(LocatorError, match=r"locator\[raster\]") as caught:
        read_demand(path)
    assert "请安装" in caught.value.in_language("zh")
