import math

import numpy as np
import pytest

from locator.errors import LocatorError, ParameterError
from locator.geo.points import LonLat, lonlat_arrays


@pytest.mark.parametrize(
    ("lon", "lat", "parameter"),
    [
        (math.nan, 34.0, "lon"),
        (113.0, math.nan, "lat"),
        (math.inf, 34.0, "lon"),
        (113.0, -math.inf, "lat"),
        (180.0000001, 0.0, "lon"),
        (-181, 0.0, "lon"),
        (34.7, 113.6, "lat"),
        ("113", 34.0, "lon"),
        (True, 34.0, "lon"),
        (None, 34.0, "lon"),
        (10**400, 34.0, "lon"),
        (113.0, 1 + 2j, "lat"),
    ],
)
def test_lonlat_refuses_what_is_no_position(lon, lat, parameter):
    with pytest.raises(ParameterError) as caught:
        LonLat(lon, lat)
    assert caught.value.parameter == parameter
    assert "degrees" in str(caught.value)
    assert isinstance(caught.value, LocatorError)


@pytest.mark.parametrize("lon", [-180, 180, 0, np.float64(113.5), np.int32(7)])
@pytest.mark.parametrize("lat", [-90, 90, 0.0])
def test_lonlat_takes_every_number_in_the_world(lon, lat):
    where = LonLat(lon, lat)
    assert (where.lon, where.lat) == (lon, lat)
    assert type(where.lon) is float


def test_lonlat_is_immutable():
    with pytest.raises(AttributeError):
        LonLat(1.0, 2.0).lon = 3.0


def test_arrays_tell_the_first_bad_position():
    with pytest.raises(ParameterError) as caught:
        lonlat_arrays([1.0, 2.0, math.nan, 999.0], [0.0, 0.0, 0.0, 0.0])
    assert caught.value.parameter == "lon[2]"


@pytest.mark.parametrize("lat", [[1.0], [[1.0, 2.0]], ["x", "y"], None])
def test_arrays_of_other_shapes_and_words_are_refused(lat):
    with pytest.raises(ParameterError):
        lonlat_arrays([1.0, 2.0], lat)
